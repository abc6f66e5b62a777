package fulfil

import (
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/workday"
)

// copyThenClose is a world in which u-1 asked for something that is still open, and closes the
// account.
func copyThenClose(t *testing.T, kind rights.Kind) *world {
	w := newWorld(t)
	w.text = strings.Replace(w.text, "    url: {env: SIDE}\n", "", 1) // only people can read it
	earlier := *w.ask(kind)
	earlier.ID, earlier.Reason = "07-earlier", rights.WithStaff
	earlier.Detail.Target = "courier"
	earlier.History = append(earlier.History, rights.Move{State: rights.InProgress, Reason: rights.WithStaff, At: w.now, By: rights.System})
	w.ask(rights.Close)
	w.others = []rights.Request{earlier}
	return w
}

// goesOn is what staff do after the erasure: they have the earlier request carried on.
func (w *world) goesOn() {
	w.request, w.others = w.others[0], nil
	w.tables = map[string][]plan.Record{}
	w.now = w.now.Add(24 * time.Hour)
	w.resume()
	w.round()
}

// TestAnOpenCopyIsMadeBeforeTheAccountGoes: of what was held then, whatever is left when
// it is handed over.
func TestAnOpenCopyIsMadeBeforeTheAccountGoes(t *testing.T) {
	w := copyThenClose(t, rights.Copy)
	w.round()
	if len(w.orders) != 1 || len(w.handed) != 1 || w.others[0].Reason != rights.WithStaff {
		t.Fatal(w.orders, len(w.handed), w.others)
	}
	if data := opened(t, w.handed[0].Body)["data.json"]; !strings.Contains(data, "李青") || w.handed[0].Request != "07-earlier" {
		t.Error("the copy is not of what was held")
	}
	w.goesOn()
	if w.request.State != rights.Finished || !strings.Contains(opened(t, w.handed[len(w.handed)-1].Body)["data.json"], "李青") {
		t.Errorf("%s: the copy was emptied", w)
	}
}

// TestNoEmptyCopyIsDone: where nothing was copied ahead, people answer.
func TestNoEmptyCopyIsDone(t *testing.T) {
	w := copyThenClose(t, rights.Copy)
	w.round()
	w.handed = nil
	w.goesOn()
	if w.request.State == rights.Finished || w.request.Reason != rights.WithStaff || len(w.handed) != 0 {
		t.Error(w)
	}
}

func TestAnOpenTransferIsKeptBeforeTheAccountGoes(t *testing.T) {
	w := copyThenClose(t, rights.Transfer)
	w.round()
	if len(w.orders) != 1 || len(w.handed) != 1 {
		t.Fatal(w.orders, len(w.handed))
	}
	w.goesOn()
	if w.request.State != rights.Finished || len(w.pushed) != 1 || !strings.Contains(opened(t, w.pushed[0])["data.json"], "李青") {
		t.Errorf("%s: pushed %d", w, len(w.pushed))
	}
}

// TestErasingWaitsForAStoreThatFails: for half of its time, so that the copy is whole.
func TestErasingWaitsForAStoreThatFails(t *testing.T) {
	w := copyThenClose(t, rights.Copy)
	w.down["main"] = errDown
	w.round()
	if len(w.orders) != 0 || w.request.Reason != rights.StoreFails || w.done != 0 {
		t.Fatal(w, w.orders)
	}
	w.now = w.now.Add(48 * time.Hour)
	w.round()
	if len(w.orders) != 1 {
		t.Error(w)
	}
}

// copyLiesReady is a world in which the copy of u-1 was finished ahead of the erasure, whose
// every store is done.
func copyLiesReady(t *testing.T) (*world, erase.Case) {
	w := copyThenClose(t, rights.Copy)
	w.text = shop
	w.round()
	if len(w.orders) != 1 || w.others[0].State != rights.Finished || len(w.handed) != 1 {
		t.Fatal(w.others, len(w.handed))
	}
	if !strings.Contains(w.others[0].Note.ZH, "三日内") {
		t.Errorf("it does not say for how long: %s", w.others[0].Note.ZH)
	}
	w.cases[0].Event = w.request.Received
	for i := range w.cases[0].Stores {
		w.cases[0].Stores[i] = erase.Progress{Store: w.cases[0].Stores[i].Store, Phase: erase.Done}
	}
	c := parted(w, plan.Scope{})
	c.Opened, c.Event = w.now, w.request.Received
	return w, c
}

// TestWhoHasACopyReadyIsNotForgottenWithIt: one that was finished for the erasure is
// there to be downloaded, for three days, until it was, or until the last day.
func TestWhoHasACopyReadyIsNotForgottenWithIt(t *testing.T) {
	w, c := copyLiesReady(t)
	wants := func(want bool, now time.Time, what string) {
		t.Helper()
		if _, wait, err := w.office.Farewell(t.Context(), c, now); wait != want || err != nil {
			t.Errorf("%s: wait %v, %v", what, wait, err)
		}
	}
	wants(true, w.now, "at once")
	wants(true, w.now.Add(fetchFor-time.Minute), "nearly three days")
	wants(false, w.now.Add(fetchFor), "three days")
	c.Due = workday.Deadline{At: w.now.Add(time.Hour)}
	wants(false, c.Due.At, "the last day")
	c.Due = workday.Deadline{}
	w.others[0].Detail.Fetched = w.now.Add(time.Minute)
	wants(false, w.now.Add(2*time.Minute), "downloaded")
}

// TestItIsSaidThatACopyIsWaitedFor: with its number, and no longer than it is.
func TestItIsSaidThatACopyIsWaitedFor(t *testing.T) {
	w, _ := copyLiesReady(t)
	w.round()
	if w.request.Reason != rights.CarryingOut || !strings.Contains(w.request.Note.ZH, "还没有下载") || !strings.Contains(w.request.Note.ZH, "07-earlier") {
		t.Error(w)
	}
	said := len(w.told)
	w.now = w.now.Add(2 * time.Hour)
	w.round()
	if len(w.told) != said {
		t.Errorf("told %d times that nothing is new", len(w.told)-said)
	}
	w.others[0].Detail.Fetched = w.now
	w.now = w.now.Add(2 * time.Hour)
	w.round()
	if strings.Contains(w.request.Note.ZH, "还没有下载") {
		t.Error(w)
	}
}

// TestNoStoreIsBlamedOnceAllAreDone: neither for the rest of the hour, nor while a store
// works again and others do not.
func TestNoStoreIsBlamedOnceAllAreDone(t *testing.T) {
	w := newWorld(t)
	w.ask(rights.Close)
	complaint := w.request
	complaint.ID, complaint.Kind = "07-complaint", rights.Complain
	w.others = []rights.Request{complaint}
	w.round()
	w.now = w.now.Add(time.Minute)
	w.cases[0].Stores[0].Reason = erase.ReasonUnreachable
	w.round()
	if w.request.Reason != rights.StoreFails {
		t.Fatal(w)
	}
	w.now = w.now.Add(time.Minute)
	w.cases[0].Stores[0].Reason = ""
	w.round()
	if w.request.Reason != rights.CarryingOut || !strings.Contains(w.request.Note.ZH, "main") {
		t.Errorf("it fails no more: %s", w)
	}
	for range 2 { // at the second time the hour holds it
		w.now = w.now.Add(time.Minute)
		w.cases[0].Stores[0].Reason = erase.ReasonUnreachable
		w.round()
	}
	w.now = w.now.Add(time.Minute)
	w.cases[0].Stores[0] = erase.Progress{Store: "main", Phase: erase.Done}
	w.round()
	if w.request.Reason != rights.CarryingOut || !strings.Contains(w.request.Note.ZH, "其他请求") || !strings.Contains(w.request.Note.ZH, "07-complaint") {
		t.Errorf("every store is done: %s", w)
	}
}
