package personal

import (
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint/rule"
)

// Draft 21(4): better quality, better experience and new products are no reason
// to force consent. No. 191 IV.5 adds targeted push. Both speak of consent that
// has to be had, so a use on another basis gives no finding.
//
// Our reading: a purpose of these classes is never necessary, and refusing it
// stops nothing. Draft 21(4) does not name targeted push, but its list is open,
// and targeting is of the same kind. Where refusing stops something, the articles
// against that are cited as well, so that the same line is not reported twice.
var pretextGates = rule.Rule{
	ID:    "pretext-gates",
	Title: lang.Text{ZH: "以改善体验等为由强迫同意", EN: "consent forced on a pretext"},
	Reason: lang.Text{
		ZH: "改善质量、提升体验、定向推送、研发新品是处理者自己的好处，可以请求，不能以此强迫：拒绝之后，一切照常。",
		EN: "Better quality, experience, targeting and new products benefit the processor. It may ask for them but force nobody: after a refusal everything goes on.",
	},
	Cites: []law.Citation{
		law.Cite(law.Draft, "21(4)"), law.Cite(law.No191, "IV.5"),
		law.Cite(law.Draft, "19(3)"), law.Cite(law.PIPL, "16"), law.Cite(law.Minors, "32"), law.Cite(law.No191, "IV.2"), law.Cite(law.Necessary39, "4"),
	},
	Severity: rule.Breach,
	Bad: `
services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    functions:
      browse:
        name: {zh: 浏览, en: browsing}
        uses:
          - item: device-model
            for: improve-quality
            necessary: true   # “为了更好的体验” / “for a better experience”
            when: on-start
            without: {zh: 不能浏览, en: no browsing}
            kept: {in: main, for: 30d}
`,
	Good: `
services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    functions:
      browse:
        name: {zh: 浏览, en: browsing}
        uses:
          - item: device-model
            for: improve-quality
            when: on-start
            without: {zh: 照常浏览, en: browsing goes on}
            kept: {in: main, for: 30d}
`,
	Fix: lang.Text{
		ZH: "去掉 necessary 和 refused，让拒绝不影响任何功能",
		EN: "drop necessary and refused, so that refusing changes nothing",
	},
	Concerns: rule.Asks,
	NotChecked: lang.Text{
		ZH: "写成其他目的的，背后是否其实只是改善质量、提升体验、定向推送或研发？",
		EN: "Is any other purpose really a better service, experience, targeting or research in disguise?",
	},
	Check: func(d *declaration.Declaration, report rule.Report) {
		for _, s := range rule.Spots(d, gates) {
			u := s.Uses[0]
			cites := append([]law.Citation{law.Cite(law.Draft, "21(4)"), law.Cite(law.No191, "IV.5")}, stopCites(s.Uses)...)
			report(s.Path, rule.Say("%s用于“%s”，不得作为必需，也不得因拒绝而停用任何功能", "%s: used for “%s”, which makes nothing necessary and may stop nothing",
				rule.Names(s.Uses), u.Purpose.Is), cites...)
		}
	},
}

// pretext reports whether u is for a purpose that may force nobody.
func pretext(u *declaration.Use) bool { return u.Purpose.Class.Pretext() }

// gates is the path of what makes u, a pretext, a gate.
func gates(u *declaration.Use) string {
	switch {
	case !u.ByConsent() || !pretext(u):
		return ""
	case u.Necessary:
		return rule.Field(u, "necessary")
	case u.Refused == declaration.FunctionStops || u.Refused == declaration.ServiceStops:
		return rule.Field(u, "refused")
	}
	return ""
}
