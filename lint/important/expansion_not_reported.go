package important

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 13, second paragraph: a large platform operator that sets up headquarters,
// an operation centre or a research and development centre abroad reports it to
// the national cyberspace authority and the competent authority. It is a report,
// not a review.
//
// Our reading: it binds who says in its roles that it is a large platform;
// roleMissing tells who should have said so.
var expansionNotReported = rule.Rule{
	ID:    "expansion-not-reported",
	Title: lang.Text{ZH: "在境外设立总部或中心没有报告", EN: "headquarters or a centre abroad not reported"},
	Reason: lang.Text{
		ZH: "按征求意见稿，大型互联网平台在境外设立总部、运营中心、研发中心，应当报告国家网信部门和主管部门。",
		EN: "By the draft, a large platform that sets up headquarters, an operation centre or a research and development centre abroad reports it to the national cyberspace authority and the competent authority.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "13")},
	Severity: rule.Breach,
	Bad:      largePlatform + event("kind: research-abroad", "date: 2026-02-01"),
	Good:     largePlatform + event("kind: research-abroad", "date: 2026-02-01", "reported: 2026-02-03"),
	Fix: lang.Text{
		ZH: "报告后，在该事项的 reported 写明日期",
		EN: "report it and give the day under reported",
	},
	Concerns: rule.Changes,
	NotChecked: lang.Text{
		ZH: "国家网信部门和主管部门都报告了吗？",
		EN: "Was it reported to both the national cyberspace authority and the competent authority?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		if !has(d, declaration.RoleLargePlatform) {
			return
		}
		for _, e := range d.Events {
			if e.Reported == "" && slices.Contains(expansions, e.Kind) {
				report("events."+e.ID+".reported", rule.Say("%s，没有写明何时报告", "%s, and no day of a report is stated", e.Kind.Text()))
			}
		}
	},
}

var expansions = []declaration.Happening{"headquarters-abroad", "operations-abroad", "research-abroad"}
