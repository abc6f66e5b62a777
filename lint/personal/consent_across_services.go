package personal

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 21(1): consent is asked for each type of service. 21(6): services are not
// bundled to get consent in bulk. Order 790 dropped both.
//
// Our reading: a consent that reaches all services is not asked by type of
// service, even while only one is declared: it was written to cover the next one
// as well. 21(6) is cited only where several declared services ask for consent,
// since a single one cannot be bundled.
var consentAcrossServices = rule.Rule{
	ID:    "consent-across-services",
	Title: lang.Text{ZH: "一次同意管到所有服务", EN: "one consent for all services"},
	Reason: lang.Text{
		ZH: "征求意见稿要求按服务类型分别征求同意。同意用地图的人，没有同意用网盘。",
		EN: "The draft asks that consent be asked for each type of service. Whoever agreed to a map did not agree to a cloud drive.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "21(1)"), law.Cite(law.Draft, "21(6)")},
	Severity: rule.Breach,
	Bad:      rule.NewsletterAsks(`{scope: all-services}`),
	Good:     rule.NewsletterAsks(`{scope: service}`),
	Fix: lang.Text{
		ZH: "每个服务各自征求：写 scope: service，或去掉 asks，由 Volens 征求",
		EN: "ask in each service for that service: write scope: service, or drop asks and let Volens ask",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		asking := slices.DeleteFunc(slices.Clone(d.Services), func(s *declaration.Service) bool { return !s.Consents() })
		cites := []law.Citation{law.Cite(law.Draft, "21(1)")}
		if len(asking) > 1 {
			cites = append(cites, law.Cite(law.Draft, "21(6)"))
		}
		for _, s := range asking {
			if s.Asks.Scope == "all-services" {
				report("services."+s.ID+".asks.scope", rule.Say("在服务“%s”里的一次同意管到所有服务", "one consent given in service “%s” reaches all services", s.Name), cites...)
			}
		}
	},
}
