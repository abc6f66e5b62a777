package notice_test

import (
	"strings"
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/notice"
)

// hostile puts s wherever a declaration takes free text.
func hostile(s string) string {
	quoted := `"` + s + `"`
	return strings.ReplaceAll(`
volens: 1
processor:
  name: {zh: X, en: X}
  contact: {phone: X, address: {zh: X, en: X}}
  officer: {name: X, phone: X}
  complaints: {person: X, phone: X}
  authorities: [{name: {zh: X, en: X}, phone: X}]
items: {own: {name: {zh: X, en: X}}}
purposes: {mine: {class: market, is: {zh: X, en: X}, put-to: {zh: X, en: X}}}
services:
  s:
    name: {zh: X, en: X}
    type: other
    on: [app, wechat]
    guardian: {zh: X, en: X}
    minors: {person: X}
    functions:
      f:
        name: {zh: X, en: X}
        basic: true
        decides: {what: [price], reason: {zh: X, en: X}, human: {zh: X, en: X}}
        uses:
          - {items: [own, email], for: mine, necessary: true, why: {zh: X, en: X}, without: {zh: X, en: X}, under: {zh: X, en: X}, from: {who: {zh: X, en: X}, ground: {zh: X, en: X}}, kept: {in: st, for: 1y}, gives: [r]}
components: {c: {name: {zh: X, en: X}, vendor: {zh: X, en: X}, version: X, country: US, contact: {phone: X}, in: [s/f], collects: [{item: own, for: mine}]}}
recipients: {r: {name: {zh: X, en: X}, role: third-party, country: SG, contact: {phone: X}, kept-at: {zh: X, en: X}, supervised: {zh: X, en: X}, ground: {zh: X, en: X}, export: {rights: {zh: X, en: X}}}}
stores: {st: {name: {zh: X, en: X}, engine: mysql, location: {zh: X, en: X}, risks: {zh: X, en: X}}}
rights: {access: {how: {zh: X, en: X}, conditions: {zh: X, en: X}}}
security: {policy: {zh: X, en: X}, incident-plan: {zh: X, en: X}, body: {zh: X, en: X}}
assessments: {a: {covers: [sensitive, provide], lawful: {zh: X, en: X}, impact: {zh: X, en: X}, measures: {zh: X, en: X}}}
`, " X", " "+quoted)
}

// attacks are texts that would mean something else in one of the formats, each
// written as YAML with double quotes.
var attacks = []string{
	`<script>alert(1)</script>`, `</style><img src=x onerror=alert(1)>`, `\" onmouseover=\"x`, `a | b | c`, `# 标题`, "- 一项", "1. 一项", "[点这里](javascript:alert(1))",
	"a\\u202Eb", "a\\u2066b\\u2069", "a\\nb\\n# 标题\\n| x |", "-- --> <key>", "]]>", "```", "{{.Doc}}", "\\u0007\\u001b[31m", "javascript:alert(1)", "https://evil.example/\\\"onclick=x", "&lt;b&gt;", "%s%n", "\\uFEFFa\\u200Bb",
}

// parsed is the declaration, or nil where the parser already refuses the text.
func parsed(t *testing.T, attack string) *declaration.Declaration {
	t.Helper()
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: hostile(attack)}}})
	if err != nil {
		t.Logf("%s is refused: %.200v", attack, err)
		return nil
	}
	return d
}

// No text of a declaration hides anything in a document or breaks the files of the
// platforms. What renderers make of it is tested with them.
func TestHostileTextsStayText(t *testing.T) {
	taken := 0
	for _, attack := range attacks {
		d := parsed(t, attack)
		if d == nil {
			continue
		}
		taken++
		for _, k := range notice.Kinds() {
			doc := build(t, d, k)
			all := texts(doc.Sections...)
			if strings.ContainsAny(all, "\u202e\u2066\u2069\u200b\ufeff\x07\x1b") {
				t.Errorf("%s: invisible characters of %q are in it", k, attack)
			}
			switch k {
			case notice.IOSPrivacy:
				plistStrings(t, doc.File.Text)
			case notice.AndroidPrivacy:
				if m := android(t, doc).Message; strings.Contains(m, "<script") || strings.Contains(m, "<img") {
					t.Errorf("the prompt takes markup: %s", m)
				}
			}
		}
	}
	if taken < len(attacks)/2 {
		t.Errorf("only %d of %d texts reach the documents: the test shows little", taken, len(attacks))
	}
}
