// Databunker drives a Databunker server and Volens with the same client: a person
// agrees to something, and a back end looks whether they did. There is a figure
// only where a Databunker server is given; none is started here.
//
// The two do not do the same. Databunker checks a token, encrypts and writes an
// audit row; Volens checks a key, holds the answer against the ask that was put,
// writes consent, evidence and record, and answers with a receipt.
package main

import (
	"context"
	"errors"
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
	databunker string // http://host:port
	token      string
	volens     string
	dir        string
	rounds     int
	each       int // requests of one measurement on one connection
	conns      []int
	checks     time.Duration
}

func main() {
	o := options{conns: []int{1, 32}}
	flag.StringVar(&o.databunker, "databunker", "", "address of a Databunker server, http://host:port")
	flag.StringVar(&o.token, "token", "", "its root token")
	flag.StringVar(&o.volens, "volens", "../bin/volens", "the program volens")
	flag.StringVar(&o.dir, "dir", os.TempDir(), "where Volens keeps its data")
	flag.IntVar(&o.rounds, "rounds", 5, "how many pairs to run")
	flag.IntVar(&o.each, "each", 200, "how many people agree on each connection in one measurement")
	flag.DurationVar(&o.checks, "sample", 2*time.Second, "how long looking is measured")
	flag.Parse()
	measure.Machine(os.Stdout)
	if err := run(context.Background(), os.Stdout, o); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, out io.Writer, o options) error {
	if o.databunker == "" {
		fmt.Fprintln(out, "not measured: no Databunker server was given (-databunker http://host:port -token TOKEN)")
		return nil
	}
	dir, err := os.MkdirTemp(o.dir, "volens-databunker-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	w, err := w1.New(functions)
	if err != nil {
		return err
	}
	s, err := serve.Volens(ctx, o.volens, dir, w, 0)
	if err != nil {
		return err
	}
	defer s.Stop()
	theirs, err := newDatabunker(o.databunker, o.token)
	if err != nil {
		return err
	}
	for _, n := range o.conns {
		if err := compare(out, o, n, newVolens(s.Addr, w), theirs); err != nil {
			return err
		}
	}
	return nil
}

// A side is one of the two that are driven.
type side interface {
	address() string
	// agreeing makes n people ready and returns the requests by which each agrees.
	agreeing(n int) ([][]byte, error)
	// looking returns the requests by which a back end looks what those people said.
	looking() [][]byte
}

// functions is how many the declaration has; how many does not matter here.
const functions = 4

// goals are those of P6, by the number of connections.
var goals = map[int]struct{ agree, tail, look float64 }{1: {5, 0, 12}, 32: {15, 0.1, 30}}

func compare(out io.Writer, o options, conns int, ours, theirs side) error {
	fmt.Fprintf(out, "\n%d connections\n", conns)
	g, judged := goals[conns]
	least := func(v float64) measure.Goal {
		if !judged || v == 0 {
			return measure.Goal{}
		}
		return measure.AtLeast("P6", v)
	}
	var failed error
	var tails [2]float64
	agree := func(k int, s side) func() float64 {
		return func() float64 {
			r, err := agreeing(s, conns, o.each)
			failed = errors.Join(failed, err)
			tails[k] = r.Latency(0.99).Seconds() * 1000
			return r.Rate()
		}
	}
	t := measure.NewTable(out, o.rounds)
	t.Run(measure.Pair{What: "consent accepted, Volens", With: "Databunker", Unit: "a second", Goal: least(g.agree), Run1: agree(0, ours), Run2: agree(1, theirs)})
	if failed != nil {
		return failed
	}
	fmt.Fprintf(out, "p99 of the last pair: %.2f by %.2f ms, %.3f", tails[0], tails[1], tails[0]/tails[1])
	if g.tail > 0 {
		fmt.Fprintf(out, " (goal P6 ≤ %g)", g.tail)
	}
	fmt.Fprintln(out)
	look := func(s side) func() float64 {
		requests := s.looking()
		return func() float64 {
			r, err := load.Closed(s.address(), conns, o.checks, func(n int) []byte { return requests[n%len(requests)] })
			failed = errors.Join(failed, err, failure(r))
			return r.Rate()
		}
	}
	t.Run(measure.Pair{What: "consent looked up, Volens", With: "Databunker", Unit: "a second", Goal: least(g.look), Run1: look(ours), Run2: look(theirs)})
	return failed
}

func agreeing(s side, conns, each int) (load.Result, error) {
	requests, err := s.agreeing(conns * each)
	if err != nil {
		return load.Result{}, err
	}
	r, err := load.Count(s.address(), conns, len(requests), func(n int) []byte { return requests[n] })
	return r, errors.Join(err, failure(r))
}

func failure(r load.Result) error {
	if r.Failed == 0 {
		return nil
	}
	return fmt.Errorf("%d requests failed, the first with: %w", r.Failed, r.First)
}
