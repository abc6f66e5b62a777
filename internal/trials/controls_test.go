package trials

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

const recommend = "shop/for-you/browsing-history/recommend"

// single starts one node on an SQLite file.
func single(t *testing.T) (n *node, args []string) {
	dir := t.TempDir()
	args = []string{"--data", filepath.Join(dir, "data"), "--keys", filepath.Join(dir, "keys")}
	return newNode(t, "the node", append(args, "--declaration", shopFile)...).up(), args
}

// granted makes a person who agreed to everything.
func granted(t *testing.T, n *node, subject string) (version int64) {
	t.Helper()
	a, err := n.ask(subject, patience)
	must(t, err)
	version, _, err = n.answer(a, true, patience)
	must(t, err)
	return version
}

// through returns the node as seen by clients behind a link.
func through(t *testing.T, n *node) (*link, *node) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	l := newLink(t, listener, func() (net.Conn, error) { return net.Dial("tcp", strings.TrimPrefix(n.url, "http://")) })
	return l, &node{t: t, name: "behind a link", url: "http://" + listener.Addr().String()}
}

// TestAPermitThatArrivesLate holds a permit back until the bound is over. A
// client that looks at valid_until does not rely on it; of one that does not, the
// oracle must complain.
func TestAPermitThatArrivesLate(t *testing.T) {
	t.Parallel()
	n, _ := single(t)
	version := granted(t, n, "u-1")
	l, behind := through(t, n)
	s := &staleness{t: t, nodes: []*node{behind}, mishap: &mishap{}}
	w := &watched{s: s, subject: "u-1", use: recommend}
	if !w.look(0, version, patience) {
		t.Fatal("no permit to begin with")
	}
	w.permits = nil
	l.set(mute)
	late := make(chan bool)
	go func() { late <- w.look(0, version, patience) }()
	pause(500 * time.Millisecond) // the node has answered by then, or the test says so below
	_, done, _, err := n.withdraw("u-1", recommend, patience)
	must(t, err)
	acked := time.Now()
	if !done {
		t.Fatal("there was nothing to withdraw")
	}
	pause(time.Until(acked.Add(bound + 200*time.Millisecond)))
	l.set(flowing)
	if !<-late {
		t.Fatal("the answer that was held back is no permit: nothing was tried")
	}
	careful, careless := &oracle{}, &oracle{careless: true}
	careful.judge(acked, w.permits, "")
	careless.judge(acked, w.permits, "")
	if len(careful.late) != 0 || careful.expired != 1 {
		t.Errorf("a client that looks at valid_until relied on %v; %d permits had expired on arrival, want 1", careful.late, careful.expired)
	}
	if len(careless.late) != 1 {
		t.Errorf("a client that does not look at valid_until went unnoticed: %v", careless.late)
	}
}

// A forgetful is a server that goes on saying what its node said first, as a
// cache without a bound would.
type forgetful struct {
	node *httputil.ReverseProxy
	hold time.Duration // how long it goes on
	mu   sync.Mutex
	said map[string]remembered
}

type remembered struct {
	at     time.Time
	answer object
}

// stale puts a forgetful server before a node.
func stale(t *testing.T, n *node, hold time.Duration) *node {
	t.Helper()
	to, err := url.Parse(n.url)
	must(t, err)
	f := &forgetful{node: httputil.NewSingleHostReverseProxy(to), hold: hold, said: map[string]remembered{}}
	s := httptest.NewServer(f)
	t.Cleanup(s.Close)
	return &node{t: t, name: "a forgetful node", url: s.URL}
}

func (f *forgetful) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/v1/decisions" {
		f.node.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	var question struct{ Subject, Use string }
	if err == nil {
		err = json.Unmarshal(body, &question)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	key := question.Subject + " " + question.Use
	f.mu.Lock()
	defer f.mu.Unlock()
	if was, ok := f.said[key]; !ok || time.Since(was.at) > f.hold {
		r.Body = io.NopCloser(bytes.NewReader(body))
		record := httptest.NewRecorder()
		f.node.ServeHTTP(record, r)
		answer := object{}
		if record.Code != http.StatusOK || json.Unmarshal(record.Body.Bytes(), &answer) != nil {
			http.Error(w, record.Body.String(), record.Code)
			return
		}
		f.said[key] = remembered{time.Now(), answer}
	}
	answer := f.said[key].answer
	answer["valid_until"] = time.Now().Add(bound)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

// TestTheOracleNoticesAStaleNode asks a node that never learns of a withdrawal.
func TestTheOracleNoticesAStaleNode(t *testing.T) {
	t.Parallel()
	n, _ := single(t)
	version := granted(t, n, "u-1")
	s := &staleness{t: t, nodes: []*node{stale(t, n, time.Hour), n}, mishap: &mishap{}}
	w := &watched{s: s, subject: "u-1", use: recommend}
	if !w.look(0, version, patience) {
		t.Fatal("no permit to begin with")
	}
	_, _, _, err := n.withdraw("u-1", recommend, patience)
	must(t, err)
	acked := time.Now()
	pause(100 * time.Millisecond)
	if !w.look(0, 0, patience) || w.look(1, 0, patience) {
		t.Fatal("the node is not what this test needs")
	}
	s.oracle.judge(acked, w.permits, "")
	if len(s.oracle.late) != 1 || s.oracle.permits != 1 {
		t.Errorf("a permit that holds until %v after the withdrawal went unnoticed", bound+100*time.Millisecond)
	}
}
