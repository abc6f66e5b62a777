package fulfil

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/webhook"
	"github.com/volens/volens/workday"
)

// parted is a case of u-1 that is about to end.
func parted(w *world, scope plan.Scope) erase.Case {
	return erase.Case{ID: "case-1", Trigger: erase.TriggerAccount, Lookup: w.request.Lookup, Request: string(w.request.ID), Scope: scope,
		File: erase.File{Subject: w.request.Subject}}
}

// told are the events of rows, and whose id each body carries itself.
func told(t *testing.T, rows []ledger.Row) (events, carried []string) {
	t.Helper()
	for _, r := range rows {
		w := r.(consent.NewWork).Work
		var body struct{ Event, Person string }
		if err := json.Unmarshal(w.Body, &body); err != nil || w.Kind != consent.WorkTell {
			t.Fatalf("work %q: %v", w.Kind, err)
		}
		if w.Lookup.IsZero() != (body.Person != "") {
			t.Errorf("%s: the work has a lookup: %v, and the body carries the id: %v", body.Event, !w.Lookup.IsZero(), body.Person != "")
		}
		events, carried = append(events, body.Event), append(carried, body.Person)
	}
	return events, carried
}

func TestTheLastThingSaidCarriesTheID(t *testing.T) {
	w := newWorld(t)
	w.ask(rights.Close)
	rows, wait, err := w.office.Farewell(t.Context(), parted(w, plan.Scope{}), w.now)
	if err != nil || wait {
		t.Fatal(wait, err)
	}
	events, carried := told(t, rows)
	if got := strings.Join(events, " "); got != string(rights.EventDone)+" "+webhook.ErasureClosed {
		t.Errorf("told %q", got)
	}
	for i, id := range carried {
		if id != "u-1" {
			t.Errorf("%s carries %q", events[i], id)
		}
	}
}

// TestTheCertificateGoesWithTheLastWord: whoever is forgotten can read it nowhere else,
// so it is there in both languages, and says that it is done.
func TestTheCertificateGoesWithTheLastWord(t *testing.T) {
	w := newWorld(t)
	w.ask(rights.Close)
	w.kept = []erase.Kept{{Store: "main", Holding: "parcels", Under: "电子商务法第三十一条 / E-Commerce Law Art. 31", Rows: 2, Until: workday.Day{Year: 2029, Month: 1, Day: 2}}}
	rows, _, err := w.office.Farewell(t.Context(), parted(w, plan.Scope{}), w.now)
	if err != nil {
		t.Fatal(err)
	}
	var body webhook.ErasureBody
	if err := json.Unmarshal(rows[len(rows)-1].(consent.NewWork).Work.Body, &body); err != nil {
		t.Fatal(err)
	}
	m, err := webhook.NewErasureMessage("07-a", body, 1, ledger.Subject{})
	if err != nil {
		t.Fatal(err)
	}
	for says, text := range map[string]string{"删除证明": m.Erasure.Certificate.ZH, "电子商务法第三十一条": m.Erasure.Certificate.ZH, "case-1": m.Erasure.Certificate.ZH,
		"Certificate of erasure": m.Erasure.Certificate.EN, "2029-01-02": m.Erasure.Certificate.EN} {
		if !strings.Contains(text, says) || strings.Contains(text, "u-1") || strings.Contains(text, "not done") {
			t.Errorf("the certificate without %q, or with somebody: %s", says, text)
		}
	}
}

func TestNobodyIsForgottenBeforeAComplaintIsAnswered(t *testing.T) {
	w := newWorld(t)
	w.ask(rights.Complain)
	rows, wait, err := w.office.Farewell(t.Context(), parted(w, plan.Scope{}), w.now)
	if err != nil || !wait || len(rows) > 0 {
		t.Errorf("rows %d, wait %v, %v; want to wait", len(rows), wait, err)
	}
	w.request.State = rights.Finished
	if _, wait, err = w.office.Farewell(t.Context(), parted(w, plan.Scope{}), w.now); err != nil || wait {
		t.Errorf("an answered complaint holds the end up: %v %v", wait, err)
	}
}

func TestAPartIsToldToSomebodyWhoStays(t *testing.T) {
	w := newWorld(t)
	w.ask(rights.Complain) // holds nothing up, for the person stays
	scope := plan.Scope{Uses: []declaration.UseID{"shop/comments/nickname/comment"}}
	rows, wait, err := w.office.Farewell(t.Context(), parted(w, scope), w.now)
	if err != nil || wait {
		t.Fatal(wait, err)
	}
	if events, _ := told(t, rows); len(events) != 1 || events[0] != webhook.ErasureClosed {
		t.Errorf("told %v", events)
	}
	c := parted(w, plan.Scope{})
	c.Trigger = erase.TriggerRestore
	if rows, wait, err = w.office.Farewell(t.Context(), c, w.now); err != nil || wait || len(rows) > 0 {
		t.Errorf("after a restore: %d rows, %v, %v", len(rows), wait, err)
	}
}

// TestAlarm: staff hear what an erasure has left, with the person's id only as far as
// nobody else can say it.
func TestAlarm(t *testing.T) {
	w := newWorld(t)
	c := parted(w, plan.Scope{})
	for _, x := range []struct {
		trigger erase.Trigger
		left    int
		event   string
		carries bool
	}{
		{erase.TriggerPeriod, 5, webhook.ErasureWarning, false},
		{erase.TriggerConsent, -1, webhook.ErasureOverdue, false},
		{erase.TriggerRestore, 0, webhook.ErasureWarning, true},
	} {
		c.Trigger = x.trigger
		row, err := w.office.Alarm(c, x.left, w.now)
		if err != nil {
			t.Fatal(err)
		}
		events, carried := told(t, []ledger.Row{row})
		if events[0] != x.event || (carried[0] != "") != x.carries {
			t.Errorf("%s, %d left: told %q, carries %q", x.trigger, x.left, events, carried)
		}
	}
}
