package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 21: an entrusted party does not entrust further without the agreement of
// who entrusted it. PIPL 23: another processor that is given personal information
// gives it on only as whoever gives does: the person is told and agrees. Draft
// 12(2): a recipient does not go beyond what was agreed. Art. 16 of the children's
// provisions: whoever is entrusted with children's information does not entrust it
// further.
//
// Our reading: whoever may pass data on freely is bound by none of that. A joint
// processor is a processor and stands under PIPL 23 like any. Art. 16 is cited for
// services made for children; whether it forbids what PIPL 21 allows with agreement is
// for people.
var recipientPassesOn = rule.Rule{
	ID:    "recipient-passes-on",
	Title: lang.Text{ZH: "接收方可以任意再提供", EN: "a recipient passes data on freely"},
	Reason: lang.Text{
		ZH: "受托人未经同意不得转委托；别的处理者再提供要由个人单独同意；谁都不得超出约定。放任接收方再往外给，这些都落空了。",
		EN: "An entrusted party does not entrust further without agreement, another processor gives on only with the person's separate consent, and nobody goes beyond what was agreed. A recipient that may pass data on freely voids all of it.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "12(2)"), law.Cite(law.PIPL, "21"), law.Cite(law.PIPL, "23"), law.Cite(law.Children, "16")},
	Severity: rule.Breach,
	Bad: entrusts(`
    contract: {covers: [purpose, manner, scope, kinds, period, measures, duties]}
    supervised: {zh: 每年检查一次, en: checked once a year}
    passes-on: freely   # 转委托不必征得同意 / entrusts further as it likes
`),
	Good: entrusts(`
    contract: {covers: [purpose, manner, scope, kinds, period, measures, duties]}
    supervised: {zh: 每年检查一次, en: checked once a year}
    passes-on: with-consent
`),
	Fix: lang.Text{
		ZH: "在约定中禁止再提供、转委托，或要求事先取得同意，再把 passes-on 改为 no 或 with-consent",
		EN: "agree that data is not passed on, or only with consent beforehand, then set passes-on to no or with-consent",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, h := range handings(d) {
			by := cites(
				given{law.Cite(law.Draft, "12(2)"), h.underDraft()},
				given{law.Cite(law.PIPL, "21"), h.entrusted()},
				given{law.Cite(law.PIPL, "23"), h.personal && h.Role != declaration.Entrusted},
				given{law.Cite(law.Children, "16"), h.entrusted() && h.children},
			)
			if h.Passes == "freely" && len(by) > 0 {
				report(h.path("passes-on"), rule.Say("接收方“%s”可以任意转委托或再提供", "the recipient “%s” may pass the data on freely", h.Name), by...)
			}
		}
	},
}
