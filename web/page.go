package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

//go:embed templates
var templates embed.FS

// views are the parsed pages by language and name.
type views map[lang.Lang]map[string]*template.Template

var pageNames = []string{"home", "ask", "age", "child", "done", "receipt", "consents", "problem",
	"rights", "held", "form", "requests", "request", "visitor", "code", "certificate"}

// parseViews parses each page with the layout, once per language: the functions
// that a template calls know their language.
func parseViews() (views, error) {
	v := views{}
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		v[l] = map[string]*template.Template{}
		for _, name := range pageNames {
			t, err := template.New("layout.html").Funcs(functions(l)).
				ParseFS(templates, "templates/layout.html", "templates/parts.html", "templates/pages/"+name+".html")
			if err != nil {
				return nil, fmt.Errorf("parsing the page %s: %w", name, err)
			}
			v[l][name] = t
		}
	}
	return v, nil
}

// frame is what the layout shows around a page.
type frame struct {
	Lang  lang.Lang
	Title string
	Page  any
}

// show renders a page. It renders before it writes: a page is whole or an error.
func (p *pages) show(w http.ResponseWriter, r *http.Request, status int, name, title string, page any) {
	l := httpx.Lang(r)
	var b bytes.Buffer
	if err := p.views[l][name].Execute(&b, frame{Lang: l, Title: title, Page: page}); err != nil {
		httpx.WriteProblem(w, r, p.log, fmt.Errorf("rendering the page %s: %w", name, err))
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(l))
	w.Header().Set("Vary", "Accept-Language, Cookie")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the client has gone: nothing to do about it
}

func functions(l lang.Lang) template.FuncMap {
	return template.FuncMap{
		"t":    func(key string, args ...any) (string, error) { return say(l, key, args...) },
		"in":   func(t lang.Text) string { return t.In(l) },
		"url":  func(path string, more ...any) string { return in(l, path, more...) },
		"time": func(t time.Time) string { return clock(l, t) },
		"law":  func(cites []law.Citation) string { return law.ByStatus(l, cites) },
		"utc":  func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	}
}

// in returns the address of a page of ours in language l; more are names and
// values of further parameters.
func in(l lang.Lang, path string, more ...any) string {
	var b strings.Builder
	b.WriteString(path + "?lang=" + string(l))
	for i := 0; i+1 < len(more); i += 2 {
		fmt.Fprintf(&b, "&%v=%v", more[i], more[i+1])
	}
	return b.String()
}

// beijing is the only civil time in China, without summer time since 1992.
var beijing = time.FixedZone("UTC+8", 8*60*60)

func clock(l lang.Lang, t time.Time) string {
	if l == lang.EN {
		return t.In(beijing).Format("2 January 2006, 15:04")
	}
	return t.In(beijing).Format("2006年1月2日 15:04")
}
