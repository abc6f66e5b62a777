package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Art. 15 of the facial recognition measures: whoever stores the faces of 100,000
// people files that with the cyberspace authority of the province or above, within
// 30 working days of reaching the number.
//
// Our reading: where the number is declared, so is a filing, or the judgement that
// none is needed. Whether the 30 working days are over depends on the day, and is
// not for a declaration.
var faceFilingMissing = rule.Rule{
	ID:    "face-filing-missing",
	Title: lang.Text{ZH: "人脸识别应用没有备案", EN: "the use of face recognition is not filed"},
	Reason: lang.Text{
		ZH: "存储的人脸信息达到 10 万人，要在 30 个工作日内向省级以上网信部门备案。",
		EN: "Whoever stores the faces of 100,000 people files that with the provincial cyberspace authority within 30 working days.",
	},
	Cites:    []law.Citation{law.Cite(law.Face, "15")},
	Severity: rule.Breach,
	Bad:      storesFaces(""),
	Good:     storesFaces("filings:\n  faces: {date: 2026-03-01, number: 川脸备 2026-0001}\n"),
	Fix: lang.Text{
		ZH: "办理备案，在 filings.faces 写明日期和编号",
		EN: "file it, and state date and number under filings.faces",
	},
	Concerns: rule.Biometric,
	NotChecked: lang.Text{
		ZH: "存储的人脸信息究竟涉及多少人？备案之后有变更、终止的，办理了吗？",
		EN: "Of how many people are faces really stored? Were changes, or the end of it, filed as well?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		f := d.Filings.Faces
		if !law.Param("face-filing-people").Met(d.Processor.Faces) || f.Made() || f.None {
			return
		}
		report("filings.faces", rule.Say("存储 %s 人的人脸信息，没有写明已备案", "faces of %s people are stored, and no filing is stated", rule.Plain(d.Processor.Faces)))
	},
}

// storesFaces is a processor that stores the faces of just as many people as make
// a filing due.
func storesFaces(more string) string {
	return `
processor:
  name: {zh: 青禾商城, en: Qinghe Shop}
  people: 260000
  faces: 100000
  contact: {mail: hello@qinghe.example}
  officer: {name: 王宁, mail: privacy@qinghe.example}
  complaints: {person: 李敏, mail: complaints@qinghe.example, answered-within: 15wd}
` + more
}
