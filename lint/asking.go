package lint

import (
	"fmt"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// An asking is how one use is asked today, as far as lint tells ways apart.
type asking int

const (
	askedAlone   asking = iota // on its own, or left to Volens, which does so
	askedGrouped               // by one act together with the others of a group
	askedAmong                 // by one act together with others
	askedGeneral               // within one general clause
	askedNever                 // not at all
)

// text says how it is asked, to end a sentence with.
func (a asking) text() lang.Text {
	switch a {
	case askedNever:
		return lang.Text{ZH: "从不征求", EN: "is never asked"}
	case askedGeneral:
		return lang.Text{ZH: "包在一个概括条款里", EN: "is covered by one general clause"}
	case askedGrouped, askedAmong:
		return lang.Text{ZH: "与别的使用一次同意", EN: "is agreed to together with other uses"}
	}
	return lang.Text{ZH: "单独征求", EN: "is asked alone"}
}

// An asker knows the groups of uses that one act agrees to.
type asker map[declaration.UseID]string // path of the group

// groups reads them. A group may hold uses of several services; one that holds a
// single use is no group.
func groups(d *declaration.Declaration) asker {
	a := asker{}
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

// how returns the way in which u is asked. What is said of the use itself goes
// before what is said of its service, except that a group names its members.
func (a asker) how(u declaration.Use) asking {
	switch {
	case u.Asked == declaration.AskedNever:
		return askedNever
	case a[u.ID] != "":
		return askedGrouped
	case u.Asked == declaration.AskedTogether:
		return askedAmong
	case u.Asked == declaration.AskedAlone:
		return askedAlone
	case u.Service.Asks.Clause == "general":
		return askedGeneral
	}
	return askedAlone
}

// path is that of the line that says how u is asked.
func (a asker) path(u declaration.Use) string {
	switch a.how(u) {
	case askedGrouped:
		return a[u.ID]
	case askedAmong, askedNever:
		return field(u, "asked")
	}
	return u.Place.Path
}

// ofChild reports whether u takes separate consent only because the service is
// meant for people under fourteen, all of whose information is sensitive (PIPL
// 28). Where they merely may come, it depends on the person and not on the
// declaration.
func ofChild(u declaration.Use) bool {
	return u.ByConsent() && u.Service.Children == declaration.ChildrenIntended && !u.Item.Sensitive
}

// ground returns the ground of separate consent under which u is reported, or ""
// where its consent need not be separate. The order decides where a use has
// several: sensitive items, giving and export come before recommendation because
// they rest on articles of both rulebooks, so that switching one off loses no
// finding.
func ground(u declaration.Use) declaration.Separation {
	if ofChild(u) {
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

// on selects the uses that are reported under g.
func on(g declaration.Separation) func(declaration.Use) bool {
	return func(u declaration.Use) bool { return ground(u) == g && !ofChild(u) }
}

// notSeparate checks that the uses that which selects are asked alone. cites are
// the articles on their ground; those of further grounds are added.
func notSeparate(which func(declaration.Use) bool, because lang.Text, cites []law.Citation) func(*declaration.Declaration, Report) {
	return func(d *declaration.Declaration, report Report) {
		asked := groups(d)
		for _, s := range spots(d, func(u declaration.Use) string {
			if !which(u) || asked.how(u) == askedAlone {
				return ""
			}
			return asked.path(u)
		}) {
			report(s.path, say("%s%s，须单独同意；现在%s", "%s: %s and needs separate consent; today it %s",
				names(s.uses), because, asked.how(s.uses[0]).text()), withFurther(cites, s.uses)...)
		}
	}
}

// withFurther adds to cites the articles of every further ground that the uses
// have.
func withFurther(cites []law.Citation, uses []declaration.Use) []law.Citation {
	all := slices.Clone(cites)
	for _, u := range uses {
		for _, g := range u.Separate() {
			if g != ground(u) {
				all = append(all, g.Cites()...)
			}
		}
	}
	return all
}
