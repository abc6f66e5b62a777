package important

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 33: important data is shared, sold or entrusted only with the agreement of
// the competent authority. Order 790 put an assessment in its place (Art. 31), so
// only the draft is cited.
//
// Our reading: the day of the agreement shows that there is one. Sending data
// abroad without handing it to anybody has rules of its own.
var importantDataWithoutApproval = rule.Rule{
	ID:    "important-data-without-approval",
	Title: lang.Text{ZH: "未经同意对外提供重要数据", EN: "important data handed on without approval"},
	Reason: lang.Text{
		ZH: "按征求意见稿，共享、交易、委托处理重要数据须经主管部门同意。施行的条例改为事前风险评估。",
		EN: "By the draft, important data is shared, sold or entrusted only with the agreement of the competent authority. The regulation in force asks for a risk assessment instead.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "33")},
	Severity: rule.Breach,
	Bad:      handsOn() + assessed,
	Good:     handsOn("approved: 2026-02-01") + assessed,
	Fix: lang.Text{
		ZH: "取得主管部门同意后，在该数据的 approved 写明日期；或者不再对外提供",
		EN: "get the agreement of the competent authority and give the day under approved; or hand it to nobody",
	},
	Concerns: rule.Important,
	NotChecked: lang.Text{
		ZH: "同意来自设区的市级及以上主管部门吗？所同意的就是这些接收方吗？",
		EN: "Does the agreement come from an authority of the city or above, and does it cover these recipients?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, i := range d.ImportantData {
			if len(i.Gives) > 0 && i.Approved == "" {
				report("important-data."+i.ID+".approved", rule.Say("“%s”要共享、交易或委托处理，没有写明主管部门何时同意", "“%s” is shared, sold or entrusted, and no day of approval is stated", i.What))
			}
		}
	},
}
