package personal

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 56: the report of an impact assessment and the records of processing are
// kept for at least three years; Art. 9 of the facial recognition measures says so
// of faces.
//
// Our reading: where a period is stated and is shorter, the duty is broken. One
// that nobody can measure, and silence, are for people: no article asks to state
// it.
var assessmentKeptShort = rule.Rule{
	ID:    "assessment-kept-short",
	Title: lang.Text{ZH: "影响评估报告保存不足三年", EN: "an impact assessment is kept less than three years"},
	Reason: lang.Text{
		ZH: "评估报告和处理情况记录至少保存三年，出了事才说得清。",
		EN: "The report and the records of processing are kept at least three years, so that what was known can be shown later.",
	},
	Cites:    []law.Citation{law.Cite(law.PIPL, "56"), law.Cite(law.Face, "9")},
	Severity: rule.Breach,
	Bad:      assessment("2y", "lawful", "impact", "measures"),
	Good:     assessment("3y", "lawful", "impact", "measures"),
	Fix: lang.Text{
		ZH: "至少保存三年：kept: 3y",
		EN: "keep it for three years at least: kept: 3y",
	},
	NotChecked: lang.Text{
		ZH: "没有写明保存期限的，报告和处理情况记录真的保存三年了吗？",
		EN: "Where no period is stated: are report and records really kept for three years?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, a := range d.Assessments {
			least := leastKept(a)
			if ofPeople(a) && rule.Shorter(a.Kept, least) {
				report("assessments."+a.ID+".kept", rule.Say("影响评估“%s”的报告，保存期限是“%s”，至少应为“%s”", "impact assessment “%s” is kept “%s”; the least is %s",
					rule.Plain(a.ID), a.Kept.Text(), least.Text()), assessmentCites(a, "56")...)
			}
		}
	},
}

// leastKept is how long the law has a kept.
func leastKept(a *declaration.Assessed) declaration.Period {
	least := rule.PeriodOf(law.Param("impact-assessment-kept"))
	if face := rule.PeriodOf(law.Param("face-assessment-kept")); slices.Contains(a.Covers, "face") && rule.Shorter(least, face) {
		return face
	}
	return least
}
