package erase

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/workday"
)

// TestWarn: an erasure that nobody asked for and that is held up is told of as often as
// a request would be, each time once, whoever is restarted in between; one with a
// request behind it is told of there.
func TestWarn(t *testing.T) {
	w := newWorld(t)
	w.tricks["files"] = failing("open")
	asked := w.order()
	c, err := w.r.Open(t.Context(), Order{Subject: subject(t, "9"), Trigger: TriggerPurpose, Event: w.now}, w.now)
	if err != nil {
		t.Fatal(err)
	}
	var told []int
	alarm := func(of Case, left int, now time.Time) (ledger.Row, error) {
		if of.ID != c.ID || of.File.Subject.Raw() != "9" {
			t.Errorf("told of %s", of.ID)
		}
		told = append(told, left)
		body, err := json.Marshal(left)
		return consent.NewWork{Work: consent.Work{Kind: consent.WorkTell, Key: "x/" + string(of.ID), Due: now, Body: body}}, err
	}
	if err := w.r.Warn(t.Context(), w.now); err != nil { // nobody is to be told
		t.Fatal(err)
	}
	for end := c.Due.At.AddDate(0, 0, 20); w.now.Before(end); w.now = w.now.Add(6 * time.Hour) {
		w.restart()
		w.r.Alarm = alarm
		if err := w.r.Warn(t.Context(), w.now); err != nil {
			t.Fatal(err)
		}
	}
	want := append(slices.Clone(rights.Warnings()), -1)
	if !slices.Equal(told, want) {
		t.Errorf("told with %v working days left, want %v", told, want)
	}
	if n := len(w.book.tasks); n == 0 || w.read(c.ID).Warned != len(want) || w.read(asked.ID).Warned != 0 {
		t.Errorf("%d pieces of work, warned %d times", n, w.read(c.ID).Warned)
	}
	proofs, _ := w.book.Evidence(t.Context(), c.ID)
	var last Evidence
	if err := json.Unmarshal(proofs[len(proofs)-1].Body, &last); err != nil || last.Reason != ReasonOverdue || last.State != Open {
		t.Errorf("the record says %+v, %v", last, err)
	}
}

// TestWarnAnew: a deadline that turns out to be later is warned of again, but not of
// what is still true.
func TestWarnAnew(t *testing.T) {
	w := newWorld(t)
	c, err := w.r.Open(t.Context(), Order{Subject: subject(t, "9"), Trigger: TriggerPurpose, Scope: plan.Scope{}, Event: w.now}, w.now)
	if err != nil {
		t.Fatal(err)
	}
	was := w.book.cases[c.ID]
	was.Calendar, was.Due.Certainty, was.Warned = "an older one", workday.Provisional, 5
	was.Due.At = w.now.Add(-time.Hour)
	if err := w.r.recount(t.Context(), workday.China(), w.now); err != nil {
		t.Fatal(err)
	}
	if got := w.read(c.ID); got.Warned != 0 || !got.Due.At.After(w.now) {
		t.Errorf("warned %d, due %s", got.Warned, got.Due.At)
	}
}
