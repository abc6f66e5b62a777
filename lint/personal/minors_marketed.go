package personal

import (
	"slices"
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
// breaks it, and so does one that markets by what it collects automatically or
// computes, where minors may come and it does not state that they are left out.
// Minors are people under eighteen, so keeping children under fourteen out is not
// enough. Recommending the service's own content is not marketing by itself: for
// people.
var minorsMarketed = rule.Rule{
	ID:    "minors-marketed",
	Title: lang.Text{ZH: "以自动化决策向未成年人营销", EN: "automated marketing to minors"},
	Reason: lang.Text{
		ZH: "不得通过自动化决策向未成年人做商业营销。不满十八周岁的人会来，就要把他们排除在外。",
		EN: "Nobody may market to minors by automated decision. Where people under eighteen may come, they are left out of it.",
	},
	Cites:    []law.Citation{law.Cite(law.Minors, "24¶3")},
	Severity: rule.Breach,
	Bad:      resting("ad-interaction", "advertise", "manner: [automatic]"),
	Good: strings.Replace(resting("ad-interaction", "advertise", "manner: [automatic]"),
		"    functions:\n", "    minors: {automated-marketing: excluded}\n    functions:\n", 1),
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
		marketing := map[*declaration.Service][]*declaration.Use{}
		for u := range d.All() {
			if u.Recipient == nil && marketsAutomatically(u) {
				marketing[u.Service] = append(marketing[u.Service], u)
			}
		}
		for _, s := range d.Services {
			path := "services." + s.ID + ".minors.automated-marketing"
			switch {
			case s.Minors.Come == declaration.ChildrenExcluded || s.Minors.Marketing == "excluded":
			case s.Minors.Marketing == "included":
				report(path, rule.Say("服务“%s”的自动化商业营销包括未成年人", "the automated marketing of service “%s” includes minors", s.Name))
			case len(marketing[s]) > 0:
				report(path, rule.Say("服务“%s”用%s做自动化营销，没有写明排除未成年人", "service “%s” markets automatically by %s, and does not state that minors are left out",
					s.Name, rule.Names(marketing[s])))
			}
		}
	},
}

// marketsAutomatically reports whether u markets by what nobody typed in.
func marketsAutomatically(u *declaration.Use) bool {
	return u.Purpose.Class == declaration.Market && (slices.Contains(u.Manner, "automatic") || slices.Contains(u.Manner, "computed"))
}
