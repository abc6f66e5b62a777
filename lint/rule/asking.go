package rule

import (
	"fmt"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// An Asking is how one use is asked today, as far as lint tells ways apart.
type Asking int

// The ways.
const (
	AskedAlone   Asking = iota // on its own, or left to Volens, which does so
	AskedGrouped               // by one act together with the others of a group
	AskedAmong                 // by one act together with others
	AskedGeneral               // within one general clause
	AskedNever                 // not at all
)

// Text says how it is asked, to end a sentence with.
func (a Asking) Text() lang.Text {
	switch a {
	case AskedNever:
		return lang.Text{ZH: "从不征求", EN: "is never asked"}
	case AskedGeneral:
		return lang.Text{ZH: "包在一个概括条款里", EN: "is covered by one general clause"}
	case AskedGrouped, AskedAmong:
		return lang.Text{ZH: "与别的使用一次同意", EN: "is agreed to together with other uses"}
	}
	return lang.Text{ZH: "单独征求", EN: "is asked alone"}
}

// An Asker knows the groups of uses that one act agrees to.
type Asker map[declaration.UseID]string // path of the group

// Groups reads them. A group may hold uses of several services; one that holds a
// single use is no group.
func Groups(d *declaration.Declaration) Asker {
	a := Asker{}
	for _, s := range d.Services {
		for i, g := range s.Asks.Together {
			for _, id := range g {
				if len(g) > 1 {
					a[id] = fmt.Sprintf("services.%s.asks.together[%d]", s.ID, i)
				}
			}
		}
	}
	return a
}

// How returns the way in which u is asked. What is said of the use itself goes
// before what is said of its service, except that a group names its members.
func (a Asker) How(u *declaration.Use) Asking {
	switch {
	case u.Asked == declaration.AskedNever:
		return AskedNever
	case a[u.ID] != "":
		return AskedGrouped
	case u.Asked == declaration.AskedTogether:
		return AskedAmong
	case u.Asked == declaration.AskedAlone:
		return AskedAlone
	case u.Service.Asks.Clause == "general":
		return AskedGeneral
	}
	return AskedAlone
}

// Path is that of the line that says how u is asked.
func (a Asker) Path(u *declaration.Use) string {
	switch a.How(u) {
	case AskedGrouped:
		return a[u.ID]
	case AskedAmong, AskedNever:
		return Field(u, "asked")
	}
	return u.Place.Path
}

// OfChild reports whether u takes separate consent only because the service is
// meant for people under fourteen, all of whose information is sensitive (PIPL
// 28). Where they merely may come, it depends on the person and not on the
// declaration.
func OfChild(u *declaration.Use) bool {
	return u.ByConsent() && u.Service.Children == declaration.ChildrenIntended && !u.Item.Sensitive
}

// Ground returns the ground of separate consent under which u is reported, or ""
// where its consent need not be separate. The order decides where a use has
// several: sensitive items, giving and export come before recommendation because
// they rest on articles of both rulebooks, so that switching one off loses no
// finding.
func Ground(u *declaration.Use) declaration.Separation {
	if OfChild(u) {
		return declaration.SeparateSensitive
	}
	has := u.Separate()
	for _, g := range []declaration.Separation{
		declaration.SeparateSensitive, declaration.SeparateThirdParty,
		declaration.SeparateExport, declaration.SeparateRecommend,
	} {
		if slices.Contains(has, g) {
			return g
		}
	}
	return ""
}

// On selects the uses that are reported under g.
func On(g declaration.Separation) func(*declaration.Use) bool {
	return func(u *declaration.Use) bool { return Ground(u) == g && !OfChild(u) }
}

// NotSeparate checks that the uses that which selects are asked alone. cites are
// the articles on their ground; those of further grounds are added.
//
// There are two readings of alone. By draft 73(8) it is each item for each activity.
// By Order 790 Art. 62(7), the text in force, it is a specific and explicit consent
// made for a particular processing, and one act that agrees to several items for one
// and the same processing may be that. Such a group breaks the draft only, and no
// finding is left of it where the draft says nothing.
func NotSeparate(which func(*declaration.Use) bool, because lang.Text, cites []law.Citation) func(*declaration.Declaration, Report) {
	return func(d *declaration.Declaration, report Report) {
		asked := Groups(d)
		single := asked.single(d)
		for _, s := range Spots(d, func(u *declaration.Use) string {
			if !which(u) || asked.How(u) == AskedAlone {
				return ""
			}
			return asked.Path(u)
		}) {
			message := Say("%s%s，须单独同意；现在%s", "%s: %s and needs separate consent; today it %s",
				Names(s.Uses), because, asked.How(s.Uses[0]).Text())
			all := WithFurther(cites, s.Uses)
			if single[s.Path] {
				all = slices.DeleteFunc(all, func(c law.Citation) bool { return c.Instrument != law.Draft })
				message = Say("%s。征求意见稿要求逐项征求；按现行规定，对这一项处理作一次具体、明确的同意或已足够",
					"%s. The draft asks for each item; by the text in force one specific consent to this one processing may do", message)
			}
			if len(all) > 0 {
				report(s.Path, message, all...)
			}
		}
	}
}

// single returns the groups, by path, whose uses all need separate consent and are
// one processing: the same function, purpose, component and recipient.
func (a Asker) single(d *declaration.Declaration) map[string]bool {
	is, first := map[string]bool{}, map[string]*declaration.Use{}
	for u := range d.All() {
		path := a[u.ID]
		if path == "" {
			continue
		}
		f, seen := first[path]
		if !seen {
			first[path], f, is[path] = u, u, true
		}
		is[path] = is[path] && Ground(u) != "" && u.Function == f.Function && u.Purpose.ID == f.Purpose.ID &&
			u.Component == f.Component && u.Recipient == f.Recipient
	}
	return is
}

// WithFurther adds to cites the articles of every further ground that the uses
// have.
func WithFurther(cites []law.Citation, uses []*declaration.Use) []law.Citation {
	all := slices.Clone(cites)
	for _, u := range uses {
		for _, g := range u.Separate() {
			if g != Ground(u) {
				all = append(all, g.Cites()...)
			}
		}
	}
	return all
}
