package general

import "strings"

// important is a processor of important data with a store of which it says this.
func important(store string) string {
	return `
processor:
  name: {zh: 青禾商城, en: Qinghe Shop}
  people: 260000
  roles: [important-data-processor]
  contact: {mail: hello@qinghe.example}
  officer: {name: 王宁, mail: privacy@qinghe.example}
  complaints: {person: 李敏, mail: complaints@qinghe.example, answered-within: 15wd}
stores:
  main:
    engine: mysql
` + strings.TrimLeft(store, "\n") + `    risks: {zh: 账号被盗用时可能泄露, en: may leak if an account is taken over}
` + strings.TrimLeft(secured("policy", "incident-plan", "logs: 6m", "head: {name: 周岩}",
		"body: {zh: 数据安全部, en: data security department}", "training-hours: 20"), "\n") + `filings:
  important-data: {date: 2026-03-02}
`
}
