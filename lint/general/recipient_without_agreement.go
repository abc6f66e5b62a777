package general

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 21: who entrusts processing agrees on its purpose, period and manner, the
// kinds of information, the protective measures and the rights and duties of both.
// PIPL 20 and the second half of Order 790 Art. 12: joint processors agree on the
// rights and duties of each. Order 790 Art. 12: who gives or entrusts agrees, by
// contract or otherwise, on purpose, manner, scope and the duties of security.
// Art. 16 of the children's provisions: the agreement with whoever is entrusted with
// children's information has the responsibility, matters, period, nature and purpose.
// Draft 12(2): who gives personal information to a third party, or shares, trades
// or entrusts important data, agrees on purpose, scope, manner and measures, and
// on the responsibility for security.
//
// Our reading: an agreement is there when it covers anything or has a date; each
// term that an article names has to be among what it covers. The duties of Order
// 790 may stand as rights and duties or as responsibility for security. Nothing is
// asked for a recipient that is given nothing. Of Art. 16 purpose, period and
// responsibility show from the terms; it is cited for services made for children.
var recipientWithoutAgreement = rule.Rule{
	ID:    "recipient-without-agreement",
	Title: lang.Text{ZH: "与接收方的约定缺失或不全", EN: "no agreement with a recipient, or not the whole of it"},
	Reason: lang.Text{
		ZH: "把数据交给别人，要先约定好：委托处理约定目的、期限、方式、种类、保护措施和双方的权利义务；提供给别的处理者约定目的、方式、范围和安全义务；共同处理约定各自的权利义务。",
		EN: "Before data goes to somebody else, things are agreed: for entrusting, the purpose, period, manner, kinds, measures and the rights and duties of both sides; for giving, the purpose, manner, scope and duties of security; for joint processing, who has which rights and duties.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "12(2)"), law.Cite(law.Order790, "12"), law.Cite(law.PIPL, "20"), law.Cite(law.PIPL, "21"), law.Cite(law.Children, "16")},
	Severity: rule.Breach,
	Bad: entrusts(`
    supervised: {zh: 每年检查一次, en: checked once a year}
`),
	Good: entrusts(`
    contract: {covers: [purpose, manner, scope, kinds, period, measures, duties]}
    supervised: {zh: 每年检查一次, en: checked once a year}
`),
	Fix: lang.Text{
		ZH: "与接收方订立合同，写齐所缺内容，再记入该接收方的 contract.covers",
		EN: "conclude a contract with the recipient that has the missing terms, then list them under its contract.covers",
	},
	Concerns: rule.Gives,
	NotChecked: lang.Text{
		ZH: "合同约定得是否具体？实际交付的数据有没有超出约定？",
		EN: "Is the contract specific? Does what is really handed over stay within it?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, h := range handings(d) {
			missing := lacking(h)
			switch {
			case len(missing) == 0:
			case len(h.Contract.Covers) == 0 && h.Contract.Date == "":
				report(h.path("contract"), rule.Say("与接收方“%s”没有约定", "nothing was agreed with the recipient “%s”", h.Name), everyCite(missing)...)
			default:
				for _, l := range missing {
					report(h.path("contract.covers"), rule.Say("与接收方“%s”的约定没有写：%s", "the agreement with the recipient “%s” leaves out: %s",
						h.Name, among(l.terms)), l.cites...)
				}
			}
		}
	},
}

// A lack is terms that the same articles ask for.
type lack struct {
	terms []declaration.Term
	cites []law.Citation
}

// lacking returns the terms that an agreement with h lacks, by the articles that
// ask for them.
func lacking(h handing) []lack {
	var all []lack
	for _, term := range []declaration.Term{"purpose", "manner", "scope", "kinds", "period", "measures", "duties", "liability"} {
		by := wantedBy(h, term)
		if len(by) == 0 || slices.Contains(h.Contract.Covers, term) {
			continue
		}
		k := slices.IndexFunc(all, func(l lack) bool { return slices.Equal(l.cites, by) })
		if k < 0 {
			k, all = len(all), append(all, lack{cites: by})
		}
		all[k].terms = append(all[k].terms, term)
	}
	return all
}

// wantedBy returns the articles that want the term agreed with h.
func wantedBy(h handing, term declaration.Term) []law.Citation {
	in := func(terms ...declaration.Term) bool { return slices.Contains(terms, term) }
	return cites(
		given{law.Cite(law.Draft, "12(2)"), h.underDraft() && in("purpose", "manner", "scope", "measures", "liability")},
		given{law.Cite(law.Order790, "12"), h.underOrder() && in("purpose", "manner", "scope") || in(dutiesTerm(h))},
		given{law.Cite(law.PIPL, "20"), h.joint() && in("duties")},
		given{law.Cite(law.PIPL, "21"), h.entrusted() && in("purpose", "manner", "kinds", "period", "measures", "duties")},
		given{law.Cite(law.Children, "16"), h.entrusted() && h.children && (in("purpose", "period") || in(dutiesTerm(h)))},
	)
}

// dutiesTerm is the term under which Order 790 Art. 12 asks h for duties: rights
// and duties for joint processors; otherwise the duties of security, which the
// term that another article asks for as well may hold. It is "" where they are
// agreed already.
func dutiesTerm(h handing) declaration.Term {
	covers := func(t declaration.Term) bool { return slices.Contains(h.Contract.Covers, t) }
	switch {
	case h.Role != declaration.Joint && (covers("duties") || covers("liability")):
		return ""
	case h.Role == declaration.Joint || h.entrusted():
		return "duties"
	}
	return "liability"
}

func everyCite(all []lack) []law.Citation {
	var cs []law.Citation
	for _, l := range all {
		for _, c := range l.cites {
			if !slices.Contains(cs, c) {
				cs = append(cs, c)
			}
		}
	}
	return cs
}

// entrusts is a service that entrusts its mailing to somebody of whom it says
// this much more.
func entrusts(more string) string { return hands("entrusted", more) }

// hands is a service that hands what it mails to somebody in this role.
func hands(role, more string) string {
	return `
recipients:
  mailer:
    name: {zh: 邮件服务商, en: the mailer}
    role: ` + role + `
    contact: {mail: privacy@mailer.example}` + more + `services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    functions:
      letter:
        name: {zh: 简报, en: newsletter}
        uses:
          - item: email
            for: promote
            when: at-sign-up
            without: {zh: 收不到简报, en: no newsletter}
            kept: {in: main, for: 1y}
            gives: [mailer]
`
}
