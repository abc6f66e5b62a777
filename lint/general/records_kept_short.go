package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Order 790 Art. 12: records of giving and entrusting personal information and
// important data are kept for at least three years. Draft 12(3): where personal
// information is given to a third party, or important data shared, traded or
// entrusted, the records and logs of it are kept for at least five. Draft 39¶1: logs of
// what is sent abroad, and approvals of it, are kept for at least three.
//
// Our reading: articles of the same period are one finding, others each one of their
// own. The records of giving to a recipient abroad are the logs of export. A
// period is short only if it surely is: one that hangs on an account is left to
// people, as is one that is not stated, for neither article asks to state it.
var recordsKeptShort = rule.Rule{
	ID:    "records-kept-short",
	Title: lang.Text{ZH: "提供、委托处理的记录保存太短", EN: "records of giving or entrusting are kept too short"},
	Reason: lang.Text{
		ZH: "提供、委托处理个人信息和重要数据的记录，至少保存三年；征求意见稿对提供给第三方和重要数据要求五年，对数据出境的日志要求三年。",
		EN: "Records of giving or entrusting personal information and important data are kept for at least three years; the draft asks for five where a third party or important data is involved, and for three of logs of export.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "12(3)"), law.Cite(law.Draft, "39¶1"), law.Cite(law.Order790, "12")},
	Severity: rule.Breach,
	Bad: entrusts(`
    contract: {covers: [purpose, manner, scope, kinds, period, measures, duties]}
    supervised: {zh: 每年检查一次, en: checked once a year}
    records: 2y
`),
	Good: entrusts(`
    contract: {covers: [purpose, manner, scope, kinds, period, measures, duties]}
    supervised: {zh: 每年检查一次, en: checked once a year}
    records: 3y
`),
	Fix: lang.Text{
		ZH: "把该接收方的 records 延长到所要求的年数，并确实保存；记录里不必留有个人信息的内容",
		EN: "lengthen records of the recipient to the years that are asked for, and really keep them; the records need not hold the information itself",
	},
	Concerns: rule.Gives,
	NotChecked: lang.Text{
		ZH: "没有写明 records 的，提供、委托处理的记录是否保存满三年？按账号或目的计算的，最短会是多久？",
		EN: "Where records says nothing, are the records of giving and entrusting kept for three years? Where it hangs on an account or purpose, how short can it be?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, h := range handings(d) {
			short := map[declaration.Period][]law.Citation{}
			var lengths []declaration.Period
			for _, least := range []struct {
				parameter string
				holds     bool
			}{
				{"provision-records-draft", h.underDraft()},
				{"provision-records", h.underOrder()},
				{"export-records-draft", h.Country != declaration.Home},
			} {
				p := law.Param(least.parameter)
				years := rule.PeriodOf(p)
				if !least.holds || !rule.Shorter(h.Records, years) {
					continue
				}
				if short[years] == nil {
					lengths = append(lengths, years)
				}
				short[years] = append(short[years], p.Cite)
			}
			for _, years := range lengths {
				report(h.path("records"), rule.Say("提供给“%s”的记录保存期限：%s；至少应为 %s", "how long records of what “%s” is given are kept: %s; the least is %s",
					h.Name, h.Records.Text(), years.Text()), short[years]...)
			}
		}
	},
}
