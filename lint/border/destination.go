package border

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/lint/rule"
)

// A destination is one place abroad that data goes to: a recipient, the vendor of
// a component, or a store.
type destination struct {
	path      string // such as recipients.cloud
	name      lang.Text
	export    *declaration.Export
	contact   *declaration.Contact // nil for a store, which nobody answers for
	third     bool                 // a third party in the sense of PIPL 23
	personal  bool                 // personal information goes there
	sensitive bool                 // and some of it is sensitive
	important bool                 // important data goes there
	ownEnds   *declaration.Use     // a use of what goes there for the processor's own ends, if any
	recipient string               // its id, "" for anything else
	store     string               // its id, "" for anything else
}

// destinations returns the places abroad that any data goes to, in the order
// declared. Foreign courts and the like are not among them: no route leads there
// (PIPL 41).
func destinations(d *declaration.Declaration) []*destination {
	all := abroad(d)
	if len(all.list) == 0 {
		return nil
	}
	for u := range d.All() {
		all.take(u.Store, u)
		all.take(u.Component, u)
		for _, r := range u.Gives {
			all.take(r, u)
		}
	}
	for _, i := range d.ImportantData {
		for _, to := range all.list {
			to.important = to.important || slices.Contains(i.Gives, to.recipient) || slices.Contains(i.In, to.store)
		}
	}
	return slices.DeleteFunc(all.list, func(to *destination) bool { return !to.personal && !to.important })
}

// An atlas is every place abroad, whether or not anything goes there.
type atlas struct {
	list []*destination
	of   map[any]*destination // by the component, recipient or store
}

func abroad(d *declaration.Declaration) atlas {
	a := atlas{of: map[any]*destination{}}
	for _, c := range d.Components {
		if c.Country != declaration.Home {
			a.add(c, destination{path: "components." + c.ID, name: c.Name, export: &c.Export, contact: &c.Contact, third: c.Role == declaration.ThirdParty})
		}
	}
	for _, r := range d.Recipients {
		if r.Country != declaration.Home && !r.Authority {
			a.add(r, destination{path: "recipients." + r.ID, name: r.Name, export: &r.Export, contact: &r.Contact, third: r.Role == declaration.ThirdParty, recipient: r.ID})
		}
	}
	for _, s := range d.Stores {
		if s.Country != declaration.Home {
			a.add(s, destination{path: "stores." + s.ID, name: storeName(s), export: &s.Export, important: s.Data == "important" || s.Data == "core", store: s.ID})
		}
	}
	return a
}

func (a *atlas) add(thing any, to destination) {
	a.list = append(a.list, &to)
	a.of[thing] = &to
}

// take notes that the item of u goes to a component, recipient or store.
func (a atlas) take(thing any, u *declaration.Use) {
	if to := a.of[thing]; to != nil {
		to.personal = true
		to.sensitive = to.sensitive || u.Item.Sensitive
		if to.ownEnds == nil && !declaration.BasisContract.Carries(u.Purpose.Class) {
			to.ownEnds = u
		}
	}
}

func storeName(s *declaration.Store) lang.Text {
	if s.Name.IsZero() {
		return rule.Plain(s.ID)
	}
	return s.Name
}
