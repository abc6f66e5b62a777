package personal

import (
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// No. 191 I.2: at the first run an app prompts people to read its rules, by a pop-up
// window or another clear way.
//
// Our reading: mini-programs are apps here, web pages are not.
var rulesNotPrompted = rule.Rule{
	ID:    "rules-not-prompted",
	Title: lang.Text{ZH: "首次运行没有提示阅读处理规则", EN: "no prompt to read the rules at first run"},
	Reason: lang.Text{
		ZH: "首次运行时要以弹窗等明显方式提示阅读隐私政策等规则。",
		EN: "At first run people are prompted, by a pop-up or as clearly, to read the rules.",
	},
	Cites:    []law.Citation{law.Cite(law.No191, "I.2")},
	Severity: rule.Breach,
	Bad:      publishedAt("{url: 'https://shop.example/privacy', first-run: missing}"),
	Good:     publishedAt("{url: 'https://shop.example/privacy', first-run: shown}"),
	Fix: lang.Text{
		ZH: "首次运行时弹窗提示阅读处理规则，此前不收集任何个人信息；然后写 first-run: shown",
		EN: "prompt people at first run and collect nothing before; then write first-run: shown",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range d.Services {
			if s.Listed() && s.Rules.FirstRun == "missing" {
				report("services."+s.ID+".rules.first-run", rule.Say("服务“%s”首次运行时没有提示阅读处理规则",
					"service “%s” does not prompt people to read its rules at first run", s.Name))
			}
		}
	},
}

// publishedAt is a service whose rules are published in this way.
func publishedAt(rules string) string {
	return strings.Replace(rule.NewsletterAsks(""), "    functions:\n", "    rules: "+rules+"\n    functions:\n", 1)
}
