package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 18¶1, Order 790 Art. 20, the Cybersecurity Law, 51, and No. 191 VI.5: there is an easy channel for
// complaints, it is published, and what comes in is handled in time. Draft 20¶2(7):
// the processing rules name it.
//
// Our reading: the declaration names at least one of mail, telephone and web
// page. A general contact does not count: a complaint needs a door of its own.
var complaintChannelMissing = rule.Rule{
	ID:    "complaint-channel-missing",
	Title: lang.Text{ZH: "没有投诉举报渠道", EN: "no channel for complaints"},
	Reason: lang.Text{
		ZH: "处理者要设便捷的投诉举报渠道并公布出来，及时受理、处理。",
		EN: "Processors run an easy channel for complaints, publish it, and handle what comes in without delay.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "18¶1"), law.Cite(law.Draft, "20¶2(7)"), law.Cite(law.Order790, "20"), law.Cite(law.CSL, "51"), law.Cite(law.No191, "VI.5")},
	Severity: rule.Breach,
	Bad: `
processor:
  name: {zh: 青禾商城, en: Qinghe Shop}
  people: 260000
  contact: {mail: hello@qinghe.example}
  officer: {name: 王宁, mail: privacy@qinghe.example}
`,
	Good: `
processor:
  name: {zh: 青禾商城, en: Qinghe Shop}
  people: 260000
  contact: {mail: hello@qinghe.example}
  officer: {name: 王宁, mail: privacy@qinghe.example}
  complaints: {person: 李敏, mail: complaints@qinghe.example, answered-within: 15wd}
`,
	Fix: lang.Text{
		ZH: "在 processor.complaints 写明投诉举报的邮箱、电话或网页",
		EN: "name a mail address, telephone number or web page for complaints under processor.complaints",
	},
	NotChecked: lang.Text{
		ZH: "投诉是否真的有人受理？责任人是否已经公布？",
		EN: "Does anybody really handle complaints? Is the person responsible published?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		if withoutChannel(d.Processor.Complaints) {
			report("processor.complaints", lang.Text{
				ZH: "没有写明投诉举报的邮箱、电话或网页",
				EN: "no mail address, telephone number or web page for complaints",
			})
		}
	},
}
