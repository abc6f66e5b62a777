package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 17¶2: where automated access breaks the law or a convention of the trade,
// affects the service visited or infringes rights, it is stopped and put right.
// Order 790 Art. 18 dropped that and is not cited.
//
// Our reading: whoever runs a tool says beforehand how it is stopped. The draft
// asks for the stopping and not for a plan, so this is a warning.
var crawlerWithoutStop = rule.Rule{
	ID:    "crawler-without-stop",
	Title: lang.Text{ZH: "没有写明自动化工具如何停止和补救", EN: "nothing says how the automated tool is stopped"},
	Reason: lang.Text{
		ZH: "自动化访问影响对方服务、侵犯他人权益的，征求意见稿要求停止并补救。事先定好怎么停，才停得下来。",
		EN: "Where automated access affects the service visited or infringes rights, the draft has it stopped and put right. Only what was planned can be stopped in time.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "17¶2")},
	Severity: rule.Warning,
	Bad:      crawls(`    stop: {zh: 接到通知当日停用并删除已收集的内容, en: "stopped the day we are told, and what was collected is deleted"}`+"\n", ""),
	Good:     crawls("", ""),
	Fix: lang.Text{
		ZH: "在 stop 写明谁来停、怎么停、如何补救",
		EN: "say under stop who stops it, how, and how harm is put right",
	},
	Concerns: rule.Crawls,
	NotChecked: lang.Text{
		ZH: "有没有已经影响对方、侵犯知识产权等权益而仍在运行的工具？",
		EN: "Does any tool run on although it affects its target or infringes intellectual property or other rights?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, c := range d.Crawlers {
			if c.Stop.IsZero() {
				report("crawlers."+c.ID+".stop", rule.Say("没有写明访问“%s”的自动化工具如何停止和补救", "nothing says how the tool that visits “%s” is stopped and harm put right", c.Target))
			}
		}
	},
}
