package trials

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// call sends a request of the API under a key and decodes a yes into out.
func (n *node) call(method, path, key string, body, out any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience/2)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, n.url+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+key)
	req.Header.Set("Content-Type", "application/json")
	res, err := wire.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode/100 != 2 {
		return fmt.Errorf("%s %s: %d %s", method, path, res.StatusCode, answer)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer, out)
}

// staffKey makes the key of a member of staff.
func (n *node) staffKey(name string) string {
	n.t.Helper()
	var made struct{ Key string }
	must(n.t, n.call(http.MethodPost, "/v1/keys", apiKey, object{"name": name, "scopes": []string{"requests"}}, &made))
	return made.Key
}

// An asking is a request as staff see it.
type asking struct {
	ID     string
	Kind   string
	State  string
	Reason string
	Note   string
	Clocks []struct {
		Param string
		Due   time.Time `json:"due_at"`
	}
}

// An erasing is an open or finished erasure as staff see it.
type erasing struct {
	ID      string
	Trigger string
	Request string
	State   string
	Uses    []string
	Stores  []struct {
		Store    string
		Phase    string
		Erased   int64
		Attempts int
		Reason   string
		Manual   string
		Looked   *time.Time `json:"looked_at"`
	}
	Told []struct {
		Recipient string
		By        string
		At        *time.Time `json:"told_at"`
		Confirmed *time.Time `json:"confirmed_at"`
	}
}

// closes asks to close an account, as the app does after its login was done again,
// and returns the id of the request.
func (n *node) closes(person string) (string, error) {
	var made asking
	err := n.call(http.MethodPost, "/v1/requests", apiKey, object{"subject": person, "kind": "close", "step_up": true}, &made)
	return made.ID, err
}

// asking returns a request.
func (n *node) asking(key, id string) (a asking, err error) {
	return a, n.call(http.MethodGet, "/v1/requests/"+id, key, nil, &a)
}

// erasures returns the open erasures, at most limit of them.
func (n *node) erasures(key string, limit int) ([]erasing, error) {
	var out struct{ Erasures []erasing }
	return out.Erasures, n.call(http.MethodGet, fmt.Sprintf("/v1/erasures?limit=%d", limit), key, nil, &out)
}

// attend does what people do by hand in the open erasures that are of interest: the
// slips of the archive are destroyed, a gap of the plan was looked into, and the
// letters of those who are told by letter have come.
func (n *node) attend(key string, of func(erasing) bool) error {
	all, err := n.erasures(key, 1000)
	if err != nil {
		return err
	}
	for _, e := range all {
		if !of(e) {
			continue
		}
		for _, s := range e.Stores {
			if s.Phase != "done" && (s.Store == "archive" || s.Reason == "plan-gap") {
				if err := n.call(http.MethodPost, "/v1/erasures/"+e.ID+"/manual", key, object{"store": s.Store, "evidence": "shredding list 12"}, nil); err != nil {
					return err
				}
			}
		}
		for _, t := range e.Told {
			if t.Confirmed == nil && t.By != "webhook" {
				if err := n.call(http.MethodPost, "/v1/erasures/"+e.ID+"/confirm", key, object{"recipient": t.Recipient, "evidence": "letter 40"}, nil); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// erasure returns an erasure, also one that is closed.
func (n *node) erasure(key, id string) (e erasing, err error) {
	return e, n.call(http.MethodGet, "/v1/erasures/"+id, key, nil, &e)
}

// settled waits until the erasure that a request leads to is closed, and attends to
// what is for people meanwhile.
func (n *node) settled(key, request string) (e erasing) {
	n.t.Helper()
	mine := func(e erasing) bool { return e.Request == request }
	for end := time.Now().Add(patience); time.Now().Before(end); pause(100 * time.Millisecond) {
		must(n.t, n.attend(key, mine))
		all, err := n.erasures(key, 1000)
		must(n.t, err)
		if i := slices.IndexFunc(all, mine); i >= 0 {
			e = all[i]
			continue
		}
		if e.ID == "" {
			continue // not opened yet
		}
		if e, err = n.erasure(key, e.ID); err != nil || e.State != "closed" {
			n.t.Fatalf("no longer open: %+v, %v", e, err)
		}
		return e
	}
	a, err := n.asking(key, request)
	n.t.Fatalf("not closed: request %+v, %v; erasure %+v\n%s", a, err, e, n.log.notable())
	return e
}

// finished waits until a request is done.
func (n *node) finished(key, request string) (a asking) {
	n.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); pause(100 * time.Millisecond) {
		var err error
		a, err = n.asking(key, request)
		must(n.t, err)
		if a.State == "done" {
			return a
		}
		if a.Reason == "with-staff" { // a store that only people can look into: the rest is enough
			must(n.t, n.call(http.MethodPost, "/v1/requests/"+request+"/turn", key, object{"state": "in-progress", "reason": "carrying-out"}, nil))
		}
	}
	n.t.Fatalf("not done: %+v\n%s", a, n.log.notable())
	return a
}

// A browser is a person's own, with their own cookies.
type browser struct {
	t    testing.TB
	n    *node
	http *http.Client
}

// browse opens a link that the service made for a person after it had them log in
// again, and returns the page.
func (n *node) browse(person, page string) (*browser, string) {
	n.t.Helper()
	jar, err := cookiejar.New(nil)
	must(n.t, err)
	b := &browser{t: n.t, n: n, http: &http.Client{Jar: jar, Timeout: patience / 2}}
	var link struct{ URL string }
	must(n.t, n.call(http.MethodPost, "/v1/links", apiKey, object{"subject": person, "page": page, "step_up": true}, &link))
	return b, b.get(link.URL)
}

func (b *browser) get(address string) string {
	b.t.Helper()
	res, err := b.http.Get(address)
	must(b.t, err)
	return b.read(res)
}

func (b *browser) read(res *http.Response) string {
	b.t.Helper()
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	must(b.t, err)
	if res.StatusCode != http.StatusOK {
		b.t.Fatalf("%s: %d\n%.600s", res.Request.URL.Path, res.StatusCode, body)
	}
	return string(body)
}

var (
	formAction  = regexp.MustCompile(`<form method="post" action="([^"]+)"`)
	hiddenInput = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)
)

// press sends the form of a page whose address ends in what it does, with some values
// filled in, and returns the page that it leads to and its path.
func (b *browser) press(page, doing string, values url.Values) (body, path string) {
	b.t.Helper()
	for form := range strings.SplitSeq(page, "</form>") {
		action := formAction.FindStringSubmatch(form)
		if action == nil || !strings.HasSuffix(strings.Split(html.UnescapeString(action[1]), "?")[0], doing) {
			continue
		}
		for _, m := range hiddenInput.FindAllStringSubmatch(form, -1) {
			if values == nil {
				values = url.Values{}
			}
			values.Add(m[1], html.UnescapeString(m[2]))
		}
		res, err := b.http.PostForm(b.n.url+html.UnescapeString(action[1]), values)
		must(b.t, err)
		return b.read(res), res.Request.URL.Path
	}
	b.t.Fatalf("no form that does %s on the page\n%.900s", doing, page)
	return "", ""
}

// run runs the program with the variables of a node and returns what it printed and
// its exit code.
func (n *node) run(input string, args ...string) (string, int) {
	n.t.Helper()
	cmd := exec.Command(n.path, args...)
	cmd.Env = append(cmd.Environ(), n.env...)
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		n.t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}
