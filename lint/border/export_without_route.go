package border

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 38, Order 790 Art. 35 and draft 35: personal information leaves China only
// on one of the conditions they list: a security assessment, a certification, the
// standard contract, or a case in which none is needed. Important data leaves on an
// assessment alone (Order 790 Art. 37, draft 37, provisions on cross-border flows
// 7; Data Security Law 31).
//
// Our reading: each recipient, vendor and store abroad that gets any states its
// route, an exemption being one too. What crosses the border of the
// mainland is abroad, Hong Kong, Macao and Taiwan included.
var exportWithoutRoute = rule.Rule{
	ID:    "export-without-route",
	Title: lang.Text{ZH: "出境没有写明路径", EN: "data leaves China and no route is stated"},
	Reason: lang.Text{
		ZH: "向境外提供个人信息，要通过安全评估、获得认证、订立标准合同，或者属于依法豁免的情形；重要数据只能通过安全评估出境。",
		EN: "Personal information leaves China after a security assessment, with a certification, under the standard contract, or in a case that law exempts. Important data leaves only after the assessment.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "35"), law.Cite(law.Draft, "37"), law.Cite(law.Order790, "35"), law.Cite(law.Order790, "37"),
		law.Cite(law.PIPL, "38"), law.Cite(law.DSL, "31"), law.Cite(law.Export, "7"),
	},
	Severity: rule.Breach,
	Bad:      exports("", ""),
	Good:     exports("{route: below-threshold, people: 12000}", ""),
	Fix: lang.Text{
		ZH: "在 export.route 写明出境路径；没有路径就改用境内的接收方、存储",
		EN: "state the route under export.route; where there is none, use a recipient or a store in China",
	},
	Concerns: rule.Abroad,
	NotChecked: lang.Text{
		ZH: "有没有境外的人员、系统可以访问境内存储的数据（那也是出境）？",
		EN: "Can anybody abroad get at what is stored in China, which is export too?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, to := range destinations(d) {
			if to.export.Route == "" {
				report(to.path+".export.route", rule.Say("%s提供到境外“%s”，没有写明出境路径", "%s to “%s” abroad, and no route is stated", to.what(), to.name), routeCites(to)...)
			}
		}
	},
}

// what names the data that goes there, to begin a sentence with.
func (d *destination) what() lang.Text {
	switch {
	case !d.important:
		return lang.Text{ZH: "个人信息", EN: "personal information goes"}
	case !d.personal:
		return lang.Text{ZH: "重要数据", EN: "important data goes"}
	}
	return lang.Text{ZH: "个人信息和重要数据", EN: "personal information and important data go"}
}

// routeCites returns the articles by which data may go there only by a route.
func routeCites(to *destination) []law.Citation {
	var cites []law.Citation
	if to.personal {
		cites = append(cites, law.Cite(law.Draft, "35"), law.Cite(law.Order790, "35"), law.Cite(law.PIPL, "38"))
	}
	if to.important {
		cites = append(cites, importantCites...)
	}
	return cites
}

// importantCites are the articles by which important data leaves only after the
// security assessment.
var importantCites = []law.Citation{
	law.Cite(law.Draft, "37"), law.Cite(law.Order790, "37"), law.Cite(law.DSL, "31"), law.Cite(law.Export, "7"),
}
