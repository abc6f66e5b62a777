package crowd_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/crowd"
)

// Somebody who moved to a large city and was born in a common year is lost there; the
// only one of a small town is not.
func Example() {
	c := crowd.New(map[string]declaration.Transform{"birthday": declaration.ToYear, "name": declaration.ToNull})
	c.Hide(map[string]string{"birthday": "1988-02-03", "name": "林七"})
	for i := range 4 {
		fmt.Println(c.Enough())
		c.Meet(map[string]string{"birthday": fmt.Sprintf("1988-%02d-11", 1+i)}, fmt.Sprint("somebody ", i))
	}
	fmt.Println(c.Enough())
	// Output:
	// false
	// false
	// false
	// false
	// true
}

func TestCoarse(t *testing.T) {
	change := map[string]declaration.Transform{"a": "year", "b": "null", "c": "", "d": "blank", "e": "fixed:x", "f": "first:3", "g": "band:10", "h": "hash", "i": "city", "j": "month"}
	if diff := cmp.Diff([]string{"a", "f", "g", "i", "j"}, crowd.Coarse(change)); diff != "" {
		t.Error(diff)
	}
}

// Values do not run together, a missing one is not an empty one, and one person is
// one.
func TestAlike(t *testing.T) {
	type row = map[string]string
	change := map[string]declaration.Transform{"a": "first:9", "b": "first:9"}
	for name, other := range map[string]row{
		"run together":  {"a": "x", "b": "y;=z"},
		"backslash":     {"a": `x\`, "b": "z"},
		"missing":       {"a": "x;=y"},
		"other columns": {"c": "x;=y", "d": "z"},
	} {
		c := crowd.New(change)
		c.Hide(row{"a": "x;=y", "b": "z"})
		for i := range 9 {
			c.Meet(other, fmt.Sprint(i))
		}
		if c.Enough() {
			t.Errorf("%s: taken for the same", name)
		}
	}
	c := crowd.New(change)
	c.Hide(row{"a": "x"})
	for range 9 {
		c.Meet(row{"a": "x"}, "one")
	}
	if c.Enough() {
		t.Error("one person was taken for many")
	}
	c = crowd.New(change)
	if c.Hide(row{"a": "", "c": "x"}); !c.Enough() {
		t.Error("a row of which nothing is left needs nobody")
	}
}
