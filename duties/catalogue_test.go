package duties

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/law"
	"github.com/volens/volens/workday"
)

// fixtures together have every duty, on every ground.
func fixtures(t *testing.T) []string {
	t.Helper()
	full, err := os.ReadFile("testdata/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(full)
	return []string{
		text,
		with("1000000", ""),
		with("5", "assessments: {a: {covers: [sensitive, face, important-data], date: 2026-03-01}}\n"),
		strings.Replace(text, "officer: {date: 2025-08-20}", "officer: {since: 2026-10-12}", 1),
		strings.Replace(text, "faces: {since: 2026-11-18}", "faces: {date: 2026-10-12}\n  algorithm: {date: 2026-10-12}", 1),
		strings.Replace(text, "faces: {since: 2026-11-18}", "faces: {since: 2025-05-31}", 1),
	}
}

// The catalogue says what List can say: no duty and no article more or less.
func TestCatalogue(t *testing.T) {
	got := map[string][]law.Citation{}
	for _, text := range fixtures(t) {
		for _, d := range List(parse(t, text), at("2026-11-21"), Options{Calendar: workday.China()}) {
			for _, c := range d.Cites {
				if !slices.Contains(got[d.ID], c) {
					got[d.ID] = append(got[d.ID], c)
				}
			}
		}
	}
	want := map[string][]law.Citation{}
	for _, e := range Catalogue() {
		want[e.ID] = e.Cites
	}
	for id := range got {
		if !sameArticles(got[id], want[id]) {
			t.Errorf("%s: the catalogue has %s, List gives %s", id, articles(want[id]), articles(got[id]))
		}
		delete(want, id)
	}
	if diff := cmp.Diff(map[string][]law.Citation{}, want); diff != "" {
		t.Errorf("no declaration has these duties:\n%s", diff)
	}
}

func sameArticles(a, b []law.Citation) bool { return articles(a) == articles(b) }

func articles(cites []law.Citation) string {
	var all []string
	for _, c := range cites {
		all = append(all, string(c.Instrument)+" "+c.Ref())
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}
