package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Art. 10 of the children's provisions: whoever asks a guardian for consent offers
// the guardian to refuse at the same time.
//
// Our reading: where a service asks a guardian, it states that refusing is offered.
// One that does not say how a guardian is asked is reported by guardian-missing,
// and one without uses by consent asks nobody.
var guardianCannotRefuse = rule.Rule{
	ID:    "guardian-cannot-refuse",
	Title: lang.Text{ZH: "监护人没有拒绝选项", EN: "the guardian is not offered to refuse"},
	Reason: lang.Text{
		ZH: "征求监护人同意时，要同时给出拒绝的选项。",
		EN: "Whoever asks a guardian for consent offers a way to refuse at the same time.",
	},
	Cites:    []law.Citation{law.Cite(law.Children, "10")},
	Severity: rule.Breach,
	Bad:      minors("rules: https://qinghe.example/children, agreement: https://qinghe.example/children-terms, person: 李敏"),
	Good:     minors(forChild),
	Fix: lang.Text{
		ZH: "向监护人同时提供拒绝选项，并写 minors.guardian-may-refuse: true",
		EN: "offer the guardian to refuse at the same time, and write minors.guardian-may-refuse: true",
	},
	Concerns: rule.Children,
	NotChecked: lang.Text{
		ZH: "是否同时告知了监护人法律要求的六项内容？拒绝真的和同意一样容易吗？",
		EN: "Is the guardian told the six things that the law lists? Is refusing really as easy as agreeing?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range d.Services {
			if s.Children == declaration.ChildrenExcluded || s.Guardian.IsZero() || s.Minors.Refusable || !s.Consents() {
				continue
			}
			report("services."+s.ID+".minors.guardian-may-refuse", rule.Say("服务“%s”征求监护人同意，却没有写明同时提供拒绝选项",
				"service “%s” asks a guardian, and does not state that the guardian is offered to refuse", s.Name))
		}
	},
}
