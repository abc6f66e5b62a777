package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/authzen"
)

func newRequest(r *rig, headers ...string) *http.Request {
	req := httptest.NewRequest(http.MethodGet, "/v1/ext-authz", nil)
	req.Header.Set("Authorization", "Bearer "+r.key)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	return req
}

func serve(r *rig, req *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, req)
	return w
}

const certification = "../authzen/testdata/fixture.yaml"

const (
	alice    = `"subject":{"type":"user","id":"alice"}`
	bob      = `"subject":{"type":"user","id":"bob"}`
	reading  = `"action":{"name":"read"}`
	writing  = `"action":{"name":"write"}`
	record1  = `"resource":{"type":"record","id":"record-1"}`
	archived = `"resource":{"type":"record","id":"record-2","properties":{"status":"archived"}}`
	admin    = `"subject":{"type":"user","id":"bob","properties":{"role":"admin"}}`
)

func braced(parts ...string) string { return "{" + strings.Join(parts, ",") + "}" }

// TestCertificationScenario walks the working group's scenario over HTTP, with
// the paths that the metadata names.
func TestCertificationScenario(t *testing.T) {
	r := newRig(t)
	for i, c := range []struct {
		path, body string
		status     int
		want       string // the answer without reasons
	}{
		{authzen.PathEvaluation, braced(alice, reading, record1), 200, "true"},
		{authzen.PathEvaluation, braced(alice, writing, record1), 200, "true"},
		{authzen.PathEvaluation, braced(bob, reading, record1), 200, "true"},
		{authzen.PathEvaluation, braced(bob, writing, record1), 200, "false"},
		{authzen.PathEvaluation, braced(alice, writing, archived), 200, "false"},
		{authzen.PathEvaluation, braced(admin, writing, archived), 200, "true"},
		{authzen.PathEvaluation, braced(alice, `"action":{"name":"delete","properties":{"soft":true}}`, record1), 200, "true"},
		{authzen.PathEvaluation, braced(alice, `"action":{"name":"delete","properties":{"soft":false}}`, record1), 200, "false"},
		{authzen.PathEvaluation, braced(alice, reading, record1, `"context":{"time":"2025-06-27T18:03-07:00"},"foo":"bar","later":{"a":[1]}`), 200, "true"},
		{authzen.PathEvaluation, braced(reading, record1), 400, ""},
		{authzen.PathEvaluation, braced(alice, record1), 400, ""},
		{authzen.PathEvaluation, braced(alice, reading), 400, ""},
		{authzen.PathEvaluation, braced(`"subject":{"id":"alice"}`, reading, record1), 400, ""},
		{authzen.PathEvaluation, braced(`"subject":"alice"`, reading, record1), 400, ""},
		{authzen.PathEvaluation, braced(alice, `"action":{"name":123}`, record1), 400, ""},
		{authzen.PathEvaluation, `{"subject":`, 400, ""},
		{authzen.PathEvaluation, ``, 400, ""},
		{authzen.PathEvaluations, braced(bob, record1, `"evaluations":[{`+reading+`},{`+writing+`}]`), 200, "[true false]"},
		{authzen.PathEvaluations, braced(alice, writing, `"evaluations":[{"resource":{"type":"record","id":"record-1","properties":{"status":"active"}}},{`+archived+`}]`), 200, "[true false]"},
		{authzen.PathEvaluations, braced(writing, archived, `"evaluations":[{`+alice+`},{`+admin+`}]`), 200, "[false true]"},
		{authzen.PathEvaluations, braced(alice, writing, record1, `"evaluations":[{},{`+archived+`}]`), 200, "[true false]"},
		{authzen.PathEvaluations, braced(alice, reading, `"options":{"evaluations_semantic":"execute_all"},"evaluations":[{`+record1+`},{}]`), 200, "[true false]"},
		{authzen.PathEvaluations, braced(alice, reading, record1), 200, "true"},
		{authzen.PathEvaluations, braced(alice, reading, record1, `"evaluations":[]`), 200, "true"},
		{authzen.PathSearchSubject, braced(`"subject":{"type":"user"}`, reading, record1), 200, "alice bob"},
		{authzen.PathSearchSubject, braced(alice, reading, record1), 200, "alice bob"},
		{authzen.PathSearchSubject, braced(`"subject":{"type":"user"}`, writing, archived), 200, "bob"},
		{authzen.PathSearchResource, braced(alice, reading, `"resource":{"type":"record"}`), 200, "record-1 record-2"},
		{authzen.PathSearchResource, braced(admin, writing, `"resource":{"type":"record","id":"record-1"}`), 200, "record-2"},
		{authzen.PathSearchAction, braced(alice, record1), 200, "read write"},
		{authzen.PathSearchAction, braced(admin, archived), 200, "read write"},
		{authzen.PathSearchAction, braced(`"subject":{"type":"user","id":"nobody"}`, record1), 200, ""},
		{authzen.PathSearchSubject, braced(`"subject":{"type":"spaceship"}`, reading, record1), 200, ""},
		{authzen.PathSearchResource, braced(alice, reading, `"resource":{"type":"spaceship"}`), 200, ""},
		{authzen.PathSearchSubject, braced(`"subject":{"type":"user"}`, record1), 400, ""},
		{authzen.PathSearchSubject, braced(`"subject":{"type":"user"}`, reading, `"resource":{"type":"record"}`), 400, ""},
		{authzen.PathSearchResource, braced(`"subject":{"type":"user"}`, reading, `"resource":{"type":"record"}`), 400, ""},
		{authzen.PathSearchAction, braced(`"subject":{"type":"user"}`, record1), 400, ""},
		{authzen.PathSearchAction, braced(alice), 400, ""},
	} {
		w := r.send(http.MethodPost, c.path, c.body, "X-Request-ID: req-7")
		if w.Code != c.status || w.Header().Get("X-Request-Id") != "req-7" {
			t.Errorf("%d: %s %s: %d %s, want %d", i, c.path, c.body, w.Code, w.Body, c.status)
			continue
		}
		if c.status != 200 {
			if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") || w.Body.Len() == 0 {
				t.Errorf("%d: an error is a line of text: %s %q", i, w.Header().Get("Content-Type"), w.Body)
			}
			continue
		}
		if got := bare(t, w); got != c.want || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%d: %s %s: %s, want %s", i, c.path, c.body, got, c.want)
		}
	}
}

// bare shows an answer without its reasons.
func bare(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	var out struct {
		Decision    *bool
		Evaluations []struct{ Decision bool }
		Results     []struct{ ID, Name string }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	switch {
	case out.Decision != nil:
		return fmt.Sprint(*out.Decision)
	case out.Evaluations != nil:
		var all []bool
		for _, e := range out.Evaluations {
			all = append(all, e.Decision)
		}
		return fmt.Sprint(all)
	}
	var all []string
	for _, e := range out.Results {
		all = append(all, e.ID+e.Name)
	}
	return strings.Join(all, " ")
}

const person = `"subject":{"type":"person","id":"u-1"}`

func use(id, more string) string {
	return `"resource":{"type":"use","id":"` + id + `"` + more + `}`
}

// TestAuthZENSpeaksOfPeople: our own vocabulary is answered from declaration, law
// and what the person chose, with articles in both languages.
func TestAuthZENSpeaksOfPeople(t *testing.T) {
	r := newRig(t)
	const process = `"action":{"name":"process"}`
	ask := func(body string) string { return r.send(http.MethodPost, authzen.PathEvaluation, body).Body.String() }
	if got := ask(braced(person, process, use(recommend, ""))); !strings.Contains(got, `"decision":false`) || !strings.Contains(got, `"rule":"consent-missing"`) ||
		!strings.Contains(got, "尚未同意") || !strings.Contains(got, "has not agreed") || !strings.Contains(got, `{"instrument":"cn-pipl","article":"13","status":"in-force"}`) {
		t.Errorf("never asked: %s", got)
	}
	r.post("/v1/asks/"+r.ask()+"/answers", yes("a"), 200)
	for name, c := range map[string]struct{ body, want string }{
		"granted":              {braced(person, process, use(recommend, "")), `"decision":true`},
		"user is the same":     {braced(`"subject":{"type":"user","id":"u-1"}`, process, use(recommend, "")), `"decision":true`},
		"ahead of the record":  {braced(person, process, use(recommend, ""), `"context":{"at_least":1099511627776}`), `"record-behind"`},
		"to nobody declared":   {braced(person, process, use(recommend, `,"properties":{"recipient":"ads"}`)), `"recipient-undeclared"`},
		"refuse the function":  {braced(person, `"action":{"name":"refuse-service"}`, `"resource":{"type":"function","id":"shop/order"}`), `"decision":false`},
		"an unknown action":    {braced(person, `"action":{"name":"sell"}`, use(recommend, "")), `"error":{"status":400`},
		"an unknown subject":   {braced(`"subject":{"type":"robot","id":"1"}`, process, use(recommend, "")), `"error":{"status":404`},
		"an unknown resource":  {braced(person, process, `"resource":{"type":"moon","id":"1"}`), `"error":{"status":404`},
		"at_least is no whole": {braced(person, process, use(recommend, ""), `"context":{"at_least":1.5}`), `"error":{"status":400`},
		"last_at is no time":   {braced(person, `"action":{"name":"collect"}`, use(recommend, ""), `"context":{"last_at":"soon"}`), `"error":{"status":400`},
		"country is no text":   {braced(person, `"action":{"name":"export"}`, use(recommend, ""), `"context":{"country":1}`), `"error":{"status":400`},
	} {
		got := ask(c.body)
		if !strings.Contains(got, c.want) || strings.Contains(got, `"decision":true`) != strings.Contains(c.want, "true") {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if strings.Contains(r.log.String(), "u-1") {
		t.Error("the person is in the log")
	}
}

// TestAuthZENSearchesOurs: what may be done for a person, and who agreed.
func TestAuthZENSearchesOurs(t *testing.T) {
	r := newRig(t)
	r.post("/v1/asks/"+r.ask()+"/answers", yes("a"), 200)
	found := func(path, body string, headers ...string) []string {
		t.Helper()
		w := r.send(http.MethodPost, path, body, headers...)
		if w.Code != 200 {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
		return strings.Fields(bare(t, w))
	}
	uses := found(authzen.PathSearchResource, braced(person, `"action":{"name":"process"},"resource":{"type":"use"}`))
	if !slices.Contains(uses, recommend) || slices.Contains(uses, "shop/for-you/heart-rate/recommend") {
		t.Errorf("uses that may be carried out: %v", uses)
	}
	actions := found(authzen.PathSearchAction, braced(person, use(recommend, "")))
	if !slices.Contains(actions, "process") || slices.Contains(actions, "refuse-service") {
		t.Errorf("actions: %v", actions)
	}
	who := braced(`"subject":{"type":"person"},"action":{"name":"process"}`, use(recommend, ""))
	if w := r.send(http.MethodPost, authzen.PathSearchSubject, who, "Authorization: Bearer "+r.newKey("decide")); w.Code != 403 {
		t.Errorf("people are listed without the scope: %d %s", w.Code, w.Body)
	}
	all := "Authorization: Bearer " + r.newKey("decide", "who")
	if got := found(authzen.PathSearchSubject, who, all); !slices.Equal(got, []string{"u-1"}) {
		t.Errorf("who agreed: %v", got)
	}
}

func TestAuthZENErrors(t *testing.T) {
	r := newRig(t)
	good := braced(alice, reading, record1)
	for name, c := range map[string]struct {
		header string
		body   string
		status int
	}{
		"no key":           {"Authorization: ", good, 401},
		"an unknown key":   {"Authorization: Bearer x", good, 401},
		"a key without it": {"Authorization: Bearer " + r.newKey("consent"), good, 403},
		"another type":     {"Content-Type: text/plain", good, 400},
		"no JSON":          {"X-A: b", "{", 400},
		"too large":        {"X-A: b", `{"a":"` + strings.Repeat("x", 300_000) + `"}`, 413},
	} {
		w := r.send(http.MethodPost, authzen.PathEvaluation, c.body, c.header)
		if w.Code != c.status || w.Header().Get("X-Request-Id") == "" || w.Code == 401 && w.Header().Get("WWW-Authenticate") == "" {
			t.Errorf("%s: %d %v %s", name, w.Code, w.Header(), w.Body)
		}
	}
	if err := r.store.Close(); err != nil {
		t.Fatal(err)
	}
	if w := r.send(http.MethodPost, authzen.PathEvaluation, braced(person, `"action":{"name":"process"}`, use(recommend, ""))); w.Code != 500 || strings.Contains(w.Body.String(), "decision") {
		t.Errorf("the database is gone: %d %s", w.Code, w.Body)
	}
}

func TestAuthZENMetadata(t *testing.T) {
	w := newRig(t).send(http.MethodGet, authzen.PathMetadata, "", "Authorization: ")
	var m authzen.Metadata
	if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil || w.Code != 200 || w.Header().Get("Content-Type") != "application/json" {
		t.Fatalf("%d %s %v", w.Code, w.Body, err)
	}
	if m.Point != "https://volens.example" || m.Evaluation != "https://volens.example/access/v1/evaluation" || m.SearchAction != "https://volens.example/access/v1/search/action" {
		t.Errorf("got %+v", m)
	}
}

func overlay(t testing.TB) *authzen.Overlay {
	t.Helper()
	b, err := os.ReadFile(certification)
	if err != nil {
		t.Fatal(err)
	}
	o, err := authzen.ParseOverlay("fixture.yaml", string(b))
	if err != nil {
		t.Fatal(err)
	}
	return o
}
