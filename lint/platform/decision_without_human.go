package platform

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 24¶3: where an automated decision has major effect on a person, the person
// may ask for an explanation and refuse a decision by automation alone.
//
// Our reading: deciding on credit, work, insurance or access has such effect.
var decisionWithoutHuman = rule.Rule{
	ID:    "decision-without-human",
	Title: lang.Text{ZH: "重大决定只由机器作出", EN: "a major decision is left to the machine alone"},
	Reason: lang.Text{
		ZH: "自动化决策对个人权益有重大影响的，个人有权要求说明，并有权拒绝仅由自动化决策作出的决定。",
		EN: "Where an automated decision weighs on a person's rights, the person may ask for an explanation and refuse a decision by automation alone.",
	},
	Cites:    []law.Citation{law.Cite(law.PIPL, "24")},
	Severity: rule.Breach,
	Bad:      deciding("what: [credit]"),
	Good:     deciding("what: [credit], human: {zh: 可在结果页申请人工复核, en: people can ask for review by a person on the result page}"),
	Fix: lang.Text{
		ZH: "提供人工复核，在 decides.human 写明怎样要求说明、怎样拒绝",
		EN: "offer review by a person, and say under decides.human how to ask for it",
	},
	Concerns: rule.Decides,
	NotChecked: lang.Text{
		ZH: "其他自动化决策是否也对个人权益有重大影响？说明是否听得懂？",
		EN: "Do other automated decisions weigh on people's rights as well, and can people understand the explanation?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range d.Services {
			for _, f := range s.Functions {
				if slices.ContainsFunc(f.Decides.What, declaration.Decision.Major) && f.Decides.Human.IsZero() {
					report(f.Place.Path+".decides.human", rule.Say("“%s”自动作出重大决定，没有写明怎样要求说明和人工复核", "%s makes major decisions automatically, and how to ask for an explanation and a person is not stated", f.Name))
				}
			}
		}
	},
}
