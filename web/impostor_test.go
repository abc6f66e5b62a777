package web_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/fulfil"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/server"
	"github.com/volens/volens/store"
	"github.com/volens/volens/web"
)

// canary is in every value of the victims and in nothing else: wherever it turns
// up in an answer, something of theirs was disclosed.
const canary = "kanarienvogel"

// A town is the API and the pages over a real store, with two victims, a grown-up
// and a child, and whoever would like to be them.
type town struct {
	t       *testing.T
	store   *store.Store
	data    string // where the store's files are
	desk    *consent.Desk
	rights  *rights.Desk
	passes  httpx.Passes
	handler http.Handler
	now     time.Time
	cases   *locked

	app, staff, second, keys, other string                                // API keys
	mine                            map[string]rights.RequestID           // the victim's requests, by kind
	approved                        rights.RequestID                      // a relative's, of a copy that is done
	childs                          rights.RequestID                      // a request about the child
	visitors                        rights.RequestID                      // a request by the victim's telephone
	code                            string                                // what was sent there
	lookup                          func(raw string) (l ledger.Lookup)    // under the installation's key
	subject                         func(raw string) (who ledger.Subject) // without a test to fail
}

// The people of the town.
const (
	victim   = "victim-" + canary
	kid      = "kid-" + canary
	mother   = "mother-of-kid"
	formerly = "was-guardian-of-kid"
	mallory  = "mallory"
	brat     = "child-of-mallory"
)

// copiesOfAll has a copy of every request, done or not: what keeps it in is the route
// alone.
type copiesOfAll struct{ *store.Store }

func (c copiesOfAll) Archive(ctx context.Context, id rights.RequestID, _ time.Time) (rights.NewArchive, error) {
	r, err := c.Request(ctx, id)
	return rights.NewArchive{Request: id, Lookup: r.Lookup, Name: "copy.zip", Body: []byte(canary)}, err
}

// locked is one erasure, of the victim; it counts who touches it.
type locked struct{ touched int }

func (c *locked) touch(context.Context) error { c.touched++; return nil }

func (c *locked) Manual(ctx context.Context, _ erase.CaseID, _, _, _ string, _ time.Time) error {
	return c.touch(ctx)
}

func (c *locked) Confirm(ctx context.Context, _ erase.CaseID, _, _, _ string, _ time.Time) error {
	return c.touch(ctx)
}

func (c *locked) Hold(ctx context.Context, _ erase.CaseID, _, _, _ string, _ time.Time) error {
	return c.touch(ctx)
}

func (c *locked) Certificate(context.Context, erase.CaseID) (erase.Certificate, error) {
	return erase.Certificate{Case: "case", Kept: []erase.Kept{{Store: "orders", Under: canary}}}, nil
}

func (c *locked) Case(context.Context, erase.CaseID) (erase.Case, error) {
	return erase.Case{ID: "case", Declaration: canary}, nil
}

func (c *locked) OpenCases(context.Context, int) ([]erase.Case, error) {
	return []erase.Case{{ID: "case", Declaration: canary}}, nil
}

func (c *locked) CasesOf(context.Context, string, ledger.Lookup) ([]erase.Case, error) {
	return []erase.Case{{ID: "case"}}, nil
}

// Held says something of the victims only.
func (c *locked) Held(_ context.Context, s ledger.Subject, _ time.Time) ([]fulfil.Holding, error) {
	if s.Raw() == victim || s.Raw() == kid {
		return []fulfil.Holding{{Store: canary, Items: []string{canary}, Rows: 7}}, nil
	}
	return nil, nil
}

// keyList is where the store's list of keys and the server's meet.
type keyList struct{ *store.Store }

func (k keyList) APIKeys(ctx context.Context) (out []server.KeyInfo, err error) {
	all, err := k.Store.APIKeys(ctx)
	for _, x := range all {
		out = append(out, server.KeyInfo(x))
	}
	return out, err
}

// found makes the town.
func found(t *testing.T) *town {
	t.Helper()
	ring, _, err := keys.Open(t.TempDir() + "/keys")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir() + "/data"
	s, err := store.Open(t.Context(), store.Options{Data: dir, Keys: ring})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	w := &town{t: t, store: s, data: dir, now: morning, cases: &locked{}, mine: map[string]rights.RequestID{}, passes: httpx.Passes{Sealer: ring}}
	w.desk = &consent.Desk{People: s, Record: s, Versions: s, Random: rand.Reader}
	w.rights = &rights.Desk{Consent: w.desk, Requests: s, Random: rand.Reader}
	w.subject = func(raw string) ledger.Subject {
		who, err := ledger.NewSubject(raw)
		if err != nil {
			t.Fatal(err)
		}
		return who
	}
	w.lookup = func(raw string) ledger.Lookup {
		p, err := s.Person(t.Context(), w.subject(raw))
		if err != nil {
			t.Fatal(err)
		}
		return p.Identity.Lookup
	}
	w.serve()
	w.declare()
	w.settle()
	return w
}

func (w *town) serve() {
	w.t.Helper()
	log, reg, now := slog.New(slog.DiscardHandler), prometheus.NewRegistry(), func() time.Time { return w.now }
	pages, err := web.New(web.Options{
		Desk: w.desk, Rights: w.rights, Holdings: w.cases, Copies: w.store, Cases: w.cases, Certificates: w.cases, Passes: w.passes, Log: log, Now: now,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	api := server.New(server.Options{
		Desk: w.desk, Judge: &decide.Judge{Desk: w.desk, Size: w.store.Size}, Log: w.store, Keys: w.store, KeyBook: keyList{w.store}, Hooks: w.store,
		Rights: w.rights, Staff: w.rights, Requests: w.store, Erasures: w.cases, Cases: w.cases, Copies: copiesOfAll{w.store},
		Passes: w.passes, PublicURL: "https://volens.example", Metrics: reg, Slog: log, Now: now,
	})
	w.handler = httpx.Observe(httpx.Split(api, pages), log, reg, 1<<20)
}

func (w *town) declare() {
	w.t.Helper()
	b, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		w.t.Fatal(err)
	}
	src := declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: string(b)}}}
	w.must(w.desk.Upload(w.t.Context(), src, w.now))
	w.must(w.desk.Activate(w.t.Context(), src.Hash(), w.now))
}

func (w *town) must(_ any, err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// settle moves the people in, each with what is theirs.
func (w *town) settle() {
	w.t.Helper()
	ctx, t := w.t.Context(), w.t
	key := func(scopes ...string) string {
		k, hash := server.NewKey()
		w.must(nil, w.store.PutAPIKey(ctx, hash, "the same name", scopes))
		return k
	}
	w.app, w.staff, w.second = key("link"), key("requests"), key("requests")
	w.keys, w.other = key("keys", "requests"), key("consent", "decide", "who", "people", "declare", "hooks", "stop", "feed")
	for _, who := range []string{kid, brat} {
		w.must(w.desk.SetAge(ctx, w.subject(who), consent.Age{Band: consent.Under14, Method: "guardian-declared", Lapses: w.now.AddDate(3, 0, 0)}, w.now))
	}
	link := consent.Link{Relation: "parent", Method: "document-seen", Evidence: "file 7", Expires: w.now.AddDate(1, 0, 0)}
	w.must(w.desk.LinkGuardian(ctx, w.subject(kid), w.subject(formerly), link, w.now))
	w.must(w.desk.EndGuardian(ctx, w.subject(kid), w.now))
	w.must(w.desk.LinkGuardian(ctx, w.subject(kid), w.subject(mother), link, w.now))
	w.must(w.desk.LinkGuardian(ctx, w.subject(brat), w.subject(mallory), link, w.now))
	proof := rights.Proof{Method: rights.AppLogin, At: w.now, StepUp: w.now}
	open := func(o rights.Order) rights.RequestID {
		r, err := w.rights.Open(ctx, o, "", w.now)
		if err != nil {
			t.Fatalf("%s: %v", o.Kind, err)
		}
		return r.ID
	}
	of := func(who string, kind rights.Kind, d rights.Detail) rights.Order {
		return rights.Order{Subject: w.subject(who), Kind: kind, Way: rights.BySelf, Speaker: rights.Person, Detail: d, Proof: proof}
	}
	for kind, d := range map[rights.Kind]rights.Detail{
		rights.Copy: {}, rights.Close: {}, rights.Complain: {Text: canary}, rights.Explain: {Text: canary}, rights.Transfer: {Target: canary},
		rights.Correct: {Values: map[string]string{"recipient-address": canary}},
	} {
		w.mine[string(kind)] = open(of(victim, kind, d))
	}
	w.must(w.rights.Answer(ctx, w.mine["explain"], canary, "key", w.now))
	w.mine["waiting"] = open(of(victim, rights.Complain, rights.Detail{Text: "another " + canary}))
	w.must(w.rights.Turn(ctx, w.mine["waiting"], rights.Waiting, rights.TellMore, lang.Text{ZH: canary}, "key", w.now))
	copied := rights.NewArchive{Request: w.mine["copy"], Lookup: w.lookup(victim), Name: "copy.zip", Body: []byte(canary), Expires: w.now.AddDate(0, 0, 7)}
	w.must(w.rights.Turn(ctx, w.mine["copy"], rights.Finished, rights.CarriedOut, lang.Text{}, rights.System, w.now, copied))
	letter := rights.Order{Subject: w.subject(victim), Kind: rights.Delete, Way: rights.ByStaff, Speaker: rights.Person, Actor: server.HashKey(w.staff),
		Proof: rights.Proof{Method: rights.InPerson, At: w.now, Reference: canary}}
	w.mine["delete"] = open(letter)
	for _, kind := range []rights.Kind{rights.Copy, rights.Withdraw, rights.Restrict} {
		letter.Kind = kind
		w.mine[string(kind)+" by letter"] = open(letter)
	}
	w.approved = w.byRelative()
	child := of(kid, rights.Explain, rights.Detail{Text: canary})
	child.Speaker, child.By = rights.Guardian, w.lookup(mother)
	w.childs = open(child)
	w.must(w.rights.Answer(ctx, w.childs, canary, "key", w.now))
	var err error
	visiting := rights.Order{Kind: rights.Explain, Detail: rights.Detail{Text: canary, Claims: map[string]string{"phone": "13800000001"}}}
	if w.visitors, err = w.rights.OpenVisitor(ctx, visiting, w.now); err != nil {
		t.Fatal(err)
	}
	tasks, err := w.store.Lease(ctx, consent.WorkTell, 64, w.now.Add(time.Second), w.now.Add(time.Minute))
	for _, task := range tasks {
		if m := codeIn.FindSubmatch(task.Body); m != nil {
			w.code = string(m[1])
		}
	}
	if err != nil || w.code == "" {
		t.Fatalf("no code was sent: %v", err)
	}
	w.must(w.desk.SetAge(ctx, w.subject(mallory), consent.Age{Band: consent.Adult, Method: "account-record"}, w.now))
}

// byRelative is a relative's request for a copy, which two members of staff let through.
func (w *town) byRelative() rights.RequestID {
	w.t.Helper()
	ctx := w.t.Context()
	o := rights.Order{Subject: w.subject(victim), Kind: rights.Copy, Way: rights.ByStaff, Speaker: rights.Relative, Actor: server.HashKey(w.staff), Detail: rights.Detail{Text: canary},
		Proof: rights.Proof{Method: rights.RelationShown, At: w.now, Reference: canary, Relation: "child", Arrangement: canary}}
	r, err := w.rights.Open(ctx, o, "", w.now)
	w.must(r, err)
	w.must(w.rights.Approve(ctx, r.ID, server.HashKey(w.second), w.now))
	file := rights.NewArchive{Request: r.ID, Lookup: r.Lookup, Name: "copy.zip", Body: []byte(canary), Expires: w.now.AddDate(0, 0, 7)}
	w.must(w.rights.Turn(ctx, r.ID, rights.Finished, rights.CarriedOut, lang.Text{}, rights.System, w.now, file))
	return r.ID
}

// state is everything of the victims that an impostor could change.
func (w *town) state() string {
	w.t.Helper()
	ctx, all := w.t.Context(), []any{w.cases.touched}
	for _, who := range []string{victim, kid} {
		l := w.lookup(who)
		requests, err := w.store.RequestsOf(ctx, l)
		w.must(nil, err)
		slices.SortFunc(requests, func(a, b rights.Request) int { return strings.Compare(string(a.ID), string(b.ID)) })
		standing, err := w.store.Standing(ctx, l)
		w.must(nil, err)
		all = append(all, requests, standing)
	}
	a, err := w.store.Archive(ctx, w.mine["copy"], w.now)
	w.must(nil, err)
	v, err := w.store.Request(ctx, w.visitors) // wrong codes are counted there, and nothing else may be
	w.must(nil, err)
	b, err := json.Marshal(append(all, a.Body, v.State, v.Proof, v.Detail))
	w.must(nil, err)
	return string(b)
}

// A try is one request of an impostor.
type try struct {
	method, path string
	body         string
	form         url.Values
	headers      []string // "Name: value"
}

// answer is everything that came back.
func (w *town) answer(x try) *httptest.ResponseRecorder {
	body := x.body
	if x.form != nil {
		body = x.form.Encode()
	}
	req := httptest.NewRequest(x.method, x.path, strings.NewReader(body))
	switch {
	case x.form != nil:
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	case body != "":
		req.Header.Set("Content-Type", "application/json")
	}
	for _, h := range x.headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	out := httptest.NewRecorder()
	w.handler.ServeHTTP(out, req)
	return out
}

// cookie is the session that a pass opens at a time, as a browser would send it.
func (w *town) cookie(p httpx.Pass, at time.Time) string {
	out := httptest.NewRecorder()
	w.passes.Start(out, p, at)
	c := out.Result().Cookies()[0]
	return "Cookie: " + c.Name + "=" + c.Value
}

// seen is an answer as text: status, headers and body.
func seen(r *httptest.ResponseRecorder) string {
	var b bytes.Buffer
	fmt.Fprintln(&b, r.Code)
	_ = r.Result().Header.Write(&b)
	b.Write(r.Body.Bytes())
	return b.String()
}

// TestImpostors plays every script: none is told anything of a victim's, and none
// changes anything of theirs. That the victims themselves are told shows that there
// was something to tell.
func TestImpostors(t *testing.T) {
	w := found(t)
	w.control(t)
	before, scripts, names := w.state(), 0, map[string]bool{}
	for _, s := range w.scripts() {
		scripts++
		if names[s.name] {
			t.Errorf("%s is counted twice", s.name)
		}
		names[s.name] = true
		for i, x := range s.tries {
			r := w.answer(x)
			if r.Code >= 500 || r.Code < 300 && !s.mayAnswer || strings.Contains(seen(r), canary) {
				t.Errorf("%s, try %d: %d\n%s", s.name, i, r.Code, seen(r))
			}
		}
		if after := w.state(); after != before {
			t.Fatalf("%s changed something of a victim's:\n%s\n%s", s.name, before, after)
		}
	}
	t.Logf("%d scripts", scripts)
	if scripts < 200 {
		t.Errorf("only %d scripts", scripts)
	}
	w.control(t)
}

// control checks that whoever has the right sees what is theirs.
func (w *town) control(t *testing.T) {
	t.Helper()
	me := w.cookie(httpx.Pass{Lookup: w.lookup(victim), StepUp: w.now}, w.now)
	mum := w.cookie(httpx.Pass{Lookup: w.lookup(kid), By: w.lookup(mother)}, w.now)
	for name, x := range map[string]try{
		"what is held":             {method: "GET", path: "/me/held", headers: []string{me}},
		"the answer":               {method: "GET", path: "/me/requests/" + string(w.mine["explain"]), headers: []string{me}},
		"the copy":                 {method: "POST", path: "/me/requests/" + string(w.mine["copy"]) + "/copy", form: url.Values{}, headers: []string{me}},
		"what the child has":       {method: "GET", path: "/me/held", headers: []string{mum}},
		"the child's answer":       {method: "GET", path: "/me/requests/" + string(w.childs), headers: []string{mum}},
		"what staff read":          {method: "GET", path: "/v1/requests/" + string(w.mine["complain"]), headers: []string{"Authorization: Bearer " + w.staff}},
		"what a relative is given": {method: "POST", path: "/v1/requests/" + string(w.approved) + "/copy", headers: []string{"Authorization: Bearer " + w.second}},
		"of one person":            {method: "POST", path: "/v1/requests/search", body: `{"subject":"` + victim + `"}`, headers: []string{"Authorization: Bearer " + w.second}},
	} {
		if r := w.answer(x); r.Code != http.StatusOK || !strings.Contains(r.Body.String(), canary) {
			t.Errorf("%s is not shown to whose it is: %d\n%s", name, r.Code, r.Body)
		}
	}
	if _, err := w.rights.Mine(t.Context(), w.lookup(mallory), ledger.Lookup{}, w.mine["copy"], w.now); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the desk shows another's request: %v", err)
	}
}
