package fulfil

import (
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/rights"
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

// TestWhoHasACopyReadyIsNotForgottenWithIt: one that was finished for the erasure is
// there to be downloaded for its time.
func TestWhoHasACopyReadyIsNotForgottenWithIt(t *testing.T) {
	w := copyThenClose(t, rights.Copy)
	w.text = shop
	w.round()
	if len(w.orders) != 1 || w.others[0].State != rights.Finished || len(w.handed) != 1 {
		t.Fatal(w.others, len(w.handed))
	}
	c := parted(w, plan.Scope{})
	c.Opened, c.Event = w.now, w.request.Received
	if _, wait, err := w.office.Farewell(t.Context(), c, w.now); !wait || err != nil {
		t.Errorf("wait %v, %v", wait, err)
	}
	if _, wait, err := w.office.Farewell(t.Context(), c, w.now.Add(KeptFor)); wait || err != nil {
		t.Errorf("wait %v, %v", wait, err)
	}
}
