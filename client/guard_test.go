package client_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/volens/volens/client"
	"github.com/volens/volens/decide"
)

const (
	phone     = "shop/order/recipient-phone/deliver"
	recommend = "shop/for-you/browsing-history/recommend"
)

type object = map[string]any

// needed is a permit to refuse for an item that rests on another basis.
func needed() object {
	v := permit(decide.RefusalOtherBasis)
	v["reasons"].([]object)[0]["articles"] = []object{{"instrument": "cn-pipl", "article": "13", "status": "in-force"}}
	return v
}

func permit(rule string) object { return verdict(true, rule) }
func deny(rule string) object   { return verdict(false, rule) }

func verdict(permit bool, rule string) object {
	return object{"permit": permit, "valid_ms": 5000, "version": 7, "reasons": []object{
		{"rule": rule, "message": "原因", "articles": []object{{"instrument": "cn-pipl", "article": "16", "status": "in-force"}}},
	}}
}

// volens answers every question by its action.
func volens(answers map[string]object) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var q struct{ Action string }
		if json.NewDecoder(r.Body).Decode(&q) != nil || answers[q.Action] == nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		_ = json.NewEncoder(w).Encode(answers[q.Action])
	}
}

// hangs answers nothing; that the client has gone is noticed once the body is read.
func hangs(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

func connect(t testing.TB, h http.Handler) *client.Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	t.Cleanup(s.CloseClientConnections)
	c, err := client.New(client.Options{URL: s.URL, Key: "vk_TEST", Timeout: 100 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func who(r *http.Request) string { return r.Header.Get("X-Person") }

// shop says whether it had the item.
func shop(w http.ResponseWriter, r *http.Request) {
	if client.Permitted(r.Context(), phone) {
		_, _ = w.Write([]byte("with"))
		return
	}
	_, _ = w.Write([]byte("without"))
}

func visit(h http.Handler, person string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("X-Person", person)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

var situations = []struct {
	name   string
	volens http.HandlerFunc
	status int    // of a guard without hooks
	says   string // of the handler, where it runs
	hook   string // which hook answers, where all are there
}{
	{"permitted", volens(map[string]object{"process": permit(decide.ConsentGranted)}), 200, "with", "with"},
	{"refused and necessary", volens(map[string]object{"process": deny(decide.ConsentRefused), "refuse-service": permit(decide.RefusalNecessary)}), 403, "", "refused"},
	{"necessary on another basis", volens(map[string]object{"process": deny(decide.Stopped), "refuse-service": needed()}), 403, "", "refused"},
	{"refused and not necessary", volens(map[string]object{"process": deny(decide.ConsentRefused), "refuse-service": deny(decide.RefusalNoGround)}), 200, "without", "without it"},
	{"not asked", volens(map[string]object{"process": deny(decide.ConsentMissing), "refuse-service": deny(decide.RefusalNotAsked)}), 428, "", "ask"},
	{"refusal unknown", volens(map[string]object{"process": deny(decide.ConsentRefused)}), 503, "", "without it"},
	{"broken", volens(nil), 503, "", "without it"},
	{"hanging", hangs, 503, "", "without it"},
	{"not a verdict", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }, 503, "", "without it"},
}

func TestGuardTurnsAwayOnlyOnAVerdict(t *testing.T) {
	for _, s := range situations {
		t.Run(s.name, func(t *testing.T) {
			w := visit(connect(t, s.volens).Guard(phone, who)(http.HandlerFunc(shop)), "u-1")
			if w.Code != s.status || s.says != "" && w.Body.String() != s.says {
				t.Fatalf("%d %s, want %d %s", w.Code, w.Body, s.status, s.says)
			}
			if s.status == 200 {
				return
			}
			var p client.Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Status != s.status || p.Detail == "" || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("no problem document: %v %s", err, w.Body)
			}
			rule, article := decide.RefusalNecessary, "16"
			if s.name == "necessary on another basis" {
				rule, article = decide.RefusalOtherBasis, "13"
			}
			if s.status == 403 && (len(p.Articles) != 1 || p.Articles[0].Article != article || p.Rule != rule || p.Type != "urn:volens:problem:"+rule) {
				t.Errorf("a refusal without its own rule and article: %s", w.Body)
			}
		})
	}
}

func TestHooks(t *testing.T) {
	say := func(text string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(text)) })
	}
	hooks := []client.Hook{client.ToAsk(say("ask")), client.Refused(say("refused")), client.Without(say("without it"))}
	for _, s := range situations {
		if w := visit(connect(t, s.volens).Guard(phone, who, hooks...)(http.HandlerFunc(shop)), "u-1"); w.Body.String() != s.hook {
			t.Errorf("%s: %q answers, want %q", s.name, w.Body, s.hook)
		}
	}
}

// TestOptionalNeverBlocks: whatever Volens says or does not say, the handler runs.
func TestOptionalNeverBlocks(t *testing.T) {
	for _, s := range situations {
		for _, person := range []string{"u-1", "", strings.Repeat("x", 300)} {
			began := time.Now()
			w := visit(connect(t, s.volens).Optional(phone, who)(http.HandlerFunc(shop)), person)
			want := "without"
			if s.name == "permitted" && person == "u-1" {
				want = "with"
			}
			if w.Code != 200 || w.Body.String() != want || time.Since(began) > 5*time.Second {
				t.Errorf("%s: %d %s after %v, want %s", s.name, w.Code, w.Body, time.Since(began), want)
			}
		}
	}
}

func TestNobodyKnownIsAskedFirst(t *testing.T) {
	var asked atomic.Bool
	c := connect(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Store(true) }))
	if w := visit(c.Guard(phone, who)(http.HandlerFunc(shop)), ""); w.Code != http.StatusPreconditionRequired || asked.Load() {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestPermittedIsFalseForWhatNobodyAskedAbout(t *testing.T) {
	c := connect(t, situations[0].volens)
	h := c.Optional(recommend, who)(http.HandlerFunc(shop)) // shop wants the phone
	if w := visit(h, "u-1"); w.Body.String() != "without" {
		t.Error("a permission for one use serves for another")
	}
}
