package render

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strings"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/notice"
)

//go:embed page.html
var pageText string

//go:embed page.css
var style string

// wide is how many columns a table has at most before each row becomes a card.
const wide = 5

// StyleHash is the hash of the one style block of every page, as a content
// security policy writes it: sha256-….
func StyleHash() string {
	sum := sha256.Sum256([]byte(style))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// policy lets the page load nothing and run nothing; only its own style counts.
func policy() string {
	return "default-src 'none'; style-src '" + StyleHash() + "'; base-uri 'none'; form-action 'none'"
}

type page struct {
	Lang   lang.Lang
	Title  string
	Policy string
	Style  template.CSS
	Doc    notice.Document
	Stamp  []notice.Fact
	Legend lang.Text
	End    lang.Text
}

// HTML writes one page that stands alone: no scripts, no remote parts, one style
// block. The second layer is folded behind each line and opens without
// JavaScript.
func HTML(w io.Writer, d notice.Document, ls Languages) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"says": ls.says, "on": ls.on, "link": link, "class": class,
		"unstated": func(t lang.Text) bool { return t == notice.Unstated },
		"open":     func() lang.Text { return wordOpen },
		"articles": func(s notice.Section) []saying { return ls.says(ls.basis(s)) },
	}).Parse(pageText)
	if err != nil {
		return fmt.Errorf("reading the page template: %w", err)
	}
	err = t.Execute(w, page{
		Lang: ls[0], Title: ls.on(d.Title), Policy: policy(), Style: template.CSS(style),
		Doc: d, Stamp: stamp(d), Legend: wordLegend, End: hashes(d),
	})
	if err != nil {
		return fmt.Errorf("writing HTML: %w", err)
	}
	return nil
}

// basis is the line that names the articles of a section.
func (ls Languages) basis(s notice.Section) lang.Text {
	t := ls.articles(s)
	if t.IsZero() {
		return t
	}
	return lang.Text{ZH: wordBasis.ZH + wordColon.ZH + t.ZH, EN: wordBasis.EN + wordColon.EN + t.EN}
}

// link is s where it is the address of a web page and nothing else, or "".
func link(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || strings.ContainsAny(s, " <>\"'`（）") {
		return ""
	}
	return s
}

// class says how a table is laid out.
func class(t *notice.Table) string {
	switch {
	case len(t.Columns) == 2:
		return "labels"
	case len(t.Columns) > wide:
		return "wide"
	}
	return "narrow"
}
