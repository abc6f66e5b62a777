// Package engines answers the questions of the workload with what people could
// use instead of Volens: policy engines, a bare table of their own, and a compiled
// table with everything interned beforehand, which is the limit. All are given
// what they like best: people and uses converted beforehand, and no reasons asked.
package engines

import (
	"fmt"

	"github.com/volens/volens/bench/w1"
)

// An Engine answers question k of its bed.
type Engine interface {
	Name() string
	Answer(k int) bool
}

// A Bed is what is asked, in the forms that engines take: lists beside each other,
// so that none reads past what another one needs. Words are shared between
// questions, as those of a program are; the ids of people are not.
type Bed struct {
	World    *w1.World
	People   int
	Subjects []string    // by question
	Uses     []string    // by question
	words    [][3]string // by triple: function, item, purpose
	numbers  [][2]int32  // by question: person, triple
	keys     []string    // by question: the person's sixteen bytes
}

// NewBed asks n questions about so many people.
func NewBed(w *w1.World, people, n int) *Bed {
	b := &Bed{World: w, People: people}
	for t := range w.Declared {
		f, i, p := w.Names(t)
		b.words = append(b.words, [3]string{f, i, p})
	}
	for _, q := range w.Questions(people, n) {
		key := w1.Key(q.Person)
		b.Subjects = append(b.Subjects, w1.ID(q.Person))
		b.Uses = append(b.Uses, string(w.Use(q.Triple)))
		b.numbers = append(b.numbers, [2]int32{int32(q.Person), int32(q.Triple)})
		b.keys = append(b.keys, string(key[:]))
	}
	return b
}

// Check asks an engine n of the questions and compares with what is right.
func (b *Bed) Check(e Engine, n int) error {
	for k := range min(n, len(b.numbers)) {
		p, t := b.World.Person(int(b.numbers[k][0])), int(b.numbers[k][1])
		if want := b.World.Permitted(p, t); e.Answer(k) != want {
			return fmt.Errorf("%s answers %v to question %d (person %+v, %s), which is wrong", e.Name(), !want, k, p, b.Uses[k])
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
			if k++; k == len(b.numbers) {
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
