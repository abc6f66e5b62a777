package general

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 9, Order 790 Art. 9 and PIPL 51 ask every processor for technical
// protection. The first two name backup, encryption and access control; PIPL 51
// names encryption or de-identification, and who may handle what, but not backup.
//
// Our reading: each store that personal information is kept in has all three.
// The articles bind whatever the legal basis. Whether a measure is good enough,
// and the graded protection that the articles also ask for, is for people.
var storeWithoutMeasures = rule.Rule{
	ID:    "store-without-measures",
	Title: lang.Text{ZH: "存储缺少基本保护措施", EN: "store without basic protection"},
	Reason: lang.Text{
		ZH: "处理者要用备份、加密、访问控制等措施保护数据。缺了哪一项，声明里都看得出来：存有个人信息的存储，三项都要写明。",
		EN: "Processors protect data by backup, encryption, access control and the like. A store that holds personal information has to name all three.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "9"), law.Cite(law.Order790, "9"), law.Cite(law.PIPL, "51")},
	Severity: rule.Breach,
	Bad: `
stores:
  main:
    engine: mysql
    protects: [access-control]   # 没有备份和加密 / neither backup nor encryption
    risks: {zh: 账号被盗用时可能泄露, en: may leak if an account is taken over}
`,
	Good: `
stores:
  main:
    engine: mysql
    protects: [backup, encryption, access-control]
    risks: {zh: 账号被盗用时可能泄露, en: may leak if an account is taken over}
`,
	Fix: lang.Text{
		ZH: "落实缺少的措施，再写进该存储的 protects",
		EN: "put the missing measures in place, then list them under protects of the store",
	},
	NotChecked: lang.Text{
		ZH: "这些措施是否有效？网络安全等级保护是否做到位？",
		EN: "Do the measures work? Is graded protection (MLPS) in place?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range d.Stores {
			missing := missingMeasures(s)
			if len(missing) == 0 || !rule.Holds(d, s) {
				continue
			}
			cites := []law.Citation{law.Cite(law.Draft, "9"), law.Cite(law.Order790, "9")}
			if missing[0] != "backup" || len(missing) > 1 {
				cites = append(cites, law.Cite(law.PIPL, "51"))
			}
			report("stores."+s.ID+".protects", rule.Say("存储“%s”存有个人信息，却没有：%s", "store %s holds personal information but lacks: %s",
				rule.Plain(s.ID), measureNames(missing)), cites...)
		}
	},
}

// missingMeasures returns which of the three that the articles name s lacks.
func missingMeasures(s *declaration.Store) []declaration.Measure {
	var missing []declaration.Measure
	for _, m := range []declaration.Measure{"backup", "encryption", "access-control"} {
		if !slices.Contains(s.Protects, m) {
			missing = append(missing, m)
		}
	}
	return missing
}

func measureNames(ms []declaration.Measure) lang.Text {
	var zh, en []string
	for _, m := range ms {
		zh, en = append(zh, m.Text().ZH), append(en, m.Text().EN)
	}
	return lang.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}
