package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 12(1): before personal information is given to a third party, the person
// is told, besides purpose, kinds, manner and scope, how long and where it will be
// stored. What the law lets be given without consent is left out. PIPL 23 does not
// ask for period and place, so it is not cited.
//
// Our reading: period and place are those at the recipient. The rest of the list
// stands in the use itself.
var thirdPartyUntold = rule.Rule{
	ID:    "third-party-untold",
	Title: lang.Text{ZH: "没有写明第三方保存多久、存在哪里", EN: "how long or where a third party keeps it is not stated"},
	Reason: lang.Text{
		ZH: "征求意见稿要求：提供给第三方之前，还要告知保存期限和保存地点。这一要求没有进入正式条例。",
		EN: "The draft asks that people are also told how long and where their information is stored before it goes to a third party. The regulations as made do not ask it.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "12(1)")},
	Severity: rule.Breach,
	Bad: hands("third-party", `
    kept-for: 1y
    contract: {covers: [purpose, manner, scope, measures, liability]}
    supervised: {zh: 每年检查一次, en: checked once a year}
`),
	Good: hands("third-party", `
    kept-for: 1y
    kept-at: {zh: 杭州, en: Hangzhou}
    contract: {covers: [purpose, manner, scope, measures, liability]}
    supervised: {zh: 每年检查一次, en: checked once a year}
`),
	Fix: lang.Text{
		ZH: "向接收方问清楚，写入它的 kept-for 和 kept-at",
		EN: "find out from the recipient and write it under its kept-for and kept-at",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		asked := map[*declaration.Recipient]bool{}
		for u := range d.All() {
			if u.Recipient != nil && u.ByConsent() {
				asked[u.Recipient] = true
			}
		}
		for _, r := range d.Recipients {
			if asked[r] && r.KeptFor == "" {
				report("recipients."+r.ID+".kept-for", rule.Say("没有写明“%s”保存多久", "how long “%s” keeps it is not stated", r.Name))
			}
			if asked[r] && r.KeptAt.IsZero() {
				report("recipients."+r.ID+".kept-at", rule.Say("没有写明“%s”保存在哪里", "where “%s” keeps it is not stated", r.Name))
			}
		}
	},
}
