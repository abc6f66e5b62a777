// Erase compares erasing people by sets with erasing them one after the other, and
// with what the engine itself does best: joining a temporary table. All of them find
// rows by the same indexes and wait for the disk alike; the loops run prepared
// statements, and SQLite overwrites what is deleted whoever deletes it.
//
// Five tables hold seven rows of each person, as a shop's would: profile, contact,
// device, two orders, two events, found by an index on the person. People are taken
// at random, so that their rows lie scattered.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"time"

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
	within   time.Duration
}

func main() {
	var o options
	flag.StringVar(&o.dir, "dir", os.TempDir(), "a folder on the file system to measure")
	flag.StringVar(&o.postgres, "postgres", "", "a PostgreSQL database to measure instead of one started here; none for SQLite alone")
	flag.IntVar(&o.people, "people", 1_000_000, "how many people there are")
	flag.IntVar(&o.rounds, "rounds", 5, "how many pairs to run")
	flag.IntVar(&o.set, "set", 10_000, "how many people one set has")
	flag.IntVar(&o.single, "single", 1_000, "how many people one measurement of the naive loop takes")
	flag.DurationVar(&o.within, "within", 2*time.Hour, "when to give up")
	flag.Parse()
	measure.Machine(os.Stdout)
	ctx, cancel := context.WithTimeout(context.Background(), o.within)
	defer cancel()
	if err := run(ctx, os.Stdout, o); err != nil {
		log.Fatal(err)
	}
}

// needed is how many people the measurements of one engine use up.
func (o options) needed() int { return (o.rounds + 1) * (8*o.set + 4*o.single) }

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
	by := func(n int, deed func(context.Context, []int64) error) func() float64 {
		return func() float64 { return s.rate(n, func(ids []int64) error { return deed(ctx, ids) }) }
	}
	loop := func(each func(context.Context, []int64, func(table) string) error, say func(table) string) func() float64 {
		return by(o.single, func(ctx context.Context, ids []int64) error { return each(ctx, ids, say) })
	}
	const bySet, proved = "delete by set", "delete by set, evidence, read back"
	return measured(out, o.rounds, func() error { return errors.Join(s.err, v.err) },
		measure.Pair{What: bySet, With: "naive loop", Run1: by(o.set, v.remove), Run2: loop(s.naive, remove), Goal: goal(goals[0])},
		measure.Pair{What: bySet, With: "loop, a transaction a person", Run1: by(o.set, v.remove), Run2: loop(s.together, remove)},
		measure.Pair{What: proved, With: "naive loop", Run1: by(o.set, v.removeAndLook), Run2: loop(s.naive, remove), Goal: goal(goals[1])},
		measure.Pair{What: "anonymise by set", With: "naive loop of anonymising", Run1: by(o.set, v.anonymise), Run2: loop(s.naive, blank), Goal: goal(goals[2])},
		measure.Pair{What: bySet, With: "temporary table joined", Run1: by(o.set, v.remove), Run2: by(o.set, s.join), Goal: goal(goals[3])},
		measure.Pair{What: proved, With: "temporary table joined", Run1: by(o.set, v.removeAndLook), Run2: by(o.set, s.join)})
}

// measured prints a line for each pair, up to the one in which something failed.
func measured(out io.Writer, rounds int, failed func() error, pairs ...measure.Pair) error {
	var lines bytes.Buffer
	table := measure.NewTable(&lines, rounds)
	for _, p := range pairs {
		p.Unit = "people/s"
		if table.Run(p); failed() != nil {
			return failed()
		}
		if _, err := lines.WriteTo(out); err != nil {
			return err
		}
	}
	return nil
}

func goal(v float64) measure.Goal {
	if v == 0 {
		return measure.Goal{}
	}
	return measure.AtLeast("P8", v)
}
