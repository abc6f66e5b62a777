package border

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 41, Data Security Law 36 and draft 39¶2: nothing that is stored in China
// goes to a foreign court or law enforcement body without the approval of the
// competent authority. The latter two bind persons and organisations in China.
//
// Our reading: the day of the approval shows that there is one. A processor abroad is
// no organisation in China. What lies in a
// store abroad is not stored in China.
var foreignCourtWithoutApproval = rule.Rule{
	ID:    "foreign-court-without-approval",
	Title: lang.Text{ZH: "未经批准向外国司法、执法机构提供数据", EN: "data for a foreign court or law enforcement without approval"},
	Reason: lang.Text{
		ZH: "存储在境内的数据，未经主管机关批准，不得提供给外国司法或者执法机构。",
		EN: "Nothing that is stored in China goes to a foreign court or law enforcement body without the approval of the competent authority.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "39¶2"), law.Cite(law.DSL, "36"), law.Cite(law.PIPL, "41")},
	Severity: rule.Breach,
	Bad:      answersCourt(""),
	Good:     answersCourt("    approved: 2026-02-01\n"),
	Fix: lang.Text{
		ZH: "先报主管机关批准，在 approved 写明日期；未获批准不得提供",
		EN: "get the approval of the competent authority first and give the day under approved; without it, hand over nothing",
	},
	Concerns: rule.Abroad,
	NotChecked: lang.Text{
		ZH: "其他接收方里有没有外国司法、执法机构？提供有没有超出批准的范围？",
		EN: "Is any other recipient a foreign court or law enforcement body? Does what is handed over stay within the approval?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, r := range d.Recipients {
			if !r.Authority || r.Approved != "" {
				continue
			}
			personal := rule.Any(d, func(u *declaration.Use) bool {
				return slices.Contains(u.Gives, r) && (u.Store == nil || u.Store.Country == declaration.Home)
			})
			var cites []law.Citation
			if d.Processor.Country == declaration.Home && (personal || importantTo(d, r)) {
				cites = append(cites, law.Cite(law.Draft, "39¶2"), law.Cite(law.DSL, "36"))
			}
			if personal {
				cites = append(cites, law.Cite(law.PIPL, "41"))
			}
			if len(cites) > 0 {
				report("recipients."+r.ID+".approved", rule.Say("数据要提供给外国司法或执法机构“%s”，没有写明主管机关何时批准", "data goes to the foreign court or law enforcement body “%s”, and no day of approval is stated", r.Name), cites...)
			}
		}
	},
}

// importantTo reports whether r is given important data that lies in China, as far as
// is said.
func importantTo(d *declaration.Declaration, r *declaration.Recipient) bool {
	here := func(id string) bool {
		return slices.ContainsFunc(d.Stores, func(s *declaration.Store) bool { return s.ID == id && s.Country == declaration.Home })
	}
	return slices.ContainsFunc(d.ImportantData, func(i *declaration.ImportantData) bool {
		return slices.Contains(i.Gives, r.ID) && (len(i.In) == 0 || slices.ContainsFunc(i.In, here))
	})
}

// answersCourt is a service that gives an address to a court abroad, with these
// further lines on it.
func answersCourt(more string) string {
	return `
recipients:
  court:
    name: {zh: 某国法院, en: a court abroad}
    role: third-party
    country: SG
    foreign-authority: true
` + more + `    contact: {address: {zh: 新加坡某路 1 号, en: "1 Some Road, Singapore"}}
    kept-for: 1y
    kept-at: {zh: 新加坡, en: Singapore}
    contract: {date: 2026-01-05, covers: [purpose, manner, scope, kinds, period, measures, duties, liability, return]}
    supervised: {zh: 按批准的范围交付并留存回执, en: "handed over within the approval, against a receipt"}
    records: 5y
    export: {route: legal-duty, rights: {zh: 由我们代为转交请求, en: we pass requests on}}
assessments:
  abroad:
    covers: [export, provide]
    date: 2026-01-03
    lawful: {zh: 目的、方式合法、正当、必要, en: "purpose and manner are lawful, proper and necessary"}
    impact: {zh: 可能影响当事人的诉讼, en: it may bear on the person's case}
    measures: {zh: 加密交付, en: handed over encrypted}
    kept: 3y
services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    functions:
      order:
        name: {zh: 海外诉讼, en: cases abroad}
        uses:
          - item: recipient-address
            for: deliver
            basis: contract
            necessary: true
            when: each-order
            kept: {in: main, for: 1y}
            gives: [court]
`
}
