package platform

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 49(1): collecting personal information for personalised recommendation takes
// separate consent. Order 790 dropped it and asks only for a way to switch it off
// (Art. 42), as PIPL 24 does; neither is broken by how consent is asked.
//
// Our reading: the article speaks of consent, so a use on another basis gives no
// finding here. It names internet platform operators; whoever recommends to the
// public is read as one.
var recommendNotSeparate = rule.Rule{
	ID:    "recommend-not-separate",
	Title: lang.Text{ZH: "个性化推荐未取得单独同意", EN: "recommendation without separate consent"},
	Reason: lang.Text{
		ZH: "为个性化推荐收集个人信息，要单独征求同意，不愿意的人照样能用。",
		EN: "Collecting information to recommend things personally takes a consent for just that. Whoever declines goes on using the service.",
	},
	Cites:    recommendCites,
	Severity: rule.Breach,
	Bad:      recommends("together"),
	Good:     recommends("alone"),
	Fix: lang.Text{
		ZH: "把个性化推荐单列一步征求：写 asked: alone，或去掉 asked，由 Volens 单独征求",
		EN: "ask for recommendation on a step of its own: write asked: alone, or drop asked and let Volens do it",
	},
	Check: rule.NotSeparate(rule.On(declaration.SeparateRecommend),
		lang.Text{ZH: "用于个性化推荐", EN: "this is for personalised recommendation"}, recommendCites),
}

var recommendCites = []law.Citation{law.Cite(law.Draft, "49(1)"), law.Cite(law.Draft, "73(8)")}

// recommends is a service that recommends, asked in this way.
func recommends(asked string) string {
	return `
services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    minors: {come: excluded}
    recommendation: ` + switched + `
    functions:
      for-you:
        name: {zh: 猜你喜欢, en: for you}
        uses:
          - item: inferred-interests
            manner: [computed]
            for: recommend
            when: each-use
            without: {zh: 商品按销量排序, en: goods are sorted by sales}
            kept: {in: main, for: 90d}
            asked: ` + asked + "\n"
}
