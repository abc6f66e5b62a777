package platform

import (
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 43¶3: above a number of daily users, rules are assessed by a third party
// and agreed to by the authorities of the province or above. Never in force.
var rulesNotAgreed = rule.Rule{
	ID:    "platform-rules-not-agreed",
	Title: lang.Text{ZH: "平台规则没有经评估和同意", EN: "the platform rules were not assessed and agreed to"},
	Reason: lang.Text{
		ZH: "日活跃用户超过一亿的大型平台，平台规则、隐私政策的制定和重大修改要经第三方评估，并报省级以上主管部门同意。",
		EN: "A large platform with more than a hundred million daily users has its rules assessed by a third party and agreed to by the authorities of the province or above.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "43¶3")},
	Severity: rule.Breach,
	Bad:      hugeOperator + disclosed + "  daily-users: 100000001\n  users: 300000000\n",
	Good:     hugeOperator + disclosed + "  daily-users: 100000000\n  users: 300000000   # 恰好一亿，不是超过 / exactly a hundred million is not more\n",
	Fix: lang.Text{
		ZH: "经第三方评估并报同意后，在 platform.rules-assessed 写明日期",
		EN: "have them assessed and agreed to, and give the date under platform.rules-assessed",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		p := law.Param("rules-approval-daily-users-draft")
		if p.Met(d.Platform.Daily) && d.Platform.Assessed == "" {
			report("platform.rules-assessed", rule.Say("日活跃用户 %s，超过 %s，没有写明评估并报同意之日", "%s daily users, more than %s, and no date of assessment and agreement",
				rule.Plain(d.Platform.Daily), rule.Plain(p.Value)))
		}
	},
}

// hugeOperator is a large platform that does not count its people here.
var hugeOperator = withoutLine(strings.Replace(operator, "platform-operator", "large-platform-operator", 1), "people")
