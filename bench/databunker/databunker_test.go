package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/volens/volens/bench/serve"
)

// Without a server there is no figure.
func TestNothingIsInvented(t *testing.T) {
	var b strings.Builder
	if err := run(t.Context(), &b, options{}); err != nil || !strings.Contains(b.String(), "not measured") || strings.Contains(b.String(), "ratio") {
		t.Errorf("%v\n%s", err, &b)
	}
}

// Both sides are driven to the end. The stand-in knows the routes of Databunker,
// and nothing of what they do: its figures mean nothing.
func TestBothAreDriven(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and starts the server, which a short run does not")
	}
	var accepted, looked atomic.Int64
	mux := http.NewServeMux()
	guarded := func(pattern string, h func()) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if _, _ = io.Copy(io.Discard, r.Body); r.Header.Get("X-Bunker-Token") != "root" {
				w.WriteHeader(http.StatusForbidden)
			}
			h()
		})
	}
	guarded("POST /v1/lbasis/{brief}", func() {})
	guarded("POST /v1/user", func() {})
	guarded("POST /v1/agreement/{brief}/login/{login}", func() { accepted.Add(1) })
	guarded("GET /v1/agreement/{brief}/login/{login}", func() { looked.Add(1) })
	stand := httptest.NewServer(mux)
	defer stand.Close()

	dir := t.TempDir()
	path, err := serve.Build(dir)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	o := options{databunker: stand.URL, token: "root", volens: path, dir: dir, rounds: 1, each: 3, conns: []int{2}, checks: 20 * time.Millisecond}
	if err := run(t.Context(), &b, o); err != nil {
		t.Fatal(err)
	}
	if accepted.Load() != 12 || looked.Load() == 0 { // one pair and one to warm up
		t.Errorf("%d agreed, %d looked", accepted.Load(), looked.Load())
	}
	for _, want := range []string{"consent accepted, Volens / Databunker", "p99 of the last pair", "consent looked up"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
}
