package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/internal/httpx"
)

// child makes a child with a guardian, and asks the guardian.
func (in *installation) child(t *testing.T, name, guardian string) consent.Ask {
	t.Helper()
	who := person(t, name)
	if _, err := in.desk.SetAge(t.Context(), who, consent.Age{Band: consent.Under14, Method: "guardian-declared", Lapses: in.now.AddDate(3, 0, 0)}, in.now); err != nil {
		t.Fatal(err)
	}
	link := consent.Link{Relation: "parent", Method: "document-seen", Evidence: "file 7", Expires: in.now.Add(100 * 24 * time.Hour)}
	if _, err := in.desk.LinkGuardian(t.Context(), who, person(t, guardian), link, in.now); err != nil {
		t.Fatal(err)
	}
	res, err := in.desk.Ask(t.Context(), who, consent.Request{Service: "shop", Trigger: consent.Settings, Guardian: person(t, guardian)}, "", in.now)
	if err != nil || res.Ask.ID == "" {
		t.Fatalf("asking the guardian: %v %v", res.Offer.Silence, err)
	}
	return res.Ask
}

// as opens a link to a child's pages for somebody's browser.
func (in *installation) as(t *testing.T, guardian, child, page string) *visitor {
	t.Helper()
	v := in.stranger(t)
	token, _ := in.passes.Link(httpx.Pass{Lookup: in.install.Lookup(person(t, child)), By: in.install.Lookup(person(t, guardian)), Page: page}, in.now)
	v.get("/p/" + token)
	return v
}

// TestAGuardianAnswersForAChild: the guardian's browser answers one item at a
// time; the child's own, and another guardian's, see nothing of it.
func TestAGuardianAnswersForAChild(t *testing.T) {
	in := install(t, shop(t))
	ask := in.child(t, "kid", "mother")
	path := "/me/asks/" + string(ask.ID)
	for _, c := range ask.Choices {
		if !c.Alone() || len(c.Uses) != 1 {
			t.Errorf("%s is not alone: a child's consent is one choice per item", c.ID)
		}
	}
	mother := in.as(t, "mother", "kid", "asks/"+string(ask.ID))
	r := mother.get(path)
	if r.status != http.StatusOK || !strings.Contains(r.body, "监护人身份") {
		t.Fatalf("the guardian's page: %d\n%s", r.status, r.body)
	}
	first := ask.Choices[0]
	if r := mother.post(path, url.Values{"press": {"agree"}, "choice": {string(first.ID)}}); r.status != http.StatusSeeOther {
		t.Fatalf("the guardian's yes: %d\n%s", r.status, r.body)
	}
	said, err := in.Consents(t.Context(), ask.Lookup)
	if got := said[first.Uses[0].Use]; err != nil || got.State != consent.Granted || got.By != consent.ByGuardian {
		t.Errorf("recorded: %+v, %v", got, err)
	}
	for name, c := range map[string]struct {
		v      *visitor
		status int
	}{
		"the child":        {in.visit(t, "kid", "consents"), http.StatusNotFound},
		"another guardian": {in.as(t, "stranger", "kid", "asks/"+string(ask.ID)), http.StatusForbidden},
	} {
		if r := c.v.get(path); r.status != c.status {
			t.Errorf("%s opens the guardian's ask: %d", name, r.status)
		}
		if r := c.v.post(path, url.Values{"press": {"basic"}}); r.status != c.status {
			t.Errorf("%s answers the guardian's ask: %d", name, r.status)
		}
	}
	if r := mother.get("/me/consents"); !strings.Contains(r.body, "监护人身份") {
		t.Error("the overview does not say for whom it is")
	}
	if _, err := in.desk.EndGuardian(t.Context(), person(t, "kid"), in.now); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"/me/consents", path, "/me/receipts/5"} {
		if r := mother.get(at); r.status != http.StatusForbidden {
			t.Errorf("%s opens to somebody who was the guardian: %d", at, r.status)
		}
	}
}

// TestAYesNeedsThePage: a form that brings no mark of ours, or that of another
// step or ask, agrees to nothing; a no needs no page.
func TestAYesNeedsThePage(t *testing.T) {
	in := install(t, shop(t))
	ask, other := in.put(t, "lin", "shop"), in.put(t, "mei", "shop")
	path := "/me/asks/" + string(ask.ID)
	v := in.visit(t, "lin", "consents")
	alone := ask.Choices[len(ask.Choices)-1]
	form := func(press, shown string) url.Values {
		return url.Values{"press": {press}, "choice": {string(alone.ID)}, "shown": {shown}}
	}
	before := in.size()
	for name, shown := range map[string]string{
		"none": "", "a time": "99999999999999", "of the first step": v.markOf(ask.ID, url.Values{}),
		"of another ask": v.markOf(other.ID, url.Values{"choice": {string(alone.ID)}}),
	} {
		if r := v.post(path, form("agree", shown)); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "没有展示过") || in.size() != before {
			t.Errorf("a yes with the mark %s: %d", name, r.status)
		}
	}
	if r := v.post(path, form("refuse", "")); r.status != http.StatusSeeOther || in.size() != before+1 {
		t.Errorf("a no without a mark: %d", r.status)
	}
}

// TestAChildSeesWhoDecides presses the band, and later another one.
func TestAChildSeesWhoDecides(t *testing.T) {
	in := install(t, shop(t))
	ask := in.putTo(t, "kid", "shop")
	path := "/me/asks/" + string(ask.ID)
	v := in.visit(t, "kid", "consents")
	if r := v.get(path); !strings.Contains(r.body, "年龄段") {
		t.Fatalf("the age is not asked first:\n%s", r.body)
	}
	if r := v.post(path+"/age", url.Values{"band": {"later"}}); r.status != http.StatusSeeOther || in.size() != 3 {
		t.Errorf("not now: %d, %d entries", r.status, in.size())
	}
	if r := v.get(path + "/choices"); !strings.Contains(r.body, "请逐项选择") {
		t.Errorf("whoever says nothing cannot go on:\n%s", r.body)
	}
	v.post(path+"/age", url.Values{"band": {"under-14"}})
	for _, at := range []string{path, path + "/choices"} {
		if r := v.get(at); !strings.Contains(r.body, "监护人") || strings.Contains(r.body, "<form") {
			t.Errorf("%s asks a child:\n%s", at, r.body)
		}
	}
	if r := v.post(path, url.Values{"press": {"save"}, "choice:" + string(ask.Choices[0].ID): {"agree"}}); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "监护人") {
		t.Errorf("a child's own answer: %d\n%s", r.status, r.body)
	}
	if r := v.post(path+"/age", url.Values{"band": {"adult"}}); r.status != http.StatusUnprocessableEntity {
		t.Errorf("a child becomes an adult at the press of a button: %d", r.status)
	}
	if r := v.post(path+"/age", url.Values{"band": {"ancient"}}); r.status != http.StatusUnprocessableEntity {
		t.Errorf("a band that is none: %d", r.status)
	}
}
