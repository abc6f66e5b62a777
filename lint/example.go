package lint

import "strings"

// frame is a declaration with which nothing is wrong. The examples of rules say
// only what matters to them and leave the rest to it.
var frame = []struct{ key, text string }{
	{"volens", "volens: 1\n"},
	{"processor", `processor:
  name: {zh: 青禾商城, en: Qinghe Shop}
  people: 260000
  contact: {mail: hello@qinghe.example}
  officer: {name: 王宁, mail: privacy@qinghe.example}
  complaints: {mail: complaints@qinghe.example, answered-within: 15wd}
`},
	{"services", newsletter("{in: main, for: 1y}", "at-sign-up", "{zh: 收不到简报, en: no newsletter}")},
	{"stores", `stores:
  main:
    engine: mysql
    protects: [backup, encryption, access-control]
    risks: {zh: 账号被盗用时可能泄露, en: may leak if an account is taken over}
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

// newsletter is a service with one use by consent. A line whose text is empty is
// left out.
func newsletter(kept, when, without string) string {
	var b strings.Builder
	b.WriteString(`
services:
  shop:
    name: {zh: 商城, en: shop}
    type: other
    children: excluded
    functions:
      letter:
        name: {zh: 简报, en: newsletter}
        uses:
          - item: email
            for: promote
`)
	for _, line := range []struct{ key, text string }{{"kept", kept}, {"when", when}, {"without", without}} {
		if line.text != "" {
			b.WriteString("            " + line.key + ": " + line.text + "\n")
		}
	}
	return b.String()
}

// newsletterAsks is the same service with how it asks, if it says so.
func newsletterAsks(asks string) string {
	text := newsletter("{in: main, for: 1y}", "at-sign-up", "{zh: 收不到简报, en: no newsletter}")
	if asks == "" {
		return text
	}
	return strings.Replace(text, "    functions:\n", "    asks: "+asks+"\n    functions:\n", 1)
}
