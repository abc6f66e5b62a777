package lint

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
)

// Several items agreed to at once for one and the same processing break the draft
// and not the text in force; for different ones they break both.
func TestTwoReadingsOfSeparate(t *testing.T) {
	live, err := law.ParseRulebooks(law.LiveRulebook)
	if err != nil {
		t.Fatal(err)
	}
	all := sources(t)
	for file, want := range map[string]int{
		"testdata/sensitive-not-separate/fail-one-processing.txtar":   0,
		"testdata/sensitive-not-separate/fail-two-purposes.txtar":     1,
		"testdata/sensitive-not-separate/fail-two-functions.txtar":    1,
		"testdata/sensitive-not-separate/fail-group.txtar":            1,
		"testdata/third-party-not-separate/fail-one-processing.txtar": 0,
		"testdata/third-party-not-separate/fail-two-recipients.txtar": 1,
	} {
		d, err := declaration.Parse(all[file])
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		got := slices.DeleteFunc(Run(d, Options{Rulebooks: live}), func(f Finding) bool {
			return f.Rule != filepath.Base(filepath.Dir(file))
		})
		if len(got) != want {
			t.Errorf("%s: want %d findings by the law in force, got %v", file, want, ids(got))
		}
	}
}
