package webhook_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/webhook"
)

// TestRequestMessage: the body as the documentation shows it.
func TestRequestMessage(t *testing.T) {
	who, err := ledger.NewSubject("user-1001")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	news := rights.News{
		V: 1, Event: rights.EventDone, Request: "07-q4m", Kind: rights.Copy, State: rights.Finished, Reason: rights.CarriedOut,
		Text: lang.Text{ZH: "已办妥", EN: "It was carried out."}, At: at.UnixMilli(), Due: at.AddDate(0, 0, 21).UnixMilli(),
	}
	m, err := webhook.NewRequestMessage("07-a", news, 4720, who)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := json.Marshal(m)
	want := `{"id":"07-a","event":"request.done","subject":"user-1001","request":{"id":"07-q4m","kind":"copy","state":"done","reason":"carried-out","text":{"zh":"已办妥","en":"It was carried out."},"due":"2026-12-11T09:00:00Z"},"version":4720,"at":"2026-11-20T09:00:00Z"}`
	if d := cmp.Diff(want, string(b)); d != "" {
		t.Error(d)
	}
	read, err := webhook.ParseMessage(b)
	if err != nil || cmp.Diff(m, read) != "" {
		t.Errorf("read as %+v, %v", read.Request, err)
	}
	if strings.Contains(fmt.Sprint(m, []webhook.Message{m}), "user-1001") {
		t.Error("a message prints whom it is about")
	}
}

// TestErasureMessages: a warning says what is left; that of somebody without an id is
// read all the same, and nothing else without a subject is.
func TestErasureMessages(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	body := webhook.ErasureBody{V: 1, Event: webhook.ErasureOverdue, Case: "c1", Trigger: "period", At: at.UnixMilli(), Due: at.Add(-time.Hour).UnixMilli(), Left: -1}
	m, err := webhook.NewErasureMessage("00-a", body, 7, ledger.Subject{})
	if err != nil || m.Erasure.Left != -1 || !m.Erasure.Due.Equal(at.Add(-time.Hour)) {
		t.Fatalf("%+v, %v", m.Erasure, err)
	}
	b, _ := json.Marshal(m)
	if read, err := webhook.ParseMessage(b); err != nil || cmp.Diff(m, read) != "" {
		t.Errorf("read as %+v, %v", read, err)
	}
	for _, event := range []string{webhook.ErasureClosed, "erasure.begun"} {
		body.Event = event
		if _, err := webhook.NewErasureMessage("00-a", body, 7, ledger.Subject{}); err == nil {
			t.Errorf("%s of nobody is told", event)
		}
	}
}

func TestWants(t *testing.T) {
	for _, e := range webhook.Events() {
		if webhook.Wants(nil, e) == (e == webhook.RequestCode) || !webhook.Wants([]string{"x", e}, e) || webhook.Wants([]string{"x"}, e) {
			t.Errorf("%s goes to the wrong hooks", e)
		}
	}
	all := webhook.Events()
	if n := len(all); n != 6+len(rights.Events()) || len(slices.Compact(slices.Sorted(slices.Values(all)))) != n {
		t.Errorf("events %v", all)
	}
}
