package main

import (
	"fmt"
	"runtime"
	"slices"
	"time"
)

// A pair is something measured and what it is compared with.
type pair struct {
	what, with string
	run1, run2 func()
	goal       float64 // the ratio that it should not pass, 0 for none
}

// A ratio is how many times as long the one takes as the other.
type ratio struct {
	median, least, most float64
	spread              float64 // of what is compared with: its longest by its shortest
}

// sample is how long one measurement lasts at least: long enough that one pause of
// the machine does not decide it.
const sample = 40 * time.Millisecond

// steady is the spread beyond which a ratio says nothing.
const steady = 2

// run measures the two in turn.
func (p pair) run(rounds int) ratio {
	times1, times2 := repeats(p.run1), repeats(p.run2)
	var ratios []float64
	var base []time.Duration
	for range rounds {
		a, b := timed(p.run1, times1), timed(p.run2, times2)
		ratios = append(ratios, float64(a)/float64(b))
		base = append(base, b)
	}
	slices.Sort(ratios)
	return ratio{
		median: ratios[len(ratios)/2], least: ratios[0], most: ratios[len(ratios)-1],
		spread: float64(slices.Max(base)) / float64(slices.Min(base)),
	}
}

// repeats warms up, and returns how often to run f in one sample.
func repeats(f func()) int {
	f()
	once := timed(f, 1)
	return 1 + int(sample/max(once, 1))
}

// timed returns how long f takes on average, beginning with a clean heap.
func timed(f func(), times int) time.Duration {
	runtime.GC()
	start := time.Now()
	for range times {
		f()
	}
	return time.Since(start) / time.Duration(times)
}

func (p pair) goalText() string {
	if p.goal == 0 {
		return "-"
	}
	return fmt.Sprintf("≤ %.1f", p.goal)
}

func (p pair) verdict(r ratio) string {
	switch {
	case p.goal == 0:
		return ""
	case r.spread > steady:
		return fmt.Sprintf("no verdict: the machine was unsteady (%.1f)", r.spread)
	case r.median > p.goal:
		return "missed"
	}
	return "met"
}
