package lint

import (
	"strings"

	"github.com/volens/volens/lint/rule"
)

// frame is a declaration with which nothing is wrong. The examples of rules say
// only what matters to them and leave the rest to it.
var frame = []struct{ key, text string }{
	{"volens", "volens: 1\n"},
	{"processor", `processor:
  name: {zh: 青禾商城, en: Qinghe Shop}
  people: 260000
  contact: {mail: hello@qinghe.example}
  officer: {name: 王宁, mail: privacy@qinghe.example}
  complaints: {person: 李敏, mail: complaints@qinghe.example, answered-within: 15wd}
`},
	{"services", rule.Newsletter("{in: main, for: 1y}", "at-sign-up", "{zh: 收不到简报, en: no newsletter}")},
	{"stores", `stores:
  main:
    engine: mysql
    protects: [backup, encryption, access-control, authentication]
    risks: {zh: 账号被盗用时可能泄露, en: may leak if an account is taken over}
`},
	{"rights", strings.ReplaceAll(`rights:
  access: HERE
  copy: HERE
  correct: HERE
  delete: HERE
  restrict: HERE
  transfer: HERE
  withdraw: HERE
  close-account: HERE
`, "HERE", "{how: {zh: 隐私中心, en: privacy centre}}")},
	{"security", `security:
  policy: {zh: 数据安全管理制度, en: data security policy}
  incident-plan: {zh: 数据安全事件应急预案, en: data security incident plan}
  logs: 6m
  head: {name: 周岩}
  body: {zh: 数据安全部, en: data security department}
  training-hours: 20
`},
	{"filings", "filings:\n  officer: {date: 2025-08-20}\n"},
	{"assessments", `assessments:
  pia:
    covers: [sensitive, automated, entrust, provide, export, face]
    date: 2026-03-01
    lawful: {zh: 目的、方式合法、正当、必要, en: "purpose and manner are lawful, proper and necessary"}
    impact: {zh: 泄露会影响安宁，风险低, en: a leak would disturb people and the risk is low}
    measures: {zh: 加密、限制访问，与风险相适应, en: "encrypted with limited access, which fits the risk"}
    kept: 3y
`},
}

// Example completes a rule's Bad or Good to a whole declaration: each part that
// it does not have of its own comes from a lawful one.
func Example(part string) string {
	part = strings.TrimLeft(part, "\n")
	var b strings.Builder
	for _, f := range frame {
		if !strings.HasPrefix(part, f.key+":") && !strings.Contains(part, "\n"+f.key+":") {
			b.WriteString(strings.TrimLeft(f.text, "\n"))
		}
	}
	return b.String() + part
}
