package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 20¶2(1): the rules say, for each function, what refusing means to the
// person. Order 790 Art. 21 and PIPL 30 ask for the effect of processing
// sensitive information on a person's rights, which is another thing
// (sensitive-without-why), so they are not cited.
//
// Our reading: only what can be refused has an effect of refusing, so uses by
// consent have to state it, and a use on another basis need not. Giving to a
// third party takes it from the line that gives.
var useWithoutEffect = rule.Rule{
	ID:    "use-without-effect",
	Title: lang.Text{ZH: "没有写明拒绝的影响", EN: "the effect of refusing is not stated"},
	Reason: lang.Text{
		ZH: "征求意见稿要求处理规则写明拒绝的影响。不知道后果，就谈不上自愿。",
		EN: "The draft asks that the rules say what a refusal means. Nobody is willing in the dark.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "20¶2(1)")},
	Severity: rule.Breach,
	Bad:      rule.Newsletter(`{in: main, for: 1y}`, `at-sign-up`, ``),
	Good:     rule.Newsletter(`{in: main, for: 1y}`, `at-sign-up`, `{zh: 收不到简报, en: no newsletter}`),
	Fix: lang.Text{
		ZH: "在该行（或其功能）写 without：拒绝之后会怎样，如实写",
		EN: "add without to the line or its function: say plainly what a refusal changes",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range rule.Spots(d, func(u *declaration.Use) string {
			if !u.ByConsent() || derived(u) || !u.Without.IsZero() {
				return ""
			}
			return rule.Field(u, "without")
		}) {
			report(s.Path, rule.Say("没有写明拒绝%s会怎样", "%s: what a refusal means is not stated", rule.Names(s.Uses)))
		}
	},
}
