package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// No. 191 VI.5: complaints are accepted and handled within the time promised,
// and no more than 15 working days may be promised; who promises nothing has 15.
//
// Our reading: a promise in working days is compared as it is. One in calendar
// days is late when even three ordinary weeks do not hold it; shorter ones are
// left to the calendar. No promise is no finding.
var complaintAnswerLate = rule.Rule{
	ID:    "complaint-answer-late",
	Title: lang.Text{ZH: "承诺的投诉处理时限过长", EN: "complaints are answered too late"},
	Reason: lang.Text{
		ZH: "投诉举报要在承诺的时限内受理并处理，承诺的时限不得超过十五个工作日。",
		EN: "Complaints are handled within the time that was promised, and no more than fifteen working days may be promised.",
	},
	Cites:    []law.Citation{law.Cite(law.No191, "VI.5")},
	Severity: rule.Breach,
	Bad: `
processor:
  name: {zh: 青禾商城, en: Qinghe Shop}
  people: 260000
  contact: {mail: hello@qinghe.example}
  officer: {name: 王宁, mail: privacy@qinghe.example}
  complaints: {person: 李敏, mail: complaints@qinghe.example, answered-within: 20wd}
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
		ZH: "把 answered-within 改为 15wd 或更短，并确实做到",
		EN: "set answered-within to 15wd or less, and keep the promise",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		c, most := d.Processor.Complaints, law.Param("complaint-answer")
		if rule.LongerThan(c.AnsweredWithin, most.Value) {
			report("processor.complaints.answered-within", rule.Say("承诺的时限：%s；最多 %s 个工作日", "promised: %s; the most is %s working days",
				c.AnsweredWithin.Text(), rule.Plain(most.Value)))
		}
	},
}
