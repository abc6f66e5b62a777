// Durable compares answers that are durable and in the record with what the same
// database does when one row is inserted at a time.
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
	"time"

	"github.com/volens/volens/bench/database"
	"github.com/volens/volens/bench/measure"
)

// options say how long to measure.
type options struct {
	dir      string // on the file system to be measured
	postgres string // URL of a server; "" to start one, "none" for none
	rounds   int
	sample   time.Duration
	writers  []int
}

func main() {
	o := options{writers: []int{1, 8, 64}}
	flag.StringVar(&o.dir, "dir", os.TempDir(), "a folder on the file system to measure")
	flag.StringVar(&o.postgres, "postgres", "", "a PostgreSQL database to measure instead of one started here; none for SQLite alone")
	flag.IntVar(&o.rounds, "rounds", 9, "how many pairs to run")
	flag.DurationVar(&o.sample, "sample", time.Second, "how long each measurement lasts")
	flag.Parse()
	measure.Machine(os.Stdout)
	if err := run(context.Background(), os.Stdout, o); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, out io.Writer, o options) error {
	dir, err := os.MkdirTemp(o.dir, "volens-durable-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := sqlite(ctx, out, o, dir); err != nil {
		return err
	}
	if o.postgres == "none" {
		return nil
	}
	return postgres(ctx, out, o, dir)
}

func sqlite(ctx context.Context, out io.Writer, o options, dir string) error {
	fmt.Fprintln(out, "\nSQLite: write-ahead log, synchronous=FULL, one writer")
	raw, err := database.RawSQLite(dir)
	if err != nil {
		return err
	}
	v, err := open(ctx, filepath.Join(dir, "volens"), "")
	if err != nil {
		return errors.Join(err, raw.Close())
	}
	goals := map[int]float64{1: 0.75, 8: 1.4, 64: 2}
	for _, n := range o.writers {
		compare(ctx, out, o, n, v, raw, goals[n])
	}
	syncs(ctx, out, o, dir, v)
	return errors.Join(v.close(), raw.Close())
}

func postgres(ctx context.Context, out io.Writer, o options, dir string) error {
	url := o.postgres
	if url == "" {
		server, err := database.Start(dir)
		if errors.Is(err, database.ErrAbsent) {
			fmt.Fprintln(out, "\nPostgreSQL: not measured:", err)
			return nil
		}
		if err != nil {
			return err
		}
		defer server.Stop()
		url = server.URL
	}
	fmt.Fprintln(out, "\nPostgreSQL: its own settings, synchronous_commit=on")
	v, err := open(ctx, filepath.Join(dir, "volens-pg"), url)
	if err != nil {
		return err
	}
	goals := map[int]float64{8: 0.8, 64: 1.6}
	for _, n := range o.writers {
		raw, err := database.RawPostgres(url, n)
		if err != nil {
			return errors.Join(err, v.close())
		}
		compare(ctx, out, o, n, v, raw, goals[n])
		if err := raw.Close(); err != nil {
			return errors.Join(err, v.close())
		}
	}
	syncs(ctx, out, o, dir, v)
	return v.close()
}

// compare measures changes as large as an answer, and the whole way of an answer
// through the desk, against raw inserts by as many writers.
func compare(ctx context.Context, out io.Writer, o options, n int, v *installation, raw *database.Raw, goal float64) {
	g := measure.Goal{}
	if goal > 0 {
		g = measure.AtLeast("P5", goal)
	}
	with := fmt.Sprintf("raw insert, %d writers", n)
	inserts := func() float64 {
		return rate(n, o.sample, func(int) func() error { return func() error { return raw.Insert(ctx) } })
	}
	measure.NewTable(out, o.rounds).Run(
		measure.Pair{What: "commit of an answer", With: with, Unit: "a second", Goal: g, Run2: inserts,
			Run1: func() float64 { return rate(n, o.sample, func(w int) func() error { return v.committing(ctx, w) }) }},
		measure.Pair{What: "answer through the desk", With: with, Unit: "a second", Run2: inserts,
			Run1: func() float64 { return v.answering(ctx, n, o.sample) }},
	)
}

// syncs compares the median of one writer's commits with the file system's own
// floor.
func syncs(ctx context.Context, out io.Writer, o options, dir string, v *installation) {
	measure.NewTable(out, o.rounds).Run(measure.Pair{
		What: "commit of an answer, one writer, p50", With: "fdatasync of 4 KiB, p50", Unit: "µs", Goal: measure.AtMost("P5", 2),
		Run1: func() float64 { return float64(median(o.sample, v.committing(ctx, 0)).Microseconds()) },
		Run2: func() float64 {
			took, err := database.Sync(dir, 1000)
			must(err)
			return float64(took.Microseconds())
		},
	})
}

// must stops where the benchmark itself is broken: no figure comes out of a run
// with errors.
func must(err error) {
	if err != nil {
		log.Panic(err)
	}
}
