package border

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// The measures on the standard contract: within ten working days of taking effect
// the contract is filed with the cyberspace authority of the province, with the
// report of the impact assessment.
//
// Our reading: the standard contract is on personal information, so what gets none is
// left out. One filing is named for all contracts. The clock is not run here: a
// filing that is still in time is reported until it is made.
var exportContractNotFiled = rule.Rule{
	ID:    "export-contract-not-filed",
	Title: lang.Text{ZH: "出境标准合同没有备案", EN: "standard contract for export not filed"},
	Reason: lang.Text{
		ZH: "订立标准合同出境的，要在合同生效后的限期内，连同影响评估报告向省级网信部门备案。",
		EN: "A standard contract is filed with the cyberspace authority of the province soon after it takes effect, together with the impact assessment.",
	},
	Cites:    []law.Citation{law.Cite(law.Contract, "")},
	Severity: rule.Breach,
	Bad:      exports("{route: contract, date: 2026-01-10, people: 120000}", ""),
	Good:     exports("{route: contract, date: 2026-01-10, people: 120000}", "") + "filings:\n  export-contract: {date: 2026-01-15}\n",
	Fix: lang.Text{
		ZH: "备案后，在 filings.export-contract 写明日期或编号",
		EN: "file it, then give the day or the number under filings.export-contract",
	},
	Concerns: rule.Abroad,
	NotChecked: lang.Text{
		ZH: "每一份标准合同都在限期内备案了吗？合同变更后是否重新备案？",
		EN: "Was each standard contract filed in time, and again when it changed?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		if d.Filings.Contract.Made() {
			return
		}
		all := destinations(d)
		k := slices.IndexFunc(all, func(to *destination) bool { return to.personal && to.export.Route == "contract" })
		if k >= 0 {
			report("filings.export-contract", rule.Say("以标准合同向“%s”出境，没有写明备案；期限为合同生效之日起 %s 个工作日",
				"data goes to “%s” under the standard contract, and no filing is named; it is due within %s working days of its taking effect",
				all[k].name, rule.Plain(law.Param("contract-filing").Value)))
		}
	},
}
