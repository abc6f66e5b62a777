package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 30 and Order 790 Art. 21¶1(2): for sensitive personal information people
// are told, besides all else, why it is needed and what it means for them. The
// draft asks for the effect of refusing (use-without-effect), which is another
// thing, so it is not cited.
//
// Our reading: this is a duty to tell and binds whatever the basis is. The law
// lifts it where it forbids telling (PIPL 18), which no basis shows by itself: for
// people. Giving to a third party takes the text from the line that gives. Where a
// service is meant for people under fourteen, all of their information is
// sensitive (PIPL 28).
var sensitiveWithoutWhy = rule.Rule{
	ID:    "sensitive-without-why",
	Title: lang.Text{ZH: "没有写明敏感个人信息的必要性和影响", EN: "why sensitive information is needed is not stated"},
	Reason: lang.Text{
		ZH: "敏感个人信息容易伤人，所以还要告诉人们：为什么非用不可，用了对自己有什么影响。",
		EN: "Sensitive information easily harms people, so they are also told why it is needed and what it may mean for them.",
	},
	Cites:    []law.Citation{law.Cite(law.Order790, "21¶1(2)"), law.Cite(law.PIPL, "28"), law.Cite(law.PIPL, "30")},
	Severity: rule.Breach,
	Bad:      sensitive("alone", ""),
	Good:     sensitive("alone", routeWhy),
	Fix: lang.Text{
		ZH: "在该行写 why：为什么需要、对个人有何影响，如实写",
		EN: "add why to the line: say plainly why it is needed and what it may mean for the person",
	},
	Concerns: rule.Sensitive,
	NotChecked: lang.Text{
		ZH: "写的必要性和影响真实、充分吗？没有写的，是不是法律要求保密？",
		EN: "Is what is said of need and effect true and enough? Where it is left out, does the law demand secrecy?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range rule.Spots(d, func(u *declaration.Use) string {
			if u.Recipient != nil || !u.Why.IsZero() || !u.Item.Sensitive && !forChildren(u) {
				return ""
			}
			return rule.Field(u, "why")
		}) {
			report(s.Path, rule.Say("没有写明为什么需要%s、对个人有何影响", "%s: sensitive, and why it is needed and what it may mean for the person is not stated", rule.Names(s.Uses)), whyCites(s.Uses)...)
		}
	},
}

// forChildren reports whether the service of u is meant for people under fourteen.
func forChildren(u *declaration.Use) bool { return u.Service.Children == declaration.ChildrenIntended }

// whyCites are the articles that ask why; PIPL 28 where it makes an item
// sensitive that is not so by itself.
func whyCites(uses []*declaration.Use) []law.Citation {
	cites := []law.Citation{law.Cite(law.Order790, "21¶1(2)")}
	for _, u := range uses {
		if !u.Item.Sensitive {
			cites = append(cites, law.Cite(law.PIPL, "28"))
		}
	}
	return append(cites, law.Cite(law.PIPL, "30"))
}
