package erase

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/ledger"
)

// comesLate lets rows of 7 come into stores that are done: an order with an old date,
// which leads to a label, and a key of the cache.
func (w *world) comesLate() {
	w.bases["orders"].rows["sales"] = append(w.bases["orders"].rows["sales"],
		plan.Record{"sn": "S-70009", "user_id": "7", "order_sn": "S-70009", "receiver": "欧阳七七七", "created": "2025-07-01 10:00:00"})
	w.bases["cache"].rows["seen:{person}"] = append(w.bases["cache"].rows["seen:{person}"], plan.Record{"path": "seen:7", "goods": "9"})
}

// looks counts how often a store was looked at.
func (w *world) looks(store string) (n int) {
	for _, call := range w.g.record {
		if call == store+".look" {
			n++
		}
	}
	return n
}

// clean checks that a case is closed, and that nothing of 7 is left anywhere.
func (w *world) clean(t *testing.T, id CaseID) {
	t.Helper()
	if c := w.read(id); c.State != Closed {
		t.Fatalf("not closed: %+v", c.Stores)
	}
	if left := w.of("7", false); left != "" {
		t.Errorf("closed, and left:\n%s", left)
	}
	w.proved(t, id)
}

// TestLastLook: what comes into a store that is done, while the case waits for days for
// another store, goes before the case ends. While it waits nobody looks.
func TestLastLook(t *testing.T) {
	w := newWorld(t)
	w.tricks["files"] = failing("do")
	id := w.order().ID
	w.days(1)
	before := w.looks("cache")
	w.comesLate()
	w.days(3)
	if n := w.looks("cache") - before; n != 0 {
		t.Errorf("looked %d times while the case waited", n)
	}
	w.tricks = map[string]trick{}
	w.days(0.5)
	w.clean(t, id)
	if !slices.ContainsFunc(w.evidence(id), func(e Evidence) bool { return e.Store == "cache" && e.Reason == ReasonLate && len(e.Residue) > 0 }) {
		t.Error("the late row is not on record")
	}
	c := w.read(id)
	for _, p := range c.Stores {
		if age := c.Ended.Sub(p.Looked); age > w.r.Quiet+w.r.held() {
			t.Errorf("%s was last looked at %s before the end", p.Store, age)
		}
	}
}

// TestLastLookAfterRecipients: the same while a recipient does not confirm.
func TestLastLookAfterRecipients(t *testing.T) {
	w := newWorld(t)
	w.tells = func() (bool, error) { return false, nil }
	id := w.order().ID
	w.days(2)
	w.comesLate()
	if err := w.r.Confirm(t.Context(), id, "courier", "letter of 21 November, file 12", "ops", w.now); err != nil {
		t.Fatal(err)
	}
	w.days(1)
	w.clean(t, id)
}

// TestLastLookAtAStoreThatIsGone: a store that cannot be looked at by then keeps the
// case open and says why, and nothing of the person is forgotten.
func TestLastLookAtAStoreThatIsGone(t *testing.T) {
	w := newWorld(t)
	w.tricks["files"] = failing("do")
	id := w.order().ID
	w.days(1)
	w.tricks = map[string]trick{"cache": failing("look")}
	w.days(2)
	c := w.read(id)
	if p, _ := c.progress("cache"); c.State == Closed || p.Phase != Last || p.Reason != ReasonUnreachable || w.book.forgot > 0 {
		t.Fatalf("%s %+v", c.State, p)
	}
	w.comesLate()
	w.tricks = map[string]trick{}
	w.days(1)
	w.clean(t, id)
}

// TestLastLooksEnd: stores that fail by turns, each at every other look, do not send each
// other back for ever.
func TestLastLooksEnd(t *testing.T) {
	w := newWorld(t)
	w.tells = func() (bool, error) { return false, nil }
	id := w.order().ID
	w.days(2)
	for _, store := range []string{"orders", "cache", "files"} {
		n := 0
		w.tricks[store] = trick{fail: func(call string) error {
			if n++; call == "open" && n%2 == 1 {
				return errStore
			}
			return nil
		}}
	}
	before := w.looks("cache")
	if err := w.r.Confirm(t.Context(), id, "courier", "letter of 21 November, file 12", "ops", w.now); err != nil {
		t.Fatal(err)
	}
	w.days(1)
	w.clean(t, id)
	// The steps of the world are longer than its quiet time: see TestClockSetBack.
	if n := w.looks("cache") - before; n > 12 {
		t.Errorf("looked %d times", n)
	}
}

// TestLastLookLeavesNewRegistration: what whoever registered anew by then brings stays.
func TestLastLookLeavesNewRegistration(t *testing.T) {
	w := newWorld(t)
	w.tells = func() (bool, error) { return false, nil }
	id := w.order().ID
	w.days(2)
	fresh := w.now.Format("2006-01-02T15:04:05Z07:00")
	w.bases["orders"].rows["users"] = append(w.bases["orders"].rows["users"], plan.Record{"id": "7", "phone": "13700000007", "created": fresh})
	w.comesLate()
	if err := w.r.Confirm(t.Context(), id, "courier", "letter of 21 November, file 12", "ops", w.now); err != nil {
		t.Fatal(err)
	}
	w.days(1)
	if c := w.read(id); c.State != Closed {
		t.Fatalf("not closed: %+v", c.Stores)
	}
	if all := w.of("", true); !strings.Contains(all, "13700000007") || strings.Contains(all, "S-70009") {
		t.Errorf("after:\n%s", all)
	}
}

// TestKilledAtTheLastLook ends the process at every call from the confirmation on.
func TestKilledAtTheLastLook(t *testing.T) {
	for _, late := range []bool{false, true} {
		for at := 1; ; at++ {
			w := newWorld(t)
			w.answered(t)
			w.tells = func() (bool, error) { return false, nil }
			others := w.of("7", true)
			id := w.order().ID
			w.days(0.2)
			w.comesLate()
			if err := w.r.Confirm(t.Context(), id, "courier", "letter of 21 November, file 12", "ops", w.now); err != nil {
				t.Fatal(err)
			}
			w.restart()
			w.g.at, w.g.late = at, late
			if !w.runToTheEnd(t) {
				break
			}
			w.clean(t, id)
			if got := w.of("7", true); got != others || w.book.forgot != 1 {
				t.Errorf("forgotten %d times, others:\n%s", w.book.forgot, got)
			}
			if t.Failed() {
				t.Fatalf("killed at call %d (%s), after its effect: %t", at, w.g.record[len(w.g.record)-1], late)
			}
		}
	}
}

// TestAwaitsAnotherAnswer: a case whose end waits for the answer to something else says so
// once, ends soon after, and what came meanwhile is gone by then.
func TestAwaitsAnotherAnswer(t *testing.T) {
	w := newWorld(t)
	waits := true
	w.r.Farewell = func(context.Context, Case, time.Time) ([]ledger.Row, bool, error) { return nil, waits, nil }
	id := w.order().ID
	w.days(1)
	before := len(w.book.leaves)
	w.days(1)
	if c := w.read(id); c.Reason != ReasonAnswer || c.State == Closed || len(w.book.leaves) != before {
		t.Fatalf("%s, reason %q, %d leaves", c.State, c.Reason, len(w.book.leaves)-before)
	}
	w.comesLate()
	waits = false
	w.days(0.5)
	w.clean(t, id)
	if c := w.read(id); c.Reason != "" || c.Ended.Sub(w.now.Add(-12*time.Hour)) > 2*time.Hour {
		t.Errorf("reason %q, ended %s", c.Reason, c.Ended)
	}
}

// TestEndIsTriedAgainSoon: another answer that comes at once does not cost a minute.
func TestEndIsTriedAgainSoon(t *testing.T) {
	w := newWorld(t)
	w.r.Farewell = func(context.Context, Case, time.Time) ([]ledger.Row, bool, error) { return nil, true, nil }
	id := w.order().ID
	w.days(1)
	for tries, want := range map[int]time.Duration{1: 5 * time.Second, 2: 10 * time.Second, 99: unanswered} {
		again, err := w.r.closing(t.Context(), w.read(id), tries, w.now)
		if err != nil || again.Sub(w.now) != want {
			t.Errorf("after %d: %s, %v", tries, again.Sub(w.now), err)
		}
	}
}

// TestClockSetBack: a time of a confirmation that lies in the future keeps nobody looking.
func TestClockSetBack(t *testing.T) {
	w := newWorld(t)
	w.tells = func() (bool, error) { return false, nil }
	id := w.order().ID
	w.days(1)
	if err := w.r.Confirm(t.Context(), id, "courier", "letter 12", "ops", w.now.AddDate(10, 0, 0)); err != nil {
		t.Fatal(err)
	}
	before := w.looks("cache")
	w.now = w.now.AddDate(0, 0, 20) // the work of the end waits for its lease
	for _, task := range w.book.tasks {
		task.lease = w.now
	}
	w.days(0.5)
	w.clean(t, id)
	// The steps of the world are longer than its quiet time, so that stores may take turns
	// before they are all seen within one.
	if n := w.looks("cache") - before; n > 12 {
		t.Errorf("looked %d times", n)
	}
}
