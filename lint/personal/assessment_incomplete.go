package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 56: an impact assessment says whether purpose and manner are lawful, proper
// and necessary; what the effect on people and the risks are; and whether the
// protection is lawful, effective and fits the risk. Art. 9 of the facial
// recognition measures asks for such an assessment of faces.
//
// Our reading: each of the three is stated, in a sentence at least. An assessment
// of important data alone has contents of its own and gives no finding here.
var assessmentIncomplete = rule.Rule{
	ID:    "assessment-incomplete",
	Title: lang.Text{ZH: "影响评估内容不全", EN: "an impact assessment lacks contents"},
	Reason: lang.Text{
		ZH: "影响评估要答三问：目的和方式是否合法、正当、必要；对人有何影响、有何风险；保护措施是否合法、有效、与风险相当。",
		EN: "An impact assessment answers three questions: are purpose and manner lawful, proper and necessary; what does it do to people and what are the risks; is the protection lawful, effective and fit for the risk?",
	},
	Cites:    []law.Citation{law.Cite(law.PIPL, "56"), law.Cite(law.Face, "9")},
	Severity: rule.Breach,
	Bad:      assessment("3y", "lawful", "impact"),
	Good:     assessment("3y", "lawful", "impact", "measures"),
	Fix: lang.Text{
		ZH: "补上所缺的结论：lawful（合法、正当、必要）、impact（影响和风险）、measures（保护措施）",
		EN: "add what is missing: lawful, impact, measures",
	},
	NotChecked: lang.Text{
		ZH: "评估的结论属实、充分吗？",
		EN: "Is what the assessment found true and enough?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, a := range d.Assessments {
			if missing := unanswered(a); ofPeople(a) && len(missing) > 0 {
				report("assessments."+a.ID, rule.Say("影响评估“%s”缺：%s", "impact assessment “%s” lacks: %s", rule.Plain(a.ID), listed(missing)), assessmentCites(a, "56")...)
			}
		}
	},
}

// unanswered returns which of the three contents a lacks.
func unanswered(a *declaration.Assessed) []lang.Text {
	var missing []lang.Text
	for _, part := range []struct{ is, name lang.Text }{
		{a.Lawful, lang.Text{ZH: "合法性与必要性（lawful）", EN: "lawfulness and need (lawful)"}},
		{a.Impact, lang.Text{ZH: "对个人的影响与风险（impact）", EN: "effect on people and risks (impact)"}},
		{a.Measures, lang.Text{ZH: "保护措施是否相称（measures）", EN: "whether the protection fits (measures)"}},
	} {
		if part.is.IsZero() {
			missing = append(missing, part.name)
		}
	}
	return missing
}
