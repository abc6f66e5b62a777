package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/volens/volens/bench/people"
	"github.com/volens/volens/bench/w1"
	"github.com/volens/volens/consent"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store"
)

// An installation is Volens without its HTTP: a store, keys, a declaration that is
// active, and a desk.
type installation struct {
	store *store.Store
	desk  *consent.Desk
	world *w1.World
	hash  string
	uses  []consent.ChoiceUse // what is agreed to in turn
	next  atomic.Int64        // number of the next person
}

// functions is how many the declaration has; how many does not matter to a write.
const functions = 4

// open opens an installation in dir, or on the server at url with its keys in dir.
func open(ctx context.Context, dir, url string) (*installation, error) {
	ring, _, err := keys.Open(filepath.Join(dir, "keys"))
	if err != nil {
		return nil, err
	}
	o := store.Options{Keys: ring, URL: url}
	if url == "" {
		o.Data = filepath.Join(dir, "data")
	}
	v := &installation{}
	if v.store, err = store.Open(ctx, o); err != nil {
		return nil, err
	}
	if v.world, err = w1.New(functions); err != nil {
		return nil, err
	}
	v.desk = &consent.Desk{People: v.store, Record: v.store, Versions: v.store, Random: rand.Reader}
	v.hash = v.world.Source().Hash()
	for u := range v.world.Declaration.All() {
		v.uses = append(v.uses, consent.ChoiceUse{Use: u.ID, Fingerprint: u.Fingerprint(), Item: u.Item.Name})
	}
	return v, people.Activate(ctx, v.store, v.world)
}

func (v *installation) close() error { return v.store.Close() }

// person is somebody new.
func (v *installation) person(ctx context.Context) (consent.Person, error) {
	return v.store.Person(ctx, people.Subject(int(v.next.Add(1))))
}

// eachAnswers is how often one person answers before the next one comes.
const eachAnswers = 20

// committing returns the turns of one writer: each commits a change as large as
// the answer to one choice.
func (v *installation) committing(ctx context.Context, writer int) func() error {
	var p consent.Person
	turn := 0
	return func() error {
		if turn%eachAnswers == 0 {
			var err error
			if p, err = v.person(ctx); err != nil {
				return err
			}
		}
		c, err := v.answer(p, turn, writer)
		if err != nil {
			return err
		}
		turn++
		done, err := v.store.Commit(ctx, c)
		p.Version, p.Known = done.First, true
		return err
	}
}

// answer is a change as consent.Take makes one: the choice answered, the consent,
// the act remembered, and an entry about it.
func (v *installation) answer(p consent.Person, turn, writer int) (ledger.Change, error) {
	n, err := ledger.NewNonce(rand.Reader)
	if err != nil {
		return ledger.Change{}, err
	}
	u := v.uses[turn%eachAnswers]
	who, now := p.Identity, time.Now().UTC().Truncate(time.Millisecond)
	id := consent.AskID(fmt.Sprintf("%02d-%s", who.Lookup.Partition(), rand.Text()))
	body := consent.AnswerBody{V: 1, Ask: id, Service: "shop", Shown: v.hash, Answers: []consent.AnsweredChoice{{
		Choice: consent.ChoiceID(u.Use), Grant: true,
		Uses:     []consent.ChoiceUse{u},
		Evidence: consent.Evidence{Act: fmt.Sprintf("press-%d-%d", writer, turn)},
	}}}
	e, err := ledger.PersonalEntry(ledger.KindAnswer, now, v.hash, who, n, body)
	if err != nil {
		return ledger.Change{}, err
	}
	c := ledger.NewChange(e)
	if !p.Known {
		c = c.Writing(consent.NewPerson{Identity: who})
	}
	return c.Writing(
		consent.NewAnswer{Lookup: who.Lookup, Ask: id, Choice: consent.ChoiceID(u.Use), Granted: true, Digest: v.hash},
		consent.SetConsent{Lookup: who.Lookup, Consent: consent.Consent{Use: u.Use, Fingerprint: u.Fingerprint, Declaration: v.hash, State: consent.Granted, At: now, Ask: id}},
		consent.Once{Lookup: who.Lookup, Key: who.Key.Mark("act", rand.Text()), Digest: v.hash, Ref: string(id)},
	).Expecting(ledger.Expectation{Of: consent.NewPerson{}.RowOf(), Lookup: who.Lookup, Key: "head", Version: p.Version}), nil
}

// answering returns how many answers a second go through the desk, which loads,
// works out, commits and hands over a receipt. Everybody who answers was asked
// before the clock starts.
func (v *installation) answering(ctx context.Context, writers int, lasts time.Duration) float64 {
	each := max(3, int(lasts.Seconds()*400/float64(min(writers, 8))))
	asks := make(chan consent.Ask, writers*each)
	rateOf(writers, each, func() error { // as many at once, for speed alone
		res, err := v.desk.Ask(ctx, people.Subject(int(v.next.Add(1))), consent.Request{Service: "shop", Functions: []string{"f000"}, Trigger: consent.Function}, "", time.Now())
		asks <- res.Ask
		return err
	})
	return rateOf(writers, each, func() error {
		ask := <-asks
		choice := ask.Choices[len(ask.Choices)-1] // alone on its step
		_, err := v.desk.Answer(ctx, ask.ID, ledger.Subject{}, []consent.Answer{{Choice: choice.ID, Grant: true, Evidence: consent.Evidence{Act: "press"}}}, time.Now())
		return err
	})
}
