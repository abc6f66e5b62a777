package server_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/volens/volens/replica"
	"github.com/volens/volens/server"
)

var feedSecret = [32]byte{1, 2, 3}

// withFeed gives the API a feed.
func withFeed(t testing.TB) func(*server.Options) {
	t.Helper()
	private, _, err := note.GenerateKey(strings.NewReader(strings.Repeat("k", 64)), "volens.example")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	return func(o *server.Options) {
		o.Feed = server.Feed{Primary: o.Log.(replica.Primary), Secret: func() [32]byte { return feedSecret }, Signer: signer}
	}
}

func TestFeedTellsWhatMovedByKeys(t *testing.T) {
	r := newRig(t, withFeed(t))
	r.key = r.newKey("consent", "decide", "feed")
	hello := r.post("/v1/feed", object{"from": 0, "limit": 1, "secret": true}, 200)
	if hello["secret"] != base64.StdEncoding.EncodeToString(feedSecret[:]) || hello["active"] == "" || hello["age_ms"] != 0.0 {
		t.Errorf("the first answer: %v", hello)
	}
	r.post("/v1/asks/"+r.ask()+"/answers", yes("a"), 200)
	w := r.send(http.MethodPost, "/v1/feed", `{"from":0}`)
	var c replica.Chunk
	if err := json.Unmarshal(w.Body.Bytes(), &c); err != nil || len(c.People) != 1 || c.People[0].Key != replica.Shared(feedSecret).Key("u-1") || len(c.People[0].Said) != 1 {
		t.Fatalf("%v: %s", err, w.Body)
	}
	if strings.Contains(w.Body.String(), "u-1") || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("the feed says too much: %s", w.Body)
	}
	src := r.post("/v1/feed/declaration", object{"hash": c.Active}, 200)
	if !strings.Contains(src["files"].([]any)[0].(object)["text"].(string), "browsing-history") {
		t.Errorf("the declaration: %v", src)
	}
}

func TestFeedWaitsUntilSomethingHappens(t *testing.T) {
	r := newRig(t, withFeed(t))
	r.key = r.newKey("consent", "feed")
	to := r.post("/v1/feed", object{"from": 0}, 200)["to"]
	began := time.Now()
	if again := r.post("/v1/feed", object{"from": to, "wait_ms": 100}, 200); again["to"] != to || time.Since(began) < 100*time.Millisecond {
		t.Errorf("%v after %v", again, time.Since(began))
	}
	answer := make(chan object, 1)
	go func() {
		var o object
		_ = json.Unmarshal(r.send(http.MethodPost, "/v1/feed", `{"from":`+number(to)+`,"wait_ms":3000}`).Body.Bytes(), &o)
		answer <- o
	}()
	r.ask()
	if o := <-answer; o["to"] == to || time.Since(began) > 3*time.Second {
		t.Errorf("%v after %v", o, time.Since(began))
	}
}

func number(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

func TestFeedRefuses(t *testing.T) {
	r := newRig(t, withFeed(t))
	without := "Authorization: Bearer " + r.newKey("decide", "consent", "who")
	r.key = r.newKey("feed")
	for name, c := range map[string]struct {
		path, body string
		headers    []string
		status     int
	}{
		"a key without it":      {"/v1/feed", `{"from":0}`, []string{without}, 403},
		"a snapshot without it": {"/v1/feed/snapshot", `{}`, []string{without}, 403},
		"beyond the log":        {"/v1/feed", `{"from":1000000}`, nil, 422},
		"before it":             {"/v1/feed", `{"from":-1}`, nil, 422},
		"too much":              {"/v1/feed", `{"from":0,"limit":10001}`, nil, 422},
		"too long":              {"/v1/feed", `{"from":0,"wait_ms":3001}`, nil, 422},
		"an unknown key":        {"/v1/feed", `{"from":0,"subject":"u-1"}`, nil, 422},
		"in capitals":           {"/v1/feed", `{"FROM":0}`, nil, 422},
		"twice":                 {"/v1/feed", `{"from":0,"from":1}`, nil, 422},
		"a lease too long":      {"/v1/feed/snapshot", `{"lease_s":86401}`, nil, 422},
		"no such declaration":   {"/v1/feed/declaration", `{"hash":"00"}`, nil, 404},
	} {
		if w := r.send(http.MethodPost, c.path, c.body, c.headers...); w.Code != c.status || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s, want %d", name, w.Code, w.Body, c.status)
		}
	}
	bare := newRig(t)
	bare.key = bare.newKey("feed")
	for _, path := range []string{"/v1/feed", "/v1/feed/snapshot", "/v1/feed/declaration"} {
		if w := bare.send(http.MethodPost, path, `{}`); w.Code != 503 {
			t.Errorf("%s without a feed: %d %s", path, w.Code, w.Body)
		}
	}
}
