package erase

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// memory is Volens' own store without a disk: it keeps the same promises about
// versions and expectations, and hands out copies.
type memory struct {
	consent.People
	consent.Versions
	g      *guard
	mu     sync.Mutex
	cases  map[CaseID]*Case
	proofs map[CaseID][]Proved
	tasks  map[consent.TaskID]*queued
	graves []Tombstone
	leaves []ledger.Leaf
	kept   []Keep
	people map[ledger.Lookup]*consent.Standing
	known  map[ledger.Lookup]ledger.Identity
	bodies map[int64]ledger.Entry
	source map[string]declaration.Source
	active string
	next   int
	forgot int
}

type queued struct {
	consent.Task
	lease time.Time
}

func newMemory(g *guard) *memory {
	return &memory{g: g, cases: map[CaseID]*Case{}, proofs: map[CaseID][]Proved{}, tasks: map[consent.TaskID]*queued{}, people: map[ledger.Lookup]*consent.Standing{},
		known: map[ledger.Lookup]ledger.Identity{}, bodies: map[int64]ledger.Entry{}, source: map[string]declaration.Source{}}
}

var (
	errNone   = fault.New(fault.NotFound, "没有", "none")
	errFaster = fault.New(fault.Conflict, "慢了", "somebody else was faster")
)

// call runs a call under the guard and the lock.
func (m *memory) call(name string, do func() error) error {
	return m.g.call(name, func() error {
		m.mu.Lock()
		defer m.mu.Unlock()
		return do()
	})
}

func copyOf(c Case) Case {
	c.Stores, c.Told, c.Cites = slices.Clone(c.Stores), slices.Clone(c.Told), slices.Clone(c.Cites)
	f := File{Subject: c.File.Subject, Erased: c.File.Erased, Values: slices.Clone(c.File.Values), Found: maps.Clone(c.File.Found)}
	f.Names = slices.Clone(c.File.Names)
	f.Shared, f.Judged = maps.Clone(c.File.Shared), c.File.Judged
	if c.File.Keys != nil {
		f.Keys = maps.Clone(c.File.Keys)
	}
	c.File = f
	return c
}

func (m *memory) Case(_ context.Context, id CaseID) (c Case, err error) {
	err = m.call("case", func() error {
		was, ok := m.cases[id]
		if !ok {
			return errNone
		}
		c = copyOf(*was)
		return nil
	})
	return c, err
}

func (m *memory) OpenCases(_ context.Context, limit int) (all []Case, err error) {
	err = m.call("open-cases", func() error {
		for _, c := range m.cases {
			if c.Ended.IsZero() {
				all = append(all, copyOf(*c))
			}
		}
		slices.SortFunc(all, func(a, b Case) int { return a.Due.At.Compare(b.Due.At) })
		all = all[:min(limit, len(all))]
		return nil
	})
	return all, err
}

func (m *memory) CasesOf(_ context.Context, request string, l ledger.Lookup) (all []Case, err error) {
	err = m.call("cases-of", func() error {
		for _, c := range m.cases {
			if request != "" && c.Request == request || !l.IsZero() && c.Lookup == l {
				all = append(all, copyOf(*c))
			}
		}
		return nil
	})
	return all, err
}

func (m *memory) Evidence(_ context.Context, id CaseID) (all []Proved, err error) {
	err = m.call("evidence", func() error { all = slices.Clone(m.proofs[id]); return nil })
	return all, err
}

func (m *memory) Commit(_ context.Context, c ledger.Change) (done ledger.Committed, err error) {
	err = m.call("commit", func() error {
		if err := c.Check(); err != nil {
			return err
		}
		for _, e := range c.Expect {
			if m.version(e) != e.Version {
				return errFaster
			}
		}
		done.First = int64(len(m.leaves))
		for _, e := range c.Entries {
			m.bodies[int64(len(m.leaves))] = e
			m.leaves = append(m.leaves, e.Leaf)
			if s := m.people[e.Lookup]; s != nil {
				s.Version = int64(len(m.leaves)) - 1
			}
		}
		for _, r := range c.Rows {
			m.write(r, done.First)
		}
		return nil
	})
	return done, err
}

func (m *memory) version(e ledger.Expectation) int64 {
	id, of, _ := strings.Cut(e.Key, "/")
	c, ok := m.cases[CaseID(id)]
	switch e.Of {
	case "erase.case":
		if ok {
			return c.Version
		}
	case "erase.store":
		if p, found := c.progress(of); found {
			return p.Version
		}
	case "erase.told":
		if t, found := c.told(of); found {
			return t.Version
		}
	default:
		if s := m.people[e.Lookup]; s != nil {
			return s.Version
		}
	}
	return ledger.Absent
}

func (m *memory) write(row ledger.Row, first int64) {
	switch r := row.(type) {
	case NewCase:
		c := copyOf(r.Case)
		c.Version = first
		for i := range c.Stores {
			c.Stores[i].Version = first
		}
		for i := range c.Told {
			c.Told[i].Version = first
		}
		m.cases[c.ID] = &c
	case SetCase:
		c := copyOf(r.Case)
		was := m.cases[c.ID]
		c.Version, c.Stores, c.Told = first, was.Stores, was.Told
		m.cases[c.ID] = &c
	case SetProgress:
		c := m.cases[r.Case]
		i := slices.IndexFunc(c.Stores, func(p Progress) bool { return p.Store == r.Progress.Store })
		c.Stores[i] = r.Progress
		c.Stores[i].Version = first
	case SetTold:
		c := m.cases[r.Case]
		i := slices.IndexFunc(c.Told, func(t Told) bool { return t.Recipient == r.Told.Recipient })
		c.Told[i] = r.Told
		c.Told[i].Version = first
	case NewEvidence:
		m.proofs[r.Case] = append(m.proofs[r.Case], Proved{Index: first, Body: r.Body})
	case Forget:
		delete(m.people, r.Lookup)
		delete(m.known, r.Lookup)
		m.forgot++
	case Keep:
		m.kept = append(m.kept, r)
	case consent.NewWork:
		m.next++
		id := consent.TaskID(fmt.Sprintf("00-%d", m.next))
		m.tasks[id] = &queued{Task: consent.Task{ID: id, Kind: r.Work.Kind, Lookup: r.Work.Lookup, Key: r.Work.Key, Due: r.Work.Due, Body: r.Work.Body, Subject: m.known[r.Work.Lookup].Subject}}
		if r.Work.Kind != consent.WorkErase {
			m.tasks[id].lease = r.Work.Due
		}
	case consent.NewPerson:
		m.people[r.Identity.Lookup] = &consent.Standing{Version: first, Consents: consent.Consents{}}
		m.known[r.Identity.Lookup] = r.Identity
	case consent.SetRestriction:
		m.people[r.Lookup].Restriction = r.Restriction
	case consent.SetConsent:
		m.people[r.Lookup].Consents[r.Consent.Use] = r.Consent
	case consent.NewVersion:
		m.source[r.Hash] = r.Source
	case consent.Activation:
		m.active = r.Hash
	}
}

func (m *memory) Lease(_ context.Context, kind consent.WorkKind, n int, now, until time.Time) (all []consent.Task, err error) {
	err = m.call("lease", func() error {
		for _, t := range m.tasks {
			if t.Kind == kind && !t.lease.After(now) && len(all) < n {
				t.lease = until
				t.Attempts++
				all = append(all, t.Task)
			}
		}
		slices.SortFunc(all, func(a, b consent.Task) int { return strings.Compare(a.Key, b.Key) })
		return nil
	})
	return all, err
}

func (m *memory) Done(_ context.Context, id consent.TaskID) error {
	return m.call("done", func() error { delete(m.tasks, id); return nil })
}

func (m *memory) Fail(_ context.Context, id consent.TaskID, retry time.Time, _ string) error {
	return m.call("fail", func() error {
		if t, ok := m.tasks[id]; ok {
			t.lease = retry
		}
		return nil
	})
}

func (m *memory) Bury(t Tombstone) (n int64, err error) {
	err = m.call("bury", func() error {
		i := slices.IndexFunc(m.graves, func(g Tombstone) bool { return g.Case == t.Case })
		if i < 0 {
			t.Number = int64(len(m.graves) + 1)
			m.graves = append(m.graves, t)
			n = t.Number
			return nil
		}
		m.graves[i].Keys, m.graves[i].Until, m.graves[i].Expires, n = t.Keys, t.Until, t.Expires, m.graves[i].Number
		return nil
	})
	return n, err
}

func (m *memory) Tombstones(now time.Time) (all []Tombstone, err error) {
	err = m.call("tombstones", func() error {
		all = plan.Filtered(m.graves, func(t Tombstone) bool { return !t.Over(now) })
		return nil
	})
	return all, err
}

func (m *memory) Expire(now time.Time) error {
	all, err := m.Tombstones(now)
	if err == nil {
		m.graves = all
	}
	return err
}

func (m *memory) Person(_ context.Context, s ledger.Subject) (p consent.Person, err error) {
	err = m.call("person", func() error {
		l := ledger.InstallationKey{1}.Lookup(s)
		if who, ok := m.known[l]; ok {
			p = consent.Person{Identity: who, Version: m.people[l].Version, Known: true}
			return nil
		}
		var k ledger.SubjectKey
		_, _ = rand.Read(k[:])
		p = consent.Person{Identity: ledger.Identity{Subject: s, Lookup: l, Key: k}, Version: ledger.Absent}
		return nil
	})
	return p, err
}

func (m *memory) Standing(_ context.Context, l ledger.Lookup) (s consent.Standing, err error) {
	err = m.call("standing", func() error {
		if was := m.people[l]; was != nil {
			s = *was
			s.Consents = maps.Clone(was.Consents)
			return nil
		}
		s.Version = ledger.Absent
		return nil
	})
	return s, err
}

func (m *memory) Receipt(_ context.Context, index int64) (ledger.Receipt, error) {
	e := m.bodies[index]
	return ledger.Receipt{V: 1, Index: index, Leaf: e.Leaf.Bytes(), Body: e.Body}, nil
}

func (m *memory) About(_ context.Context, l ledger.Lookup, kind ledger.Kind) (all []int64, err error) {
	err = m.call("about", func() error {
		for i := range m.leaves {
			if e := m.bodies[int64(i)]; e.Lookup == l && e.Leaf.Kind == kind {
				all = append(all, int64(i))
			}
		}
		return nil
	})
	return all, err
}

func (m *memory) Active(context.Context) (hash string, _ int64, ok bool, err error) {
	err = m.call("active", func() error { hash, ok = m.active, m.active != ""; return nil })
	return hash, 0, ok, err
}

// Activations says that the declaration came into use at start.
func (m *memory) Activations(context.Context, int) ([]consent.Activated, error) {
	return []consent.Activated{{Hash: m.active, At: start}}, nil
}

func (m *memory) Declaration(_ context.Context, hash string) (src declaration.Source, err error) {
	err = m.call("declaration", func() error {
		var ok bool
		if src, ok = m.source[hash]; !ok {
			return errNone
		}
		return nil
	})
	return src, err
}
