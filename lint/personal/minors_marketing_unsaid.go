package personal

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Art. 24¶3 of the regulations on minors: nobody markets commercially to minors by
// automated decision. PIPL 73(2): that is analysing and judging people by a program,
// and deciding.
//
// Our reading: where a function markets by what a program computed of people, or
// decides about them or recommends to them while it markets, and minors may come, it
// markets to minors as well unless something keeps them out of it. The article asks
// for no statement, so that saying nothing is no breach, hence a warning. What is
// collected automatically and not evaluated decides nothing.
var minorsMarketingUnsaid = rule.Rule{
	ID:    "minors-marketing-unsaid",
	Title: lang.Text{ZH: "自动化营销没有写明是否排除未成年人", EN: "whether automated marketing leaves minors out is not stated"},
	Reason: lang.Text{
		ZH: "不得通过自动化决策向未成年人做商业营销。不满十八周岁的人会来、又按推算结果营销的，要说得清怎样把他们排除在外。",
		EN: "Nobody may market to minors by automated decision. Where people under eighteen may come and marketing goes by what was computed, it should be plain that they are left out.",
	},
	Cites:    []law.Citation{law.Cite(law.Minors, "24¶3")},
	Severity: rule.Warning,
	Bad:      marketing(""),
	Good:     marketing("minors: {automated-marketing: excluded}"),
	Fix: lang.Text{
		ZH: "把未成年人排除在自动化营销之外，写 minors.automated-marketing: excluded；确实不让未成年人使用的，写 minors.come: excluded",
		EN: "leave minors out of automated marketing and write minors.automated-marketing: excluded; where minors are really kept out, write minors.come: excluded",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		uses := map[*declaration.Service][]*declaration.Use{}
		decides := deciding(d)
		for u := range d.All() {
			if u.Recipient == nil && u.Purpose.Class == declaration.Market && (slices.Contains(u.Manner, "computed") || decides[u.Function]) {
				uses[u.Service] = append(uses[u.Service], u)
			}
		}
		for _, s := range d.Services {
			if s.Minors.Come != declaration.ChildrenExcluded && s.Minors.Marketing == "" && len(uses[s]) > 0 {
				report("services."+s.ID+".minors.automated-marketing", rule.Say("服务“%s”用%s做自动化营销，没有写明是否排除未成年人",
					"service “%s” markets automatically by %s, and does not state whether minors are left out", s.Name, rule.Names(uses[s])))
			}
		}
	},
}

// deciding returns the functions that decide about people, or recommend to them.
func deciding(d *declaration.Declaration) map[*declaration.Function]bool {
	is := map[*declaration.Function]bool{}
	for u := range d.All() {
		is[u.Function] = is[u.Function] || len(u.Function.Decides.What) > 0 || u.Purpose.Class == declaration.Personalise
	}
	return is
}
