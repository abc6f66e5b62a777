package general

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 19 and draft 19(2): information is kept for the shortest time that the
// purpose needs, the latter where processing rests on consent. Order 790 Art.
// 22(4): processing by consent does not go beyond the period consented to. PIPL
// 47: what has reached the end of its period is deleted without being asked. Draft
// 22(2): it is deleted or anonymised within 15 working days of that end. Art. 12 of
// the children's provisions: what is collected from children is stored no longer than
// its purpose needs.
//
// Our reading: what people were told is the period that the uses state. A store
// that keeps longer than the longest of them keeps all of it too long. Draft 22(2)
// is broken only beyond the working days that it leaves. Where one of the periods
// depends on the person, such as account, nothing can be compared and it is a
// question for people. Art. 12 is cited where a service made for children is among
// those that keep anything there.
var storeKeepsLonger = rule.Rule{
	ID:    "store-keeps-longer",
	Title: lang.Text{ZH: "实际保留比告知的期限长", EN: "kept longer than people are told"},
	Reason: lang.Text{
		ZH: "个人信息只保存实现目的所必要的最短时间，期限一到就要删除或匿名化。存储实际留得更久，告知的期限就是空话。",
		EN: "Information is kept for the shortest time its purpose needs, and deleted or anonymised when the period ends. Where the store keeps it longer, the period that people were told is void.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "19(2)"), law.Cite(law.Draft, "22(2)"), law.Cite(law.Order790, "22(4)"),
		law.Cite(law.PIPL, "19"), law.Cite(law.PIPL, "47¶1"), law.Cite(law.Children, "12"),
	},
	Severity: rule.Breach,
	Bad:      keeps("2y"),
	Good:     keeps("1y"),
	Fix: lang.Text{
		ZH: "到期就从存储中删除或匿名化，再改 keeps；确需更久的，如实改各使用的 kept.for 并重新告知、征求同意",
		EN: "delete or anonymise in the store when the period ends, then change keeps; where longer is really needed, say so under kept.for of the uses, and tell and ask people anew",
	},
	NotChecked: lang.Text{
		ZH: "按账号、目的计算的期限到了，存储里的信息是否真的删除？备份多久才覆盖？",
		EN: "Where a period hangs on the account or the purpose, is the information really deleted when it ends? How long do backups keep it?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range d.Stores {
			uses := keptTooLong(d, s)
			if len(uses) == 0 {
				continue
			}
			consent, late, children := false, false, false
			for _, u := range uses {
				consent = consent || u.ByConsent()
				late = late || beyondErasure(s.Keeps, u.Kept.For)
				children = children || rule.ForChildren(u.Service)
			}
			report("stores."+s.ID+".keeps", rule.Say("存储“%s”实际保留：%s；告知的期限：%s", "store %s really keeps: %s; people are told: %s",
				rule.Plain(s.ID), s.Keeps.Text(), namesAndPeriods(uses)),
				cites(
					given{law.Cite(law.Draft, "19(2)"), consent}, given{law.Cite(law.Draft, "22(2)"), late},
					given{law.Cite(law.Order790, "22(4)"), consent},
					given{law.Cite(law.PIPL, "19"), true}, given{law.Cite(law.PIPL, "47¶1"), true},
					given{law.Cite(law.Children, "12"), children},
				)...)
		}
	},
}

// keptTooLong returns the uses kept in s if all of their periods are surely
// shorter than what s keeps, and none otherwise.
func keptTooLong(d *declaration.Declaration, s *declaration.Store) []*declaration.Use {
	var uses []*declaration.Use
	for u := range d.All() {
		if u.Store != s || u.Recipient != nil {
			continue
		}
		if !rule.Shorter(u.Kept.For, s.Keeps) {
			return nil
		}
		uses = append(uses, u)
	}
	return uses
}

// beyondErasure reports whether keeps surely goes beyond the period and the
// working days that draft 22 leaves for deletion.
func beyondErasure(keeps, period declaration.Period) bool {
	_, end, _ := rule.Hours(period)
	_, grace, _ := rule.Hours(rule.PeriodOf(law.Param("erasure-draft")))
	least, _, ok := rule.Hours(keeps)
	return ok && least > end+grace
}

// namesAndPeriods lists the uses with the period of each, an item and period once.
func namesAndPeriods(uses []*declaration.Use) lang.Text {
	var all lang.Text
	seen := map[string]bool{}
	for _, u := range uses {
		one := rule.Say("%s（%s）", "%s (%s)", rule.Names([]*declaration.Use{u}), u.Kept.For.Text())
		if seen[one.ZH] {
			continue
		}
		seen[one.ZH] = true
		if all.ZH != "" {
			all.ZH, all.EN = all.ZH+"、", all.EN+", "
		}
		all.ZH, all.EN = all.ZH+one.ZH, all.EN+one.EN
	}
	return all
}

// keeps is a store that keeps this long what a use keeps for a year.
func keeps(period string) string {
	return `
stores:
  main:
    engine: mysql
    keeps: ` + period + `
    protects: [backup, encryption, access-control, authentication]
    risks: {zh: 账号被盗用时可能泄露, en: may leak if an account is taken over}
`
}
