package report

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/volens/volens/lint"
)

const rulePages = "../../docs/rules"

// The pages in docs/rules are made from the rules: go test ./lint/report -update.
func TestRulePagesAreUpToDate(t *testing.T) {
	want := []string{"README.md"}
	golden(t, filepath.Join(rulePages, "README.md"), RuleIndex())
	for _, r := range lint.Rules {
		want = append(want, r.ID+".md")
		golden(t, filepath.Join(rulePages, r.ID+".md"), RulePage(r))
	}
	files, err := os.ReadDir(rulePages)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if slices.Contains(want, f.Name()) {
			continue
		}
		if *update {
			if err := os.Remove(filepath.Join(rulePages, f.Name())); err != nil {
				t.Fatal(err)
			}
			continue
		}
		t.Errorf("%s is the page of no rule", f.Name())
	}
}
