package platform

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 44 and Order 790 Art. 40: a platform fixes the data duties of third
// parties on it, by contract or rules, and urges them to keep them.
var thirdPartiesUnbound = rule.Rule{
	ID:    "third-parties-unbound",
	Title: lang.Text{ZH: "没有约束接入平台的第三方", EN: "third parties on the platform are not bound"},
	Reason: lang.Text{
		ZH: "平台要用规则或合同明确接入其平台的第三方的数据安全义务，并督促其做到。",
		EN: "A platform sets the data duties of third parties on it by rules or contract, and sees that they keep them.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "44"), law.Cite(law.Order790, "40")},
	Severity: rule.Breach,
	Bad:      operator + withoutLine(disclosed, "third-parties"),
	Good:     operator + disclosed,
	Fix: lang.Text{
		ZH: "在 platform.third-parties 写明怎样约定、怎样督促",
		EN: "say under platform.third-parties how they are bound and supervised",
	},
	Concerns: rule.Platform,
	NotChecked: lang.Text{
		ZH: "约定是否落实？第三方造成损害时，用户向平台索赔怎样处理？预装的产品是否也管到了？",
		EN: "Is it carried out? What becomes of claims that users bring to the platform? Are pre-installed products covered too?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		if runs(d) && d.Platform.ThirdParties.IsZero() {
			report("platform.third-parties", lang.Text{ZH: "没有写明怎样约定和督促接入的第三方", EN: "how third parties on the platform are bound and supervised is not stated"})
		}
	},
}
