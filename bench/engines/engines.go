// Package engines answers the questions of the workload with what people could
// use instead of Volens: policy engines, a bare table of their own, and a compiled
// table with everything interned beforehand, which is the limit. All are given
// what they like best: people and uses converted beforehand, and no reasons asked.
package engines

import (
	"fmt"

	"github.com/volens/volens/bench/w1"
	"github.com/volens/volens/decide"
)

// An Engine answers question k of its bed.
type Engine interface {
	Name() string
	Answer(k int) bool
}

// A Bed is what is asked, as the engines are given it.
type Bed struct {
	World     *w1.World
	People    int
	Questions []Question
}

// A Question in words. Who and Triple are its numbers, for those that intern
// beforehand.
type Question struct {
	Subject, Function, Item, Purpose, Use string
	Who, Triple                           int

	asked decide.Question // the same, as Volens is asked
	name  string          // the key, as a string
}

// NewBed asks n questions about so many people.
func NewBed(w *w1.World, people, n int) *Bed {
	b := &Bed{World: w, People: people}
	for _, q := range w.Questions(people, n) {
		f, i, p := w.Names(q.Triple)
		key := w1.Key(q.Person)
		b.Questions = append(b.Questions, Question{
			Subject: w1.ID(q.Person), Function: f, Item: i, Purpose: p, Use: string(w.Use(q.Triple)),
			Who: q.Person, Triple: q.Triple, name: string(key[:]),
			asked: decide.Question{Action: decide.ActionProcess, Use: w.Use(q.Triple)},
		})
	}
	return b
}

// Check asks an engine n of the questions and compares with what is right.
func (b *Bed) Check(e Engine, n int) error {
	for k := range min(n, len(b.Questions)) {
		q := b.Questions[k]
		if want := b.World.Permitted(b.World.Person(q.Who), q.Triple); e.Answer(k) != want {
			return fmt.Errorf("%s answers %v to question %d (person %+v, %s), which is wrong", e.Name(), !want, k, b.World.Person(q.Who), q.Use)
		}
	}
	return nil
}

// Run returns a loop over the questions that goes on where it ended.
func (b *Bed) Run(e Engine) func(turns int) {
	k := 0
	return func(turns int) {
		for range turns {
			e.Answer(k)
			if k++; k == len(b.Questions) {
				k = 0
			}
		}
	}
}

// unguarded is a child that nobody answers for.
func unguarded(p w1.Person) bool { return p.Minor && !p.Guardian }

func closed(p w1.Person) bool { return p.Restricted || p.Erasing }

// All lists the makers of what Volens is compared with, by name.
func All() map[string]func(*Bed) (Engine, error) {
	return map[string]func(*Bed) (Engine, error){
		"volens":      func(b *Bed) (Engine, error) { return NewVolens(b) },
		"limit":       func(b *Bed) (Engine, error) { return NewLimit(b), nil },
		"bare":        func(b *Bed) (Engine, error) { return NewBare(b), nil },
		"cedar":       func(b *Bed) (Engine, error) { return NewCedar(b) },
		"cel":         func(b *Bed) (Engine, error) { return NewCEL(b) },
		"opa":         func(b *Bed) (Engine, error) { return NewOPA(b) },
		"opa-partial": func(b *Bed) (Engine, error) { return NewPartialOPA(b) },
	}
}
