package main

import (
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/bench/engines"
	"github.com/volens/volens/bench/w1"
)

// Everything runs, on a little of it.
func TestARunOfALittle(t *testing.T) {
	var b strings.Builder
	if err := run(&b, options{few: 100, many: 300, questions: 1000, rounds: 1, sample: time.Millisecond}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Volens / compiled table", "answers: Volens / OPA, prepared", "Volens, 300 people / 100 people", "Volens, 500 functions / 50 functions"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
}

// An answer of the replica, with the reason that settles it and its articles,
// allocates nothing.
func TestAnAnswerAllocatesNothing(t *testing.T) {
	w, err := w1.New(w1.Functions)
	if err != nil {
		t.Fatal(err)
	}
	bed := engines.NewBed(w, 500, 1000)
	v, err := engines.NewVolens(bed)
	if err != nil {
		t.Fatal(err)
	}
	turn := bed.Run(v)
	if n := testing.AllocsPerRun(1000, func() { turn(1) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
