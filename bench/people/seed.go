package people

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/volens/volens/bench/w1"
	"github.com/volens/volens/consent"
	"github.com/volens/volens/ledger"
)

// A Store is what people are written into.
type Store interface {
	Person(ctx context.Context, s ledger.Subject) (consent.Person, error)
	Commit(ctx context.Context, c ledger.Change) (ledger.Committed, error)
}

// Activate uploads the world's declaration and activates it.
func Activate(ctx context.Context, s Store, w *w1.World) error {
	src := w.Source()
	for _, make := range []func() (ledger.Change, error){
		func() (ledger.Change, error) { return consent.Upload(src, time.Now()) },
		func() (ledger.Change, error) { return consent.Activate(src.Hash(), time.Now()) },
	} {
		c, err := make()
		if err != nil {
			return err
		}
		if _, err := s.Commit(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// All is more uses than anybody agrees to.
const All = 1 << 20

// writers is how many write people at once, so that they are committed together.
const writers = 64

// Seed writes people from..to into a store, each as one change: what they agreed
// to, at most so many uses of it, with one entry about it.
func (f *File) Seed(ctx context.Context, s Store, from, to, most int) error {
	var next atomic.Int64
	next.Store(int64(from))
	errs := make([]error, writers)
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			for errs[w] == nil {
				n := int(next.Add(1) - 1)
				if n >= to {
					return
				}
				errs[w] = f.seed(ctx, s, n, most)
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return fmt.Errorf("writing people: %w", err)
		}
	}
	return nil
}

func (f *File) seed(ctx context.Context, s Store, n, most int) error {
	p, err := s.Person(ctx, Subject(n))
	if err != nil {
		return err
	}
	nonce, err := ledger.NewNonce(rand.Reader)
	if err != nil {
		return err
	}
	said := f.Standing(f.world.Person(n))
	e, err := ledger.PersonalEntry(ledger.KindAnswer, Since, f.hash, p.Identity, nonce, consent.AnswerBody{V: 1, Service: "shop"})
	if err != nil {
		return err
	}
	who := p.Identity.Lookup
	c := ledger.NewChange(e).Writing(consent.NewPerson{Identity: p.Identity}, consent.SetAge{Lookup: who, Age: said.Age})
	if said.Restriction.Mode != consent.Free {
		c = c.Writing(consent.SetRestriction{Lookup: who, Restriction: said.Restriction})
	}
	if !said.Guardian.Lookup.IsZero() {
		c = c.Writing(consent.SetGuardian{Child: who, Guardian: said.Guardian})
	}
	all := said.Consents.InOrder()
	for _, one := range all[:min(most, len(all))] {
		one.Declaration = f.hash
		c.Rows = append(c.Rows, consent.SetConsent{Lookup: who, Consent: one})
	}
	_, err = s.Commit(ctx, c.Expecting(ledger.Expectation{Of: consent.NewPerson{}.RowOf(), Lookup: who, Key: "head", Version: p.Version}))
	return err
}
