package personal

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 13 lists what processing may rest on: consent; what is needed to make or
// fulfil a contract with the person, or to manage staff; what is needed for a duty
// of law; an emergency; news in the public interest; what is already public, within
// reason (PIPL 27); another case in law. Draft 19 asks at its head, whatever the
// basis, that processing be lawful, proper and necessary.
//
// Our reading:
//   - a contract carries what it cannot be fulfilled without. Recommendation,
//     marketing, improvement, new products and research are the processor's own
//     ends, or those of the third party that is given the item, and nothing that is
//     not declared necessary is needed for it;
//   - no duty of law, emergency or news report asks for recommendation, marketing,
//     improvement or new products, nor a news report for accounts or answering
//     people;
//   - what is collected by a system permission or automatically was not public.
//
// Recommendation cites draft 49(1) too, which asks for consent; it names internet
// platform operators, and whoever recommends to the public is read as one, as in
// recommend-not-separate. An item that the
// list of one of the 39 types denies is reported here where the purpose could not
// rest on the basis even if the list had it, and by necessity-beyond-list
// otherwise.
var basisCannotCarry = rule.Rule{
	ID:    "basis-cannot-carry",
	Title: lang.Text{ZH: "合法性基础支撑不了这个目的", EN: "the legal basis cannot carry the purpose"},
	Reason: lang.Text{
		ZH: "不经同意就处理个人信息，只限于法律列明的几种情形。推荐、营销、改进、研发都是处理者自己的打算，不会因为写上“合同”就成了合同所必需；这样写，等于夺走了人们拒绝的权利。",
		EN: "Without consent, processing is lawful only in the cases that the law lists. Recommending, marketing, improving and developing are the processor's own ends, and writing “contract” beside them makes no contract need them. It takes away the right to refuse.",
	},
	Cites: []law.Citation{
		law.Cite(law.PIPL, "13"), law.Cite(law.Draft, "19"), law.Cite(law.Draft, "49(1)"), law.Cite(law.PIPL, "27"),
		law.Cite(law.Necessary39, "3"), law.Cite(law.Necessary39, "5"),
	},
	Severity: rule.Breach,
	Bad:      resting("email", "promote", "basis: contract   # 合同用不着营销 / no contract needs offers", "necessary: true"),
	Good:     resting("email", "promote"),
	Fix: lang.Text{
		ZH: "改为征得同意（删去 basis），并让人可以拒绝；确属合同所必需的，写 necessary: true",
		EN: "ask for consent instead (drop basis) and let people refuse; where the contract really cannot do without it, write necessary: true",
	},
	NotChecked: lang.Text{
		ZH: "写明为合同、法定义务或紧急情况所必需的，真的缺它不可吗？已公开的信息，用得在合理范围之内吗？",
		EN: "Is what is said to be needed for a contract, a duty of law or an emergency really indispensable? Is what is public used within reason?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range rule.Spots(d, func(u *declaration.Use) string {
			if uncarried(u) == carried {
				return ""
			}
			return rule.Field(u, "basis")
		}) {
			report(s.Path, uncarriedMessage(s), uncarriedCites(s)...)
		}
	},
}

// A misfit is why a basis cannot carry a use.
type misfit int

const (
	carried     misfit = iota // it can, or only people can tell
	ownEnds                   // the purpose is the processor's own
	unneeded                  // a contract is named, and the use is not declared necessary
	neverPublic               // it came from the person's device and was not public
)

// uncarried says why the basis of u cannot carry it. A giving is never declared
// necessary: whether the contract needs it shows from the line that gives.
func uncarried(u *declaration.Use) misfit {
	switch {
	case !u.Basis.Carries(u.Purpose.Class):
		return ownEnds
	case u.Basis == declaration.BasisContract && !u.Necessary && u.Recipient == nil:
		return unneeded
	case u.Basis == declaration.BasisPublic && (slices.Contains(u.Manner, "permission") || slices.Contains(u.Manner, "automatic")):
		return neverPublic
	}
	return carried
}

func uncarriedMessage(s rule.Spot) lang.Text {
	u, names := s.Uses[0], rule.Names(s.Uses)
	switch uncarried(u) {
	case unneeded:
		return rule.Say("%s以合同为基础，却没有声明为必需；合同只及于缺了就无法履行的信息",
			"%s: rests on a contract but is not declared necessary; a contract carries only what it cannot be fulfilled without", names)
	case neverPublic:
		return rule.Say("%s的取得方式是“%s”，不是本人公开或已合法公开的信息", "%s: “%s”, so it is not information that was public", names, collected(u))
	}
	message := rule.Say("%s用于“%s”，不能以“%s”为基础", "%s: used for “%s”, which cannot rest on “%s”", names, u.Purpose.Is, u.Basis.Text())
	if !slices.ContainsFunc(s.Uses, toThirdParty) {
		return message
	}
	return rule.Say("%s；提供给第三方、由其为自己的目的使用，更是如此", "%s, and less still where it goes to a third party for ends of its own", message)
}

// collected names the manner that shows that u was not public.
func collected(u *declaration.Use) lang.Text {
	for _, m := range u.Manner {
		if m == "permission" || m == "automatic" {
			return m.Text()
		}
	}
	return lang.Text{}
}

// toThirdParty reports whether u is a giving to a third party, or what its code
// collects.
func toThirdParty(u *declaration.Use) bool {
	return u.Recipient != nil || u.Component != nil && u.Component.Role == declaration.ThirdParty
}

// uncarriedCites are the articles against the basis. A line has one basis and one
// purpose.
func uncarriedCites(s rule.Spot) []law.Citation {
	cites := []law.Citation{law.Cite(law.PIPL, "13"), law.Cite(law.Draft, "19")}
	u := s.Uses[0]
	if uncarried(u) == neverPublic {
		return append(cites, law.Cite(law.PIPL, "27"))
	}
	if u.Purpose.Class == declaration.Personalise {
		cites = append(cites, law.Cite(law.Draft, "49(1)"))
	}
	for _, u := range s.Uses {
		if t, denied := offList(u); denied {
			cites = append(cites, law.Cite(law.Necessary39, "3"), t.Cite)
		}
	}
	return cites
}

// resting is a service with one use; each line is added to it.
func resting(item, purpose string, lines ...string) string {
	text := `
services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    functions:
      main:
        name: {zh: 主要功能, en: main function}
        uses:
          - item: ` + item + `
            for: ` + purpose + `
            when: on-request
            without: {zh: 见说明, en: see there}
            kept: {in: main, for: 1y}
`
	for _, line := range lines {
		text += strings.Repeat(" ", 12) + line + "\n"
	}
	return text
}
