package important

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 30: technical and management staff for data security are trained at least
// twenty hours a year, where important data is processed or, by draft 26, personal
// information of a million people. Order 790 asks for training without hours, so it
// is not cited.
//
// Our reading: hours that are not stated are none.
var trainingTooShort = rule.Rule{
	ID:    "training-too-short",
	Title: lang.Text{ZH: "数据安全培训时数不足", EN: "too few hours of data security training"},
	Reason: lang.Text{
		ZH: "征求意见稿要求数据安全相关技术和管理人员每年教育培训不少于规定时数。",
		EN: "The draft sets the hours that technical and management staff for data security are trained each year.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "26"), law.Cite(law.Draft, "30")},
	Severity: rule.Breach,
	Bad:      important() + securityOf(append(managed, "training-hours: 16")...) + filed,
	Good:     important() + securityOf(append(managed, "training-hours: 20")...) + filed,
	Fix: lang.Text{
		ZH: "把每年培训时数补足，写进 security.training-hours",
		EN: "train for the full hours each year and state them under security.training-hours",
	},
	NotChecked: lang.Text{
		ZH: "有没有培训计划？是否每年对全体人员培训？",
		EN: "Is there a training plan, and is all staff trained every year?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		cites, ok := chapter(d)
		hours := law.Param("training-hours-draft")
		if !ok || hours.Met(d.Security.Training) {
			return
		}
		message := rule.Say("没有写明每年培训时数，至少 %s 小时", "the hours of training a year are not stated; at least %s are asked for", rule.Plain(hours.Value))
		if n := d.Security.Training; n != 0 {
			message = rule.Say("每年培训 %s 小时，不到 %s 小时", "%s hours of training a year, where at least %s are asked for", rule.Plain(n), rule.Plain(hours.Value))
		}
		report("security.training-hours", message, append(cites, hours.Cite)...)
	},
}
