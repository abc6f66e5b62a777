package personal

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 20¶2(1): the rules list for each function how often or when personal
// information is taken; 20¶2(4) asks the same of third-party code. Order 790 Art.
// 21 has neither.
//
// Our reading: each use says how often, or at what moment. Whether that is the
// lowest frequency that serves the purpose (draft 19(2), on consent) is for
// people. Article 20 is about the rules and binds whatever the legal basis.
var useWithoutFrequency = rule.Rule{
	ID:    "use-without-frequency",
	Title: lang.Text{ZH: "没有写明频次或时机", EN: "how often or when is not stated"},
	Reason: lang.Text{
		ZH: "征求意见稿要求处理规则按功能逐项列明收集的频次或时机，第三方代码、插件也一样。",
		EN: "The draft asks that the rules list, function by function and for third-party code too, how often or when information is collected.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "20¶2(1)"), law.Cite(law.Draft, "20¶2(4)")},
	Severity: rule.Breach,
	Bad:      rule.Newsletter(`{in: main, for: 1y}`, ``, `{zh: 收不到简报, en: no newsletter}`),
	Good:     rule.Newsletter(`{in: main, for: 1y}`, `at-sign-up`, `{zh: 收不到简报, en: no newsletter}`),
	Fix: lang.Text{
		ZH: "在该行写 when；整个功能都一样的，写在功能上",
		EN: "add when to the line, or to the function where all its uses share it",
	},
	NotChecked: lang.Text{
		ZH: "所写的频次是实现目的所需的最低频次吗？",
		EN: "Is the stated frequency the lowest that serves the purpose?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range rule.Spots(d, func(u *declaration.Use) string {
			if u.Recipient != nil || u.When != "" {
				return ""
			}
			return rule.Field(u, "when")
		}) {
			cite := law.Cite(law.Draft, "20¶2(1)")
			if slices.ContainsFunc(s.Uses, func(u *declaration.Use) bool { return u.Component != nil }) {
				cite = law.Cite(law.Draft, "20¶2(4)")
			}
			report(s.Path, rule.Say("没有写明%s的频次或时机", "%s: how often or when it is taken is not stated", rule.Names(s.Uses)), cite)
		}
	},
}
