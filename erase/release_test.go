package erase

import (
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/workday"
)

// sweeps is one sweep, and half a day of the work that it brings.
func (w *world) sweeps(t *testing.T, at time.Time) {
	t.Helper()
	w.now = at
	for range 2 {
		if _, err := w.r.Sweep(t.Context(), w.now); err != nil {
			t.Fatal(err)
		}
		w.days(0.5)
	}
	if _, err := w.r.Sweep(t.Context(), w.now); err != nil {
		t.Fatal(err)
	}
}

// TestKeptNoLonger: what a ground kept goes when its time is over, although the same
// item of others stays as long as they have an account.
func TestKeptNoLonger(t *testing.T) {
	w := keeping(t)
	w.answered(t)
	id := w.order().ID
	w.days(0.5)
	stone := w.book.graves[0]
	until := workday.Day{Year: 2028, Month: 5, Day: 2}.End()
	if !stone.Until.Equal(until) || stone.Expires.Before(until) {
		t.Fatalf("until %s, expires %s", stone.Until, stone.Expires)
	}
	told, closed := len(w.told), 0
	w.sweeps(t, until.Add(-48*time.Hour))
	if len(w.book.cases) != 1 || !strings.Contains(w.of("", true), "S-70001") {
		t.Fatal("gone before its time")
	}
	// Somebody new has the id by now, and an order of their own.
	fresh := "2027-01-01 10:00:00"
	w.bases["orders"].rows["users"] = append(w.bases["orders"].rows["users"], plan.Record{"id": "7", "phone": "13700000007", "created": fresh})
	w.bases["orders"].rows["sales"] = append(w.bases["orders"].rows["sales"], plan.Record{"sn": "S-7A", "user_id": "7", "order_sn": "S-7A0001", "paid": fresh, "created": fresh})
	w.sweeps(t, until)
	all := w.of("", true)
	if strings.Contains(all, "S-70001") {
		t.Errorf("still there:\n%s", all)
	}
	for _, theirs := range []string{"S-80001", "S-7A0001", "13700000007"} {
		if !strings.Contains(all, theirs) {
			t.Errorf("%s went, too:\n%s", theirs, all)
		}
	}
	for _, c := range w.book.cases {
		if c.State == Closed && c.ID != id && c.Trigger == TriggerPeriod && c.Event.Equal(until) {
			closed++
		}
	}
	if closed != 1 || len(w.book.cases) != 2 || len(w.told) != told || w.book.forgot != 1 || len(w.book.kept) != 1 {
		t.Errorf("%d of %d cases, told %d times, forgotten %d times", closed, len(w.book.cases), len(w.told)-told, w.book.forgot)
	}
	w.sweeps(t, until.AddDate(1, 0, 0))
	if len(w.book.cases) != 2 || len(w.book.graves) != 0 {
		t.Errorf("%d cases, tombstones %+v", len(w.book.cases), w.book.graves)
	}
}

// TestKeptLonger: what is kept longer by then is asked after again when that ends.
func TestKeptLonger(t *testing.T) {
	w := keeping(t)
	w.order()
	w.days(0.5)
	w.bases["orders"].rows["sales"][0]["paid"] = "2026-01-01 00:00:00"
	w.sweeps(t, workday.Day{Year: 2028, Month: 5, Day: 2}.End())
	if !strings.Contains(w.of("", true), "S-70001") {
		t.Fatal("gone while a ground keeps it")
	}
	end := workday.Day{Year: 2029, Month: 1, Day: 1}.End()
	if s := w.book.graves; len(s) != 2 || !s[0].Until.IsZero() || !s[1].Until.Equal(end) {
		t.Fatalf("%+v", s)
	}
	w.sweeps(t, end)
	if strings.Contains(w.of("", true), "S-70001") || len(w.book.cases) != 3 {
		t.Errorf("%d cases, and left:\n%s", len(w.book.cases), w.of("", true))
	}
}

// TestKeptWhileHeldUp: a case that another store holds up for years does not make what
// is kept stay longer.
func TestKeptWhileHeldUp(t *testing.T) {
	w := keeping(t)
	w.tricks["files"], w.tricks["cache"] = failing("count"), failing("open") // neither begins
	w.order()
	w.days(0.5)
	until := workday.Day{Year: 2028, Month: 5, Day: 2}.End()
	if s := w.book.graves[0]; !s.Until.Equal(until) {
		t.Fatalf("%+v", s)
	}
	w.sweeps(t, until)
	if strings.Contains(w.of("", true), "order_sn=S-70001") {
		t.Errorf("left:\n%s", w.of("", true))
	}
}

// TestUnbegunIsNotKept: a row without the time from which a ground counts has no end
// to be kept to; it goes.
func TestUnbegunIsNotKept(t *testing.T) {
	w := keeping(t)
	delete(w.bases["orders"].rows["sales"][0], "paid")
	id := w.order().ID
	w.days(0.5)
	if c := w.read(id); c.State != Closed || strings.Contains(w.of("", true), "S-70001") || !w.book.graves[0].Until.IsZero() {
		t.Errorf("%s:\n%s", c.State, w.of("", true))
	}
}
