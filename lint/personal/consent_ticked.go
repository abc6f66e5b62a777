package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 14: consent is explicit. No. 191 III.4: asking by a default tick is not.
//
// Our reading: whatever is ticked before the person comes is not their doing. The
// draft says nothing of ticks. A service without uses by consent asks for nothing.
var consentTicked = rule.Rule{
	ID:    "consent-ticked",
	Title: lang.Text{ZH: "默认勾选同意", EN: "consent is ticked beforehand"},
	Reason: lang.Text{
		ZH: "同意要由本人明确作出。替人勾好的，不是同意。",
		EN: "Consent is expressed by the person. A box ticked for them is none.",
	},
	Cites:    []law.Citation{law.Cite(law.PIPL, "14"), law.Cite(law.No191, "III.4")},
	Severity: rule.Breach,
	Bad:      rule.NewsletterAsks(`{ticked: true}`),
	Good:     rule.NewsletterAsks(`{ticked: false}`),
	Fix: lang.Text{
		ZH: "不要默认勾选：去掉 ticked，让人自己选",
		EN: "tick nothing beforehand: drop ticked and let people choose",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range d.Services {
			if s.Asks.Ticked && s.Consents() {
				report("services."+s.ID+".asks.ticked", rule.Say("服务“%s”替人勾选了同意", "service “%s” ticks consent beforehand", s.Name))
			}
		}
	},
}
