package server_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/server"
)

// always has a copy of every request: what keeps it in is the route alone.
type always struct{ rights.Requests }

func (c *always) Archive(ctx context.Context, id rights.RequestID, _ time.Time) (rights.NewArchive, error) {
	r, err := c.Request(ctx, id)
	return rights.NewArchive{Request: id, Lookup: r.Lookup, Name: "copy.zip", Body: []byte("theirs")}, err
}

// TestStaffAreHandedTheCopiesOfOthers: of a letter that two keys let through, of
// whoever proved a contact, and of nobody else.
func TestStaffAreHandedTheCopiesOfOthers(t *testing.T) {
	copies := &always{}
	r := newRig(t, func(o *server.Options) { copies.Requests, o.Copies = o.Requests, copies })
	anne, ben := r.staff(), r.staff()
	hand := func(id, header string) (int, string) {
		w := r.send("POST", "/v1/requests/"+id+"/copy", "", header)
		if w.Code == 200 && (w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Content-Type") != "application/zip" || !strings.Contains(w.Header().Get("Content-Disposition"), "attachment")) {
			t.Errorf("handed over with %v", w.Header())
		}
		return w.Code, w.Body.String()
	}
	kept := func(why, id string) {
		t.Helper()
		if code, body := hand(id, anne); code == 200 || strings.Contains(body, "theirs") {
			t.Errorf("%s: %d %s", why, code, body)
		}
	}
	letter := object{"subject": "u-1", "kind": "copy", "speaker": "person", "received_at": r.now}
	id := r.post("/v1/requests/staff", letter, 201, anne)["id"].(string)
	kept("nobody knows who asks", id)
	r.post("/v1/requests/"+id+"/verify", object{"method": "in-person", "reference": "file 7"}, 200, anne)
	kept("one key", id)
	r.post("/v1/requests/"+id+"/approve", nil, 200, ben)
	if code, body := hand(id, ben); code != 200 || body != "theirs" { // it lies ready: handing it over comes before it is done
		t.Errorf("a letter under way: %d %s", code, body)
	}
	r.finish(id)
	if code, body := hand(id, ben); code != 200 || body != "theirs" {
		t.Errorf("a letter: %d %s", code, body)
	}
	if code, _ := hand(id, "Authorization: Bearer "+r.key); code != 403 {
		t.Errorf("a key of another scope: %d", code)
	}
	own := r.post("/v1/requests", object{"subject": "u-2", "kind": "copy", "step_up": true}, 201)["id"].(string)
	r.finish(own)
	kept("it is for the person's own page", own)
	deletion := r.post("/v1/requests", object{"subject": "u-2", "kind": "explain", "text": "why"}, 201)["id"].(string)
	kept("another kind", deletion)
	visitor := r.post("/v1/requests/visitor", object{"kind": "copy", "contact": "phone", "value": "13800000001"}, 201)["id"].(string)
	kept("no code was given", visitor)
	kept("no such request", "07-"+strings.Repeat("a", 32))
}

// finish ends a copy as whoever carries it out does.
func (r *rig) finish(id string) {
	r.t.Helper()
	if _, err := r.rights.Turn(r.t.Context(), rights.RequestID(id), rights.Finished, rights.CarriedOut, lang.Text{}, rights.System, r.now); err != nil {
		r.t.Fatal(err)
	}
}

// TestStaffReadTheConditionsOfATransfer with what can be seen of each.
func TestStaffReadTheConditionsOfATransfer(t *testing.T) {
	r := newRig(t)
	anne := r.staff()
	id := r.post("/v1/requests", object{"subject": "u-1", "kind": "transfer", "target": "https://other.example", "step_up": true}, 201)["id"].(string)
	body := r.send("GET", "/v1/requests/"+id, "", anne).Body.String()
	for _, want := range []string{`"id":"identity"`, `"found":"met"`, `"id":"no-harm"`, `"found":"not-checked"`, `"instrument":"cn-nds-790","article":"25"`, `"id":"authority"`} {
		if !strings.Contains(body, want) {
			t.Errorf("without %s: %s", want, body)
		}
	}
	id = r.post("/v1/requests", object{"subject": "u-1", "kind": "copy", "step_up": true}, 201)["id"].(string)
	if body := r.send("GET", "/v1/requests/"+id, "", anne).Body.String(); strings.Contains(body, "conditions") {
		t.Errorf("conditions of a copy: %s", body)
	}
}

// only is one request, whatever its history.
type only struct {
	rights.Requests
	one rights.Request
}

func (o *only) Request(context.Context, rights.RequestID) (rights.Request, error) { return o.one, nil }

// TestACopyNeedsAllOfIt: whatever one thing is missing, nothing is handed over.
func TestACopyNeedsAllOfIt(t *testing.T) {
	requests := &only{}
	r := newRig(t, func(o *server.Options) { o.Requests, o.Copies = requests, &always{requests} })
	anne := r.staff()
	good := rights.Request{ID: "07-a", Kind: rights.Copy, Way: rights.ByStaff, Speaker: rights.Relative, State: rights.Finished,
		Proof: rights.Proof{Method: rights.RelationShown, At: r.now, Approved: []string{"a", "b"}}}
	visitor := good
	visitor.Way, visitor.Speaker, visitor.Proof = rights.ByVisitor, rights.Person, rights.Proof{Method: rights.CodeToHeld, At: r.now}
	for name, c := range map[string]struct {
		of     rights.Request
		change func(*rights.Request)
		status int
	}{
		"a relative's":        {of: good, status: 200},
		"a visitor's":         {of: visitor, status: 200},
		"one key":             {of: good, change: func(q *rights.Request) { q.Proof.Approved = []string{"a"} }, status: 403},
		"one key twice":       {of: good, change: func(q *rights.Request) { q.Proof.Approved = []string{"a", "a"} }, status: 403},
		"no key":              {of: good, change: func(q *rights.Request) { q.Proof.Approved = nil }, status: 403},
		"nobody proved":       {of: good, change: func(q *rights.Request) { q.Proof.At = time.Time{} }, status: 403},
		"a visitor unproven":  {of: visitor, change: func(q *rights.Request) { q.Proof.At = time.Time{} }, status: 403},
		"another kind":        {of: good, change: func(q *rights.Request) { q.Kind = rights.Access }, status: 404},
		"ready, not done":     {of: good, change: func(q *rights.Request) { q.State = rights.InProgress }, status: 200},
		"a visitor's, ready":  {of: visitor, change: func(q *rights.Request) { q.State = rights.InProgress }, status: 200},
		"under way, one key":  {of: good, change: func(q *rights.Request) { q.State, q.Proof.Approved = rights.InProgress, []string{"a"} }, status: 403},
		"a transfer saved":    {of: visitor, change: func(q *rights.Request) { q.Kind, q.Way, q.State = rights.Transfer, rights.BySelf, rights.InProgress }, status: 200},
		"a transfer made":     {of: visitor, change: func(q *rights.Request) { q.Kind, q.Way = rights.Transfer, rights.BySelf }, status: 404},
		"waiting":             {of: good, change: func(q *rights.Request) { q.State = rights.Waiting }, status: 404},
		"refused":             {of: visitor, change: func(q *rights.Request) { q.State = rights.Refused }, status: 404},
		"the person's own":    {of: good, change: func(q *rights.Request) { q.Way, q.Speaker = rights.BySelf, rights.Person }, status: 403},
		"the guardian's page": {of: good, change: func(q *rights.Request) { q.Way, q.Speaker = rights.BySelf, rights.Guardian }, status: 403},
	} {
		if requests.one = c.of; c.change != nil {
			c.change(&requests.one)
		}
		w := r.send("POST", "/v1/requests/07-a/copy", "", anne)
		if w.Code != c.status || (w.Body.String() == "theirs") != (c.status == 200) {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
}

// TestNothingIsDoneBecauseSomebodySaysSo: a copy that is not there and a transfer that
// nobody made end only with what shows them, and the refusal says what to do.
func TestNothingIsDoneBecauseSomebodySaysSo(t *testing.T) {
	r := newRig(t)
	anne := r.staff()
	done := object{"state": "done", "reason": "carried-out"}
	for kind, more := range map[string]object{"copy": {}, "transfer": {"target": "https://other.example"}, "correct": {"values": object{"nickname": "x"}}} {
		o := object{"subject": "u-1", "kind": kind, "step_up": true}
		for k, v := range more {
			o[k] = v
		}
		turn := "/v1/requests/" + r.post("/v1/requests", o, 201)["id"].(string) + "/turn"
		if p := r.post(turn, done, 409, anne); p["rule"] != rights.RuleEvidence || p["fix"] == nil {
			t.Errorf("%s: %v", kind, p)
		}
		shown := object{"state": "done", "reason": "carried-out", "note": object{"zh": "对方愿意接收", "en": "they take it"},
			"evidence": object{"means": "post", "to": "https://other.example", "reference": "file 7"}}
		shown["state"] = "in-progress"
		r.post(turn, shown, 422, anne)
		shown["state"] = "done"
		if q := r.post(turn, shown, 200, anne); q["state"] != "done" || q["detail"].(object)["done"].(object)["reference"] != "file 7" {
			t.Errorf("%s: %v", kind, q)
		}
	}
}
