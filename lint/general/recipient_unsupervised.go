package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 21: who entrusts processing supervises it. Order 790 Art. 12: who gives or
// entrusts personal information or important data supervises how the recipient
// performs its duties. Draft 12(2) asks the same for giving to third parties and
// for sharing, trading or entrusting important data.
//
// Our reading: the declaration says how. No article asks it between joint
// processors of personal information.
var recipientUnsupervised = rule.Rule{
	ID:    "recipient-unsupervised",
	Title: lang.Text{ZH: "没有监督接收方", EN: "a recipient is not supervised"},
	Reason: lang.Text{
		ZH: "签了合同还不够：交出数据的一方要监督接收方是否照约定处理。",
		EN: "A contract is not the end of it: whoever hands data over supervises whether the recipient keeps to what was agreed.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "12(2)"), law.Cite(law.Order790, "12"), law.Cite(law.PIPL, "21")},
	Severity: rule.Breach,
	Bad: entrusts(`
    contract: {covers: [purpose, manner, scope, kinds, period, measures, duties]}
`),
	Good: entrusts(`
    contract: {covers: [purpose, manner, scope, kinds, period, measures, duties]}
    supervised: {zh: 每年检查一次, en: checked once a year}
`),
	Fix: lang.Text{
		ZH: "确定监督办法（如定期检查、审计），写入该接收方的 supervised",
		EN: "settle how the recipient is supervised, such as by regular checks or audits, and write it under supervised of the recipient",
	},
	Concerns: rule.Gives,
	NotChecked: lang.Text{
		ZH: "监督是否真的在做？发现问题后怎么处理？",
		EN: "Is the supervision really done? What follows when something is found?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, h := range handings(d) {
			by := cites(
				given{law.Cite(law.Draft, "12(2)"), h.underDraft()},
				given{law.Cite(law.Order790, "12"), h.underOrder()},
				given{law.Cite(law.PIPL, "21"), h.entrusted()},
			)
			if len(by) > 0 && h.Supervised.IsZero() {
				report(h.path("supervised"), rule.Say("没有写明如何监督接收方“%s”", "how the recipient “%s” is supervised is not stated", h.Name), by...)
			}
		}
	},
}
