package erase

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/ledger"
)

// quiet is one step into the quiet time, when every store was found empty.
func (w *world) quiet(id CaseID) {
	w.t.Helper()
	w.days(0.02)
	for _, p := range w.read(id).Stores {
		if p.Phase != Quiet {
			w.t.Fatalf("not quiet: %+v", p)
		}
	}
}

// TestLateWrites: what a queue delivers after the erasure is found when the quiet
// time is over, goes as well, and the wait begins anew.
func TestLateWrites(t *testing.T) {
	w := newWorld(t)
	id := w.order().ID
	w.quiet(id)
	late := w.now.Add(time.Minute).Format(time.RFC3339)
	w.bases["cache"].rows["seen:{person}"] = append(w.bases["cache"].rows["seen:{person}"], plan.Record{"path": "seen:7", "goods": "9"})
	w.bases["orders"].rows["sales"] = append(w.bases["orders"].rows["sales"], plan.Record{"sn": "S-70003", "user_id": "7", "order_sn": "S-70003", "receiver": "欧阳七七七", "created": late})
	w.bases["files"].rows["labels/{order}.pdf"] = append(w.bases["files"].rows["labels/{order}.pdf"], plan.Record{"path": "labels/S-70001.pdf", "written": late})
	w.days(0.05)
	c := w.read(id)
	if c.State == Closed {
		t.Fatal("closed without waiting anew")
	}
	w.days(0.5)
	if left := w.of("7", false); left != "" {
		t.Errorf("left:\n%s", left)
	}
	if c := w.read(id); c.State != Closed {
		t.Errorf("not closed: %+v", c.Stores)
	}
	if !slices.ContainsFunc(w.evidence(id), func(e Evidence) bool { return e.Reason == ReasonLate && len(e.Residue) > 0 }) {
		t.Error("the late write is not on record")
	}
}

// TestQuietIsWaitedOut: whoever comes by early does not call a store done.
func TestQuietIsWaitedOut(t *testing.T) {
	w := newWorld(t)
	id := w.order().ID
	w.quiet(id)
	p, _ := w.read(id).progress("cache")
	again, err := w.r.visit(t.Context(), w.read(id), "cache", w.now)
	if err != nil || !again.Equal(p.Looked.Add(time.Hour)) {
		t.Errorf("to come again at %s, %v", again, err)
	}
	if p, _ := w.read(id).progress("cache"); p.Phase != Quiet {
		t.Errorf("%+v", p)
	}
}

// TestRegisteredAnew: who comes back with the same id is somebody new: what they
// bring is theirs, in stores that tell the time and in those that do not.
func TestRegisteredAnew(t *testing.T) {
	w := newWorld(t)
	id := w.order().ID
	w.quiet(id)
	fresh := w.now.Add(time.Minute).Format(time.RFC3339)
	w.bases["orders"].rows["users"] = append(w.bases["orders"].rows["users"], plan.Record{"id": "7", "phone": "13700000007", "created": fresh})
	w.bases["orders"].rows["sales"] = append(w.bases["orders"].rows["sales"],
		plan.Record{"sn": "S-7A", "user_id": "7", "order_sn": "S-7A0001", "receiver": "新", "created": fresh},
		plan.Record{"sn": "S-79999", "user_id": "7", "order_sn": "S-79999", "receiver": "欧阳七七七", "created": "2025-07-01 10:00:00"})
	w.bases["files"].rows["labels/{order}.pdf"] = append(w.bases["files"].rows["labels/{order}.pdf"], plan.Record{"path": "labels/S-7A0001.pdf", "written": fresh})
	w.bases["cache"].rows["seen:{person}"] = append(w.bases["cache"].rows["seen:{person}"], plan.Record{"path": "seen:7", "goods": "77"})
	w.days(0.5)
	if c := w.read(id); c.State != Closed {
		t.Fatalf("not closed: %+v", c.Stores)
	}
	all := w.of("", true)
	for _, mine := range []string{"13700000007", "S-7A0001", "labels/S-7A0001.pdf", "path=seen:7"} {
		if !strings.Contains(all, mine) {
			t.Errorf("%s is gone, and belongs to the new registration", mine)
		}
	}
	if strings.Contains(all, "S-79999") {
		t.Error("an old order stayed")
	}
	if slices.Contains(w.book.graves[0].Keys["order"], "S-7A0001") {
		t.Error("a number of the new registration is taken for the old one's")
	}
}

// TestNewOwnerOfNumber: a phone number that somebody else has by now is theirs.
func TestNewOwnerOfNumber(t *testing.T) {
	w := newWorld(t)
	id := w.order().ID
	w.quiet(id)
	fresh := w.now.Add(time.Minute).Format(time.RFC3339)
	w.bases["orders"].rows["users"] = append(w.bases["orders"].rows["users"], plan.Record{"id": "55", "phone": "13800000007", "created": fresh})
	w.bases["orders"].rows["sales"] = append(w.bases["orders"].rows["sales"], plan.Record{"sn": "S-55", "user_id": "55", "order_sn": "S-550001", "receiver_phone": "13800000007", "created": fresh})
	w.days(0.5)
	if c := w.read(id); c.State != Closed {
		t.Fatalf("not closed: %+v", c.Stores)
	}
	if n := strings.Count(w.of("", true), "13800000007"); n != 2 {
		t.Errorf("%d of the two rows of the new owner are left", n)
	}
}

// TestIdentifiersThatComeLate: a store was off that says under which number the person
// is in another. What lies there under the number is no late write: it was there all
// the time, and goes once the number is known.
func TestIdentifiersThatComeLate(t *testing.T) {
	w := newWorldWith(t, func(text string) string {
		return strings.Replace(text, `      "seen:{person}":`, `      "code:{phone}": {}`+"\n"+`      "seen:{person}":`, 1)
	})
	w.bases["cache"].rows["code:{phone}"] = []plan.Record{{"path": "code:13800000007"}, {"path": "code:13800000009"}}
	w.tricks["orders"] = failing("count")
	id := w.order().ID
	w.days(2)
	if p, _ := w.read(id).progress("cache"); p.Reason != ReasonIdentifiers || p.Phase == Done {
		t.Fatalf("the store does not wait: %+v", p)
	}
	delete(w.tricks, "orders")
	w.days(3)
	if c := w.read(id); c.State != Closed {
		t.Fatalf("not closed: %+v", c.Stores)
	}
	if all := w.of("", true); strings.Contains(all, "code:13800000007") || !strings.Contains(all, "code:13800000009") {
		t.Errorf("after:\n%s", all)
	}
}

// TestRestore: a backup brings a person back; they are erased again before the
// store serves, also in a store that could not find them by itself.
func TestRestore(t *testing.T) {
	w := newWorld(t)
	backup := map[string]map[string][]plan.Record{}
	for name, b := range w.bases {
		backup[name] = map[string][]plan.Record{}
		for h, rows := range b.rows {
			for _, r := range rows {
				c := plan.Record{}
				for k, v := range r {
					c[k] = v
				}
				backup[name][h] = append(backup[name][h], c)
			}
		}
	}
	w.order()
	w.days(3)
	for _, name := range []string{"files", ""} {
		for _, s := range map[string][]string{"files": {"files"}, "": {"orders", "cache", "files"}}[name] {
			w.bases[s].rows = backup[s]
			backup[s] = nil
		}
		if name == "" {
			w.bases["files"].rows = map[string][]plan.Record{}
		}
		n, err := w.r.Again(t.Context(), name, w.now)
		if err != nil || n != 1 {
			t.Fatalf("again in %q: %d came back, %v", name, n, err)
		}
		if left := w.of("7", false); left != "" {
			t.Errorf("after a restore of %q:\n%s", name, left)
		}
		if n, err = w.r.Again(t.Context(), name, w.now); n != 0 || err != nil {
			t.Errorf("again and again: %d, %v", n, err)
		}
		w.days(1)
	}
	if open, _ := w.book.OpenCases(t.Context(), 10); len(open) > 0 {
		t.Errorf("open: %+v", open[0].Stores)
	}
	if w.book.forgot != 1 {
		t.Errorf("forgotten %d times", w.book.forgot)
	}
}

// TestRestoreOfAStoreThatIsOff: the store is not to serve.
func TestRestoreOfAStoreThatIsOff(t *testing.T) {
	w := newWorld(t)
	w.order()
	w.days(1)
	w.tricks["orders"] = failing("count")
	if _, err := w.r.Again(t.Context(), "orders", w.now); err == nil {
		t.Error("a store that nobody could look into may serve")
	}
}

// TestRestoreLeavesNewRegistration: between backup and restore the person came back.
func TestRestoreLeavesNewRegistration(t *testing.T) {
	w := newWorld(t)
	w.order()
	w.days(2)
	fresh := w.now.Add(-time.Hour).Format(time.RFC3339)
	w.bases["orders"].rows["users"] = append(w.bases["orders"].rows["users"], plan.Record{"id": "7", "phone": "13700000007", "created": fresh})
	w.bases["orders"].rows["sales"] = append(w.bases["orders"].rows["sales"], plan.Record{"sn": "S-7A", "user_id": "7", "order_sn": "S-7A0001", "created": fresh},
		plan.Record{"sn": "S-70001", "user_id": "7", "order_sn": "S-70001", "receiver": "欧阳七七七", "created": "2025-05-01 10:00:00"})
	if n, err := w.r.Again(t.Context(), "", w.now); n != 1 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	if all := w.of("", true); !strings.Contains(all, "S-7A0001") || !strings.Contains(all, "13700000007") || strings.Contains(all, "S-70001") {
		t.Errorf("after:\n%s", all)
	}
}

// TestWithdrawn: what only a withdrawn consent carried goes, and nothing else.
func TestWithdrawn(t *testing.T) {
	w := newWorld(t)
	w.withdraw(t, "shop/for-you/browsing-history/suggest", consent.Withdrawn)
	w.days(0.5)
	if all := w.of("", true); strings.Contains(all, "seen:7") || !strings.Contains(all, "seen:9") || !strings.Contains(all, "S-70001") || !strings.Contains(all, "portraits/7") {
		t.Errorf("after:\n%s", all)
	}
	if w.book.forgot != 0 || len(w.book.tasks) != 0 {
		t.Errorf("forgotten %d, work %d", w.book.forgot, len(w.book.tasks))
	}
	for _, c := range w.book.cases {
		if c.State != Closed || c.Trigger != TriggerConsent || c.Event != start.Add(-time.Hour) {
			t.Errorf("%+v", c)
		}
	}
}

// TestAgreedAgain: the ground is there again before anything was erased.
func TestAgreedAgain(t *testing.T) {
	w := newWorld(t)
	w.withdraw(t, "shop/for-you/browsing-history/suggest", consent.Granted)
	w.days(0.5)
	if len(w.book.cases) != 0 || !strings.Contains(w.of("", true), "seen:7") {
		t.Error("erased what the person agreed to again")
	}
}

func (w *world) withdraw(t *testing.T, use declaration.UseID, state consent.State) {
	t.Helper()
	s := subject(t, "7")
	p, err := w.book.Person(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	e, err := ledger.PersonalEntry(ledger.KindWithdrawal, start, w.book.active, p.Identity, ledger.Nonce{1}, consent.WithdrawalBody{V: 1})
	if err != nil {
		t.Fatal(err)
	}
	body, err := ledger.Canonical(consent.EraseBody{V: 1, Use: use, At: start.Add(-time.Hour).UnixMilli()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.book.Commit(t.Context(), ledger.NewChange(e).Writing(consent.NewPerson{Identity: p.Identity},
		consent.SetConsent{Lookup: p.Identity.Lookup, Consent: consent.Consent{Use: use, State: state}},
		consent.NewWork{Work: consent.Work{Kind: consent.WorkErase, Lookup: p.Identity.Lookup, Key: string(use), Due: start, Body: body}})); err != nil {
		t.Fatal(err)
	}
}

// TestHoldIsNeverErased: a store that is technically hard to erase restricts the
// case until it is done.
func TestHoldIsNeverErased(t *testing.T) {
	w := newWorld(t)
	w.tricks["files"] = failing("do")
	id := w.order().ID
	w.days(1)
	if err := w.r.Hold(t.Context(), id, "files", "write-once tapes", "ops", w.now); err != nil {
		t.Fatal(err)
	}
	w.days(1)
	c := w.read(id)
	if p, _ := c.progress("files"); c.State != Restricted || p.Reason != ReasonHeld {
		t.Fatalf("%s %+v", c.State, p)
	}
	if err := w.r.Manual(t.Context(), id, "files", "ticket", "ops", w.now); err == nil {
		t.Error("people's word closed a store that can be looked at")
	}
	w.tricks = map[string]trick{}
	w.days(1)
	if c := w.read(id); c.State != Closed {
		t.Errorf("%s %+v", c.State, c.Stores)
	}
}

// TestUnconfirmed: a recipient who does not confirm keeps the case open, and is
// asked again.
func TestUnconfirmed(t *testing.T) {
	w := newWorld(t)
	w.tells = func() (bool, error) { return false, nil }
	id := w.order().ID
	w.days(1)
	if c := w.read(id); c.State == Closed || len(w.told) < 2 {
		t.Fatalf("%s, told %d times", c.State, len(w.told))
	}
	for name, err := range map[string]error{
		"no evidence":  w.r.Confirm(t.Context(), id, "courier", "", "ops", w.now),
		"no recipient": w.r.Confirm(t.Context(), id, "nobody", "letter", "ops", w.now),
	} {
		if err == nil {
			t.Errorf("%s: confirmed", name)
		}
	}
	if err := w.r.Confirm(t.Context(), id, "courier", "letter of 21 November, file 12", "ops", w.now); err != nil {
		t.Fatal(err)
	}
	w.days(1)
	if c := w.read(id); c.State != Closed {
		t.Errorf("%s %+v", c.State, c.Told)
	}
	w.proved(t, id)
}

// TestAccountWithoutADate: 7 registers anew under the same id before the quiet period is
// over, and no account says when it was opened. What appeared is left alone, and the
// record says so.
func TestAccountWithoutADate(t *testing.T) {
	w := newWorldWith(t, func(text string) string {
		return strings.Replace(text, "        account: true\n        born: created\n", "        account: true\n", 1)
	})
	if p := plan.Compile(w.declaration(t), nil, plan.Scope{}); !slices.ContainsFunc(p.Findings, func(f plan.Finding) bool { return f.Problem == plan.Untimed && f.Where == "users" }) {
		t.Errorf("not found: %v", p.Findings)
	}
	id := w.order().ID
	w.quiet(id)
	fresh := w.now.Add(time.Minute).Format(time.RFC3339)
	w.bases["orders"].rows["users"] = append(w.bases["orders"].rows["users"], plan.Record{"id": "7", "phone": "13822222222", "created": fresh})
	w.bases["orders"].rows["sales"] = append(w.bases["orders"].rows["sales"],
		plan.Record{"sn": "S-71", "user_id": "7", "order_sn": "S-71", "created": fresh},
		plan.Record{"sn": "S-72", "user_id": "7", "order_sn": "S-72", "created": "2025-06-01 10:00:00"})
	w.bases["cache"].rows["seen:{person}"] = append(w.bases["cache"].rows["seen:{person}"], plan.Record{"path": "seen:7", "goods": "5"})
	w.days(3)
	if c := w.read(id); c.State != Closed {
		t.Fatalf("not closed: %+v", c.Stores)
	}
	all := w.of("", true)
	if !strings.Contains(all, "13822222222") || !strings.Contains(all, "sn=S-71") || strings.Contains(all, "S-72") || !strings.Contains(all, "path=seen:7") {
		t.Errorf("after:\n%s", all)
	}
	told := map[string]bool{}
	for _, e := range w.evidence(id) {
		if e.Phase == Done && e.Reason == ReasonUntimed && len(e.Steps) == 1 && e.Steps[0].Counted == 1 {
			told[e.Steps[0].Holding] = true
		}
	}
	if !told["users"] || !told["seen:{person}"] {
		t.Errorf("the record says nothing of it: %v", told)
	}
}
