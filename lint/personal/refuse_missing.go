package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 14: consent is voluntary. Draft 21(5) and Order 790 Art. 22(1): it is not got
// by coercion. The standard on notice and consent asks for a clear way to refuse.
//
// Our reading: a request that can only be agreed to leaves no will to express, and
// is coercion. All bind processing that rests on consent.
var refuseMissing = rule.Rule{
	ID:    "refuse-missing",
	Title: lang.Text{ZH: "没有拒绝的选项", EN: "no way to refuse"},
	Reason: lang.Text{
		ZH: "同意要出于自愿。只能点“同意”，就是强迫。",
		EN: "Consent is voluntary. Where agreeing is the only thing to press, it is forced.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "21(5)"), law.Cite(law.Order790, "22(1)"), law.Cite(law.PIPL, "14"), law.Cite(law.GBT42574, "")},
	Severity: rule.Breach,
	Bad:      rule.NewsletterAsks(`{refuse: missing}`),
	Good:     rule.NewsletterAsks(`{refuse: equal}`),
	Fix: lang.Text{
		ZH: "在同一处放上同样大小的“拒绝”：写 refuse: equal，或去掉 asks，由 Volens 征求",
		EN: "put a refusal of the same size in the same place: write refuse: equal, or drop asks and let Volens ask",
	},
	Concerns: rule.Asks,
	NotChecked: lang.Text{
		ZH: "征求同意的文字和画面会不会误导人？",
		EN: "Do the words and pictures of the request mislead anybody?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range d.Services {
			if s.Asks.Refuse == "missing" && s.Consents() {
				report("services."+s.ID+".asks.refuse", rule.Say("服务“%s”征求同意时不能拒绝", "service “%s” asks without a way to refuse", s.Name))
			}
		}
	},
}
