package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 20¶2(2), Order 790 Art. 21¶1(3) and PIPL 17: people are told how long
// their information is kept, or how that is decided.
//
// Our reading: each use has a period. What happens at its end has a lawful
// default here (deletion) and is not asked for. That the period is the shortest
// that serves the purpose (draft 19(2) on consent; PIPL 19 on all) is for people.
// The articles bind whatever the legal basis. What third-party code keeps is for
// its own rules.
var useWithoutRetention = rule.Rule{
	ID:    "use-without-retention",
	Title: lang.Text{ZH: "没有写明保存期限", EN: "how long it is kept is not stated"},
	Reason: lang.Text{
		ZH: "处理之前要告知保存期限；没有期限，就没有到期删除。",
		EN: "People are told beforehand how long their information is kept; without a period nothing is ever due for deletion.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "20¶2(2)"), law.Cite(law.Order790, "21¶1(3)"), law.Cite(law.PIPL, "17")},
	Severity: rule.Breach,
	Bad:      rule.Newsletter(`{in: main}`, `at-sign-up`, `{zh: 收不到简报, en: no newsletter}`),
	Good:     rule.Newsletter(`{in: main, for: 1y}`, `at-sign-up`, `{zh: 收不到简报, en: no newsletter}`),
	Fix: lang.Text{
		ZH: "在 kept.for 写明期限，如 90d、1y、account（账号存续期间）、moment（用后即弃）",
		EN: "state the period under kept.for, such as 90d, 1y, account (while the account exists) or moment (not kept)",
	},
	NotChecked: lang.Text{
		ZH: "所写的期限是实现目的所必要的最短时间吗？",
		EN: "Is the stated period the shortest that the purpose needs?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range rule.Spots(d, func(u *declaration.Use) string {
			if derived(u) || u.Kept.For != "" {
				return ""
			}
			return rule.Field(u, "kept.for")
		}) {
			report(s.Path, rule.Say("没有写明%s保存多久", "%s: how long it is kept is not stated", rule.Names(s.Uses)))
		}
	},
}
