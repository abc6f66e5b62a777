package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 17¶1 and Order 790 Art. 18: automated tools do not disturb the services
// that they visit.
//
// Our reading: who does not say how often a tool calls cannot show that it does
// not disturb, and "continuous" is no bound. The articles do not ask for a figure,
// so this is a warning.
var crawlerWithoutRate = rule.Rule{
	ID:    "crawler-without-rate",
	Title: lang.Text{ZH: "自动化工具没有限定访问频率", EN: "automated tool without a limit on how often it calls"},
	Reason: lang.Text{
		ZH: "自动化工具不得干扰对方服务的正常功能。不限定访问频率，就说不清会不会造成干扰。",
		EN: "Automated tools must not disturb the services they visit. Without a limit on how often a tool calls, nobody can tell whether it does.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "17¶1"), law.Cite(law.Order790, "18")},
	Severity: rule.Warning,
	Bad:      crawls("rate: every 5s", "rate: continuous"),
	Good:     crawls("", ""),
	Fix: lang.Text{
		ZH: "限定访问频率，写在 rate，如 every 5s",
		EN: "limit how often the tool calls and say so under rate, such as every 5s",
	},
	Concerns: rule.Crawls,
	NotChecked: lang.Text{
		ZH: "按这样的频率，对方服务真的不受干扰吗？",
		EN: "At that rate, is the target really left undisturbed?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, c := range d.Crawlers {
			if c.Rate == "" || c.Rate == declaration.Continuous {
				report("crawlers."+c.ID+".rate", rule.Say("访问“%s”的自动化工具没有限定访问频率", "nothing limits how often the tool visits “%s”", c.Target))
			}
		}
	},
}
