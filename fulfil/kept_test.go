package fulfil

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/workday"
)

// lawKeeps makes every certificate of the world say that law keeps parcels.
func lawKeeps(w *world) {
	w.kept = []erase.Kept{
		{Store: "main", Holding: "parcels", Fields: []string{"name"}, Under: "电子商务法第三十一条 / E-Commerce Law Art. 31", Rows: 2, Until: workday.Day{Year: 2029, Month: time.March, Day: 1}},
		{Store: erase.OwnRecords, Holding: "answers", Under: "网络数据安全管理条例第十二条 / Regulations Art. 12", Rows: 1, Until: workday.Day{Year: 2029, Month: time.May, Day: 2}},
		{Store: "side", Holding: "comments", Under: "没有可留的 / nothing to keep", Rows: 0},
	}
}

// keptSaid reports whether a note says the number, the place, the ground and the day.
func keptSaid(t *testing.T, note lang.Text, number string) {
	t.Helper()
	for _, yes := range []string{number, "主库（电子商务法第三十一条，至 2029-03-01）", "您同意提供给他人的情况记录（网络数据安全管理条例第十二条，至 2029-05-02）"} {
		if !strings.Contains(note.ZH, yes) {
			t.Errorf("the note lacks %q: %s", yes, note.ZH)
		}
	}
	if !strings.Contains(note.EN, "main database (E-Commerce Law Art. 31, until 2029-03-01)") || strings.Contains(note.ZH, "没有可留的") || strings.Contains(note.ZH, "E-Commerce") {
		t.Errorf("the note is %+v", note)
	}
}

// TestWhatLawKeepsIsNotCalledErased: the end of a request says what was kept, on which
// ground and until when.
func TestWhatLawKeepsIsNotCalledErased(t *testing.T) {
	w := newWorld(t)
	w.ask(rights.Delete)
	lawKeeps(w)
	w.round()
	w.cases[0].State = erase.Closed
	w.round()
	if w.request.State != rights.Finished || w.request.Reason != rights.ErasedButKept || w.done != 1 {
		t.Fatal(w)
	}
	keptSaid(t, w.request.Note, "case1")
	if strings.Contains(w.request.Note.ZH, "已删除或匿名化") {
		t.Errorf("it says that all was erased: %s", w.request.Note.ZH)
	}
}

// lastSaid are the last news of requests, by request.
func lastSaid(t *testing.T, rows []ledger.Row) map[rights.RequestID]rights.News {
	t.Helper()
	all := map[rights.RequestID]rights.News{}
	for _, r := range rows {
		var n rights.News
		if err := json.Unmarshal(r.(consent.NewWork).Work.Body, &n); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(string(n.Event), "request.") {
			all[n.Request] = n
		}
	}
	return all
}

// TestTheLastNewsIsTheTruth: neither what was told on the way nor that all was erased.
func TestTheLastNewsIsTheTruth(t *testing.T) {
	for _, kept := range []bool{false, true} {
		w := newWorld(t)
		w.ask(rights.Close).Note = lang.Text{ZH: "正在删除，尚未完成的：主库", EN: "It is being erased; not finished yet: main database"}
		want := rights.CarriedOut
		if kept {
			lawKeeps(w)
			want = rights.ErasedButKept
		}
		rows, wait, err := w.office.Farewell(t.Context(), parted(w, plan.Scope{}), w.now)
		if err != nil || wait {
			t.Fatal(wait, err)
		}
		n := lastSaid(t, rows)[w.request.ID]
		if n.Reason != want || n.Event != rights.EventDone || strings.Contains(n.Note.ZH, "尚未完成") || !strings.Contains(n.Note.ZH, "case-1") {
			t.Errorf("told %+v", n)
		}
		if kept {
			keptSaid(t, n.Note, "case-1")
		}
	}
}

// TestNobodyIsKeptForEver: a request that nobody proved holds nothing up, nor does one
// past the day by which the case is due; it is told that it ended, and why.
func TestNobodyIsKeptForEver(t *testing.T) {
	w := newWorld(t)
	w.ask(rights.Close)
	c := parted(w, plan.Scope{})
	c.Due = workday.Deadline{At: w.now.Add(time.Hour)}
	complaint := w.request
	complaint.ID, complaint.Kind, complaint.Way, complaint.Proof.Approved = "07-complaint", rights.Complain, rights.ByStaff, nil
	letter := complaint
	letter.ID, letter.Kind, letter.State, letter.Proof = "07-letter", rights.Copy, rights.Verifying, rights.Proof{}
	visitor := letter
	visitor.ID, visitor.Way = "07-visitor", rights.ByVisitor
	w.others = []rights.Request{letter, visitor}
	rows, wait, err := w.office.Farewell(t.Context(), c, w.now)
	if err != nil || wait {
		t.Fatal("what nobody proved holds the end up", wait, err)
	}
	said := lastSaid(t, rows)
	if n := said["07-letter"]; n.Reason != rights.PersonForgotten || n.Event != rights.EventRefused || n.Remedies.IsZero() {
		t.Errorf("told %+v", n)
	}
	if _, told := said["07-visitor"]; told || len(said) != 2 {
		t.Errorf("told %v", said)
	}
	w.others = append(w.others, complaint)
	if _, wait, err = w.office.Farewell(t.Context(), c, w.now); err != nil || !wait {
		t.Fatal("a complaint in time is answered first", wait, err)
	}
	rows, wait, err = w.office.Farewell(t.Context(), c, c.Due.At)
	if err != nil || wait {
		t.Fatal("past the day it still waits", wait, err)
	}
	said = lastSaid(t, rows)
	if n := said["07-complaint"]; n.Reason != rights.PersonForgotten || !strings.Contains(n.Text.ZH, "本申请随之结束") {
		t.Errorf("told %+v", n)
	}
	if n := said[w.request.ID]; n.Reason != rights.CarriedOut {
		t.Errorf("told %+v", n)
	}
}

// TestWhyElseItIsErased: what staff said of a deletion is what the case is opened for,
// and its clock runs from then.
func TestWhyElseItIsErased(t *testing.T) {
	for said, want := range map[rights.Trigger]erase.Trigger{
		"": erase.TriggerRequest, rights.OnPurpose: erase.TriggerPurpose, rights.OnUnavoidable: erase.TriggerUnavoidable, rights.OnUnlawful: erase.TriggerUnlawful,
	} {
		w := newWorld(t)
		r := w.ask(rights.Delete)
		r.Way, r.Proof.Approved, r.Detail.Trigger = rights.ByStaff, []string{"anna", "bo"}, said
		from := r.Received
		if said != "" {
			from = w.now.AddDate(0, -1, 0)
			r.Detail.Event = from
		}
		w.round()
		if len(w.orders) != 1 || w.orders[0].Trigger != want || !w.orders[0].Event.Equal(from) {
			t.Errorf("%q: %+v", said, w.orders)
		}
	}
}

// TestCopiesThatPeopleHandOver: only what was asked through the person's own link is
// done by itself.
func TestCopiesThatPeopleHandOver(t *testing.T) {
	for _, way := range rights.Ways() {
		for _, speaker := range rights.Speakers() {
			w := newWorld(t)
			r := w.ask(rights.Copy)
			r.Way, r.Speaker, r.Proof.Approved = way, speaker, []string{"anna", "bo"}
			own := way == rights.BySelf && (speaker == rights.Person || speaker == rights.Guardian)
			w.round()
			w.round()
			if len(w.handed) != 1 || w.done != 1 || r.Downloadable() != own {
				t.Fatalf("%s %s: %s, %d copies", way, speaker, w, len(w.handed))
			}
			if done := w.request.State == rights.Finished; done != own || !own && (w.request.Reason != rights.WithStaff || !strings.Contains(w.request.Note.ZH, "由工作人员交给申请人")) {
				t.Errorf("%s %s: %s", way, speaker, w)
			}
		}
	}
}

// TestAContactIsNoAccount: what a visitor proved leads into no account, and the copy
// says that there is one.
func TestAContactIsNoAccount(t *testing.T) {
	for name, change := range map[string]func(*world){
		"found by the own id only": func(*world) {},
		"found by the contact too": func(w *world) {
			w.text = strings.Replace(w.text, "found: [{in: id, by: person}]", "found: [{in: id, by: person}, {in: phone, by: phone}]", 1)
		},
		"what it gives leads on": func(w *world) {
			w.text = strings.Replace(w.text, "found: [{in: id, by: person}]", "found: [{in: id, by: person}, {in: phone, by: phone}]", 1)
			w.text = strings.Replace(w.text, "nickname: {item: nickname}", "nickname: {item: nickname, gives: nick}", 1)
			w.text = strings.Replace(w.text, "found: [{in: user_id, by: person}]", "found: [{in: user_id, by: person}, {in: nick, by: nick}]", 1)
		},
		"nobody has an account": func(w *world) { delete(w.tables, "main/users") },
	} {
		w := newWorld(t)
		change(w)
		r := w.ask(rights.Copy)
		var err error
		if r.Subject, err = rights.VisitorSubject("phone", "13800000001"); err != nil {
			t.Fatal(err)
		}
		r.Way, r.Detail.Claims = rights.ByVisitor, map[string]string{"phone": "13800000001"}
		_, has := w.tables["main/users"]
		w.round()
		if len(w.handed) != 1 {
			t.Fatal(name, w)
		}
		data := opened(t, w.handed[0].Body)["data.json"]
		if strings.Contains(data, "a@x.example") || strings.Contains(data, "阿青") || !strings.Contains(data, "前台") {
			t.Errorf("%s: the copy holds what is in an account, or lacks what is not", name)
		}
		if said := strings.Contains(w.request.Note.ZH, noteAccount.ZH); said != has {
			t.Errorf("%s: %s", name, w.request.Note.ZH)
		}
	}
	w := newWorld(t) // somebody with an account is not told so
	w.round()
	if strings.Contains(w.request.Note.ZH, noteAccount.ZH) {
		t.Error(w)
	}
}

// TestAContactChangesNoAccount: nor is anything written there.
func TestAContactChangesNoAccount(t *testing.T) {
	w := correcting(t, map[string]string{"email": "b@x.example"})
	w.text = strings.Replace(w.text, "found: [{in: id, by: person}]", "found: [{in: id, by: person}, {in: phone, by: phone}]", 1)
	var err error
	if w.request.Subject, err = rights.VisitorSubject("phone", "13800000001"); err != nil {
		t.Fatal(err)
	}
	w.request.Way, w.request.Detail.Claims = rights.ByVisitor, map[string]string{"phone": "13800000001"}
	w.round()
	if w.request.Reason != rights.WithStaff || w.tables["main/users"][0]["email"] != "a@x.example" {
		t.Error(w, w.tables["main/users"])
	}
}
