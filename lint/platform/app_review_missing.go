package platform

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 47: app stores make and disclose rules by which apps are reviewed, and refuse,
// warn or remove by them. Order 790 Art. 41 asks for rules of verification and that apps
// are verified; it does not ask to disclose them.
//
// Our reading: an address shows that there are rules.
var appReviewMissing = rule.Rule{
	ID:    "app-review-missing",
	Title: lang.Text{ZH: "应用商店没有审核规则", EN: "the app store has no rules of review"},
	Reason: lang.Text{
		ZH: "应用分发平台要建立应用核验规则并开展核验，据此警示、不予分发、暂停或者终止分发；征求意见稿还要求披露审核规则。我们的读法：写明网址，表示规则是有的。",
		EN: "An app store has rules by which it verifies apps and does so, and by which it warns, refuses, suspends or removes them; the draft wants the rules disclosed as well. Our reading: an address shows that there are rules.",
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
