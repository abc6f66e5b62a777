package render_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/notice"
)

// hostile says s in the texts that reach documents in different ways: names,
// paragraphs, cells, lines and lists.
func hostile(s string) (*declaration.Declaration, error) {
	text := strings.ReplaceAll(`
volens: 1
processor: {name: X, contact: {address: X}, officer: {name: X}}
purposes: {mine: {class: market, is: X, put-to: X}}
services:
  s:
    name: X
    type: other
    on: [app, wechat]
    guardian: X
    functions:
      f: {name: X, uses: [{item: face, for: mine, why: X, without: X, kept: {in: st, for: 1y}, gives: [r]}]}
components: {c: {name: X, vendor: X, version: X, in: [s/f], collects-nothing: true}}
recipients: {r: {name: X, role: third-party, country: SG, kept-at: X}}
stores: {st: {name: X, engine: mysql, location: X, risks: X}}
`, " X", ` "`+s+`"`)
	return declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: text}}})
}

var attacks = []string{
	`<script>alert(1)</script>`, `</style></title><img src=x onerror=alert(1)>`, `\" onmouseover=\"x`, `a | b | c`, `# 标题`, "- 一项", "+ x", "12. 一项", "12) x",
	"[点这里](javascript:alert(1))", "![x](http://evil.example/x.png)", "a\\nb\\n# 标题\\n| x |", "```\\nx", "`x`", "**x** _y_ ~~z~~", "{{.Doc}}", "&lt;b&gt;", "\\\\| x", "<!-- x -->", "$x$", "= x",
}

// escaped is what Markdown takes as a character and not as a sign.
var escaped = regexp.MustCompile(`\\[[:punct:]]`)

// opening is what opens a list, a heading or a rule at the head of a line, or at
// the head of an item.
var opening = regexp.MustCompile(`(?m)^(?:> |[-*] |\d+\. |\| )?(?:[-+=]+|\d+[.)])(?: |$)`)

// A text changes what a page says and never what it is made of: with any text in
// it, it has as many tags, quotes, lines, cells and signs as with a harmless one.
func TestTextsNeverBecomeStructure(t *testing.T) {
	harmless, err := hostile("X1")
	if err != nil {
		t.Fatal(err)
	}
	for _, attack := range attacks {
		d, err := hostile(attack)
		if err != nil {
			t.Errorf("%q does not reach the documents: %v", attack, err)
			continue
		}
		for _, k := range notice.Kinds() {
			if k == notice.AndroidPrivacy || k == notice.IOSPrivacy {
				continue // they show a file as it is: see TestFilesAreShownAsTheyAre
			}
			want, got := build(t, harmless, k), build(t, d, k)
			same(t, string(k)+" html "+attack, html(t, want, bilingual), html(t, got, bilingual), "<>\"\n")
			plain, other := escaped.ReplaceAllString(markdown(t, want, bilingual), "e"), escaped.ReplaceAllString(markdown(t, got, bilingual), "e")
			same(t, string(k)+" markdown "+attack, plain, other, "\n|<>[]`*_#~$!")
			if n, m := len(opening.FindAllString(plain, -1)), len(opening.FindAllString(other, -1)); n != m {
				t.Errorf("%s markdown %s: %d openings, with a harmless text %d", k, attack, m, n)
			}
		}
	}
}

// same requires two texts to have the same number of each sign.
func same(t *testing.T, what, want, got, signs string) {
	t.Helper()
	for _, sign := range signs {
		if n, m := strings.Count(want, string(sign)), strings.Count(got, string(sign)); n != m {
			t.Errorf("%s: %d of %q, with a harmless text %d", what, m, sign, n)
			return
		}
	}
}

func TestFilesAreShownAsTheyAre(t *testing.T) {
	doc := notice.Document{Kind: notice.IOSPrivacy, Sections: []notice.Section{{ID: "file", Blocks: []notice.Block{{Code: "```\n<b>\n````\n"}}}}}
	if got := markdown(t, doc, bilingual); !strings.Contains(got, "`````\n```\n<b>\n````\n`````\n") {
		t.Errorf("the fence is too short:\n%s", got)
	}
	if got := html(t, doc, bilingual); !strings.Contains(got, "<pre>```\n&lt;b&gt;\n````\n</pre>") {
		t.Error("a file became markup")
	}
}

func TestOnlyAddressesOfPagesAreLinks(t *testing.T) {
	for text, want := range map[string]bool{
		"https://a.example/b?c=d&e": true, "http://a.example": true, "javascript:alert(1)": false, "https://a.example/ b": false, "data:text/html,x": false,
		"https://": false, "https://a.example/\"x": false, "见 https://a.example": false, "//a.example": false,
	} {
		doc := notice.Document{Sections: []notice.Section{{ID: "s", Blocks: []notice.Block{{Text: twin(text)}}}}}
		if got := strings.Contains(html(t, doc, bilingual), "<a href"); got != want {
			t.Errorf("%s: a link is %t", text, got)
		}
	}
}
