package report

import (
	"encoding/xml"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/lint/ignore"
)

// heldResult is the result of the fixture where one finding is put aside by somebody
// who tries to break out of every format, one is in the baseline, and an entry
// suppresses nothing.
func heldResult(t *testing.T, l lang.Lang) Result {
	t.Helper()
	r := result(t, l)
	r.Suppressed = []ignore.Finding{{Finding: r.Findings[0], Entry: &ignore.Entry{
		Place:  declaration.Place{File: hostile, Line: 3, Column: 5, Path: "findings[0]"},
		Reason: lang.Text{ZH: "等法务](http://evil.example)\n::error::\x1b[31m", EN: "legal](http://evil.example)\n::error::\x1b[31m"},
		Since:  "2026-11-22", Until: "2027-03-31", By: "王宁\u202e<b>",
	}}}
	r.Known, r.Baseline, r.Stale = r.Findings[1:2], true, 3
	r.Findings = r.Findings[2:]
	r.Entries = []declaration.Problem{{
		Place:   declaration.Place{File: ".volens-ignore.yaml", Line: 9, Column: 5, Path: "findings[1]"},
		Message: lang.Text{ZH: "这一项没有对应的问题：consent-ticked", EN: "this entry suppresses nothing: consent-ticked"},
		Fix:     lang.Text{ZH: "删去这一项", EN: "remove the entry"},
	}}
	return r
}

func TestFormatsHeld(t *testing.T) {
	for tag, l := range languages {
		for _, f := range Formats() {
			t.Run(tag+"/"+string(f), func(t *testing.T) {
				golden(t, filepath.Join("testdata", tag, string(f)+"-held.golden"), written(t, f, heldResult(t, l)))
			})
		}
	}
}

// Nothing is hidden silently: what people read counts all that is put aside or known.
func TestHeldIsCounted(t *testing.T) {
	const want = "2 findings, 1 resting on articles in force; 1 suppressed, next lapses on 2027-03-31; 1 problem with suppressions; 1 in the baseline; 3 of the baseline gone (volens baseline prune); 1 question"
	r := heldResult(t, lang.EN)
	if got := Summary(r).EN; !strings.HasPrefix(got, want) {
		t.Errorf("got %s", got)
	}
	for _, f := range []Format{Full, Concise, GitHub, HTML, Markdown, SARIF} {
		if got := strings.ReplaceAll(written(t, f, r), `\(`, "("); !strings.Contains(got, "1 suppressed, next lapses on 2027-03-31") {
			t.Errorf("%s does not say what is suppressed:\n%s", f, got)
		}
	}
	r.Findings, r.Stale, r.Entries = nil, 0, nil
	if got := Summary(r).EN; !strings.HasPrefix(got, "no other findings; 1 suppressed, next lapses on 2027-03-31; 1 in the baseline; 1 question") {
		t.Errorf("got %s", got)
	}
	r.Suppressed, r.Known = nil, nil
	if got := Summary(r).EN; !strings.HasPrefix(got, "no findings; 0 in the baseline; 1 question") {
		t.Errorf("got %s", got)
	}
}

func TestHeldSteersNobody(t *testing.T) {
	for _, l := range languages {
		for _, f := range Formats() {
			got := strings.TrimPrefix(written(t, f, heldResult(t, l)), "\ufeff")
			for _, c := range got {
				if c != '\n' && (c != '\r' || f != CSV) && !unicode.IsPrint(c) && c != '\u3000' {
					t.Errorf("%s in %s lets %U through", f, l, c)
				}
			}
			for line := range strings.Lines(got) {
				if strings.HasPrefix(line, "::error::") {
					t.Errorf("%s in %s: a reason began a line", f, l)
				}
			}
		}
	}
}

func TestSARIFSaysWhatIsPutAside(t *testing.T) {
	text := written(t, SARIF, heldResult(t, lang.EN))
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := officialSchema(t).Validate(doc); err != nil {
		t.Error(err)
	}
	log, err := sarif.FromString(text, sarif.WithStrictValidation())
	if err != nil {
		t.Fatal(err)
	}
	var states []string
	for _, r := range log.Runs[0].Results {
		states = append(states, *r.BaselineState)
		if aside := len(r.Suppressions); aside != 0 && (aside != 1 || *r.Suppressions[0].Kind != "external" || !strings.Contains(*r.Suppressions[0].Justification, "until 2027-03-31 by 王宁")) {
			t.Errorf("%+v", r.Suppressions[0])
		}
	}
	if !slices.Equal(states, []string{"new", "new", "new", "unchanged"}) || len(log.Runs[0].Results[2].Suppressions) != 1 {
		t.Errorf("%v", states)
	}
}

func TestJUnitSkipsWhatIsHeld(t *testing.T) {
	text := written(t, JUnit, heldResult(t, lang.EN))
	var suites junitSuites
	if err := xml.Unmarshal([]byte(text), &suites); err != nil {
		t.Fatal(err)
	}
	if s := suites.Suites[0]; s.Failures != 2 || s.Errors != 1 || s.Skipped != 3 || s.Tests != 6 || len(s.Cases) != 6 {
		t.Errorf("%+v", s)
	}
	if err := xmllint(t, text); err != nil {
		t.Error(err)
	}
}
