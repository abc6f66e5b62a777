// Record compares the record with SHA-256, which it cannot do without: appending,
// verifying all of it from disk, and proving one entry.
package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/volens/volens/bench/measure"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store"
)

type options struct {
	dir    string
	leaves int // of the longer record; the shorter has a tenth of it
	rounds int
	sample time.Duration
}

func main() {
	var o options
	flag.StringVar(&o.dir, "dir", os.TempDir(), "a folder on the file system to measure")
	flag.IntVar(&o.leaves, "leaves", 300_000, "how many entries the record has")
	flag.IntVar(&o.rounds, "rounds", 7, "how many pairs to run")
	flag.DurationVar(&o.sample, "sample", 200*time.Millisecond, "how long each measurement in memory lasts at least")
	flag.Parse()
	measure.Machine(os.Stdout)
	if err := run(context.Background(), os.Stdout, o); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, out io.Writer, o options) error {
	dir, err := os.MkdirTemp(o.dir, "volens-record-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	t := measure.NewTable(out, o.rounds)
	inMemory(t, o)
	return fromDisk(ctx, out, t, o, dir)
}

// record is how long what is hashed is, in bytes: about as long as an entry.
const record = 200

// inMemory compares appending and proving with hashing alone.
func inMemory(t *measure.Table, o options) {
	text := make([]byte, record)
	hashing := measure.Work(o.sample, func(n int) {
		for range n {
			sha256.Sum256(text)
		}
	})
	appending := measure.Work(o.sample, func(n int) {
		f := &ledger.Frontier{}
		for range n {
			f.Append(ledger.LeafHash(text))
		}
	})
	hashes := hashesOf(o.leaves, text)
	size, k := int64(o.leaves), int64(0)
	proving := measure.Work(o.sample, func(n int) {
		for range n {
			k = (k + 7919) % size
			_, err := ledger.Prove(size, k, hashes)
			must(err)
		}
	})
	leaf := measure.Work(o.sample, func(n int) {
		for range n {
			ledger.LeafHash(text)
		}
	})
	t.Run(
		measure.Pair{What: "appending to the tree", With: "SHA-256 of 200 B", Unit: "a second", Goal: measure.AtLeast("P7", 0.3), Run1: perSecond(appending), Run2: perSecond(hashing)},
		measure.Pair{What: "one inclusion proof", With: "one leaf hash", Unit: "ns", Goal: measure.AtMost("P7", 50), Run1: proving, Run2: leaf},
	)
}

// stored are the hashes of a tree in memory.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, k := range indexes {
		out[i] = s[k]
	}
	return out, nil
}

func hashesOf(leaves int, text []byte) stored {
	f := &ledger.Frontier{}
	var all stored
	for range leaves {
		all = append(all, f.Append(ledger.LeafHash(text))...)
	}
	return all
}

// fromDisk compares reading and verifying a whole record with hashing as many
// entries.
func fromDisk(ctx context.Context, out io.Writer, t *measure.Table, o options, dir string) error {
	long, err := written(ctx, filepath.Join(dir, "long"), o.leaves)
	if err != nil {
		return err
	}
	short, err := written(ctx, filepath.Join(dir, "short"), o.leaves/10)
	if err != nil {
		return errors.Join(err, long.Close())
	}
	fmt.Fprintf(out, "\na record of %d entries in SQLite\n", o.leaves)
	text := make([]byte, record)
	hashing := perSecond(measure.Loop(o.sample, func(n int) {
		for range n {
			sha256.Sum256(text)
		}
	}))
	cores := runtime.GOMAXPROCS(0)
	two := min(2, cores)
	t.Run(
		measure.Pair{What: "verifying from disk, one core", With: "SHA-256 of 200 B", Unit: "a second", Goal: measure.AtLeast("P7", 0.25), Run1: verifying(ctx, long, o.leaves, 1), Run2: hashing},
		measure.Pair{What: "verifying from disk, two cores", With: "one core", Unit: "a second", Goal: measure.AtLeast("P7", 1.7), Run1: verifying(ctx, long, o.leaves, two), Run2: verifying(ctx, long, o.leaves, 1)},
		measure.Pair{What: "verifying, time, 10 times the entries", With: "time", Unit: "s", Goal: measure.AtMost("P7", 11), Run1: seconds(verifying(ctx, long, o.leaves, cores), o.leaves), Run2: seconds(verifying(ctx, short, o.leaves/10, cores), o.leaves/10)},
	)
	return errors.Join(long.Close(), short.Close())
}

// written makes an installation whose record has so many entries.
func written(ctx context.Context, dir string, leaves int) (*store.Store, error) {
	ring, _, err := keys.Open(filepath.Join(dir, "keys"))
	if err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, store.Options{Data: filepath.Join(dir, "data"), Keys: ring})
	if err != nil {
		return nil, err
	}
	const batch = 1000
	for done := 0; done < leaves; done += batch {
		var entries []ledger.Entry
		for range min(batch, leaves-done) {
			// Of no person: such an entry is all leaf, and as long as one of a person.
			e, err := ledger.PlainEntry(ledger.KindDeclaration, time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC), "sha256:"+fmt.Sprintf("%064d", done))
			if err != nil {
				return nil, err
			}
			entries = append(entries, e)
		}
		if _, err := s.Commit(ctx, ledger.NewChange(entries[0], entries[1:]...)); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// verifying returns how many entries a second are read and verified.
func verifying(ctx context.Context, s *store.Store, leaves, cores int) func() float64 {
	return func() float64 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		start := time.Now()
		report, err := s.Verify(ctx, nil)
		must(err)
		if !report.OK() || report.Leaves != int64(leaves) {
			panic(fmt.Sprintf("%d entries: %v", report.Leaves, report.Findings))
		}
		return float64(leaves) / time.Since(start).Seconds()
	}
}

func perSecond(ns func() float64) func() float64 { return func() float64 { return 1e9 / ns() } }

func seconds(rate func() float64, of int) func() float64 {
	return func() float64 { return float64(of) / rate() }
}

// must stops where the benchmark itself is broken.
func must(err error) {
	if err != nil {
		log.Panic(err)
	}
}
