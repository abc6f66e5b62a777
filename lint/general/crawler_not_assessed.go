package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 17¶1 and Order 790 Art. 18: before automated tools access or collect
// data, the effect on the services that they visit is assessed.
//
// Our reading: an assessment has a day and a result. Whichever is missing, nobody
// can tell that it was made.
var crawlerNotAssessed = rule.Rule{
	ID:    "crawler-not-assessed",
	Title: lang.Text{ZH: "自动化工具未经评估", EN: "automated tool not assessed"},
	Reason: lang.Text{
		ZH: "用自动化工具访问、收集数据之前，要先评估它对对方服务性能、功能的影响。",
		EN: "Before a tool accesses or collects data automatically, its effect on the performance and functions of the services it visits is assessed.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "17¶1"), law.Cite(law.Order790, "18")},
	Severity: rule.Breach,
	Bad:      crawls("    assessed: 2026-02-01\n", ""),
	Good:     crawls("", ""),
	Fix: lang.Text{
		ZH: "先评估，再在 assessed 写明日期，在 effect 写明对对方的影响",
		EN: "assess it first, then give the day under assessed and the effect on the target under effect",
	},
	Concerns: rule.Crawls,
	NotChecked: lang.Text{
		ZH: "评估结论符合实际吗？评估之后，工具或对方有没有变化？",
		EN: "Does the assessment match what happens? Have the tool or its target changed since?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, c := range d.Crawlers {
			at := "crawlers." + c.ID
			switch {
			case c.Assessed == "" && c.Effect.IsZero():
				report(at, rule.Say("访问“%s”的自动化工具没有评估过影响", "the effect of the tool that visits “%s” was never assessed", c.Target))
			case c.Assessed == "":
				report(at+".assessed", rule.Say("访问“%s”的自动化工具写了影响，没有写评估之日", "the tool that visits “%s” states an effect, but no day of an assessment", c.Target))
			case c.Effect.IsZero():
				report(at+".effect", rule.Say("访问“%s”的自动化工具写了评估之日，没有写影响", "the tool that visits “%s” states the day of an assessment, but not its effect", c.Target))
			}
		}
	},
}
