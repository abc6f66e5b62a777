package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 23: whoever gives personal information to another processor tells the
// person its name and contact, the purpose, manner and kinds, and gets separate
// consent. The draft and Order 790 ask for information on the recipient without
// naming its contact, so they are not cited.
//
// Our reading: telling binds whatever the basis is; only the consent, which
// third-party-not-separate judges, falls away with another basis. Any one of mail,
// telephone, web page and postal address will do. Entrusted and joint processors
// are not meant: PIPL 20 and 21 speak of what the parties agree among themselves,
// and the recipients' information of Order 790 Art. 21¶2 is given with the name, which
// every declared recipient has. Nor is a recipient that is given nothing. One abroad
// is left to export-untold.
var recipientWithoutContact = rule.Rule{
	ID:    "recipient-without-contact",
	Title: lang.Text{ZH: "没有写明接收方的联系方式", EN: "a recipient cannot be reached"},
	Reason: lang.Text{
		ZH: "把个人信息提供给别的处理者，要告知对方的名称和联系方式，人们才能直接找对方行使权利。",
		EN: "Whoever is given personal information has to be named together with a contact, so that people can turn to them with their rights.",
	},
	Cites:    []law.Citation{law.Cite(law.PIPL, "23")},
	Severity: rule.Breach,
	Bad:      givesTo(""),
	Good:     givesTo("{mail: privacy@courier.example}"),
	Fix: lang.Text{
		ZH: "在该接收方的 contact 至少写明邮箱、电话、网页、地址之一",
		EN: "give at least one of mail, phone, url and address under the recipient's contact",
	},
	Concerns: rule.Gives,
	NotChecked: lang.Text{
		ZH: "按这个联系方式真能找到接收方吗？",
		EN: "Does the contact really reach the recipient?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, r := range d.Recipients {
			if r.Country != declaration.Home && !r.Authority {
				continue // export-untold asks for it, by more articles
			}
			if rule.Unreachable(r.Contact) && rule.Any(d, func(u *declaration.Use) bool { return u.Recipient == r }) {
				report("recipients."+r.ID+".contact", rule.Say("没有写明接收方“%s”的联系方式", "no way to reach the recipient “%s” is given", r.Name))
			}
		}
	},
}

// givesTo is a service that gives an address to a courier with this contact, if
// any.
func givesTo(contact string) string {
	if contact != "" {
		contact = "    contact: " + contact + "\n"
	}
	return `
recipients:
  courier:
    name: {zh: 快递公司, en: the courier}
    role: third-party
    manner: {zh: 通过接口提供，对方用来派送, en: over an interface; it delivers with it}
    kept-for: 1y
    kept-at: {zh: 杭州, en: Hangzhou}
    contract: {covers: [purpose, manner, scope, measures, liability]}
    supervised: {zh: 每年检查一次, en: checked once a year}
` + contact + `services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    functions:
      order:
        name: {zh: 下单, en: ordering}
        uses:
          - item: recipient-address
            for: deliver
            basis: contract
            necessary: true
            when: each-order
            kept: {in: main, for: 1y}
            gives: [courier]
`
}
