package general

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 12(1) and PIPL 23: whoever gives personal information to another
// processor tells the person to whom and why, and gets separate consent. Both
// leave out what the law lets be given without consent; draft 73(8) says what
// separate means there. Order 790 leaves the matter to PIPL 23. No. 191 V.2: an app's
// back end gives nothing to third parties without consent.
//
// Our reading: giving an item to a third party is a use of its own and is asked
// alone. Entrusted and joint processors are not third parties (PIPL 20, 21), and
// giving that rests on another basis than consent is not asked at all. No. 191 asks for
// a consent and not for a separate one, so it is cited where an app never asks and what
// is given lies in a store, which is where the back end has it.
var thirdPartyNotSeparate = rule.Rule{
	ID:    "third-party-not-separate",
	Title: lang.Text{ZH: "提供给第三方未取得单独同意", EN: "given to a third party without separate consent"},
	Reason: lang.Text{
		ZH: "把个人信息提供给第三方，要告知对方是谁、用来做什么，并就这件事单独取得同意。混在别的同意里，人们看不到信息去了哪里。",
		EN: "Giving personal information to a third party takes a consent for just that, after saying who gets it and why. Inside another consent nobody sees where the information goes.",
	},
	Cites:    append(slices.Clip(thirdPartyCites), law.Cite(law.No191, "V.2")),
	Severity: rule.Breach,
	Bad: `
recipients:
  adnet:
    name: {zh: 某广告联盟, en: some ad network}
    role: third-party
    manner: {zh: 通过接口提供，对方用来投放广告, en: over an interface; it places advertisements with it}
    kept-for: 1y
    kept-at: {zh: 杭州, en: Hangzhou}
    contract: {covers: [purpose, manner, scope, measures, liability]}
    supervised: {zh: 每年检查一次, en: checked once a year}
    contact: {mail: privacy@adnet.example}
services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    functions:
      offers:
        name: {zh: 优惠推送, en: offers}
        uses:
          - item: phone
            for: promote
            when: at-sign-up
            without: {zh: 收不到优惠, en: no offers}
            kept: {in: main, for: 1y}
            gives: [adnet]
            asked: together   # 登记与转给广告联盟是一次同意 / one consent covers both
`,
	Good: `
recipients:
  adnet:
    name: {zh: 某广告联盟, en: some ad network}
    role: third-party
    manner: {zh: 通过接口提供，对方用来投放广告, en: over an interface; it places advertisements with it}
    kept-for: 1y
    kept-at: {zh: 杭州, en: Hangzhou}
    contract: {covers: [purpose, manner, scope, measures, liability]}
    supervised: {zh: 每年检查一次, en: checked once a year}
    contact: {mail: privacy@adnet.example}
services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    functions:
      offers:
        name: {zh: 优惠推送, en: offers}
        uses:
          - item: phone
            for: promote
            when: at-sign-up
            without: {zh: 收不到优惠, en: no offers}
            kept: {in: main, for: 1y}
            gives: [adnet]   # Volens 会单独征求 / Volens asks for it alone
`,
	Fix: lang.Text{
		ZH: "把“提供给谁”单列一步征求同意，告知接收方名称、联系方式、目的、方式、种类；或者不再提供",
		EN: "ask for the giving on a step of its own, saying who receives it, how to reach them, why, how and what; or do not give it",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		behind := givenUnasked(d)
		rule.NotSeparate(rule.On(declaration.SeparateThirdParty),
			lang.Text{ZH: "属于向第三方提供", EN: "this gives it to a third party"}, thirdPartyCites,
		)(d, func(path string, message lang.Text, cites ...law.Citation) {
			if behind[path] {
				cites = append(slices.Clip(cites), law.Cite(law.No191, "V.2"))
			}
			report(path, message, cites...)
		})
	},
}

// givenUnasked returns the paths that say that nobody is asked before the back end of
// an app gives something to a third party.
func givenUnasked(d *declaration.Declaration) map[string]bool {
	paths := map[string]bool{}
	for u := range d.All() {
		if u.Recipient != nil && u.ByConsent() && u.Asked == declaration.AskedNever && u.Store != nil && u.Service.Listed() {
			paths[rule.Field(u, "asked")] = true
		}
	}
	return paths
}

var thirdPartyCites = []law.Citation{
	law.Cite(law.Draft, "12(1)"), law.Cite(law.Draft, "73(8)"), law.Cite(law.PIPL, "23"),
}
