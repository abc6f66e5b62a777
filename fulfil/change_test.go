package fulfil

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/rights"
)

// correcting is a world in which u-1 asks to have values changed.
func correcting(t *testing.T, values map[string]string) *world {
	w := newWorld(t)
	w.ask(rights.Correct).Detail.Values = values
	return w
}

// snapshot copies all rows, to compare with later.
func (w *world) snapshot() map[string][]plan.Record {
	all := map[string][]plan.Record{}
	for name, rows := range w.tables {
		for _, r := range rows {
			all[name] = append(all[name], maps.Clone(r))
		}
	}
	return all
}

func TestCorrected(t *testing.T) {
	w := correcting(t, map[string]string{"nickname": "新名"})
	want := w.snapshot()
	want["main/users"][0]["nickname"], want["side/comments"][0]["nick"] = "新名", "新名"
	w.round()
	if w.request.State != rights.Finished || w.done != 1 {
		t.Fatal(w)
	}
	if d := cmp.Diff(want, w.tables); d != "" {
		t.Error(d)
	}
	for _, yes := range []string{"users.nickname（1 条）", "comments.nick（1 条）"} {
		if !strings.Contains(w.request.Note.ZH, yes) {
			t.Errorf("the note lacks %q: %s", yes, w.request.Note.ZH)
		}
	}
	if strings.Contains(w.request.Note.Both(), "新名") || strings.Contains(w.request.Note.Both(), "阿青") {
		t.Error("the note holds a value")
	}
}

func TestCompleted(t *testing.T) {
	w := correcting(t, map[string]string{"email": "b@x.example"})
	w.request.Kind = rights.Complete
	delete(w.tables["main/users"][0], "email")
	w.round()
	if w.request.State != rights.Finished || w.tables["main/users"][0]["email"] != "b@x.example" {
		t.Error(w)
	}
}

// TestNotPlain: nothing is written where it is not plain what to write where.
func TestNotPlain(t *testing.T) {
	cases := map[string]struct {
		values map[string]string
		change func(*world)
	}{
		"no values":          {nil, nil},
		"no field":           {map[string]string{"gender": "f"}, nil},
		"several values":     {map[string]string{"nickname": "x"}, func(w *world) { w.tables["side/comments"][0]["nick"] = "其他" }},
		"one plain, one not": {map[string]string{"email": "x", "gender": "f"}, nil},
		"an object":          {map[string]string{"avatar": "x"}, nil},
		"by hand":            {map[string]string{"nickname": "x"}, func(w *world) { w.text = strings.Replace(w.text, "    url: {env: SIDE}\n", "", 1) }},
		"nobody there":       {map[string]string{"nickname": "x"}, func(w *world) { w.tables = map[string][]plan.Record{} }},
		"an identifier": {map[string]string{"recipient-phone": "139"}, func(w *world) {
			w.text = strings.Replace(w.text, "found: [{in: user_id, by: person}, {in: phone, by: phone}]", "found: [{in: phone, by: phone}]", 1)
		}},
	}
	for name, c := range cases {
		w := correcting(t, c.values)
		if c.change != nil {
			c.change(w)
		}
		want := w.snapshot()
		w.round()
		if w.request.State != rights.InProgress || w.request.Reason != rights.WithStaff || w.done != 1 {
			t.Errorf("%s: %s", name, w)
		}
		if d := cmp.Diff(want, w.snapshot()); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// TestWhatOthersRecordedIsVerifiedFirst: what law keeps, and what the person did not
// state themselves, is written on the word of people alone.
func TestWhatOthersRecordedIsVerifiedFirst(t *testing.T) {
	for name, c := range map[string]struct{ from, to string }{
		"law keeps it":     {"name: {item: recipient-name}", "name: {item: recipient-name, kept: true}"},
		"a system made it": {"basis: contract, necessary: true, gives: [courier]", "basis: contract, necessary: true, manner: [automatic], gives: [courier]"},
		"not one's word":   {"recipient-name", "invoice-title"},
	} {
		item := "recipient-name"
		if c.to == "invoice-title" {
			item = c.to
		}
		w := correcting(t, map[string]string{"nickname": "新名", item: "FORGED"})
		if w.text = strings.ReplaceAll(shop, c.from, c.to); w.text == shop {
			t.Fatal(name)
		}
		want := w.snapshot()
		w.round()
		if d := cmp.Diff(want, w.snapshot()); d != "" || w.request.Reason != rights.WithStaff || !strings.HasPrefix(w.request.Note.ZH, noteVerify.ZH) || w.opened != 0 {
			t.Errorf("%s: %s %s", name, w, d)
		}
		w.resume()
		w.round()
		if w.request.State != rights.Finished || w.tables["main/parcels"][0]["name"] != "FORGED" {
			t.Errorf("%s, verified: %s", name, w)
		}
	}
}

// TestCorrectionReachesOnlyOwnRows: what a shared number leads to stays as it is.
func TestCorrectionReachesOnlyOwnRows(t *testing.T) {
	w := correcting(t, map[string]string{"recipient-name": "李清"})
	w.round()
	rows := w.tables["main/parcels"]
	if w.request.State != rights.Finished || rows[0]["name"] != "李清" || rows[1]["name"] != "前台" || rows[2]["name"] != "王五" {
		t.Error(w, rows)
	}
}

// TestLyingStore: a store that says that it wrote is read through another connection.
func TestLyingStore(t *testing.T) {
	w := correcting(t, map[string]string{"nickname": "新名"})
	w.lies["side"] = true
	w.round()
	if w.request.State == rights.Finished || w.request.Reason != rights.WithStaff {
		t.Error(w)
	}
}

// TestKilledWhileCorrecting: wherever it is cut, it ends with everything written once.
func TestKilledWhileCorrecting(t *testing.T) {
	for cut := range 4 {
		w := correcting(t, map[string]string{"nickname": "新名"})
		w.round()
		want := w.snapshot()
		again := correcting(t, map[string]string{"nickname": "新名"})
		again.tables["main/users"][0]["nickname"] = "新名" // the first was written before
		again.cut = cut
		for range 8 {
			again.round()
			again.now = again.now.Add(time.Minute)
		}
		if again.request.State != rights.Finished {
			t.Errorf("cut %d: %s", cut, again)
		}
		if d := cmp.Diff(want, again.snapshot()); d != "" {
			t.Errorf("cut %d: %s", cut, d)
		}
	}
}

func TestStoreDownWhileCorrecting(t *testing.T) {
	w := correcting(t, map[string]string{"nickname": "新名"})
	w.down["side"] = errDown
	want := w.snapshot()
	w.round()
	if w.request.Reason != rights.StoreFails || w.done != 0 || cmp.Diff(want, w.snapshot()) != "" {
		t.Error(w)
	}
	delete(w.down, "side")
	w.round()
	if w.request.State != rights.Finished {
		t.Error(w)
	}
}

func TestDeletion(t *testing.T) {
	w := newWorld(t)
	w.ask(rights.Delete)
	w.round()
	if len(w.orders) != 1 || w.request.State != rights.InProgress || w.done != 0 {
		t.Fatal(w)
	}
	if o := w.orders[0]; o.Trigger != erase.TriggerRequest || o.Request != "07-abc" || len(o.Scope.Uses) != 0 || !o.Event.Equal(w.request.Received) || o.Keys != nil || o.Subject != w.request.Subject {
		t.Errorf("%+v", o)
	}
	w.cases[0].Stores[0].Reason = erase.ReasonManual
	w.round()
	if w.request.Reason != rights.CarryingOut {
		t.Errorf("a store that people see to is said to fail: %v", w)
	}
	w.cases[0].Stores[0].Reason = erase.ReasonResidue
	for range 3 {
		w.round()
	}
	if w.request.Reason != rights.StoreFails || !strings.Contains(w.request.Note.ZH, "残留") || len(w.told) != 2 || len(w.orders) != 1 {
		t.Fatal(w, len(w.told))
	}
	w.cases[0].State = erase.Restricted
	w.round()
	if w.request.State != rights.Held || w.request.Reason != rights.HardToErase || w.done != 0 {
		t.Fatal(w)
	}
	w.cases[0].State = erase.Open
	w.round()
	if w.request.State != rights.Held || w.done != 0 {
		t.Fatal(w)
	}
	w.cases[0].State = erase.Closed
	w.round()
	if w.request.State != rights.Finished || w.done != 1 || !strings.Contains(w.request.Note.ZH, "case1") {
		t.Error(w)
	}
}

// TestDeletionOfAPart: a scope is never empty by accident, and what another use still
// needs stays.
func TestDeletionOfAPart(t *testing.T) {
	w := newWorld(t)
	w.ask(rights.Delete).Uses = []declaration.UseID{"shop/comments/nickname/comment", "shop/comments/avatar/comment"}
	w.round()
	if len(w.orders) != 1 || cmp.Diff(w.orders[0].Scope.Uses, w.request.Uses) != "" {
		t.Fatal(w, w.orders)
	}
	w = newWorld(t)
	w.ask(rights.Close).Service = "shop"
	w.round()
	if len(w.orders) != 1 || len(w.orders[0].Scope.Uses) != 6 {
		t.Errorf("%s: %v", w, w.orders)
	}
	w = newWorld(t)
	w.text = strings.Replace(w.text, "{items: [nickname, avatar], for: comment}", "{items: [nickname, avatar, email], for: comment}", 1)
	w.ask(rights.Delete).Uses = []declaration.UseID{"shop/comments/email/comment", "shop/comments/nickname/comment"}
	w.round()
	if len(w.orders) != 1 || len(w.orders[0].Scope.Uses) != 2 || len(w.orders[0].Scope.Spared) != 1 || w.orders[0].Scope.Spared[0].Item != "email" {
		t.Fatal(w, w.orders) // the e-mail address goes from the comments, and stays where invoices need it
	}
	w.cases[0].State = erase.Closed
	w.round()
	if w.request.State != rights.Finished || !strings.Contains(w.request.Note.EN, noteNeeded.EN) {
		t.Error(w)
	}
	w = newWorld(t)
	w.text = strings.Replace(w.text, "{items: [nickname, avatar], for: comment}", "{items: [nickname, avatar, email], for: comment}", 1)
	w.ask(rights.Delete).Uses = []declaration.UseID{"shop/comments/email/comment"}
	w.round()
	if len(w.orders) != 0 || w.request.Reason != rights.WithStaff || w.request.Note == noteNeeded {
		t.Error(w, w.orders)
	}
}

// TestBackAndForth: a store that comes and goes does not fill the record and
// somebody's mailbox.
func TestBackAndForth(t *testing.T) {
	w := newWorld(t)
	w.ask(rights.Delete)
	w.round()
	for i := range 120 {
		w.now = w.now.Add(time.Minute)
		w.cases[0].Stores[0].Reason = []string{"", erase.ReasonSlow, erase.ReasonUnreachable}[i%3]
		w.round()
	}
	if len(w.told) > 6 {
		t.Errorf("told %d times in two hours", len(w.told))
	}
}

func TestClosingWaitsForItsWindow(t *testing.T) {
	w := newWorld(t)
	w.ask(rights.Close).Until = w.now.Add(time.Hour)
	w.round()
	if len(w.orders) != 0 || w.retry != time.Hour {
		t.Fatal(w.orders, w.retry)
	}
	w.now = w.now.Add(time.Hour)
	w.round()
	if len(w.orders) != 1 || w.orders[0].Trigger != erase.TriggerAccount {
		t.Error(w.orders)
	}
}

func TestVisitorIsFoundByWhatWasProved(t *testing.T) {
	w := newWorld(t)
	r := w.ask(rights.Delete)
	var err error
	if r.Subject, err = rights.VisitorSubject("phone", "13800000001"); err != nil {
		t.Fatal(err)
	}
	r.Way, r.Detail.Claims = rights.ByVisitor, map[string]string{"phone": "13800000001"}
	w.round()
	if len(w.orders) != 1 || cmp.Diff(w.orders[0].Keys, plan.Keys{"phone": {"13800000001"}}) != "" {
		t.Error(w, w.orders)
	}
}

func TestForgottenRequest(t *testing.T) {
	w := newWorld(t)
	w.ask(rights.Close)
	w.round()
	w.request.ID = "" // it went with the person
	w.round()
	if w.done != 1 {
		t.Error(w.done)
	}
}

func TestTransfer(t *testing.T) {
	w := newWorld(t)
	w.ask(rights.Transfer).Detail.Target = "courier"
	w.round()
	if w.request.State != rights.Finished || len(w.pushed) != 1 || w.to[0].Told.Env != "COURIER" || !strings.Contains(w.request.Note.ZH, "SHA-256") {
		t.Fatal(w)
	}
	data := opened(t, w.pushed[0])["data.json"]
	for _, yes := range []string{"李青", "阿青"} {
		if !strings.Contains(data, yes) {
			t.Errorf("lacks %q", yes)
		}
	}
	for _, no := range []string{"a@x.example", "为你推荐", "u-2", "王五", "hash"} {
		if strings.Contains(data, no) { // the e-mail rests on a legal duty
			t.Errorf("holds %q", no)
		}
	}
}

func TestTransferThatIsNotTaken(t *testing.T) {
	w := newWorld(t)
	w.ask(rights.Transfer).Detail.Target = "https://new.example/in#whsec_x"
	w.refuse = fault.New(fault.Unavailable, "没收下", "not taken")
	for range 3 {
		w.round()
	}
	if w.request.State != rights.InProgress || w.done != 0 || len(w.pushed) != 3 || len(w.told) != 1 || w.to[0].URL == "" {
		t.Fatal(w)
	}
	w.refuse = fault.New(fault.Invalid, "地址不对", "wrong address")
	w.round()
	if w.request.State != rights.Waiting || w.request.Reason != rights.NameRecipient || w.done != 1 {
		t.Error(w)
	}
}

func TestTransferToNobody(t *testing.T) {
	for target, want := range map[string]rights.Reason{"": rights.NameRecipient, "http://x.example": rights.NameRecipient, "carrier": rights.WithStaff} {
		w := newWorld(t)
		w.ask(rights.Transfer).Detail.Target = target
		w.round()
		if w.request.Reason != want || len(w.pushed) != 0 || w.opened != 0 {
			t.Errorf("%q: %s", target, w)
		}
	}
	w := newWorld(t)
	w.ask(rights.Transfer).Detail.Target = "courier"
	w.office.Pusher = nil
	w.round()
	if w.request.Reason != rights.WithStaff {
		t.Error(w)
	}
}

// TestStaffLetATransferGoOn: that it was theirs at first does not mean that a store
// may be left out.
func TestStaffLetATransferGoOn(t *testing.T) {
	w := newWorld(t)
	w.ask(rights.Transfer).Detail.Target = "courier"
	w.request.History = []rights.Move{{State: rights.Received, Reason: rights.CameIn, By: rights.System}, {State: rights.InProgress, Reason: rights.WithStaff, By: rights.System}}
	w.resume()
	w.down["side"] = errDown
	w.round()
	if w.request.Reason != rights.StoreFails || len(w.pushed) != 0 {
		t.Error(w)
	}
}
