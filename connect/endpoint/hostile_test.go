package endpoint

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestEveryFailureSaysWhatWasWantedAndSeen has the kit look at endpoints that answer
// in ways nobody agreed to.
func TestEveryFailureSaysWhatWasWantedAndSeen(t *testing.T) {
	var led atomic.Int64
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { led.Add(1) }))
	defer elsewhere.Close()
	huge := bytes.Repeat([]byte(" "), MaxAnswer+2)
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		says   map[string]string // by check; "" for every one that fails
	}{
		"slow":            {func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body); <-r.Context().Done() }, map[string]string{"": "no whole answer within 10 seconds"}},
		"wrong signature": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(401) }, map[string]string{"answers": "status 401: it does not take our signature", "does": "saw 401", "unknown-holding": "saw 401, it is no JSON"}},
		"a redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		}, map[string]string{"answers": "status 307, and nobody follows redirects", "unsigned": "wanted 4xx, saw 307", "does": "saw 307"}},
		"a huge body": {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(huge) }, map[string]string{"": "longer than 8 MiB"}},
		"HTML":        {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>test-1</html>") }, map[string]string{"answers": "it is no JSON", "unsigned": "wanted 4xx, saw 200", "does": "saw 200, it is no JSON", "settles": "no JSON"}},
		"a key twice": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"residue":[{"where":"x","count":1,"how":"value"}],"residue":[]}`)
		}, map[string]string{"looks-after": "a key stands twice"}},
		"an empty object": {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "{}") }, map[string]string{"answers": "the field engine is missing", "same-store": "the field store", "looks-after": "the field residue", "settles": "the field remnants", "again": "the field done"}},
		"another type":    {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"count":"three"}`) }, map[string]string{"gone": "another type"}},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(c.answer)
			defer server.Close()
			l, err := open(server.URL+"#"+secret.Text(), options)
			if err != nil {
				t.Fatal(err)
			}
			if name == "slow" {
				l.http.Timeout = 20 * time.Millisecond
			}
			wrongs := 0
			for _, r := range l.check(t.Context(), sample) {
				if r.Passed {
					continue
				}
				wrongs++
				want := c.says[r.ID]
				if want == "" {
					want = c.says[""]
				}
				if !strings.Contains(r.Got, want) || strings.Contains(r.Got, "test-1") || strings.Contains(r.Got, "127.0") || len(r.Got) < 12 {
					t.Errorf("%s: %q, want %q", r.ID, r.Got, want)
				}
			}
			if wrongs < len(checks)/2 {
				t.Errorf("%d failures", wrongs)
			}
		})
	}
	if led.Load() > 0 {
		t.Error("a redirect was followed")
	}
}

// TestHalfADeedIsNoDeed has an endpoint say what it did, which is not all, and one that
// fails in the middle of it.
func TestHalfADeedIsNoDeed(t *testing.T) {
	for flaw, want := range map[string]map[string]string{
		"leaves one row": {"gone": "wanted 0 from both, saw count 1, read 1", "looks-after": "wanted no residue, saw 1"},
		"does nothing":   {"gone": "wanted 0 from both, saw count 5"},
		"counts wrongly": {"does": "from done, saw"},
	} {
		_, address := serve(t, flaw)
		results, err := Check(context.Background(), address, sample, options)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, r := range results {
			got[r.ID] = r.Got
		}
		for id, says := range want {
			if !strings.Contains(got[id], says) {
				t.Errorf("%s: %s: %q, want %q", flaw, id, got[id], says)
			}
		}
	}
}
