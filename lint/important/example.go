package important

import "strings"

// securityOf is the part on security with these lines besides what every
// processor has.
func securityOf(lines ...string) string {
	return `security:
  policy: {zh: 数据安全管理制度, en: data security policy}
  incident-plan: {zh: 数据安全事件应急预案, en: data security incident plan}
  logs: 6m
  ` + strings.Join(lines, "\n  ") + "\n"
}

// ofMany is a processor of a million people that says this of its security.
func ofMany(security ...string) string {
	return people("1000000", "") + securityOf(append(security, "training-hours: 20")...)
}

// people is a processor of n people with this more to say of itself.
func people(n, more string) string {
	return `
processor:
  name: {zh: 青禾商城, en: Qinghe Shop}
  people: ` + n + `
` + more + `  contact: {mail: hello@qinghe.example}
  officer: {name: 王宁, mail: privacy@qinghe.example}
  complaints: {person: 李敏, mail: complaints@qinghe.example, answered-within: 15wd}
`
}

// important is a processor that has important data which it hands to nobody, with
// these further lines on it.
func important(lines ...string) string {
	return people("260000", "  roles: [important-data-processor]\n") + `important-data:
  base-map:
    family: base-data
    what: {zh: 高精度地图数据, en: high-precision map data}
` + indent(lines)
}

// filed is the filing of important data.
const filed = `filings:
  important-data: {date: 2026-02-01}
`

// event is something that happens, with these lines on it.
func event(lines ...string) string {
	return "events:\n  change:\n" + indent(lines)
}

func indent(lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString("    " + line + "\n")
	}
	return b.String()
}

// managed is what a processor of many people says of its security.
var managed = []string{`head: {name: 周岩}`, `body: {zh: 数据安全部, en: data security department}`}

// largePlatform is one with which nothing is wrong.
var largePlatform = people("260000", "  roles: [large-platform-operator]\n") + `platform:
  rules: https://qinghe.example/rules
  privacy-policy: https://qinghe.example/privacy
  algorithm-policy: https://qinghe.example/algorithms
  making: {zh: 起草、征求意见、审核后公布, en: "drafted, consulted on, reviewed and published"}
  adjudication: {zh: 由平台七日内裁决，可申诉一次, en: "settled within seven days, with one appeal"}
  third-parties: {zh: 入驻协议写明数据安全义务，每季度检查, en: "the agreement sets data duties, checked every quarter"}
`
