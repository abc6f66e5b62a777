package load

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A Result is what a run came to.
type Result struct {
	Done      int
	Failed    int
	First     error // the first failure
	Elapsed   time.Duration
	latencies []time.Duration // sorted
}

// Rate is how many answers came in a second.
func (r Result) Rate() float64 { return float64(r.Done) / r.Elapsed.Seconds() }

// Latency returns the quantile q, such as 0.99.
func (r Result) Latency(q float64) time.Duration {
	if len(r.latencies) == 0 {
		return 0
	}
	return r.latencies[min(int(q*float64(len(r.latencies))), len(r.latencies)-1)]
}

// Closed asks on so many connections, each as soon as its last answer has come.
// Turn n sends what request returns for it.
func Closed(addr string, conns int, lasts time.Duration, request func(n int) []byte) (Result, error) {
	end := time.Now().Add(lasts)
	var turn atomic.Int64
	return run(addr, conns, func() (int, time.Time, bool) {
		now := time.Now()
		return int(turn.Add(1) - 1), now, now.Before(end)
	}, request)
}

// Count asks a number of times on so many connections, each as soon as its last
// answer has come: for requests that cannot be sent twice.
func Count(addr string, conns, total int, request func(n int) []byte) (Result, error) {
	var turn atomic.Int64
	return run(addr, conns, func() (int, time.Time, bool) {
		n := int(turn.Add(1) - 1)
		return n, time.Now(), n < total
	}, request)
}

// Open asks at a fixed rate, however long the answers take. A latency counts from
// when the request was due, so that a server which stalls is charged for all that
// waited meanwhile.
func Open(addr string, conns int, perSecond float64, lasts time.Duration, request func(n int) []byte) (Result, error) {
	start := time.Now()
	total := int64(perSecond * lasts.Seconds())
	var turn atomic.Int64
	return run(addr, conns, func() (int, time.Time, bool) {
		n := turn.Add(1) - 1
		due := start.Add(time.Duration(float64(n) / perSecond * float64(time.Second)))
		if n < total {
			time.Sleep(time.Until(due))
		}
		return int(n), due, n < total
	}, request)
}

// run asks on every connection as long as next says so.
func run(addr string, conns int, next func() (n int, due time.Time, more bool), request func(n int) []byte) (Result, error) {
	all := make([]*conn, conns)
	for k := range all {
		c, err := dial(addr)
		if err != nil {
			return Result{}, err
		}
		defer c.Close()
		all[k] = c
	}
	results := make([]Result, conns)
	start := time.Now()
	var wait sync.WaitGroup
	for k, c := range all {
		wait.Go(func() { results[k] = c.work(next, request) })
	}
	wait.Wait()
	return sum(results, time.Since(start)), nil
}

func (c *conn) work(next func() (int, time.Time, bool), request func(n int) []byte) (r Result) {
	for {
		n, due, more := next()
		if !more {
			return r
		}
		if err := c.do(request(n)); err != nil {
			r.Failed++
			if r.First == nil {
				r.First = err
			}
			return r // the connection may be out of step
		}
		r.Done++
		r.latencies = append(r.latencies, time.Since(due))
	}
}

func sum(results []Result, elapsed time.Duration) Result {
	all := Result{Elapsed: elapsed}
	for _, r := range results {
		all.Done += r.Done
		all.Failed += r.Failed
		if all.First == nil {
			all.First = r.First
		}
		all.latencies = append(all.latencies, r.latencies...)
	}
	slices.Sort(all.latencies)
	return all
}
