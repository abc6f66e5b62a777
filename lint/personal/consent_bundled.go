package personal

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 21(6): different services are not bundled, nor consent asked in batches,
// to get people to agree in bulk. Order 790 dropped it; the standard on notice and
// consent asks for consent by business function.
//
// Our reading: uses of one function for one purpose are one choice, and one act
// may agree to them; a group that holds more is a batch. Members that need
// separate consent are reported by the rules on that, under the articles that
// say so, and what is left of the group is judged here. Uses that say together
// without naming a group are taken as one group of their service.
var consentBundled = rule.Rule{
	ID:    "consent-bundled",
	Title: lang.Text{ZH: "把不同的同意捆在一起", EN: "different consents in one bundle"},
	Reason: lang.Text{
		ZH: "不同的服务、功能和目的，要分开征求。捆成一批，人们只能全要或者全不要。",
		EN: "Different services, functions and purposes are asked apart. In a batch, people can only take all or nothing.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "21(6)"), law.Cite(law.GBT42574, "")},
	Severity: rule.Breach,
	Bad: twoUses + `    asks:
      together:
        - [shop/letter/email/promote, shop/survey/email/research]
`,
	Good: twoUses,
	Fix: lang.Text{
		ZH: "按功能和目的分开征求：拆开 together，或去掉 asks、asked，由 Volens 征求",
		EN: "ask by function and purpose: take the group apart, or drop asks and asked and let Volens ask",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		asked := rule.Groups(d)
		for _, s := range batches(d, asked) {
			if what := choices(s.Uses); len(what) > 1 {
				report(s.Path, rule.Say("一次同意管到 %s 件事：%s", "one consent covers %s things: %s", rule.Plain(len(what)), listed(what)))
			}
		}
	},
}

// batches gathers the uses by consent that one act agrees to and that need no
// separate consent.
func batches(d *declaration.Declaration, asked rule.Asker) []rule.Spot {
	first := map[string]string{} // service to the path of its first use asked among others
	return rule.Spots(d, func(u *declaration.Use) string {
		if !u.ByConsent() || rule.Ground(u) != "" {
			return ""
		}
		switch asked.How(u) {
		case rule.AskedGrouped:
			return asked.Path(u)
		case rule.AskedAmong:
			if first[u.Service.ID] == "" {
				first[u.Service.ID] = asked.Path(u)
			}
			return first[u.Service.ID]
		}
		return ""
	})
}

// choices returns what the uses are for, function by function and purpose by
// purpose, each once.
func choices(uses []*declaration.Use) []lang.Text {
	var all []lang.Text
	seen := map[[3]string]bool{}
	for _, u := range uses {
		key := [3]string{u.Service.ID, u.Function.ID, u.Purpose.ID}
		if !seen[key] {
			seen[key] = true
			all = append(all, rule.Say("“%s”的%s", "%s: %s", u.Function.Name, u.Purpose.Is))
		}
	}
	return slices.Clip(all)
}

func listed(texts []lang.Text) lang.Text {
	var zh, en []string
	for _, t := range texts {
		zh, en = append(zh, t.In(lang.ZH)), append(en, t.In(lang.EN))
	}
	return lang.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, "; ")}
}

// twoUses is a service that uses an item in two functions.
const twoUses = `
services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    functions:
      letter:
        name: {zh: 简报, en: newsletter}
        uses:
          - {item: email, for: promote, when: at-sign-up, without: {zh: 收不到简报, en: no newsletter}, kept: {in: main, for: 1y}}
      survey:
        name: {zh: 问卷, en: survey}
        uses:
          - {item: email, for: research, when: on-request, without: {zh: 不参加问卷, en: no survey}, kept: {in: main, for: 90d}}
`
