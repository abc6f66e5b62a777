package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	renderer "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/lint"
)

// These tests read reports as other programs do.

func TestCSVReadsBack(t *testing.T) {
	r := result(t, lang.ZH)
	text, ok := strings.CutPrefix(written(t, CSV, r), "\ufeff")
	if !ok {
		t.Error("no byte order mark: spreadsheets would read it as GBK")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != len(r.Findings)+1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	formulas := 0
	for i, row := range rows[1:] {
		if row[1] != r.Findings[i].Rule || row[12] != r.Findings[i].Fingerprint() || row[0] != string(r.Findings[i].Severity) {
			t.Errorf("row %d: %v", i, row)
		}
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("a spreadsheet would compute %q", cell)
			}
			if strings.HasPrefix(cell, "'=") {
				formulas++
			}
		}
	}
	if formulas < 5 {
		t.Errorf("only %d cells tried to be formulas", formulas)
	}
}

// elements lists what a page is made of, and the targets of its links.
func elements(t *testing.T, page string) (names, links []string, text string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for n := range root.Descendants() {
		switch n.Type {
		case html.TextNode:
			all.WriteString(n.Data)
		case html.ElementNode:
			if !slices.Contains(names, n.Data) {
				names = append(names, n.Data)
			}
			for _, a := range n.Attr {
				if a.Key == "href" || a.Key == "src" {
					links = append(links, a.Val)
				}
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
					t.Errorf("attribute %s", a.Key)
				}
			}
		}
	}
	return names, links, all.String()
}

// checkLinks lets a report link to the pages on rules and nowhere else.
func checkLinks(t *testing.T, links []string, want int) {
	t.Helper()
	if len(links) != want {
		t.Errorf("%d links, want %d: %v", len(links), want, links)
	}
	for _, link := range links {
		if !strings.HasPrefix(link, home+"/blob/main/docs/rules/") {
			t.Errorf("a link to %s", link)
		}
	}
}

const attack = `<script>alert(1)</script>|]]>[x](http://evil.example) www.evil.example @somebody`

func TestHTMLReadsBack(t *testing.T) {
	r := result(t, lang.EN)
	names, links, text := elements(t, written(t, HTML, r))
	for _, name := range names {
		if !slices.Contains([]string{"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "a", "article", "code", "pre", "strong", "section", "ul", "li"}, name) {
			t.Errorf("an element %s", name)
		}
	}
	checkLinks(t, links, len(r.Findings))
	if !strings.Contains(text, attack) {
		t.Errorf("the name of the service is not shown as written:\n%s", text)
	}
}

// The page may show its own style and nothing else, and the policy names that very
// style.
func TestHTMLAllowsItsOwnStyleOnly(t *testing.T) {
	page := written(t, HTML, result(t, lang.EN))
	if !strings.Contains(page, `http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-`) {
		t.Errorf("no policy:\n%s", page)
	}
	_, style, _ := strings.Cut(page, "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	if style != pageCSS {
		t.Error("the style that is shown is not the one that was hashed")
	}
}

func TestMarkdownReadsBack(t *testing.T) {
	r := result(t, lang.EN)
	md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(renderer.WithUnsafe()))
	var page bytes.Buffer
	if err := md.Convert([]byte(written(t, Markdown, r)), &page); err != nil {
		t.Fatal(err)
	}
	names, links, text := elements(t, page.String())
	for _, name := range names {
		if !slices.Contains([]string{"html", "head", "body", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "a", "ul", "li", "details", "summary"}, name) {
			t.Errorf("an element %s", name)
		}
	}
	checkLinks(t, links, len(r.Findings))
	if rows := strings.Count(page.String(), "<tr>"); rows != len(r.Findings)+1 {
		t.Errorf("%d rows", rows)
	}
	if cells := strings.Count(page.String(), "<td>"); cells != 5*len(r.Findings) {
		t.Errorf("%d cells", cells)
	}
	if want := strings.ReplaceAll(attack, "@", "＠"); !strings.Contains(text, want) {
		t.Errorf("the name of the service is not shown as written:\n%s", text)
	}
}

func TestJSONReadsBack(t *testing.T) {
	r := result(t, lang.EN)
	var whole struct {
		Findings   []findingJSON  `json:"findings"`
		NotChecked []questionJSON `json:"not_checked"`
	}
	if err := json.Unmarshal([]byte(written(t, JSON, r)), &whole); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(written(t, JSONL, r)), "\n")
	if len(lines) != len(r.Findings) || len(whole.Findings) != len(r.Findings) || len(whole.NotChecked) != 1 {
		t.Fatalf("%d lines, %d findings, %d questions", len(lines), len(whole.Findings), len(whole.NotChecked))
	}
	for i, line := range lines {
		var one findingJSON
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatal(err)
		}
		f := r.Findings[i]
		if one.Rule != f.Rule || one.Fingerprint != f.Fingerprint() || one.Texts.Fix != f.Fix || !slices.Equal(one.Articles, f.Cites) {
			t.Errorf("line %d: %+v", i, one)
		}
	}
}

func TestGitHubCommands(t *testing.T) {
	got := written(t, GitHub, result(t, lang.EN))
	lines := strings.Split(strings.TrimSpace(got), "\n")
	if len(lines) != 5 {
		t.Fatalf("%d commands, want one for each finding and a notice:\n%s", len(lines), got)
	}
	for _, line := range lines {
		command, message, ok := strings.Cut(strings.TrimPrefix(line, "::"), "::")
		if !ok || message == "" || !strings.HasPrefix(line, "::") {
			t.Errorf("no command: %s", line)
		}
		_, properties, _ := strings.Cut(command, " ")
		for p := range strings.SplitSeq(properties, ",") {
			if key, _, ok := strings.Cut(p, "="); !ok || !slices.Contains([]string{"file", "line", "col", "title"}, key) {
				t.Errorf("a property %q in %s", p, line)
			}
		}
	}
	warned := slices.ContainsFunc(lines, func(s string) bool { return strings.HasPrefix(s, "::warning ") })
	if !warned {
		t.Error("no warning is a warning")
	}
}

func TestLevels(t *testing.T) {
	if levelOf(lint.Breach) != "error" || levelOf(lint.Warning) != "warning" {
		t.Error("a breach is an error and a warning is a warning")
	}
}
