package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 17 and Order 790 Art. 21¶1(1): people are told who the processor is and
// how to reach it. The draft names only the officer's contact (officer-missing)
// and the complaint channel (complaint-channel-missing).
//
// Our reading: any one of mail, telephone, web page and postal address will do.
var contactMissing = rule.Rule{
	ID:    "contact-missing",
	Title: lang.Text{ZH: "没有处理者的联系方式", EN: "the processor cannot be reached"},
	Reason: lang.Text{
		ZH: "处理之前要告知处理者的名称和联系方式，人们才知道向谁行使权利。",
		EN: "People are told the processor's name and contact beforehand, so that they know to whom to turn with their rights.",
	},
	Cites:    []law.Citation{law.Cite(law.Order790, "21¶1(1)"), law.Cite(law.PIPL, "17")},
	Severity: rule.Breach,
	Bad: `
processor:
  name: {zh: 青禾商城, en: Qinghe Shop}
  people: 260000
  officer: {name: 王宁, mail: privacy@qinghe.example}
  complaints: {person: 李敏, mail: complaints@qinghe.example, answered-within: 15wd}
`,
	Good: `
processor:
  name: {zh: 青禾商城, en: Qinghe Shop}
  people: 260000
  contact: {phone: 400-800-0000, address: {zh: 杭州市某路 1 号, en: "1 Some Road, Hangzhou"}}
  officer: {name: 王宁, mail: privacy@qinghe.example}
  complaints: {person: 李敏, mail: complaints@qinghe.example, answered-within: 15wd}
`,
	Fix: lang.Text{
		ZH: "在 processor.contact 至少写明邮箱、电话、网页、地址之一",
		EN: "give at least one of mail, phone, url and address under processor.contact",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		if rule.Unreachable(d.Processor.Contact) {
			report("processor.contact", lang.Text{ZH: "没有写明处理者的联系方式", EN: "no way to reach the processor is given"})
		}
	},
}
