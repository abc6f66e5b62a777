package important

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 32¶4: before important data is shared, sold, entrusted or sent abroad, an
// assessment is made. Order 790 Art. 31 asks it before important data is provided,
// entrusted or processed jointly, unless a duty or function by law demands it; keeping it in a store of one's own abroad is not
// among these, so there the draft alone is cited.
//
// Our reading: one assessment that covers important data is enough for all of it.
// The assessment by which the state lets important data leave is another one;
// exportRouteTooLight asks for that.
var importantDataNotAssessed = rule.Rule{
	ID:    "important-data-not-assessed",
	Title: lang.Text{ZH: "对外提供重要数据前没有评估", EN: "important data handed on without an assessment"},
	Reason: lang.Text{
		ZH: "共享、交易、委托处理重要数据或者向境外提供之前，要先评估风险；可能危害国家安全、公共利益的，不得进行。",
		EN: "Before important data is shared, sold, entrusted or sent abroad, the risk is assessed; what may harm the state or the public is not done.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "32¶4"), law.Cite(law.Order790, "31")},
	Severity: rule.Breach,
	Bad:      handsOn("approved: 2026-02-01"),
	Good:     handsOn("approved: 2026-02-01") + assessed,
	Fix: lang.Text{
		ZH: "先做评估，在 assessments 写明并在 covers 列入 important-data",
		EN: "make the assessment first and list it under assessments with important-data among what it covers",
	},
	Concerns: rule.Important,
	NotChecked: lang.Text{
		ZH: "是为履行法定职责或者法定义务而提供的吗（现行条例不要求评估）？评估了规定的各项内容吗？有没有可能危害国家安全、公共利益？",
		EN: "Is it provided to carry out a duty or function by law, which the regulations in force except? Does the assessment answer all points that the articles list? May anything harm the state or the public?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		if slices.ContainsFunc(d.Assessments, func(a *declaration.Assessed) bool { return slices.Contains(a.Covers, "important-data") }) {
			return
		}
		abroad := storesAbroad(d)
		for _, i := range d.ImportantData {
			at := "important-data." + i.ID
			if len(i.Gives) > 0 {
				report(at+".gives", rule.Say("“%s”要共享、交易或委托处理，没有评估", "“%s” is shared, sold or entrusted without an assessment", i.What))
			} else if slices.ContainsFunc(i.In, func(s string) bool { return abroad[s] }) {
				report(at+".in", rule.Say("“%s”存放在境外，没有评估", "“%s” is kept abroad without an assessment", i.What), law.Cite(law.Draft, "32¶4"))
			}
		}
	},
}

// storesAbroad are the ids of the stores abroad.
func storesAbroad(d *declaration.Declaration) map[string]bool {
	abroad := map[string]bool{}
	for _, s := range d.Stores {
		abroad[s.ID] = s.Country != declaration.Home
	}
	return abroad
}

// handsOn is a processor that entrusts important data to a map maker in China,
// with these further lines on the data.
func handsOn(lines ...string) string {
	return important(append([]string{"gives: [mapper]"}, lines...)...) + `recipients:
  mapper:
    name: {zh: 某测绘公司, en: a map maker}
    role: entrusted
    contact: {mail: privacy@mapper.example}
    kept-for: 1y
    kept-at: {zh: 中国境内, en: in China}
    contract: {date: 2026-01-20, covers: [purpose, manner, scope, kinds, period, measures, duties, liability, return]}
    supervised: {zh: 每季度检查一次, en: checked each quarter}
    records: 5y
` + filed
}

// assessed is the assessment that handing on important data takes.
const assessed = `assessments:
  base-map:
    covers: [important-data, entrust]
    date: 2026-01-15
    lawful: {zh: 目的、方式合法、正当、必要, en: "purpose and manner are lawful, proper and necessary"}
    impact: {zh: 泄露可能暴露敏感区域的位置, en: a leak may show where sensitive sites are}
    measures: {zh: 只交付脱密后的数据，合同约束并每季度检查, en: "only declassified data is handed over, bound by contract and checked each quarter"}
    kept: 3y
`
