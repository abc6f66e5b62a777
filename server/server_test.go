package server_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/server"
	"github.com/volens/volens/store"
)

const recommend = "shop/for-you/browsing-history/recommend"

// rig is the API over a real store, with a clock of its own.
type rig struct {
	t       testing.TB
	handler http.Handler
	store   *store.Store
	key     string
	now     time.Time
	log     bytes.Buffer

	rights   *rights.Desk
	erasures erasures
	sealer   httpx.Sealer
}

// newRig opens the API; opts change what it is made of.
func newRig(t testing.TB, opts ...func(*server.Options)) *rig {
	t.Helper()
	ring, _, err := keys.Open(t.TempDir() + "/keys")
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Options{Data: t.TempDir() + "/data", Keys: ring})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	r := &rig{t: t, store: s, sealer: ring, now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	r.activate("../consent/testdata/shop.yaml")
	r.key = r.newKey("consent", "decide", "link", "keys", "people", "declare", "hooks", "stop")
	desk := &consent.Desk{People: s, Record: s, Versions: s, Random: rand.Reader}
	r.rights = &rights.Desk{Consent: desk, Requests: s, Random: rand.Reader}
	reg := prometheus.NewRegistry()
	log := slog.New(slog.NewJSONHandler(&r.log, nil))
	o := server.Options{
		Desk: desk, Judge: &decide.Judge{Desk: desk, Size: s.Size}, Log: s, Keys: s, KeyBook: keyBook{s}, Hooks: s, Passes: httpx.Passes{Sealer: ring},
		PublicURL: "https://volens.example", Metrics: reg, Slog: log, Now: func() time.Time { return r.now },
		Overlay: overlay(t), People: server.PeopleOf(s.Everyone),
		Rights: r.rights, Staff: r.rights, Requests: s, Cases: &r.erasures, Erasures: &r.erasures, Copies: s,
	}
	for _, opt := range opts {
		opt(&o)
	}
	r.handler = httpx.Observe(server.New(o), log, reg, 256<<10)
	return r
}

func (r *rig) newKey(scopes ...string) string {
	r.t.Helper()
	key, hash := server.NewKey()
	if err := r.store.PutAPIKey(r.t.Context(), hash, "test", scopes); err != nil {
		r.t.Fatal(err)
	}
	return key
}

func (r *rig) activate(file string) {
	r.t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		r.t.Fatal(err)
	}
	src := declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: string(b)}}}
	upload, err := consent.Upload(src, r.now)
	if err != nil {
		r.t.Fatal(err)
	}
	activate, err := consent.Activate(src.Hash(), r.now)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, c := range []ledger.Change{upload, activate} {
		if _, err := r.store.Commit(r.t.Context(), c); err != nil {
			r.t.Fatal(err)
		}
	}
}

type object = map[string]any

// send sends a request with headers "Name: value" and returns the answer.
func (r *rig) send(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	req.Header.Set("Authorization", "Bearer "+r.key)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, req)
	return w
}

func (r *rig) post(path string, body any, status int, headers ...string) object {
	r.t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		r.t.Fatal(err)
	}
	w := r.send(http.MethodPost, path, string(b), headers...)
	out := object{}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != status {
		r.t.Fatalf("POST %s: %d %s, want %d", path, w.Code, w.Body, status)
	}
	return out
}

func (r *rig) ask() string { // of u-1, about the recommendations
	r.t.Helper()
	out := r.post("/v1/asks", object{"subject": "u-1", "service": "shop", "functions": []string{"for-you"}, "trigger": "function"}, 200)
	return out["ask"].(string)
}

func yes(act string) object {
	return object{"answers": []object{{"choice": recommend, "grant": true, "evidence": object{"act": act}}}}
}

func TestAskAnswerReceipt(t *testing.T) {
	r := newRig(t)
	id := r.ask()
	out := r.post("/v1/asks/"+id+"/answers", yes("a"), 200)
	b, _ := json.Marshal(out["receipt"])
	receipt, err := ledger.ParseReceipt(b)
	if err != nil {
		t.Fatal(err)
	}
	if receipt.Subject != "u-1" || !strings.Contains(string(receipt.Body), recommend) {
		t.Errorf("receipt of somebody or something else: %s", receipt.Body)
	}
	again := r.post("/v1/asks/"+id+"/answers", yes("another-reading-of-the-same-press"), 200)
	if diff := cmp.Diff(out, again); diff != "" {
		t.Errorf("the same answer again has another receipt:\n%s", diff)
	}
	other := object{"answers": []object{{"choice": recommend, "grant": false}}}
	if p := r.post("/v1/asks/"+id+"/answers", other, 409); p["rule"] != consent.AnswerTwice {
		t.Errorf("another answer: %v", p)
	}
}

func TestSilenceSaysWhyAndUntilWhen(t *testing.T) {
	r := newRig(t)
	req := object{"subject": "u-1", "service": "shop", "trigger": "start"}
	first := r.post("/v1/asks", req, 200)
	second := r.post("/v1/asks", req, 200)
	if second["silence"] != true || second["next_ask_at"] != "2026-11-22T09:00:00Z" {
		t.Errorf("asked again at once: %v", second)
	}
	if text := fmt.Sprint(second["reasons"]); !strings.Contains(text, "asked-recently") || !strings.Contains(text, "status:practice") {
		t.Errorf("reasons: %s", text)
	}
	r.now = r.now.Add(48 * time.Hour)
	if third := r.post("/v1/asks", req, 200); third["silence"] != false || third["ask"] == first["ask"] {
		t.Errorf("after the interval: %v", third)
	}
}

func TestIdempotencyKey(t *testing.T) {
	r := newRig(t)
	req := object{"subject": "u-1", "service": "shop", "trigger": "settings"}
	r.ask() // the person is known
	first := r.post("/v1/asks", req, 200, "Idempotency-Key: k1")
	again := r.post("/v1/asks", req, 200, "Idempotency-Key: k1")
	if first["ask"] != again["ask"] {
		t.Errorf("the same request under the same key: %v and %v", first["ask"], again["ask"])
	}
	if p := r.post("/v1/asks", object{"subject": "u-1", "service": "shop", "trigger": "start"}, 409, "Idempotency-Key: k1"); p["rule"] != consent.IdempotencyReused {
		t.Errorf("another request under the same key: %v", p)
	}
	if other := r.post("/v1/asks", req, 200, "Idempotency-Key: k2"); other["ask"] == first["ask"] {
		t.Error("another key gets the same ask")
	}
}

func TestWithdrawalIsIdempotent(t *testing.T) {
	r := newRig(t)
	r.post("/v1/asks/"+r.ask()+"/answers", yes("a"), 200)
	first := r.post("/v1/withdrawals", object{"subject": "u-1", "uses": []string{recommend}}, 200)
	again := r.post("/v1/withdrawals", object{"subject": "u-1", "uses": []string{recommend}}, 200)
	if first["version"] != again["version"] || fmt.Sprint(again["uses"]) != "[]" {
		t.Errorf("withdrawing twice: %v, %v", first, again)
	}
}

// TestRefusals walks what the API must refuse: status, rule, and an article
// where the law is the reason; nothing that was sent may come back.
func TestRefusals(t *testing.T) {
	r := newRig(t)
	id := r.ask()
	const secret = "13812345678"
	decideOnly := "Authorization: Bearer " + r.newKey("decide")
	cases := map[string]struct {
		path, body string
		headers    []string
		status     int
		rule       string
	}{
		"no key":              {"/v1/decisions", `{}`, []string{"Authorization: "}, 401, ""},
		"an unknown key":      {"/v1/decisions", `{}`, []string{"Authorization: Bearer " + secret}, 401, ""},
		"a key without it":    {"/v1/asks", `{"subject":"` + secret + `","service":"shop","trigger":"start"}`, []string{decideOnly}, 403, ""},
		"blanket":             {"/v1/asks/" + id + "/answers", `{"answers":[{"choice":"*","grant":true,"evidence":{"act":"` + secret + `"}}]}`, nil, 422, consent.AnswerBlanket},
		"never asked":         {"/v1/asks/" + id + "/answers", `{"answers":[{"choice":"` + secret + `","grant":true}]}`, nil, 422, consent.AnswerNotAsked},
		"no such ask":         {"/v1/asks/07-" + secret + "/answers", `{"answers":[{"choice":"a","grant":true}]}`, nil, 404, "answer-not-asked"},
		"unknown field":       {"/v1/decisions", `{"subject":"u","action":"process","use":"x","` + secret + `":1}`, nil, 422, ""},
		"a dotted key":        {"/v1/decisions", `{"subject":"u","action":"process","use":"x","` + secret + `.subject":1}`, nil, 422, ""},
		"a key between dots":  {"/v1/decisions", `{"subject":"u","action":"process","use":"x","subject.` + secret + `.use":1}`, nil, 422, ""},
		"wrong type":          {"/v1/decisions", `{"subject":["` + secret + `"],"action":"process","use":"x"}`, nil, 422, ""},
		"wrong enum":          {"/v1/decisions", `{"subject":"u","action":"` + secret + `","use":"x"}`, nil, 422, ""},
		"not JSON":            {"/v1/decisions", `{"subject":"` + secret, nil, 422, ""},
		"use and function":    {"/v1/decisions", `{"subject":"u","action":"process","use":"x","function":"` + secret + `"}`, nil, 422, ""},
		"too large":           {"/v1/decisions", `{"subject":"` + strings.Repeat(secret, 40_000) + `"}`, nil, 413, ""},
		"somebody else's ask": {"/v1/links", `{"subject":"` + secret + `","page":"asks/` + id + `"}`, nil, 404, ""},
		"two targets":         {"/v1/withdrawals", `{"subject":"` + secret + `","function":"shop/order","service":"shop"}`, nil, 422, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := r.send(http.MethodPost, c.path, c.body, c.headers...)
			p := httpx.Problem{}
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
				t.Fatalf("%v: %s", err, w.Body)
			}
			if w.Code != c.status || p.Status != c.status || p.Rule != c.rule || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("got %d %s %s", w.Code, w.Header().Get("Content-Type"), w.Body)
			}
			if (p.Rule != "") != (len(p.Articles) > 0) || p.Detail == "" || p.RequestID == "" {
				t.Errorf("problem lacks articles, words or request id: %s", w.Body)
			}
			if strings.Contains(w.Body.String()+r.log.String(), secret) {
				t.Errorf("what was sent comes back: %s", w.Body)
			}
		})
	}
}

func TestEnglishOnRequest(t *testing.T) {
	r := newRig(t)
	zh := r.post("/v1/decisions", object{"subject": "u", "action": "process", "use": recommend}, 200)
	en := r.post("/v1/decisions", object{"subject": "u", "action": "process", "use": recommend}, 200, "Accept-Language: en-GB")
	if !strings.Contains(fmt.Sprint(zh), "尚未同意") || !strings.Contains(fmt.Sprint(en), "has not agreed") {
		t.Errorf("zh %v\nen %v", zh, en)
	}
}

func TestAtLeastBeyondTheRecordDenies(t *testing.T) {
	r := newRig(t)
	r.post("/v1/asks/"+r.ask()+"/answers", yes("a"), 200)
	v := r.post("/v1/decisions", object{"subject": "u-1", "action": "process", "use": recommend, "at_least": 1 << 40}, 200)
	if v["permit"] != false || !strings.Contains(fmt.Sprint(v), decide.RecordBehind) {
		t.Errorf("a version from the future: %v", v)
	}
}

func TestKeysAreMadeWithScopes(t *testing.T) {
	r := newRig(t)
	made := r.post("/v1/keys", object{"name": "back end", "scopes": []string{"decide"}}, 201)["key"].(string)
	auth := "Authorization: Bearer " + made
	r.post("/v1/decisions", object{"subject": "u", "action": "process", "use": recommend}, 200, auth)
	r.post("/v1/keys", object{"name": "more", "scopes": []string{"keys"}}, 403, auth)
}

// TestOpenAPI keeps the description of the API that others build on.
func TestOpenAPI(t *testing.T) {
	w := newRig(t).send(http.MethodGet, "/openapi.json", "")
	var got bytes.Buffer
	if err := json.Indent(&got, w.Body.Bytes(), "", "  "); err != nil {
		t.Fatal(err)
	}
	const file = "../docs/openapi.json"
	if os.Getenv("VOLENS_UPDATE") != "" {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("%s is out of date (VOLENS_UPDATE=1 go test ./server writes it):\n%s", file, diff)
	}
}

// TestBodiesThatReadersReadDifferently: what one reader takes for a no and
// another for a yes, or for another person, is no answer at all.
func TestBodiesThatReadersReadDifferently(t *testing.T) {
	r := newRig(t)
	id := r.ask()
	answer := "/v1/asks/" + id + "/answers"
	for name, c := range map[string]struct{ path, body string }{
		"not UTF-8":         {"/v1/decisions", "{\"subject\":\"\xd5\xc5\xc8\xfd\",\"action\":\"process\",\"use\":\"" + recommend + "\"}"},
		"lone surrogates":   {"/v1/decisions", `{"subject":"\ud801\ud802","action":"process","use":"` + recommend + `"}`},
		"replaced already":  {"/v1/decisions", `{"subject":"\ufffd\ufffd","action":"process","use":"` + recommend + `"}`},
		"a key twice":       {"/v1/decisions", `{"subject":"a","subject":"b","action":"process","use":"` + recommend + `"}`},
		"a key in capitals": {answer, `{"answers":[{"choice":"` + recommend + `","grant":false,"GRANT":true,"evidence":{"act":"1"}}]}`},
		"only in capitals":  {answer, `{"answers":[{"choice":"` + recommend + `","GRANT":true,"evidence":{"act":"1"}}]}`},
	} {
		if w := r.send(http.MethodPost, c.path, c.body, "Content-Type: application/json; charset=gbk"); w.Code != 422 && w.Code != 415 {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
		if w := r.send(http.MethodPost, c.path, c.body); w.Code != 422 {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
}

// TestOneActAcrossRequests: one press gives one separate consent, however it is
// split over requests and asks.
func TestOneActAcrossRequests(t *testing.T) {
	r := newRig(t)
	const other = "shop/for-you/heart-rate/recommend"
	second := object{"answers": []object{{"choice": other, "grant": true, "evidence": object{"act": "press"}}}}
	id := r.ask()
	r.post("/v1/asks/"+id+"/answers", yes("press"), 200)
	r.post("/v1/asks/"+id+"/answers", yes("press"), 200) // a retry of the same is no second consent
	for _, ask := range []string{id, r.ask()} {
		if p := r.post("/v1/asks/"+ask+"/answers", second, 422); p["rule"] != consent.AnswerOneAct {
			t.Errorf("the same act for another consent: %v", p)
		}
	}
}

// TestManyStartsAtOnce: however many windows open at once, a person is asked once.
func TestManyStartsAtOnce(t *testing.T) {
	r := newRig(t)
	body := `{"subject":"u-9","service":"shop","trigger":"start"}`
	answers := make(chan string, 20)
	for range cap(answers) {
		go func() { answers <- r.send(http.MethodPost, "/v1/asks", body).Body.String() }()
	}
	asks := 0
	for range cap(answers) {
		if strings.Contains(<-answers, `"silence":false`) {
			asks++
		}
	}
	if asks != 1 {
		t.Errorf("%d asks at once, want 1", asks)
	}
}

// TestYesToAnOldVersion: what changed since it was shown is not agreed to.
func TestYesToAnOldVersion(t *testing.T) {
	r := newRig(t)
	id := r.ask()
	b, err := os.ReadFile("../consent/testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	changed := t.TempDir() + "/shop.yaml"
	if err := os.WriteFile(changed, []byte(strings.ReplaceAll(string(b), "for: 90d", "for: 1y")), 0o600); err != nil {
		t.Fatal(err)
	}
	r.activate(changed)
	if p := r.post("/v1/asks/"+id+"/answers", yes("a"), 409); p["rule"] != consent.AskOutdated {
		t.Errorf("a yes to the old version: %v", p)
	}
}

func TestUnknownRoutesAreProblems(t *testing.T) {
	r := newRig(t)
	for _, path := range []string{"/v1/nothing", "/v2", "/v1/asks"} {
		if w := r.send(http.MethodGet, path, ""); w.Code != 404 || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("GET %s: %d %s", path, w.Code, w.Header().Get("Content-Type"))
		}
	}
}
