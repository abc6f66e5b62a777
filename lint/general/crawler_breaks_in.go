package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Order 790 Art. 18: automated tools do not intrude unlawfully into the networks
// of others. The Cybersecurity Law, 29, forbids that to everybody. Draft 17¶2: access that breaks the law is stopped and put right. The Data
// Security Law, 32: data is collected lawfully and properly, and not obtained by theft
// or other unlawful means.
//
// Our reading: getting round what the target has put up to keep tools out is to
// intrude, and what is collected that way is obtained unlawfully.
var crawlerBreaksIn = rule.Rule{
	ID:    "crawler-breaks-in",
	Title: lang.Text{ZH: "自动化工具绕过对方的技术防护", EN: "automated tool gets round the target's protection"},
	Reason: lang.Text{
		ZH: "自动化工具不得非法侵入他人网络。我们认为，绕过登录、验证码、封禁等技术防护就是侵入。",
		EN: "Automated tools must not break into the networks of others. In our reading, getting round sign-in, captchas or blocks is breaking in.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "17¶2"), law.Cite(law.Order790, "18"), law.Cite(law.CSL, "29"), law.Cite(law.DSL, "32")},
	Severity: rule.Breach,
	Bad:      crawls("circumvents: false", "circumvents: true"),
	Good:     crawls("", ""),
	Fix: lang.Text{
		ZH: "停用该工具，或者改为只访问对方开放的内容",
		EN: "stop the tool, or let it visit only what the target leaves open",
	},
	Concerns: rule.Crawls,
	NotChecked: lang.Text{
		ZH: "工具访问的内容，对方真的开放吗？",
		EN: "Is what the tool visits really left open by the target?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, c := range d.Crawlers {
			if c.Circumvent {
				report("crawlers."+c.ID+".circumvents", rule.Say("访问“%s”时绕过对方的技术防护", "the technical protection of “%s” is got round", c.Target),
					cites(given{law.Cite(law.Draft, "17¶2"), true}, given{law.Cite(law.Order790, "18"), true}, given{law.Cite(law.CSL, "29"), true},
						given{law.Cite(law.DSL, "32"), c.Personal || !c.Collects.IsZero()})...)
			}
		}
	},
}
