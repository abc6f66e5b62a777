package main

import (
	"strings"
	"testing"
	"time"
)

// Everything runs, on a little of it.
func TestARunOfALittle(t *testing.T) {
	var b strings.Builder
	o := options{dir: t.TempDir(), postgres: "none", rounds: 1, sample: 20 * time.Millisecond, writers: []int{1, 4}}
	if err := run(t.Context(), &b, o); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"commit of an answer / raw insert, 4 writers", "answer through the desk / raw insert, 1 writers", "fdatasync of 4 KiB", "not judged"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
}
