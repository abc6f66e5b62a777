package platform

import (
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
)

// runs reports whether the processor says that it runs a platform.
func runs(d *declaration.Declaration) bool {
	return slices.Contains(d.Processor.Roles, declaration.RolePlatform) || large(d)
}

// large reports whether it says that it runs a large one.
func large(d *declaration.Declaration) bool {
	return slices.Contains(d.Processor.Roles, declaration.RoleLargePlatform)
}

// personalising returns the services that recommend personally.
func personalising(d *declaration.Declaration) []*declaration.Service {
	var all []*declaration.Service
	for u := range d.All() {
		if u.Purpose.Class == declaration.Personalise && !slices.Contains(all, u.Service) {
			all = append(all, u.Service)
		}
	}
	return all
}

// operator and disclosed are the parts of a platform that does everything asked
// of it, for examples.
const (
	operator = `
processor:
  name: {zh: 青禾集市, en: Qinghe Market}
  people: 260000
  roles: [platform-operator]
  contact: {mail: hello@qinghe.example}
  officer: {name: 王宁, mail: privacy@qinghe.example}
  complaints: {person: 李敏, mail: complaints@qinghe.example, answered-within: 15wd}
`
	disclosed = `
platform:
  kind: [marketplace]
  rules: https://qinghe.example/rules
  privacy-policy: https://qinghe.example/privacy
  algorithm-policy: https://qinghe.example/algorithms
  making: {zh: 起草、征求意见、法务审核后公布, en: "drafted, consulted on, reviewed and published"}
  adjudication: {zh: 由平台仲裁小组七日内裁决，可申诉一次, en: "settled by a panel within seven days, with one appeal"}
  third-parties: {zh: 入驻协议写明数据安全义务，每季度检查, en: "the agreement sets data duties, checked every quarter"}
`
)

// disclosedAs is a platform of another kind.
func disclosedAs(kind string) string { return strings.Replace(disclosed, "marketplace", kind, 1) }

// shop is a service with one function, whose lines are given.
func shop(service, function string) string {
	return `
services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    minors: {come: excluded}
` + service + `    functions:
      offer:
        name: {zh: 商品, en: goods}
` + function + `
assessments:
  all: {covers: [automated, sensitive], date: 2026-03-01, lawful: {zh: 合法必要, en: lawful and necessary}, impact: {zh: 影响小, en: small}, measures: {zh: 相适应, en: fitting}, kept: 3y}
`
}

// deciding is a service that decides something about people.
func deciding(decides string) string {
	return shop("", `        decides: {`+decides+`}
        uses:
          - {item: membership-level, for: coupon, when: each-use, without: {zh: 没有优惠, en: no offers}, kept: {in: main, for: 90d}}`)
}

// onBehalf is a service run for a state organ.
func onBehalf(purpose, zh, en string) string {
	return shop("", `        on-behalf-of: state-organ
        uses:
          - {item: email, for: `+purpose+`, when: on-request, without: {zh: `+zh+`, en: `+en+`}, kept: {in: main, for: 90d}}`)
}

const switched = "{off-clicks: 1, reset: true, delete: true, explained: 'https://qinghe.example/algorithms'}"

// recommending is a service that recommends personally, with its switch.
func recommending(how string) string {
	return shop("    recommendation: "+how+"\n", `        uses:
          - {item: browsing-history, for: recommend, when: each-use, manner: [automatic], without: {zh: 按销量排列, en: sorted by sales}, kept: {in: main, for: 90d}}
          - {item: inferred-interests, for: recommend, when: each-use, manner: [computed], without: {zh: 按销量排列, en: sorted by sales}, kept: {in: main, for: 90d}}`)
}

// withoutLine leaves out the line of a key.
func withoutLine(text, key string) string {
	var kept []string
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(strings.TrimSpace(line), key+":") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
