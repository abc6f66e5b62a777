package platform

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 47 and Order 790 Art. 41: app stores have rules by which apps are
// reviewed, and refuse, warn or remove by them.
var appReviewMissing = rule.Rule{
	ID:    "app-review-missing",
	Title: lang.Text{ZH: "应用商店没有审核规则", EN: "the app store has no rules of review"},
	Reason: lang.Text{
		ZH: "应用分发平台要建立并披露应用审核（核验）规则，据此拒绝上架、督促整改或者下架。",
		EN: "An app store makes and discloses rules by which it reviews apps, and by which it refuses, warns or removes them.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "47"), law.Cite(law.Order790, "41")},
	Severity: rule.Breach,
	Bad:      operator + disclosedAs("app-store"),
	Good:     operator + disclosedAs("app-store") + "  app-review: https://qinghe.example/review\n",
	Fix: lang.Text{
		ZH: "在 platform.app-review 写明审核规则的网址",
		EN: "give the address of the rules under platform.app-review",
	},
	Concerns: rule.Platform,
	NotChecked: lang.Text{
		ZH: "审核是否真的做了？不合规的应用是否拒绝或者下架？",
		EN: "Are apps really reviewed, and those that break the rules refused or removed?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		if slices.Contains(d.Platform.Kind, "app-store") && d.Platform.Review == "" {
			report("platform.app-review", lang.Text{ZH: "是应用商店，没有写明应用审核规则的网址", EN: "an app store, and no address of the rules by which apps are reviewed"})
		}
	},
}
