package fulfil

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
)

// newcomers is a shop in which u-1 closed the account, law keeps an order and its invoice,
// and somebody else registered as u-1 since, with an order of their own.
func newcomers(t *testing.T) *world {
	w := newWorld(t)
	w.text = strings.Replace(w.text, "        account: true\n", "        account: true\n        born: made\n", 1)
	w.text = strings.Replace(w.text, `          name: {item: recipient-name}
          phone: {item: recipient-phone}
  side:`, `          name: {item: recipient-name}
          phone: {item: recipient-phone}
          no: {gives: order}
        born: made
      invoices:
        found: [{in: no, by: order}]
        born: made
        fields:
          head: {item: recipient-address}
  side:`, 1)
	erased := w.now.AddDate(0, -1, 0)
	at := func(days int) string { return erased.AddDate(0, 0, days).Format(time.RFC3339) }
	w.tables["main/users"] = []plan.Record{{"id": "u-1", "nickname": "新客", "phone": "13800000009", "made": at(3)}}
	w.tables["main/parcels"] = []plan.Record{
		{"user_id": "u-1", "name": "前人", "no": "P-10000001", "made": at(-9)},
		{"user_id": "u-1", "name": "当刻", "no": "P-10000003", "made": at(0)},
		{"user_id": "u-1", "name": "新客甲", "no": "P-10000002", "made": at(4)},
	}
	w.tables["main/invoices"] = []plan.Record{
		{"no": "P-10000001", "head": "前人抬头", "made": at(-8)},
		{"no": "P-10000001", "head": "前人补开", "made": at(5)}, // led to by nothing of the newcomer's
		{"no": "P-10000002", "head": "新客抬头", "made": at(4)},
	}
	w.tables["side/comments"] = []plan.Record{{"user_id": "u-1", "nick": "从前"}} // which nobody dated
	delete(w.tables, "pics/avatars/{person}/")
	w.office.Consent.Kept = func(ledger.Subject) (time.Time, bool, error) { return erased, true, nil }
	return w
}

// TestNothingOfAPredecessor: a copy, an amount, a transfer and a correction reach nothing
// that law keeps of somebody who had the same id, and the copy says what nobody can tell apart.
func TestNothingOfAPredecessor(t *testing.T) {
	w := newcomers(t)
	w.round()
	if len(w.handed) != 1 {
		t.Fatal(w)
	}
	data := opened(t, w.handed[0].Body)["data.json"]
	for text, want := range map[string]bool{"前人": false, "当刻": false, "P-10000001": false, "从前": false, "新客甲": true, "新客抬头": true} {
		if strings.Contains(data, text) != want {
			t.Errorf("%s: %v\n%s", text, !want, data)
		}
	}
	if !strings.Contains(w.request.Note.ZH, "“评价库”其中有的没有写明产生时间") {
		t.Errorf("it does not say what it left out: %s", w.request.Note.ZH)
	}
	held, err := w.office.Held(t.Context(), w.request.Subject, w.now)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range held {
		switch {
		case (h.Where == "parcels" || h.Where == "invoices" || h.Where == "users") && h.Rows != 1:
			t.Errorf("%+v", h)
		case h.Where == "comments" && (h.Rows != 0 || h.Unknown != erase.ReasonUntimed):
			t.Errorf("%+v", h)
		}
	}
	w.done = 0
	w.ask(rights.Transfer).Detail.Target = "courier"
	w.round()
	if len(w.pushed) != 1 {
		t.Fatal(w)
	}
	if sent := opened(t, w.pushed[0])["data.json"]; strings.Contains(sent, "前人") || !strings.Contains(sent, "新客甲") {
		t.Error(sent)
	}
}

func TestNoCorrectionOfAPredecessor(t *testing.T) {
	w := newcomers(t)
	w.ask(rights.Correct).Detail.Values = map[string]string{"recipient-address": "改了"}
	w.round()
	w.resume() // people verified it
	w.round()
	for _, row := range w.tables["main/invoices"] {
		if changed := row["head"] == "改了"; changed != (row["no"] == "P-10000002") {
			t.Errorf("%v", row)
		}
	}
	w = newcomers(t)
	w.tables["side/comments"][0]["nick"] = "新客" // by chance
	w.ask(rights.Correct).Detail.Values = map[string]string{"nickname": "改了"}
	w.round()
	if w.request.Reason != rights.WithStaff || w.tables["side/comments"][0]["nick"] != "新客" || !strings.Contains(w.request.Note.ZH, noteByHand.ZH) || w.tables["main/users"][0]["nickname"] != "新客" {
		t.Error(w, w.tables)
	}
}

// TestNobodyIsTheirOwnPredecessor: while the erasure is open, whoever asks is the one it
// is about; so is whoever was erased before that, once a case of the newcomer's is open.
func TestNobodyIsTheirOwnPredecessor(t *testing.T) {
	w := newcomers(t)
	since, _, _ := w.office.Consent.Kept(w.request.Subject)
	for name, x := range map[string]struct {
		c    erase.Case
		want bool
	}{
		"open":              {erase.Case{State: erase.Open, Opened: since}, false},
		"hard to erase":     {erase.Case{State: erase.Restricted, Opened: since}, false},
		"closed":            {erase.Case{State: erase.Closed, Opened: since}, true},
		"of the newcomer's": {erase.Case{State: erase.Open, Opened: since.AddDate(0, 0, 7)}, true},
	} {
		w.cases = []erase.Case{x.c}
		at, err := w.office.since(t.Context(), w.request.Subject)
		if err != nil || at.IsZero() == x.want || x.want && !at.After(since) {
			t.Errorf("%s: %v, %v", name, at, err)
		}
	}
	w.office.Consent.People = unheard{}
	if at, err := w.office.since(t.Context(), w.request.Subject); err != nil || !at.After(since) {
		t.Errorf("of whom nothing is known yet: %v, %v", at, err)
	}
}

// unheard are people whom nobody knows.
type unheard struct{ consent.People }

func (unheard) Person(context.Context, ledger.Subject) (consent.Person, error) {
	return consent.Person{}, nil
}
