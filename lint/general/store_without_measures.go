package general

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 9, Order 790 Art. 9, PIPL 51 and the Data Security Law, 27¶1, ask every
// processor for technical protection. The first two name backup, encryption and access
// control, Order 790 authentication too; PIPL 51 names encryption or de-identification,
// and who may handle what. The Cybersecurity Law, 23(4), asks that important data is
// backed up and encrypted. Art. 13 of the children's provisions: information of
// children is stored with encryption and the like; Art. 15 of them, and Art. 36 of the
// regulations on minors: staff get at it only as far as their rights reach. Draft 5,
// Order 790 Art. 5 and the Data Security Law, 21, by which data is protected by its
// grade, speak to the state and are not broken by one processor.
//
// Our reading: each store whose grade is above ordinary has what the articles
// name; authentication is asked under Order 790 alone. What they ask for important
// and core data beyond that is cryptography-missing and mlps-too-low. The articles
// bind whatever the legal basis. The articles on children and minors are cited for
// stores that a service made for them uses; the log of who looked is
// minors-access-open. Whether a measure is good enough is for people.
var storeWithoutMeasures = rule.Rule{
	ID:    "store-without-measures",
	Title: lang.Text{ZH: "存储缺少基本保护措施", EN: "store without basic protection"},
	Reason: lang.Text{
		ZH: "处理者要采取技术措施保护数据：备份、加密、访问控制，一样不能少，正式条例还要求安全认证。征求意见稿：个人信息和重要数据重点保护，核心数据严格保护。",
		EN: "Processors protect data by technical means: backup, encryption and access control, all of them, and by the regulations as made authentication too. The draft: personal information and important data get focused protection, core data strict protection.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "9"), law.Cite(law.Order790, "9"),
		law.Cite(law.PIPL, "51"), law.Cite(law.DSL, "27¶1"), law.Cite(law.CSL, "23(4)"),
		law.Cite(law.Children, "13"), law.Cite(law.Children, "15"), law.Cite(law.Minors, "36"),
	},
	Severity: rule.Breach,
	Bad: `
stores:
  main:
    engine: mysql
    protects: [access-control, authentication]   # 没有备份和加密 / neither backup nor encryption
    risks: {zh: 账号被盗用时可能泄露, en: may leak if an account is taken over}
`,
	Good: `
stores:
  main:
    engine: mysql
    protects: [backup, encryption, access-control, authentication]
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
		children, minors := rule.StoresOf(d, rule.ForChildren), rule.StoresOf(d, rule.ForMinors)
		for _, s := range d.Stores {
			g := d.Grade(s)
			if g.Protection == declaration.Ordinary {
				continue
			}
			tell := func(missing []declaration.Measure, by ...law.Citation) {
				if len(missing) > 0 {
					report("stores."+s.ID+".protects", rule.Say("存储“%s”（%s）没有：%s", "store %s (%s) lacks: %s",
						rule.Plain(s.ID), g.Text(), among(missing)), by...)
				}
			}
			missing := without([]declaration.Measure{"backup", "encryption", "access-control"}, s.Protects)
			tell(missing, append(measuresCites(g, missing), youngCites(missing, children[s], minors[s])...)...)
			tell(without([]declaration.Measure{"authentication"}, s.Protects), law.Cite(law.Order790, "9"))
		}
	},
}

// measuresCites returns the articles that ask a store of grade g for what is
// missing.
func measuresCites(g declaration.Grade, missing []declaration.Measure) []law.Citation {
	has := func(m declaration.Measure) bool { return slices.Contains(missing, m) }
	return cites(
		given{law.Cite(law.Draft, "9"), true}, given{law.Cite(law.Order790, "9"), true},
		given{law.Cite(law.PIPL, "51"), g.Personal && (has("encryption") || has("access-control"))},
		given{law.Cite(law.DSL, "27¶1"), true},
		given{law.Cite(law.CSL, "23(4)"), g.Level != declaration.General && (has("backup") || has("encryption"))},
	)
}

// youngCites returns the articles on children and minors that ask for what is missing.
func youngCites(missing []declaration.Measure, children, minors bool) []law.Citation {
	has := func(m declaration.Measure) bool { return slices.Contains(missing, m) }
	return cites(
		given{law.Cite(law.Children, "13"), children && has("encryption")},
		given{law.Cite(law.Children, "15"), children && has("access-control")},
		given{law.Cite(law.Minors, "36"), minors && has("access-control")},
	)
}
