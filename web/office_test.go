package web_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/fulfil"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
)

// An office is what a store is to the desk, in memory: real entries in a real
// tree. Randomness and lookups are the same in every run, signatures are not.
type office struct {
	mu      sync.Mutex
	random  *rand.ChaCha8
	install ledger.InstallationKey
	ring    keys.Ring

	entries []ledger.Entry
	hashes  []tlog.Hash
	people  map[ledger.Lookup]ledger.Identity
	heads   map[ledger.Lookup]int64
	said    map[ledger.Lookup]consent.Consents
	asks    map[consent.AskID]consent.Ask
	answers map[consent.AskID]map[consent.ChoiceID]consent.Answered
	sources map[string]declaration.Source
	once    map[string]consent.Once            // by person and key
	stands  map[ledger.Lookup]consent.Standing // but for what they said
	active  string

	requests map[rights.RequestID]rights.Request
	codes    map[rights.RequestID]rights.SetCode
	archives map[rights.RequestID]rights.NewArchive
	cases    []erase.Case
	kept     []erase.Kept      // what every certificate says
	closed   erase.Certificate // of the one case, once it is closed
	holdings map[ledger.Subject][]fulfil.Holding
	work     []consent.Work
	broken   error // what every read fails with, where a test wants that
}

var (
	_ consent.People   = (*office)(nil)
	_ consent.Record   = (*office)(nil)
	_ consent.Versions = (*office)(nil)
	_ rights.Requests  = (*office)(nil)
)

func newOffice(t testing.TB, src declaration.Source, ring keys.Ring) *office {
	t.Helper()
	o := &office{
		random: rand.NewChaCha8([32]byte{1}), install: ledger.InstallationKey{2}, ring: ring,
		people: map[ledger.Lookup]ledger.Identity{}, heads: map[ledger.Lookup]int64{}, said: map[ledger.Lookup]consent.Consents{},
		asks: map[consent.AskID]consent.Ask{}, answers: map[consent.AskID]map[consent.ChoiceID]consent.Answered{},
		sources: map[string]declaration.Source{}, once: map[string]consent.Once{}, stands: map[ledger.Lookup]consent.Standing{},
		requests: map[rights.RequestID]rights.Request{}, codes: map[rights.RequestID]rights.SetCode{}, archives: map[rights.RequestID]rights.NewArchive{},
		holdings: map[ledger.Subject][]fulfil.Holding{},
	}
	o.activate(t, src)
	return o
}

func (o *office) activate(t testing.TB, src declaration.Source) {
	t.Helper()
	for _, make := range []func() (ledger.Change, error){
		func() (ledger.Change, error) { return consent.Upload(src, morning) },
		func() (ledger.Change, error) { return consent.Activate(src.Hash(), morning) },
	} {
		c, err := make()
		if err == nil {
			_, err = o.Commit(t.Context(), c)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// size is the number of entries in the record.
func (o *office) size() int { o.mu.Lock(); defer o.mu.Unlock(); return len(o.entries) }

func (o *office) Person(_ context.Context, s ledger.Subject) (consent.Person, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	l := o.install.Lookup(s)
	if who, ok := o.people[l]; ok {
		return consent.Person{Identity: who, Version: o.heads[l], Known: true}, nil
	}
	key, err := ledger.NewSubjectKey(o.random)
	return consent.Person{Identity: ledger.Identity{Subject: s, Lookup: l, Key: key}, Version: ledger.Absent}, err
}

var errAbsent = fault.New(fault.NotFound, "没有", "there is no such thing")

func (o *office) PersonByLookup(_ context.Context, l ledger.Lookup) (consent.Person, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.broken != nil {
		return consent.Person{}, o.broken
	}
	who, ok := o.people[l]
	if !ok {
		return consent.Person{}, errAbsent
	}
	return consent.Person{Identity: who, Version: o.heads[l], Known: true}, nil
}

func (o *office) Consents(_ context.Context, l ledger.Lookup, uses ...declaration.UseID) (consent.Consents, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	all := maps.Clone(o.said[l])
	maps.DeleteFunc(all, func(id declaration.UseID, _ consent.Consent) bool { return len(uses) > 0 && !slices.Contains(uses, id) })
	return all, nil
}

func (o *office) Ask(_ context.Context, id consent.AskID) (consent.Ask, map[consent.ChoiceID]consent.Answered, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	ask, ok := o.asks[id]
	if !ok {
		return consent.Ask{}, nil, errAbsent
	}
	return ask, maps.Clone(o.answers[id]), nil
}

func (o *office) RecentAsks(context.Context, ledger.Lookup, time.Time) ([]consent.Past, error) {
	return nil, nil
}

func (o *office) Standing(_ context.Context, l ledger.Lookup) (consent.Standing, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.broken != nil {
		return consent.Standing{}, o.broken
	}
	s, ok := o.stands[l]
	if !ok {
		s.Version = ledger.Absent
	}
	if head, ok := o.heads[l]; ok {
		s.Version = head
	}
	s.Consents = maps.Clone(o.said[l])
	return s, nil
}

func (o *office) About(context.Context, ledger.Lookup, ledger.Kind) ([]int64, error) { return nil, nil }

func (o *office) Uploaded(context.Context) ([]consent.Stored, error) { return nil, nil }

func (o *office) Activations(context.Context, int) ([]consent.Activated, error) { return nil, nil }

func (o *office) Stops(context.Context) ([]consent.Stop, error) { return nil, nil }

func (o *office) Tally(context.Context) ([]consent.Tally, error) { return nil, nil }

func (o *office) CountPeople(context.Context, []declaration.UseID, consent.State) (int64, error) {
	return 0, nil
}

func (o *office) Once(_ context.Context, l ledger.Lookup, key string) (digest, ref string, found bool, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	r, found := o.once[string(l[:])+key]
	return r.Digest, r.Ref, found, nil
}

func (o *office) Active(context.Context) (string, int64, bool, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.active, 1, o.active != "", nil
}

func (o *office) Declaration(_ context.Context, hash string) (declaration.Source, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	src, ok := o.sources[hash]
	if !ok {
		return declaration.Source{}, errAbsent
	}
	return src, nil
}

func (o *office) Commit(_ context.Context, c ledger.Change) (ledger.Committed, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := c.Check(); err != nil {
		return ledger.Committed{}, err
	}
	for _, e := range c.Expect {
		if head, ok := o.heads[e.Lookup]; ok && head != e.Version || !ok && e.Version != ledger.Absent {
			return ledger.Committed{}, fault.New(fault.Conflict, "已变", "it changed meanwhile")
		}
	}
	first := int64(len(o.entries))
	for _, row := range c.Rows {
		o.write(row, func(l ledger.Lookup) int64 { // of the first entry about the person
			return first + int64(max(0, slices.IndexFunc(c.Entries, func(e ledger.Entry) bool { return e.Lookup == l })))
		})
	}
	for _, e := range c.Entries {
		stored, err := ledger.StoredHashes(int64(len(o.entries)), e.Leaf.Hash(), o)
		if err != nil {
			return ledger.Committed{}, err
		}
		o.hashes, o.entries = append(o.hashes, stored...), append(o.entries, e)
		if e.Leaf.Kind.Personal() {
			o.heads[e.Lookup] = int64(len(o.entries)) - 1
		}
	}
	return ledger.Committed{First: first}, nil
}

func (o *office) write(row ledger.Row, at func(ledger.Lookup) int64) {
	switch r := row.(type) {
	case consent.NewPerson:
		o.people[r.Identity.Lookup] = r.Identity
	case consent.NewAsk:
		r.Ask.Version = at(r.Ask.Lookup)
		o.asks[r.Ask.ID], o.answers[r.Ask.ID] = r.Ask, map[consent.ChoiceID]consent.Answered{}
	case consent.NewAnswer:
		o.answers[r.Ask][r.Choice] = consent.Answered{Granted: r.Granted, Digest: r.Digest, Version: at(r.Lookup)}
	case consent.SetConsent:
		if o.said[r.Lookup] == nil {
			o.said[r.Lookup] = consent.Consents{}
		}
		r.Consent.Version = at(r.Lookup)
		o.said[r.Lookup][r.Consent.Use] = r.Consent
	case consent.SetAge:
		s := o.stands[r.Lookup]
		s.Age = r.Age
		o.stands[r.Lookup] = s
	case consent.SetGuardian:
		s := o.stands[r.Child]
		s.Guardian = r.Guardian
		o.stands[r.Child] = s
	case consent.SetRestriction:
		s := o.stands[r.Lookup]
		s.Restriction = r.Restriction
		o.stands[r.Lookup] = s
	case rights.NewRequest:
		r.Request.Version = at(r.Request.Lookup)
		o.requests[r.Request.ID] = r.Request
	case rights.SetRequest:
		r.Request.Version = at(r.Request.Lookup)
		o.requests[r.Request.ID] = r.Request
	case rights.SetCode:
		o.codes[r.Request] = r
	case rights.NewArchive:
		o.archives[r.Request] = r
	case consent.NewWork:
		o.work = append(o.work, r.Work)
	case consent.Once:
		o.once[string(r.Lookup[:])+r.Key] = r
	case consent.NewVersion:
		o.sources[r.Hash] = r.Source
	case consent.Activation:
		o.active = r.Hash
	default:
		panic(fmt.Sprintf("a row of sort %s", row.RowOf()))
	}
}

// ReadHashes reads stored hashes for proofs; the caller holds the lock.
func (o *office) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	all := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		all[i] = o.hashes[index]
	}
	return all, nil
}

func (o *office) Receipt(_ context.Context, index int64) (ledger.Receipt, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if index >= int64(len(o.entries)) || !o.entries[index].Leaf.Kind.Personal() {
		return ledger.Receipt{}, errAbsent
	}
	e, size := o.entries[index], index+1
	root, err := ledger.Root(size, o)
	if err != nil {
		return ledger.Receipt{}, err
	}
	checkpoint, err := ledger.Checkpoint{Origin: o.ring.Signer.Name(), Size: size, Root: root}.Sign(o.ring.Signer)
	if err != nil {
		return ledger.Receipt{}, err
	}
	proof, err := ledger.Prove(size, index, o)
	if err != nil {
		return ledger.Receipt{}, err
	}
	return ledger.NewReceipt(index, e, o.people[e.Lookup], proof, checkpoint, o.ring.LogPublic)
}
