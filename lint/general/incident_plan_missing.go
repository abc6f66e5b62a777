package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 11¶1, Order 790 Art. 11¶1, PIPL 51 and the Cybersecurity Law, 27: there is
// a plan for security incidents, and it is started at once when one happens.
//
// Our reading: the declaration names the plan.
var incidentPlanMissing = rule.Rule{
	ID:    "incident-plan-missing",
	Title: lang.Text{ZH: "没有安全事件应急预案", EN: "no plan for security incidents"},
	Reason: lang.Text{
		ZH: "处理者要事先制定安全事件应急预案，一旦发生立即启动。",
		EN: "Processors have a plan for security incidents beforehand, and start it at once when one happens.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "11¶1"), law.Cite(law.Order790, "11¶1"), law.Cite(law.PIPL, "51"), law.Cite(law.CSL, "27"),
	},
	Severity: rule.Breach,
	Bad:      secured("policy", "logs: 6m"),
	Good:     secured("policy", "incident-plan", "logs: 6m"),
	Fix: lang.Text{
		ZH: "制定应急预案，把名称写入 security.incident-plan",
		EN: "make a plan for incidents and name it under security.incident-plan",
	},
	NotChecked: lang.Text{
		ZH: "预案演练过吗？谁负责启动、报告、通知个人？",
		EN: "Was the plan rehearsed? Who starts it, reports, and tells people?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		if d.Security.Plan.IsZero() {
			report("security.incident-plan", lang.Text{ZH: "没有写明安全事件应急预案", EN: "no plan for security incidents is named"})
		}
	},
}
