package endpoint

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/webhook"
)

var (
	loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	secret   = func() webhook.Secret {
		s, err := webhook.SecretOf([]byte(strings.Repeat("s", 32)))
		if err != nil {
			panic(err)
		}
		return s
	}()
	options = Options{Allow: loopback, Now: time.Now} //nolint:forbidigo // the tests' own clock
)

// serve runs an endpoint with a flaw, or "" for none.
func serve(t *testing.T, flaw string) (*reference, string) {
	t.Helper()
	s := &reference{secret: secret, now: options.Now, seen: webhook.NewMemory(10_000), flaw: flaw, answers: map[string]Answer{}}
	for i := range 5 {
		s.rows = append(s.rows, plan.Record{"user_id": "test-1", "phone": fmt.Sprint(1 + i)}, plan.Record{"user_id": "test-2", "phone": fmt.Sprint(1 + i)})
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, server.URL + "/volens#" + secret.Text()
}

var sample = Sample{Holding: holding, Column: "user_id", Person: "test-1", Other: "test-2"}

func failures(t *testing.T, address string) []string {
	t.Helper()
	results, err := Check(t.Context(), address, sample, options)
	if err != nil {
		t.Fatal(err)
	}
	if len(results) != len(checks) {
		t.Fatalf("%d results", len(results))
	}
	var failed []string
	for _, r := range results {
		if !r.Passed {
			failed = append(failed, r.ID)
		}
		if strings.Contains(r.Got, "test-") || (r.Got == "") != r.Passed || r.Rule.ZH == "" || r.Rule.EN == "" {
			t.Errorf("%+v", r)
		}
	}
	return failed
}

func TestAGoodEndpointPasses(t *testing.T) {
	if _, address := serve(t, ""); true {
		if failed := failures(t, address); len(failed) > 0 {
			t.Errorf("%v", failed)
		}
	}
}

// TestEveryFlawIsCaught has the kit look at endpoints that are wrong in one way.
func TestEveryFlawIsCaught(t *testing.T) {
	for flaw, by := range map[string]string{
		"checks no signature": "unsigned", "checks that there is a signature": "wrong-signature", "checks what it decoded": "changed-body",
		"takes any time": "too-old", "takes replays": "replayed", "does a repetition again": "same-id",
		"takes patterns": "no-patterns", "takes any holding": "unknown-holding", "takes any operation": "unknown-operation",
		"fails in HTML": "unknown-operation", "does nothing": "gone", "erases everybody": "others-untouched", "changes others": "others-untouched",
		"counts wrongly": "does", "finds it an error that nothing is there": "again", "leaves one row": "gone", "looks away": "looks-before",
		"says nothing where nothing is": "looks-after", "has a new name every time": "same-store", "reads the first page": "reads-what-it-counts",
		"settles without a word": "settles", "overlooks columns": "looks-at-columns", "looks at others' columns": "looks-at-columns", "says that all columns are left": "looks-at-columns",
	} {
		t.Run(flaw, func(t *testing.T) {
			_, address := serve(t, flaw)
			if failed := failures(t, address); !slices.Contains(failed, by) {
				t.Errorf("not caught by %s, but by %v", by, failed)
			}
		})
	}
}

func TestNobodyThereFailsEverything(t *testing.T) {
	_, address := serve(t, "")
	gone := strings.Replace(address, "127.0.0.1", "127.0.0.9", 1)
	if failed := failures(t, gone); len(failed) != len(checks) {
		t.Errorf("%v", failed)
	}
}

func TestAConnectorOverTheWire(t *testing.T) {
	s, address := serve(t, "")
	c, err := Open(t.Context(), address, options)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	target := plan.Target{Holding: holding, Found: []*declaration.Found{{In: "user_id", By: "person"}},
		Within: []plan.Window{{Column: "at", To: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}}, Limit: 3}
	by := plan.Keys{"person": {"test-1"}}
	n := 0
	for r, err := range c.Read(t.Context(), target, by, []string{"phone"}) {
		if n++; err != nil || len(r) != 1 || r["phone"] == "" {
			t.Errorf("%v %v", r, err)
		}
	}
	if n != 3 {
		t.Errorf("%d rows", n)
	}
	keys, err := c.Resolve(t.Context(), target, by, map[string]string{"phone": "phone"})
	if diff := cmp.Diff(plan.Keys{"phone": {"1", "2", "3", "4", "5"}}, keys); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	if n, err := c.Set(t.Context(), target, by, map[string]string{"phone": "new"}); n != 5 || err != nil {
		t.Errorf("%d %v", n, err)
	}
	if left, err := c.Settle(t.Context(), []string{holding}); err != nil || len(left) != 1 || !left[0].Gone.Equal(never) {
		t.Errorf("%v %v", left, err)
	}
	if n, err := c.Do(t.Context(), target, by, plan.Deed{Change: map[string]declaration.Transform{"phone": "first:2"}}); n != 5 || err != nil {
		t.Errorf("%d %v", n, err)
	}
	want := Request{V: 1, Op: Do, Keys: by, Change: map[string]string{"phone": "first:2"}, Target: &Target{Holding: holding, Found: []Way{{"user_id", "person"}},
		Within: []Window{{Column: "at", To: &target.Within[0].To}}, Limit: 3}}
	if diff := cmp.Diff(want, s.bodies[len(s.bodies)-1]); diff != "" {
		t.Error(diff)
	}
	if _, err := c.Count(t.Context(), plan.Target{Holding: "other"}, by); fault.KindOf(err) != fault.Invalid || fault.RuleOf(err) != "unknown-holding" {
		t.Errorf("%v", err)
	}
	if _, err := c.Count(t.Context(), target, plan.Keys{"person": {"\xff"}}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an id that would arrive as another: %v", err)
	}
	if _, err := c.Count(t.Context(), target, plan.Keys{"person": {strings.Repeat("x", MaxQuestion)}}); fault.KindOf(err) != fault.TooLarge {
		t.Errorf("%v", err)
	}
}

// TestRowsThatStayOverTheWire changes a column, and asks for it and for another.
func TestRowsThatStayOverTheWire(t *testing.T) {
	s, address := serve(t, "")
	c, err := Open(t.Context(), address, options)
	if err != nil {
		t.Fatal(err)
	}
	l, err := LookAt(t.Context(), address, options)
	if err != nil {
		t.Fatal(err)
	}
	target := plan.Target{Holding: holding, Found: []*declaration.Found{{In: "user_id", By: "person"}}}
	by := plan.Keys{"person": {"test-1"}}
	look := func(as map[string]declaration.Transform) []plan.Residue {
		t.Helper()
		left, err := l.Look(t.Context(), plan.Search{By: by, Spare: []plan.Target{target}, Changed: []plan.Changed{{Target: target, As: as}}})
		if err != nil {
			t.Fatal(err)
		}
		return left
	}
	null := map[string]declaration.Transform{"phone": "null"}
	want := []plan.Residue{{Where: "profile.phone", Count: 5, How: "column"}}
	if diff := cmp.Diff(want, look(null)); diff != "" {
		t.Error(diff)
	}
	asked := Search{Targets: []Target{}, Keys: by, Values: []string{}, Spare: []Target{*targetOf(target)}, Changed: []Changed{{*targetOf(target), map[string]string{"phone": "null"}}}}
	if diff := cmp.Diff(&asked, s.bodies[len(s.bodies)-1].Search); diff != "" {
		t.Error(diff)
	}
	if n, err := c.Do(t.Context(), target, by, plan.Deed{Change: null}); n != 5 || err != nil {
		t.Errorf("%d %v", n, err)
	}
	if left := look(null); len(left) != 0 {
		t.Errorf("%v", left)
	}
	if left := look(map[string]declaration.Transform{"phone": "null", "user_id": "fixed:0"}); len(left) != 1 || left[0].Where != "profile.user_id" {
		t.Errorf("%v", left)
	}
}

// TestAnswersThatAreNone answers in ways that must never count as "nothing".
func TestAnswersThatAreNone(t *testing.T) {
	for name, answer := range map[string]string{
		"empty": "", "no object": "[]", "nothing in it": "{}", "null": `{"count":null,"residue":null,"done":null,"rows":null,"remnants":null,"store":null,"engine":null}`,
		"negative": `{"count":-1,"done":-1}`, "cut": `{"count":1`, "an error in a yes": `{"count":0,"done":0,"rows":[],"residue":[],"remnants":[],"store":"s","engine":"e","error":{"kind":"unavailable"}}`,
		"too long": `{"count":0,"residue":[` + strings.Repeat(" ", MaxAnswer) + `]}`, "residue twice": `{"count":0,"count":0,"done":0,"rows":[],"remnants":[],"store":"s","engine":"e","residue":[{"where":"x","count":1,"how":"value"}],"residue":[]}`,
		"residue in other letters": `{"count":0,"done":0,"rows":[],"remnants":[],"store":"s","engine":"e","Residue":[{"where":"x","count":1,"how":"value"}],"residue":[]}`,
		"a text":                   `"residue"`, "null alone": "null", "two answers": `{"count":0,"done":0,"rows":[],"remnants":[],"store":"s","engine":"e","residue":[]}{}`,
		"a place without a count": `{"residue":[{"where":"x","count":0,"how":"value"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(answer)) }))
			defer server.Close()
			l, err := open(server.URL+"#"+secret.Text(), options)
			if err != nil {
				t.Fatal(err)
			}
			c := connector{l}
			ctx := t.Context()
			_, err1 := c.Survey(ctx)
			_, err2 := c.Count(ctx, plan.Target{}, nil)
			_, err3 := c.Do(ctx, plan.Target{}, nil, plan.Deed{})
			_, err4 := c.Settle(ctx, nil)
			_, err5 := looker{l}.Store(ctx)
			_, err6 := looker{l}.Look(ctx, plan.Search{})
			var err7 error
			for _, err := range c.Read(ctx, plan.Target{}, nil, nil) {
				err7 = err
			}
			for i, err := range []error{err1, err2, err3, err4, err5, err6, err7} {
				if fault.KindOf(err) != fault.Unavailable || fault.RuleOf(err) != "answer-form" {
					t.Errorf("%d: %v", i+1, err)
				}
			}
		})
	}
}

func TestWhereAnEndpointMayNotBe(t *testing.T) {
	_, address := serve(t, "")
	for _, text := range []string{"", "https://host", "https://host#", "https://host#whsec_short", "https://user@host#" + secret.Text(), "ftp://host#" + secret.Text(), "https://host#" + secret.Text() + ","} {
		if _, err := Open(t.Context(), text, options); fault.KindOf(err) != fault.Invalid || strings.Contains(err.Error(), "whsec_s") {
			t.Errorf("%q: %v", text, err)
		}
	}
	redirect := httptest.NewServer(http.RedirectHandler(strings.Split(address, "#")[0], http.StatusTemporaryRedirect))
	defer redirect.Close()
	for name, c := range map[string]struct {
		address string
		allow   []netip.Prefix
		slug    string
	}{
		"not allowed":     {address, nil, "address-not-allowed"},
		"plain, public":   {"http://1.1.1.1#" + secret.Text(), nil, "address-not-allowed"},
		"credentials":     {"http://169.254.169.254#" + secret.Text(), []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0")}, "address-not-allowed"},
		"a redirect":      {redirect.URL + "#" + secret.Text(), loopback, "refused"},
		"nobody":          {"http://127.0.0.1:1#" + secret.Text(), loopback, "unreachable"},
		"no such secrets": {strings.Split(address, "#")[0] + "#whsec_" + strings.Repeat("A", 44), loopback, "no-entry"},
	} {
		l, err := LookAt(t.Context(), c.address, Options{Allow: c.allow, Now: options.Now})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_, err = l.Look(t.Context(), plan.Search{})
		if fault.KindOf(err) != fault.Unavailable || fault.RuleOf(err) != c.slug || strings.Contains(err.Error(), "127.0") {
			t.Errorf("%s: %v (%s)", name, err, fault.RuleOf(err))
		}
	}
}

// TestAQuestionIsAskedOnceMore breaks the first answer off, and finds that the deed
// was done once.
func TestAQuestionIsAskedOnceMore(t *testing.T) {
	s, address := serve(t, "")
	for _, status := range []int{0, http.StatusServiceUnavailable} {
		broken := true
		between := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !broken {
				s.ServeHTTP(w, r)
				return
			}
			broken = false
			s.ServeHTTP(httptest.NewRecorder(), r)
			if status == 0 {
				panic(http.ErrAbortHandler)
			}
			w.WriteHeader(status)
		}))
		_, key, _ := strings.Cut(address, "#")
		c, err := Open(t.Context(), between.URL+"#"+key, options)
		if err != nil {
			t.Fatal(err)
		}
		id := map[int]string{0: "test-1", http.StatusServiceUnavailable: "test-2"}[status]
		n, err := c.Do(t.Context(), plan.Target{Holding: holding, Found: []*declaration.Found{{In: "user_id", By: "person"}}}, plan.Keys{"person": {id}}, plan.Deed{})
		if n != 5 || err != nil {
			t.Errorf("%d: %d rows, %v", status, n, err)
		}
		between.Close()
	}
}

func TestAnEndpointThatNeverAnswers(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-done }))
	defer server.Close()
	defer close(done)
	l, err := LookAt(t.Context(), server.URL+"#"+secret.Text(), options)
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now() //nolint:forbidigo // how long a failure takes is what is tested
	_, err = l.Look(t.Context(), plan.Search{})
	if took := time.Since(begun); fault.RuleOf(err) != "timeout" || took > Timeout+2*time.Second {
		t.Errorf("%v after %s", err, took)
	}
}

func TestTelling(t *testing.T) {
	answer, status := "", 200
	var ids []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := make([]byte, 100)
		n, _ := r.Body.Read(body)
		id, err := webhook.Verify(r.Header, body[:n], options.Now(), webhook.NewMemory(10), secret)
		if err != nil || string(body[:n]) != `{"type":"erasure"}` {
			t.Errorf("%v %s", err, body[:n])
		}
		ids = append(ids, id)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(answer))
	}))
	defer server.Close()
	teller := Teller{Address: func(declaration.Secret) (string, error) { return server.URL + "#" + secret.Text(), nil }, Options: options}
	tell := func(s declaration.Secret) (bool, error) {
		return teller.Tell(t.Context(), s, "case/recipient", []byte(`{"type":"erasure"}`))
	}
	named := declaration.Secret{Env: "X"}
	for _, c := range []struct {
		status    int
		answer    string
		confirmed bool
		kind      fault.Kind
	}{
		{200, `{"done":true}`, true, ""}, {200, `{"done":false}`, false, ""}, {200, "", false, ""}, {200, `"done"`, false, ""}, {202, `{"done":true}`, false, ""},
		{500, `{"done":true}`, false, fault.Unavailable}, {401, "", false, fault.Unavailable}, {302, `{"done":true}`, false, fault.Unavailable},
	} {
		status, answer = c.status, c.answer
		got, err := tell(named)
		if got != c.confirmed || (err != nil) != (c.kind != "") || err != nil && fault.KindOf(err) != c.kind {
			t.Errorf("%d %s: %v %v", c.status, c.answer, got, err)
		}
	}
	if slices.Sort(ids); ids[0] != ids[len(ids)-1] {
		t.Error("one notice has several ids")
	}
	if got, err := tell(declaration.Secret{}); got || err != nil {
		t.Errorf("without an address: %v %v", got, err)
	}
	broken := errors.New("no such variable")
	teller.Address = func(declaration.Secret) (string, error) { return "", broken }
	if _, err := tell(named); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

// TestWhatIsSomebodyElsesIsLeft has the kit find people by another identifier.
func TestWhatIsSomebodyElsesIsLeft(t *testing.T) {
	for flaw, want := range map[string]bool{"": true, "takes what is somebody else's": false} {
		_, address := serve(t, flaw)
		other := sample
		other.By = "member"
		results, err := Check(t.Context(), address, other, options)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range results {
			if passes := r.ID != "leaves-others" || want; r.Passed != passes {
				t.Errorf("%q: %+v", flaw, r)
			}
		}
	}
}
