package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/client"
)

// volens answers as Volens would: said is what the person said to each use.
func volens(t *testing.T, said map[string]string) *client.Client {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct{ Action, Use string }
		if json.NewDecoder(r.Body).Decode(&q) != nil || said == nil {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		permit, rule := said[q.Use] == "yes", "consent-refused"
		switch {
		case q.Action == "refuse-service" && said[q.Use] == "":
			permit, rule = false, "refusal-not-asked"
		case q.Action == "refuse-service":
			permit, rule = said[q.Use] == "no" && q.Use == phone, "refusal-necessary"
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"permit": permit, "valid_ms": 5000, "reasons": []any{map[string]any{"rule": rule, "message": "…"}}})
	}))
	t.Cleanup(s.Close)
	v, err := client.New(client.Options{URL: s.URL, Key: "vk_TEST", Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func visit(v *client.Client, method, path string) (status int, body string) {
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("X-Signed-In", "xiaoming")
	w := httptest.NewRecorder()
	shop(v).ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// TestGoodsDegradeAndAreNeverRefused: who said no, who was not asked, and who
// comes while Volens is away all see every good, in the order of sales.
func TestGoodsDegradeAndAreNeverRefused(t *testing.T) {
	orders := map[string]string{}
	for name, said := range map[string]map[string]string{
		"yes": {recommend: "yes"}, "no": {recommend: "no"}, "not asked": {}, "no answer": nil,
	} {
		status, body := visit(volens(t, said), http.MethodGet, "/goods")
		var list []good
		if err := json.Unmarshal([]byte(body), &list); err != nil || status != 200 || len(list) != len(shelf) {
			t.Errorf("%s: %d %s", name, status, body)
		}
		var names []string
		for _, g := range list {
			names = append(names, g.Name)
		}
		orders[name] = strings.Join(names, " ")
	}
	const bySales, byInterest = "毛巾 茶 登山鞋 帐篷", "登山鞋 帐篷 毛巾 茶"
	if orders["yes"] != byInterest || orders["no"] != bySales || orders["not asked"] != bySales || orders["no answer"] != bySales {
		t.Errorf("%q", orders)
	}
}

// TestOrderIsTurnedAwayOnlyWhereTheLawAllowsIt: a delivery cannot do without a
// phone number, so a no may end it; not having been asked may not.
func TestOrderIsTurnedAwayOnlyWhereTheLawAllowsIt(t *testing.T) {
	for said, want := range map[string]int{"yes": 201, "no": 403, "": 428} {
		if status, body := visit(volens(t, map[string]string{phone: said}), http.MethodPost, "/orders"); status != want {
			t.Errorf("said %q: %d %s, want %d", said, status, body, want)
		}
	}
	if status, _ := visit(volens(t, nil), http.MethodPost, "/orders"); status != 503 {
		t.Errorf("no answer: %d", status)
	}
}
