package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 20¶2(6): the rules that people read say what security risks their
// information is exposed to and how it is protected. Order 790 dropped it.
//
// Our reading: each store that personal information is kept in names its risks.
// The measures are the business of store-without-measures. The article is about
// the rules as a whole and binds whatever the legal basis.
var storeWithoutRisks = rule.Rule{
	ID:    "store-without-risks",
	Title: lang.Text{ZH: "没有告知安全风险", EN: "security risks are not told"},
	Reason: lang.Text{
		ZH: "征求意见稿要求处理规则说明个人信息面临的安全风险和保护措施，让人知道把信息交出去意味着什么。",
		EN: "The draft asks that the rules that people read state the security risks of their information and how it is protected, so that they know what handing it over means.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "20¶2(6)")},
	Severity: rule.Breach,
	Bad: `
stores:
  main:
    engine: mysql
    protects: [backup, encryption, access-control, authentication]
`,
	Good: `
stores:
  main:
    engine: mysql
    protects: [backup, encryption, access-control, authentication]
    risks: {zh: 账号被盗用时可能泄露, en: may leak if an account is taken over}
`,
	Fix: lang.Text{
		ZH: "用一两句大白话写明该存储的风险（risks），中英文各一句",
		EN: "state the risks of the store under risks, in a plain sentence or two, in both languages",
	},
	NotChecked: lang.Text{
		ZH: "写出来的风险是否就是真实的风险？",
		EN: "Are the stated risks the real ones?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range d.Stores {
			if s.Risks.IsZero() && s.HoldsPersonal() {
				report("stores."+s.ID+".risks", rule.Say("存储“%s”存有个人信息，没有写明安全风险", "store %s holds personal information, and its risks are not stated", rule.Plain(s.ID)))
			}
		}
	},
}
