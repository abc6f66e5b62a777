package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint"
)

var update = flag.Bool("update", false, "write what the formats and the rule pages give")

// hostile is the name of a file that nobody would choose in good faith.
const hostile = "=vo|<b>,lens:\x1b[31m`.yaml"

// result is what the rules named here find in the fixture, whose texts try to break
// out of every format.
func result(t *testing.T, l lang.Lang) Result {
	t.Helper()
	text, err := os.ReadFile("testdata/fixture.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: string(text)}}})
	if err != nil {
		t.Fatal(err)
	}
	// No declaration may hold these today; the formats do not rely on it.
	control := strings.NewReplacer("CONTROL", "\n::error::line\x1b[31mred\u202eturned\u009bx")
	src := declaration.Source{Files: []declaration.File{{Name: hostile, Text: strings.ReplaceAll(string(text), "CONTROL", "\x1b[31m\u202e\u009b")}}}
	r := Result{Sources: src, Lang: l, Version: "v0.0.0", Questions: []lint.Question{{
		Cites: []law.Citation{law.Cite(law.Draft, "21(5)"), law.Cite(law.Order790, "22(1)")},
		Ask:   lang.Text{ZH: "声明的目的就是真实的目的吗？", EN: "Are the declared purposes the real ones?"},
	}}}
	wanted := []string{"consent-ticked", "use-without-retention", "reasked-too-soon", "consent-bundled"}
	for _, f := range lint.Run(d, lint.Options{}) {
		if slices.Contains(wanted, f.Rule) {
			f.Message.ZH, f.Message.EN = control.Replace(f.Message.ZH), control.Replace(f.Message.EN)
			f.Place.File = hostile // as the folder that somebody keeps it in may be called
			r.Findings = append(r.Findings, f)
		}
	}
	if len(r.Findings) != 4 {
		t.Fatalf("%d findings of the fixture, want one of each of %v", len(r.Findings), wanted)
	}
	return r
}

// unreadableResult is a declaration that cannot be read.
func unreadableResult(l lang.Lang) Result {
	return Result{Lang: l, Version: "v0.0.0", Problems: []declaration.Problem{
		{
			Place:   declaration.Place{File: hostile, Line: 4, Column: 3, Path: "processor.contcat"},
			Message: lang.Text{ZH: "不认识的键“contcat”", EN: `unknown key "contcat"`}, Fix: lang.Text{ZH: "想写的可能是 contact", EN: "perhaps contact"},
		},
		{Place: declaration.Place{File: "gone.yaml"}, Message: lang.Text{ZH: "没有这个文件或文件夹", EN: "there is no such file or folder"}},
	}}
}

func written(t *testing.T, f Format, r Result) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// languages names folders of goldens.
var languages = map[string]lang.Lang{"zh": lang.ZH, "en": lang.EN}

func TestFormats(t *testing.T) {
	for tag, l := range languages {
		for _, f := range Formats() {
			t.Run(tag+"/"+string(f), func(t *testing.T) {
				golden(t, filepath.Join("testdata", tag, string(f)+".golden"), written(t, f, result(t, l)))
				golden(t, filepath.Join("testdata", tag, string(f)+"-unreadable.golden"), written(t, f, unreadableResult(l)))
			})
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; go test ./lint/report -update writes it):\n%s", file, diff)
	}
}

// Whatever a declaration or the name of its file holds, no format lets through what
// steers a terminal, turns text around, or ends a line.
func TestNothingSteersTheReader(t *testing.T) {
	for _, l := range languages {
		for _, f := range Formats() {
			got := strings.TrimPrefix(written(t, f, result(t, l)), "\ufeff")
			if !utf8.ValidString(got) {
				t.Errorf("%s: not UTF-8", f)
			}
			for _, c := range got {
				if c != '\n' && (c != '\r' || f != CSV) && !unicode.IsPrint(c) && c != '\u3000' {
					t.Errorf("%s in %s lets %U through", f, l, c)
				}
			}
			for line := range strings.Lines(got) {
				if strings.HasPrefix(line, "::error::") {
					t.Errorf("%s in %s: a name began a line", f, l)
				}
			}
		}
	}
}

// What is not checked is there wherever it has a place, and nothing calls it, or
// anything, passed.
func TestNotCheckedIsSaid(t *testing.T) {
	for tag, l := range languages {
		r := result(t, l)
		for _, f := range []Format{JSON, SARIF, JUnit, Markdown, HTML} {
			if got := written(t, f, r); !strings.Contains(got, r.Questions[0].Ask.In(l)) {
				t.Errorf("%s in %s does not ask what is not checked", f, tag)
			}
		}
		for _, f := range []Format{Full, Concise, GitHub} {
			if got := written(t, f, r); !strings.Contains(got, lang.Text{ZH: "1 个问题须由人判断", EN: "1 question for people"}.In(l)) {
				t.Errorf("%s in %s does not count what is not checked", f, tag)
			}
		}
	}
}

// A declaration that cannot be read is never a clean result.
func TestUnreadableIsNotClean(t *testing.T) {
	for _, f := range Formats() {
		got := written(t, f, unreadableResult(lang.EN))
		if !strings.Contains(got, "contcat") || !strings.Contains(got, "gone.yaml") {
			t.Errorf("%s does not say what cannot be read:\n%s", f, got)
		}
		if strings.Contains(got, "no findings") || strings.Contains(got, `"findings"`) {
			t.Errorf("%s looks clean:\n%s", f, got)
		}
	}
}

func TestParseFormat(t *testing.T) {
	for _, f := range Formats() {
		if got, ok := ParseFormat(string(f)); !ok || got != f {
			t.Errorf("%s is read as %s", f, got)
		}
	}
	if f, ok := ParseFormat("text"); !ok || f != Full {
		t.Errorf("text is read as %s", f)
	}
	if f, ok := ParseFormat("xml"); ok {
		t.Errorf("xml is read as %s", f)
	}
	if err := Write(&bytes.Buffer{}, "xml", Result{}); err == nil {
		t.Error("written in no format")
	}
}

func TestSummaryCounts(t *testing.T) {
	r := result(t, lang.EN)
	if got := Summary(r).EN; got != "4 findings, 3 resting on articles in force; 1 question for people, not checked (volens explain)" {
		t.Errorf("got %s", got)
	}
	r.Findings, r.Questions = nil, nil
	if got := Summary(r).EN; got != "no findings; 0 questions for people, not checked (volens explain)" {
		t.Errorf("got %s", got)
	}
}
