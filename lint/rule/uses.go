package rule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
)

// A Spot is one place in the declaration and the uses that are at fault there.
// A line that lists several items makes several uses; a person mends it once, so
// it is reported once.
type Spot struct {
	Path string
	Uses []*declaration.Use
}

// Spots gathers the uses that at gives a path for, in the order written.
func Spots(d *declaration.Declaration, at func(*declaration.Use) string) []Spot {
	var all []Spot
	index := map[string]int{}
	for u := range d.All() {
		path := at(u)
		if path == "" {
			continue
		}
		k, known := index[path]
		if !known {
			k, all = len(all), append(all, Spot{Path: path})
			index[path] = k
		}
		all[k].Uses = append(all[k].Uses, u)
	}
	return all
}

// Field is the path of a key of the line that declares u. The place of a use is
// the item, or the recipient, where the line names several.
func Field(u *declaration.Use, key string) string {
	path := u.Place.Path
	for _, list := range []string{".gives[", ".items["} {
		if i := strings.LastIndex(path, list); i >= 0 {
			path = path[:i]
		}
	}
	return path + "." + key
}

// Names joins the names of what the uses are about, each once: “手机号”“地址”. A
// use that gives an item to somebody names them.
func Names(uses []*declaration.Use) lang.Text {
	var zh, en []string
	for _, u := range uses {
		z, e := "“"+u.Item.Name.In(lang.ZH)+"”", u.Item.Name.In(lang.EN)
		if u.Recipient != nil {
			z, e = z+"（提供给"+u.Recipient.Name.In(lang.ZH)+"）", e+" (given to "+u.Recipient.Name.In(lang.EN)+")"
		}
		if !slices.Contains(zh, z) {
			zh, en = append(zh, z), append(en, e)
		}
	}
	return lang.Text{ZH: strings.Join(zh, ""), EN: strings.Join(en, ", ")}
}

// Say fills the verbs of a message with the halves of texts.
func Say(zh, en string, texts ...lang.Text) lang.Text {
	var zhs, ens []any
	for _, t := range texts {
		zhs, ens = append(zhs, t.In(lang.ZH)), append(ens, t.In(lang.EN))
	}
	return lang.Text{ZH: fmt.Sprintf(zh, zhs...), EN: fmt.Sprintf(en, ens...)}
}

// Plain is a text that is the same in both languages, such as an id or a number.
func Plain(v any) lang.Text {
	s := fmt.Sprint(v)
	return lang.Text{ZH: s, EN: s}
}

// Unreachable reports whether c names no way at all to reach somebody.
func Unreachable(c declaration.Contact) bool {
	return c.Mail == "" && c.Phone == "" && c.URL == "" && c.Address.IsZero()
}

// Any reports whether is holds of any use.
func Any(d *declaration.Declaration, is func(*declaration.Use) bool) bool {
	for u := range d.All() {
		if is(u) {
			return true
		}
	}
	return false
}

// ForChildren reports whether s is made for people under fourteen.
func ForChildren(s *declaration.Service) bool { return s.Children == declaration.ChildrenIntended }

// ForMinors reports whether s is made for people under eighteen, children among them.
func ForMinors(s *declaration.Service) bool {
	return ForChildren(s) || s.Minors.Come == declaration.ChildrenIntended
}

// StoresOf returns the stores in which the services that which selects keep personal
// information.
func StoresOf(d *declaration.Declaration, which func(*declaration.Service) bool) map[*declaration.Store]bool {
	all := map[*declaration.Store]bool{}
	for u := range d.All() {
		if u.Store != nil && which(u.Service) {
			all[u.Store] = true
		}
	}
	return all
}

// Sells reports whether s is one of the types whose basic function is to buy goods,
// meals, tickets, trips or rooms, so that whoever runs it is an e-commerce operator.
// Of every other type it depends on what is really sold there, which is for people.
func Sells(s *declaration.Service) bool {
	switch s.Type {
	case "online-shopping", "food-delivery", "transport-ticketing", "show-ticketing", "travel", "hotel":
		return true
	}
	return false
}
