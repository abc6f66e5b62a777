package general

import (
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 13: personal information is processed on one of seven grounds. Draft 15:
// data that comes by other ways than from the person carries the same duties.
//
// Our reading: a tool that collects personal information states its ground, and
// that information can be found on the network is none by itself.
var crawlerWithoutGround = rule.Rule{
	ID:    "crawler-without-ground",
	Title: lang.Text{ZH: "自动收集个人信息没有写明合法依据", EN: "personal information collected automatically without a stated ground"},
	Reason: lang.Text{
		ZH: "处理个人信息要有法定的依据，从网上抓取的也一样。网上看得到，不等于可以收集。",
		EN: "Personal information is processed on a ground in law, also where it is gathered from the network. That it can be seen there is no ground by itself.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "15"), law.Cite(law.PIPL, "13")},
	Severity: rule.Breach,
	Bad:      crawls("personal: false", "personal: true"),
	Good:     crawls("personal: false", "personal: true\n    ground: {zh: 店家自行公开的联系方式，在合理范围内, en: \"contacts that shops made public themselves, within reason\"}"),
	Fix: lang.Text{
		ZH: "在 ground 写明依据哪一种法定情形；没有依据就不要收集",
		EN: "say under ground which case in law allows it; where there is none, do not collect",
	},
	Concerns: rule.Crawls,
	NotChecked: lang.Text{
		ZH: "写明的依据成立吗？没有写 personal 的工具，真的不收集个人信息吗？",
		EN: "Does the stated ground hold? Do the tools that do not say personal really collect none?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, c := range d.Crawlers {
			if c.Personal && c.Ground.IsZero() {
				report("crawlers."+c.ID+".ground", rule.Say("从“%s”收集个人信息，没有写明合法依据", "personal information is collected from “%s” and no ground in law is stated", c.Target))
			}
		}
	},
}

// crawls is a tool with which nothing is wrong, with from changed into to.
func crawls(from, to string) string {
	return strings.Replace(`
crawlers:
  prices:
    target: {zh: 同行的公开商品页, en: public pages of other shops}
    collects: {zh: 商品价格, en: prices}
    personal: false
    assessed: 2026-02-01
    effect: {zh: 每秒不到一次请求，未见影响, en: "less than one call a second, no effect seen"}
    robots: honoured
    rate: every 5s
    stop: {zh: 接到通知当日停用并删除已收集的内容, en: "stopped the day we are told, and what was collected is deleted"}
    circumvents: false
`, from, to, 1)
}
