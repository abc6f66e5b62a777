package main

import (
	"strings"
	"testing"
	"time"
)

// Everything runs, on a little of it, and what was not measured says so.
func TestARunOfALittle(t *testing.T) {
	var b strings.Builder
	o := options{replica: 1000, tables: 1000, questions: 1500, rounds: 1, sample: time.Millisecond, dir: t.TempDir()}
	if err := run(t.Context(), &b, o, 100); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "computed"); n != 4 {
		t.Errorf("%d computed lines in\n%s", n, &b)
	}
}
