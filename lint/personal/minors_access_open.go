package personal

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Art. 36 of the regulations on minors: staff get at information of minors with the
// least rights, with approval, and what they access is logged. Art. 15 of the
// children's provisions says so of people under fourteen.
//
// Our reading: a store that a service made for minors uses has a log among its
// measures. Where minors merely may come, nobody knows which store holds theirs: for
// people. That access is not controlled at all is reported by store-without-measures,
// with these articles. The legal basis makes no difference.
var minorsAccessOpen = rule.Rule{
	ID:    "minors-access-open",
	Title: lang.Text{ZH: "谁看过未成年人的信息没有记录", EN: "who looks at information of minors is not logged"},
	Reason: lang.Text{
		ZH: "工作人员查看未成年人的个人信息，权限要最小，要经过审批，并且留下记录。",
		EN: "Staff look at information of minors with the least rights, after approval, and every access is logged.",
	},
	Cites:    []law.Citation{law.Cite(law.Minors, "36"), law.Cite(law.Children, "15")},
	Severity: rule.Breach,
	Bad:      forMinors("[backup, encryption, access-control, authentication]"),
	Good:     forMinors("[backup, encryption, access-control, authentication, logging]"),
	Fix: lang.Text{
		ZH: "记录对这些信息的每一次访问，再在该存储的 protects 写上 logging",
		EN: "log every access to this information, then list logging under protects of the store",
	},
	Concerns: rule.Minors,
	NotChecked: lang.Text{
		ZH: "工作人员查看未成年人的信息，每次都经过审批吗？哪些岗位看得到，少给一些权限行不行？能不能批量复制、下载？",
		EN: "Is every access of staff to information of minors approved? Which posts can see it, and could the work be done with fewer rights? Can it be copied or downloaded in bulk?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		children, minors := rule.StoresOf(d, rule.ForChildren), rule.StoresOf(d, rule.ForMinors)
		for _, s := range d.Stores {
			if !minors[s] || slices.Contains(s.Protects, "logging") {
				continue
			}
			cites := []law.Citation{law.Cite(law.Minors, "36")}
			if children[s] {
				cites = append(cites, law.Cite(law.Children, "15"))
			}
			report("stores."+s.ID+".protects", rule.Say("存储“%s”存有专为未成年人提供的服务的信息，没有记录谁访问过",
				"store %s holds information from a service made for minors, and who accesses it is not logged", rule.Plain(s.ID)), cites...)
		}
	},
}

// forMinors is a service made for people under eighteen, with a store that is
// protected like this.
func forMinors(protects string) string {
	return strings.Replace(rule.NewsletterAsks(""), "    children: excluded\n", "    children: excluded\n    minors: {come: intended}\n", 1) + `stores:
  main:
    engine: mysql
    protects: ` + protects + `
    risks: {zh: 账号被盗用时可能泄露, en: may leak if an account is taken over}
`
}
