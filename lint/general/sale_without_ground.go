package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 8, Order 790 Art. 8, PIPL 10 and the Cybersecurity Law, 46: data is not sold or
// given unlawfully; the last two name other people's personal information.
//
// Our reading: selling is not forbidden as such, so whoever sells says on which
// ground it is lawful. That a person's consent may be among the grounds does not
// say so by itself: consent to giving is not yet consent to selling.
var saleWithoutGround = rule.Rule{
	ID:    "sale-without-ground",
	Title: lang.Text{ZH: "出售数据没有合法依据", EN: "data is sold and no lawful ground is given"},
	Reason: lang.Text{
		ZH: "不得非法买卖、出售数据。有偿提供的，要说得出合法依据。",
		EN: "Data may not be traded or sold unlawfully. Whoever gives it for money has to be able to name the lawful ground.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "8"), law.Cite(law.Order790, "8"), law.Cite(law.PIPL, "10"), law.Cite(law.CSL, "46")},
	Severity: rule.Breach,
	Bad: hands("third-party", `
    manner: {zh: 通过接口提供，对方用来发送简报, en: over an interface; it sends the newsletter with it}
    kept-for: 1y
    kept-at: {zh: 杭州, en: Hangzhou}
    contract: {covers: [purpose, manner, scope, measures, liability]}
    supervised: {zh: 每年检查一次, en: checked once a year}
    sold: true
`),
	Good: hands("third-party", `
    manner: {zh: 通过接口提供，对方用来发送简报, en: over an interface; it sends the newsletter with it}
    kept-for: 1y
    kept-at: {zh: 杭州, en: Hangzhou}
    contract: {covers: [purpose, manner, scope, measures, liability]}
    supervised: {zh: 每年检查一次, en: checked once a year}
    sold: true
    ground: {zh: 个人单独同意有偿提供, en: separate consent of the person to giving it for money}
`),
	Fix: lang.Text{
		ZH: "停止出售；确有合法依据的，写入该接收方的 ground",
		EN: "stop selling; where there is a lawful ground, write it under ground of the recipient",
	},
	Concerns: rule.Gives,
	NotChecked: lang.Text{
		ZH: "所写的依据在法律上站得住吗？有没有未写明的出售？",
		EN: "Does the ground that is named hold in law? Is anything sold that is not declared?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, h := range handings(d) {
			if h.Sold && h.Ground.IsZero() {
				report(h.path("ground"), rule.Say("有偿提供给“%s”，没有写明合法依据", "“%s” pays for what it is given, and no lawful ground is stated", h.Name),
					cites(given{law.Cite(law.Draft, "8"), true}, given{law.Cite(law.Order790, "8"), true}, given{law.Cite(law.PIPL, "10"), h.personal},
						given{law.Cite(law.CSL, "46"), h.personal})...)
			}
		}
	},
}
