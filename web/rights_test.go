package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/rights"
)

// TestEveryRightIsTwoTapsAway from the consents, and every form one page.
func TestEveryRightIsTwoTapsAway(t *testing.T) {
	in := install(t, shop(t))
	in.put(t, "lin", "shop")
	v := in.again(t, "lin", "consents")
	if r := v.get("/me/consents"); !strings.Contains(r.body, `href="/me/rights?`) {
		t.Fatal("the consents do not lead to the rights")
	}
	overview := v.get("/me/rights").body
	for _, path := range []string{"/me/held", "/me/requests", "/me/rights/copy", "/me/rights/correct", "/me/rights/complete", "/me/rights/delete", "/me/rights/restrict",
		"/me/rights/transfer", "/me/rights/close", "/me/rights/explain", "/me/rights/complain", "/me/consents"} {
		if !strings.Contains(overview, `href="`+path+`?`) {
			t.Errorf("the overview does not lead to %s", path)
		}
		if r := v.get(path); r.status != http.StatusOK {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	for _, path := range []string{"/me/rights/access", "/me/rights/withdraw", "/me/rights/anything"} {
		if r := v.get(path); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}

// TestClosingAtOnce: the second button does without the days in which it can be
// cancelled, and needs the login done again as the first does.
func TestClosingAtOnce(t *testing.T) {
	in := install(t, shop(t))
	in.put(t, "lin", "shop")
	press := url.Values{"press": {"at-once"}}
	if r := in.visit(t, "lin", "rights").post("/me/rights/close", press); r.status != http.StatusForbidden || len(in.requests) != 0 {
		t.Fatalf("without a login again: %d", r.status)
	}
	v := in.again(t, "lin", "rights")
	first := in.idIn(t, v.post("/me/rights/close", url.Values{}).location)
	if q := in.requests[first]; q.State != rights.Received || q.Until.IsZero() {
		t.Fatalf("the first button: %s", q.State)
	}
	to := v.post("/me/rights/close", press).location
	if q := in.requests[in.idIn(t, to)]; q.ID != first || q.State != rights.InProgress || !q.Until.IsZero() {
		t.Errorf("the second: %s %s until %s", q.ID, q.State, q.Until)
	}
	if strings.Contains(v.get(to).body, "/cancel") {
		t.Error("what began is offered to be cancelled")
	}
}

// TestAnsweringWhatIsAsked: a double press is one reply, with the link alone and no
// login again, and it is taken only while the request waits.
func TestAnsweringWhatIsAsked(t *testing.T) {
	in := install(t, shop(t))
	in.put(t, "lin", "shop")
	v := in.visit(t, "lin", "rights")
	to := v.post("/me/rights/explain", url.Values{"text": {"why"}}).location
	at, said := "/me/requests/"+string(in.idIn(t, to))+"/reply", url.Values{"text": {"Saturday's"}, "once": {"mark"}}
	if r := v.post(at, said); r.status != http.StatusConflict || strings.Contains(v.get(to).body, at) {
		t.Errorf("nobody asked: %d", r.status)
	}
	in.waiting(t, to)
	if !strings.Contains(v.get(to).body, at) {
		t.Fatal("the page of a request that waits has no way to answer")
	}
	first, second := v.post(at, said), v.post(at, said)
	q := in.requests[in.idIn(t, to)]
	if first.status != http.StatusSeeOther || second.status != http.StatusSeeOther || q.State != rights.InProgress || len(q.Detail.Replies) != 1 {
		t.Errorf("%d, %d: %s with %d replies", first.status, second.status, q.State, len(q.Detail.Replies))
	}
	if r := in.visit(t, "mei", "rights").post(at, said); r.status != http.StatusNotFound {
		t.Errorf("by somebody else: %d", r.status)
	}
}

// TestAskingAndCancelling walks what a person does: each form makes one request,
// however often it is pressed, and what can be called back is, with one press.
func TestAskingAndCancelling(t *testing.T) {
	in := install(t, shop(t))
	in.put(t, "lin", "shop")
	v := in.again(t, "lin", "rights")
	for kind, form := range map[rights.Kind]url.Values{
		rights.Copy: {}, rights.Close: {}, rights.Transfer: {"target": {"courier"}}, rights.Restrict: {},
		rights.Delete: {"press": {"some"}, "function": {"shop/for-you"}}, rights.Correct: {"value:recipient-name": {"林"}},
		rights.Complete: {"text": {"少了楼层"}}, rights.Explain: {"text": {"为什么"}}, rights.Complain: {"text": {"不对"}},
	} {
		path := "/me/rights/" + string(kind)
		form.Set("once", "mark-"+string(kind))
		first, second := v.post(path, form), v.post(path, form)
		if first.status != http.StatusSeeOther || first.location != second.location {
			t.Errorf("%s: %d to %q, then %q\n%s", kind, first.status, first.location, second.location, first.body)
			continue
		}
		q := in.requests[in.idIn(t, first.location)]
		if q.Kind != kind || q.Way != rights.BySelf || q.Speaker != rights.Person || q.Proof.Method != rights.AppLogin {
			t.Errorf("%s was recorded as %+v", kind, q)
		}
		if kind == rights.Delete && (len(q.Uses) != 1 || string(q.Uses[0]) != browsing) {
			t.Errorf("deletes %v", q.Uses)
		}
		if r := v.get(first.location); r.status != http.StatusOK {
			t.Errorf("%s: its page %d", kind, r.status)
		}
	}
	for _, q := range in.requests {
		if q.Kind != rights.Close {
			continue
		}
		if r := in.visit(t, "lin", "requests").post("/me/requests/"+string(q.ID)+"/cancel", url.Values{}); r.status != http.StatusSeeOther {
			t.Errorf("changing one's mind: %d", r.status)
		}
		if got := in.requests[q.ID].State; got != rights.Cancelled {
			t.Errorf("after cancelling it is %s", got)
		}
	}
}

// TestStepUpLastsFifteenMinutes from the login, not from when the link is opened.
func TestStepUpLastsFifteenMinutes(t *testing.T) {
	in := install(t, shop(t))
	in.put(t, "lin", "shop")
	token, _ := in.passes.Link(httpx.Pass{Lookup: in.install.Lookup(person(t, "lin")), Page: "rights", StepUp: in.now}, in.now)
	in.now = in.now.Add(14 * time.Minute)
	v := in.stranger(t)
	v.get("/p/" + token)
	if r := v.get("/me/rights/copy"); !strings.Contains(r.body, "<form") {
		t.Error("within its time there is no form")
	}
	in.now = in.now.Add(time.Minute)
	before := in.size()
	if r := v.get("/me/rights/copy"); strings.Contains(r.body, "<form") || !strings.Contains(r.body, "重新登录") {
		t.Error("after its time there is a form")
	}
	for _, kind := range []string{"copy", "delete", "transfer", "close"} {
		r := v.post("/me/rights/"+kind, url.Values{"press": {"all"}, "target": {"x"}})
		if r.status != http.StatusForbidden || !strings.Contains(r.body, "重新登录") {
			t.Errorf("%s after its time: %d", kind, r.status)
		}
	}
	if r := v.post("/me/rights/correct", url.Values{"value:phone": {"13900000000"}}); r.status != http.StatusForbidden || !strings.Contains(r.body, "重新登录") {
		t.Errorf("a change of contact: %d", r.status)
	}
	if in.size() != before {
		t.Error("something was recorded")
	}
	if r := v.post("/me/rights/correct", url.Values{"text": {"浏览记录里有一条不是我的"}}); r.status != http.StatusSeeOther {
		t.Errorf("what is in words needs no login again: %d", r.status)
	}
}

// TestSomebodyOfWhomNothingIsRecorded can close the account all the same.
func TestSomebodyOfWhomNothingIsRecorded(t *testing.T) {
	in := install(t, shop(t))
	v := in.again(t, "new", "rights/close")
	if r := v.post("/me/rights/close", url.Values{}); r.status != http.StatusSeeOther || len(in.requests) != 1 {
		t.Errorf("closing an account nobody asked anything about: %d\n%s", r.status, r.body)
	}
	if r := in.visit(t, "gone", "rights/close").get("/me/rights/close"); r.status != http.StatusUnauthorized {
		t.Errorf("a session of somebody who was erased since: %d", r.status)
	}
}

// TestVisitorsAreToldTheSame whatever contact they claim, and whatever they try.
func TestVisitorsAreToldTheSame(t *testing.T) {
	in := install(t, shop(t))
	v := in.stranger(t)
	ask := func(form url.Values) reply { t.Helper(); return v.post("/request", form) }
	ids := map[string]bool{}
	for range 7 { // more than a contact is sent codes a day
		r := ask(url.Values{"kind": {"copy"}, "claim:phone": {"13800000001"}})
		if r.status != http.StatusSeeOther || !strings.HasPrefix(r.location, "/request/") {
			t.Fatalf("asking: %d to %q", r.status, r.location)
		}
		ids[r.location] = true
	}
	if len(ids) != 7 || len(in.requests) != rights.CodesADay {
		t.Errorf("%d answers, %d requests", len(ids), len(in.requests))
	}
	plain := func(r reply, path string) string {
		return strings.ReplaceAll(r.body, strings.TrimSuffix(path, "?lang=zh-CN"), "")
	}
	var page, wrong string
	for path := range ids {
		shown, refused := v.get(path), v.post(path, url.Values{"code": {"00000000"}})
		if page == "" {
			page, wrong = plain(shown, path), plain(refused, path)
		}
		if plain(shown, path) != page || plain(refused, path) != wrong || refused.status != http.StatusUnprocessableEntity {
			t.Errorf("%s is told apart: %d", path, refused.status)
		}
	}
	for name, form := range map[string]url.Values{
		"two contacts": {"kind": {"copy"}, "claim:phone": {"13800000001"}, "claim:email": {"a@b.example"}},
		"no kind":      {"claim:phone": {"13800000001"}},
		"closing":      {"kind": {"close"}, "claim:phone": {"13800000001"}},
		"a transfer":   {"kind": {"transfer"}, "claim:phone": {"13800000001"}},
	} {
		if r := ask(form); r.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, r.status)
		}
	}
}

// TestGuardiansActForTheirChildOnly while they are guardians.
func TestGuardiansActForTheirChildOnly(t *testing.T) {
	in := install(t, shop(t))
	in.child(t, "kid", "mother")
	in.put(t, "lin", "shop")
	theirs := in.again(t, "lin", "rights").post("/me/rights/complain", url.Values{"text": {"a secret"}}).location
	mother := in.as(t, "mother", "kid", "rights")
	r := mother.post("/me/rights/complain", url.Values{"text": {"for the child"}})
	if r.status != http.StatusSeeOther {
		t.Fatalf("a guardian's complaint: %d\n%s", r.status, r.body)
	}
	q := in.requests[in.idIn(t, r.location)]
	if q.Speaker != rights.Guardian || q.By != in.install.Lookup(person(t, "mother")) || q.Lookup != in.install.Lookup(person(t, "kid")) {
		t.Errorf("recorded: %+v", q)
	}
	if page := mother.get(r.location); page.status != http.StatusOK || !strings.Contains(page.body, "监护人身份") {
		t.Errorf("its page: %d", page.status)
	}
	if r := mother.get(theirs); r.status != http.StatusNotFound {
		t.Errorf("somebody else's request: %d", r.status)
	}
	if _, err := in.desk.EndGuardian(t.Context(), person(t, "kid"), in.now); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{r.location, "/me/rights", "/me/held", "/me/requests"} {
		if r := mother.get(path); r.status != http.StatusForbidden {
			t.Errorf("%s to somebody who was the guardian: %d", path, r.status)
		}
	}
}
