package platform

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Provisions on Algorithms Art. 16: people are told prominently that an algorithm
// recommends, and its principles, purpose and main workings are published. PIPL 24
// wants automated decisions transparent.
var recommendUnexplained = rule.Rule{
	ID:    "recommend-unexplained",
	Title: lang.Text{ZH: "没有公示推荐算法的原理", EN: "the recommending algorithm is not explained"},
	Reason: lang.Text{
		ZH: "要以显著方式告知使用了推荐算法，并公示其基本原理、目的意图和主要运行机制。",
		EN: "People are told prominently that an algorithm recommends, and its principles, purpose and main workings are published.",
	},
	Cites:    []law.Citation{law.Cite(law.Algorithm, "16"), law.Cite(law.PIPL, "24")},
	Severity: rule.Breach,
	Bad:      recommending("{off-clicks: 1, reset: true, delete: true}"),
	Good:     recommending(switched),
	Fix: lang.Text{
		ZH: "公示算法原理，在 recommendation.explained 写明网址",
		EN: "publish how it works, and give the address under recommendation.explained",
	},
	Concerns: rule.Personalises,
	NotChecked: lang.Text{
		ZH: "公示的原理是否属实、看得懂？",
		EN: "Is the explanation true, and can people understand it?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range personalising(d) {
			if s.Recommend.Explained == "" {
				report(s.Place.Path+".recommendation.explained", rule.Say("“%s”有个性化推荐，没有写明在哪里公示算法原理", "%s recommends personally, and where its algorithm is explained is not stated", s.Name))
			}
		}
	},
}
