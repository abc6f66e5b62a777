package personal

import (
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Art. 24¶3 of the regulations on minors: nobody markets commercially to minors by
// automated decision.
//
// Our reading: a service that states that its automated marketing includes minors
// breaks it, where it does not keep them out. Minors are people under eighteen, so
// keeping children under fourteen out is not enough. The article asks for no
// statement: silence is the business of minors-marketing-unsaid.
var minorsMarketed = rule.Rule{
	ID:    "minors-marketed",
	Title: lang.Text{ZH: "以自动化决策向未成年人营销", EN: "automated marketing to minors"},
	Reason: lang.Text{
		ZH: "不得通过自动化决策向未成年人做商业营销。",
		EN: "Nobody may market to minors by automated decision.",
	},
	Cites:    []law.Citation{law.Cite(law.Minors, "24¶3")},
	Severity: rule.Breach,
	Bad:      marketing("minors: {automated-marketing: included}"),
	Good:     marketing("minors: {automated-marketing: excluded}"),
	Fix: lang.Text{
		ZH: "把未成年人排除在自动化营销之外，写 minors.automated-marketing: excluded；确实不让未成年人使用的，写 minors.come: excluded",
		EN: "leave minors out of automated marketing and write minors.automated-marketing: excluded; where minors are really kept out, write minors.come: excluded",
	},
	Concerns: rule.Minors,
	NotChecked: lang.Text{
		ZH: "写明排除的，怎样认出未成年人？个性化推荐里有没有面向未成年人的商品推广？",
		EN: "Where minors are left out, how are they recognised? Does personalised recommendation promote goods to minors?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range d.Services {
			if s.Minors.Come != declaration.ChildrenExcluded && s.Minors.Marketing == "included" {
				report("services."+s.ID+".minors.automated-marketing", rule.Say("服务“%s”的自动化商业营销包括未成年人",
					"the automated marketing of service “%s” includes minors", s.Name))
			}
		}
	},
}

// marketing is a service that advertises by a computed profile, with what it says of
// minors, if anything.
func marketing(minors string) string {
	text := resting("inferred-interests", "advertise", "manner: [computed]")
	if minors == "" {
		return text
	}
	return strings.Replace(text, "    functions:\n", "    "+minors+"\n    functions:\n", 1)
}
