package engines

import (
	"time"

	"github.com/volens/volens/bench/people"
	"github.com/volens/volens/bench/w1"
	"github.com/volens/volens/consent"
	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/replica"
)

// Volens is a replica as every node has one, fed with chunks as clients are.
type Volens struct {
	bed     *Bed
	replica *replica.Replica
	raw     bool // whether people are named by their sixteen bytes
	Worded  bool // whether every reason is wanted in words, as a person reads it
}

// NewVolens makes a replica that finds people by the service's own ids.
func NewVolens(b *Bed) (*Volens, error) { return newVolens(b, replica.Local(), false) }

// NewKeyedVolens makes a replica that is given keys of sixteen bytes.
func NewKeyedVolens(b *Bed) (*Volens, error) { return newVolens(b, sixteen{}, true) }

// sixteen takes the id itself for the key.
type sixteen struct{}

func (sixteen) Key(subject string) replica.Key { return replica.KeyOf([16]byte([]byte(subject))) }

func newVolens(b *Bed, k replica.Keyer, raw bool) (*Volens, error) {
	v := &Volens{bed: b, raw: raw, replica: replica.New(k, replica.Options{Holds: 24 * time.Hour})}
	if err := v.feed(k); err != nil {
		return nil, err
	}
	v.replica.Renew(v.replica.Now(), 0)
	return v, nil
}

// together is how many people go into one chunk.
const together = 5000

func (v *Volens) feed(k replica.Keyer) error {
	w := v.bed.World
	t := decide.Compile(w.Declaration)
	uses, at := printed(w)
	file := people.New(w)
	hash := w.Source().Hash()
	for from := 0; from < v.bed.People; from += together {
		c := replica.Chunk{From: int64(from), To: int64(min(from+together, v.bed.People)), Active: hash, Uses: uses}
		for n := from; n < min(from+together, v.bed.People); n++ {
			c.People = append(c.People, v.person(k, file, w.Person(n), at))
		}
		if err := v.replica.ApplyChunk(c, t); err != nil {
			return err
		}
	}
	return nil
}

// printed lists the declared uses, and where in the list each triple is.
func printed(w *w1.World) ([]replica.Printed, []int) {
	var all []replica.Printed
	at := make([]int, len(w.Declared))
	for t, yes := range w.Declared {
		if yes {
			u, _ := w.Declaration.UseByID(w.Use(t))
			at[t] = len(all)
			all = append(all, replica.Printed{Use: u.ID, Fingerprint: u.Fingerprint()})
		}
	}
	return all, at
}

func (v *Volens) person(k replica.Keyer, f *people.File, p w1.Person, at []int) replica.Person {
	w := v.bed.World
	id := w1.ID(p.Number)
	if v.raw {
		key := w1.Key(p.Number)
		id = string(key[:])
	}
	said := f.Besides(p)
	out := replica.Person{Key: k.Key(id), Version: int64(p.Number), Who: decide.WhoOf(&said)}
	for _, slot := range p.Slots {
		for _, t := range w.OfSlot(slot) {
			s := decide.StateOf(consent.Consent{State: f.State(p, t), By: f.By(p)})
			out.Said = append(out.Said, replica.Said(at[t]<<4|int(s)))
		}
	}
	return out
}

// Name names the engine.
func (v *Volens) Name() string {
	switch {
	case v.Worded:
		return "Volens, every reason in words"
	case v.raw:
		return "Volens, keys of 16 bytes"
	}
	return "Volens"
}

// Answer answers question k, with the reason and the articles behind it.
func (v *Volens) Answer(k int) bool {
	q := decide.Question{Action: decide.ActionProcess, Use: declaration.UseID(v.bed.Uses[k])}
	name := v.bed.Subjects[k]
	if v.raw {
		name = v.bed.keys[k]
	}
	if v.Worded {
		verdict := v.replica.Judge(name, &q)
		return verdict.Permit
	}
	r := v.replica.Decide(name, &q)
	if r.Rule() == "" || len(r.Cites()) == 0 {
		panic("an answer without a reason")
	}
	return r.Permit()
}
