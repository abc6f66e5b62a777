package measure

import (
	"runtime"
	"syscall"
	"time"
)

// Sample is how long one measurement lasts at least: long enough that one pause
// of the machine does not decide it.
const Sample = 40 * time.Millisecond

// Each returns a measurement of how many nanoseconds f takes, repeated to last
// as long as a sample, and beginning with a clean heap.
func Each(f func()) func() float64 {
	return Loop(Sample, func(n int) {
		for range n {
			f()
		}
	})
}

// Loop returns a measurement of how many nanoseconds one turn of f takes, where
// f is told how many turns to make. How many fill the sample is found out once.
func Loop(sample time.Duration, f func(turns int)) func() float64 {
	return loop(sample, timed, f)
}

// Work is Loop by the time that the processors spend on this process, its garbage
// collector included. What else a shared machine does meanwhile is not counted, so
// it is for what waits for nothing.
func Work(sample time.Duration, f func(turns int)) func() float64 {
	return loop(sample, worked, f)
}

func loop(sample time.Duration, clock func(func(int), int) time.Duration, f func(int)) func() float64 {
	turns := 0
	return func() float64 {
		if turns == 0 {
			turns = fitting(sample, clock, f)
		}
		runtime.GC()
		return float64(clock(f, turns)) / float64(turns)
	}
}

func fitting(sample time.Duration, clock func(func(int), int) time.Duration, f func(int)) int {
	for n := 1; ; n *= 4 {
		if took := clock(f, n); took > sample/8 {
			return 1 + int(float64(n)*float64(sample)/float64(took))
		}
	}
}

func timed(f func(int), turns int) time.Duration {
	start := time.Now()
	f(turns)
	return time.Since(start)
}

func worked(f func(int), turns int) time.Duration {
	start := spent()
	f(turns)
	return spent() - start
}

// spent is how long processors have worked for this process.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // it knows this argument
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// Heap returns how many bytes of the heap what make returns keeps alive.
func Heap[T any](make func() T) (T, uint64) {
	before := live()
	v := make()
	after := live()
	runtime.KeepAlive(v)
	return v, after - min(before, after)
}

func live() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
