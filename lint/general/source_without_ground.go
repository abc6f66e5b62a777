package general

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 15: data from other channels carries the same duties as any. Draft 8,
// Order 790 Art. 8, PIPL 10 and the Data Security Law, 32: it is not obtained or
// collected unlawfully.
//
// Our reading: whoever takes information about a person from somebody else knows
// who that is and on which ground they may give it. No article asks to write that
// down, hence a warning. What is lawfully public needs no ground of the source, nor
// does what is reported in the public interest: a witness gives none.
// What third-party code takes for itself is for its own rules.
var sourceWithoutGround = rule.Rule{
	ID:    "source-without-ground",
	Title: lang.Text{ZH: "从他处取得的信息来路不明", EN: "information from elsewhere without source or ground"},
	Reason: lang.Text{
		ZH: "从别处取得的数据同样要守法，更不得非法获取。来自谁、对方凭什么提供，要说得清楚。",
		EN: "Data from elsewhere carries the same duties and may not be obtained unlawfully. Whom it comes from, and on which ground they give it, has to be known.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "8"), law.Cite(law.Draft, "15"), law.Cite(law.Order790, "8"), law.Cite(law.PIPL, "10"), law.Cite(law.DSL, "32")},
	Severity: rule.Warning,
	Bad:      receives("{who: {zh: 合作商家, en: partner shops}}"),
	Good:     receives("{who: {zh: 合作商家, en: partner shops}, ground: {zh: 个人单独同意其提供, en: the person's separate consent to their giving it}}"),
	Fix: lang.Text{
		ZH: "查明来源和对方提供的合法依据，写入 from.who 和 from.ground；查不清的不再使用",
		EN: "find out the source and its lawful ground of giving, and write them under from.who and from.ground; stop using what remains unclear",
	},
	NotChecked: lang.Text{
		ZH: "对方真的可以提供吗？有没有核对过个人的同意？",
		EN: "May the source really give it? Was the person's consent to that looked at?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range rule.Spots(d, func(u *declaration.Use) string {
			switch {
			case !fromElsewhere(u):
				return ""
			case u.From.Who.IsZero():
				return rule.Field(u, "from.who")
			case u.From.Ground.IsZero() && u.Basis != declaration.BasisPublic && u.Basis != declaration.BasisNews:
				return rule.Field(u, "from.ground")
			}
			return ""
		}) {
			if from := s.Uses[0].From; from.Who.IsZero() {
				report(s.Path, rule.Say("没有写明%s来自谁", "%s: whom it comes from is not stated", rule.Names(s.Uses)))
			} else {
				report(s.Path, rule.Say("%s来自“%s”，没有写明对方提供的合法依据", "%s: comes from “%s”, and the ground on which they give it is not stated",
					rule.Names(s.Uses), from.Who))
			}
		}
	},
}

// fromElsewhere reports whether the processor takes the item from somebody else
// than the person.
func fromElsewhere(u *declaration.Use) bool {
	own := u.Recipient == nil && (u.Component == nil || u.Component.Role == declaration.Entrusted)
	return own && (slices.Contains(u.Manner, "received") || !u.From.Who.IsZero() || !u.From.Ground.IsZero())
}

// receives is a service that gets an address from somebody.
func receives(from string) string {
	return `
services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    functions:
      letter:
        name: {zh: 简报, en: newsletter}
        uses:
          - item: email
            for: promote
            manner: [received]
            from: ` + from + `
            when: once
            without: {zh: 收不到简报, en: no newsletter}
            kept: {in: main, for: 1y}
`
}
