package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// No. 191 I.3: the rules of an app that take more than four presses from the main
// screen are hard to reach. Draft 20¶1 and Order 790 Art. 21¶1: rules are easy to
// reach, without a number.
//
// Our reading: what No. 191 calls hard to reach is not easy to reach in the other
// two. No. 191 is about apps, which mini-programs are here; for web pages there is
// no number and no finding.
var rulesTooFar = rule.Rule{
	ID:    "rules-too-far",
	Title: lang.Text{ZH: "处理规则难以访问", EN: "the rules are hard to reach"},
	Reason: lang.Text{
		ZH: "个人信息处理规则要易于访问，从主界面点四下以内就能看到。",
		EN: "The processing rules are easy to reach: within four presses from the main screen.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "20¶1"), law.Cite(law.Order790, "21¶1"), law.Cite(law.No191, "I.3")},
	Severity: rule.Breach,
	Bad:      publishedAt("{url: 'https://shop.example/privacy', clicks: 5}"),
	Good:     publishedAt("{url: 'https://shop.example/privacy', clicks: 4}"),
	Fix: lang.Text{
		ZH: "在主界面或“我的”页放上入口，让人四下以内点得到",
		EN: "put a link on the main screen or the account page, four clicks away at most",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		most := law.Param("policy-clicks")
		for _, s := range d.Services {
			if s.Listed() && s.Rules.Clicks > most.Value {
				report("services."+s.ID+".rules.clicks", rule.Say("服务“%s”的处理规则要点 %s 下才能看到，最多 %s 下",
					"the rules of service “%s” are %s clicks away; the most is %s", s.Name, rule.Plain(s.Rules.Clicks), rule.Plain(most.Value)))
			}
		}
	},
}
