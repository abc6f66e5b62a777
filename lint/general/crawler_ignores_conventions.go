package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 17¶2: where collecting goes against the self-discipline conventions of
// the trade, it is stopped and put right. Order 790 Art. 18 no longer says so and
// is not cited.
//
// Our reading: robots.txt is such a convention. Nobody has to declare how it is
// treated, so silence is no finding.
var crawlerIgnoresConventions = rule.Rule{
	ID:    "crawler-ignores-conventions",
	Title: lang.Text{ZH: "自动化工具不遵守行业自律公约", EN: "automated tool ignores the conventions of the trade"},
	Reason: lang.Text{
		ZH: "自动化访问违反 robots 等行业自律公约的，征求意见稿要求停止访问、收集并采取补救措施。",
		EN: "Where automated access goes against robots.txt and other conventions of the trade, the draft has it stopped and put right.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "17¶2")},
	Severity: rule.Breach,
	Bad:      crawls("robots: honoured", "robots: ignored"),
	Good:     crawls("", ""),
	Fix: lang.Text{
		ZH: "按 robots 等公约访问，把 robots 改为 honoured；做不到就停用",
		EN: "honour robots.txt and the other conventions and say so under robots; otherwise stop the tool",
	},
	Concerns: rule.Crawls,
	NotChecked: lang.Text{
		ZH: "对方或行业还有哪些自律公约？工具都遵守吗？",
		EN: "Which other conventions do the target and the trade have, and does the tool keep them?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, c := range d.Crawlers {
			if c.Robots == "ignored" {
				report("crawlers."+c.ID+".robots", rule.Say("访问“%s”时不遵守 robots 等行业自律公约", "robots.txt and the like are ignored when visiting “%s”", c.Target))
			}
		}
	},
}
