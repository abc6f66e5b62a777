package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

func TestAStandingIsReadBack(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		d := counter(t, s)
		child, guardian := subject(t, "child"), subject(t, "guardian")
		in := func(n int) time.Time { return now.AddDate(n, 0, 0) }
		a, err := d.SetAge(t.Context(), child, consent.Age{Band: consent.Under14, Method: "account-record", Lapses: in(2)}, now)
		must(t, err)
		g, err := d.LinkGuardian(t.Context(), child, guardian, consent.Link{Relation: "parent", Method: "call", Evidence: "柜 7", Expires: in(1)}, now)
		must(t, err)
		r, err := d.Restrict(t.Context(), child, consent.Restricted, "disputed", now)
		must(t, err)
		w, done, err := d.Withdraw(t.Context(), child, ledger.Subject{}, consent.Target{Uses: []declaration.UseID{"shop/for-you/browsing-history/recommend"}}, now)
		if err != nil || len(done) != 1 {
			t.Fatal(done, err)
		}
		p, got, err := s.PersonStanding(t.Context(), child)
		must(t, err)
		want := consent.Standing{Version: w,
			Age:         consent.Age{Band: consent.Under14, Method: "account-record", Lapses: in(2), At: now, Version: a},
			Guardian:    consent.Guardian{Lookup: o.Keys.Installation().Lookup(guardian), Relation: "parent", Method: "call", Evidence: "柜 7", Since: now, Expires: in(1), Version: g},
			Restriction: consent.Restriction{Mode: consent.Restricted, Reason: "disputed", At: now, Version: r}}
		want.Consents, err = s.Consents(t.Context(), p.Identity.Lookup)
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" || len(want.Consents) != 1 || p != person(t, s, "child") {
			t.Errorf("standing (-want +got):\n%s", diff)
		}
		_, err = d.EndGuardian(t.Context(), child, now)
		must(t, err)
		_, err = d.Lift(t.Context(), child, now)
		must(t, err)
		got, err = s.Standing(t.Context(), p.Identity.Lookup)
		if err != nil || got.Guardian.Ended.IsZero() || got.Restriction != (consent.Restriction{}) {
			t.Errorf("after both ended: %+v, %v", got, err)
		}
		nobody, err := s.Standing(t.Context(), o.Keys.Installation().Lookup(guardian))
		if err != nil || nobody.Version != ledger.Absent || len(nobody.Consents) != 0 {
			t.Errorf("somebody nobody knows: %+v, %v", nobody, err)
		}
		if p, _, err := s.PersonStanding(t.Context(), guardian); err != nil || p.Known || p.Identity.Subject != guardian {
			t.Errorf("somebody nobody knows: %v, %v", p.Known, err)
		}
		sound(t, s)
	})
}

// A reading is what a replica has of everybody.
type reading struct {
	active string
	stops  []consent.Stop
	people map[ledger.Subject]consent.Standing
}

// apply takes a feed in. The versions of a person never fall.
func (r *reading) apply(t *testing.T, f consent.Feed) {
	t.Helper()
	r.active, r.stops = f.Active, f.Stops
	seen := map[ledger.Subject]bool{}
	for _, m := range f.Moved {
		if seen[m.Subject] {
			t.Error("a person is twice in a feed")
		}
		seen[m.Subject] = true
		if was, ok := r.people[m.Subject]; ok && was.Version > m.Standing.Version {
			t.Errorf("a person went back from %d to %d", was.Version, m.Standing.Version)
		}
		r.people[m.Subject] = m.Standing
	}
}

// Whoever applies feeds, cut anywhere and begun at any time, has in the end what
// reading everybody gives.
func TestFeedsAmountToReadingEverybody(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		d := counter(t, s)
		stand(t, d)
		late := reading{people: map[ledger.Subject]consent.Standing{}}
		from, err := s.Size(t.Context())
		must(t, err)
		everyone(t, s, late.people)
		for i := range 30 {
			commit(t, s, withdrawal(t, person(t, s, fmt.Sprint("v-", i%11)), declaration.UseID(fmt.Sprint("shop/a/b/", i))))
		}
		_, err = d.LiftStop(t.Context(), "b", "w", now)
		must(t, err)
		want := map[ledger.Subject]consent.Standing{}
		everyone(t, s, want)
		size, err := s.Size(t.Context())
		must(t, err)
		for range 12 {
			got := reading{people: map[ledger.Subject]consent.Standing{}}
			follow(t, s, &got, 0, size)
			if diff := cmp.Diff(want, got.people); diff != "" || got.active == "" || len(got.stops) != 0 {
				t.Fatalf("active %q, %d stops, people (-read +fed):\n%s", got.active, len(got.stops), diff)
			}
		}
		follow(t, s, &late, from, size)
		if !maps.EqualFunc(want, late.people, func(a, b consent.Standing) bool { return cmp.Equal(a, b) }) {
			t.Error("who began late has something else in the end")
		}
	})
}

func everyone(t *testing.T, s *Store, into map[ledger.Subject]consent.Standing) {
	t.Helper()
	for part := range ledger.Partitions {
		must(t, s.Everyone(t.Context(), part, func(m consent.Moved) error {
			if m.Lookup.Partition() != part || s.keys.Installation().Lookup(m.Subject) != m.Lookup {
				t.Error("somebody is in the wrong place")
			}
			into[m.Subject] = m.Standing
			return nil
		}))
	}
}

// follow applies feeds of random lengths until it has size entries.
func follow(t *testing.T, s *Store, r *reading, from, size int64) {
	t.Helper()
	for from < size {
		f, err := s.Feed(t.Context(), from, 1+rand.IntN(9))
		must(t, err)
		if f.From != from || f.To <= from || f.To > size {
			t.Fatalf("a feed from %d to %d", f.From, f.To)
		}
		r.apply(t, f)
		from = f.To
	}
}

func TestFeedsAtTheEdge(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		f, err := s.Feed(t.Context(), 0, 0)
		if err != nil || f.To != 0 || f.Active != "" {
			t.Errorf("of nothing: %+v, %v", f, err)
		}
		d := counter(t, s)
		_, err = d.Stop(t.Context(), consent.Stop{ID: "a", Service: "shop", Reason: "fire", By: "w"}, now)
		must(t, err)
		f, err = s.Feed(t.Context(), 3, 10)
		if err != nil || f.To != 3 || len(f.Moved) != 0 || f.Active == "" || len(f.Stops) != 1 {
			t.Errorf("at the end: %+v, %v", f, err)
		}
		for _, from := range []int64{4, -1} {
			_, err = s.Feed(t.Context(), from, 10)
			wants(t, fault.Invalid, err)
		}
		stop := errors.New("enough")
		commit(t, s, withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		if err := s.Everyone(t.Context(), person(t, s, "u").Identity.Lookup.Partition(), func(consent.Moved) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("the reader's error is lost: %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = s.Feed(ctx, 0, 10)
		wants(t, fault.Unavailable, err)
	})
}

func TestTalliesCountPeople(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		for i := range 7 {
			p := person(t, s, fmt.Sprint(i))
			for _, use := range []declaration.UseID{"shop/a/b/c", "shop/a/b/d"}[:1+i%2] {
				commit(t, s, withdrawal(t, p, use))
				p = person(t, s, fmt.Sprint(i))
			}
		}
		got, err := s.Tally(t.Context())
		must(t, err)
		want := []consent.Tally{{Use: "shop/a/b/c", State: consent.Refused, People: 7}, {Use: "shop/a/b/d", State: consent.Refused, People: 3}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		for _, c := range []struct {
			uses  []declaration.UseID
			state consent.State
			want  int64
		}{
			{nil, "", 7}, {nil, consent.Refused, 7}, {nil, consent.Granted, 0}, {[]declaration.UseID{"shop/a/b/d"}, "", 3},
			{[]declaration.UseID{"shop/a/b/d", "shop/a/b/c", "shop/a/b/e"}, consent.Refused, 7}, {[]declaration.UseID{"shop/a/b/c"}, consent.Granted, 0},
		} {
			if n, err := s.CountPeople(t.Context(), c.uses, c.state); err != nil || n != c.want {
				t.Errorf("%v %q: %d, %v, want %d", c.uses, c.state, n, err, c.want)
			}
		}
	})
}
