package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/replica"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/store/row"
)

const canary = "canary-7319" // in everything about the person

// canaryUse is one that everybody in these tests agrees to.
const canaryUse = "shop/for-you/browsing-history/recommend"

// whole puts a row about a person into every table that has any.
func whole(t testing.TB, s *Store, d *consent.Desk, id string) {
	t.Helper()
	who, ward := subject(t, id), subject(t, "ward of "+id)
	put := ask(t, d, id, "once-"+id)
	for _, c := range put.Choices {
		_, err := d.Answer(t.Context(), put.ID, ledger.Subject{}, yes(c), now)
		must(t, err)
	}
	_, err := d.SetAge(t.Context(), who, consent.Age{Band: consent.Adult, Method: "account-record"}, now)
	must(t, err)
	link := consent.Link{Relation: "parent", Method: "call", Evidence: "box 7", Expires: now.AddDate(1, 0, 0)}
	_, err = d.SetAge(t.Context(), ward, consent.Age{Band: consent.Under14, Method: "account-record", Lapses: now.AddDate(1, 0, 0)}, now)
	must(t, err)
	_, err = d.LinkGuardian(t.Context(), ward, who, link, now)
	must(t, err)
	askGuardian(t, s, person(t, s, "ward of "+id), person(t, s, id).Identity.Lookup)
	p := person(t, s, id)
	r := requestOf(p, "of-"+strings.ReplaceAll(id, " ", "-"))
	r.Detail.Text, r.Proof.Reference = "text of "+id, "reference of "+id
	lookup := p.Identity.Lookup
	commit(t, s, asked(t, p, r.ID, rights.NewRequest{Request: r},
		rights.SetCode{Request: r.ID, Lookup: lookup, Hash: []byte("hash of " + id), Expires: now.AddDate(0, 1, 0)},
		rights.NewArchive{Request: r.ID, Lookup: lookup, Name: "copy of " + id, Body: bytes.Repeat([]byte("body of "+id), 3000), Expires: now.AddDate(0, 1, 0)},
		consent.NewWork{Work: consent.Work{Kind: consent.WorkTell, Lookup: lookup, Key: "key of " + id, Due: now, Body: []byte("work of " + id)}},
		consent.Once{Lookup: lookup, Key: "other once of " + id, Digest: "d", Ref: "r"}))
	_, err = d.Restrict(t.Context(), who, consent.Restricted, "disputed", now)
	must(t, err)
}

// askGuardian puts something to a guardian, as a service for children does.
func askGuardian(t testing.TB, s *Store, ward consent.Person, guardian ledger.Lookup) {
	t.Helper()
	a := consent.Ask{ID: consent.AskID(fmt.Sprintf("%02d-%s", ward.Identity.Lookup.Partition(), ward.Identity.Lookup.String()[:8])), Lookup: ward.Identity.Lookup, Service: "shop",
		Trigger: consent.Settings, Declaration: someHash, Guardian: guardian, At: now, Expires: now.Add(time.Hour)}
	e, err := ledger.PersonalEntry(ledger.KindAsk, now, someHash, ward.Identity, nonce(t), consent.AskBody{V: 1, Ask: a.ID, Service: a.Service, Trigger: a.Trigger, Guardian: consent.WhoOf(guardian)})
	must(t, err)
	commit(t, s, ledger.NewChange(e).Writing(consent.NewAsk{Ask: a}))
}

// caseOn opens a case of everything about a person, and end closes it.
func caseOn(t testing.TB, s *Store, id erase.CaseID, who string) erase.Case {
	t.Helper()
	c := caseOf(person(t, s, who), id)
	c.Scope = plan.Scope{}
	c.File.Values = []string{"value of " + who}
	commit(t, s, proves(t, id, "", erase.NewCase{Case: c}))
	return c
}

func end(t testing.TB, c erase.Case) ledger.Change {
	t.Helper()
	lookup := c.Lookup
	c.State, c.Ended = erase.Closed, now
	return proves(t, c.ID, "main", erase.SetCase{Case: c}, erase.Forget{Case: c.ID, Lookup: lookup})
}

// theirs counts the rows of every table that name a person.
func theirs(t testing.TB, s *Store, l ledger.Lookup) map[string]int {
	t.Helper()
	found := map[string]int{}
	for table, cols := range columns {
		for _, column := range []string{"lookup", "guardian"} {
			if !slices.Contains(names(cols), column) {
				continue
			}
			var n int
			must(t, s.read.QueryRow("select count(*) from "+table+" where "+column+" = $1", l[:]).Scan(&n))
			if n > 0 {
				found[table+"."+column] = n
			}
		}
	}
	return found
}

func TestForgettingLeavesNoRow(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		d := counter(t, s)
		whole(t, s, d, canary)
		whole(t, s, d, "somebody else")
		c := caseOn(t, s, "c1", canary)
		l, other := c.Lookup, person(t, s, "somebody else").Identity.Lookup
		before := theirs(t, s, l)
		want := []string{"answers.lookup", "archives.lookup", "ages.lookup", "asks.guardian", "asks.lookup", "cases.lookup", "consents.lookup", "entries.lookup",
			"guardians.guardian", "once.lookup", "persons.lookup", "request_codes.lookup", "requests.lookup", "restrictions.lookup", "work.lookup"}
		for _, where := range want {
			if before[where] == 0 {
				t.Errorf("the person was never in %s: nothing is tested there", where)
			}
		}
		others := theirs(t, s, other)
		var receipts int
		must(t, s.read.QueryRow("select count(*) from entries where lookup = $1", l[:]).Scan(&receipts))
		v := commit(t, s, end(t, c))
		if left := theirs(t, s, l); len(left) != 0 {
			t.Errorf("left: %v", left)
		}
		if diff := cmp.Diff(others, theirs(t, s, other)); diff != "" {
			t.Errorf("somebody else (-before +after):\n%s", diff)
		}
		if p := person(t, s, canary); p.Known {
			t.Error("the person is still known")
		}
		all, err := s.Evidence(t.Context(), "c1")
		must(t, err)
		said, _ := row.Said(all[len(all)-1].Body)
		if len(all) != 3 || all[2].Index != v+1 || said.Steps[0].Rows != int64(receipts) || said.Trigger != erase.TriggerRequest {
			t.Errorf("evidence: %s", all[len(all)-1].Body)
		}
		got, err := s.Case(t.Context(), "c1")
		if err != nil || !got.Lookup.IsZero() || !got.File.Subject.IsZero() {
			t.Errorf("the case still names the person: %v", err)
		}
		ward, err := s.Standing(t.Context(), person(t, s, "ward of "+canary).Identity.Lookup)
		g := ward.Guardian
		if err != nil || !g.Lookup.IsZero() || g.Relation+g.Method+g.Evidence != "" || g.Ended.IsZero() {
			t.Errorf("the ward's link: %+v, %v", g, err)
		}
		sound(t, s)

		commit(t, s, proves(t, "c1", "cache", erase.Forget{Case: "c1", Lookup: l})) // again, after a crash
		sound(t, s)
		ask(t, d, canary, "") // registered anew
		if p := person(t, s, canary); !p.Known || p.Identity.Key == person(t, s, "somebody else").Identity.Key {
			t.Error("the person could not come again")
		}
		sound(t, s)
	})
}

func TestForgettingAndWritingTogether(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		counter(t, s)
		commit(t, s, withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		l := person(t, s, "u").Identity.Lookup
		forget := func() ledger.Change { return proves(t, "c1", "x", erase.Forget{Case: "c1", Lookup: l}) }
		c := caseOf(person(t, s, "nobody"), "c1")
		commit(t, s, proves(t, "c1", "", erase.NewCase{Case: c}, erase.SetProgress{Case: "c1", Progress: erase.Progress{Store: "x"}}))
		batch := func(changes ...ledger.Change) (errs []error) {
			var all []*pending
			for _, c := range changes {
				o, err := s.orderOf(t.Context(), c)
				must(t, err)
				all = append(all, &pending{order: o, done: make(chan outcome, 1)})
			}
			s.queueAll(all)
			for _, p := range all {
				errs = append(errs, (<-p.done).err)
			}
			return errs
		}
		// Who was faster wins: nothing is written about somebody who is gone.
		late := consent.NewWork{Work: consent.Work{Kind: consent.WorkTell, Lookup: l, Key: "k", Due: now}}
		errs := batch(withdrawal(t, person(t, s, "u"), "shop/a/b/d"), forget())
		if errs[0] != nil || fault.KindOf(errs[1]) != fault.Conflict {
			t.Errorf("written first: %v", errs)
		}
		errs = batch(forget(), withdrawal(t, person(t, s, "u"), "shop/a/b/e"), proves(t, "c1", "x", late), forget())
		if errs[0] != nil || fault.KindOf(errs[1]) != fault.Conflict || fault.KindOf(errs[2]) != fault.Conflict || fault.KindOf(errs[3]) != fault.Conflict {
			t.Errorf("forgotten first: %v", errs)
		}
		if left := theirs(t, s, l); len(left) != 0 {
			t.Errorf("left: %v", left)
		}
		about := forget()
		e := withdrawal(t, person(t, s, "u"), "shop/a/b/c").Entries
		about.Entries = append(about.Entries, e...)
		_, err := s.Commit(t.Context(), about)
		wants(t, fault.Internal, err)
		sound(t, s)
	})
}

// nowhere looks through every file below a folder, byte by byte.
func nowhere(t testing.TB, dir string, secrets map[string][]byte) (found []string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		for name, secret := range secrets {
			if bytes.Contains(text, secret) {
				found = append(found, filepath.Base(path)+": "+name)
			}
		}
		return err
	}))
	slices.Sort(found)
	return found
}

func TestForgettingLeavesNoByteInTheDataFolder(t *testing.T) {
	o := Options{Data: filepath.Join(t.TempDir(), "data"), Keys: ring(t)}
	s := open(t, o)
	d := counter(t, s)
	for i := range 40 { // so that pages are shared, split and merged
		whole(t, s, d, fmt.Sprint("neighbour-", i))
		if i == 20 {
			whole(t, s, d, canary)
		}
	}
	c := caseOn(t, s, "c1", canary)
	l := c.Lookup
	var key, id []byte
	must(t, s.read.QueryRow("select sealed_key, sealed_id from persons where lookup = $1", l[:]).Scan(&key, &id))
	keyed := map[string][]byte{"sealed key": key, "sealed id": id}
	secrets := map[string][]byte{"sealed key": key, "sealed id": id, "text": []byte(canary), "lookup": l[:]}
	if there := nowhere(t, o.Data, secrets); len(there) < 4 {
		t.Fatalf("before, only %v: nothing is tested", there)
	}
	reading, err := s.read.BeginTx(t.Context(), &sql.TxOptions{ReadOnly: true}) // somebody reads what was before
	must(t, err)
	must(t, reading.QueryRow("select count(*) from persons").Scan(new(int)))
	began := time.Now()
	commit(t, s, end(t, c))
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("a reader held the commit up for %v", took)
	}
	must(t, reading.Rollback())
	must(t, s.Tidy(t.Context(), now)) // as every minute
	if left := nowhere(t, o.Data, keyed); len(left) != 0 {
		t.Errorf("at once, left: %v", left)
	}
	must(t, s.Tidy(t.Context(), now.Add(vacuumAfter))) // and every day
	if left := nowhere(t, o.Data, secrets); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	sound(t, s)
	c = caseOn(t, s, "c2", "neighbour-3") // with nobody reading, at once
	must(t, s.read.QueryRow("select sealed_key, sealed_id from persons where lookup = $1", c.Lookup[:]).Scan(&key, &id))
	keyed = map[string][]byte{"sealed key": key, "sealed id": id}
	if there := nowhere(t, o.Data, keyed); len(there) < 2 {
		t.Fatalf("before, only %v: nothing is tested", there)
	}
	commit(t, s, end(t, c))
	if left := nowhere(t, o.Data, keyed); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	var due int
	must(t, s.read.QueryRow("select count(*) from meta where key = $1", metaVacuum).Scan(&due))
	must(t, s.Vacuum(t.Context()))
	var after int
	must(t, s.read.QueryRow("select count(*) from meta where key = $1", metaVacuum).Scan(&after))
	if due != 1 || after != 0 {
		t.Errorf("a vacuum was due: %d, and is: %d", due, after)
	}
}

func TestAReplicaForgetsToo(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		d := counter(t, s)
		whole(t, s, d, canary)
		_, err := d.Restrict(t.Context(), subject(t, canary), consent.Free, "over", now)
		must(t, err)
		near, far := replica.Local(), replica.Shared(o.Keys.ReplicaSecret())
		nodes := map[string]struct {
			*replica.Replica
			replica.Source
		}{
			"node":   {replica.New(near, replica.Options{Holds: time.Hour}), replica.From(s, near)},
			"client": {replica.New(far, replica.Options{Holds: time.Hour}), replica.From(s, far)},
		}
		says := func(node, id string, want bool) {
			t.Helper()
			n := nodes[node]
			must(t, n.Replica.Poll(t.Context(), n.Source, replica.Following{}))
			v := n.Judge(id, &decide.Question{Action: decide.ActionProcess, Use: canaryUse})
			if v.Permit != want {
				t.Errorf("%s says %v of %s: %v", node, v.Permit, id, v.Reasons)
			}
		}
		for name := range nodes {
			says(name, canary, true)
		}
		commit(t, s, end(t, caseOn(t, s, "c1", canary)))
		for name := range nodes {
			says(name, canary, false)
		}
		// Whoever comes again is somebody new, and is heard.
		put := ask(t, d, canary, "")
		for _, c := range put.Choices {
			_, err := d.Answer(t.Context(), put.ID, ledger.Subject{}, yes(c), now)
			must(t, err)
		}
		for name := range nodes {
			says(name, canary, true)
		}
		// A follower that was away for too long is told to start anew; one that was
		// not goes on.
		size, err := s.Size(t.Context())
		must(t, err)
		must(t, s.Tidy(t.Context(), now.Add(goneFor+time.Millisecond)))
		_, err = s.Feed(t.Context(), 0, 0)
		wants(t, fault.Invalid, err)
		_, err = s.Feed(t.Context(), size-1, 0)
		must(t, err)
		if found := nowhereInRows(t, s, "gone") + nowhereInRows(t, s, "stirred"); found != 0 {
			t.Errorf("%d rows of whom to forget are left", found)
		}
		sound(t, s)
	})
}

func nowhereInRows(t testing.TB, s *Store, table string) (n int) {
	t.Helper()
	must(t, s.read.QueryRow("select count(*) from "+table).Scan(&n))
	return n
}

// A ward's guardian is forgotten: what the guardian agreed to for the ward counts no
// more, on any node, though no entry is about the ward.
func TestAReplicaHearsOfAForgottenGuardian(t *testing.T) {
	everywhere(t, func(t *testing.T, o Options) {
		s := open(t, o)
		d := counter(t, s)
		whole(t, s, d, "parent")
		size, err := s.Size(t.Context())
		must(t, err)
		c := caseOn(t, s, "c1", "parent")
		commit(t, s, end(t, c))
		f, err := s.Feed(t.Context(), size, 0)
		must(t, err)
		heard := map[ledger.Subject]consent.Standing{}
		for _, m := range f.Moved {
			heard[m.Subject] = m.Standing
		}
		ward, there := heard[subject(t, "ward of parent")]
		if !there || ward.Guardian.Ended.IsZero() {
			t.Errorf("of the ward: %v, %+v", there, ward.Guardian)
		}
		if gone, there := heard[subject(t, "parent")]; !there || len(gone.Consents) != 0 || gone.Version < size {
			t.Errorf("of whom was forgotten: %v, %+v", there, gone)
		}
		everyone(t, s, map[ledger.Subject]consent.Standing{})
	})
}

// Three people are in a backup: one is erased afterwards, one is erased and registers
// anew, one stays. The backup is put back.
func TestABackupDoesNotBringPeopleBack(t *testing.T) {
	ring, dir := ring(t), t.TempDir()
	graveDir := filepath.Join(t.TempDir(), "graves")
	must(t, os.MkdirAll(graveDir, 0o700))
	g, err := keys.OpenGraves(graveDir, ring)
	must(t, err)
	o := Options{Data: filepath.Join(dir, "data"), Keys: ring}
	s, err := Open(t.Context(), o)
	must(t, err)
	d := counter(t, s)
	for _, id := range []string{"erased", "anew", "stays", "partly", "halfway"} {
		whole(t, s, d, id)
	}
	half := caseOn(t, s, "c-halfway", "halfway")
	must(t, s.Close())
	must(t, os.CopyFS(filepath.Join(dir, "backup"), os.DirFS(o.Data)))

	s, err = Open(t.Context(), o)
	must(t, err)
	at := now.Add(time.Minute)
	for _, id := range []string{"erased", "anew"} {
		_, err := s.Graves(g).Bury(erase.Tombstone{Case: erase.CaseID("c-" + id), Subject: id, At: at})
		must(t, err)
		commit(t, s, end(t, caseOn(t, s, erase.CaseID("c-"+id), id)))
	}
	_, err = s.Graves(g).Bury(erase.Tombstone{Case: "c-again", Subject: "erased", At: at}) // two of one person count once
	must(t, err)
	_, err = s.Graves(g).Bury(erase.Tombstone{Case: "c-partly", Subject: "partly", Scope: plan.Scope{Uses: []declaration.UseID{canaryUse}}, At: at})
	must(t, err)
	_, err = s.Graves(g).Bury(erase.Tombstone{Case: half.ID, Subject: "halfway", At: at})
	must(t, err)
	commit(t, s, end(t, half))
	d = &consent.Desk{People: s, Record: s, Versions: s, Random: d.Random}
	_, err = d.Ask(t.Context(), subject(t, "anew"), consent.Request{Service: "shop", Trigger: consent.Settings}, "", at.Add(time.Hour))
	must(t, err)
	if n, err := s.ReErase(t.Context(), g, now); n != 0 || err != nil {
		t.Errorf("without a restore: %d erased again, %v", n, err)
	}
	must(t, s.Close())

	restored := Options{Data: filepath.Join(dir, "backup"), Keys: ring}
	s = open(t, restored)
	stones, err := g.Tombstones(now)
	must(t, err)
	back, err := s.BroughtBack(t.Context(), stones)
	if err != nil || len(back) != 3 {
		t.Errorf("brought back: %d, %v", len(back), err)
	}
	// Somebody registers anew in the restored system before anybody looked.
	n, err := s.ReErase(t.Context(), g, at.Add(time.Hour))
	if n != 2 || err != nil {
		t.Fatalf("erased again: %d, %v", n, err)
	}
	for id, want := range map[string]bool{"erased": false, "anew": false, "stays": true, "partly": true, "halfway": true} {
		if p := person(t, s, id); p.Known != want {
			t.Errorf("%s is known: %v", id, p.Known)
		}
	}
	sound(t, s)
	if n, err := s.ReErase(t.Context(), g, at.Add(time.Hour)); n != 0 || err != nil {
		t.Errorf("a second start: %d, %v", n, err)
	}
	d = &consent.Desk{People: s, Record: s, Versions: s, Random: d.Random}
	_, err = d.Ask(t.Context(), subject(t, "anew"), consent.Request{Service: "shop", Trigger: consent.Settings}, "", at.Add(2*time.Hour))
	must(t, err)
	if n, err := s.ReErase(t.Context(), g, at.Add(3*time.Hour)); n != 0 || err != nil || !person(t, s, "anew").Known {
		t.Errorf("whoever registered anew was touched: %d, %v", n, err)
	}
	evidence, err := s.Evidence(context.Background(), "c-erased")
	if err != nil || len(evidence) != 2 || !bytes.Contains(evidence[0].Body, []byte(broughtAgain)) {
		t.Errorf("evidence: %d, %v", len(evidence), err)
	}
	sound(t, s)
}

// TestLostTombstonesAreNoticed: also by a backup from before the first erasure, which
// knows of none.
func TestLostTombstonesAreNoticed(t *testing.T) {
	ring, dir := ring(t), t.TempDir()
	graveDir := filepath.Join(dir, "graves")
	must(t, os.MkdirAll(graveDir, 0o700))
	graves := func() *keys.Graves {
		g, err := keys.OpenGraves(graveDir, ring)
		must(t, err)
		return g
	}
	s := open(t, Options{Data: filepath.Join(dir, "data"), Keys: ring})
	for range 2 {
		n, err := s.ReErase(t.Context(), graves(), now)
		if n != 0 || err != nil {
			t.Fatalf("without tombstones: %d, %v", n, err)
		}
	}
	must(t, os.Remove(filepath.Join(graveDir, "tombstones")))
	_, err := s.ReErase(t.Context(), graves(), now)
	wants(t, fault.Invalid, err)
	if _, err := os.Stat(filepath.Join(graveDir, "tombstones")); !os.IsNotExist(err) {
		t.Errorf("another file took the place of the lost one: %v", err)
	}
}
