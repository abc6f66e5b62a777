package personal

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 21(2), Order 790 Art. 22(2) and PIPL 29: sensitive personal information
// takes separate consent. Draft 73(8) says that separate means each item for each
// activity, Order 790 Art. 62(7) that it is given for a particular processing.
//
// Our reading: a sensitive item asked together with anything, inside a general
// clause, or not at all has no separate consent. A group that holds nothing but such
// items for one and the same processing breaks the draft only; see rule.NotSeparate.
// This rule comes before those on
// other grounds, and before consent-bundled and consent-never-asked, so that one
// line is reported once. The articles bind processing that rests on consent.
//
// The taxonomy of the declaration decides which items are sensitive. Where a
// service is meant for people under fourteen all of them are (PIPL 28); neither the
// draft's list nor that of Order 790 has them, and they are not cited for that.
var sensitiveNotSeparate = rule.Rule{
	ID:    "sensitive-not-separate",
	Title: lang.Text{ZH: "敏感个人信息未取得单独同意", EN: "sensitive information without separate consent"},
	Reason: lang.Text{
		ZH: "敏感个人信息一旦泄露或滥用，容易伤人，所以要就每一项、每一件事单独征求同意，不能混在别的同意里，更不能不问。",
		EN: "Sensitive information easily harms people once it leaks or is misused. It takes a consent for each item and each activity, never inside another consent and never none.",
	},
	Cites:    append(slices.Clone(sensitiveCites), law.Cite(law.PIPL, "28")),
	Severity: rule.Breach,
	Bad:      sensitive("together", routeWhy),
	Good:     sensitive("alone", routeWhy),
	Fix: lang.Text{
		ZH: "把这一项单列一步征求：写 asked: alone，或去掉 asked，由 Volens 单独征求；也可以不再使用它",
		EN: "ask for it on a step of its own: write asked: alone, or drop asked and let Volens do it; or do without it",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		rule.NotSeparate(rule.On(declaration.SeparateSensitive),
			lang.Text{ZH: "是敏感个人信息", EN: "this is sensitive personal information"}, sensitiveCites)(d, report)
		rule.NotSeparate(rule.OfChild,
			lang.Text{ZH: "是不满十四周岁者的个人信息", EN: "this is information of people under fourteen"}, childCites)(d, report)
	},
}

var sensitiveCites = []law.Citation{
	law.Cite(law.Draft, "21(2)"), law.Cite(law.Draft, "73(8)"),
	law.Cite(law.Order790, "22(2)"), law.Cite(law.Order790, "62(7)"), law.Cite(law.PIPL, "29"),
}

// childCites are the articles that make information of people under fourteen
// sensitive and ask separate consent for it.
var childCites = []law.Citation{
	law.Cite(law.PIPL, "28"), law.Cite(law.PIPL, "29"),
}

// routeWhy is why the service of the examples needs a route.
const routeWhy = "{zh: 画路线离不开位置；泄露了会暴露您常去的地方, en: no route can be drawn without your position; a leak would show where you go}"

// sensitive is a service that uses a sensitive item, asked in this way, for this
// reason if it gives one.
func sensitive(asked, why string) string {
	if why != "" {
		why = "            why: " + why + "\n"
	}
	return `
services:
  run:
    name: {zh: 跑步, en: running}
    type: other
    children: excluded
    functions:
      map:
        name: {zh: 路线, en: routes}
        uses:
          - item: exercise-route
            for: show-track
            when: each-use
            without: {zh: 不记录路线, en: no routes are kept}
            kept: {in: main, for: 90d}
            asked: ` + asked + "\n" + why
}
