package important

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 14: a merger, reorganisation or split that involves important data or
// personal information of a million people is reported to the competent authority
// of the city; dissolution and bankruptcy are reported in any case. Order 790 Art.
// 32 asks processors of important data, and by Art. 28 those of ten million people,
// where such an event may affect the security of important data, to report how they
// dispose of it and who receives it, to the province or above.
//
// Our reading: draft 14 joins important data and a million people by “and”; either is
// taken to be enough. An event of this kind may affect the security of what is held. What a processor holds is involved when it changes hands as a
// whole. All five events are meant by Order 790, which leaves its list open.
var takeoverNotReported = rule.Rule{
	ID:    "takeover-not-reported",
	Title: lang.Text{ZH: "合并、分立、解散等没有报告", EN: "merger, split, dissolution or the like not reported"},
	Reason: lang.Text{
		ZH: "征求意见稿：涉及重要数据和大量个人信息的合并、重组、分立（“和”，我们读作有其一即可），以及解散、破产，要报告主管部门。现行条例：合并、分立、解散、破产等可能影响重要数据安全的，要报告处置方案和接收方。",
		EN: "The draft: a merger, reorganisation or split that involves important data and information of many people (we read “and” as either) is reported to the competent authority, and so are dissolution and bankruptcy. The regulations in force: where such an event may affect the security of important data, what becomes of it and who receives it is reported.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "14"), law.Cite(law.Order790, "28"), law.Cite(law.Order790, "32"),
	},
	Severity: rule.Breach,
	Bad:      ofMany(managed...) + event("kind: merger", "date: 2026-02-01"),
	Good:     ofMany(managed...) + event("kind: merger", "date: 2026-02-01", "reported: 2026-01-20"),
	Fix: lang.Text{
		ZH: "向主管部门报告处置方案和接收方，在该事项的 reported 写明日期",
		EN: "report the plan and the receiver to the competent authority and give the day under reported",
	},
	Concerns: rule.Changes,
	NotChecked: lang.Text{
		ZH: "该事项可能影响重要数据的安全吗？报告里有没有处置方案、接收方的名称和联系方式？接收方会继续履行保护义务吗？",
		EN: "May the event affect the security of important data? Does the report hold the plan and the receiver's name and contact? Will the receiver keep the duties of protection?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, e := range d.Events {
			if e.Reported != "" {
				continue
			}
			if cites := takeoverCites(d, e.Kind); len(cites) > 0 {
				report("events."+e.ID+".reported", rule.Say("%s，没有写明何时向主管部门报告", "%s, and no day of a report to the authority is stated", e.Kind.Text()), cites...)
			}
		}
	},
}

// takeoverCites returns the articles by which an event of this kind is reported.
func takeoverCites(d *declaration.Declaration, kind declaration.Happening) []law.Citation {
	union, end := slices.Contains(unions, kind), slices.Contains(ends, kind)
	important, people := holdsImportant(d), d.Processor.People
	var cites []law.Citation
	if end || union && (important || law.Param("merger-report-people-draft").Met(people)) {
		cites = append(cites, law.Cite(law.Draft, "14"))
	}
	switch {
	case !end && !union:
	case important:
		cites = append(cites, law.Cite(law.Order790, "32"))
	case law.Param("large-processor-people").Met(people):
		cites = append(cites, law.Cite(law.Order790, "28"), law.Cite(law.Order790, "32"))
	}
	return cites
}

// ends are the events by which a processor ceases.
var ends = []declaration.Happening{"dissolution", "bankruptcy"}
