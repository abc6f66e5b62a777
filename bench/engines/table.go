package engines

import "github.com/volens/volens/bench/w1"

// An entry of a compiled table: whether the use is declared, what it rests on,
// and the slot to look at.
type entry uint16

const (
	declared entry = 1 << (15 - iota)
	necessary
	recommends
	slotOf = recommends - 1
)

func compile(w *w1.World) []entry {
	table := make([]entry, len(w.Declared))
	for t, yes := range w.Declared {
		if !yes {
			continue
		}
		e := declared | entry(w.Slot(t))
		if w.Necessary(t) {
			e |= necessary
		}
		if w.Recommends(t) {
			e |= recommends
		}
		table[t] = e
	}
	return table
}

// A state is one person: a bit for each of 400 slots, and the key that the state
// was found by, as a check.
type state struct {
	bits  [7]uint64
	flags uint64
	key   [16]byte
}

const (
	flagClosed = 1 << iota
	flagUnguarded
	flagOff
)

func stateOf(p w1.Person) (s state) {
	s.key = w1.Key(p.Number)
	for _, slot := range p.Slots {
		s.bits[slot/64] |= 1 << (slot % 64)
	}
	for flag, is := range map[uint64]bool{flagClosed: closed(p), flagUnguarded: unguarded(p), flagOff: p.NoRecommendation} {
		if is {
			s.flags |= flag
		}
	}
	return s
}

// permitted decides.
func permitted(e entry, s *state) bool {
	switch {
	case e&declared == 0 || s.flags&(flagClosed|flagUnguarded) != 0:
		return false
	case e&necessary != 0:
		return true
	case e&recommends != 0 && s.flags&flagOff != 0:
		return false
	}
	slot := e & slotOf
	return s.bits[slot/64]>>(slot%64)&1 != 0
}

// states are those of so many people of a world of fifty functions.
func states(w *w1.World, people int) []state {
	all := make([]state, people)
	for n := range all {
		all[n] = stateOf(w.Person(n))
	}
	return all
}

// Limit is a compiled table and a bit set for each person, with person and use
// turned into numbers before anything is measured. Nothing can be faster that
// looks at the same facts.
type Limit struct {
	bed   *Bed
	table []entry
	all   []state
}

// NewLimit makes the limit; the people have to fit into memory at 80 bytes each.
func NewLimit(b *Bed) *Limit {
	return &Limit{bed: b, table: compile(b.World), all: states(b.World, b.People)}
}

// Name names the engine.
func (*Limit) Name() string { return "compiled table, everything interned (the limit)" }

// Answer answers question k.
func (l *Limit) Answer(k int) bool {
	q := l.bed.numbers[k]
	return permitted(l.table[q[1]], &l.all[q[0]])
}

// Bare is what one would write by hand: the same table, found by the words of the
// question, and a map of people.
type Bare struct {
	bed                        *Bed
	table                      []entry
	functions, items, purposes map[string]int
	triple                     []int32 // by function, item of all, purpose
	people                     map[string]*state
}

// NewBare makes the table.
func NewBare(b *Bed) *Bare {
	a := &Bare{bed: b, table: compile(b.World), functions: map[string]int{}, items: map[string]int{}, purposes: map[string]int{}, people: map[string]*state{}}
	for t := range a.table {
		f, i, p := b.World.Names(t)
		number(a.functions, f)
		number(a.items, i)
		number(a.purposes, p)
	}
	a.triple = make([]int32, len(a.functions)*len(a.items)*len(a.purposes))
	for k := range a.triple {
		a.triple[k] = -1
	}
	for t := range a.table {
		f, i, p := b.World.Names(t)
		a.triple[a.at(f, i, p)] = int32(t)
	}
	for n := range b.People {
		s := stateOf(b.World.Person(n))
		a.people[w1.ID(n)] = &s
	}
	return a
}

func number(m map[string]int, word string) {
	if _, ok := m[word]; !ok {
		m[word] = len(m)
	}
}

func (a *Bare) at(f, i, p string) int {
	return (a.functions[f]*len(a.items)+a.items[i])*len(a.purposes) + a.purposes[p]
}

// Name names the engine.
func (*Bare) Name() string { return "bare table, words and a map" }

// Answer answers question k.
func (a *Bare) Answer(k int) bool {
	q := &a.bed.words[a.bed.numbers[k][1]]
	t, s := a.triple[a.at(q[0], q[1], q[2])], a.people[a.bed.Subjects[k]]
	return t >= 0 && s != nil && permitted(a.table[t], s)
}
