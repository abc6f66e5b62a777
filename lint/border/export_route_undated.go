package border

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 38, Order 790 Art. 35 and draft 35 let personal information leave once an
// assessment is passed, a certificate given or the contract made. Important data
// rests on the articles on important data.
//
// Our reading: whoever has got that far knows the day. Without one the route may
// be no more than a plan; the articles do not ask for a day, so this is a warning.
// An exemption has no day.
var exportRouteUndated = rule.Rule{
	ID:    "export-route-undated",
	Title: lang.Text{ZH: "出境路径没有日期", EN: "route of export without a day"},
	Reason: lang.Text{
		ZH: "通过评估、获得认证、标准合同生效之后，个人信息才能出境。没有日期，就看不出这一步已经完成。",
		EN: "Data leaves once the assessment is passed, the certificate given or the standard contract in effect. Without a day nobody can tell that this has happened.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "35"), law.Cite(law.Draft, "37"), law.Cite(law.Order790, "35"), law.Cite(law.Order790, "37"),
		law.Cite(law.PIPL, "38"), law.Cite(law.DSL, "31"), law.Cite(law.Export, "7"),
	},
	Severity: rule.Warning,
	Bad:      exports("{route: certification, people: 120000}", ""),
	Good:     exports("{route: certification, date: 2026-01-10, people: 120000}", ""),
	Fix: lang.Text{
		ZH: "在 export.date 写明通过评估、获得认证或合同生效之日；还没有完成就先不要出境",
		EN: "give the day under export.date; until there is one, let nothing leave",
	},
	Concerns: rule.Abroad,
	NotChecked: lang.Text{
		ZH: "评估结果、认证仍在有效期内吗？出境有没有超出评估的范围？",
		EN: "Is the assessment or the certificate still valid, and does what leaves stay within it?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, to := range destinations(d) {
			dated := slices.Contains([]declaration.Route{"assessment", "certification", "contract"}, to.export.Route)
			if dated && to.export.Date == "" {
				report(to.path+".export.date", rule.Say("提供到“%s”的路径“%s”没有写明日期", "the route to “%s”, %s, has no day", to.name, to.export.Route.Text()), routeCites(to)...)
			}
		}
	},
}
