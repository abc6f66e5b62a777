package platform

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 49(2): personalised recommendation has an off switch of one click. Order 790
// Art. 42 asks platforms for one that is easy to understand, find and use. PIPL 24 and
// the Provisions on Algorithms Art. 17 ask for a choice that is not targeted or an easy
// way off, and No. 191 III.6 for a choice that is not targeted. E-Commerce Law 18: who
// shows search results by interests or habits offers others that do not depend on the
// person.
//
// Our reading: where no way off is stated, no choice is either. Draft 49 names internet
// platform operators; whoever recommends to the public is read as one. What is sorted by the person in a function that searches is its results.
// The E-Commerce Law binds whoever sells.
var recommendWithoutOff = rule.Rule{
	ID:    "recommend-without-off",
	Title: lang.Text{ZH: "个性化推荐关不掉", EN: "personalised recommendation cannot be turned off"},
	Reason: lang.Text{
		ZH: "向个人作个性化推荐，要同时提供不针对其个人特征的选项，或者便捷的关闭方式；平台还必须设置易懂、易用的关闭选项。",
		EN: "Whoever recommends personally also offers a choice that does not depend on the person, or an easy way off; platforms must have a way off that is easy to understand and use.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "49(2)"), law.Cite(law.Order790, "42"), law.Cite(law.PIPL, "24"), law.Cite(law.Algorithm, "17"), law.Cite(law.ECommerce, "18"), law.Cite(law.No191, "III.6"),
	},
	Severity: rule.Breach,
	Bad:      recommending("{off-clicks: 0, reset: true, delete: true, explained: 'https://qinghe.example/algorithms'}"),
	Good:     recommending(switched),
	Fix: lang.Text{
		ZH: "提供一键关闭，在 recommendation.off-clicks 写 1",
		EN: "offer to turn it off in one click, and write recommendation.off-clicks: 1",
	},
	Concerns: rule.Personalises,
	NotChecked: lang.Text{
		ZH: "关闭之后，推送真的不再根据个人特征吗？推送内容真实、准确、来源合法吗？",
		EN: "Once it is off, does nothing depend on the person any more? Is what is pushed true, accurate and lawfully obtained?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		finds := findsByTaste(d)
		for _, s := range personalising(d) {
			if s.Recommend.OffClicks == 0 {
				report(s.Place.Path+".recommendation.off-clicks", rule.Say("“%s”有个性化推荐，没有写明怎样关闭", "%s recommends personally, and how to turn it off is not stated", s.Name),
					offCites(runs(d), rule.Sells(s) && finds[s])...)
			}
		}
	},
}

// offCites are the articles that ask for a way off, of platforms and of search results
// too.
func offCites(platform, results bool) []law.Citation {
	cites := []law.Citation{law.Cite(law.Draft, "49(2)")}
	if platform {
		cites = append(cites, law.Cite(law.Order790, "42"))
	}
	cites = append(cites, law.Cite(law.PIPL, "24"), law.Cite(law.Algorithm, "17"))
	if results {
		cites = append(cites, law.Cite(law.ECommerce, "18"))
	}
	return append(cites, law.Cite(law.No191, "III.6"))
}

// findsByTaste returns the services with a function that searches and recommends.
func findsByTaste(d *declaration.Declaration) map[*declaration.Service]bool {
	type pair struct{ searches, recommends bool }
	does, finds := map[*declaration.Function]pair{}, map[*declaration.Service]bool{}
	for u := range d.All() {
		p := does[u.Function]
		p.searches = p.searches || u.Purpose.ID == "search"
		p.recommends = p.recommends || u.Purpose.ID == "recommend"
		does[u.Function] = p
		finds[u.Service] = finds[u.Service] || p.searches && p.recommends
	}
	return finds
}
