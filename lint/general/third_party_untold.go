package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 12(1): before personal information is given to a third party, the person
// is told, besides purpose and kinds, in what manner it is given, how long and where
// it will be stored. PIPL 23 asks whoever gives personal information to another
// processor to tell people how that one processes it; Order 790 Art. 21¶2 has the
// manner of giving in the list, and draft 20¶2(5) in the rules. PIPL 39 asks for the
// manner of a recipient abroad. Period and place are asked by the draft alone.
//
// Our reading: period and place are those at the recipient. Manner is how the
// information gets to it and what it does with it, and telling it binds whatever the
// basis is; draft 12(1) leaves out what the law lets be given without consent. Who is
// given no more than a duty of law or an emergency demands is not meant, nor is a
// foreign court; see handings. The rest of the list stands in the use itself.
var thirdPartyUntold = rule.Rule{
	ID:    "third-party-untold",
	Title: lang.Text{ZH: "没有写明以何种方式提供给第三方、保存多久、存在哪里", EN: "in what manner, how long or where a third party has it is not stated"},
	Reason: lang.Text{
		ZH: "把个人信息提供给别的处理者，要告知以何种方式提供、对方怎样处理。征求意见稿还要求告知保存期限和保存地点，这一项没有进入正式条例。",
		EN: "Whoever gives personal information to another processor tells people in what manner it is given and processed. The draft asks for the period and the place of storage too, which the regulations as made do not.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "12(1)"), law.Cite(law.Draft, "20¶2(5)"), law.Cite(law.Order790, "21¶2"), law.Cite(law.PIPL, "23"), law.Cite(law.PIPL, "39"),
	},
	Severity: rule.Breach,
	Bad: hands("third-party", `
    manner: {zh: 通过接口提供，对方用来发送简报, en: over an interface; it sends the newsletter with it}
    kept-for: 1y
    contract: {covers: [purpose, manner, scope, measures, liability]}
    supervised: {zh: 每年检查一次, en: checked once a year}
`),
	Good: hands("third-party", `
    manner: {zh: 通过接口提供，对方用来发送简报, en: over an interface; it sends the newsletter with it}
    kept-for: 1y
    kept-at: {zh: 杭州, en: Hangzhou}
    contract: {covers: [purpose, manner, scope, measures, liability]}
    supervised: {zh: 每年检查一次, en: checked once a year}
`),
	Fix: lang.Text{
		ZH: "向接收方问清楚，写入它的 manner、kept-for 和 kept-at",
		EN: "find out from the recipient and write it under its manner, kept-for and kept-at",
	},
	Concerns: rule.Gives,
	NotChecked: lang.Text{
		ZH: "写明的提供方式、对方的处理方式，与接口和合同里的一致吗？",
		EN: "Is the stated manner of giving and processing that of the interface and the contract?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		asked := map[string]bool{}
		for u := range d.All() {
			if u.Recipient != nil && u.ByConsent() {
				asked[u.Recipient.ID] = true
			}
		}
		for _, h := range handings(d) {
			if h.personal && h.Role == declaration.ThirdParty && h.Manner.IsZero() {
				report(h.path("manner"), rule.Say("没有写明以何种方式提供给“%s”、对方怎样处理", "in what manner “%s” is given it and processes it is not stated", h.Name), mannerCites(h, asked[h.ID])...)
			}
		}
		for _, r := range d.Recipients {
			if asked[r.ID] && r.KeptFor == "" {
				report("recipients."+r.ID+".kept-for", rule.Say("没有写明“%s”保存多久", "how long “%s” keeps it is not stated", r.Name), law.Cite(law.Draft, "12(1)"))
			}
			if asked[r.ID] && r.KeptAt.IsZero() {
				report("recipients."+r.ID+".kept-at", rule.Say("没有写明“%s”保存在哪里", "where “%s” keeps it is not stated", r.Name), law.Cite(law.Draft, "12(1)"))
			}
		}
	},
}

// mannerCites are the articles that ask for the manner in which h is given something.
func mannerCites(h handing, byConsent bool) []law.Citation {
	return cites(
		given{law.Cite(law.Draft, "12(1)"), byConsent},
		given{law.Cite(law.Draft, "20¶2(5)"), true},
		given{law.Cite(law.Order790, "21¶2"), true},
		given{law.Cite(law.PIPL, "23"), true},
		given{law.Cite(law.PIPL, "39"), h.Country != declaration.Home},
	)
}
