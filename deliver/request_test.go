package deliver

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/webhook"
)

// put puts a body about a person, or about nobody, into the outbox.
func (d *desk) put(person string, version int64, body any) consent.TaskID {
	d.t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		d.t.Fatal(err)
	}
	t := consent.Task{Kind: consent.WorkTell, Version: version, Body: b}
	if person != "" {
		if t.Subject, err = ledger.NewSubject(person); err != nil {
			d.t.Fatal(err)
		}
		t.Lookup = ledger.InstallationKey{}.Lookup(t.Subject)
	}
	return d.out.add(t)
}

func (d *desk) requestNews(e rights.Event) rights.News {
	return rights.News{
		V: 1, Event: e, Request: "07-abc", Kind: rights.Copy, State: rights.Finished, Reason: rights.CarriedOut,
		Text: lang.Text{ZH: "已办妥", EN: "done"}, At: d.now.UnixMilli(), Due: d.now.Add(time.Hour).UnixMilli(),
	}
}

// TestEveryEventIsTold: each of the events is delivered under its name, with the
// request in it.
func TestEveryEventIsTold(t *testing.T) {
	d := newDesk(t)
	r := d.receiver(200)
	d.out.hooks[0].Events = webhook.Events()
	d.news("u-1", 1, consent.Granted)
	for _, e := range rights.Events() {
		n := d.requestNews(e)
		n.Expires = d.now.Add(time.Minute).UnixMilli()
		d.put("u-1", 2, n)
	}
	d.put("u-1", 3, webhook.ErasureBody{V: 1, Event: webhook.ErasureClosed, Case: "c1", Trigger: "account", At: d.now.UnixMilli()})
	d.put("u-1", 4, webhook.ErasureBody{V: 1, Event: webhook.ErasureWarning, Case: "c1", Trigger: "period", At: d.now.UnixMilli(), Due: d.now.Add(time.Hour).UnixMilli(), Left: 5})
	d.put("u-1", 5, webhook.ErasureBody{V: 1, Event: webhook.ErasureOverdue, Case: "c1", Trigger: "period", At: d.now.UnixMilli(), Due: d.now.UnixMilli(), Left: -1})
	for range 4 {
		d.round()
	}
	got := map[string]webhook.Message{}
	for _, m := range r.taken {
		got[m.Event] = m
	}
	for _, e := range rights.Events() {
		m := got[string(e)]
		if m.Subject != "u-1" || m.Request == nil || m.Request.ID != "07-abc" || m.Request.Reason != rights.CarriedOut || m.Request.Text.EN != "done" || !m.Request.Due.Equal(d.now.Add(time.Hour)) || m.Version != 2 {
			t.Errorf("%s: %+v", e, m.Request)
		}
	}
	if m := got[webhook.ErasureClosed]; m.Erasure == nil || m.Erasure.Case != "c1" || m.Request != nil {
		t.Errorf("%+v", m.Erasure)
	}
	if near, late := got[webhook.ErasureWarning].Erasure, got[webhook.ErasureOverdue].Erasure; near == nil || near.Left != 5 || !near.Due.Equal(d.now.Add(time.Hour)) || late == nil || late.Left != -1 {
		t.Errorf("%+v, %+v", near, late)
	}
	if len(d.out.tasks) != 0 || len(r.taken) != 4+len(rights.Events()) {
		t.Errorf("%d left, %d taken", len(d.out.tasks), len(r.taken))
	}
	if strings.Contains(d.log.String(), "u-1") {
		t.Error("the log says who it is about")
	}
}

// TestLastNotice: work about nobody says itself who it is about; without that it is a
// dead letter.
func TestLastNotice(t *testing.T) {
	d := newDesk(t)
	r := d.receiver(200)
	n := d.requestNews(rights.EventDone)
	d.put("", 9, n)
	n.Person = "u-gone"
	d.put("", 9, n)
	d.put("", 9, webhook.ErasureBody{V: 1, Event: webhook.ErasureClosed, Case: "c1", Trigger: "account", At: d.now.UnixMilli(), Person: "u-gone"})
	d.round()
	if len(r.taken) != 2 || r.taken[0].Subject != "u-gone" || r.taken[1].Subject != "u-gone" {
		t.Errorf("taken %v", r.taken)
	}
	if len(d.out.tasks) != 1 {
		t.Errorf("%d left", len(d.out.tasks))
	}
	for _, row := range d.out.tasks {
		if row.buried != unreadable {
			t.Errorf("buried as %q", row.buried)
		}
	}
}

// TestCodesGoOnlyWhereTheyAreNamed: a code lets anybody pass for the visitor.
func TestCodesGoOnlyWhereTheyAreNamed(t *testing.T) {
	d := newDesk(t)
	all, named := d.receiver(200), d.receiver(200)
	d.out.hooks[1].Events = []string{webhook.RequestCode}
	n := d.requestNews(rights.EventCode)
	n.Contact, n.To, n.Code, n.Expires = "phone", "13800138000", "12345678", d.now.Add(10*time.Minute).UnixMilli()
	d.put("visitor:phone:13800138000", 1, n)
	d.round()
	if len(all.tries) != 0 || len(named.taken) != 1 {
		t.Fatalf("to all %d, to the sender %d", len(all.tries), len(named.taken))
	}
	if m := named.taken[0]; m.Request.Code != "12345678" || m.Request.To != "13800138000" || m.Request.Contact != "phone" || m.Request.Expires.IsZero() {
		t.Errorf("%+v", m.Request)
	}
	if log := d.log.String(); strings.Contains(log, "12345678") || strings.Contains(log, "13800138000") || strings.Contains(log, "no hook") {
		t.Errorf("log: %s", log)
	}
}

// TestCodeThatNobodySends ends, and the log says that somebody should subscribe.
func TestCodeThatNobodySends(t *testing.T) {
	d := newDesk(t)
	r := d.receiver(200)
	n := d.requestNews(rights.EventCode)
	n.Code, n.Expires = "12345678", d.now.Add(10*time.Minute).UnixMilli()
	d.put("visitor:phone:1", 1, n)
	d.round()
	if len(r.tries) != 0 || len(d.out.tasks) != 0 || !strings.Contains(d.log.String(), "no hook sends codes") {
		t.Errorf("%d tries, %d left, log %s", len(r.tries), len(d.out.tasks), d.log.String())
	}
}

// TestCodeTooLate: a code that nobody could use any more is not sent.
func TestCodeTooLate(t *testing.T) {
	d := newDesk(t)
	r := d.receiver(500)
	d.out.hooks[0].Events = []string{webhook.RequestCode}
	n := d.requestNews(rights.EventCode)
	n.Code, n.Expires = "12345678", d.now.Add(time.Minute).UnixMilli()
	d.put("visitor:phone:1", 1, n)
	d.round()
	d.now = d.now.Add(time.Minute)
	r.status = []int{200}
	d.round()
	if len(r.tries) != 1 {
		t.Errorf("%d tries", len(r.tries))
	}
	for _, row := range d.out.tasks {
		if row.buried != expired {
			t.Errorf("buried as %q", row.buried)
		}
	}
}

func TestNewsOfAnotherForm(t *testing.T) {
	for _, body := range []string{
		`{"v":1,"event":"request.unknown","request":"07-a"}`, `{"v":2,"event":"request.done","request":"07-a"}`, `{"v":1,"event":"request.done"}`,
		`{"v":1,"event":"erasure.closed"}`, `{"v":1,"event":"other"}`, `{"v":1,"event":"request.done","request":7}`, `{"v":1,"event":"erasure.closed","case":[]}`,
	} {
		who, err := ledger.NewSubject("u-1")
		if err != nil {
			t.Fatal(err)
		}
		if m, err := newsOf(consent.Task{ID: "07-1", Subject: who, Body: []byte(body)}); err == nil {
			t.Errorf("%s gives %+v", body, m)
		} else if strings.Contains(err.Error(), "07-a") {
			t.Errorf("the error quotes the body: %v", err)
		}
	}
}
