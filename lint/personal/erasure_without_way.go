package personal

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 47¶1: in five cases the processor deletes on its own, and on request where it
// did not. Order 790 Art. 24: personal information is deleted or anonymised where an
// account is closed and where it was gathered unavoidably. Draft 22: within 15
// working days.
//
// Our reading: none of them asks that a declaration say where people are in a store.
// Whoever says it of one store, though, means to erase by it, and would leave behind
// what lies in a store of which nothing is said. A declaration that says it of none
// is not judged: its processor erases in another way. A store without an engine of
// ours and without an endpoint is seen to by people and has nothing to say.
var erasureWithoutWay = rule.Rule{
	ID:    "erasure-without-way",
	Title: lang.Text{ZH: "没有写明怎样删除", EN: "how it would be erased is not stated"},
	Reason: lang.Text{
		ZH: "该删除的要真的删掉，一处也不能漏。有的存储写明了人在哪些表里，有的没有写，删除就会停在写明的那几处。",
		EN: "What is to be deleted has to be gone everywhere. Where some stores say which tables people are in and others say nothing, erasing stops at those that do.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "22"), law.Cite(law.Order790, "24"), law.Cite(law.PIPL, "47¶1")},
	Severity: rule.Warning,
	Bad:      twoStores(""),
	Good: twoStores(`
    holds: {"letters:{person}": {fields: {value: {item: email}}}}`),
	Fix: lang.Text{
		ZH: "在 holds 下写明人在哪些表、键、对象里，怎样找到；由人办理的，把 engine 写成 other",
		EN: "say under holds which tables, keys or objects people are in and how they are found; write engine: other where people see to it",
	},
	NotChecked: lang.Text{
		ZH: "写明的表、键、对象是否就是全部？备份、日志、搜索索引和给了别人的呢？",
		EN: "Are the tables, keys and objects that are stated all there are? What of backups, logs, search indexes and what was given to others?",
	},
	Concerns: holdsSaid,
	Check: func(d *declaration.Declaration, report rule.Report) {
		if !holdsSaid(d) {
			return
		}
		for _, s := range d.Stores {
			if s.HoldsPersonal() && len(s.Holds) == 0 && s.Engine != "other" {
				report("stores."+s.ID+".holds", rule.Say("存储“%s”存有个人信息，没有写明人在哪里、怎样删除", "store %s holds personal information, and where people are in it and how they are erased is not stated", rule.Plain(s.ID)))
			}
		}
	},
}

// holdsSaid reports whether any store says where people are in it.
func holdsSaid(d *declaration.Declaration) bool {
	return slices.ContainsFunc(d.Stores, func(s *declaration.Store) bool { return len(s.Holds) > 0 })
}

// twoStores are a store that says where people are, and one with this to say.
func twoStores(holds string) string {
	return `
services:
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
            kept: {in: main, for: 1y}
            when: at-sign-up
            without: {zh: 收不到简报, en: no newsletter}
          - item: email
            for: notify
            kept: {in: cache, for: 1d}
            when: at-sign-up
            without: {zh: 收不到通知, en: no notices}
stores:
  main:
    engine: mysql
    protects: [backup, encryption, access-control, authentication]
    risks: {zh: 账号被盗用时可能泄露, en: may leak if an account is taken over}
    holds: {readers: {found: [{in: id, by: person}], fields: {mail: {item: email}}}}
  cache:
    engine: redis
    protects: [backup, encryption, access-control, authentication]
    risks: {zh: 账号被盗用时可能泄露, en: may leak if an account is taken over}` + holds + "\n"
}
