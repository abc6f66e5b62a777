// Decide compares verdicts in process with what people could use instead, and with
// the limit of what can be done.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"testing"
	"time"

	"github.com/volens/volens/bench/engines"
	"github.com/volens/volens/bench/measure"
	"github.com/volens/volens/bench/w1"
)

type options struct {
	few, many int // people
	questions int
	rounds    int
	sample    time.Duration
}

func main() {
	var o options
	flag.IntVar(&o.few, "few", 20_000, "how many people fit into the processor's caches")
	flag.IntVar(&o.many, "many", 1_000_000, "how many people do not")
	flag.IntVar(&o.questions, "questions", 65_536, "how many questions are asked in turn")
	flag.IntVar(&o.rounds, "rounds", 11, "how many pairs to run")
	flag.DurationVar(&o.sample, "sample", 100*time.Millisecond, "how long each measurement lasts at least")
	flag.Parse()
	measure.Machine(os.Stdout)
	if err := run(os.Stdout, o); err != nil {
		log.Fatal(err)
	}
}

func run(out io.Writer, o options) error {
	w, err := w1.New(w1.Functions)
	if err != nil {
		return err
	}
	b := &bench{out: out, options: o, table: measure.NewTable(out, o.rounds)}
	hot, opaBytes, err := b.hot(w)
	if err != nil {
		return err
	}
	if err := b.cold(w, hot, opaBytes); err != nil {
		return err
	}
	return b.functions(w, hot)
}

type bench struct {
	options
	out   io.Writer
	table *measure.Table
}

// A candidate is an engine that was found to answer rightly.
type candidate struct {
	engines.Engine
	bed   *engines.Bed
	bytes float64 // of memory, for each person
}

// enough is how many answers are compared before anything is timed.
const enough = 1500

// try makes an engine, checks it, and prints what one answer and one person cost.
func (b *bench) try(bed *engines.Bed, make func(*engines.Bed) (engines.Engine, error)) (candidate, error) {
	var err error
	e, bytes := measure.Heap(func() engines.Engine {
		var e engines.Engine
		e, err = make(bed)
		return e
	})
	if err != nil {
		return candidate{}, err
	}
	c := candidate{e, bed, float64(bytes) / float64(bed.People)}
	if err := bed.Check(e, enough); err != nil {
		return c, err
	}
	turn := bed.Run(e)
	allocs := testing.AllocsPerRun(1000, func() { turn(1) })
	fmt.Fprintf(b.out, "%-52s %5.0f allocations an answer, %6.0f bytes a person (%d people)\n", e.Name(), allocs, c.bytes, bed.People)
	return c, nil
}

// ns measures one answer; rate is how many a second.
func (b *bench) ns(c candidate) func() float64 { return measure.Work(b.sample, c.bed.Run(c)) }

func (b *bench) rate(c candidate) func() float64 {
	ns := b.ns(c)
	return func() float64 { return 1e9 / ns() }
}

// times compares how long one takes with how long another does; faster, how many
// answers a second one gives with how many another does.
func (b *bench) times(c, with candidate, goal measure.Goal) measure.Pair {
	return measure.Pair{What: c.Name(), With: with.Name(), Unit: "ns", Run1: b.ns(c), Run2: b.ns(with), Goal: goal}
}

func (b *bench) faster(c, with candidate, goal measure.Goal) measure.Pair {
	return measure.Pair{What: "answers: " + c.Name(), With: with.Name(), Unit: "a second", Run1: b.rate(c), Run2: b.rate(with), Goal: goal}
}

// worded makes Volens say every reason in words, as a person would read them.
func worded(bed *engines.Bed) (engines.Engine, error) {
	v, err := engines.NewVolens(bed)
	if err == nil {
		v.Worded = true
	}
	return v, err
}

// hot compares all engines where everybody fits into the caches.
func (b *bench) hot(w *w1.World) (volens candidate, opaBytes float64, err error) {
	fmt.Fprintf(b.out, "\n%d people, %d uses in %d functions, %d questions\n", b.few, len(w.Declaration.Uses()), w.Functions, b.questions)
	bed := engines.NewBed(w, b.few, b.questions)
	all := map[string]candidate{}
	makers := engines.All()
	makers["worded"] = worded
	for _, name := range []string{"volens", "worded", "limit", "bare", "cel", "cedar", "opa-partial", "opa"} {
		if all[name], err = b.try(bed, makers[name]); err != nil {
			return volens, 0, err
		}
	}
	volens = all["volens"]
	b.table.Run(
		b.times(volens, all["limit"], measure.AtMost("P1", 3.5)),
		b.times(all["worded"], all["limit"], measure.Goal{}),
		b.times(volens, all["bare"], measure.Goal{}),
		b.faster(volens, all["cedar"], measure.AtLeast("P1", 30)),
		b.faster(volens, all["cel"], measure.AtLeast("P1", 35)),
		b.faster(volens, all["opa"], measure.AtLeast("P1", 250)),
		b.faster(volens, all["opa-partial"], measure.AtLeast("P1", 100)),
		b.faster(all["worded"], all["cedar"], measure.Goal{}),
	)
	return volens, all["opa"].bytes, nil
}

// cold compares with the limit where most people are not in the caches.
func (b *bench) cold(w *w1.World, hot candidate, opaBytes float64) error {
	fmt.Fprintf(b.out, "\n%d people\n", b.many)
	bed := engines.NewBed(w, b.many, b.questions)
	keyed, err := b.try(bed, func(bed *engines.Bed) (engines.Engine, error) { return engines.NewKeyedVolens(bed) })
	if err != nil {
		return err
	}
	limit, err := b.try(bed, engines.All()["limit"])
	if err != nil {
		return err
	}
	fmt.Fprintf(b.out, "memory of a person: %.0f bytes (goal P2 ≤ 130), 1/%.1f of OPA's store (goal P2 ≥ 12)\n", keyed.bytes, opaBytes/keyed.bytes)
	b.table.Run(b.times(keyed, limit, measure.AtMost("P2", 5)))
	named, err := b.try(bed, engines.All()["volens"])
	if err != nil {
		return err
	}
	grown := b.times(named, hot, measure.AtMost("P3", 6))
	grown.What, grown.With = fmt.Sprintf("Volens, %d people", b.many), fmt.Sprintf("%d people", b.few)
	b.table.Run(grown)
	return nil
}

// functions compares with a declaration ten times as long.
func (b *bench) functions(w *w1.World, hot candidate) error {
	long, err := w1.New(10 * w.Functions)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.out, "\n%d uses in %d functions\n", len(long.Declaration.Uses()), long.Functions)
	c, err := b.try(engines.NewBed(long, b.few, b.questions), engines.All()["volens"])
	if err != nil {
		return err
	}
	grown := b.times(c, hot, measure.AtMost("P3", 1.5))
	grown.What, grown.With = fmt.Sprintf("Volens, %d functions", long.Functions), fmt.Sprintf("%d functions", w.Functions)
	b.table.Run(grown)
	return nil
}
