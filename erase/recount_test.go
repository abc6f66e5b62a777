package erase

import (
	"testing"
	"time"

	"github.com/volens/volens/workday"
)

// TestRecount: a deadline that was provisional is counted anew when the calendar knows
// more; one that is final is not touched, and none moves earlier.
func TestRecount(t *testing.T) {
	w := newWorld(t)
	id := w.order().ID
	want := w.read(id).Due
	set := func(certainty workday.Certainty, at time.Time) {
		w.book.cases[id].Due = workday.Deadline{At: at, Certainty: certainty}
		w.book.cases[id].Calendar = "of last year"
	}
	sweep := func() Case {
		t.Helper()
		if _, err := w.r.Sweep(t.Context(), w.now); err != nil {
			t.Fatal(err)
		}
		return w.read(id)
	}
	set(workday.Provisional, want.At.AddDate(0, 0, -3))
	if c := sweep(); c.Due != want || c.Calendar != workday.China().Version() || c.File.Subject.Raw() != "7" {
		t.Errorf("%+v by %s, want %+v", c.Due, c.Calendar, want)
	}
	set(workday.Provisional, want.At.AddDate(0, 0, 3))
	if c := sweep(); !c.Due.At.Equal(want.At.AddDate(0, 0, 3)) {
		t.Errorf("moved earlier: %+v", c.Due)
	}
	set(workday.Final, want.At.AddDate(0, 0, -3))
	if c := sweep(); c.Due.At.Equal(want.At) || c.Calendar != "of last year" {
		t.Errorf("a final deadline moved: %+v", c.Due)
	}
}
