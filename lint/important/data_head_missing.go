package important

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 28, Order 790 Art. 30 and Data Security Law 27¶2: who processes important
// data names a head of data security and a body that manages it. Draft 26 extends
// that to processors of a million people, Order 790 Art. 28 to those of ten million;
// in between, the draft alone asks for it.
//
// Our reading: a head has a name, and a body is said in words; one does not make
// up for the other.
var dataHeadMissing = rule.Rule{
	ID:    "data-head-missing",
	Title: lang.Text{ZH: "没有明确数据安全负责人或管理机构", EN: "no head of data security, or no body that manages it"},
	Reason: lang.Text{
		ZH: "处理重要数据，或者处理的个人信息达到规定人数的，要明确数据安全负责人和数据安全管理机构。",
		EN: "Who processes important data, or personal information of a set number of people, names a head of data security and a body that manages it.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "26"), law.Cite(law.Draft, "28"),
		law.Cite(law.Order790, "28"), law.Cite(law.Order790, "30"), law.Cite(law.DSL, "27¶2"),
	},
	Severity: rule.Breach,
	Bad:      ofMany(`body: {zh: 数据安全部, en: data security department}`),
	Good:     ofMany(managed...),
	Fix: lang.Text{
		ZH: "在 security.head 写明数据安全负责人，在 security.body 写明数据安全管理机构",
		EN: "name the head of data security under security.head and the body that manages it under security.body",
	},
	NotChecked: lang.Text{
		ZH: "负责人是管理层成员（征求意见稿：决策层）、具备专业知识、可以直接向主管部门报告吗？机构履行规定的职责吗？",
		EN: "Is the head a member of management (the draft: of those who decide) with the knowledge it takes and a direct line to the authorities? Does the body do what the articles ask of it?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		cites, ok := headCites(d)
		if !ok {
			return
		}
		if d.Security.Head.Name == "" {
			report("security.head", lang.Text{ZH: "没有写明数据安全负责人", EN: "no head of data security is named"}, cites...)
		}
		if d.Security.Body.IsZero() {
			report("security.body", lang.Text{ZH: "没有写明数据安全管理机构", EN: "no body that manages data security is named"}, cites...)
		}
	},
}

// headCites returns the articles by which d needs a head and a body, and false
// where it needs none.
func headCites(d *declaration.Declaration) ([]law.Citation, bool) {
	cites, ok := chapter(d)
	cites = append(cites, law.Cite(law.Draft, "28"))
	if holdsImportant(d) {
		return append(cites, law.Cite(law.Order790, "30"), law.Cite(law.DSL, "27¶2")), ok
	}
	if law.Param("large-processor-people").Met(d.Processor.People) {
		cites = append(cites, law.Cite(law.Order790, "28"), law.Cite(law.Order790, "30"))
	}
	return cites, ok
}
