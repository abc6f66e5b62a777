package personal

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 49(3): people can have deleted what recommending produced about them. Order
// 790 Art. 42: they can delete the tags on their traits. PIPL 24: automated
// decisions are transparent; PIPL 73(2) describes them as analysing habits,
// interests and the like. Each takes it that such information is there.
//
// Our reading: whoever recommends by what people do draws something from it, be it
// tags, interests or a ranking score, and that is personal information to declare
// as well: with manner computed. Where what was done is matched on the spot and
// nothing is kept, there may be none, hence a warning. Draft 49 names internet platform
// operators; whoever recommends to the public is read as one, as in
// recommend-not-separate. Order 790 Art. 42 names providers of platform services and is
// cited where the processor says that it is one.
var derivedNotDeclared = rule.Rule{
	ID:    "derived-not-declared",
	Title: lang.Text{ZH: "没有声明推算出的画像", EN: "the profile that is computed is not declared"},
	Reason: lang.Text{
		ZH: "按行为推荐，就要由行为推算出兴趣、标签。推算出来的也是个人信息，人们有权知道、关闭、删除。",
		EN: "Recommending by behaviour draws interests or tags from it. What is drawn is personal information too, which people may know of, switch off and delete.",
	},
	Cites:    []law.Citation{law.Cite(law.Draft, "49(3)"), law.Cite(law.Order790, "42"), law.Cite(law.PIPL, "24"), law.Cite(law.PIPL, "73(2)")},
	Severity: rule.Warning,
	Bad:      recommending,
	Good: recommending + `          - item: inferred-interests
            for: recommend
            manner: [computed]
            when: each-use
            without: {zh: 商品按销量排序, en: goods are sorted by sales}
            kept: {in: main, for: 90d}
`,
	Fix: lang.Text{
		ZH: "把推算得出的标签、兴趣等声明为一项使用，如 item: inferred-interests、manner: [computed]，写明保存和删除",
		EN: "declare the tags, interests or scores that are drawn as a use, such as item: inferred-interests with manner: [computed], and how long they are kept",
	},
	Concerns: rule.Personalises,
	NotChecked: lang.Text{
		ZH: "还推算出哪些没有声明的标签、分数或人群？",
		EN: "Which other tags, scores or segments are computed and not declared?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		computed := map[*declaration.Service]bool{}
		for u := range d.All() {
			computed[u.Service] = computed[u.Service] || u.Item.ID == "inferred-interests" || slices.Contains(u.Manner, "computed")
		}
		for _, s := range perService(d, func(u *declaration.Use) bool { return byBehaviour(u) && !computed[u.Service] }) {
			cites := []law.Citation{law.Cite(law.Draft, "49(3)"), law.Cite(law.PIPL, "24"), law.Cite(law.PIPL, "73(2)")}
			if rule.Platform(d) {
				cites = append(cites, law.Cite(law.Order790, "42"))
			}
			report(s.Path, rule.Say("服务“%s”依据%s做个性化推荐，却没有声明由此推算出的标签、兴趣等",
				"service “%s” recommends by %s, and the tags or interests that are drawn from it are not declared", s.Uses[0].Service.Name, rule.Names(s.Uses)), cites...)
		}
	},
}

// byBehaviour reports whether u recommends by what the person did or where.
func byBehaviour(u *declaration.Use) bool {
	i := &u.Item
	did := i.Group == law.Behaviour || i.Group == law.Trade || i.Group == law.Whereabouts
	return u.Purpose.Class == declaration.Personalise && u.Recipient == nil && did
}

// perService gathers the uses that which selects by service, in the order written.
func perService(d *declaration.Declaration, which func(*declaration.Use) bool) []rule.Spot {
	return rule.Spots(d, func(u *declaration.Use) string {
		if !which(u) {
			return ""
		}
		return "services." + u.Service.ID
	})
}

// recommending is a service that recommends by what people searched for.
var recommending = strings.Replace(resting("search-history", "recommend"), "    functions:\n", `    minors: {come: excluded}
    recommendation: {off-clicks: 1, reset: true, delete: true, explained: https://qinghe.example/recommendation}
    functions:
`, 1)
