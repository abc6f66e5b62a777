// Package people turns the people of the workload into what Volens holds of them.
package people

import (
	"time"

	"github.com/volens/volens/bench/w1"
	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

// A File knows everybody of a world.
type File struct {
	world  *w1.World
	hash   string // of the declaration
	prints map[declaration.UseID]declaration.Fingerprint
}

// New returns the file of a world.
func New(w *w1.World) *File {
	f := &File{world: w, hash: w.Source().Hash(), prints: map[declaration.UseID]declaration.Fingerprint{}}
	for u := range w.Declaration.All() {
		f.prints[u.ID] = u.Fingerprint()
	}
	return f
}

// Subject is the person as Volens knows them.
func Subject(n int) ledger.Subject {
	s, err := ledger.NewSubject(w1.ID(n))
	if err != nil {
		panic(err) // the ids are well formed
	}
	return s
}

// Since is when everything was said.
var Since = time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)

// forLong is until when children are children here, and guardians answer.
var forLong = Since.AddDate(50, 0, 0)

// Standing is what the primary holds of the person. What was agreed to by slot is
// held use by use there, and a switched-off recommendation is a withdrawal.
func (f *File) Standing(p w1.Person) consent.Standing {
	s := f.Besides(p)
	s.Consents = make(consent.Consents, len(p.Slots)*usesOfSlot)
	for _, slot := range p.Slots {
		for _, t := range f.world.OfSlot(slot) {
			id := f.world.Use(t)
			s.Consents[id] = consent.Consent{
				Use: id, Fingerprint: f.prints[id], State: f.State(p, t), By: f.By(p), At: Since, Version: s.Version,
			}
		}
	}
	return s
}

// State is what the person last said on a triple of a slot that was agreed to.
func (f *File) State(p w1.Person, t int) consent.State {
	if p.NoRecommendation && f.world.Recommends(t) {
		return consent.Withdrawn
	}
	return consent.Granted
}

// By is who answers for the person.
func (f *File) By(p w1.Person) consent.Giver {
	if p.Minor {
		return consent.ByGuardian
	}
	return consent.ByPerson
}

// Besides is the standing of the person without the consents.
func (f *File) Besides(p w1.Person) consent.Standing {
	s := consent.Standing{Version: int64(p.Number)}
	age(p, &s)
	switch {
	case p.Erasing:
		s.Restriction = consent.Restriction{Mode: consent.Erasing, Reason: "asked", At: Since, Version: s.Version}
	case p.Restricted:
		s.Restriction = consent.Restriction{Mode: consent.Restricted, Reason: "asked", At: Since, Version: s.Version}
	}
	return s
}

func age(p w1.Person, s *consent.Standing) {
	if !p.Minor {
		s.Age = consent.Age{Band: consent.Adult, Method: "stated", At: Since, Version: s.Version}
		return
	}
	s.Age = consent.Age{Band: consent.Under14, Method: "stated", At: Since, Lapses: forLong, Version: s.Version}
	s.Guardian = consent.Guardian{Lookup: ledger.Lookup{1}, Relation: "parent", Since: Since, Expires: forLong, Version: s.Version}
	if !p.Guardian {
		s.Guardian.Ended = Since
	}
}

// usesOfSlot is about how many uses one slot stands for.
const usesOfSlot = 5
