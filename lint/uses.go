package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A spot is one place in the declaration and the uses that are at fault there.
// A line that lists several items makes several uses; a person mends it once, so
// it is reported once.
type spot struct {
	path string
	uses []declaration.Use
}

// spots gathers the uses that at gives a path for, in the order written.
func spots(d *declaration.Declaration, at func(declaration.Use) string) []spot {
	var all []spot
	for _, u := range d.Uses() {
		path := at(u)
		if path == "" {
			continue
		}
		k := slices.IndexFunc(all, func(s spot) bool { return s.path == path })
		if k < 0 {
			k, all = len(all), append(all, spot{path: path})
		}
		all[k].uses = append(all[k].uses, u)
	}
	return all
}

// field is the path of a key of the line that declares u. The place of a use is
// the item, or the recipient, where the line names several.
func field(u declaration.Use, key string) string {
	path := u.Place.Path
	for _, list := range []string{".gives[", ".items["} {
		if i := strings.LastIndex(path, list); i >= 0 {
			path = path[:i]
		}
	}
	return path + "." + key
}

// names joins the names of what the uses are about, each once: “手机号”“地址”. A
// use that gives an item to somebody names them.
func names(uses []declaration.Use) lang.Text {
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

// say fills the verbs of a message with the halves of texts.
func say(zh, en string, texts ...lang.Text) lang.Text {
	var zhs, ens []any
	for _, t := range texts {
		zhs, ens = append(zhs, t.In(lang.ZH)), append(ens, t.In(lang.EN))
	}
	return lang.Text{ZH: fmt.Sprintf(zh, zhs...), EN: fmt.Sprintf(en, ens...)}
}

// plain is a text that is the same in both languages, such as an id or a number.
func plain(v any) lang.Text {
	s := fmt.Sprint(v)
	return lang.Text{ZH: s, EN: s}
}

// unreachable reports whether c names no way at all to reach somebody.
func unreachable(c declaration.Contact) bool {
	return c.Mail == "" && c.Phone == "" && c.URL == "" && c.Address.IsZero()
}

// consents reports whether any use of the service rests on consent.
func consents(d *declaration.Declaration, s *declaration.Service) bool {
	return slices.ContainsFunc(d.Uses(), func(u declaration.Use) bool { return u.Service.ID == s.ID && u.ByConsent() })
}

// basic reports whether u is in a basic function of one of the 39 types, where
// the law lists what is necessary.
func basic(u declaration.Use) (law.AppType, bool) {
	t, ok := law.AppTypeByKey(u.Service.Type)
	return t, ok && u.Function.Basic
}
