package platform

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 24: automated decisions are fair and do not treat people unreasonably
// differently in price and other terms; Provisions on Algorithms Art. 21 the latter
// of algorithms. Draft 46(1) forbids platforms to price differently, without good
// reason, for people in the same situation by using their data; Order 790 Art.
// 46(3) says it of large platforms alone.
//
// Our reading: personal information that goes into prices or ranking calls for a
// stated reason; whether the reason is good is for people. Ranking sets no terms of
// trade, so Art. 21 is cited for prices alone.
var priceByPerson = rule.Rule{
	ID:    "price-by-person",
	Title: lang.Text{ZH: "价格或排序因人而异，没有写明理由", EN: "prices or ranking depend on the person, without a stated reason"},
	Reason: lang.Text{
		ZH: "用个人信息自动定价或排序，条件相同的人不能无理由地被区别对待。",
		EN: "Where prices or ranking are decided automatically from personal information, people in the same situation are not treated differently without good reason.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "46(1)"), law.Cite(law.Order790, "46(3)"), law.Cite(law.PIPL, "24"), law.Cite(law.Algorithm, "21"),
	},
	Severity: rule.Warning,
	Bad:      deciding("what: [price]"),
	Good:     deciding("what: [price], reason: {zh: 首单立减，规则公示，人人一次, en: a first-order discount that everybody gets once by published rules}"),
	Fix: lang.Text{
		ZH: "不让个人信息进入定价和排序；确有正当理由的，在 decides.reason 写明",
		EN: "keep personal information out of prices and ranking; where there is good reason, state it under decides.reason",
	},
	Concerns: rule.Decides,
	NotChecked: lang.Text{
		ZH: "条件相同的人，价格和展示结果真的一样吗？",
		EN: "Do people in the same situation really get the same prices and results?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		seen := map[*declaration.Function]bool{}
		for u := range d.All() {
			f := u.Function
			sorts := slices.ContainsFunc(f.Decides.What, func(w declaration.Decision) bool { return !w.Major() })
			if !sorts || !f.Decides.Reason.IsZero() || seen[f] {
				continue
			}
			seen[f] = true
			cites := []law.Citation{law.Cite(law.PIPL, "24")}
			if slices.Contains(f.Decides.What, "price") {
				cites = append(cites, law.Cite(law.Algorithm, "21"))
			}
			if runs(d) {
				cites = append(cites, law.Cite(law.Draft, "46(1)"))
			}
			if large(d) {
				cites = append(cites, law.Cite(law.Order790, "46(3)"))
			}
			report(f.Place.Path+".decides.reason", rule.Say("“%s”用个人信息自动决定价格或排序，没有写明区别对待的理由", "%s decides prices or ranking from personal information, and states no reason for treating people differently", f.Name), cites...)
		}
	},
}
