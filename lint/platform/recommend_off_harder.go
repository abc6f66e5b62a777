package platform

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 49(2) wants one click; the Provisions on Algorithms Art. 17 that turning
// off takes effect at once. Order 790 Art. 42 asks platforms for a way off that is easy
// to understand, find and use, and numbers no clicks.
//
// Our reading: draft 49 names internet platform operators; whoever recommends to the
// public is read as one.
var recommendOffHarder = rule.Rule{
	ID:    "recommend-off-harder",
	Title: lang.Text{ZH: "关闭个性化推荐不够方便", EN: "turning recommendation off is harder than it may be"},
	Reason: lang.Text{
		ZH: "征求意见稿要求一键关闭；算法推荐规定要求关闭后立即停止。",
		EN: "The draft wants one click; the provisions on algorithms want it to end at once.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "49(2)"), law.Cite(law.Algorithm, "17")},
	Severity: rule.Breach,
	Bad:      recommending("{off-clicks: 3, reset: true, delete: true, explained: 'https://qinghe.example/algorithms'}"),
	Good:     recommending(switched),
	Fix: lang.Text{
		ZH: "把开关放到点一下就能关的地方，关闭后立即停止推荐",
		EN: "put the switch where one click turns it off, and stop at once",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range personalising(d) {
			at := s.Place.Path + ".recommendation"
			if n := s.Recommend.OffClicks; n > 1 { // “一键”
				report(at+".off-clicks", rule.Say("“%s”关闭个性化推荐要点 %s 下，不是一键", "%s: turning recommendation off takes %s clicks and not one", s.Name, rule.Plain(n)), law.Cite(law.Draft, "49(2)"))
			}
			if s.Recommend.OffClicks > 0 && s.Recommend.Effective == "later" {
				report(at+".effective", rule.Say("“%s”关闭个性化推荐不立即生效", "%s: turning recommendation off does not take effect at once", s.Name), law.Cite(law.Algorithm, "17"))
			}
		}
	},
}
