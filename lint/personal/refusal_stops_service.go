package personal

import (
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 19(3) and PIPL 16: nobody is refused a service because they refuse
// information that it does not need. No. 191 IV.2 says so of each function, and
// Art. 4 of the provisions on 39 types of their basic functions. Art. 32 of the
// regulations on minors: no minor is refused a basic function because they or a
// guardian do not consent to what it does not need. All speak of people who do not
// consent, so a use on another basis gives no finding.
//
// Our reading, by what is declared to stop:
//   - the whole service: lawful only for what a basic function lawfully needs;
//   - a basic function: lawful only for what it lawfully needs;
//   - another function: lawful for whatever is declared necessary to it, and
//     otherwise against No. 191 IV.2 alone.
//
// Art. 32 is cited where minors may come, which they may where nothing is said of
// them, and a basic function stops. That a function is a new one (No. 191 IV.3) does
// not show.
//
// What third-party code collects is never what a basic function lawfully needs
// (declaration.Use.LawfullyNecessary): nobody loses it for keeping others out.
//
// A claim of necessity against the list is reported by necessity-beyond-list, one
// against the purpose by necessity-beyond-purpose, and a pretext by pretext-gates,
// each with these articles.
var refusalStopsService = rule.Rule{
	ID:    "refusal-stops-service",
	Title: lang.Text{ZH: "拒绝非必需信息就不给用", EN: "refusing what is not needed stops the service"},
	Reason: lang.Text{
		ZH: "个人可以拒绝提供服务所不需要的信息，而且拒绝之后照常使用。以停止服务相要挟的同意，不是自愿的同意。",
		EN: "People may refuse what a service does not need and go on using it. A consent given lest the service stop is not a willing one.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "19(3)"), law.Cite(law.PIPL, "16"), law.Cite(law.Minors, "32"), law.Cite(law.No191, "IV.2"), law.Cite(law.Necessary39, "4"),
	},
	Severity: rule.Breach,
	Bad: `
services:
  shop:
    name: {zh: 商城, en: shop}
    type: online-shopping
    children: excluded
    functions:
      order:
        name: {zh: 下单, en: ordering}
        basic: true
        uses:
          - item: contacts
            for: promote
            refused: service-stops   # 不给通讯录就退出 / no address book, no shop
            when: once
            without: {zh: 不能使用, en: no use}
            kept: {in: main, for: 30d}
`,
	Good: `
services:
  shop:
    name: {zh: 商城, en: shop}
    type: online-shopping
    children: excluded
    functions:
      order:
        name: {zh: 下单, en: ordering}
        basic: true
        uses:
          - item: contacts
            for: promote
            when: on-request
            without: {zh: 照常购物, en: shopping goes on}
            kept: {in: main, for: 30d}
`,
	Fix: lang.Text{
		ZH: "让拒绝之后一切照常：去掉 refused，并改掉软件里的限制",
		EN: "let everything go on after a refusal: drop refused, and take the gate out of the software",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		claimed := beyondPurpose(d)
		for _, s := range rule.Spots(d, func(u *declaration.Use) string {
			if claimed(u) != "" {
				return ""
			}
			return stopsUnlawfully(u)
		}) {
			report(s.Path, stopMessage(s), stopCites(s.Uses)...)
		}
	},
}

// stopsUnlawfully is the path of what is said to happen on refusal where it may
// not happen.
func stopsUnlawfully(u *declaration.Use) string {
	if !u.ByConsent() || pretext(u) || beyondList(u) != "" || !overreaches(u) {
		return ""
	}
	return rule.Field(u, "refused")
}

// overreaches reports whether refusing u stops more than u is needed for.
func overreaches(u *declaration.Use) bool {
	switch {
	case u.Refused == declaration.ServiceStops:
		return !u.Function.Basic || !u.LawfullyNecessary()
	case u.Refused != declaration.FunctionStops:
		return false
	case u.Function.Basic:
		return !u.LawfullyNecessary()
	}
	return !u.Necessary
}

func stopMessage(s rule.Spot) lang.Text {
	u := s.Uses[0]
	what := rule.Say("功能“%s”", "function “%s”", u.Function.Name)
	if u.Refused == declaration.ServiceStops {
		what = rule.Say("服务“%s”", "service “%s”", u.Service.Name)
	}
	if u.Component != nil && u.Necessary {
		return rule.Say("拒绝第三方组件收集%s，%s就停止；第三方的收集不能成为停用的理由",
			"%s: %s stops on a refusal, and collection by third-party code is no reason for that", rule.Names(s.Uses), what)
	}
	message := rule.Say("拒绝%s，%s就停止，而它并不需要这些信息", "%s: %s stops on a refusal, though it does not need this", rule.Names(s.Uses), what)
	if _, listed := law.AppTypeByKey(u.Service.Type); !listed {
		tail := lang.Text{ZH: "（不属于三十九类，按目的判断是否必需）", EN: " (outside the 39 types, where the purpose decides what is needed)"}
		message = rule.Say("%s%s", "%s%s", message, tail)
	}
	return message
}

// stopCites returns the articles against stopping what refusing the uses stops.
func stopCites(uses []*declaration.Use) []law.Citation {
	has := func(ok func(*declaration.Use) bool) bool { return slices.ContainsFunc(uses, ok) }
	var cites []law.Citation
	if has(func(u *declaration.Use) bool {
		return u.Refused == declaration.ServiceStops || u.Refused == declaration.FunctionStops && u.Function.Basic
	}) {
		cites = append(cites, law.Cite(law.Draft, "19(3)"), law.Cite(law.PIPL, "16"))
	}
	if has(stopsMinors) {
		cites = append(cites, law.Cite(law.Minors, "32"))
	}
	if has(func(u *declaration.Use) bool { return u.Refused != declaration.Continues }) {
		cites = append(cites, law.Cite(law.No191, "IV.2"))
	}
	if has(func(u *declaration.Use) bool {
		_, listed := u.Listed()
		return listed && u.Refused != declaration.Continues
	}) {
		cites = append(cites, law.Cite(law.Necessary39, "4"))
	}
	return cites
}

// stopsMinors reports whether refusing u stops a basic function that minors may use.
func stopsMinors(u *declaration.Use) bool {
	basic := func(f *declaration.Function) bool { return f.Basic }
	return u.Service.Minors.Come != declaration.ChildrenExcluded &&
		(u.Refused == declaration.FunctionStops && u.Function.Basic ||
			u.Refused == declaration.ServiceStops && slices.ContainsFunc(u.Service.Functions, basic))
}
