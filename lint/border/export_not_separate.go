package border

import (
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 36 and PIPL 39: sending personal information abroad takes separate consent
// after telling who receives it. Draft 36 asks for no second consent where a
// separate one at collection covered it.
//
// Our reading: a use whose information goes abroad is asked alone. The articles
// bind processing that rests on consent. What else the law asks of exports has rules
// of its own.
var exportNotSeparate = rule.Rule{
	ID:    "export-not-separate",
	Title: lang.Text{ZH: "出境未取得单独同意", EN: "sent abroad without separate consent"},
	Reason: lang.Text{
		ZH: "把个人信息提供到境外，要告知接收方的名称、联系方式、目的、方式、种类和如何行权，并单独征求同意。",
		EN: "Sending information abroad takes a consent for just that, after saying who receives it, how to reach them, why, how, what, and how to use one's rights there.",
	},
	Cites:    exportCites,
	Severity: rule.Breach,
	Bad:      exports("{route: below-threshold, people: 12000}", "together"),
	Good:     exports("{route: below-threshold, people: 12000}", "alone"),
	Fix: lang.Text{
		ZH: "把“提供到境外”单列一步征求同意；或者改用境内的接收方、存储",
		EN: "ask for sending it abroad on a step of its own; or use a recipient and a store in China",
	},
	Concerns: rule.Abroad,
	NotChecked: lang.Text{
		ZH: "告知个人的接收方、目的、方式、种类，与实际出境的一致吗？",
		EN: "Is what people are told of the recipient, purpose, manner and kinds what really leaves?",
	},
	Check: rule.NotSeparate(rule.On(declaration.SeparateExport),
		lang.Text{ZH: "要提供到境外", EN: "this goes abroad"}, exportCites),
}

var exportCites = []law.Citation{
	law.Cite(law.Draft, "36"), law.Cite(law.Draft, "73(8)"), law.Cite(law.PIPL, "39"),
}

// exports is a service that keeps an item abroad by this route and asks for it in
// this way; empty for what is not said.
func exports(route, asked string) string {
	use := rule.Newsletter("{in: overseas, for: 1y}", "at-sign-up", "{zh: 收不到简报, en: no newsletter}")
	if asked != "" {
		use += "            asked: " + asked + "\n"
	}
	if route != "" {
		route = "    export: " + route + "\n"
	}
	return `
stores:
  overseas:
    engine: s3
    country: SG
` + route + `    protects: [backup, encryption, access-control, authentication]
    risks: {zh: 账号被盗用时可能泄露, en: may leak if an account is taken over}
assessments:
  abroad:
    covers: [export]
    date: 2026-01-03
    lawful: {zh: 目的、方式合法、正当、必要, en: "purpose and manner are lawful, proper and necessary"}
    impact: {zh: 泄露可能招来骚扰, en: a leak may bring unwanted contact}
    measures: {zh: 加密存储，专人管理, en: "encrypted, and in the hands of few"}
    kept: 3y
` + strings.TrimLeft(use, "\n")
}
