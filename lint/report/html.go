package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the template and the style
	"encoding/base64"
	"html/template"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

var pageTemplate = template.Must(template.New("page").Parse(pageHTML))

// policy lets the page do nothing but show itself in its own style.
func policy() string {
	sum := sha256.Sum256([]byte(pageCSS))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
}

// htmlEntry is an entry in one language.
type htmlEntry struct {
	Severity, Kind, Rule, Help, Place, Title, Message, Excerpt, Articles, Fix string
}

// htmlQuestion is a question in one language.
type htmlQuestion struct{ Ask, Articles string }

type htmlPage struct {
	Lang, Policy, Summary string
	Style                 template.CSS
	Entries               []htmlEntry
	Questions             []htmlQuestion
	Words                 map[string]string
}

// html writes one page that loads nothing and runs nothing.
func (p page) html() ([]byte, error) {
	out := htmlPage{
		Lang: string(p.lang), Policy: policy(), Summary: p.summary().In(p.lang),
		Style: template.CSS(pageCSS),
		Words: map[string]string{
			"title": p.say("声明检查", "Check of a declaration"), "articles": p.say("条文", "Articles"),
			"fix": p.say("改法", "Fix"), "people": p.say("须由人判断，没有检查", "For people, not checked"),
		},
	}
	if p.lang == "" {
		out.Lang = string(lang.ZH)
	}
	for _, e := range p.all() {
		out.Entries = append(out.Entries, htmlEntry{
			string(e.Severity), e.severity().In(p.lang), e.Rule, helpOf(e.Rule), e.place(),
			e.Title.In(p.lang), e.Message.In(p.lang), e.excerpt, e.articles(p.lang), e.Fix.In(p.lang),
		})
	}
	for _, q := range p.questions {
		out.Questions = append(out.Questions, htmlQuestion{q.Ask.In(p.lang), law.ByStatus(p.lang, q.Cites)})
	}
	var b bytes.Buffer
	err := pageTemplate.Execute(&b, out)
	return b.Bytes(), err
}
