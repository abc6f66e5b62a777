package personal

import (
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// PIPL 31 and Order 790 Art. 21¶2: whoever processes information of people under
// fourteen makes special rules for it. Art. 8 of the children's provisions asks for
// such rules, for a user agreement of their own, and for somebody in charge.
//
// Our reading: children may come to a service unless it keeps them out, and a
// service that uses any personal information then uses theirs. The legal basis
// makes no difference. The agreement and the person rest on Art. 8 alone, so the
// other two are cited only where the rules are missing.
var childrenRulesMissing = rule.Rule{
	ID:    "children-rules-missing",
	Title: lang.Text{ZH: "没有儿童专门规则、协议或负责人", EN: "no special rules, agreement or person in charge for children"},
	Reason: lang.Text{
		ZH: "不满十四周岁的儿童会来的服务，要另立专门的处理规则和用户协议，并指定专人负责。",
		EN: "A service to which children under fourteen may come has special rules of processing and a user agreement for them, and somebody in charge.",
	},
	Cites:    []law.Citation{law.Cite(law.Order790, "21¶2"), law.Cite(law.PIPL, "31"), law.Cite(law.Children, "8")},
	Severity: rule.Breach,
	Bad:      minors("guardian-may-refuse: true"),
	Good:     minors(forChild),
	Fix: lang.Text{
		ZH: "在 minors 写明专门规则（rules）、用户协议（agreement）的网址和负责人（person）；确实不让儿童使用的，写 children: excluded",
		EN: "state rules, agreement and person under minors; where children are really kept out, write children: excluded",
	},
	Concerns: rule.Children,
	NotChecked: lang.Text{
		ZH: "专门规则和协议真的是为儿童写的吗？",
		EN: "Are the special rules and the agreement really written for children?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		used := map[*declaration.Service]bool{}
		for u := range d.All() {
			used[u.Service] = true
		}
		for _, s := range d.Services {
			missing, cites := lackingForChildren(s.Minors)
			if s.Children == declaration.ChildrenExcluded || !used[s] || len(missing) == 0 {
				continue
			}
			report("services."+s.ID+".minors", rule.Say("服务“%s”%s，却没有写明：%s", "service “%s”: %s, and these are not stated: %s",
				s.Name, s.Children.Text(), listed(missing)), cites...)
		}
	},
}

// lackingForChildren returns what is missing, and the articles that ask for it.
func lackingForChildren(m declaration.Minors) (missing []lang.Text, cites []law.Citation) {
	if strings.TrimSpace(m.Rules) == "" {
		missing = append(missing, lang.Text{ZH: "儿童个人信息专门处理规则", EN: "special rules of processing"})
		cites = append(cites, law.Cite(law.Order790, "21¶2"), law.Cite(law.PIPL, "31"))
	}
	if strings.TrimSpace(m.Agreement) == "" {
		missing = append(missing, lang.Text{ZH: "儿童用户协议", EN: "a user agreement for children"})
	}
	if strings.TrimSpace(m.Person) == "" {
		missing = append(missing, lang.Text{ZH: "负责人", EN: "who is in charge"})
	}
	return missing, append(cites, law.Cite(law.Children, "8"))
}

// forChild is what a service states for children.
const forChild = "rules: https://qinghe.example/children, agreement: https://qinghe.example/children-terms, person: 李敏, guardian-may-refuse: true"

// minors is a service to which children may come, with what it says of minors.
func minors(says string) string {
	return strings.Replace(rule.NewsletterAsks(""), "    children: excluded\n",
		"    children: possible\n    guardian: "+asksGuardian+"\n    minors: {"+says+"}\n", 1)
}

// asksGuardian is one way to ask a guardian.
const asksGuardian = "{zh: 向监护人手机发送验证码, en: a code goes to the guardian's phone}"
