package store

import (
	"testing"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// aboutTwo is a change with an entry about each of two people, the second first.
func aboutTwo(t *testing.T, a, b consent.Person) ledger.Change {
	t.Helper()
	one, two := withdrawal(t, a, "shop/a/b/c"), withdrawal(t, b, "shop/a/b/c")
	c := ledger.NewChange(two.Entries[0], one.Entries[0]).Writing(one.Rows...).Writing(two.Rows...)
	return c.Expecting(one.Expect...).Expecting(two.Expect...)
}

func TestAChangeAboutTwoPeopleIsWholeForBoth(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		commit(t, s, withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		if first := commit(t, s, aboutTwo(t, person(t, s, "u"), person(t, s, "v"))); first != 1 {
			t.Fatalf("version %d, want 1", first)
		}
		u, v := person(t, s, "u"), person(t, s, "v")
		if u.Version != 2 || v.Version != 1 {
			t.Errorf("versions %d and %d, want 2 and 1", u.Version, v.Version)
		}
		for _, p := range []consent.Person{u, v} {
			said, err := s.Consents(t.Context(), p.Identity.Lookup)
			if c := said["shop/a/b/c"]; err != nil || c.Version != p.Version {
				t.Errorf("a consent has version %d, want %d", c.Version, p.Version)
			}
		}
		stale := aboutTwo(t, u, v)
		commit(t, s, withdrawal(t, v, "shop/a/b/d"))
		_, err := s.Commit(t.Context(), stale)
		wants(t, fault.Conflict, err)
		if p := person(t, s, "u"); p.Version != u.Version {
			t.Error("half of a refused change is there")
		}
		f, err := s.Feed(t.Context(), 1, 2)
		if err != nil || len(f.Moved) != 2 {
			t.Errorf("%d people in the feed, %v", len(f.Moved), err)
		}
		sound(t, s)
	})
}

// Several changes about one person in one batch follow each other.
func TestOnePersonTwiceInABatch(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		p := person(t, s, "u")
		commit(t, s, withdrawal(t, p, "shop/a/b/c"))
		p = person(t, s, "u")
		var batch []*pending
		for i := range 3 {
			c := withdrawal(t, p, "shop/a/b/c")
			if c.Expect[0].Version = int64(i); i == 2 {
				c.Expect[0].Version = 0 // as if the others had not been
			}
			order, err := s.orderOf(t.Context(), c)
			must(t, err)
			batch = append(batch, &pending{order: order, done: make(chan outcome, 1)})
		}
		s.queueAll(batch)
		for i, want := range []fault.Kind{"", "", fault.Conflict} {
			out := <-batch[i].done
			wants(t, want, out.err)
		}
		if report := sound(t, s); report.Size != 3 || report.Checkpoints != 2 {
			t.Errorf("%d entries under %d checkpoints", report.Size, report.Checkpoints)
		}
	})
}

// A person can be made without an entry about them, such as a guardian.
func TestAPersonWithoutEntries(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		g := person(t, s, "guardian")
		commit(t, s, withdrawal(t, person(t, s, "u"), "shop/a/b/c").Writing(consent.NewPerson{Identity: g.Identity}))
		if g = person(t, s, "guardian"); !g.Known || g.Version != ledger.Absent {
			t.Fatalf("known %v, version %d", g.Known, g.Version)
		}
		sound(t, s)
		commit(t, s, withdrawal(t, g, "shop/a/b/c"))
		sound(t, s)
	})
}

// A change that cannot be written leaves nothing behind for the rest of its batch:
// neither where somebody in it is not there, nor where a row is there already.
func TestAFailedChangeRaisesNobody(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		commit(t, s, withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		u, gone := person(t, s, "u"), person(t, s, "gone")
		gone.Known = true
		half := aboutTwo(t, gone, u)
		half.Expect = nil
		twice := consent.Once{Lookup: u.Identity.Lookup, Key: "k"}
		var batch []*pending
		for _, c := range []ledger.Change{half, withdrawal(t, u, "shop/a/b/c").Writing(twice, twice), withdrawal(t, u, "shop/a/b/d")} {
			order, err := s.orderOf(t.Context(), c)
			must(t, err)
			batch = append(batch, &pending{order: order, done: make(chan outcome, 1)})
		}
		s.queueAll(batch)
		for i, want := range []fault.Kind{fault.Conflict, fault.Conflict, ""} {
			out := <-batch[i].done
			wants(t, want, out.err)
		}
		if p := person(t, s, "u"); p.Version != 1 {
			t.Errorf("version %d, want 1", p.Version)
		}
		sound(t, s)
	})
}
