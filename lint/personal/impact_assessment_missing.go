package personal

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 55: an impact assessment is made beforehand, and what was done recorded,
// for sensitive information, automated decisions, entrusting, giving to other
// processors, disclosing, giving abroad, and whatever else weighs heavily on
// people. Art. 9 of the facial recognition measures asks for one for faces.
//
// Our reading: each matter that the declaration shows is covered for the service,
// by an assessment that has a date. Recommending by personal traits is an
// automated decision (PIPL 73(2)). A third party's own code that collects is a
// giving. Joint processing is not on the list, and disclosing and other weighty
// matters do not show: for people. The duty looks at no legal basis.
var impactAssessmentMissing = rule.Rule{
	ID:    "impact-assessment-missing",
	Title: lang.Text{ZH: "没有做个人信息保护影响评估", EN: "no impact assessment"},
	Reason: lang.Text{
		ZH: "处理敏感个人信息、自动化决策、委托、提供、出境之前，先评估：合不合法、必不必要，对人有什么影响，保护够不够。",
		EN: "Before sensitive processing, automated decisions, entrusting, giving or exporting: is it lawful and needed, what does it do to people, and is it protected well enough?",
	},
	Cites:    []law.Citation{law.Cite(law.PIPL, "55"), law.Cite(law.Face, "9")},
	Severity: rule.Breach,
	Bad:      "assessments: {}\n" + impactful,
	Good:     impactful + assessment("3y", "lawful", "impact", "measures"),
	Fix: lang.Text{
		ZH: "在处理之前做评估，在 assessments 写明事项（covers）、日期（date）和三项结论",
		EN: "assess it before processing, and state covers, date and the three findings under assessments",
	},
	NotChecked: lang.Text{
		ZH: "评估做在处理之前吗？有没有公开个人信息，或者其他对个人有重大影响的处理？",
		EN: "Was it assessed before processing began? Is personal information disclosed, or is there anything else that weighs heavily on people?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		all := assess(d)
		for _, s := range d.Services {
			missing := all.unassessed(d, s)
			if len(missing) == 0 {
				continue
			}
			var cites []law.Citation
			if missing[0] != "face" {
				cites = append(cites, law.Cite(law.PIPL, "55"))
			}
			if slices.Contains(missing, "face") {
				cites = append(cites, law.Cite(law.Face, "9"))
			}
			report("services."+s.ID, rule.Say("服务“%s”没有就这些事项做过写明日期的影响评估：%s", "service “%s” has no dated impact assessment on: %s", s.Name, matterNames(missing)), cites...)
		}
	},
}

// impactful is a service that processes sensitive information.
var impactful = resting("exercise-route", "show-track", "why: {zh: 画出路线；泄露了会暴露行踪, en: to draw the route; a leak shows where you go}")

// assessment is the section with one assessment, kept so long, with these parts.
func assessment(kept string, parts ...string) string {
	texts := map[string]string{
		"lawful":   `lawful: {zh: 目的、方式合法、正当、必要, en: "purpose and manner are lawful, proper and necessary"}`,
		"impact":   "impact: {zh: 泄露会影响安宁，风险低, en: a leak would disturb people and the risk is low}",
		"measures": `measures: {zh: 加密、限制访问，与风险相适应, en: "encrypted with limited access, which fits the risk"}`,
	}
	var b strings.Builder
	b.WriteString("assessments:\n  pia:\n    covers: [sensitive]\n    date: 2026-03-01\n    kept: " + kept + "\n")
	for _, p := range parts {
		b.WriteString("    " + texts[p] + "\n")
	}
	return b.String()
}
