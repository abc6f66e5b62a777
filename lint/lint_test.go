package lint

import (
	"fmt"
	"strings"
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// parse reads a declaration or fails the test.
func parse(t *testing.T, text string) *declaration.Declaration {
	t.Helper()
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: text}}})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return d
}

func TestExamples(t *testing.T) {
	for _, r := range Rules {
		t.Run(r.ID, func(t *testing.T) {
			bad, good := Run(parse(t, Example(r.Bad)), Options{}), Run(parse(t, Example(r.Good)), Options{})
			if len(bad) != 1 || bad[0].Rule != r.ID {
				t.Errorf("bad: want one finding of %s, got %v", r.ID, ids(bad))
			}
			if len(good) != 0 {
				t.Errorf("good: want none, got %v", ids(good))
			}
		})
	}
}

func ids(fs []Finding) []string {
	var out []string
	for _, f := range fs {
		out = append(out, fmt.Sprintf("%s %s: %s", f.Place, f.Rule, f.Message.EN))
	}
	return out
}

// Everything a person reads is there in both languages, and each rule can be
// found and explained.
func TestRulesAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules {
		if seen[r.ID] {
			t.Errorf("%s is there twice", r.ID)
		}
		seen[r.ID] = true
		for what, text := range map[string]lang.Text{"title": r.Title, "reason": r.Reason, "fix": r.Fix} {
			if text.ZH == "" || text.EN == "" {
				t.Errorf("%s: %s lacks a language", r.ID, what)
			}
		}
		if (r.NotChecked.ZH == "") != (r.NotChecked.EN == "") {
			t.Errorf("%s: the question lacks a language", r.ID)
		}
		if len(r.Cites) == 0 || r.Severity != Breach && r.Severity != Warning {
			t.Errorf("%s: no articles, or no severity", r.ID)
		}
	}
}

// A finding rests on nothing that its rule does not name. The lists of the 39
// types are items of one article, which the rule names as a whole.
func TestFindingsCiteTheirRule(t *testing.T) {
	for _, r := range Rules {
		for _, f := range Run(parse(t, Example(r.Bad)), Options{}) {
			for _, c := range f.Cites {
				if c.Instrument == law.Necessary39 && c.Article == 5 {
					c.Item = 0
				}
				if !strings.Contains(fmt.Sprint(r.Cites), fmt.Sprint(c)) {
					t.Errorf("%s: a finding cites %s, the rule does not", r.ID, c.Short().EN)
				}
			}
		}
	}
}
