package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 13 lets processing rest on a duty of law, and on other cases that laws or
// administrative regulations set.
//
// Our reading: such a basis is as good as the article that it stands on, so the
// declaration names the law and the article. PIPL 13 does not itself ask for the
// name, hence a warning.
var basisWithoutLaw = rule.Rule{
	ID:    "basis-without-law",
	Title: lang.Text{ZH: "没有写明依据哪部法律", EN: "the law that it rests on is not named"},
	Reason: lang.Text{
		ZH: "以法定义务或者法律的其他规定为基础，就要有那一条法律。说不出是哪一条的，多半并没有。",
		EN: "A duty of law, or another case in law, is a basis only if there is such a law. Whoever cannot name the article mostly has none.",
	},
	Cites:    []law.Citation{law.Cite(law.PIPL, "13")},
	Severity: rule.Warning,
	Bad:      resting("login-log", "legal-duty", "basis: legal-duty"),
	Good:     resting("login-log", "legal-duty", "basis: legal-duty", "under: {zh: 《网络安全法》第二十三条, en: Cybersecurity Law Art. 23}"),
	Fix: lang.Text{
		ZH: "在 under 写明哪部法律、行政法规的哪一条；没有的，换一个基础或征得同意",
		EN: "name the law or regulation and its article under `under`; where there is none, use another basis or ask for consent",
	},
	NotChecked: lang.Text{
		ZH: "所写的条文真的要求这样处理吗？",
		EN: "Does the article that is named really ask for this?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range rule.Spots(d, func(u *declaration.Use) string {
			if u.Basis != declaration.BasisLegalDuty && u.Basis != declaration.BasisOtherLaw || !u.Under.IsZero() || uncarried(u) != carried {
				return ""
			}
			return rule.Field(u, "under")
		}) {
			report(s.Path, rule.Say("%s以“%s”为基础，没有写明是哪部法律的哪一条", "%s: rests on “%s”, and no law and article is named",
				rule.Names(s.Uses), s.Uses[0].Basis.Text()))
		}
	},
}
