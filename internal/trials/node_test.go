package trials

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const (
	shopFile = "../../consent/testdata/shop.yaml"
	// apiKey is what nodes are started with.
	apiKey = "vk_TEST-KEY-OF-THE-NODES-ON-TRIAL"
	// patience bounds what must happen soon, on a slow machine too.
	patience = 60 * time.Second
)

// A node is the real program in a process of its own. It can be started again at
// the same address.
type node struct {
	t    testing.TB
	name string
	path string   // of the program
	args []string // of `volens serve`, without the address
	wrap []string // a program to run it under, or nothing
	env  []string // variables beside those of the tests
	url  string
	key  string // file of the API key
	log  logged

	mu   sync.Mutex
	cmd  *exec.Cmd
	gone chan struct{} // closed when the process has ended
}

// logged collects what processes print.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// text returns what was printed.
func (l *logged) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// tail returns the end of what was printed.
func (l *logged) tail() string {
	s := l.text()
	return s[max(0, len(s)-1500):]
}

// all returns everything that was printed.
func (l *logged) all() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// notable returns what was printed beside the requests that went well.
func (l *logged) notable() string {
	var b strings.Builder
	for line := range strings.Lines(l.all()) {
		if !strings.Contains(line, `"level":"INFO"`) {
			b.WriteString(line)
		}
	}
	s := b.String()
	return s[max(0, len(s)-4000):]
}

// newNode makes a node that is not started yet; it ends with the test.
func newNode(t testing.TB, name string, args ...string) *node {
	t.Helper()
	key := filepath.Join(t.TempDir(), "api.key")
	must(t, os.WriteFile(key, []byte(apiKey+"\n"), 0o600))
	n := &node{t: t, name: name, path: program(t), args: args, key: key}
	t.Cleanup(n.kill)
	return n
}

// start runs the program and reports whether it began to listen.
func (n *node) start() bool {
	listen := "127.0.0.1:0"
	if n.url != "" {
		listen = strings.TrimPrefix(n.url, "http://")
	}
	line := append(append(append([]string{}, n.wrap...), n.path, "serve", "--listen", listen), n.args...)
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Env = append(append(os.Environ(), n.env...), "VOLENS_API_KEY_FILE="+n.key)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Stderr = &n.log
	out, err := cmd.StdoutPipe()
	if err != nil {
		n.t.Error(err)
		return false
	}
	gone := make(chan struct{})
	if !launch(cmd) {
		return false
	}
	n.mu.Lock()
	n.cmd, n.gone = cmd, gone
	n.mu.Unlock()
	lines := bufio.NewReader(out)
	up := false
	for !up {
		line, err := lines.ReadString('\n')
		if err != nil {
			break
		}
		if url, ok := strings.CutPrefix(strings.TrimSpace(line), "volens: listening on "); ok {
			n.url, up = url, true
		}
	}
	go func() {
		_, _ = io.Copy(io.Discard, lines)
		_ = cmd.Wait()
		close(gone)
	}()
	return up
}

// launch starts a process from a thread that is not given up: the kernel kills
// the process when the thread that started it ends.
func launch(cmd *exec.Cmd) bool {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		started <- cmd.Start()
		select {} // for as long as the tests last
	}()
	return <-started == nil
}

// up starts a node that must come up.
func (n *node) up() *node {
	n.t.Helper()
	for end := time.Now().Add(patience / 4); !n.start(); pause(200 * time.Millisecond) {
		if time.Now().After(end) {
			n.t.Fatalf("%s did not start:\n%s", n.name, n.log.tail())
		}
	}
	return n
}

// signal sends a signal to the node's processes.
func (n *node) signal(s syscall.Signal) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cmd != nil {
		_ = syscall.Kill(-n.cmd.Process.Pid, s) // it may have ended
	}
}

// kill ends the node at once and returns when it is gone.
func (n *node) kill() {
	n.signal(syscall.SIGKILL)
	n.ended()
}

// stop lets the node end in good order.
func (n *node) stop() {
	n.signal(syscall.SIGTERM)
	n.ended()
}

func (n *node) ended() {
	n.mu.Lock()
	gone := n.gone
	n.mu.Unlock()
	if gone != nil {
		<-gone
	}
}

// verified runs `volens verify` on an installation; everything must be sound.
func verified(t testing.TB, args ...string) {
	t.Helper()
	if out, err := exec.Command(program(t), append([]string{"verify"}, args...)...).CombinedOutput(); err != nil {
		t.Errorf("verify: %v\n%s", err, out)
	}
}

// pause waits where another process has no better signal to give.
func pause(d time.Duration) { <-time.After(d) }
