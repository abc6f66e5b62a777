package store

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// withWork commits a change about a person that brings work.
func withWork(t *testing.T, s *Store, id string, kind consent.WorkKind, key string) {
	t.Helper()
	p := person(t, s, id)
	commit(t, s, withdrawal(t, p, "shop/a/b/c").Writing(consent.NewWork{Work: consent.Work{
		Kind: kind, Lookup: p.Identity.Lookup, Key: key, Due: now.Add(time.Hour), Body: []byte(`{"geheim":1}`)}}))
}

func lease(t *testing.T, s *Store, kind consent.WorkKind, n int, at, until time.Time) []consent.Task {
	t.Helper()
	tasks, err := s.Lease(t.Context(), kind, n, at, until)
	must(t, err)
	return tasks
}

func TestWorkComesWithItsChangeAndIsOpened(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		withWork(t, s, "u", consent.WorkTell, "k") // of a person who is new
		withWork(t, s, "u", consent.WorkTell, "l") // and of one who is known
		stale := withdrawal(t, person(t, s, "u"), "shop/a/b/c").Writing(consent.NewWork{Work: consent.Work{Kind: consent.WorkTell, Lookup: person(t, s, "u").Identity.Lookup}})
		stale.Expect[0].Version--
		_, err := s.Commit(t.Context(), stale)
		wants(t, fault.Conflict, err)
		due := now.Add(time.Hour)
		if early := lease(t, s, consent.WorkTell, 9, due.Add(-time.Millisecond), due); len(early) != 0 {
			t.Errorf("%d pieces of work too early", len(early))
		}
		got := lease(t, s, consent.WorkTell, 9, due, due.Add(time.Minute))
		if len(got) != 2 {
			t.Fatalf("%d pieces of work, want 2", len(got))
		}
		want := consent.Task{ID: got[0].ID, Kind: consent.WorkTell, Subject: subject(t, "u"), Lookup: person(t, s, "u").Identity.Lookup, Key: "k",
			Due: due, Body: []byte(`{"geheim":1}`), Attempts: 1, Version: 0}
		if diff := cmp.Diff(want, got[0], cmp.Comparer(func(a, b ledger.Subject) bool { return a == b })); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		var sealed []byte
		must(t, s.read.QueryRow("select body from work").Scan(&sealed))
		if bytes.Contains(sealed, []byte("geheim")) {
			t.Error("the body is not sealed")
		}
		withWork(t, s, "v", consent.WorkErase, "x") // due is the latest, not the earliest
		if n := len(lease(t, s, consent.WorkErase, 9, now, due)); n != 1 {
			t.Errorf("%d to erase, want 1", n)
		}
	})
}

func TestWorkIsHeldByOneUntilItsLeaseLapses(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		stores := []*Store{open(t, o)}
		if o.URL != "" {
			stores = append(stores, open(t, o), open(t, o))
		}
		const pieces = 40
		for i := range pieces {
			withWork(t, stores[0], fmt.Sprint("u-", i), consent.WorkTell, "k")
		}
		due, until := now.Add(time.Hour), now.Add(2*time.Hour)
		var mu sync.Mutex
		holders := map[consent.TaskID]int{}
		var wg sync.WaitGroup
		for w := range 6 {
			wg.Go(func() {
				for range 12 {
					tasks, err := stores[w%len(stores)].Lease(t.Context(), consent.WorkTell, 5, due, until)
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					for _, k := range tasks {
						holders[k.ID]++
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if len(holders) != pieces {
			t.Errorf("%d pieces were taken, want %d", len(holders), pieces)
		}
		for id, n := range holders {
			if n != 1 {
				t.Errorf("%s is held by %d", id, n)
			}
		}
		again := lease(t, stores[0], consent.WorkTell, pieces, until, until.Add(time.Hour))
		if len(again) != pieces || again[0].Attempts != 2 {
			t.Errorf("after the lease %d could be taken", len(again))
		}
	})
}

func TestHowWorkEnds(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		due, until := now.Add(time.Hour), now.Add(2*time.Hour)
		for i := range 4 {
			withWork(t, s, "u", consent.WorkTell, fmt.Sprint(i))
		}
		tasks := lease(t, s, consent.WorkTell, 9, due, until)
		must(t, s.Done(t.Context(), tasks[0].ID))
		must(t, s.Done(t.Context(), tasks[0].ID))
		must(t, s.Fail(t.Context(), tasks[1].ID, due.Add(time.Minute), "timeout"))
		must(t, s.Bury(t.Context(), tasks[2].ID, "status-500"))
		must(t, s.Split(t.Context(), tasks[3].ID, []consent.WorkKind{"deliver:a", "deliver:b"}))
		must(t, s.Split(t.Context(), tasks[3].ID, []consent.WorkKind{"deliver:a"}))
		if got := lease(t, s, consent.WorkTell, 9, due.Add(time.Minute), until); len(got) != 1 || got[0].ID != tasks[1].ID || got[0].Attempts != 2 {
			t.Errorf("after its failure: %+v", got)
		}
		dead, err := s.Buried(t.Context(), "", 9)
		if err != nil || len(dead) != 1 || dead[0].Task.ID != tasks[2].ID || dead[0].Error != "status-500" {
			t.Errorf("dead letters %+v, %v", dead, err)
		}
		counts, err := s.CountWork(t.Context())
		if err != nil || len(counts) != 4 {
			t.Errorf("counts %+v, %v", counts, err)
		}
		must(t, s.Redeliver(t.Context(), tasks[2].ID, due))
		wants(t, fault.NotFound, s.Redeliver(t.Context(), tasks[2].ID, due))
		wants(t, fault.NotFound, s.Done(t.Context(), "x"))
		if got := lease(t, s, consent.WorkTell, 9, due, until); len(got) != 1 || got[0].Attempts != 1 {
			t.Errorf("after redelivery: %+v", got)
		}
		for _, kind := range []consent.WorkKind{"deliver:a", "deliver:b"} {
			got := lease(t, s, kind, 9, time.Now().Add(time.Second), time.Now().Add(time.Minute))
			if len(got) != 1 || string(got[0].Body) != `{"geheim":1}` || got[0].ID == tasks[3].ID || got[0].Version != tasks[3].Version || got[0].Key != "3" {
				t.Errorf("%s: %+v", kind, got)
			}
		}
		sound(t, s)
	})
}

func TestWorkThatCannotBeOpenedHoldsUpNobody(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		withWork(t, s, "u", consent.WorkTell, "k")
		withWork(t, s, "v", consent.WorkTell, "k")
		l := person(t, s, "u").Identity.Lookup
		_, err := s.write.Exec("update work set key = 'other' where lookup = $1", l[:])
		must(t, err)
		got := lease(t, s, consent.WorkTell, 9, now.Add(time.Hour), now.Add(2*time.Hour))
		if len(got) != 1 || got[0].Subject != subject(t, "v") {
			t.Errorf("%d pieces of work", len(got))
		}
		dead, err := s.Buried(t.Context(), consent.WorkTell, 9)
		if err != nil || len(dead) != 1 || dead[0].Error != unopened {
			t.Errorf("dead letters %+v, %v", dead, err)
		}
		if audit, err := s.Audit(t.Context()); err != nil || len(audit) != 1 {
			t.Errorf("found %v, %v", audit, err)
		}
	})
}

func TestSubscriptionsAndKeys(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		a := consent.Hook{ID: "a", URL: "https://a.example/hook", Secret: []byte("geheim"), Events: []string{"withdrawn"}, Created: now}
		b := consent.Hook{ID: "b", URL: "https://b.example/hook", Secret: []byte("s"), Created: now.Add(time.Second)}
		must(t, s.PutHook(t.Context(), b))
		must(t, s.PutHook(t.Context(), a))
		a.Disabled, a.URL = now, "https://a.example/other"
		must(t, s.PutHook(t.Context(), a))
		got, err := s.Hooks(t.Context())
		must(t, err)
		if diff := cmp.Diff([]consent.Hook{a, b}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		var sealed []byte
		must(t, s.read.QueryRow("select secret from hooks where id = 'a'").Scan(&sealed))
		if bytes.Contains(sealed, []byte("geheim")) {
			t.Error("the secret is not sealed")
		}
		must(t, s.DropHook(t.Context(), "b"))
		wants(t, fault.NotFound, s.DropHook(t.Context(), "b"))

		must(t, s.PutAPIKey(t.Context(), "h", "后端", []string{"decide"}))
		must(t, s.RevokeAPIKey(t.Context(), "h"))
		wants(t, fault.NotFound, s.RevokeAPIKey(t.Context(), "h"))
		_, err = s.APIKey(t.Context(), "h")
		wants(t, fault.NotFound, err)
		wants(t, fault.Conflict, s.PutAPIKey(t.Context(), "h", "x", nil))
		keys, err := s.APIKeys(t.Context())
		if err != nil || len(keys) != 1 || keys[0].Name != "后端" || keys[0].Revoked.IsZero() {
			t.Errorf("keys %+v, %v", keys, err)
		}
	})
}

func TestDeclarationsAndWhenTheyWereActive(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		counter(t, s)
		again, err := consent.Activate(shopHash(t), now.Add(time.Hour))
		must(t, err)
		commit(t, s, again)
		up, err := s.Uploaded(t.Context())
		if want := []consent.Stored{{Hash: shopHash(t), Uploaded: now, Version: 0}}; err != nil || !cmp.Equal(up, want) {
			t.Errorf("uploaded %+v, %v", up, err)
		}
		on, err := s.Activations(t.Context(), 9)
		want := []consent.Activated{{Hash: shopHash(t), At: now.Add(time.Hour), Version: 2}, {Hash: shopHash(t), At: now, Version: 1}}
		if err != nil || !cmp.Equal(on, want) {
			t.Errorf("activations %+v, %v", on, err)
		}
		sound(t, s)
	})
}

func shopHash(t *testing.T) string {
	t.Helper()
	src := shop(t)
	return src.Hash()
}

// TestWorkOfADeadProcessIsTakenUpAtOnce: nobody else can have a data folder, so
// whatever was taken and not given back was taken by a process that is gone. What
// was given back for later stays for later. Where several nodes share a database,
// only time tells that one of them died.
func TestWorkOfADeadProcessIsTakenUpAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s, err := Open(t.Context(), o)
		must(t, err)
		due, until := now.Add(time.Hour), now.Add(2*time.Hour)
		for i := range 3 {
			withWork(t, s, fmt.Sprint("u-", i), consent.WorkTell, "k")
		}
		taken := lease(t, s, consent.WorkTell, 3, due, until)
		must(t, s.Fail(t.Context(), taken[0].ID, until, "waits"))
		must(t, s.Bury(t.Context(), taken[1].ID, "gone"))
		must(t, s.Close())
		s = open(t, o)
		want := 1
		if o.URL != "" {
			want = 0
		}
		again := lease(t, s, consent.WorkTell, 9, due, until)
		if len(again) != want || want == 1 && (again[0].ID != taken[2].ID || again[0].Attempts != 2) {
			t.Errorf("after a restart %d could be taken, want %d: %v", len(again), want, again)
		}
		if later := lease(t, s, consent.WorkTell, 9, until, until.Add(time.Hour)); len(later) != 2 {
			t.Errorf("%d could be taken later, want 2", len(later))
		}
	})
}
