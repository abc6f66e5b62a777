package main

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// rate is how many turns a second so many writers make; each has its own function.
func rate(writers int, lasts time.Duration, of func(writer int) func() error) float64 {
	turns := make([]func() error, writers)
	for w := range turns {
		turns[w] = of(w)
	}
	var wait sync.WaitGroup
	var done atomic.Int64
	start := time.Now()
	end := start.Add(lasts)
	for _, turn := range turns {
		wait.Go(func() {
			for time.Now().Before(end) {
				must(turn())
				done.Add(1)
			}
		})
	}
	wait.Wait()
	return float64(done.Load()) / time.Since(start).Seconds()
}

// median is how long half of the turns take at most.
func median(lasts time.Duration, turn func() error) time.Duration {
	var took []time.Duration
	for end := time.Now().Add(lasts); time.Now().Before(end); {
		start := time.Now()
		must(turn())
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	return took[len(took)/2]
}

// rateOf is how many turns a second so many writers make of a number that is
// given beforehand.
func rateOf(writers, each int, turn func() error) float64 {
	var wait sync.WaitGroup
	start := time.Now()
	for range writers {
		wait.Go(func() {
			for range each {
				must(turn())
			}
		})
	}
	wait.Wait()
	return float64(writers*each) / time.Since(start).Seconds()
}
