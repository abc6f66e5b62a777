package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 20¶2(1): the rules list for each function, among other things, where
// personal information is kept. Order 790 Art. 21 has no such item.
//
// Our reading: each use that is kept for any time names a store or the person's
// own device. What third-party code keeps is for its own rules. The article is
// about the rules as a whole and binds whatever the legal basis.
var useWithoutPlace = rule.Rule{
	ID:    "use-without-place",
	Title: lang.Text{ZH: "没有写明保存地点", EN: "where it is kept is not stated"},
	Reason: lang.Text{
		ZH: "征求意见稿要求处理规则按功能逐项列明保存地点，让人知道自己的信息放在哪里。",
		EN: "The draft asks that the rules list, function by function, where information is kept, so that people know where theirs lies.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "20¶2(1)")},
	Severity: rule.Breach,
	Bad:      rule.Newsletter(`{for: 1y}`, `at-sign-up`, `{zh: 收不到简报, en: no newsletter}`),
	Good:     rule.Newsletter(`{in: main, for: 1y}`, `at-sign-up`, `{zh: 收不到简报, en: no newsletter}`),
	Fix: lang.Text{
		ZH: "在 kept.in 写明存储的名字；只留在本人设备上的写 device；用后即弃的把 kept.for 写成 moment",
		EN: "name the store under kept.in; write device where it stays on the person's own; write kept.for: moment where it is not kept",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range rule.Spots(d, func(u *declaration.Use) string {
			if derived(u) || u.Kept.In != "" || u.Kept.For == declaration.ForMoment {
				return ""
			}
			return rule.Field(u, "kept.in")
		}) {
			report(s.Path, rule.Say("没有写明%s保存在哪里", "%s: where it is kept is not stated", rule.Names(s.Uses)))
		}
	},
}

// derived reports whether others answer for keeping what u collects, or another
// use on the same line does: third-party code, and giving to a third party.
func derived(u *declaration.Use) bool { return u.Component != nil || u.Recipient != nil }
