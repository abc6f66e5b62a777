package rights

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// now is a Friday morning in Shanghai.
var now = time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)

// memory is a store without a disk: it keeps the promises that the desk relies on.
// Parts of consent.People and consent.Versions that nothing here calls are left nil.
type memory struct {
	consent.People
	consent.Versions
	sync.Mutex
	people   map[ledger.Lookup]*remembered
	requests map[RequestID]Request
	codes    map[RequestID]SetCode
	archives []NewArchive
	work     []consent.Work
	entries  []ledger.Entry
	src      declaration.Source
	broken   map[RequestID]bool // requests whose change fails
	races    int                // so many commits give way to somebody faster
}

type remembered struct {
	who      ledger.Identity
	standing consent.Standing
	once     map[string][2]string
}

var errFaster = fault.New(fault.Conflict, "慢了", "somebody else was faster")

// newDesk returns a desk over a memory in which testdata/shop.yaml is active, with a
// grown person "lin", another "mei", and a child "xin" whose guardian is "fang".
func newDesk(t testing.TB) (*Desk, *memory) {
	t.Helper()
	text, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m := &memory{
		people: map[ledger.Lookup]*remembered{}, requests: map[RequestID]Request{}, codes: map[RequestID]SetCode{}, broken: map[RequestID]bool{},
		src: declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: string(text)}}},
	}
	k := &Desk{Consent: &consent.Desk{People: m, Record: record{m}, Versions: m, Random: rand.Reader}, Requests: m, Random: rand.Reader}
	ctx, early := context.Background(), now.AddDate(0, -2, 0)
	must(t)(k.Consent.SetAge(ctx, subject(t, "lin"), consent.Age{Band: consent.Adult, Method: consent.SelfDeclared}, early))
	must(t)(k.Consent.SetAge(ctx, subject(t, "mei"), consent.Age{Band: consent.Adult, Method: consent.SelfDeclared}, early))
	must(t)(k.Consent.SetAge(ctx, subject(t, "xin"), consent.Age{Band: consent.Under14, Method: "account-record", Lapses: now.AddDate(1, 0, 0)}, early))
	link := consent.Link{Relation: "parent", Method: "call", Evidence: "call 12", Expires: now.AddDate(0, 6, 0)}
	must(t)(k.Consent.LinkGuardian(ctx, subject(t, "xin"), subject(t, "fang"), link, early))
	m.entries, m.work = nil, nil
	return k, m
}

func must(t testing.TB) func(int64, error) {
	return func(_ int64, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
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

func lookup(t testing.TB, id string) ledger.Lookup {
	return ledger.InstallationKey{1}.Lookup(subject(t, id))
}

func shop(t testing.TB, k *Desk) *declaration.Declaration {
	t.Helper()
	d, _, err := k.Consent.Current(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (m *memory) Person(_ context.Context, s ledger.Subject) (consent.Person, error) {
	m.Lock()
	defer m.Unlock()
	l := ledger.InstallationKey{1}.Lookup(s)
	if p, ok := m.people[l]; ok {
		return consent.Person{Identity: p.who, Version: p.standing.Version, Known: true}, nil
	}
	return consent.Person{Identity: ledger.Identity{Subject: s, Lookup: l, Key: ledger.SubjectKey{7, l[0], l[1]}}, Version: ledger.Absent}, nil
}

func (m *memory) PersonByLookup(_ context.Context, l ledger.Lookup) (consent.Person, error) {
	m.Lock()
	defer m.Unlock()
	p, ok := m.people[l]
	if !ok {
		return consent.Person{}, errNone
	}
	return consent.Person{Identity: p.who, Version: p.standing.Version, Known: true}, nil
}

func (m *memory) Standing(_ context.Context, l ledger.Lookup) (consent.Standing, error) {
	m.Lock()
	defer m.Unlock()
	p, ok := m.people[l]
	if !ok {
		return consent.Standing{Version: ledger.Absent}, nil
	}
	s := p.standing
	s.Consents = maps.Clone(s.Consents)
	return s, nil
}

func (m *memory) Once(_ context.Context, l ledger.Lookup, key string) (digest, ref string, found bool, err error) {
	m.Lock()
	defer m.Unlock()
	if p, ok := m.people[l]; ok {
		was, found := p.once[key]
		return was[0], was[1], found, nil
	}
	return "", "", false, nil
}

func (m *memory) Active(context.Context) (string, int64, bool, error) {
	return m.src.Hash(), 0, true, nil
}

func (m *memory) Declaration(context.Context, string) (declaration.Source, error) { return m.src, nil }

func (m *memory) Request(_ context.Context, id RequestID) (Request, error) {
	m.Lock()
	defer m.Unlock()
	r, ok := m.requests[id]
	if !ok {
		return Request{}, fault.New(fault.NotFound, "没有", "none")
	}
	return r, nil
}

func (m *memory) RequestsOf(_ context.Context, l ledger.Lookup) ([]Request, error) {
	return m.choose(func(r Request) bool { return r.Lookup == l }, func(a, b Request) int { return b.Entered.Compare(a.Entered) }), nil
}

func (m *memory) OpenRequests(_ context.Context, limit int) ([]Request, error) {
	all := m.choose(Request.Open, func(a, b Request) int {
		if a.Due().IsZero() != b.Due().IsZero() {
			return cmp.Compare(b.Due().Unix(), a.Due().Unix())
		}
		return a.Due().Compare(b.Due())
	})
	return all[:min(limit, len(all))], nil
}

func (m *memory) OpenAfter(_ context.Context, after RequestID, limit int) ([]Request, error) {
	all := m.choose(func(r Request) bool { return r.Open() && r.ID > after }, func(a, b Request) int { return cmp.Compare(a.ID, b.ID) })
	return all[:min(limit, len(all))], nil
}

func (m *memory) choose(is func(Request) bool, order func(a, b Request) int) []Request {
	m.Lock()
	defer m.Unlock()
	var all []Request
	for _, r := range m.requests {
		if is(r) {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b Request) int { return cmp.Or(order(a, b), cmp.Compare(a.ID, b.ID)) })
	return all
}

func (m *memory) Code(_ context.Context, id RequestID) (SetCode, error) {
	m.Lock()
	defer m.Unlock()
	c, ok := m.codes[id]
	if !ok {
		return SetCode{}, fault.New(fault.NotFound, "没有", "none")
	}
	return c, nil
}

// record is the half of the memory that consent.Record is.
type record struct{ m *memory }

func (record) Receipt(context.Context, int64) (ledger.Receipt, error) {
	return ledger.Receipt{}, errNone
}

func (record) About(context.Context, ledger.Lookup, ledger.Kind) ([]int64, error) { return nil, nil }

func (x record) Commit(_ context.Context, c ledger.Change) (ledger.Committed, error) {
	m := x.m
	m.Lock()
	defer m.Unlock()
	if err := c.Check(); err != nil {
		return ledger.Committed{}, err
	}
	if m.races > 0 {
		m.races--
		return ledger.Committed{}, errFaster
	}
	for _, e := range c.Expect {
		if p, ok := m.people[e.Lookup]; ok && p.standing.Version != e.Version || !ok && e.Version != ledger.Absent {
			return ledger.Committed{}, errFaster
		}
	}
	for _, r := range c.Rows {
		if s, ok := r.(SetRequest); ok && m.broken[s.Request.ID] {
			return ledger.Committed{}, fault.New(fault.Unavailable, "坏了", "broken")
		}
	}
	first := int64(len(m.entries)) + 100
	m.entries = append(m.entries, c.Entries...)
	for _, r := range c.Rows {
		m.write(r, first)
	}
	for i, e := range c.Entries {
		m.people[e.Lookup].standing.Version = first + int64(i)
	}
	return ledger.Committed{First: first}, nil
}

func (m *memory) write(row ledger.Row, version int64) {
	switch r := row.(type) {
	case consent.NewPerson:
		m.people[r.Identity.Lookup] = &remembered{who: r.Identity, once: map[string][2]string{}, standing: consent.Standing{Consents: consent.Consents{}}}
	case consent.SetConsent:
		m.people[r.Lookup].standing.Consents[r.Consent.Use] = r.Consent
	case consent.SetAge:
		m.people[r.Lookup].standing.Age = r.Age
	case consent.SetGuardian:
		m.people[r.Child].standing.Guardian = r.Guardian
	case consent.SetRestriction:
		m.people[r.Lookup].standing.Restriction = r.Restriction
	case consent.Once:
		m.people[r.Lookup].once[r.Key] = [2]string{r.Digest, r.Ref}
	case consent.NewWork:
		m.work = append(m.work, r.Work)
	case NewRequest:
		m.keep(r.Request, version)
	case SetRequest:
		m.keep(r.Request, version)
	case SetCode:
		if m.codes[r.Request] = r; len(r.Hash) == 0 {
			delete(m.codes, r.Request)
		}
	case NewArchive:
		m.archives = append(m.archives, r)
	default:
		panic("memory does not know " + row.RowOf())
	}
}

func (m *memory) keep(r Request, version int64) {
	r.Version = version
	m.requests[r.ID] = r
}

func (m *memory) Archive(_ context.Context, id RequestID, now time.Time) (NewArchive, error) {
	m.Lock()
	defer m.Unlock()
	for _, a := range m.archives {
		if a.Request == id && now.Before(a.Expires) {
			return a, nil
		}
	}
	return NewArchive{}, errNone
}

// news lists what was told since the last call.
func (m *memory) news(t testing.TB) []News {
	t.Helper()
	m.Lock()
	defer m.Unlock()
	var all []News
	for _, w := range m.work {
		if w.Kind != consent.WorkTell || !slices.Contains(Events(), Event(w.Key[:max(0, slices.Index([]byte(w.Key), '/'))])) {
			continue
		}
		var n News
		if err := json.Unmarshal(w.Body, &n); err != nil {
			t.Fatal(err)
		}
		all = append(all, n)
	}
	m.work = nil
	return all
}

func events(news []News) []Event {
	var all []Event
	for _, n := range news {
		all = append(all, n.Event)
	}
	return all
}

// counts is everything that could show that something had an effect.
func (m *memory) counts() [5]int {
	m.Lock()
	defer m.Unlock()
	return [5]int{len(m.entries), len(m.requests), len(m.work), len(m.codes), len(m.archives)}
}
