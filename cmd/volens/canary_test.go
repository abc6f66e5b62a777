package main

import (
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// canary is a person's id that must be found nowhere but in the bodies that
// carry it on purpose.
const canary = "13812345678"

// TestSubjectIsNowhereItShouldNotBe plants a phone number as a subject id, runs
// every route with good and bad input, and looks for it in logs, metrics,
// errors, headers, links, pages and the files of the database.
func TestSubjectIsNowhereItShouldNotBe(t *testing.T) {
	data, keys := t.TempDir(), t.TempDir()
	_ = os.Remove(keys)
	n := start(t, "--data", data, "--keys", keys, "--declaration", shopFile)
	var seen strings.Builder // all that may not hold the canary
	id := ask(n, canary)
	for _, c := range badRequests(id) {
		status, out, err := n.try(c.path, c.body)
		if err != nil || status < 400 {
			t.Errorf("POST %s: %d %v %v, want an error", c.path, status, out, err)
		}
		saw(&seen, out)
	}
	raw(t, n, &seen)
	grant(n, id, "a")
	saw(&seen, decides(n, canary, object{"action": "process", "use": recommend}))
	saw(&seen, n.post("/v1/consents/search", object{"subject": canary}, 200))
	pages(t, n, &seen, canary)
	saw(&seen, n.post("/v1/withdrawals", object{"subject": canary, "service": "shop"}, 200))
	for _, path := range []string{
		"/metrics", "/healthz", "/readyz", "/openapi.json", "/v1/record/checkpoint", "/v1/record/leaves/3", "/v1/record/leaves/999", "/v1/record/leaves/x",
		"/v1/record/proofs/inclusion?index=1&size=3", "/v1/record/proofs/consistency?old=1&new=3", "/v1/nothing", "/p/forged", "/me/consents",
	} {
		_, header, body := n.get(path)
		saw(&seen, header, body)
	}
	n.stop()
	seen.WriteString(n.log.String() + n.out.String())
	search(t, "answers, logs and metrics", seen.String())
	for _, dir := range []string{data, keys} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			search(t, path, string(b))
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	if !strings.Contains(n.log.String(), `"route":"POST /v1/asks"`) || !strings.Contains(seen.String(), "volens_http_request_duration_seconds") {
		t.Error("there are no logs or metrics to look at: the test shows nothing")
	}
}

func search(t *testing.T, where, text string) {
	t.Helper()
	if i := strings.Index(text, canary); i >= 0 {
		t.Errorf("%s: the subject id is in it: …%s…", where, text[max(0, i-60):min(len(text), i+60)])
	}
}

type request struct {
	path string
	body any
}

// badRequests are refused for every reason there is, each with the canary in it.
func badRequests(id string) []request {
	yes := object{"choice": recommend, "grant": true, "evidence": object{"act": "a"}}
	return []request{
		{"/v1/asks", object{"subject": canary, "service": canary, "trigger": "start"}},
		{"/v1/asks", object{"subject": canary, "service": "shop", "trigger": canary}},
		{"/v1/asks", object{"subject": canary, "service": "shop", "trigger": "function", "functions": []string{canary}}},
		{"/v1/asks", object{"subject": object{"phone": canary}, "service": "shop", "trigger": "start"}},
		{"/v1/asks", object{"subject": canary, "service": "shop", "trigger": "start", canary: 1}},
		{"/v1/asks/" + id + "/answers", object{"answers": []object{{"choice": canary, "grant": true}}}},
		{"/v1/asks/" + id + "/answers", object{"answers": []object{{"choice": "*", "grant": true}}}},
		{"/v1/asks/" + id + "/answers", object{"answers": []object{yes, {"choice": "shop/for-you/heart-rate/recommend", "grant": true, "evidence": object{"act": "a"}}}}},
		{"/v1/asks/" + id + "/answers", object{"answers": canary}},
		{"/v1/asks/07-nobody/answers", object{"answers": []object{yes}}},
		{"/v1/withdrawals", object{"subject": canary}},
		{"/v1/withdrawals", object{"subject": canary, "uses": []string{canary}}},
		{"/v1/decisions", object{"subject": canary, "action": canary, "use": recommend}},
		{"/v1/decisions", object{"subject": canary, "action": "refuse-service", "function": canary}},
		{"/v1/decisions", object{"subject": canary + "\u0007", "action": "process", "use": recommend}},
		{"/v1/decisions", object{"subject": strings.Repeat(canary, 100), "action": "process", "use": recommend}},
		{"/v1/decisions", object{"subject": canary, "action": "process", "use": recommend, "at_least": canary}},
		{"/v1/links", object{"subject": canary, "page": canary}},
		{"/v1/links", object{"subject": "somebody else " + canary, "page": "asks/" + id}},
		{"/v1/keys", object{"name": canary, "scopes": []string{canary}}},
	}
}

// raw sends what no client library would send.
func raw(t *testing.T, n *node, seen io.Writer) {
	t.Helper()
	for _, body := range []string{`{"subject": "` + canary, `["` + canary + `"]`, canary, `{"subject": "` + canary + `"}{`, strings.Repeat(canary, 40_000)} {
		for _, auth := range []string{"Bearer " + n.key, "Bearer " + canary, ""} {
			req, err := http.NewRequest(http.MethodPost, n.url+"/v1/decisions", strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Authorization", auth)
			req.Header.Set("Content-Type", "application/json")
			res, err := client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			b, _ := io.ReadAll(res.Body)
			_ = res.Body.Close()
			if res.StatusCode < 400 || res.StatusCode >= 500 {
				t.Errorf("%.30q: %d", body, res.StatusCode)
			}
			saw(seen, res.Header, string(b))
		}
	}
}

// pages walks the person's pages as a browser would.
func pages(t *testing.T, n *node, seen io.Writer, subject string) {
	t.Helper()
	link := n.post("/v1/links", object{"subject": subject, "page": "consents"}, 201)["url"].(string)
	status, header, body := n.get(link)
	saw(seen, link, header, body)
	cookies := (&http.Response{Header: header}).Cookies()
	if status != http.StatusSeeOther || len(cookies) != 1 {
		t.Fatalf("opening a link: %d, %d cookies", status, len(cookies))
	}
	_, header, body = n.get("/me/consents", cookies...)
	saw(seen, header, body)
	if !regexp.MustCompile(`撤回`).MatchString(body) {
		t.Errorf("no way to withdraw on the page:\n%s", body)
	}
	req, err := http.NewRequest(http.MethodPost, n.url+"/me/withdrawals", strings.NewReader(url.Values{"use": {subject}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.AddCookie(cookies[0])
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	saw(seen, res.Header, string(b))
}

// saw adds what was seen.
func saw(seen io.Writer, what ...any) { _, _ = fmt.Fprintln(seen, what...) }
