package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 14: consent is voluntary and explicit.
//
// Our reading: a refusal that costs more effort than agreement bends the will. The
// article does not say how easy refusing must be (PIPL 15 does so for withdrawal
// only), so this is a warning. Misleading and coercion (draft 21(5), Order 790 Art.
// 22(1)) are more than that and are not cited.
var refuseHarder = rule.Rule{
	ID:    "refuse-harder",
	Title: lang.Text{ZH: "拒绝比同意更费事", EN: "refusing is harder than agreeing"},
	Reason: lang.Text{
		ZH: "同意要出于自愿。拒绝要多点几下、要去找，人们就会为了省事而同意。",
		EN: "Consent is voluntary. Where refusing takes more presses or a search, people agree to be done with it.",
	},
	Cites:    []law.Citation{law.Cite(law.PIPL, "14")},
	Severity: rule.Warning,
	Bad:      rule.NewsletterAsks(`{refuse: harder}`),
	Good:     rule.NewsletterAsks(`{refuse: equal}`),
	Fix: lang.Text{
		ZH: "让拒绝与同意在同一处、同样大小、同样的步数：写 refuse: equal，或去掉 asks，由 Volens 征求",
		EN: "give refusing the same place, size and number of steps: write refuse: equal, or drop asks and let Volens ask",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range d.Services {
			if s.Asks.Refuse == "harder" && s.Consents() {
				report("services."+s.ID+".asks.refuse", rule.Say("在服务“%s”里，拒绝比同意更费事", "in service “%s” refusing is harder than agreeing", s.Name))
			}
		}
	},
}
