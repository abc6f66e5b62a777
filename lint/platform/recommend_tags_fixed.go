package platform

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 49(2) and (3): people can reset, change and adjust what targets them, and
// delete what recommending produced. Order 790 Art. 42, of platforms, and the Provisions
// on Algorithms Art. 17 let people delete tags about them.
//
// Our reading: draft 49 names internet platform operators; whoever recommends to the
// public is read as one.
var recommendTagsFixed = rule.Rule{
	ID:    "recommend-tags-fixed",
	Title: lang.Text{ZH: "定向参数和标签个人改不了、删不掉", EN: "people cannot change or delete what targets them"},
	Reason: lang.Text{
		ZH: "个人可以重置、修改、调整针对自己的定向参数，删除用户标签和推荐产生的个人信息。",
		EN: "People may reset, change and adjust what targets them, and delete the tags and what recommending produced.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "49(2)"), law.Cite(law.Draft, "49(3)"), law.Cite(law.Order790, "42"), law.Cite(law.Algorithm, "17"),
	},
	Severity: rule.Breach,
	Bad:      recommending("{off-clicks: 1, reset: true, explained: 'https://qinghe.example/algorithms'}"),
	Good:     recommending(switched),
	Fix: lang.Text{
		ZH: "提供重置、修改和删除，recommendation 下写 reset: true、delete: true",
		EN: "offer to reset, change and delete, and write reset: true and delete: true under recommendation",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range personalising(d) {
			at := s.Place.Path + ".recommendation"
			if !s.Recommend.Reset {
				report(at+".reset", rule.Say("“%s”的定向参数不能重置、修改、调整", "%s: targeting parameters cannot be reset, changed or adjusted", s.Name), law.Cite(law.Draft, "49(2)"))
			}
			if !s.Recommend.Delete {
				report(at+".delete", rule.Say("“%s”的用户标签和推荐产生的个人信息不能删除", "%s: tags and what recommending produced cannot be deleted", s.Name),
					tagCites(d)...)
			}
		}
	},
}

// tagCites are the articles that let people delete tags, of platforms too.
func tagCites(d *declaration.Declaration) []law.Citation {
	cites := []law.Citation{law.Cite(law.Draft, "49(3)")}
	if runs(d) {
		cites = append(cites, law.Cite(law.Order790, "42"))
	}
	return append(cites, law.Cite(law.Algorithm, "17"))
}
