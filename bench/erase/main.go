// Erase compares erasing people by sets with erasing them one after the other, and
// with what the engine itself does best: joining a temporary table.
//
// Five tables hold seven rows of each person, as a shop's would: profile, contact,
// device, two orders, two events, found by an index on the person. People are taken
// at random, so that their rows lie scattered.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"github.com/volens/volens/bench/database"
	"github.com/volens/volens/bench/measure"
)

// options say how much to measure.
type options struct {
	dir      string // on the file system to be measured
	postgres string // URL of a database; "" to start a server, "none" for none
	people   int
	rounds   int
	set      int // people in a set
	single   int // people that the naive loop erases in one measurement
}

func main() {
	var o options
	flag.StringVar(&o.dir, "dir", os.TempDir(), "a folder on the file system to measure")
	flag.StringVar(&o.postgres, "postgres", "", "a PostgreSQL database to measure instead of one started here; none for SQLite alone")
	flag.IntVar(&o.people, "people", 1_000_000, "how many people there are")
	flag.IntVar(&o.rounds, "rounds", 5, "how many pairs to run")
	flag.IntVar(&o.set, "set", 10_000, "how many people one set has")
	flag.IntVar(&o.single, "single", 1_000, "how many people one measurement of the naive loop takes")
	flag.Parse()
	measure.Machine(os.Stdout)
	if err := run(context.Background(), os.Stdout, o); err != nil {
		log.Fatal(err)
	}
}

// needed is how many people the measurements of one engine use up.
func (o options) needed() int { return (o.rounds + 1) * (7*o.set + 4*o.single) }

func run(ctx context.Context, out io.Writer, o options) error {
	if o.needed() > o.people {
		return fmt.Errorf("the measurements use up %d people, and there are %d", o.needed(), o.people)
	}
	dir, err := os.MkdirTemp(o.dir, "volens-erase-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	url := o.postgres
	if url == "" {
		server, err := database.Start(dir)
		if err == nil {
			defer server.Stop()
			url = server.URL
		} else if !errors.Is(err, database.ErrAbsent) {
			return err
		} else {
			fmt.Fprintln(out, "\nPostgreSQL: not measured:", err)
			url = "none"
		}
	}
	if url != "none" {
		fmt.Fprintf(out, "\nPostgreSQL: its own settings, %d people, sets of %d\n", o.people, o.set)
		if err := compare(ctx, out, o, dir, "postgres", url); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "\nSQLite: write-ahead log, synchronous=FULL, %d people, sets of %d\n", o.people, o.set)
	return compare(ctx, out, o, dir, "sqlite", "sqlite://"+filepath.Join(dir, "shop.db"))
}

// compare fills a database and measures each way of erasing against the naive loop.
func compare(ctx context.Context, out io.Writer, o options, dir, engine, address string) (err error) {
	s, err := fill(ctx, engine, address, o.people)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	v, err := volens(ctx, filepath.Join(dir, "volens-"+engine), engine, address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.close()) }()
	goals := map[string][4]float64{"postgres": {20, 10, 15, 0.6}, "sqlite": {3, 0, 0, 0}}[engine]
	naive := func() float64 { return s.rate(o.single, func(ids []int64) error { return s.naive(ctx, ids) }) }
	by := func(deed func(context.Context, []int64) error) func() float64 {
		return func() float64 { return s.rate(o.set, func(ids []int64) error { return deed(ctx, ids) }) }
	}
	pairs := []measure.Pair{
		{What: "delete by set", With: "naive loop", Unit: "people/s", Run1: by(v.remove), Run2: naive, Goal: goal(goals[0])},
		{What: "delete by set, evidence, read back", With: "naive loop", Unit: "people/s", Run1: by(v.removeAndLook), Run2: naive, Goal: goal(goals[1])},
		{What: "anonymise by set", With: "naive loop of anonymising", Unit: "people/s", Run1: by(v.anonymise),
			Run2: func() float64 { return s.rate(o.single, func(ids []int64) error { return s.naiveBlank(ctx, ids) }) }, Goal: goal(goals[2])},
		{What: "delete by set", With: "temporary table joined", Unit: "people/s", Run1: by(v.remove), Run2: by(s.join), Goal: goal(goals[3])},
		{What: "delete by set, evidence, read back", With: "temporary table joined", Unit: "people/s", Run1: by(v.removeAndLook), Run2: by(s.join)},
	}
	measure.NewTable(out, o.rounds).Run(pairs...)
	return errors.Join(s.err, v.err)
}

func goal(v float64) measure.Goal {
	if v == 0 {
		return measure.Goal{}
	}
	return measure.AtLeast("P8", v)
}
