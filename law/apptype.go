package law

import (
	"slices"

	"github.com/volens/volens/lang"
)

// An AppType is one of the 39 common types of apps whose necessary personal
// information the provisions of 2021 list. They look at the consumer's side
// only, not at drivers, shops or hosts; mini-programs count as apps. An app
// outside the 39 types is judged by PIPL 6 and not by a list.
type AppType struct {
	No            int             `json:"no"`  // item of article 5
	Key           string          `json:"key"` // permanent, kebab-case
	Name          lang.Text       `json:"name"`
	BasicFunction lang.Text       `json:"basic_function"`
	Necessary     []NecessaryItem `json:"necessary,omitempty"` // empty: the basic function needs none
	Cite          Citation        `json:"cite"`
}

// A NecessaryItem is personal information without which the basic function
// cannot work.
type NecessaryItem struct {
	Item ItemID    `json:"item"`
	Name lang.Text `json:"name"` // as this type calls it
	When lang.Text `json:"when"` // the only case it is necessary in, or zero
}

// AppTypes returns the 39 types in order.
func AppTypes() []AppType { return slices.Clone(loaded().appTypes) }

// AppTypeByKey finds a type, such as "online-shopping".
func AppTypeByKey(key string) (AppType, bool) {
	types := loaded().appTypes
	for i := range types {
		if types[i].Key == key {
			return types[i], true
		}
	}
	return AppType{}, false
}

// Needs reports whether the item is on the type's list. Some items are on it
// for certain cases only: see NecessaryItem.When.
func (t AppType) Needs(id ItemID) bool {
	return slices.ContainsFunc(t.Necessary, func(n NecessaryItem) bool { return n.Item == id })
}
