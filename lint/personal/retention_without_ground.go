package personal

import (
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 47¶2: only where a period of keeping set by law or administrative regulation
// has not ended may what is to be deleted be kept, for storage and protection. Order
// 790 Art. 24 says the same of its cases.
//
// Our reading: drafts, standards, contracts and the processor's own rules are
// neither, whatever rank is written beside them. It goes by the words, which may
// mislead: an article that merely speaks of contracts is none. Names such as 办法 and
// 规定 are left alone, since the State Council has issued regulations under them.
var retentionWithoutGround = rule.Rule{
	ID:    "retention-without-ground",
	Title: lang.Text{ZH: "继续保存的依据不是法律、行政法规", EN: "what is kept on rests on no law or administrative regulation"},
	Reason: lang.Text{
		ZH: "该删除的，只有法律、行政法规规定的保存期限未满才能留下，而且只能存着、护着。征求意见稿、国家标准、合同和公司制度都不算。",
		EN: "What is to be deleted may stay only where a period set by law or administrative regulation has not ended, and then only stored and protected. Drafts, standards, contracts and company rules are no such ground.",
	},
	Cites:    []law.Citation{law.Cite(law.Order790, "24"), law.Cite(law.PIPL, "47¶2")},
	Severity: rule.Warning,
	Bad:      keptUnder("{zh: GB/T 35273-2020 第 6.1 条, en: GB/T 35273-2020 6.1}"),
	Good:     keptUnder("{zh: 电子商务法第三十一条, en: E-Commerce Law Art. 31}"),
	Fix: lang.Text{
		ZH: "写出规定了保存期限的法律、行政法规的条文；没有的，删去 keep，到期删除或匿名化",
		EN: "name the article of a law or administrative regulation that sets the period; where there is none, remove keep and delete or anonymise",
	},
	NotChecked: lang.Text{
		ZH: "写出的条文是否真的规定了这个期限，是否适用于你们（如只约束平台经营者），留下的列是否都在它要求之内？",
		EN: "Does the article really set this period, does it bind you (some bind platform operators only), and are all columns that stay within what it asks for?",
	},
	Concerns: func(d *declaration.Declaration) bool {
		for _, s := range d.Stores {
			for _, h := range s.Holds {
				if !h.Keep.IsZero() {
					return true
				}
			}
		}
		return false
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range d.Stores {
			for _, h := range s.Holds {
				if noGround(h.Keep.Under) {
					report(h.Keep.Place.Path+".under", rule.Say("“%s”依“%s”继续保存，它不像法律、行政法规", "%s is kept on under %s, which does not look like a law or administrative regulation", rule.Plain(h.ID), h.Keep.Under))
				}
			}
		}
	},
}

// noGround reports whether the name of a ground is that of something that cannot be
// one.
func noGround(under lang.Text) bool {
	words := strings.ToLower(under.ZH + "\n" + under.EN)
	for _, w := range []string{"征求意见", "草案", "gb/t", "gb ", "国家标准", "行业标准", "推荐性标准", "合同", "用户协议", "隐私政策", "公司制度", "内部制度", "draft", "standard", "contract", "agreement", "policy"} {
		if strings.Contains(words, w) && !(w == "合同" && strings.Contains(words, "合同法")) {
			return true
		}
	}
	return false
}

// keptUnder is a table of orders of which a part is kept on under a ground: what law
// wants of a transaction, from its completion, and not the address that goes with it.
func keptUnder(under string) string {
	return `
stores:
  main:
    engine: mysql
    protects: [backup, encryption, access-control, authentication]
    risks: {zh: 账号被盗用时可能泄露, en: may leak if an account is taken over}
    holds:
      orders:
        found: [{in: account_id, by: person}]
        then: anonymise
        keep: {under: ` + under + `, rank: law, for: 3y, from: completed_at}
        fields: {order_no: {item: order-history, kept: true}, mail: {item: email}}
`
}
