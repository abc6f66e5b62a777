package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 20¶2(7): the rules say how to reach the personal information protection
// officer, and the draft asks it of every processor. PIPL 52 asks for an officer
// and a published contact only from the number of people that Art. 12 of the
// audit measures sets; below it, PIPL is not cited.
//
// Our reading: a mail address or a telephone number is enough to reach somebody;
// the name need not be published.
var officerMissing = rule.Rule{
	ID:    "officer-missing",
	Title: lang.Text{ZH: "没有个人信息保护负责人的联系方式", EN: "the protection officer cannot be reached"},
	Reason: lang.Text{
		ZH: "征求意见稿要求处理规则写明个人信息保护负责人的联系方式。处理达到规定人数的，现行法律也要求指定负责人并公开联系方式。",
		EN: "The draft asks that the rules say how to reach the personal information protection officer. From a set number of people on, the law in force requires an officer and a published contact.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "20¶2(7)"), law.Cite(law.PIPL, "52"), law.Cite(law.Audit, "12")},
	Severity: rule.Breach,
	Bad: `
processor:
  name: {zh: 青禾商城, en: Qinghe Shop}
  people: 1000000
  contact: {mail: hello@qinghe.example}
  complaints: {person: 李敏, mail: complaints@qinghe.example, answered-within: 15wd}
`,
	Good: `
processor:
  name: {zh: 青禾商城, en: Qinghe Shop}
  people: 1000000
  contact: {mail: hello@qinghe.example}
  officer: {name: 王宁, mail: privacy@qinghe.example}
  complaints: {person: 李敏, mail: complaints@qinghe.example, answered-within: 15wd}
`,
	Fix: lang.Text{
		ZH: "指定个人信息保护负责人，在 processor.officer 写明邮箱或电话",
		EN: "appoint an officer and give a mail address or telephone number under processor.officer",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		p := d.Processor
		if p.Officer.Mail != "" || p.Officer.Phone != "" {
			return
		}
		cites := []law.Citation{law.Cite(law.Draft, "20¶2(7)")}
		message := lang.Text{ZH: "没有写明个人信息保护负责人的邮箱或电话", EN: "no mail address or telephone number of the protection officer"}
		if from := law.Param("officer-people"); from.Met(p.People) {
			cites = append(cites, law.Cite(law.PIPL, "52"), from.Cite)
			message = rule.Say("%s；处理的人数已达 %s", "%s; the number of people has reached %s", message, rule.Plain(from.Value))
		}
		report("processor.officer", message, cites...)
	},
}
