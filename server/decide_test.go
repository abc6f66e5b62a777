package server_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/server"
)

// TestDecisionBodies walks what is no question, and what may stand in one.
func TestDecisionBodies(t *testing.T) {
	r := newRig(t)
	const q = `"subject":"u","action":"process","use":"` + recommend + `"`
	for name, c := range map[string]struct {
		body   string
		status int
		at     string
	}{
		"a question":         {`{` + q + `}`, 200, ""},
		"an escaped key":     {`{"\u0073ubject":"u","action":"process","use":"` + recommend + `"}`, 200, ""},
		"with all":           {`{` + q + `,"at_least":0,"primary":true}`, 200, ""},
		"collect":            {`{"subject":"u","action":"collect","use":"` + recommend + `","last_at":"2026-11-20T08:00:00+08:00"}`, 200, ""},
		"nothing":            {``, 422, ""},
		"null":               {`null`, 422, `"body"`},
		"a list":             {`[]`, 422, `"body"`},
		"two values":         {`{` + q + `}{}`, 422, ""},
		"no subject":         {`{"action":"process","use":"x"}`, 422, `"body"`},
		"a bad number":       {`{` + q + `,"at_least":-2}`, 422, `"body.at_least"`},
		"half a number":      {`{` + q + `,"at_least":1.5}`, 422, `"body.at_least"`},
		"a huge number":      {`{` + q + `,"at_least":99999999999999999999}`, 422, `"body.at_least"`},
		"text for a number":  {`{` + q + `,"at_least":"1"}`, 422, `"body.at_least"`},
		"text for a boolean": {`{` + q + `,"primary":"yes"}`, 422, `"body.primary"`},
		"null for a boolean": {`{` + q + `,"primary":null}`, 422, `"body.primary"`},
		"a bad time":         {`{` + q + `,"last_at":"yesterday"}`, 422, `"body.last_at"`},
		"an object":          {`{"subject":{"id":"u"},"action":"process","use":"x"}`, 422, `"body.subject"`},
		"a long use":         {`{"subject":"u","action":"process","use":"` + strings.Repeat("x", 513) + `"}`, 422, `"body.use"`},
		"broken inside":      {`{"subject":[}`, 422, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := r.send(http.MethodPost, "/v1/decisions", c.body)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.at) {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
			if !json.Valid(w.Body.Bytes()) {
				t.Errorf("no JSON: %s", w.Body)
			}
		})
	}
}

// TestBatchAnswersEachByItself: in order, and what is wrong with one stays there.
func TestBatchAnswersEachByItself(t *testing.T) {
	r := newRig(t)
	r.post("/v1/asks/"+r.ask()+"/answers", yes("a"), 200)
	good := object{"subject": "u-1", "action": "process", "use": recommend}
	out := r.post("/v1/decisions/batch", object{"questions": []any{
		object{"subject": "u-2", "action": "process", "use": recommend}, good, object{"subject": 7}, object{"subject": "u-1", "action": "sell", "use": recommend}, "what", good,
	}}, 200)
	var got []string
	for _, v := range out["verdicts"].([]any) {
		v := v.(object)
		if v["valid_until"] == nil || v["version"] == nil || v["reasons"] == nil {
			t.Errorf("a verdict lacks something: %v", v)
		}
		status := ""
		if p, ok := v["problem"].(object); ok {
			status = fmt.Sprint(p["status"])
		}
		got = append(got, fmt.Sprint(v["permit"], status))
	}
	if fmt.Sprint(got) != "[false true false422 false422 false422 true]" {
		t.Errorf("got %v", got)
	}
}

func TestBatchBounds(t *testing.T) {
	r := newRig(t)
	many := func(n int) string {
		return `{"questions":[` + strings.TrimSuffix(strings.Repeat(`{"subject":"u","action":"process","use":"`+recommend+`"},`, n), ",") + `]}`
	}
	for name, c := range map[string]struct {
		body   string
		status int
	}{
		"a thousand": {many(1000), 200}, "one more": {many(1001), 422}, "none": {many(0), 422}, "no list": {`{"questions":{}}`, 422},
		"nothing asked": {`{}`, 422}, "another key": {`{"questions":[],"more":1}`, 422}, "cut off": {`{"questions":[{}`, 422}, "twice": {`{"questions":[{}],"questions":[{}]}`, 422},
	} {
		if w := r.send(http.MethodPost, "/v1/decisions/batch", c.body); w.Code != c.status {
			t.Errorf("%s: %d %.300s", name, w.Code, w.Body)
		}
	}
}

// TestDecisionsWithoutAStore: no verdict is made up.
func TestDecisionsWithoutAStore(t *testing.T) {
	r := newRig(t)
	q := object{"subject": "u-1", "action": "process", "use": recommend}
	r.post("/v1/decisions", q, 200)
	if err := r.store.Close(); err != nil {
		t.Fatal(err)
	}
	for path, body := range map[string]any{"/v1/decisions": q, "/v1/decisions/batch": object{"questions": []any{q}}} {
		b, _ := json.Marshal(body)
		if w := r.send(http.MethodPost, path, string(b)); w.Code < 500 || strings.Contains(w.Body.String(), "permit") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

// keyStore counts readings of one key that can be taken back, or be out of reach.
type keyStore struct {
	server.Keys
	readings int
	gone     bool
	broken   bool
}

func (k *keyStore) APIKey(context.Context, string) ([]string, error) {
	k.readings++
	switch {
	case k.broken:
		return nil, errors.New("out of reach")
	case k.gone:
		return nil, fault.New(fault.NotFound, "没有", "none")
	}
	return []string{"decide"}, nil
}

// TestKeysEndWithinTheirTime: a key that was taken back opens nothing after
// KeyHolds, and one that cannot be checked nothing after decide.Holds, but as long
// as a replica may answer; until then it is read seldom.
func TestKeysEndWithinTheirTime(t *testing.T) {
	for name, c := range map[string]struct {
		end   func(*keyStore)
		holds time.Duration
	}{
		"taken back":   {func(k *keyStore) { k.gone = true }, server.KeyHolds},
		"out of reach": {func(k *keyStore) { k.broken = true }, decide.Holds},
	} {
		t.Run(name, func(t *testing.T) {
			k := &keyStore{}
			r := newRig(t, func(o *server.Options) { o.Keys = k })
			asks := func() int {
				return r.send(http.MethodPost, "/v1/decisions", `{"subject":"u","action":"process","use":"`+recommend+`"}`).Code
			}
			for range 100 {
				if code := asks(); code != 200 {
					t.Fatalf("with the key: %d", code)
				}
			}
			if k.readings != 1 {
				t.Errorf("100 decisions read the key %d times", k.readings)
			}
			c.end(k)
			r.now = r.now.Add(c.holds - time.Millisecond)
			if code := asks(); k.broken && code != 200 {
				t.Errorf("out of reach for less than %v: %d", c.holds, code)
			}
			r.now = r.now.Add(time.Millisecond)
			if code := asks(); code == 200 {
				t.Errorf("after %v: %d", c.holds, code)
			}
			if r.now = r.now.Add(-time.Hour); asks() == 200 {
				t.Error("a clock set back gives the key its time again")
			}
		})
	}
}

// TestAnswersDoNotMix: desktops are used again and again, and nobody gets what was
// written for somebody else.
func TestAnswersDoNotMix(t *testing.T) {
	r := newRig(t)
	r.post("/v1/asks/"+r.ask()+"/answers", yes("a"), 200)
	wrong := make(chan string, 16)
	for i := range cap(wrong) {
		go func() {
			person, want := "u-1", `{"permit":true`
			if i%2 == 1 {
				person, want = "somebody-else", `{"permit":false`
			}
			for range 50 {
				one := `{"subject":"` + person + `","action":"process","use":"` + recommend + `"}`
				if w := r.send(http.MethodPost, "/v1/decisions", one); !strings.HasPrefix(w.Body.String(), want) {
					wrong <- w.Body.String()
					return
				}
				if w := r.send(http.MethodPost, "/v1/decisions/batch", `{"questions":[`+one+`,{},`+one+`]}`); strings.Count(w.Body.String(), want) < 2 {
					wrong <- w.Body.String()
					return
				}
			}
			wrong <- ""
		}()
	}
	for range cap(wrong) {
		if got := <-wrong; got != "" {
			t.Errorf("mixed up: %s", got)
		}
	}
}
