package main

import (
	"strings"
	"testing"
	"time"
)

// Everything runs, on a little of it.
func TestARunOfALittle(t *testing.T) {
	var b strings.Builder
	if err := run(t.Context(), &b, options{dir: t.TempDir(), leaves: 2000, rounds: 1, sample: time.Millisecond}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"appending to the tree", "one inclusion proof", "verifying from disk, two cores", "10 times the entries"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
}
