package platform

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
	"github.com/volens/volens/workday"
)

// Draft 43¶2: rules and privacy policies, and amendments with major effect on
// users, are put to public comment for at least 30 working days. Never in force.
//
// Our reading: the first day is not counted. Where the holidays of a year are not
// known yet, only a period that is too short by every possible calendar is
// reported.
var consultationTooShort = rule.Rule{
	ID:    "consultation-too-short",
	Title: lang.Text{ZH: "公开征求意见的时间太短", EN: "the public consultation is too short"},
	Reason: lang.Text{
		ZH: "制定或者重大修改平台规则、隐私政策，要公开征求意见不少于三十个工作日。",
		EN: "Platform rules and privacy policies, and major amendments to them, are put to public comment for at least thirty working days.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "43¶2")},
	Severity: rule.Breach,
	Bad: operator + disclosed + `  consultations:
    - {of: platform-rules, from: 2026-09-11, until: 2026-10-28, sites: [own, association]}
`,
	Good: operator + disclosed + `  consultations:
    - {of: platform-rules, from: 2026-09-11, until: 2026-10-29, sites: [own, association]}   # 中秋、国庆不算 / holidays do not count
`,
	Fix: lang.Text{
		ZH: "延长到至少三十个工作日；volens duties 会算出最早结束之日",
		EN: "extend it to at least thirty working days; volens duties works out the earliest end",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		least := law.Param("rules-consultation-draft")
		for _, c := range d.Platform.Consultations {
			from, err1 := workday.ParseDay(c.From)
			until, err2 := workday.ParseDay(c.Until)
			if err1 != nil || err2 != nil {
				continue
			}
			if end := workday.China().After(from.Start(), least.Value).LastDay; until.Before(end) {
				report(c.Place.Path+".until", rule.Say("从 %s 到 %s 不满 %s 个工作日，最早 %s 结束", "%s to %s is less than %s working days; the earliest end is %s",
					rule.Plain(c.From), rule.Plain(c.Until), rule.Plain(least.Value), rule.Plain(end)))
			}
		}
	},
}
