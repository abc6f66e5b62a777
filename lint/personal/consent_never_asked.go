package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 13: without one of its seven bases there is no processing. No. 191 III.1:
// collecting before consent.
//
// Our reading: a use that is declared to rest on consent and to be never asked has
// no basis. Draft 21(7) forbids going beyond a consent that was given, which is
// another thing, so it is not cited. Uses that need separate consent are reported
// by the rules on that.
var consentNeverAsked = rule.Rule{
	ID:    "consent-never-asked",
	Title: lang.Text{ZH: "以同意为依据却从不征求", EN: "rests on consent that is never asked"},
	Reason: lang.Text{
		ZH: "以同意为依据的处理，先征得同意才能开始。从不征求，就没有依据。",
		EN: "Processing that rests on consent begins after it was given. Where nobody is asked, it rests on nothing.",
	},
	Cites:    []law.Citation{law.Cite(law.PIPL, "13"), law.Cite(law.No191, "III.1")},
	Severity: rule.Breach,
	Bad:      rule.Newsletter(`{in: main, for: 1y}`, `at-sign-up`, `{zh: 收不到简报, en: no newsletter}`) + "            asked: never\n",
	Good:     rule.Newsletter(`{in: main, for: 1y}`, `at-sign-up`, `{zh: 收不到简报, en: no newsletter}`),
	Fix: lang.Text{
		ZH: "征求同意（去掉 asked，由 Volens 征求）；确有其他合法性基础的，写明 basis；否则停止使用",
		EN: "ask (drop asked and let Volens do it); name the basis where there really is another; or stop",
	},
	Concerns: rule.Asks,
	NotChecked: lang.Text{
		ZH: "写了其他合法性基础的，真的成立吗？",
		EN: "Where another basis is named, does it hold?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		asked := rule.Groups(d)
		for _, s := range rule.Spots(d, func(u *declaration.Use) string {
			if !u.ByConsent() || asked.How(u) != rule.AskedNever || rule.Ground(u) != "" {
				return ""
			}
			return asked.Path(u)
		}) {
			report(s.Path, rule.Say("%s以同意为依据，却从不征求", "%s: this rests on consent, and nobody is ever asked", rule.Names(s.Uses)))
		}
	},
}
