package general

import (
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 8 forbids technical support, tools, programs, promotion and payment for
// those who obtain, sell or hand over data unlawfully, to whoever knows or should
// know of it. Order 790 Art. 8 narrowed that to those who know. The Cybersecurity Law,
// 29, forbids technical support, promotion, payment and the like to whoever knows that
// others endanger network security, such as by stealing data.
//
// Our reading: support is at fault until it is stopped; a date of stopping ends
// the finding. What should have been known rests on the draft alone. The articles
// bind everybody, whatever data is their own. Not all that is unlawful with data endangers
// network security, so that law is not cited.
var supportForUnlawful = rule.Rule{
	ID:    "support-for-unlawful",
	Title: lang.Text{ZH: "为他人的非法数据活动提供支持", EN: "support for those who act unlawfully with data"},
	Reason: lang.Text{
		ZH: "知道对方在窃取、非法买卖数据，就不得再为其提供技术、工具、程序、推广、支付等支持。征求意见稿还包括“应当知道”，施行的条例只留下“明知”。",
		EN: "Whoever knows that somebody steals or unlawfully trades data gives them no technical support, tools, programs, promotion or payment. The draft added those who should have known; the regulation in force kept only those who know.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "8"), law.Cite(law.Order790, "8")},
	Severity: rule.Breach,
	Bad: `
helps:
  list-seller:
    party: {zh: 某名单贩子, en: a seller of lists}
    what: [promotion, payment]
    unlawful: known
`,
	Good: `
helps:
  list-seller:
    party: {zh: 某名单贩子, en: a seller of lists}
    what: [promotion, payment]
    unlawful: known
    stopped: 2026-03-01
`,
	Fix: lang.Text{
		ZH: "停止支持，在 stopped 写明停止之日",
		EN: "stop the support and give the day under stopped",
	},
	NotChecked: lang.Text{
		ZH: "受支持的各方真的没有从事非法数据活动吗？有没有专门用于非法活动的工具？",
		EN: "Do those who are supported really act lawfully? Is any of the tools made only for unlawful acts?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, h := range d.Helps {
			if h.Stopped != "" {
				continue
			}
			switch at := "helps." + h.ID + ".unlawful"; h.Unlawful {
			case "known":
				report(at, rule.Say("已知“%s”从事非法数据活动，仍为其提供：%s", "it is known that “%s” acts unlawfully with data, yet it is given: %s", h.Party, aidNames(h.What)),
					law.Cite(law.Draft, "8"), law.Cite(law.Order790, "8"))
			case "should-know":
				report(at, rule.Say("应当知道“%s”从事非法数据活动，仍为其提供：%s", "it should be known that “%s” acts unlawfully with data, yet it is given: %s", h.Party, aidNames(h.What)),
					law.Cite(law.Draft, "8"))
			}
		}
	},
}

func aidNames(what []declaration.Aid) lang.Text {
	var zh, en []string
	for _, a := range what {
		zh, en = append(zh, a.Text().ZH), append(en, a.Text().EN)
	}
	return lang.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}
