package httpx_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
)

func TestEveryKindHasAStatus(t *testing.T) {
	for _, k := range fault.Kinds() {
		if s := httpx.StatusOf(k); s < 400 || s > 599 {
			t.Errorf("kind %s has status %d", k, s)
		}
	}
	if httpx.StatusOf("never heard of") != 0 {
		t.Error("an unknown kind has a status")
	}
}

func passes(t *testing.T) httpx.Passes {
	t.Helper()
	ring, _, err := keys.Open(t.TempDir() + "/keys")
	if err != nil {
		t.Fatal(err)
	}
	return httpx.Passes{Sealer: ring}
}

var now = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func TestLinksHoldOnlyAsMade(t *testing.T) {
	p, lookup := passes(t), ledger.Lookup{1, 2, 3}
	token, expires := p.Link(httpx.Pass{Lookup: lookup, Page: "consents"}, now)
	if in, err := p.Open(token, now); err != nil || in.Lookup != lookup || in.Page != "consents" || !in.Expires.Equal(expires) {
		t.Fatalf("%+v, %v", in, err)
	}
	if _, err := p.Open(token, expires); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("at its end: %v", err)
	}
	if _, err := passes(t).Open(token, now); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("under other keys: %v", err)
	}
	for i := range token {
		c := byte('A')
		if token[i] == c {
			c = 'B'
		}
		forged := token[:i] + string(c) + token[i+1:]
		if _, err := p.Open(forged, now); err == nil && i < len(token)-1 { // the last character may carry unused bits
			t.Fatalf("with character %d changed it still opens", i)
		}
	}
}

func TestSessionAndLinkCannotStandInForEachOther(t *testing.T) {
	p := passes(t)
	token, _ := p.Link(httpx.Pass{Lookup: ledger.Lookup{1}, Page: "consents"}, now)
	r := httptest.NewRequest(http.MethodGet, "/me/consents", nil)
	r.AddCookie(&http.Cookie{Name: "volens_session", Value: token})
	if _, err := p.Session(r, now); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("a link as a session: %v", err)
	}
	w := httptest.NewRecorder()
	p.Start(w, httpx.Pass{Lookup: ledger.Lookup{1}, Page: "consents"}, now)
	cookie := w.Result().Cookies()[0]
	if _, err := p.Open(cookie.Value, now); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("a session as a link: %v", err)
	}
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/me/" {
		t.Errorf("a loose cookie: %+v", cookie)
	}
	r = httptest.NewRequest(http.MethodGet, "/me/consents", nil)
	r.AddCookie(cookie)
	if in, err := p.Session(r, now); err != nil || in.Lookup != (ledger.Lookup{1}) {
		t.Errorf("the session itself: %+v, %v", in, err)
	}
	if _, err := p.Session(r, now.Add(httpx.SessionLasts)); err == nil {
		t.Error("a session outlives its end")
	}
}

// observed serves one request through Observe and returns answer and log.
func observed(h http.Handler, method, target string) (*httptest.ResponseRecorder, string) {
	var log bytes.Buffer
	w := httptest.NewRecorder()
	httpx.Observe(h, slog.New(slog.NewJSONHandler(&log, nil)), prometheus.NewRegistry(), 1<<10).ServeHTTP(w, httptest.NewRequest(method, target, nil))
	return w, log.String()
}

func TestPathsAreNotLogged(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /p/{token}", func(http.ResponseWriter, *http.Request) {})
	_, log := observed(mux, http.MethodGet, "/p/s3cret?x=s3cret")
	if strings.Contains(log, "s3cret") || !strings.Contains(log, "GET /p/{token}") {
		t.Errorf("log: %s", log)
	}
	if _, log = observed(mux, "S3CRET", "/s3cret"); strings.Contains(strings.ToLower(log), "s3cret") {
		t.Errorf("log: %s", log)
	}
}

func TestPanicAndUnknownErrorShowNothing(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"panic": func(http.ResponseWriter, *http.Request) { panic("s3cret") },
		"error": func(w http.ResponseWriter, r *http.Request) {
			httpx.WriteProblem(w, r, slog.New(slog.DiscardHandler), errors.New("s3cret"))
		},
	} {
		w, log := observed(h, http.MethodGet, "/")
		if w.Code != 500 || strings.Contains(w.Body.String(), "s3cret") || !strings.Contains(w.Body.String(), w.Header().Get("X-Request-Id")) {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
		if strings.Contains(log, "s3cret") {
			t.Errorf("%s: what was thrown is in the log: %s", name, log)
		}
	}
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	w, _ := observed(http.NotFoundHandler(), http.MethodGet, "/")
	for header, want := range map[string]string{
		"Content-Security-Policy": "default-src 'self'", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
	} {
		if got := w.Header().Get(header); !strings.Contains(got, want) {
			t.Errorf("%s: %q", header, got)
		}
	}
}

// TestWorkIsBounded: what hangs is ended, but for what is long on purpose.
func TestWorkIsBounded(t *testing.T) {
	hangs := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, bounded := r.Context().Deadline(); !bounded {
			return
		}
		<-r.Context().Done()
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	h := httpx.Bound(hangs, time.Millisecond, "/long")
	for path, want := range map[string]int{"/short": http.StatusServiceUnavailable, "/long": http.StatusOK} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
}

// TestStepUpTravelsAndEnds: what a link says of the login is in the session that it
// opens, and counts from the login.
func TestStepUpTravelsAndEnds(t *testing.T) {
	p := passes(t)
	who, err := ledger.NewSubject("nobody-yet")
	if err != nil {
		t.Fatal(err)
	}
	token, _ := p.Link(httpx.Pass{Lookup: ledger.Lookup{1}, Subject: who, Page: "rights", StepUp: now}, now)
	in, err := p.Open(token, now.Add(10*time.Minute))
	if err != nil || in.Subject != who || !in.StepUp.Equal(now) {
		t.Fatalf("%v, stepped up at %v", err, in.StepUp)
	}
	if strings.Contains(token, "nobody-yet") {
		t.Error("the id stands in the link")
	}
	w := httptest.NewRecorder()
	p.Start(w, in, now.Add(10*time.Minute))
	r := httptest.NewRequest(http.MethodGet, "/me/rights", nil)
	r.AddCookie(w.Result().Cookies()[0])
	if in, err = p.Session(r, now.Add(20*time.Minute)); err != nil {
		t.Fatal(err)
	}
	for after, want := range map[time.Duration]bool{0: true, httpx.StepUpLasts - time.Second: true, httpx.StepUpLasts: false, -time.Hour: false} {
		if got := in.SteppedUp(now.Add(after)); got != want {
			t.Errorf("after %v: %v", after, got)
		}
	}
	if (httpx.Pass{}).SteppedUp(now) {
		t.Error("a login that was not done again counts")
	}
}
