package store

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/workday"
)

var (
	_ erase.Book  = (*Store)(nil)
	_ erase.Queue = (*Store)(nil)
	_ Tombstones  = (*keys.Graves)(nil)
)

var someHash = ledger.Digest([]byte("a declaration"))

// proves is a change with one piece of evidence of a case.
func proves(t testing.TB, id erase.CaseID, store string, rows ...ledger.Row) ledger.Change {
	t.Helper()
	body, err := ledger.Canonical(erase.Evidence{V: 1, Case: id, Trigger: erase.TriggerRequest, Store: store, At: now.UnixMilli(), Told: recipients(rows)})
	must(t, err)
	e, err := ledger.EvidenceEntry(now, someHash, body)
	must(t, err)
	return ledger.NewChange(e).Writing(rows...).Writing(erase.NewEvidence{Case: id, Body: body})
}

func recipients(rows []ledger.Row) (all []erase.Told) {
	for _, r := range rows {
		if x, ok := r.(erase.SetTold); ok {
			all = append(all, x.Told)
		}
	}
	return all
}

// caseOf is a case with something in every field.
func caseOf(p consent.Person, id erase.CaseID) erase.Case {
	due := workday.China().After(now, 15)
	due.At = due.At.UTC()
	return erase.Case{ID: id, Trigger: erase.TriggerRequest, Lookup: p.Identity.Lookup, Request: "07-" + string(id), Declaration: someHash,
		Scope: plan.Scope{Uses: []declaration.UseID{"shop/a/b/c"}}, Event: now, Due: due, Calendar: "2026", Cites: []law.Citation{law.Cite(law.PIPL, "47")},
		State: erase.Open, Opened: now,
		Stores: []erase.Progress{
			{Store: "cache", Phase: erase.Collecting, Since: now},
			{Store: "main", Phase: erase.Erasing, Step: 2, Erased: 7, Attempts: 1, Reason: "off", Since: now, Remnants: []plan.Remnant{{What: "wal", Gone: now}}},
		},
		Told: []erase.Told{{Recipient: "courier", By: "letter", At: now, Evidence: "box 9"}},
		File: erase.File{Subject: p.Identity.Subject, Keys: plan.Keys{"person": {p.Identity.Subject.Raw()}, "phone": {"13800138000"}},
			Values: []string{"canary street"}, Names: []string{"金丝雀"}, Found: map[string]bool{"main": true}, Erased: now},
	}
}

func TestCasesAreReadBack(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		commit(t, s, withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		want := caseOf(person(t, s, "u"), "c1")
		v := commit(t, s, proves(t, "c1", "", erase.NewCase{Case: want}))
		want.Version, want.Stores[0].Version, want.Stores[1].Version, want.Told[0].Version = v, v, v, v
		got, err := s.Case(t.Context(), "c1")
		must(t, err)
		if diff := cmp.Diff(want, got, sameSubject); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		bare := want
		bare.File = erase.File{}
		for what, list := range map[string]func() ([]erase.Case, error){
			"open":         func() ([]erase.Case, error) { return s.OpenCases(t.Context(), 9) },
			"of a person":  func() ([]erase.Case, error) { return s.CasesOf(t.Context(), "", want.Lookup) },
			"of a request": func() ([]erase.Case, error) { return s.CasesOf(t.Context(), want.Request, ledger.Lookup{}) },
		} {
			all, err := list()
			if diff := cmp.Diff([]erase.Case{bare}, all, sameSubject); err != nil || diff != "" {
				t.Errorf("%s: %v (-want +got):\n%s", what, err, diff)
			}
		}
		if all, err := s.CasesOf(t.Context(), "", ledger.Lookup{}); err != nil || len(all) != 0 {
			t.Errorf("cases of nobody: %d, %v", len(all), err)
		}
		for _, id := range []erase.CaseID{"", "c2", "c1/x", "\x00"} {
			_, err := s.Case(t.Context(), id)
			wants(t, fault.NotFound, err)
		}
		counts, err := s.CountCases(t.Context())
		if err != nil || len(counts) != 1 || counts[0].Count != 1 {
			t.Errorf("counts %v, %v", counts, err)
		}
		if counts, err := s.CountCaseStores(t.Context()); err != nil || len(counts) != 2 {
			t.Errorf("counts %v, %v", counts, err)
		}
		sound(t, s)
	})
}

func TestTheFileOfACaseIsSealedAndDestroyedAtItsEnd(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		commit(t, s, withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		c := caseOf(person(t, s, "u"), "c1")
		commit(t, s, proves(t, "c1", "", erase.NewCase{Case: c}))
		var key, file []byte
		var body string
		must(t, s.read.QueryRow("select file_key, file, body from cases").Scan(&key, &file, &body))
		for _, secret := range []string{"canary", "13800138000"} {
			if bytes.Contains(file, []byte(secret)) || bytes.Contains([]byte(body), []byte(secret)) {
				t.Errorf("%s stands in the row", secret)
			}
		}
		c.File.Values = append(c.File.Values, "more")
		commit(t, s, proves(t, "c1", "", erase.SetCase{Case: c}))
		if got, err := s.Case(t.Context(), "c1"); err != nil || len(got.File.Values) != 2 || len(got.Stores) != 2 {
			t.Errorf("set anew: %+v, %v", got.File.Values, err)
		}
		c.State, c.Ended = erase.Closed, now
		commit(t, s, proves(t, "c1", "", erase.SetCase{Case: c}))
		must(t, s.read.QueryRow("select file_key, file from cases").Scan(&key, &file))
		if got, err := s.Case(t.Context(), "c1"); err != nil || key != nil || file != nil || !got.File.Subject.IsZero() || got.State != erase.Closed {
			t.Errorf("at the end: %d %d bytes, %v", len(key), len(file), err)
		}
		if all, err := s.OpenCases(t.Context(), 9); err != nil || len(all) != 0 {
			t.Errorf("%d open cases, %v", len(all), err)
		}
		sound(t, s)
	})
}

func TestRowsOfACaseConflictByVersion(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		c := caseOf(person(t, s, "nobody"), "c1") // somebody of whom nothing is stored
		first := commit(t, s, proves(t, "c1", "", erase.NewCase{Case: c}))
		got, err := s.Case(t.Context(), "c1")
		if err != nil || !got.Lookup.IsZero() {
			t.Errorf("the case names somebody of whom nothing is stored: %v", err)
		}
		rows := map[string]ledger.Row{
			"erase.case c1": erase.SetCase{Case: c}, "erase.store c1/main": erase.SetProgress{Case: "c1", Progress: c.Stores[1]},
			"erase.told c1/courier": erase.SetTold{Case: "c1", Told: c.Told[0]},
		}
		for what, row := range rows {
			var of, key string
			_, err := fmt.Sscan(what, &of, &key)
			must(t, err)
			try := func(v int64) error {
				_, err := s.Commit(t.Context(), proves(t, "c1", what, row).Expecting(ledger.Expectation{Of: of, Key: key, Version: v}))
				return err
			}
			wants(t, fault.Conflict, try(ledger.Absent))
			wants(t, fault.Conflict, try(first+1000))
			must(t, try(first))
			wants(t, fault.Conflict, try(first)) // somebody else was faster
		}
		absent := ledger.Expectation{Of: "erase.case", Key: "c2", Version: ledger.Absent}
		c.ID = "c2"
		commit(t, s, proves(t, "c2", "", erase.NewCase{Case: c}).Expecting(absent))
		_, err = s.Commit(t.Context(), proves(t, "c2", "", erase.NewCase{Case: c}).Expecting(absent))
		wants(t, fault.Conflict, err)
	})
}

func TestEvidenceHasItsPlaceInTheRecord(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		commit(t, s, withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		commit(t, s, proves(t, "c1", "", erase.NewCase{Case: caseOf(person(t, s, "u"), "c1")}))
		commit(t, s, proves(t, erase.Swept, "main"))
		two := proves(t, "c1", "main")
		more := proves(t, "c1", "cache")
		two.Entries, two.Rows = append(two.Entries, more.Entries...), append(two.Rows, more.Rows...)
		commit(t, s, two)
		all, err := s.Evidence(t.Context(), "c1")
		must(t, err)
		if len(all) != 3 || all[0].Index != 1 || all[1].Index != 3 || all[2].Index != 4 {
			t.Fatalf("%d pieces of evidence: %v", len(all), all)
		}
		for _, p := range all {
			text, err := s.Leaf(t.Context(), p.Index)
			must(t, err)
			leaf, err := ledger.ParseLeaf(text)
			if err != nil || leaf.Kind != ledger.KindErasure || leaf.Evidence != ledger.Digest(p.Body) {
				t.Errorf("leaf %d does not hold the hash of its evidence: %v", p.Index, err)
			}
		}
		without := proves(t, "c1", "main")
		without.Rows = nil
		_, err = s.Commit(t.Context(), without)
		wants(t, fault.Internal, err)
		other := proves(t, "c1", "main")
		other.Rows = append(other.Rows, erase.NewEvidence{Case: "c1", Body: []byte("{}")})
		_, err = s.Commit(t.Context(), other)
		wants(t, fault.Internal, err)
		sound(t, s)
	})
}

func TestWorkAboutNobody(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		work := func(kind consent.WorkKind, key string, body []byte) ledger.Row {
			return consent.NewWork{Work: consent.Work{Kind: kind, Key: key, Due: now, Body: body}}
		}
		commit(t, s, proves(t, "c1", "", erase.NewCase{Case: caseOf(person(t, s, "nobody"), "c1")}, work(erase.WorkStore, "c1/main", nil),
			work(consent.WorkTell, "done/07-x", []byte(`{"person":"canary-u"}`)), work(rights.WorkRequest, "07-x", nil)))
		got := lease(t, s, erase.WorkStore, 9, now, now.Add(time.Minute))
		if len(got) != 1 || got[0].Key != "c1/main" || !got[0].Lookup.IsZero() || !got[0].Subject.IsZero() || len(got[0].Body) != 0 {
			t.Fatalf("got %+v", got)
		}
		must(t, s.Fail(t.Context(), got[0].ID, now.Add(time.Second), "waits"))
		if again := lease(t, s, erase.WorkStore, 9, now.Add(time.Second), now.Add(time.Minute)); len(again) != 1 || again[0].Attempts != 2 {
			t.Errorf("again: %+v", again)
		}
		must(t, s.Done(t.Context(), got[0].ID))
		last := lease(t, s, consent.WorkTell, 9, now, now.Add(time.Minute))
		if len(last) != 1 || string(last[0].Body) != `{"person":"canary-u"}` {
			t.Errorf("the last notice: %+v", last)
		}
		var n int
		must(t, s.read.QueryRow("select count(*) from work where part = 0").Scan(&n))
		if n != 2 {
			t.Errorf("%d pieces of work in partition 0", n)
		}
		sound(t, s)
		_, err := s.write.Exec("update work set key = 'other' where kind = 'tell'")
		must(t, err)
		if audit, err := s.Audit(t.Context()); err != nil || len(audit) != 1 {
			t.Errorf("changed work: %v, %v", audit, err)
		}
	})
}

// custodians returns two of them, and their private keys, the inner one first.
func custodians(t testing.TB) (keys.Custodians, [2]string) {
	t.Helper()
	a, b := newAge(t), newAge(t)
	c, err := keys.NewCustodians(a[1], b[1])
	must(t, err)
	return c, [2]string{a[0], b[0]}
}

func TestWhatIsKeptIsDestroyedOnItsDay(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		keeper, private := custodians(t)
		sealed, err := keeper.Seal([]byte("canary"))
		must(t, err)
		until := now.AddDate(3, 0, 0)
		k := erase.Keep{Case: "c1", Under: "电子商务法 31 / E-commerce law 31", Until: until, Sealed: sealed}
		commit(t, s, proves(t, "c1", "", erase.NewCase{Case: caseOf(person(t, s, "nobody"), "c1")}))
		commit(t, s, proves(t, "c1", "", k))
		for range 2 { // also where it is committed again after a crash
			got, err := s.Kept(t.Context(), "c1")
			if diff := cmp.Diff([]erase.Keep{k}, got); err != nil || diff != "" {
				t.Fatalf("%v (-want +got):\n%s", err, diff)
			}
			commit(t, s, proves(t, "c1", "again", k, erase.SetProgress{Case: "c1", Progress: erase.Progress{Store: "again"}}))
		}
		if plain, err := keys.OpenKept(sealed, private[1], private[0]); err != nil || string(plain) != "canary" {
			t.Errorf("opened: %q, %v", plain, err)
		}
		sound(t, s)
		must(t, s.Tidy(t.Context(), until.Add(-time.Millisecond)))
		if got, _ := s.Kept(t.Context(), "c1"); len(got) != 1 {
			t.Error("destroyed too early")
		}
		n, err := s.DropKept(t.Context(), until)
		if err != nil || n != 1 {
			t.Errorf("destroyed %d, %v", n, err)
		}
		must(t, s.Tidy(t.Context(), until.AddDate(1, 0, 0)))
		got, _ := s.Kept(t.Context(), "c1")
		all, err := s.Evidence(t.Context(), "c1")
		if err != nil || len(got) != 0 || len(all) != 5 || !bytes.Contains(all[4].Body, []byte(keptIsOver)) {
			t.Errorf("%d kept, %d pieces of evidence, %v", len(got), len(all), err)
		}
		sound(t, s)
	})
}

func TestTombstonesMissingAreNoticed(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		dir := filepath.Join(t.TempDir(), "graves")
		ring, _, err := keys.Open(dir)
		must(t, err)
		g, err := keys.OpenGraves(dir, ring)
		must(t, err)
		n, err := s.ReErase(t.Context(), g, now)
		if n != 0 || err != nil {
			t.Fatalf("nobody was erased: %d, %v", n, err)
		}
		for i := range 12 { // numbers are compared as numbers
			_, err := s.Graves(g).Bury(erase.Tombstone{Case: erase.CaseID(fmt.Sprint(i)), Subject: "u", At: now, Expires: now.Add(time.Hour)})
			must(t, err)
		}
		must(t, s.CheckGraves(t.Context(), g))
		must(t, g.Expire(now.AddDate(1, 0, 0)))
		must(t, s.CheckGraves(t.Context(), g)) // expired is not missing
		other := filepath.Join(t.TempDir(), "other")
		ring, _, err = keys.Open(other)
		must(t, err)
		less, err := keys.OpenGraves(other, ring)
		must(t, err)
		for i := range 11 {
			_, err := less.Bury(erase.Tombstone{Case: erase.CaseID(fmt.Sprint(i)), Subject: "u", At: now})
			must(t, err)
		}
		_, err = s.ReErase(t.Context(), less, now)
		wants(t, fault.Invalid, err)
		wants(t, fault.Invalid, s.CheckGraves(context.Background(), less))
	})
}
