package platform

import (
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 43¶1: platform operators set up and disclose platform rules, a privacy
// policy and an algorithm policy, with the procedures by which they are made and
// disputes about them settled. Order 790 dropped it; PIPL 58 asks large platforms
// for platform rules.
//
// Our reading: an address is disclosure enough to judge on paper.
var rulesUndisclosed = rule.Rule{
	ID:    "platform-rules-undisclosed",
	Title: lang.Text{ZH: "平台规则没有全部披露", EN: "platform rules are not all disclosed"},
	Reason: lang.Text{
		ZH: "平台要披露平台规则、隐私政策、算法策略，以及制定和裁决的程序，让人知道凭什么被这样对待。",
		EN: "A platform discloses its rules, privacy policy and algorithm policy, and how they are made and disputes settled, so that people know by what they are treated.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "43¶1"), law.Cite(law.PIPL, "58")},
	Severity: rule.Breach,
	Bad:      operator + withoutLine(disclosed, "algorithm-policy"),
	Good:     operator + disclosed,
	Fix: lang.Text{
		ZH: "在 platform 下写明 rules、privacy-policy、algorithm-policy 的网址，以及 making 和 adjudication",
		EN: "give the addresses of rules, privacy-policy and algorithm-policy under platform, and making and adjudication",
	},
	Concerns: rule.Platform,
	NotChecked: lang.Text{
		ZH: "平台规则是否公平公正？对用户权益有重大影响的修改是否都公开征求过意见？",
		EN: "Are the platform rules fair, and was every amendment with major effect on users put to public comment?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		if !runs(d) {
			return
		}
		p := d.Platform
		zh, en := missing(
			part{p.Rules == "", "平台规则", "the platform rules"}, part{p.Privacy == "", "隐私政策", "the privacy policy"},
			part{p.Algorithms == "", "算法策略", "the algorithm policy"}, part{p.Making.IsZero(), "制定程序", "how they are made"},
			part{p.Adjudication.IsZero(), "裁决程序", "how disputes are settled"})
		if zh == "" {
			return
		}
		cites := []law.Citation{law.Cite(law.Draft, "43¶1")}
		if large(d) && p.Rules == "" {
			cites = append(cites, law.Cite(law.PIPL, "58"))
		}
		report("platform", lang.Text{ZH: "没有披露：" + zh, EN: "not disclosed: " + en}, cites...)
	},
}

// A part is one thing that may be missing.
type part struct {
	missing bool
	zh, en  string
}

func missing(parts ...part) (zh, en string) {
	var zhs, ens []string
	for _, p := range parts {
		if p.missing {
			zhs, ens = append(zhs, p.zh), append(ens, p.en)
		}
	}
	return strings.Join(zhs, "、"), strings.Join(ens, ", ")
}
