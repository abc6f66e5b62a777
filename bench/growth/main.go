// Growth measures what more people cost: the replica's memory and answers, and the
// tables' room and reads. What is beyond the sizes measured is computed from them,
// and says so.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"text/tabwriter"
	"time"

	"github.com/volens/volens/bench/engines"
	"github.com/volens/volens/bench/measure"
	"github.com/volens/volens/bench/people"
	"github.com/volens/volens/bench/w1"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/store"
)

type options struct {
	replica   int // the most people of the replica
	tables    int // the most people of the tables
	questions int
	rounds    int
	sample    time.Duration
	dir       string
}

// fewest is the size that growth starts from.
const fewest = 10_000

func main() {
	o := options{sample: 100 * time.Millisecond}
	flag.IntVar(&o.replica, "replica", 10_000_000, "the most people that a replica is filled with")
	flag.IntVar(&o.tables, "tables", 100_000, "the most people that the tables are filled with")
	flag.IntVar(&o.questions, "questions", 65_536, "how many questions are asked in turn")
	flag.IntVar(&o.rounds, "rounds", 7, "how often each is measured")
	flag.StringVar(&o.dir, "dir", os.TempDir(), "where the tables are kept")
	flag.Parse()
	measure.Machine(os.Stdout)
	if err := run(context.Background(), os.Stdout, o, fewest); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, out io.Writer, o options, from int) error {
	w, err := w1.New(w1.Functions)
	if err != nil {
		return err
	}
	if err := replicas(out, o, w, from); err != nil {
		return err
	}
	return tables(ctx, out, o, w, from)
}

// replicas fills one ten times as large after another. The smallest stays, so that
// the others are compared with it in turn.
func replicas(out io.Writer, o options, w *w1.World, from int) error {
	defer debug.SetGCPercent(debug.SetGCPercent(25)) // filling makes waste
	fmt.Fprintf(out, "\nreplica, %d uses, each person with 20 slots agreed to\n", len(w.Declaration.Uses()))
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "people\tmemory, MiB\tbytes a person\tns an answer\tby %d people\tfilled in\t\n", from)
	var smallest func() float64
	bytes := 0.0
	for n := from; n <= o.replica; n *= 10 {
		bed := engines.NewBed(w, n, o.questions)
		var err error
		start := time.Now()
		v, held := measure.Heap(func() *engines.Volens {
			var v *engines.Volens
			v, err = engines.NewVolens(bed)
			return v
		})
		if err != nil {
			return err
		}
		took := time.Since(start)
		if err := bed.Check(v, 1500); err != nil {
			return err
		}
		ns := measure.Work(o.sample, bed.Run(v))
		if smallest == nil {
			smallest = ns
		}
		r := measure.Pair{Run1: ns, Run2: smallest}.Run(o.rounds)
		bytes = float64(held) / float64(n)
		fmt.Fprintf(t, "%d\t%d\t%.0f\t%s\t%s (%s–%s)\t%s\t\n", n, held>>20, bytes, measure.Figure(r.First),
			measure.Figure(r.Median), measure.Figure(r.Least), measure.Figure(r.Most), took.Round(100*time.Millisecond))
	}
	for n := o.replica * 10; n <= o.replica*100; n *= 10 {
		fmt.Fprintf(t, "%d\t%.0f\t%.0f\t\t\tcomputed\t\n", n, bytes*float64(n)/(1<<20), bytes)
	}
	return t.Flush()
}

// thin is how many uses each person of the tables agreed to: what one or two
// choices cover. Each is a row.
const thin = 4

func tables(ctx context.Context, out io.Writer, o options, w *w1.World, from int) error {
	dir, err := os.MkdirTemp(o.dir, "volens-growth-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ring, _, err := keys.Open(filepath.Join(dir, "keys"))
	if err != nil {
		return err
	}
	data := filepath.Join(dir, "data")
	s, err := store.Open(ctx, store.Options{Data: data, Keys: ring})
	if err != nil {
		return err
	}
	if err := people.Activate(ctx, s, w); err != nil {
		return errors.Join(err, s.Close())
	}
	fmt.Fprintf(out, "\nSQLite, each person with %d consents and one entry of the record\n", thin)
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "people\tfile, MiB\tbytes a person\tpeople a second, written\tstanding of one, µs\tby %d people\t\n", from)
	err = fill(ctx, t, o, people.New(w), s, data, from)
	return errors.Join(err, t.Flush(), s.Close())
}

func fill(ctx context.Context, t io.Writer, o options, f *people.File, s *store.Store, data string, from int) error {
	first, bytes, had := math.NaN(), 0.0, 0
	for n := from; n <= o.tables; n *= 10 {
		start := time.Now()
		if err := f.Seed(ctx, s, had, n, thin); err != nil {
			return err
		}
		written := float64(n-had) / time.Since(start).Seconds()
		had = n
		us, err := standing(ctx, s, n, o)
		if err != nil {
			return err
		}
		if math.IsNaN(first) {
			first = us
		}
		size, err := sizeOf(data)
		if err != nil {
			return err
		}
		bytes = float64(size) / float64(n)
		fmt.Fprintf(t, "%d\t%d\t%.0f\t%.0f\t%s\t%s\t\n", n, size>>20, bytes, written, measure.Figure(us), measure.Figure(us/first))
	}
	for n := o.tables * 10; n <= o.tables*1000; n *= 10 {
		fmt.Fprintf(t, "%d\t%.0f\t%.0f\tcomputed\t\t\t\n", n, bytes*float64(n)/(1<<20), bytes)
	}
	return nil
}

// standing is how many microseconds one reading of a person takes, by key: the
// median of the rounds.
func standing(ctx context.Context, s *store.Store, n int, o options) (float64, error) {
	k, err := 0, error(nil)
	ns := measure.Loop(o.sample, func(turns int) {
		for range turns {
			k = (k + 7919) % n
			p, e := s.Person(ctx, people.Subject(k))
			if e == nil {
				_, e = s.Standing(ctx, p.Identity.Lookup)
			}
			err = errors.Join(err, e)
		}
	})
	r := measure.Pair{Run1: ns, Run2: ns}.Run(o.rounds)
	return r.First / 1000, err
}

func sizeOf(dir string) (size int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	return size, err
}
