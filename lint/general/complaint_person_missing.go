package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 18¶1: the contact of the complaint channel and the person responsible for
// it are published. Order 790 Art. 20 speaks of the channel alone.
//
// Our reading: a name or a function will do. Where there is no channel at all,
// complaint-channel-missing says so and nobody is asked who is responsible for it.
var complaintPersonMissing = rule.Rule{
	ID:    "complaint-person-missing",
	Title: lang.Text{ZH: "没有写明投诉举报的责任人", EN: "nobody is named as responsible for complaints"},
	Reason: lang.Text{
		ZH: "征求意见稿要求公布投诉举报渠道的联系方式和责任人。正式条例只要求公布渠道。",
		EN: "The draft asks that both the contact for complaints and the person responsible are published. The regulations as made ask for the channel alone.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "18¶1")},
	Severity: rule.Breach,
	Bad: `
processor:
  name: {zh: 青禾商城, en: Qinghe Shop}
  people: 260000
  contact: {mail: hello@qinghe.example}
  officer: {name: 王宁, mail: privacy@qinghe.example}
  complaints: {mail: complaints@qinghe.example, answered-within: 15wd}
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
		ZH: "在 processor.complaints.person 写明责任人",
		EN: "name the person responsible under processor.complaints.person",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		if c := d.Processor.Complaints; c.Person == "" && !withoutChannel(c) {
			report("processor.complaints.person", lang.Text{
				ZH: "没有写明投诉举报的责任人",
				EN: "nobody is named as responsible for complaints",
			})
		}
	},
}

// withoutChannel reports whether complaints can reach nobody.
func withoutChannel(c declaration.Complaints) bool {
	return c.Mail == "" && c.Phone == "" && c.URL == ""
}
