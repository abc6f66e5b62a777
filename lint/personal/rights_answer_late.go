package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 23(3): requests to copy, correct, complete, restrict, delete, withdraw and
// close the account are handled and answered within 15 working days of receipt;
// seeing one's information (23(1)) is no request but simply there. No. 191 VI.3:
// where correcting, deleting and closing need a person's hand, no more than 15
// working days may be promised. Order 790 Art. 23 and PIPL 45 ask for promptness
// without a number and are not cited.
//
// Our reading: periods are compared as those of complaints are: one in calendar
// days is late when even three ordinary weeks do not hold it. No promise is no
// finding.
var rightsAnswerLate = rule.Rule{
	ID:    "rights-answer-late",
	Title: lang.Text{ZH: "承诺的行权处理时限过长", EN: "requests are answered too late"},
	Reason: lang.Text{
		ZH: "更正、删除、注销需要人工处理的，承诺的时限不得超过十五个工作日；征求意见稿对复制、限制、撤回也这样要求。",
		EN: "Where correcting, deleting or closing takes a person's hand, no more than fifteen working days may be promised. The draft asks the same for copies, restriction and withdrawal.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "23(3)"), law.Cite(law.No191, "VI.3")},
	Severity: rule.Breach,
	Bad:      rights("delete", "{how: {zh: 隐私中心, en: privacy centre}, answered-within: 20wd}"),
	Good:     rights("delete", "{how: {zh: 隐私中心, en: privacy centre}, answered-within: 15wd}"),
	Fix: lang.Text{
		ZH: "把 answered-within 改为 15wd 或更短，并确实做到",
		EN: "set answered-within to 15wd or less, and keep the promise",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, r := range owed(d) {
			var cites []law.Citation
			var most law.Parameter
			for _, limit := range answerLimits(r.ID) {
				if rule.LongerThan(r.Path.Within, limit.Value) {
					cites, most = append(cites, limit.Cite), limit
				}
			}
			if len(cites) > 0 {
				report("rights."+r.ID+".answered-within", rule.Say("“%s”的办理时限：%s；最多 %s 个工作日",
					"time before people %s: %s; the most is %s working days", r.Name, r.Path.Within.Text(), rule.Plain(most.Value)), cites...)
			}
		}
	},
}

// answerLimits returns the longest times in which requests about the right are
// handled, in working days.
func answerLimits(right string) []law.Parameter {
	switch right {
	case "access", "transfer":
		return nil
	case "correct", "delete", "close-account":
		return []law.Parameter{law.Param("rights-answer-draft"), law.Param("rights-answer")}
	}
	return []law.Parameter{law.Param("rights-answer-draft")}
}
