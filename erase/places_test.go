package erase

import (
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

// TestResidueIsShown: what is left is shown by place and count in the progress of its
// store and in the log, without values, until nothing is.
func TestResidueIsShown(t *testing.T) {
	w := newWorld(t)
	var log strings.Builder
	w.r.Log = slog.New(slog.NewTextHandler(&log, nil))
	w.bases["orders"].rows["sms_log"] = []plan.Record{{"id": "1", "text": "to 欧阳七七七"}, {"id": "2", "text": "for 欧阳七七七"}}
	w.bases["files"].rows["old/欧阳七七七/"] = []plan.Record{{"path": "old/欧阳七七七/1"}}
	id := w.order().ID
	w.days(0.5)
	for store, want := range map[string]plan.Residue{"orders": {Where: "sms_log.text", Count: 2, How: "value"}, "files": {Where: "old/{…}/.path", Count: 1, How: "value"}} {
		if p, _ := w.read(id).progress(store); p.Reason != ReasonResidue || !slices.Contains(p.Residue, want) {
			t.Errorf("%s: %s %+v", store, p.Reason, p.Residue)
		}
	}
	if !strings.Contains(log.String(), "sms_log.text: 2 by value") || strings.Contains(log.String(), "欧阳") {
		t.Errorf("the log says:\n%s", log.String())
	}
	delete(w.bases["orders"].rows, "sms_log")
	delete(w.bases["files"].rows, "old/欧阳七七七/")
	w.days(1)
	w.clean(t, id)
	if c := w.read(id); slices.ContainsFunc(c.Stores, func(p Progress) bool { return len(p.Residue) > 0 }) {
		t.Errorf("still shown: %+v", c.Stores)
	}
}

// TestManyPlaces: progress stays short; the evidence has every place.
func TestManyPlaces(t *testing.T) {
	all := make([]plan.Residue, plan.Places+10)
	for i := range all {
		all[i] = plan.Residue{Where: strings.Repeat("t", i+1), Count: 2, How: "value"}
	}
	if got := plan.Mostly(all); len(got) != plan.Places+1 || got[plan.Places].Count != 20 {
		t.Errorf("%d places, %+v", len(got), got[plan.Places])
	}
}

// TestEvidenceNamesNobody: what people hand in says where the proof is, and nothing of
// the person.
func TestEvidenceNamesNobody(t *testing.T) {
	w := newGallery(t)
	w.bases["orders"].rows["reviews"][0]["pictures"] = `["default.png"]`
	w.tells = func() (bool, error) { return false, nil }
	id := w.order().ID
	w.days(1)
	if p, _ := w.read(id).progress("files"); p.Reason != ReasonShared || len(p.Residue) == 0 {
		t.Fatalf("%+v", p)
	}
	for _, personal := range []string{"13800000007 已办", "tel 13800000007", "为欧阳七七七删除", "account 7", "S-70001", "default.png"} {
		for what, err := range map[string]error{
			"manual":  w.r.Manual(t.Context(), id, "files", personal, "ops", w.now),
			"confirm": w.r.Confirm(t.Context(), id, "courier", personal, "ops", w.now),
			"hold":    w.r.Hold(t.Context(), id, "files", personal, "ops", w.now),
		} {
			if fault.KindOf(err) != fault.Invalid || strings.Contains(err.Error(), personal) {
				t.Errorf("%s by %q: %v", what, personal, err)
			}
		}
	}
	for what, err := range map[string]error{
		"manual":  w.r.Manual(t.Context(), id, "files", "ticket 70007, cabinet 17", "ops", w.now),
		"again":   w.r.Manual(t.Context(), id, "files", "ticket 70007, cabinet 17", "ops", w.now),
		"confirm": w.r.Confirm(t.Context(), id, "courier", "letter 12", "ops", w.now),
	} {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	for store, evidence := range map[string]string{"cache": "ticket 12", "files": "ticket 13"} {
		if err := w.r.Manual(t.Context(), id, store, evidence, "ops", w.now); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s is done already: %v", store, err)
		}
	}
	if !slices.ContainsFunc(w.evidence(id), func(e Evidence) bool { return e.Reason == ReasonManual && len(e.Others) > 0 }) {
		t.Error("what people kept as other people's is not on record")
	}
}

// TestVisitorInRecordsOfOthers: a visitor proved a phone number. What is found by it and
// is nobody else's goes; in the address book and the order of somebody else it stays, and
// the record says how much that is.
func TestVisitorInRecordsOfOthers(t *testing.T) {
	w := newWorldWith(t, func(text string) string {
		return strings.Replace(text, "      sales:\n", `      addresses:
        found: [{in: user_id, by: person}]
        fields:
          phone: {item: recipient-phone}
      feedback:
        found: [{in: phone, by: phone}]
        fields:
          phone: {item: phone}
          words: {item: order-note}
      sales:
`, 1)
	})
	const number = "13812345678"
	b := w.bases["orders"]
	b.columns["addresses"], b.columns["feedback"] = []string{"id", "user_id", "phone"}, []string{"id", "phone", "words"}
	b.rows["addresses"] = []plan.Record{{"id": "1", "user_id": "8", "phone": number}}
	b.rows["feedback"] = []plan.Record{{"id": "1", "phone": number, "words": "包裹没有收到请尽快处理"}, {"id": "2", "phone": "13800000009", "words": "好"}}
	b.rows["sales"][2]["receiver_phone"] = number
	c, err := w.r.Open(t.Context(), Order{Subject: subject(t, "visitor:"+number), Keys: plan.Keys{"phone": {number}}, Trigger: TriggerRequest, Event: w.now}, w.now)
	if err != nil {
		t.Fatal(err)
	}
	w.days(1)
	if c = w.read(c.ID); c.State != Closed {
		t.Fatalf("not closed: %+v", c.Stores)
	}
	if len(b.rows["addresses"]) != 1 || b.rows["addresses"][0]["phone"] != number || b.rows["sales"][2]["receiver_phone"] != number || len(b.rows["feedback"]) != 1 {
		t.Errorf("after:\n%s", w.of("", true))
	}
	if !slices.ContainsFunc(w.evidence(c.ID), func(e Evidence) bool {
		return e.Phase == Done && slices.Equal(e.Others, []plan.Residue{{Where: "addresses.phone", Count: 1, How: "value"}, {Where: "sales.receiver_phone", Count: 1, How: "value"}})
	}) {
		t.Error("what stays in records of others is not on record")
	}
}

// TestVisitorInATableThatNobodyDeclared: whose a row is that does not say so is for people
// to say.
func TestVisitorInATableThatNobodyDeclared(t *testing.T) {
	w := newWorld(t)
	const number = "13812345678"
	b := w.bases["orders"]
	b.rows["sales"] = append(b.rows["sales"], plan.Record{"sn": "G", "order_sn": "S-00001", "receiver_phone": number, "created": "2025-06-02 10:00:00"})
	b.rows["sms_log"] = []plan.Record{{"id": "1", "text": "to " + number}}
	c, err := w.r.Open(t.Context(), Order{Subject: subject(t, "visitor:"+number), Keys: plan.Keys{"phone": {number}}, Trigger: TriggerRequest, Event: w.now}, w.now)
	if err != nil {
		t.Fatal(err)
	}
	w.days(1)
	p, _ := w.read(c.ID).progress("orders")
	if p.Reason != ReasonShared || !slices.Equal(p.Residue, []plan.Residue{{Where: "sms_log.text", Count: 1, How: "value"}}) || strings.Contains(w.of("", true), "sn=G") {
		t.Fatalf("%+v\n%s", p, w.of("", true))
	}
	if err := w.r.Manual(t.Context(), c.ID, "orders", "ticket 12: of another sender", "ops", w.now); err != nil {
		t.Fatal(err)
	}
	w.days(0.5)
	if c := w.read(c.ID); c.State != Closed {
		t.Errorf("not closed: %+v", c.Stores)
	}
}
