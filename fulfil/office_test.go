package fulfil

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/rights"
)

var errDown = fault.New(fault.Unavailable, "连不上 mysql://root:hunter2@db", "cannot reach mysql://root:hunter2@db")

// opened reads an archive into its files.
func opened(t *testing.T, body []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(b)
	}
	return all
}

func TestCopyHasAllOfThePersonAndNothingOfOthers(t *testing.T) {
	w := newWorld(t)
	w.round()
	if w.request.State != rights.Finished || w.request.Reason != rights.CarriedOut || w.done != 1 || len(w.handed) != 1 {
		t.Fatal(w, w.done, len(w.handed))
	}
	a := w.handed[0]
	if !a.Expires.Equal(w.now.Add(7*24*time.Hour)) || a.Request != w.request.ID || a.Lookup != w.request.Lookup || a.Name != "copy-07-abc.zip" {
		t.Errorf("kept as %s until %v", a.Name, a.Expires)
	}
	all := opened(t, a.Body)
	data := all["data.json"]
	for _, yes := range []string{"阿青", "李青", "前台", "a@x.example", "13800000001", "为你推荐", "shop/comments/nickname/comment", `"adult"`, "07-abc", "青禾商城", `"receipt":"41"`} {
		if !strings.Contains(data, yes) {
			t.Errorf("the copy lacks %q", yes)
		}
	}
	for _, no := range []string{"u-2", "别人", "王五", "hash", "other"} {
		if strings.Contains(data, no) {
			t.Errorf("the copy holds %q", no)
		}
	}
	if all["files/04-pics-avatars__person__/00001-a.png"] != "png" || !strings.Contains(all["index.html"], "图片") {
		t.Error("the picture is not in it, or the one without content is not told of")
	}
	if !strings.Contains(all["index.html"], "商城") || !strings.Contains(all["index.html"], "下单") {
		t.Error("service and function are not named")
	}
}

func TestCopyOfOneService(t *testing.T) {
	w := newWorld(t)
	w.request.Uses = []declaration.UseID{"shop/comments/nickname/comment"}
	w.round()
	data := opened(t, w.handed[0].Body)["data.json"]
	if !strings.Contains(data, "阿青") || strings.Contains(data, "李青") || strings.Contains(data, "为你推荐") {
		t.Error("the scope does not hold")
	}
}

func TestCopyEncryptedToThePerson(t *testing.T) {
	w := newWorld(t)
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	w.request.Detail.Age = id.Recipient().String()
	w.round()
	if len(w.handed) != 1 || w.handed[0].Name != "copy-07-abc.zip.age" {
		t.Fatal(w)
	}
	if _, err := age.Decrypt(bytes.NewReader(w.handed[0].Body), id); err != nil {
		t.Error(err)
	}
	w = newWorld(t)
	w.request.Detail.Age = "age1nonsense"
	w.round()
	if w.request.State != rights.Waiting || len(w.handed) != 0 {
		t.Error(w)
	}
}

// TestStoreThatFails: the request stays in progress for a plain reason that is told
// once, is tried again, and is staff's after a day; on their word the rest is handed
// over, and says what it lacks.
func TestStoreThatFails(t *testing.T) {
	w := newWorld(t)
	w.down["side"] = errDown
	for range 5 {
		w.round()
		if w.request.State != rights.InProgress || w.request.Reason != rights.StoreFails || w.done != 0 {
			t.Fatal(w)
		}
		w.now = w.now.Add(w.retry)
	}
	if len(w.told) != 1 || !strings.Contains(w.request.Note.ZH, "评价库") || strings.Contains(w.request.Note.ZH, "hunter2") {
		t.Fatalf("told %d times: %s", len(w.told), w)
	}
	w.now = w.now.Add(25 * time.Hour)
	w.round()
	if w.request.Reason != rights.WithStaff || w.done != 1 || len(w.handed) != 0 {
		t.Fatal(w)
	}
	w.resume()
	w.round()
	if w.request.State != rights.Finished || len(w.handed) != 1 || !strings.Contains(w.request.Note.ZH, "评价库") {
		t.Fatal(w)
	}
	if page := opened(t, w.handed[0].Body)["index.html"]; !strings.Contains(page, "评价库") || !strings.Contains(page, "未能读取的内容") {
		t.Error("the first page does not say what is missing")
	}
}

func TestStoreThatComesBack(t *testing.T) {
	w := newWorld(t)
	w.down["side/comments"] = errDown // it opens, and fails while it is read
	w.round()
	if w.request.Reason != rights.StoreFails {
		t.Fatal(w)
	}
	delete(w.down, "side/comments")
	w.round()
	if w.request.State != rights.Finished || !strings.Contains(opened(t, w.handed[0].Body)["data.json"], `"comments"`) {
		t.Error(w)
	}
}

// TestStoresForPeople: what is off, by hand or not as declared goes to staff at once.
func TestStoresForPeople(t *testing.T) {
	for _, change := range []func(*world){
		func(w *world) {
			w.text = strings.Replace(w.text, "url: {env: SIDE}", "url: {env: SIDE}\n    off: {zh: 迁移中, en: being moved}", 1)
		},
		func(w *world) { w.text = strings.Replace(w.text, "    url: {env: SIDE}\n", "", 1) },
		func(w *world) { w.down["side"] = fault.New(fault.Invalid, "无此表", "no such table") },
	} {
		w := newWorld(t)
		change(w)
		w.round()
		if w.request.Reason != rights.WithStaff || w.done != 1 || !strings.Contains(w.request.Note.ZH, "评价库") {
			t.Error(w)
		}
		w.round() // whatever is left of the work does nothing
		w.resume()
		w.round()
		if w.request.State != rights.Finished {
			t.Error(w)
		}
	}
}

// TestNothingBeforeItIsKnownWhoAsks: whatever brought the work, nothing is opened.
func TestNothingBeforeItIsKnownWhoAsks(t *testing.T) {
	for _, change := range []func(*rights.Request){
		func(r *rights.Request) { r.Proof = rights.Proof{} },
		func(r *rights.Request) {
			if r.Way, r.Proof.Approved = rights.ByStaff, []string{"one"}; !r.Grave() {
				r.Proof.At = time.Time{}
			}
		},
		func(r *rights.Request) { r.State = rights.Verifying },
		func(r *rights.Request) { r.State = rights.Cancelled },
		func(r *rights.Request) { r.State = rights.Waiting },
		func(r *rights.Request) { r.Reason = rights.WithStaff },
		func(r *rights.Request) { r.ID = "" },
	} {
		for _, k := range rights.Kinds() {
			w := newWorld(t)
			change(w.ask(k))
			w.round()
			if w.opened != 0 || len(w.handed)+len(w.orders)+len(w.pushed)+len(w.told) != 0 || w.done != 1 {
				t.Errorf("%s: %s", k, w)
			}
		}
	}
}

// TestKilledWhileHandingOver: the copy is made again, and one is handed over.
func TestKilledWhileHandingOver(t *testing.T) {
	w := newWorld(t)
	w.cut = 3
	for range 5 {
		w.round()
		w.now = w.now.Add(time.Hour)
	}
	if w.request.State != rights.Finished || len(w.handed) != 1 || w.done != 1 {
		t.Error(w, len(w.handed))
	}
}

func TestTooMuchForOneCopy(t *testing.T) {
	w := newWorld(t)
	w.tables["pics/avatars/{person}/"][0]["content"] = strings.Repeat("x", 65<<20)
	w.round()
	if w.request.State != rights.Finished || !strings.Contains(w.request.Note.ZH, "另行索取") {
		t.Fatal(w)
	}
	w = newWorld(t)
	w.tables["side/comments"][0]["nick"] = strings.Repeat("x", 65<<20)
	w.round()
	if w.request.Reason != rights.WithStaff || len(w.handed) != 0 {
		t.Error(w)
	}
}

func TestHeld(t *testing.T) {
	w := newWorld(t)
	w.down["side"] = errDown
	all, err := w.office.Held(t.Context(), w.request.Subject, w.now)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int64{"users": 1, "parcels": 2, "comments": 0, "avatars/{person}/": 2}
	for _, h := range all {
		if h.Rows != want[h.Where] || (h.Unknown != "") != (h.Where == "comments") || len(h.Items) == 0 {
			t.Errorf("%+v", h)
		}
	}
	if len(all) != len(want) {
		t.Errorf("%d places", len(all))
	}
	visitor, err := rights.VisitorSubject("phone", "13800000001")
	if err != nil {
		t.Fatal(err)
	}
	all, err = w.office.Held(t.Context(), visitor, w.now)
	if err != nil || !slices.ContainsFunc(all, func(h Holding) bool { return h.Where == "parcels" && h.Rows == 1 }) || slices.ContainsFunc(all, func(h Holding) bool { return h.Where == "users" && h.Rows > 0 }) {
		t.Errorf("%+v %v", all, err)
	}
}

// TestEmptiedColumnsHoldNothing: of a row that is kept, what was taken out is not held.
func TestEmptiedColumnsHoldNothing(t *testing.T) {
	w := newWorld(t)
	w.tables["main/parcels"] = []plan.Record{{"user_id": "u-1", "name": "", "phone": "13800000001"}, {"user_id": "u-2", "name": "王五", "phone": "13800000001"}}
	all, err := w.office.Held(t.Context(), w.request.Subject, w.now)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range all {
		if h.Where == "parcels" && (h.Rows != 1 || !slices.Equal(h.Items, []string{"recipient-phone"})) {
			t.Errorf("%+v", h)
		}
	}
}

// TestNumberLeadsToNobodyElse: who shares a number is still somebody else.
func TestNumberLeadsToNobodyElse(t *testing.T) {
	w := newWorld(t)
	w.gossip = true
	all, err := w.office.Held(t.Context(), w.request.Subject, w.now)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range all {
		if h.Where == "users" && h.Rows != 1 || h.Where == "comments" && h.Rows != 1 {
			t.Errorf("%+v", h)
		}
	}
}

// TestListOfIdentifiers: each text of a list leads on, and the list itself to nothing.
func TestListOfIdentifiers(t *testing.T) {
	w := newWorld(t)
	w.tables["main/users"][0]["phone"] = `["139", "137"]`
	w.tables["main/parcels"] = []plan.Record{{"phone": "139"}, {"phone": "137"}, {"phone": "13800000001"}}
	all, err := w.office.Held(t.Context(), w.request.Subject, w.now)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range all {
		if h.Where == "parcels" && h.Rows != 2 {
			t.Errorf("%+v", h)
		}
	}
}
