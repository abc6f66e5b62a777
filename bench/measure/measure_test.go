package measure

import (
	"io"
	"strings"
	"testing"
	"time"
)

// figures returns one after the other.
func figures(list ...float64) func() float64 {
	k := -1
	return func() float64 { k++; return list[k%len(list)] }
}

// The ratio is that of neighbours: where both get slower together, it stays.
func TestTheRatioIsThatOfNeighbours(t *testing.T) {
	p := Pair{Run1: figures(3, 6, 9, 3, 6, 9), Run2: figures(2, 4, 6, 2, 4, 6)}
	if r := p.Run(5); r.Median != 1.5 || r.Least != 1.5 || r.Most != 1.5 || r.Spread != 3 {
		t.Errorf("%+v", r)
	}
}

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		goal  Goal
		ratio Ratio
		want  string
	}{
		{Goal{}, Ratio{Median: 9, Pairs: 5}, ""},
		{AtMost("", 2), Ratio{Median: 2, Pairs: 5, Spread: 1.2}, "met"},
		{AtMost("", 2), Ratio{Median: 2.1, Pairs: 5, Spread: 1.2}, "missed"},
		{AtLeast("", 2), Ratio{Median: 2, Pairs: 5, Spread: 1.2}, "met"},
		{AtLeast("", 2), Ratio{Median: 3, Pairs: 5, Spread: 1.2}, "met"},
		{AtLeast("", 2), Ratio{Median: 1.9, Pairs: 5, Spread: 1.2}, "missed"},
		{AtLeast("", 2), Ratio{Median: 9, Pairs: 4, Spread: 1.2}, "not judged: 4 pairs"},
		{AtLeast("", 2), Ratio{Median: 9, Pairs: 5, Spread: 2.1}, "not judged: the baseline's own spread is 2.1"},
	} {
		if got := (Pair{Goal: c.goal}).Verdict(c.ratio); got != c.want {
			t.Errorf("%v of %+v: %q, want %q", c.goal, c.ratio, got, c.want)
		}
	}
}

func TestATablePrintsWhatItMeasured(t *testing.T) {
	var b strings.Builder
	NewTable(&b, 5).Run(Pair{What: "this", With: "that", Unit: "ns", Run1: Each(func() {}), Run2: figures(1), Goal: AtLeast("P0", 0)})
	Machine(&b)
	for _, want := range []string{"this / that", "P0 ≥ 0", "met", "processors"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in %s", want, &b)
		}
	}
}

func TestHeapCountsWhatIsKept(t *testing.T) {
	kept, n := Heap(func() []byte { _, _ = io.Discard.Write(make([]byte, 1<<20)); return make([]byte, 8<<20) })
	if n < 8<<20 || n > 9<<20 || len(kept) != 8<<20 {
		t.Errorf("%d bytes", n)
	}
}

// Waiting is no work.
func TestWorkCountsWhatProcessorsDo(t *testing.T) {
	start := time.Now()
	ns := Work(time.Millisecond, func(turns int) {
		for range turns {
			for k := range 1000 {
				sink += k
			}
		}
	})()
	if took := time.Since(start); ns <= 0 || ns > float64(took) {
		t.Errorf("%v ns within %v", ns, took)
	}
	waited := worked(func(int) { time.Sleep(50 * time.Millisecond) }, 1)
	if waited > 40*time.Millisecond {
		t.Errorf("%v of work in a sleep", waited)
	}
}

var sink int
