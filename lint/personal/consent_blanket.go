package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 21(1): consent is asked for each type of service, and never through one
// general clause. Order 790 dropped it; PIPL 14 asks for consent on full
// knowledge, which a general clause may or may not give, so it is not cited.
//
// Our reading: a service that says it asks by a general clause breaks the article
// once, whatever the clause covers. What the clause hides of sensitive items and
// the like is reported use by use under the articles on separate consent. A
// service without uses by consent asks for nothing.
var consentBlanket = rule.Rule{
	ID:    "consent-blanket",
	Title: lang.Text{ZH: "用概括性条款征求同意", EN: "consent through a general clause"},
	Reason: lang.Text{
		ZH: "征求意见稿要求按服务类型分别征求同意，不得用概括性条款；“继续使用即视为同意全部条款”不是同意。",
		EN: "The draft asks that consent be asked for each type of service, and not through a general clause. “By going on you agree to everything” is no consent.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "21(1)")},
	Severity: rule.Breach,
	Bad:      rule.NewsletterAsks(`{clause: general}`),
	Good:     rule.NewsletterAsks(`{clause: itemised}`),
	Fix: lang.Text{
		ZH: "逐项征求：写 clause: itemised，或去掉 asks，由 Volens 逐项征求",
		EN: "ask item by item: write clause: itemised, or drop asks and let Volens ask",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range d.Services {
			if s.Asks.Clause == "general" && s.Consents() {
				report("services."+s.ID+".asks.clause", rule.Say("服务“%s”用一个概括性条款征求同意", "service “%s” asks through one general clause", s.Name))
			}
		}
	},
}
