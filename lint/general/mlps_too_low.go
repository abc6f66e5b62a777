package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// highest is the highest level of the multi-level protection scheme.
const highest = 5

// Draft 9: a system that processes important data in principle meets level 3 or
// above of the multi-level protection scheme, and what is asked of critical
// infrastructure; core data is protected strictly. Order 790 Art. 9, the
// Cybersecurity Law, 23, and the Data Security Law, 27, ask for the scheme without
// naming a level, so they are not cited.
//
// Our reading: the system is the store. Core data is not below important data. A
// level that is not stated is none, and there are five.
var mlpsTooLow = rule.Rule{
	ID:    "mlps-too-low",
	Title: lang.Text{ZH: "重要数据的等级保护级别不够", EN: "multi-level protection too low for important data"},
	Reason: lang.Text{
		ZH: "征求意见稿要求：处理重要数据的系统原则上达到网络安全等级保护三级以上。正式条例没有写级别。",
		EN: "The draft asks that systems with important data in principle meet level 3 or above of the multi-level protection scheme. The regulations as made name no level.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "9")},
	Severity: rule.Breach,
	Bad: important(`
    data: important
    mlps: 2   # 第二级 / level 2
    protects: [backup, encryption, access-control, authentication, cryptography]
`),
	Good: important(`
    data: important
    mlps: 3
    protects: [backup, encryption, access-control, authentication, cryptography]
`),
	Fix: lang.Text{
		ZH: "按三级以上定级、备案、测评，再写入该存储的 mlps；或者把重要数据移出这个存储",
		EN: "have the system graded, filed and tested at level 3 or above, then write it under mlps of the store; or move the important data elsewhere",
	},
	Concerns: rule.Important,
	NotChecked: lang.Text{
		ZH: "等级保护是否真正备案、测评过？是否也达到关键信息基础设施的安全要求？",
		EN: "Was the level really filed and tested? Does the system also meet what is asked of critical infrastructure?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		least := law.Param("important-data-level-draft")
		for _, s := range d.Stores {
			g, path := d.Grade(s), "stores."+s.ID+".mlps"
			switch {
			case g.Level == declaration.General || least.Met(s.MLPS) && s.MLPS <= highest:
			case s.MLPS == 0:
				report(path, rule.Say("存储“%s”存有%s，没有写明等级保护级别；原则上至少第 %s 级", "store %s holds %s and states no level of multi-level protection; in principle the least is %s",
					rule.Plain(s.ID), g.Level.Text(), rule.Plain(least.Value)))
			default:
				report(path, rule.Say("存储“%s”存有%s，等级保护写的是 %s；原则上至少第 %s 级", "store %s holds %s at level %s of multi-level protection; in principle the least is %s",
					rule.Plain(s.ID), g.Level.Text(), rule.Plain(s.MLPS), rule.Plain(least.Value)))
			}
		}
	},
}
