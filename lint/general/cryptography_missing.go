package general

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 9: important and core data are protected with cryptography. Order 790
// dropped it. The Cybersecurity Law, 23(4), asks to encrypt important data, which
// store-without-measures reports.
//
// Our reading: cryptography is more than encryption at rest; it is what the law on
// cryptography calls so, and the store names it as such.
var cryptographyMissing = rule.Rule{
	ID:    "cryptography-missing",
	Title: lang.Text{ZH: "重要数据没有密码保护", EN: "important data without cryptography"},
	Reason: lang.Text{
		ZH: "征求意见稿要求用密码保护重要数据和核心数据。正式条例没有保留这一句。",
		EN: "The draft asks that important and core data is protected with cryptography. The regulations as made did not keep this.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "9")},
	Severity: rule.Breach,
	Bad: important(`
    data: core
    mlps: 3
    protects: [backup, encryption, access-control, authentication]   # 没有密码保护 / no cryptography
`),
	Good: important(`
    data: core
    mlps: 3
    protects: [backup, encryption, access-control, authentication, cryptography]
`),
	Fix: lang.Text{
		ZH: "采用合规的密码产品和算法保护，再把 cryptography 写进该存储的 protects",
		EN: "protect the store with approved cryptographic products and algorithms, then list cryptography under its protects",
	},
	Concerns: rule.Important,
	NotChecked: lang.Text{
		ZH: "所用密码产品、算法是否合规？是否做过密码应用安全性评估？",
		EN: "Are the products and algorithms approved? Was the use of cryptography assessed?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range d.Stores {
			if g := d.Grade(s); g.Level != declaration.General && !slices.Contains(s.Protects, "cryptography") {
				report("stores."+s.ID+".protects", rule.Say("存储“%s”存有%s，没有密码保护", "store %s holds %s without cryptography",
					rule.Plain(s.ID), g.Level.Text()))
			}
		}
	},
}
