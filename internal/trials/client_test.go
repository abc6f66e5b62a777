package trials

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync/atomic"
	"time"
)

type object = map[string]any

// wire is the connection of all clients of the trials.
var wire = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256, MaxIdleConns: 1024}}

// post sends a request and decodes a 200 into out. status is 0 where nothing came
// back: the outcome is unknown.
func (n *node) post(path string, within time.Duration, body, out any) (status int, err error) {
	text, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, n.url+path, bytes.NewReader(text))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+apiKey)
	req.Header.Set("Content-Type", "application/json")
	res, err := wire.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, err
	}
	if res.StatusCode != http.StatusOK {
		return res.StatusCode, fmt.Errorf("%s %s: %d %s", n.name, path, res.StatusCode, answer)
	}
	return res.StatusCode, json.Unmarshal(answer, out)
}

// unknown reports whether a request may have been carried out without our being
// told: nothing came back, or an answer that says so.
func unknown(status int) bool { return status == 0 || status == http.StatusInternalServerError }

// An asked is what an ask put to a person.
type asked struct {
	Ask     string   `json:"ask"`
	Choices []choice `json:"choices"`
}

type choice struct {
	Choice string `json:"choice"`
	Uses   []struct {
		Use string `json:"use"`
	} `json:"uses"`
}

// carries reports whether a choice is about one of the uses.
func (c choice) carries(uses []string) bool {
	return slices.ContainsFunc(asked{Choices: []choice{c}}.uses(), func(use string) bool { return slices.Contains(uses, use) })
}

// uses returns the uses of some choices of an ask, in order.
func (a asked) uses() (all []string) {
	for _, c := range a.Choices {
		for _, u := range c.Uses {
			all = append(all, u.Use)
		}
	}
	return all
}

// ask puts everything to a person, as the settings page does.
func (n *node) ask(subject string, within time.Duration) (asked, error) {
	var a asked
	_, err := n.post("/v1/asks", within, object{"subject": subject, "service": "shop", "trigger": "settings"}, &a)
	return a, err
}

// acts numbers the acts of all people: none counts twice.
var acts atomic.Int64

// answer answers the choices of an ask that carry one of the uses; none named
// means all. Each answer is an act of its own.
func (n *node) answer(a asked, grant bool, within time.Duration, uses ...string) (version int64, status int, err error) {
	var answers []object
	for _, c := range a.Choices {
		if len(uses) == 0 || c.carries(uses) {
			answers = append(answers, object{"choice": c.Choice, "grant": grant, "evidence": object{"act": fmt.Sprint("act-", acts.Add(1))}})
		}
	}
	var out struct {
		Version int64 `json:"version"`
	}
	status, err = n.post("/v1/asks/"+a.Ask+"/answers", within, object{"answers": answers}, &out)
	return out.Version, status, err
}

// withdraw ends consent to a use; done is whether there was something to end.
func (n *node) withdraw(subject, use string, within time.Duration) (version int64, done bool, status int, err error) {
	var out struct {
		Version int64    `json:"version"`
		Uses    []string `json:"uses"`
	}
	status, err = n.post("/v1/withdrawals", within, object{"subject": subject, "uses": []string{use}}, &out)
	return out.Version, slices.Contains(out.Uses, use), status, err
}

// A verdict is what a node said, as its client sees it.
type verdict struct {
	Permit     bool      `json:"permit"`
	ValidUntil time.Time `json:"valid_until"`
	Version    int64     `json:"version"`
	Reasons    []struct {
		Rule string `json:"rule"`
	} `json:"reasons"`
}

// decide asks a node whether a use is permitted.
func (n *node) decide(subject, use string, atLeast int64, within time.Duration) (verdict, error) {
	body := object{"subject": subject, "action": "process", "use": use}
	if atLeast > 0 {
		body["at_least"] = atLeast
	}
	var v verdict
	_, err := n.post("/v1/decisions", within, body, &v)
	return v, err
}
