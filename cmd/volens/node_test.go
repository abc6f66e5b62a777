package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A node is the real program in a process of its own.
type node struct {
	t   testing.TB
	cmd *exec.Cmd
	url string
	key string
	log lockedBuffer // all of standard error
	out lockedBuffer // all of standard output
}

// lockedBuffer collects what a process prints.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// apiKey is what tests start nodes with.
const apiKey = "vk_TEST-KEY-OF-THE-NODES-UNDER-TEST"

// start runs `volens serve` with args on a free port and waits for its address.
func start(t testing.TB, args ...string) *node {
	t.Helper()
	keyFile := filepath.Join(t.TempDir(), "api.key")
	if err := os.WriteFile(keyFile, []byte(apiKey+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	n := &node{t: t, key: apiKey, cmd: exec.Command("volens", append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)}
	n.cmd.Env = append(os.Environ(), "VOLENS_API_KEY_FILE="+keyFile)
	n.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	n.cmd.Stderr = &n.log
	stdout, err := n.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := n.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.kill)
	lines := bufio.NewScanner(io.TeeReader(stdout, &n.out))
	for lines.Scan() {
		if url, ok := strings.CutPrefix(lines.Text(), "volens: listening on "); ok {
			n.url = url
			go func() {
				for lines.Scan() {
				}
			}()
			return n
		}
	}
	_ = n.cmd.Wait()
	t.Fatalf("the node did not start:\n%s", n.log.String())
	return nil
}

// kill ends the process at once, as a power cut would end it.
func (n *node) kill() {
	if n.cmd.ProcessState == nil {
		_ = n.cmd.Process.Kill()
		_ = n.cmd.Wait()
	}
}

// stop lets the process end in good order.
func (n *node) stop() {
	_ = n.cmd.Process.Signal(syscall.SIGTERM)
	if err := n.cmd.Wait(); err != nil {
		n.t.Errorf("stopping: %v\n%s", err, n.log.String())
	}
}

var client = &http.Client{Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// try sends a request and returns status and answer; the error is that of the
// connection.
func (n *node) try(path string, body any) (int, map[string]any, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return 0, nil, err
	}
	req, err := http.NewRequest(http.MethodPost, n.url+path, bytes.NewReader(b))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+n.key)
	req.Header.Set("Content-Type", "application/json")
	res, err := client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	out := map[string]any{}
	err = json.NewDecoder(res.Body).Decode(&out)
	return res.StatusCode, out, err
}

// post is try for requests that must succeed with this status.
func (n *node) post(path string, body any, status int) map[string]any {
	n.t.Helper()
	got, out, err := n.try(path, body)
	if err != nil || got != status {
		n.t.Fatalf("POST %s: %d %v %v, want %d", path, got, out, err, status)
	}
	return out
}

// get fetches a path or URL and returns status, headers and body.
func (n *node) get(path string, cookies ...*http.Cookie) (int, http.Header, string) {
	n.t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = n.url + path
	}
	req, err := http.NewRequest(http.MethodGet, path, nil)
	if err != nil {
		n.t.Fatal(err)
	}
	for _, c := range cookies {
		req.AddCookie(c)
	}
	res, err := client.Do(req)
	if err != nil {
		n.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		n.t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(b)
}

type object = map[string]any

// dig follows keys and indexes into a decoded JSON value.
func dig(t testing.TB, v any, path ...any) any {
	t.Helper()
	for _, p := range path {
		switch p := p.(type) {
		case string:
			o, ok := v.(map[string]any)
			if !ok {
				t.Fatalf("no object at %v in %v", p, path)
			}
			v = o[p]
		case int:
			a, ok := v.([]any)
			if !ok || len(a) <= p {
				t.Fatalf("no element %d in %v", p, path)
			}
			v = a[p]
		}
	}
	return v
}

// volens runs a command to its end and returns its exit code and output.
func volens(t testing.TB, args ...string) (code int, out string) {
	t.Helper()
	b, err := exec.Command("volens", args...).CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !asExit(err, &exit) {
		t.Fatal(err)
	} else if exit != nil {
		return exit.ExitCode(), string(b)
	}
	return 0, string(b)
}

func asExit(err error, to **exec.ExitError) bool {
	e, ok := err.(*exec.ExitError)
	*to = e
	return ok
}
