package border

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 36 and PIPL 39: who sends personal information abroad tells people the
// recipient's name and contact, purpose, manner and kinds, and how to use their
// rights against it. Of a third party PIPL 23 asks for the contact as well.
//
// Our reading: telling binds whatever the basis is; only the consent falls away
// with another one. Name, purpose, manner and kinds are declared anyway or have
// rules of their own, so what can be missing are the contact and the way to one's
// rights. The vendor abroad of a component is a recipient; a store is not, since
// whoever runs it for the processor is declared as one.
var exportUntold = rule.Rule{
	ID:    "export-untold",
	Title: lang.Text{ZH: "没有告知境外接收方的联系方式或行权方式", EN: "people cannot reach the recipient abroad or use their rights there"},
	Reason: lang.Text{
		ZH: "个人信息提供到境外，要告知接收方的联系方式，以及个人怎样向它行使权利。人在境内，不告知就无从找起。",
		EN: "Whoever sends personal information abroad tells people how to reach the recipient and how to use their rights against it. From China nobody would find that out alone.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "36"), law.Cite(law.PIPL, "23"), law.Cite(law.PIPL, "39")},
	Severity: rule.Breach,
	Bad:      sends("{route: contract-need}"),
	Good:     sends("{route: contract-need, rights: {zh: 给接收方写邮件即可，中文也行, en: write to the recipient; Chinese will do}}"),
	Fix: lang.Text{
		ZH: "在 contact 写明境外接收方的联系方式，在 export.rights 写明如何向它行使权利",
		EN: "give the recipient's contact under contact and the way to use one's rights against it under export.rights",
	},
	Concerns: rule.Abroad,
	NotChecked: lang.Text{
		ZH: "按写明的方式，真能向境外接收方行使权利吗？",
		EN: "Does the stated way really lead to one's rights against the recipient?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, to := range destinations(d) {
			if to.contact == nil || !to.personal {
				continue
			}
			cites := []law.Citation{law.Cite(law.Draft, "36"), law.Cite(law.PIPL, "39")}
			if to.export.Rights.IsZero() {
				report(to.path+".export.rights", rule.Say("没有写明如何向境外的“%s”行使权利", "nothing says how to use one's rights against “%s” abroad", to.name), cites...)
			}
			if rule.Unreachable(*to.contact) {
				if to.third {
					cites = append(cites, law.Cite(law.PIPL, "23"))
				}
				report(to.path+".contact", rule.Say("没有写明境外的“%s”的联系方式", "no way to reach “%s” abroad is given", to.name), cites...)
			}
		}
	},
}

// sends is a service that gives an address to a carrier in Singapore by this
// route.
func sends(export string) string {
	return `
recipients:
  carrier:
    name: {zh: 新加坡承运商, en: a carrier in Singapore}
    role: third-party
    manner: {zh: 通过接口提供，对方用来运输, en: over an interface; it carries the goods with it}
    country: SG
    contact: {mail: privacy@carrier.example}
    kept-for: 1y
    kept-at: {zh: 新加坡, en: Singapore}
    contract: {date: 2026-01-05, covers: [purpose, manner, scope, kinds, period, measures, duties, liability, return]}
    supervised: {zh: 每半年检查一次, en: checked twice a year}
    records: 5y
    export: ` + export + `
assessments:
  abroad:
    covers: [export, provide]
    date: 2026-01-03
    lawful: {zh: 目的、方式合法、正当、必要, en: "purpose and manner are lawful, proper and necessary"}
    impact: {zh: 泄露可能招来骚扰, en: a leak may bring unwanted contact}
    measures: {zh: 加密传输，合同约束, en: "encrypted in transit, bound by contract"}
    kept: 3y
services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    functions:
      order:
        name: {zh: 海外下单, en: ordering from abroad}
        uses:
          - item: recipient-address
            for: deliver
            basis: contract
            necessary: true
            when: each-order
            kept: {in: main, for: 1y}
            gives: [carrier]
`
}
