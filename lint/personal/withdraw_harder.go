package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 15: there is a convenient way to withdraw consent. Order 790 Art. 23: so
// there is for withdrawing as for the other rights.
//
// Our reading: neither says how many presses are convenient. The only number in the
// rules is that of No. 191 I.3, by which processing rules more than four presses
// away are hard to reach; what is harder to reach than that is not convenient. The
// number was made for something else, so this is a warning and No. 191 is not
// cited.
var withdrawHarder = rule.Rule{
	ID:    "withdraw-harder",
	Title: lang.Text{ZH: "撤回同意不便捷", EN: "withdrawing takes too many presses"},
	Reason: lang.Text{
		ZH: "撤回同意要便捷。点一下就同意，却要翻好几层才能撤回，人们就撤不回来。",
		EN: "Withdrawing is convenient. Where agreeing takes one press and withdrawing a hunt through menus, nobody gets there.",
	},
	Cites:    []law.Citation{law.Cite(law.PIPL, "15"), law.Cite(law.Order790, "23")},
	Severity: rule.Warning,
	Bad:      rights("withdraw", "{how: {zh: 设置页, en: settings}, clicks: 6}"),
	Good:     rights("withdraw", "{how: {zh: 设置页, en: settings}, clicks: 3}"),
	Fix: lang.Text{
		ZH: "把撤回放到更容易找到的地方，最好就在征求同意的地方",
		EN: "move withdrawing to where it is found more easily, best to where consent was asked",
	},
	Concerns: rule.Asks,
	NotChecked: lang.Text{
		ZH: "撤回和同意一样容易吗？",
		EN: "Is withdrawing as easy as agreeing?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		most := law.Param("policy-clicks")
		for _, r := range owed(d) {
			if r.ID == "withdraw" && r.Path.Clicks > most.Value {
				report("rights.withdraw.clicks", rule.Say("撤回同意要点 %s 下。法律没有规定次数；这里借用%s“多于 %s 次即难以访问”的标准",
					"withdrawing takes %s clicks. The law gives no number; this one is borrowed from %s, by which rules more than %s clicks away are hard to reach",
					rule.Plain(r.Path.Clicks), most.Cite.Short(), rule.Plain(most.Value)))
			}
		}
	},
}
