package baseline

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lint"
)

func finding(file, rule, named string) lint.Finding {
	return lint.Finding{Rule: rule, Named: named, Place: declaration.Place{File: file, Line: 7}}
}

func same(file string) string { return file }

func everything(string) bool { return true }

func written(t *testing.T, b Baseline) string {
	t.Helper()
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestFile(t *testing.T) {
	b := Of([]lint.Finding{
		finding("shop/volens.yaml", "use-without-retention", "services.shop.functions.letter.uses[email/promote].kept.for"),
		finding("shop/volens.yaml", "consent-ticked", "services.shop.asks.ticked"),
		finding("shop/volens.yaml", "use-without-retention", "services.shop.functions.letter.uses[email/promote].kept.for"),
	}, same)
	const want = `{
  "volens-baseline": 1,
  "findings": [
    {"file":"shop/volens.yaml","rule":"consent-ticked","path":"services.shop.asks.ticked","fingerprint":"dc45923bde14d3b59be3ec96f39e94dd","count":1},
    {"file":"shop/volens.yaml","rule":"use-without-retention","path":"services.shop.functions.letter.uses[email/promote].kept.for","fingerprint":"7d8eba4fafe2f004769cf71f575efd5e","count":2}
  ]
}
`
	if got := written(t, b); got != want {
		t.Errorf("got\n%s", got)
	}
	if got := written(t, Baseline{}); got != "{\n  \"volens-baseline\": 1,\n  \"findings\": []\n}\n" {
		t.Errorf("nothing is written as %s", got)
	}
	if b.Count() != 3 {
		t.Errorf("%d findings", b.Count())
	}
}

func TestReadRefuses(t *testing.T) {
	one := `{"file":"a","rule":"b","path":"c","fingerprint":"7d8eba4fafe2f004769cf71f575efd5e","count":1}`
	file := func(findings string) string { return `{"volens-baseline": 1, "findings": [` + findings + `]}` }
	if _, err := Read(strings.NewReader(file(one))); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]error{
		"":                       ErrForm,
		"[]":                     ErrForm,
		"{}":                     ErrForm,
		`{"volens-baseline": 1}`: ErrForm,
		file(one) + "{}":         ErrForm,
		file(`{"line": 1}`):      ErrForm,
		file(one + "," + one):    ErrTwice,
		file(`{}`):               ErrEntry,
		strings.Replace(file(one), `"count":1`, `"count":0`, 1): ErrEntry,
		strings.Replace(file(one), "7d8e", "7D8E", 1):           ErrEntry,
		strings.Replace(file(one), `: 1,`, `: 2,`, 1):           ErrVersion,
	} {
		if _, err := Read(strings.NewReader(text)); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", text, err, want)
		}
	}
}

func TestStale(t *testing.T) {
	a, b, c := finding("a.yaml", "r", "one"), finding("a.yaml", "r", "two"), finding("b.yaml", "r", "one")
	old := Of([]lint.Finding{a, a, b, c}, same)
	live, stale := old.Stale([]lint.Finding{a}, same, func(file string) bool { return file == "a.yaml" })
	if live.Count() != 2 || stale.Count() != 2 || live.Entries()[1].File != "b.yaml" {
		t.Errorf("live %v, stale %v", live, stale)
	}
	if live, stale := old.Stale([]lint.Finding{a, a, b, c, c}, same, everything); live.Count() != 4 || stale.Count() != 0 {
		t.Errorf("live %v, stale %v", live, stale)
	}
}

// What a baseline was made of is known, anything beyond it is new, and what it
// writes is what it reads.
func TestBaselineProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.Custom(func(t *rapid.T) lint.Finding {
			return finding(rapid.SampledFrom([]string{"a.yaml", "b/a.yaml"}).Draw(t, "file"), "r", fmt.Sprint(rapid.IntRange(0, 3).Draw(t, "path")))
		})
		old, more := rapid.SliceOfN(one, 0, 8).Draw(t, "old"), rapid.SliceOfN(one, 0, 4).Draw(t, "more")
		b := Of(old, same)
		var out bytes.Buffer
		if err := b.Write(&out); err != nil {
			t.Fatal(err)
		}
		back, err := Read(&out)
		if err != nil || !slices.Equal(back.Entries(), b.Entries()) {
			t.Fatalf("%v: read back %v", err, back)
		}
		known := back.Known(slices.Concat(old, more), same)
		if count(known) != len(old) || slices.Contains(known[:len(old)], false) {
			t.Fatalf("%d of %d and %d are known", count(known), len(old), len(more))
		}
		live, stale := b.Stale(more, same, everything)
		if live.Count()+stale.Count() != len(old) || count(live.Known(more, same)) != live.Count() {
			t.Fatalf("live %v, stale %v", live, stale)
		}
		if shuffled := Of(rapid.Permutation(old).Draw(t, "order"), same); !slices.Equal(shuffled.Entries(), b.Entries()) {
			t.Fatal("the order of findings shows")
		}
	})
}

func count(all []bool) int {
	n := 0
	for _, b := range all {
		if b {
			n++
		}
	}
	return n
}
