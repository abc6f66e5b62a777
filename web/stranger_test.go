package web_test

import (
	"bytes"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/fulfil"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/rights"
)

const stranger = "13911112222"

// asks opens a request of the stranger's telephone, at the town's time.
func (w *town) asks() rights.RequestID {
	w.t.Helper()
	id, err := w.rights.OpenVisitor(w.t.Context(), rights.Order{Kind: rights.Copy, Detail: rights.Detail{Claims: map[string]string{"phone": stranger}}}, w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// pass lets time pass, with what is done by the minute.
func (w *town) pass(d time.Duration) {
	w.t.Helper()
	w.now = w.now.Add(d)
	if err := w.rights.Sweep(w.t.Context(), w.now); err != nil {
		w.t.Fatal(err)
	}
	office := &fulfil.Office{Rights: w.rights, Requests: w.store, Consent: w.desk, Cases: w.store, Queue: w.store}
	for range 3 { // what failed for being too early is not tried again at once
		if _, err := office.Work(w.t.Context(), w.now); err != nil {
			w.t.Fatal(err)
		}
	}
}

// holds reports whether any file of the store has these bytes.
func holds(t *testing.T, dir string, what ...[]byte) (found bool) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, x := range what {
			found = found || bytes.Contains(b, x)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestNobodyProvedLeavesNothing: a day after the last code nothing of the visitor is
// left, neither their contact nor the lookup under which it stood; and not a moment
// before, since the codes of the day are counted.
func TestNobodyProvedLeavesNothing(t *testing.T) {
	w := found(t)
	var ids []rights.RequestID
	for range rights.CodesADay {
		ids = append(ids, w.asks())
		w.pass(time.Hour)
	}
	if r, err := w.rights.Requests.Request(t.Context(), w.asks()); fault.KindOf(err) != fault.NotFound {
		t.Fatalf("a sixth code in a day: %s, %v", r.State, err)
	}
	l := w.lookup("visitor:phone:" + stranger)
	w.pass(20 * time.Hour) // the first was closed an hour ago; the others have their time
	if r, err := w.store.Request(t.Context(), ids[0]); err != nil || r.State != rights.Refused || r.Reason != rights.NotVerified {
		t.Fatalf("the first after a day: %s, %v", r.State, err)
	}
	w.pass(2 * time.Hour)
	r, err := w.store.Request(t.Context(), w.asks())
	if err != nil || r.State != rights.Verifying {
		t.Errorf("after a day there are codes again: %s, %v", r.State, err)
	}
	w.must(w.rights.Turn(t.Context(), r.ID, rights.Refused, rights.NotVerified, lang.Text{ZH: "不明"}, "key", w.now)) // closed at once, and its code counts
	w.pass(23 * time.Hour)
	if _, err := w.store.PersonByLookup(t.Context(), l); err != nil {
		t.Fatalf("forgotten while a code counts: %v", err)
	}
	if !holds(t, w.data, l[:], []byte(hex.EncodeToString(l[:]))) {
		t.Fatal("the lookup was never there: nothing is tested")
	}
	w.pass(time.Hour + time.Minute)
	for _, id := range ids {
		if _, err := w.store.Request(t.Context(), id); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a request is left: %v", err)
		}
	}
	if p, err := w.store.Person(t.Context(), w.subject("visitor:phone:"+stranger)); err != nil || p.Known {
		t.Errorf("the visitor is known: %v", err)
	}
	w.others(t)
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	if holds(t, w.data, l[:], []byte(hex.EncodeToString(l[:])), []byte(stranger)) {
		t.Error("a file of the store holds the contact or its lookup")
	}
}

// others checks that whoever is known otherwise stays, and that the record is whole.
func (w *town) others(t *testing.T) {
	t.Helper()
	for _, id := range w.mine {
		if _, err := w.store.Request(t.Context(), id); err != nil {
			t.Errorf("a request of somebody else: %v", err)
		}
	}
	all, err := w.store.Audit(t.Context())
	if err != nil || len(all) != 0 {
		t.Errorf("the record: %v, %v", all, err)
	}
}

// TestWhoProvedStays, whatever else was asked with the same contact; and so does
// whoever staff know.
func TestWhoProvedStays(t *testing.T) {
	w := found(t)
	w.pass(time.Minute)
	r, err := w.rights.Prove(t.Context(), w.visitors, w.code, w.now)
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.rights.OpenVisitor(t.Context(), rights.Order{Kind: rights.Copy, Detail: rights.Detail{Claims: map[string]string{"phone": "13800000001"}}}, w.now)
	if err != nil {
		t.Fatal(err)
	}
	known := w.asks()
	w.must(w.desk.Restrict(t.Context(), w.subject("visitor:phone:"+stranger), "restricted", "person-asked", w.now))
	for range 50 {
		w.pass(time.Hour)
	}
	for name, id := range map[string]rights.RequestID{"proved": r.ID, "of whoever proved": again, "of whoever is restricted": known} {
		if _, err := w.store.Request(t.Context(), id); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
