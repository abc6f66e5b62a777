package server_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/workday"
)

// erasures is one case, and what people said of it.
type erasures struct{ said []string }

const caseID = erase.CaseID("c-1")

func (e *erasures) only(id erase.CaseID, what ...string) error {
	if id != caseID {
		return fault.New(fault.NotFound, "没有", "there is none")
	}
	e.said = append(e.said, strings.Join(what, " "))
	return nil
}

func (e *erasures) Manual(_ context.Context, id erase.CaseID, store, evidence, by string, _ time.Time) error {
	return e.only(id, "manual", store, evidence, by)
}

func (e *erasures) Confirm(_ context.Context, id erase.CaseID, recipient, evidence, by string, _ time.Time) error {
	return e.only(id, "confirm", recipient, evidence, by)
}

func (e *erasures) Hold(_ context.Context, id erase.CaseID, store, reason, by string, _ time.Time) error {
	return e.only(id, "hold", store, reason, by)
}

func (e *erasures) Certificate(_ context.Context, id erase.CaseID) (erase.Certificate, error) {
	err := e.only(id, "certificate")
	return erase.Certificate{
		Case: id, Trigger: erase.TriggerUnavoidable, State: erase.Closed, Evidence: []erase.Proved{{Index: 9, Body: []byte(`{"v":1}`)}},
		Kept: []erase.Kept{{Store: "orders", Under: "law", Until: workday.Day{Year: 2029, Month: 1, Day: 2}}},
	}, err
}

// the case holds what must never be seen.
func (e *erasures) Case(_ context.Context, id erase.CaseID) (erase.Case, error) {
	s, err := ledger.NewSubject("seen-nowhere")
	if err == nil {
		err = e.only(id, "case")
	}
	return erase.Case{
		ID: caseID, Trigger: erase.TriggerUnavoidable, State: erase.Open, Lookup: ledger.Lookup{7}, File: erase.File{Subject: s, Keys: plan.Keys{"phone": {"13800000000"}}, Values: []string{"seen-nowhere"}},
		Stores: []erase.Progress{{Store: "orders", Phase: erase.Erasing, Reason: erase.ReasonUnreachable, Residue: []plan.Residue{{Where: "sms_log.text", Count: 2, How: "value"}}}}, Reason: erase.ReasonAnswer, Told: []erase.Told{{Recipient: "courier"}},
	}, err
}

func (e *erasures) OpenCases(ctx context.Context, _ int) ([]erase.Case, error) {
	c, err := e.Case(ctx, caseID)
	return []erase.Case{c}, err
}

// staff is a key of a member of staff, as a header.
func (r *rig) staff() string { return "Authorization: Bearer " + r.newKey("requests") }

func TestAPersonAsksInTheApp(t *testing.T) {
	r := newRig(t)
	closing := object{"subject": "u-1", "kind": "close"}
	if p := r.post("/v1/requests", closing, 403); p["rule"] != rights.RuleStepUp {
		t.Errorf("closing without a login again: %v", p)
	}
	closing["step_up"] = true
	q := r.post("/v1/requests", closing, 201, "Idempotency-Key: k")
	again := r.post("/v1/requests", closing, 201, "Idempotency-Key: k")
	if q["id"] != again["id"] || q["state"] != "received" || q["cancellable_until"] == nil || len(q["clocks"].([]any)) < 2 {
		t.Errorf("closing: %v", q)
	}
	if text := fmt.Sprint(q["clocks"]); !strings.Contains(text, "从未生效") {
		t.Errorf("the clocks do not say what binds: %s", text)
	}
	cancel := "/v1/requests/" + q["id"].(string) + "/cancel"
	r.post(cancel, object{"subject": "u-2"}, 404)
	if c := r.post(cancel, object{"subject": "u-1"}, 200); c["state"] != "cancelled" {
		t.Errorf("after cancelling: %v", c)
	}
	r.post("/v1/requests", object{"subject": "u-1", "kind": "close", "at_once": true}, 403) // still takes a login again
	if c := r.post("/v1/requests", object{"subject": "u-1", "kind": "close", "at_once": true, "step_up": true}, 201); c["state"] != "in-progress" || c["cancellable_until"] != nil {
		t.Errorf("closing at once: %v", c)
	}
	r.post("/v1/requests", object{"subject": "u-2", "kind": "delete", "at_once": true, "step_up": true}, 422)
	r.child()
	complaint := object{"subject": "u-1", "kind": "complain", "text": "something", "guardian": "mum"}
	if q := r.post("/v1/requests", complaint, 201); q["speaker"] != "guardian" {
		t.Errorf("a guardian's complaint: %v", q)
	}
	complaint["guardian"] = "somebody"
	r.post("/v1/requests", complaint, 422)
}

func TestStaffActByTwo(t *testing.T) {
	r := newRig(t)
	anne, ben := r.staff(), r.staff()
	letter := object{"subject": "u-1", "kind": "delete", "speaker": "person", "received_at": r.now.Add(-48 * time.Hour)}
	id := r.post("/v1/requests/staff", letter, 201, anne)["id"].(string)
	at := func(what string) string { return "/v1/requests/" + id + what }
	r.post(at("/approve"), nil, 409, ben) // nobody has said yet who asks
	r.post(at("/verify"), object{"method": "in-person", "reference": "file 7"}, 200, anne)
	if p := r.post(at("/approve"), nil, 403, anne); p["rule"] != rights.RuleApproval {
		t.Errorf("one member of staff as two: %v", p)
	}
	q := r.post(at("/approve"), nil, 200, ben)
	if q["state"] != "in-progress" || q["received_at"] != "2026-11-18T09:00:00Z" || len(q["proof"].(object)["approved"].([]any)) != 2 {
		t.Errorf("approved: %v", q)
	}
	if p := r.post(at("/turn"), object{"state": "done", "reason": "carried-out"}, 403, anne); p["rule"] != rights.RuleByLooking {
		t.Errorf("a deletion is said to be done: %v", p)
	}
	r.post(at("/turn"), object{"state": "refused", "reason": "secrecy"}, 422, anne)
	q = r.post(at("/turn"), object{"state": "restricted", "reason": "hard-to-erase", "note": object{"zh": "备份", "en": "a backup"}}, 200, anne)
	if q["state"] != "restricted" || !strings.Contains(fmt.Sprint(q["articles"]), "47") || q["note"] != "备份" {
		t.Errorf("restricted: %v", q)
	}
	r.now = r.now.AddDate(0, 0, 40)
	for _, path := range []string{"/v1/requests", "/v1/requests/due"} {
		if body := r.send("GET", path, "", anne).Body.String(); !strings.Contains(body, id) || strings.Contains(body, "u-1") || strings.Contains(body, "file 7") {
			t.Errorf("%s: %s", path, body)
		}
	}
	if one := r.send("GET", at(""), "", anne).Body.String(); !strings.Contains(one, `"subject":"u-1"`) {
		t.Errorf("one request: %s", one)
	}
	if all := r.post("/v1/requests/search", object{"subject": "u-1"}, 200, ben)["requests"].([]any); len(all) != 1 {
		t.Errorf("of a person: %v", all)
	}
	if all := r.post("/v1/requests/search", object{"subject": "u-2"}, 200, ben)["requests"].([]any); len(all) != 0 {
		t.Errorf("of another: %v", all)
	}
}

// TestOneForgedLetterStopsNothing: what one member of staff enters withdraws and
// restricts nothing until a second key agrees; the app of the person does it at once.
func TestOneForgedLetterStopsNothing(t *testing.T) {
	r := newRig(t)
	anne, ben := r.staff(), r.staff()
	free := func() bool {
		return r.post("/v1/people/standing", object{"subject": "u-1"}, 200)["restriction"] == nil
	}
	for _, kind := range []string{"withdraw", "restrict"} {
		letter := object{"subject": "u-1", "kind": kind, "speaker": "person", "received_at": r.now, "proof": object{"method": "called-back", "reference": "call 7"}}
		q := r.post("/v1/requests/staff", letter, 201, anne)
		if again := r.post("/v1/requests/staff", letter, 201, anne); q["state"] != "verifying" || q["reason"] != "second-approval" || again["id"] != q["id"] || !free() {
			t.Errorf("%s by one: %v, %v", kind, q, again)
		}
		at := "/v1/requests/" + q["id"].(string)
		r.post(at+"/turn", object{"state": "done", "reason": "carried-out"}, 409, anne)
		r.post(at+"/approve", nil, 403, anne)
		if q := r.post(at+"/approve", nil, 200, ben); q["state"] != "done" {
			t.Errorf("%s by two: %v", kind, q)
		}
	}
	if free() {
		t.Error("what two agreed on has no effect")
	}
	if q := r.post("/v1/requests", object{"subject": "u-2", "kind": "withdraw"}, 201); q["state"] != "done" {
		t.Errorf("the person's own: %v", q)
	}
}

// TestThePersonReplies where they are asked, once under a key; nobody else does.
func TestThePersonReplies(t *testing.T) {
	r := newRig(t)
	anne := r.staff()
	id := r.post("/v1/requests", object{"subject": "u-1", "kind": "explain", "text": "why"}, 201)["id"].(string)
	at, reply := "/v1/requests/"+id, object{"subject": "u-1", "text": "last week's order"}
	if p := r.post(at+"/reply", reply, 409); p["rule"] != rights.RuleState {
		t.Errorf("nobody asked: %v", p)
	}
	r.post(at+"/turn", object{"state": "waiting", "reason": "tell-more", "note": object{"zh": "哪一笔？", "en": "Which?"}}, 200, anne)
	r.post(at+"/reply", object{"subject": "u-2", "text": "x"}, 404)
	r.post(at+"/reply", object{"subject": "u-1", "guardian": "mum", "text": "x"}, 422)
	r.post(at+"/reply", object{"subject": "u-1", "text": ""}, 422)
	r.post(at+"/reply", reply, 403, anne) // staff answer nobody's questions to them
	q := r.post(at+"/reply", reply, 200, "Idempotency-Key: k")
	if again := r.post(at+"/reply", reply, 200, "Idempotency-Key: k"); fmt.Sprint(again) != fmt.Sprint(q) || q["state"] != "in-progress" || q["reason"] != "with-staff" {
		t.Errorf("replied: %v, %v", q, again)
	}
	if d := r.send("GET", at, "", anne).Body.String(); !strings.Contains(d, "last week's order") {
		t.Errorf("staff read %s", d)
	}
	if list := r.send("GET", "/v1/requests", "", anne).Body.String(); strings.Contains(list, "last week") {
		t.Errorf("the list tells what was written: %s", list)
	}
}

func TestStaffAnswer(t *testing.T) {
	r := newRig(t)
	anne := r.staff()
	id := r.post("/v1/requests", object{"subject": "u-1", "kind": "explain", "text": "why"}, 201)["id"].(string)
	q := r.post("/v1/requests/"+id+"/answer", object{"text": "because"}, 200, anne)
	if q["state"] != "done" || q["detail"].(object)["answer"] != "because" {
		t.Errorf("answered: %v", q)
	}
	r.post("/v1/requests/"+id+"/answer", object{"text": "because"}, 409, anne)
}

// TestNobodyMakesTheirOwnSecond: a key that can make keys is no key of staff.
func TestNobodyMakesTheirOwnSecond(t *testing.T) {
	r := newRig(t)
	r.post("/v1/keys", object{"name": "all", "scopes": []string{"keys", "requests"}}, 403)
	both := "Authorization: Bearer " + r.newKey("keys", "requests")
	if w := r.send("GET", "/v1/requests", "", both); w.Code != 403 {
		t.Errorf("a key that makes keys acts as staff: %d %s", w.Code, w.Body)
	}
	r.post("/v1/keys", object{"name": "anne", "scopes": []string{"requests"}}, 201)
}

func TestVisitorsOverTheAPI(t *testing.T) {
	r := newRig(t)
	ask := object{"kind": "copy", "contact": "phone", "value": "13800000001"}
	id := r.post("/v1/requests/visitor", ask, 201)["id"].(string)
	wrong := r.post("/v1/requests/"+id+"/code", object{"code": "00000000"}, 403)
	none := r.post("/v1/requests/07-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/code", object{"code": "00000000"}, 403)
	delete(wrong, "request_id")
	delete(none, "request_id")
	if fmt.Sprint(wrong) != fmt.Sprint(none) {
		t.Errorf("a wrong code and no request are told apart: %v, %v", wrong, none)
	}
	r.post("/v1/requests/visitor", object{"kind": "close", "contact": "phone", "value": "13800000001"}, 403)
	r.post("/v1/requests/visitor", object{"kind": "copy", "contact": "passport", "value": "1"}, 422)
}

// TestAFloodOfVisitors is turned away in the same words whatever contact it gives, and
// says when to come again.
func TestAFloodOfVisitors(t *testing.T) {
	r := newRig(t)
	send := func(i int, lang string) *httptest.ResponseRecorder {
		body := fmt.Sprintf(`{"kind":"copy","contact":"phone","value":"1380000%04d"}`, i)
		return r.send("POST", "/v1/requests/visitor", body, "Accept-Language: "+lang)
	}
	last := map[string]string{}
	for i := range 40 {
		lang := []string{"zh", "en"}[i%2]
		switch w := send(i, lang); {
		case i < 30 && w.Code != 201, i >= 30 && (w.Code != 429 || w.Header().Get("Retry-After") != "1" || w.Header().Get("Content-Type") != "application/problem+json"):
			t.Fatalf("request %d: %d %v %s", i, w.Code, w.Header(), w.Body)
		case i >= 30:
			text := requestID.ReplaceAllString(w.Body.String(), "")
			if was := last[lang]; was != "" && was != text {
				t.Errorf("told apart: %s, %s", was, text)
			}
			last[lang] = text
		}
	}
	if !strings.Contains(last["zh"], "请求太多") || !strings.Contains(last["en"], "too many requests") {
		t.Errorf("told %v", last)
	}
	r.post("/v1/requests", object{"subject": "u-1", "kind": "explain", "text": "why"}, 201) // nobody else is kept out
	if r.now = r.now.Add(time.Second); send(40, "zh").Code != 201 {
		t.Error("a second later it is still closed")
	}
}

var requestID = regexp.MustCompile(`"request_id":"[^"]*"`)

// TestErasuresHoldNobody: staff see how far erasures are, and nothing of whom.
func TestErasuresHoldNobody(t *testing.T) {
	r := newRig(t)
	anne := r.staff()
	for path, want := range map[string]string{"": "连接不上", "?limit=2": `"where":"sms_log.text","count":2,"found_by":"value"`, "?limit=3": "尚未答复", "/c-1": "连接不上", "/c-1/evidence": "2029-01-02"} {
		body := r.send("GET", "/v1/erasures"+path, "", anne).Body.String()
		if !strings.Contains(body, "另一种读法自发现之时起") { // collected unavoidably: the law can be read in two ways
			t.Errorf("%s does not say which reading the clock has: %s", path, body)
		}
		if !strings.Contains(body, want) || strings.Contains(body, "seen-nowhere") || strings.Contains(body, "1380000") || strings.Contains(body, ledger.Lookup{7}.String()) {
			t.Errorf("%s: %s", path, body)
		}
	}
	r.erasures.said = nil
	r.post("/v1/erasures/c-1/manual", object{"store": "paper", "evidence": "file 8"}, 200, anne)
	r.post("/v1/erasures/c-1/confirm", object{"recipient": "courier", "evidence": "letter 9"}, 200, anne)
	r.post("/v1/erasures/c-1/hold", object{"store": "orders", "reason": "tape"}, 200, anne)
	r.post("/v1/erasures/none/hold", object{"store": "orders", "reason": "tape"}, 404, anne)
	if said := strings.Join(r.erasures.said, "; "); !strings.Contains(said, "manual paper file 8 ") || !strings.Contains(said, "confirm courier letter 9 ") || strings.Contains(said, "vk_") {
		t.Errorf("said: %s", said)
	}
}

func TestLinksToRequests(t *testing.T) {
	r := newRig(t)
	id := r.post("/v1/requests", object{"subject": "u-1", "kind": "explain", "text": "why"}, 201)["id"].(string)
	for _, page := range []string{"rights", "held", "requests", "rights/close", "requests/" + id} {
		url := r.post("/v1/links", object{"subject": "u-1", "page": page, "step_up": true}, 201)["url"].(string)
		in, err := r.passes().Open(url[strings.LastIndex(url, "/")+1:], r.now)
		if err != nil || in.Page != page || !in.SteppedUp(r.now) || !in.Subject.IsZero() {
			t.Errorf("%s: %+v, %v", page, in, err)
		}
	}
	r.post("/v1/links", object{"subject": "u-2", "page": "requests/" + id}, 404)
	r.post("/v1/links", object{"subject": "u-1", "page": "rights/everything"}, 422)
	url := r.post("/v1/links", object{"subject": "nobody-yet", "page": "rights/close"}, 201)["url"].(string)
	in, err := r.passes().Open(url[strings.LastIndex(url, "/")+1:], r.now)
	if err != nil || in.Subject.Raw() != "nobody-yet" || in.SteppedUp(r.now) {
		t.Errorf("of somebody of whom nothing is recorded: %v", err)
	}
}

func (r *rig) passes() httpx.Passes { return httpx.Passes{Sealer: r.sealer} }

// TestStaffDeleteForAReasonOfTheirOwn: nobody asked, and the clock runs from when it
// came about.
func TestStaffDeleteForAReasonOfTheirOwn(t *testing.T) {
	r := newRig(t)
	anne := r.staff()
	event := r.now.Add(-72 * time.Hour)
	o := object{"subject": "u-1", "kind": "delete", "speaker": "person", "received_at": r.now, "trigger": "unlawful", "event_at": event}
	q := r.post("/v1/requests/staff", o, 201, anne)
	if d := q["detail"].(object); d["trigger"] != "unlawful" || d["event_at"] != "2026-11-17T09:00:00Z" {
		t.Errorf("entered: %v", d)
	}
	for name, change := range map[string]object{
		"no time":       {"trigger": "purpose", "event_at": nil},
		"in the future": {"trigger": "purpose", "event_at": r.now.Add(time.Hour)},
		"another kind":  {"trigger": "purpose", "event_at": event, "kind": "copy"},
		"another word":  {"trigger": "account", "event_at": event},
	} {
		bad := object{}
		for k, v := range o {
			bad[k] = v
		}
		for k, v := range change {
			if bad[k] = v; v == nil {
				delete(bad, k)
			}
		}
		if w := r.post("/v1/requests/staff", bad, 422, anne); w["id"] != nil {
			t.Errorf("%s: %v", name, w)
		}
	}
	r.post("/v1/requests", object{"subject": "u-1", "kind": "delete", "step_up": true, "trigger": "unlawful"}, 422)
}

// TestAGuardianWhoIsNotLinked is entered, and shows that they are the guardian.
func TestAGuardianWhoIsNotLinked(t *testing.T) {
	r := newRig(t)
	anne, ben := r.staff(), r.staff()
	o := object{"subject": "u-1", "kind": "copy", "speaker": "guardian", "received_at": r.now, "proof": object{"method": "guardian-shown", "reference": "file 7"}}
	q := r.post("/v1/requests/staff", o, 201, anne)
	if q["state"] != "verifying" || q["speaker"] != "guardian" {
		t.Errorf("entered: %v", q)
	}
	r.post("/v1/requests/"+q["id"].(string)+"/approve", nil, 200, ben)
	o["speaker"], o["guardian"] = "person", "mum"
	r.post("/v1/requests/staff", o, 422, anne)
}
