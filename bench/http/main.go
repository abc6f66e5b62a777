// Http compares verdicts over HTTP, from a server in a process of its own, with a
// bare net/http handler in another that answers with fixed JSON. The same client
// asks both.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"github.com/volens/volens/bench/load"
	"github.com/volens/volens/bench/measure"
	"github.com/volens/volens/bench/serve"
	"github.com/volens/volens/bench/w1"
)

type options struct {
	volens string // the program
	people int
	conns  int
	rounds int
	sample time.Duration
	dir    string
}

func main() {
	if os.Getenv(bareName) != "" {
		log.Fatal(serveBare(os.Stdout))
	}
	var o options
	flag.StringVar(&o.volens, "volens", "../bin/volens", "the program volens")
	flag.IntVar(&o.people, "people", 2000, "how many people there are")
	flag.IntVar(&o.conns, "conns", 32, "how many connections ask at once")
	flag.IntVar(&o.rounds, "rounds", 7, "how many pairs to run")
	flag.DurationVar(&o.sample, "sample", 2*time.Second, "how long each measurement lasts")
	flag.StringVar(&o.dir, "dir", os.TempDir(), "where the server keeps its data")
	flag.Parse()
	measure.Machine(os.Stdout)
	if err := run(context.Background(), os.Stdout, o); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, out io.Writer, o options) error {
	dir, err := os.MkdirTemp(o.dir, "volens-http-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	w, err := w1.New(w1.Functions)
	if err != nil {
		return err
	}
	s, err := serve.Volens(ctx, o.volens, dir, w, o.people)
	if err != nil {
		return err
	}
	defer s.Stop()
	bare, err := startBare()
	if err != nil {
		return err
	}
	defer bare.Stop()
	requests := newRequests(w, o.people, s.Addr)
	if err := requests.check(min(1500, len(requests.questions))); err != nil {
		return err
	}
	compare(out, o, s.Addr, bare.Addr, requests)
	return tail(out, o, s.Addr, bare.Addr, requests)
}

// compare asks as fast as answers come.
func compare(out io.Writer, o options, volens, bare string, q *requests) {
	get := load.Get(bare, "/", "")
	closed := func(addr string, of float64, request func(int) []byte) func() float64 {
		return func() float64 {
			r, err := load.Closed(addr, o.conns, o.sample, request)
			must(err)
			if r.Failed > 0 {
				must(fmt.Errorf("%d requests failed, the first with: %w", r.Failed, r.First))
			}
			return r.Rate() * of
		}
	}
	gets := closed(bare, 1, func(int) []byte { return get })
	posts := closed(bare, 1, q.one)
	measure.NewTable(out, o.rounds).Run(
		measure.Pair{What: "POST /v1/decisions", With: "bare GET", Unit: "a second", Goal: measure.AtLeast("P4", 0.75), Run1: closed(volens, 1, q.one), Run2: gets},
		measure.Pair{What: "POST /v1/decisions", With: "bare POST of the same", Unit: "a second", Run1: closed(volens, 1, q.one), Run2: posts},
		measure.Pair{What: "decisions in batches of 100", With: "bare GET", Unit: "a second", Goal: measure.AtLeast("P4", 6), Run1: closed(volens, batch, q.many), Run2: gets},
		measure.Pair{What: "bare POST of the same", With: "bare GET", Unit: "a second", Run1: posts, Run2: gets},
	)
}

// tail asks both at the same fixed rates and compares the slowest in a hundred:
// at half of what the bare handler can do, which is the goal's way and reported
// only, and, where that is more than Volens can do, at half of what Volens can.
func tail(out io.Writer, o options, volens, bare string, q *requests) error {
	get := load.Get(bare, "/", "")
	most := func(addr string, request func(int) []byte) (float64, error) {
		r, err := load.Closed(addr, o.conns, o.sample, request)
		return r.Rate(), err
	}
	bareMost, err := most(bare, func(int) []byte { return get })
	if err != nil {
		return err
	}
	volensMost, err := most(volens, q.one)
	if err != nil {
		return err
	}
	for _, rate := range []float64{bareMost / 2, volensMost / 2} {
		if rate == bareMost/2 && rate > volensMost {
			fmt.Fprintf(out, "\nhalf of what the bare handler can do, %.0f a second, is more than Volens can (%.0f): no p99 there\n", rate, volensMost)
			continue
		}
		fmt.Fprintf(out, "\nat a fixed %.0f requests a second, latency from when each was due\n", rate)
		p99 := func(addr string, request func(int) []byte) func() float64 {
			return func() float64 {
				r, err := load.Open(addr, o.conns, rate, o.sample, request)
				must(err)
				return r.Latency(0.99).Seconds() * 1000
			}
		}
		measure.NewTable(out, o.rounds).Run(measure.Pair{
			What: "p99 of POST /v1/decisions", With: "p99 of bare GET", Unit: "ms",
			Run1: p99(volens, q.one), Run2: p99(bare, func(int) []byte { return get }),
		})
	}
	return nil
}

// must stops where the benchmark itself is broken.
func must(err error) {
	if err != nil {
		log.Panic(err)
	}
}
