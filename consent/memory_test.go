package consent

import (
	"context"
	"crypto/rand"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// memory is a store without a disk: it keeps the same promises about versions and
// expectations, so that the desk can be tried by itself.
type memory struct {
	sync.Mutex
	people  map[ledger.Lookup]*remembered
	asks    map[AskID]*Past
	entries []ledger.Entry
	sources map[string]declaration.Source
	uploads []Stored
	active  []Activated // newest last
	stops   []Stop
	broken  error // what every reading of a person gives, where it is set
	fails   int   // so many commits give way to somebody faster
}

type remembered struct {
	who      ledger.Identity
	standing Standing
	once     map[string][2]string
	work     []Work
}

var (
	errNone   = fault.New(fault.NotFound, "没有", "none")
	errFaster = fault.New(fault.Conflict, "慢了", "somebody else was faster")
)

// newDesk returns a desk over a memory in which d is active.
func newDesk(t testing.TB, d *declaration.Declaration) (*Desk, *memory) {
	t.Helper()
	m := &memory{people: map[ledger.Lookup]*remembered{}, asks: map[AskID]*Past{}, sources: map[string]declaration.Source{}}
	k := &Desk{People: m, Record: m, Versions: m, Random: rand.Reader}
	activate(t, k, d, now)
	return k, m
}

func activate(t testing.TB, k *Desk, d *declaration.Declaration, at time.Time) {
	t.Helper()
	hash, err := k.Upload(t.Context(), d.Source(), at)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Activate(t.Context(), hash, at); err != nil {
		t.Fatal(err)
	}
}

func subject(t testing.TB, id string) ledger.Subject {
	t.Helper()
	s, err := ledger.NewSubject(id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (m *memory) Person(_ context.Context, s ledger.Subject) (Person, error) {
	m.Lock()
	defer m.Unlock()
	l := ledger.InstallationKey{1}.Lookup(s)
	if p, ok := m.people[l]; ok {
		return Person{Identity: p.who, Version: p.standing.Version, Known: true}, m.broken
	}
	return Person{Identity: ledger.Identity{Subject: s, Lookup: l, Key: ledger.SubjectKey{7, l[0], l[1]}}, Version: ledger.Absent}, m.broken
}

func (m *memory) PersonByLookup(_ context.Context, l ledger.Lookup) (Person, error) {
	m.Lock()
	defer m.Unlock()
	p, ok := m.people[l]
	if !ok {
		return Person{}, errNone
	}
	return Person{Identity: p.who, Version: p.standing.Version, Known: true}, m.broken
}

func (m *memory) Consents(ctx context.Context, l ledger.Lookup, uses ...declaration.UseID) (Consents, error) {
	s, err := m.Standing(ctx, l)
	if len(uses) > 0 {
		maps.DeleteFunc(s.Consents, func(id declaration.UseID, _ Consent) bool { return !slices.Contains(uses, id) })
	}
	return s.Consents, err
}

func (m *memory) Standing(_ context.Context, l ledger.Lookup) (Standing, error) {
	m.Lock()
	defer m.Unlock()
	p, ok := m.people[l]
	if !ok {
		return Standing{Version: ledger.Absent}, m.broken
	}
	s := p.standing
	s.Consents = maps.Clone(s.Consents)
	return s, m.broken
}

func (m *memory) Ask(_ context.Context, id AskID) (Ask, map[ChoiceID]Answered, error) {
	m.Lock()
	defer m.Unlock()
	p, ok := m.asks[id]
	if !ok {
		return Ask{}, nil, errNone
	}
	return p.Ask, maps.Clone(p.Answered), nil
}

func (m *memory) RecentAsks(_ context.Context, l ledger.Lookup, since time.Time) ([]Past, error) {
	m.Lock()
	defer m.Unlock()
	var all []Past
	for _, p := range m.asks {
		if p.Lookup == l && !p.At.Before(since) {
			all = append(all, Past{Ask: p.Ask, Answered: maps.Clone(p.Answered)})
		}
	}
	slices.SortFunc(all, func(a, b Past) int { return int(a.Version - b.Version) })
	return all, m.broken
}

func (m *memory) Once(_ context.Context, l ledger.Lookup, key string) (digest, ref string, found bool, err error) {
	m.Lock()
	defer m.Unlock()
	p, ok := m.people[l]
	if !ok {
		return "", "", false, nil
	}
	was, found := p.once[key]
	return was[0], was[1], found, nil
}

func (m *memory) Commit(_ context.Context, c ledger.Change) (ledger.Committed, error) {
	m.Lock()
	defer m.Unlock()
	if err := c.Check(); err != nil {
		return ledger.Committed{}, err
	}
	if m.fails > 0 {
		m.fails--
		return ledger.Committed{}, errFaster
	}
	for _, e := range c.Expect {
		if p, ok := m.people[e.Lookup]; ok && p.standing.Version != e.Version || !ok && e.Version != ledger.Absent {
			return ledger.Committed{}, errFaster
		}
	}
	for _, r := range c.Rows {
		if m.taken(r) {
			return ledger.Committed{}, errFaster
		}
	}
	first := int64(len(m.entries))
	for _, r := range c.Rows {
		m.write(r, c, first)
	}
	m.entries = append(m.entries, c.Entries...)
	for i, e := range c.Entries {
		if p, ok := m.people[e.Lookup]; ok {
			p.standing.Version = first + int64(i)
		}
	}
	return ledger.Committed{First: first}, nil
}

// taken reports whether a row that may be there once is there.
func (m *memory) taken(r ledger.Row) (taken bool) {
	switch r := r.(type) {
	case NewPerson:
		_, taken = m.people[r.Identity.Lookup]
	case NewAnswer:
		_, taken = m.asks[r.Ask].Answered[r.Choice]
	case NewVersion:
		_, taken = m.sources[r.Hash]
	case Once:
		if p, ok := m.people[r.Lookup]; ok {
			_, taken = p.once[r.Key]
		}
	}
	return taken
}

func (m *memory) write(row ledger.Row, c ledger.Change, first int64) {
	at := c.Entries[0].Leaf.Time()
	version := func(l ledger.Lookup) int64 {
		return first + int64(max(0, slices.IndexFunc(c.Entries, func(e ledger.Entry) bool { return e.Lookup == l })))
	}
	switch r := row.(type) {
	case NewPerson:
		m.people[r.Identity.Lookup] = &remembered{who: r.Identity, once: map[string][2]string{}, standing: Standing{Consents: Consents{}, Version: ledger.Absent}}
	case NewAsk:
		r.Ask.Version = first
		m.asks[r.Ask.ID] = &Past{Ask: r.Ask, Answered: map[ChoiceID]Answered{}}
	case NewAnswer:
		m.asks[r.Ask].Answered[r.Choice] = Answered{Granted: r.Granted, Digest: r.Digest, Version: version(r.Lookup)}
	case SetConsent:
		r.Consent.Version = version(r.Lookup)
		m.people[r.Lookup].standing.Consents[r.Consent.Use] = r.Consent
	case SetAge:
		r.Age.Version = version(r.Lookup)
		m.people[r.Lookup].standing.Age = r.Age
	case SetGuardian:
		r.Guardian.Version = version(r.Child)
		m.people[r.Child].standing.Guardian = r.Guardian
	case SetRestriction:
		r.Restriction.Version = version(r.Lookup)
		m.people[r.Lookup].standing.Restriction = r.Restriction
	case SetStop:
		r.Stop.Version = first
		m.stops = slices.DeleteFunc(m.stops, func(s Stop) bool { return s.ID == r.Stop.ID })
		if !r.Stop.Lifted {
			m.stops = append(m.stops, r.Stop)
		}
	case Once:
		m.people[r.Lookup].once[r.Key] = [2]string{r.Digest, r.Ref}
	case NewWork:
		m.people[r.Work.Lookup].work = append(m.people[r.Work.Lookup].work, r.Work)
	case NewVersion:
		m.sources[r.Hash] = r.Source
		m.uploads = append([]Stored{{Hash: r.Hash, Uploaded: at, Version: first}}, m.uploads...)
	case Activation:
		m.active = append(m.active, Activated{Hash: r.Hash, At: at, Version: first})
	default:
		panic("memory does not know " + row.RowOf())
	}
}

func (m *memory) Receipt(_ context.Context, index int64) (ledger.Receipt, error) {
	m.Lock()
	defer m.Unlock()
	e := m.entries[index]
	return ledger.Receipt{V: ledger.ReceiptVersion, Index: index, Leaf: e.Leaf.Bytes(), Body: e.Body, Subject: m.people[e.Lookup].who.Subject.Raw()}, nil
}

func (m *memory) About(_ context.Context, l ledger.Lookup, kind ledger.Kind) ([]int64, error) {
	m.Lock()
	defer m.Unlock()
	var all []int64
	for i, e := range m.entries {
		if e.Lookup == l && e.Leaf.Kind == kind {
			all = append(all, int64(i))
		}
	}
	return all, nil
}

func (m *memory) Active(context.Context) (hash string, version int64, ok bool, err error) {
	m.Lock()
	defer m.Unlock()
	if len(m.active) == 0 {
		return "", 0, false, m.broken
	}
	last := m.active[len(m.active)-1]
	return last.Hash, last.Version, true, m.broken
}

func (m *memory) Declaration(_ context.Context, hash string) (declaration.Source, error) {
	m.Lock()
	defer m.Unlock()
	src, ok := m.sources[hash]
	if !ok {
		return src, errNone
	}
	return src, nil
}

func (m *memory) Uploaded(context.Context) ([]Stored, error) { return m.uploads, nil }

func (m *memory) Activations(_ context.Context, limit int) ([]Activated, error) {
	all := slices.Clone(m.active)
	slices.Reverse(all)
	return all[:min(limit, len(all))], nil
}

func (m *memory) Stops(context.Context) ([]Stop, error) { return slices.Clone(m.stops), nil }

func (m *memory) Tally(context.Context) ([]Tally, error) {
	count := map[Tally]int64{}
	for _, p := range m.people {
		for _, c := range p.standing.Consents {
			count[Tally{Use: c.Use, Fingerprint: c.Fingerprint, State: c.State, By: c.By, Quality: c.Quality}]++
		}
	}
	var all []Tally
	for t, n := range count {
		t.People = n
		all = append(all, t)
	}
	return all, nil
}

func (m *memory) CountPeople(_ context.Context, uses []declaration.UseID, state State) (n int64, err error) {
	for _, p := range m.people {
		for _, u := range uses {
			if c, ok := p.standing.Consents[u]; ok && (state == "" || c.State == state) {
				n++
				break
			}
		}
	}
	return n, nil
}
