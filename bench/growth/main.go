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
	fmt.Fprintf(out, "%11s  %11s  %8s  %12s  %22s  %s\n", "people", "memory, MiB", "B/person", "ns an answer", fmt.Sprintf("by %d people", from), "filled in")
	var smallest func() float64
	var g growing
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
		g.measured(n, int64(held))
		fmt.Fprintf(out, "%11d  %11d  %8.0f  %12s  %22s  %s\n", n, held>>20, float64(held)/float64(n), measure.Figure(r.First),
			fmt.Sprintf("%s (%s–%s)", measure.Figure(r.Median), measure.Figure(r.Least), measure.Figure(r.Most)), took.Round(100*time.Millisecond))
	}
	g.computed(out, "%11d  %11d  %8.0f  computed\n")
	return nil
}

// growing is what the sizes measured say of larger ones: the last size, and how
// much each person beyond the one before added.
type growing struct {
	sizes        int
	people, each float64
	bytes        float64
}

func (g *growing) measured(people int, bytes int64) {
	g.each = (float64(bytes) - g.bytes) / (float64(people) - g.people)
	g.people, g.bytes = float64(people), float64(bytes)
	g.sizes++
}

// computed prints two sizes that were not measured. One size says nothing of growth.
func (g *growing) computed(out io.Writer, format string) {
	if g.sizes < 2 {
		return
	}
	for _, times := range []float64{10, 100} {
		people := g.people * times
		bytes := g.bytes + (people-g.people)*g.each
		fmt.Fprintf(out, format, int(people), int64(bytes)>>20, bytes/people)
	}
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
	fmt.Fprintf(out, "%11s  %9s  %8s  %13s  %22s  %s\n", "people", "file, MiB", "B/person", "people/second", "standing of one, µs", fmt.Sprintf("by %d people", from))
	return errors.Join(fill(ctx, out, o, people.New(w), s, data, from), s.Close())
}

func fill(ctx context.Context, out io.Writer, o options, f *people.File, s *store.Store, data string, from int) error {
	first, had, g := math.NaN(), 0, growing{}
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
		g.measured(n, size)
		fmt.Fprintf(out, "%11d  %9d  %8.0f  %13.0f  %22s  %s\n", n, size>>20, float64(size)/float64(n), written, measure.Figure(us), measure.Figure(us/first))
	}
	g.computed(out, "%11d  %9d  %8.0f  computed\n")
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
