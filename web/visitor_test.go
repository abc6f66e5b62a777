package web_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/web"
)

var update = flag.Bool("update", false, "write the golden pages anew")

var morning = time.Date(2026, 11, 21, 1, 5, 0, 0, time.UTC)

// An installation is the pages over an office, behind a real server.
type installation struct {
	*office
	desk   *consent.Desk
	rights *rights.Desk
	passes httpx.Passes
	server *httptest.Server
	log    *bytes.Buffer
	now    time.Time
}

func shop(t testing.TB) declaration.Source {
	t.Helper()
	src, err := declaration.Load(os.DirFS("testdata"), "shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// install opens the pages; opts change what they are made of.
func install(t testing.TB, src declaration.Source, opts ...func(*web.Options)) *installation {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "keys")
	ring, _, err := keys.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	o := newOffice(t, src, ring)
	in := &installation{office: o, passes: httpx.Passes{Sealer: ring}, log: &bytes.Buffer{}, now: morning}
	in.desk = &consent.Desk{People: o, Record: o, Versions: o, Random: o.random}
	log := slog.New(slog.NewJSONHandler(in.log, nil))
	in.rights = &rights.Desk{Consent: in.desk, Requests: o, Random: o.random}
	made := web.Options{
		Desk: in.desk, Rights: in.rights, Holdings: o, Copies: o, Cases: o, Certificates: o,
		Passes: in.passes, Log: log, Now: func() time.Time { return in.now },
	}
	for _, opt := range opts {
		opt(&made)
	}
	pages, err := web.New(made)
	if err != nil {
		t.Fatal(err)
	}
	in.server = httptest.NewServer(httpx.Observe(pages, log, prometheus.NewRegistry(), 1<<20))
	t.Cleanup(in.server.Close)
	return in
}

// person returns somebody whose id must never be seen.
func person(t testing.TB, name string) ledger.Subject {
	t.Helper()
	s, err := ledger.NewSubject("seen-nowhere-" + name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// put asks an adult about everything in a service.
func (in *installation) put(t testing.TB, name, service string) consent.Ask {
	t.Helper()
	if _, err := in.desk.SetAge(t.Context(), person(t, name), consent.Age{Band: consent.Adult, Method: "account-record"}, in.now); err != nil {
		t.Fatal(err)
	}
	return in.putTo(t, name, service)
}

// putTo asks somebody whose age nobody knows.
func (in *installation) putTo(t testing.TB, name, service string) consent.Ask {
	t.Helper()
	res, err := in.desk.Ask(t.Context(), person(t, name), consent.Request{Service: service, Trigger: consent.Settings}, "", in.now)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Ask.Choices) == 0 {
		t.Fatal("nothing to ask")
	}
	return res.Ask
}

// answer answers one choice through the desk.
func (in *installation) answer(t testing.TB, ask consent.Ask, id consent.ChoiceID, grant bool) ledger.Receipt {
	t.Helper()
	r, err := in.desk.Answer(t.Context(), ask.ID, ledger.Subject{}, []consent.Answer{{Choice: id, Grant: grant, Evidence: consent.Evidence{Act: "act-" + string(id)}}}, in.now)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A visitor is a browser: it keeps cookies. Where a redirect leads is for the
// test to see.
type visitor struct {
	t    testing.TB
	in   *installation
	http *http.Client
	seen []string // every body, header and address
}

// stranger is a browser without a session.
func (in *installation) stranger(t testing.TB) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t: t, in: in, http: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// visit opens a link made for somebody.
func (in *installation) visit(t testing.TB, name, page string) *visitor {
	t.Helper()
	v := in.stranger(t)
	token, _ := in.passes.Link(httpx.Pass{Lookup: in.install.Lookup(person(t, name)), Page: page}, in.now)
	if r := v.get("/p/" + token); r.status != http.StatusSeeOther || r.location != "/me/"+page {
		t.Fatalf("opening a link: %d to %q", r.status, r.location)
	}
	return v
}

// again opens a link that was made just after the person logged in again.
func (in *installation) again(t testing.TB, name, page string) *visitor {
	t.Helper()
	v := in.stranger(t)
	token, _ := in.passes.Link(httpx.Pass{Lookup: in.install.Lookup(person(t, name)), Subject: person(t, name), Page: page, StepUp: in.now}, in.now)
	v.get("/p/" + token)
	return v
}

type reply struct {
	status   int
	location string
	header   http.Header
	body     string
}

func (v *visitor) do(req *http.Request) reply {
	v.t.Helper()
	res, err := v.http.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	r := reply{status: res.StatusCode, location: res.Header.Get("Location"), header: res.Header, body: string(b)}
	var all strings.Builder
	_ = res.Header.Write(&all)
	v.seen = append(v.seen, req.URL.String(), all.String(), r.body)
	return r
}

func (v *visitor) get(path string) reply {
	v.t.Helper()
	return v.do(v.request(http.MethodGet, path, nil))
}

// post sends a form. One that answers brings back the mark of the page that it
// was on, unless it says otherwise.
func (v *visitor) post(path string, form url.Values) reply {
	v.t.Helper()
	return v.do(v.request(http.MethodPost, path, v.marked(path, form)))
}

// marked is the form with the mark of its page, where it answers an ask.
func (v *visitor) marked(path string, form url.Values) url.Values {
	id, ok := strings.CutPrefix(path, "/me/asks/")
	if !ok || form == nil || form.Has("shown") {
		return form
	}
	id, _, _ = strings.Cut(id, "?")
	form = maps.Clone(form)
	form.Set("shown", v.markOf(consent.AskID(id), form))
	return form
}

// markOf is the mark of the page that shows what the form answers.
func (v *visitor) markOf(id consent.AskID, form url.Values) string {
	ask, _, err := v.in.Ask(v.t.Context(), id)
	if err != nil {
		return ""
	}
	step := 1
	for _, c := range ask.Choices {
		if form.Get("choice") == string(c.ID) || form.Has("choice:"+string(c.ID)) {
			step = c.Step
		}
	}
	b, err := json.Marshal(map[string]any{"a": id, "s": step, "t": v.in.now.UnixMilli()})
	if err != nil {
		v.t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(v.in.passes.Sealer.SealLink(b, []byte("volens/seen/v1")))
}

func (v *visitor) request(method, path string, form url.Values) *http.Request {
	v.t.Helper()
	req, err := http.NewRequestWithContext(v.t.Context(), method, v.in.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return req
}

var shownMark = regexp.MustCompile(`name="shown" value="([^"]*)"`)

// fresh are the parts of a page that differ in every run: random acts make the
// hashes differ, and keys are made anew.
var fresh = []struct {
	is  *regexp.Regexp
	now string
}{
	{regexp.MustCompile(`sha256:[0-9a-f]{64}`), "sha256:HASH"},
	{regexp.MustCompile(`<code>[^<]{40,}</code>`), "<code>PROOF</code>"},
	{regexp.MustCompile(`(?s)<pre>.*?</pre>`), "<pre>CHECKPOINT</pre>"},
	{shownMark, `name="shown" value="MARK"`},
	{regexp.MustCompile(`name="once" value="[^"]*"`), `name="once" value="ONCE"`},
}

// golden compares a page with its golden file.
func golden(t *testing.T, name string, r reply) {
	t.Helper()
	got := strings.ReplaceAll(r.body, r.header.Get("X-Request-Id"), "REQUEST-ID")
	for _, f := range fresh {
		got = f.is.ReplaceAllString(got, f.now)
	}
	file := filepath.Join("testdata", name+".html")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs; -update writes it anew (-want +got):\n%s", file, diff)
	}
}
