package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 6, Order 790 Art. 9, PIPL 51, the Data Security Law, 27¶1, and the Cybersecurity Law, 23(1),
// ask every processor for internal rules on security.
//
// Our reading: the declaration names them. What is in them is for people.
var securityPolicyMissing = rule.Rule{
	ID:    "security-policy-missing",
	Title: lang.Text{ZH: "没有安全管理制度", EN: "no security policy"},
	Reason: lang.Text{
		ZH: "处理者要制定内部的数据安全管理制度和操作规程。",
		EN: "Processors have internal rules and procedures for the security of data.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "6"), law.Cite(law.Order790, "9"), law.Cite(law.PIPL, "51"), law.Cite(law.DSL, "27¶1"), law.Cite(law.CSL, "23(1)"),
	},
	Severity: rule.Breach,
	Bad:      secured("incident-plan", "logs: 6m"),
	Good:     secured("policy", "incident-plan", "logs: 6m"),
	Fix: lang.Text{
		ZH: "制定安全管理制度，把名称写入 security.policy",
		EN: "make a security policy and name it under security.policy",
	},
	NotChecked: lang.Text{
		ZH: "制度是否覆盖全流程？操作权限是否合理确定？从业人员是否定期培训？",
		EN: "Does the policy cover the whole of processing? Are the powers of staff set with sense, and are they trained?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		if d.Security.Policy.IsZero() {
			report("security.policy", lang.Text{ZH: "没有写明安全管理制度", EN: "no security policy is named"})
		}
	},
}
