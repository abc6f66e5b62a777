package replica

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
)

// w1 is the workload that goals are stated in: 50 functions, each with 8 items, of
// which 2 are sensitive, for 6 purposes; four in five of those uses are declared.
func w1(t testing.TB, functions int) *decide.Table {
	t.Helper()
	items := []string{"nickname", "avatar", "gender", "email", "order-history", "browsing-history", "heart-rate", "blood-pressure"}
	purposes := []string{"deliver", "after-sale", "invoice", "notify", "search", "comment"}
	var b strings.Builder
	b.WriteString("volens: 1\nprocessor: {name: 甲, people: 1000}\nservices:\n  shop:\n    name: 商城\n    type: other\n    functions:\n")
	n := 0
	for f := range functions {
		fmt.Fprintf(&b, "      f%d:\n        name: 功能\n        uses:\n", f)
		for _, i := range items {
			for _, p := range purposes {
				if n++; n%5 != 0 {
					fmt.Fprintf(&b, "          - {item: %s, for: %s}\n", i, p)
				}
			}
		}
	}
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "w1.yaml", Text: b.String()}}})
	if err != nil {
		t.Fatal(err)
	}
	return decide.Compile(d)
}

// crowded makes people with about 20 choices answered each, five in each of four
// functions, one in twelve a minor, half
// of those under fourteen, one in a hundred restricted.
func crowded(t testing.TB, r *Replica, table *decide.Table, people int) [][]int32 {
	t.Helper()
	v := newView("w1", table, newSets(), new(crowd), nil)
	choices := v.choices()
	uses := make([]Printed, table.Rows())
	for row := range uses {
		uses[row] = Printed{table.Use(int32(row)).ID, table.Fingerprint(int32(row))}
	}
	functions := map[string][]int{}
	for g, rows := range choices {
		f := function(uses[rows[0]].Use)
		functions[f] = append(functions[f], g)
	}
	of := slices.Collect(maps.Values(functions))
	rng := rand.New(rand.NewPCG(1, 2))
	for from := 0; from < people; from += 5000 {
		c := Chunk{To: 1, Active: "w1", Uses: uses}
		for i := from; i < min(people, from+5000); i++ {
			p := Person{Key: r.keyer.Key(name(i)), Version: int64(i)}
			for _, g := range answered(rng, of) {
				state := decide.Granted
				if rng.IntN(10) == 0 {
					state = decide.Refused
				}
				for _, row := range choices[g] {
					p.Said = append(p.Said, Said(row)<<4|Said(state))
				}
			}
			switch {
			case i%12 == 0:
				p.Who = &decide.Who{Band: uint8(1 + i/12%2), Lapses: 1 << 50}
			case i%100 == 1:
				p.Who = &decide.Who{Mode: 1}
			}
			c.People = append(c.People, p)
		}
		if err := r.ApplyChunk(c, table); err != nil {
			t.Fatal(err)
		}
	}
	return choices
}

// answered picks the choices that somebody answers.
func answered(rng *rand.Rand, functions [][]int) []int {
	var all []int
	for _, f := range rng.Perm(len(functions))[:min(4, len(functions))] {
		choices := functions[f]
		for _, c := range rng.Perm(len(choices))[:min(5, len(choices))] {
			all = append(all, choices[c])
		}
	}
	return all
}

func name(i int) string { return fmt.Sprintf("user-%08d", i) }

// A request is one of the workload: the questions are those that the service's
// code asks, one for each use.
type request struct {
	who string
	q   *decide.Question
}

func asked(table *decide.Table, people, n int) []request {
	rng := rand.New(rand.NewPCG(3, 4))
	var deck []decide.Question
	for row := range int32(table.Rows()) {
		id := table.Use(row).ID
		deck = append(deck, decide.Question{Action: decide.ActionProcess, Use: id})
		if row%4 == 0 {
			deck = append(deck, decide.Question{Action: decide.ActionProcess, Use: id + "-undeclared"})
		}
	}
	all := make([]request, n)
	for i := range all {
		all[i] = request{name(rng.IntN(people)), &deck[rng.IntN(len(deck))]}
	}
	return all
}

func fresh(r *Replica) { r.lease.Store(int64(r.clock.Boot() + time.Hour)) }

func benchDecide(b *testing.B, functions, people int) {
	table := w1(b, functions)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	r := New(Local(), Options{})
	crowded(b, r, table, people)
	runtime.GC()
	runtime.ReadMemStats(&after)
	fresh(r)
	all := asked(table, people, 1<<16)
	permits := 0
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		ask := &all[i&(1<<16-1)]
		ruling := r.Decide(ask.who, ask.q)
		if ruling.Permit() {
			permits++
		}
		if len(ruling.Cites()) == 0 {
			b.Fatal("no article")
		}
		i++
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(people), "B/subject")
	runtime.KeepAlive(r)
}

func BenchmarkDecide(b *testing.B) {
	for _, c := range []struct{ functions, people int }{{50, 20_000}, {500, 20_000}, {50, 1_000_000}} {
		b.Run(fmt.Sprintf("functions=%d/people=%d", c.functions, c.people), func(b *testing.B) { benchDecide(b, c.functions, c.people) })
	}
}

// BenchmarkLimit is what a decision cannot beat: one bit of a table, with every
// name already a number.
func BenchmarkLimit(b *testing.B) {
	const people = 20_000
	rng := rand.New(rand.NewPCG(5, 6))
	said := make([][8]uint64, people)
	slots := make([]uint16, 2400)
	for i := range said {
		for range 20 {
			s := rng.IntN(400)
			said[i][s/64] |= 1 << (s % 64)
		}
	}
	for i := range slots {
		slots[i] = uint16(rng.IntN(400))
	}
	type request struct {
		who uint32
		use uint16
	}
	all := make([]request, 1<<16)
	for i := range all {
		all[i] = request{uint32(rng.IntN(people)), uint16(rng.IntN(len(slots)))}
	}
	i, n := 0, 0
	for b.Loop() {
		a := &all[i&(1<<16-1)]
		s := slots[a.use]
		if said[a.who][s/64]>>(s%64)&1 == 1 {
			n++
		}
		i++
	}
}
