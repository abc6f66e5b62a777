package trials

import (
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/volens/volens/webhook"
)

// A listener is a system that subscribed to everything that is told.
type listener struct {
	server *httptest.Server
	secret webhook.Secret
	seen   *webhook.Memory

	mu    sync.Mutex
	heard map[string]time.Time // by event and request: when it came first
	bad   int
}

func newListener(t testing.TB, n *node) *listener {
	t.Helper()
	l := &listener{seen: webhook.NewMemory(10_000), heard: map[string]time.Time{}}
	l.server = httptest.NewServer(http.HandlerFunc(l.take))
	t.Cleanup(l.server.Close)
	var hook struct{ Secret string }
	must(t, n.call(http.MethodPost, "/v1/hooks", apiKey, object{"url": l.server.URL + "/volens"}, &hook))
	secret, err := webhook.ParseSecret(hook.Secret)
	must(t, err)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.secret = secret
	return l
}

func (l *listener) take(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil {
		_, err = webhook.Verify(r.Header, body, time.Now(), l.seen, l.secret)
	}
	m, wrong := webhook.ParseMessage(body)
	if err != nil || wrong != nil {
		l.bad++
		w.WriteHeader(http.StatusForbidden)
		return
	}
	if m.Request != nil {
		key := m.Event + " " + string(m.Request.ID)
		if _, again := l.heard[key]; !again {
			l.heard[key] = time.Now()
		}
	}
}

// at returns when something was heard of a request first.
func (l *listener) at(event, request string) (time.Time, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at, ok := l.heard[event+" "+request]
	return at, ok
}

// TestWhatFellDueWhileNobodyServed: deadlines end while a node is down. Once it is up
// again, all of it is told, and listed at the first answer.
func TestWhatFellDueWhileNobodyServed(t *testing.T) {
	const most = 60 * time.Second
	dir := t.TempDir()
	data, keyFolder := filepath.Join(dir, "data"), filepath.Join(dir, "keys")
	n := newNode(t, "office", "--data", data, "--keys", keyFolder, "--declaration", shopFolder+"volens.yaml", "--allow-hooks", "127.0.0.0/8").up()
	heard := newListener(t, n)
	staff := n.staffKey("anne")
	// Letters that lay on a desk for weeks: their deadlines are over. The node dies
	// before its next look at deadlines, which is once a minute.
	var late []string
	for i, kind := range []string{"copy", "correct", "delete", "restrict", "close", "explain", "complain", "withdraw", "complete"} {
		letter := object{"subject": fmt.Sprint("u-", i), "kind": kind, "speaker": "person", "received_at": time.Now().AddDate(0, 0, -60-i),
			"text": "a letter", "values": object{"phone": "13800000000"}}
		if kind != "correct" && kind != "complete" {
			delete(letter, "values")
		}
		var made asking
		must(t, n.call(http.MethodPost, "/v1/requests/staff", staff, letter, &made))
		late = append(late, made.ID)
	}
	n.kill()
	told := 0
	for _, id := range late {
		if _, ok := heard.at("request.overdue", id); ok {
			told++
		}
	}
	if told > len(late)/2 {
		t.Fatalf("%d of %d were told before the node went down: nothing is tried", told, len(late))
	}
	pause(2 * time.Second) // nobody serves
	began := time.Now()
	n.up()
	var due struct {
		Due []struct {
			Request string
			Left    int `json:"working_days_left"`
		}
	}
	must(t, n.call(http.MethodGet, "/v1/requests/due", staff, nil, &due))
	listed := map[string]bool{}
	for _, d := range due.Due {
		listed[d.Request] = listed[d.Request] || d.Left < 0
	}
	first := time.Since(began)
	slowest := time.Duration(0)
	for _, id := range late {
		if !listed[id] {
			t.Errorf("an overdue request is not listed at the first answer: %s", id)
		}
		within(t, most, "told that "+id+" is overdue", func() bool { _, ok := heard.at("request.overdue", id); return ok })
		if at, _ := heard.at("request.overdue", id); at.Sub(began) > slowest {
			slowest = at.Sub(began)
		}
	}
	if slowest > most {
		t.Errorf("the last was told after %v, want within %v", slowest, most)
	}
	if heard.bad > 0 {
		t.Errorf("%d messages did not verify", heard.bad)
	}
	t.Logf("%d requests were overdue, %d of them told before the node went down; listed %v and all told %v after it was started",
		len(late), told, first.Round(time.Millisecond), slowest.Round(time.Millisecond))
	if log := n.log.tail(); strings.Contains(log, "panic") {
		t.Error(log)
	}
	n.stop()
	verified(t, "--data", data, "--keys", keyFolder)
}

// reasons is why each store of an open erasure does not come further, and which are
// done.
func reasons(e erasing) (why map[string]string, done []string) {
	why = map[string]string{}
	for _, s := range e.Stores {
		if s.Phase == "done" {
			done = append(done, s.Store)
		} else if s.Reason != "" {
			why[s.Store] = s.Reason
		}
	}
	return why, done
}

// TestAStoreThatIsDownDelaysOnlyItself: Redis hangs and S3 is gone, then a table of
// MariaDB is locked. Every other store is done meanwhile, what is wrong is shown with
// the deadline, nothing is closed, and once it is mended all of it completes.
func TestAStoreThatIsDownDelaysOnlyItself(t *testing.T) {
	t.Parallel()
	w := newShopWorld(t, "mysql", 3)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	way := newLink(t, listener, func() (net.Conn, error) { return net.Dial("tcp", w.s3.Endpoint()) })
	for i, v := range w.env {
		w.env[i] = strings.ReplaceAll(v, w.s3.Endpoint(), listener.Addr().String())
	}
	k := &killTrial{t: t, w: w}
	dir := t.TempDir()
	k.data, k.keys = filepath.Join(dir, "data"), filepath.Join(dir, "keys")
	k.n = w.newNode(k.data, k.keys)
	k.start()
	k.staff = k.n.staffKey("anne")
	before := w.calm(k.n)
	waits := func(l *leaver, want map[string]string, others ...string) {
		t.Helper()
		var why map[string]string
		var done []string
		defer func() { t.Logf("waiting %v, done %v", why, done) }()
		within(t, 2*patience, fmt.Sprintf("%v waiting and %v done", want, others), func() bool {
			must(t, k.n.attend(k.staff, func(erasing) bool { return true }))
			open, err := k.n.erasures(k.staff, 10)
			must(t, err)
			for _, e := range open {
				if e.Request == l.request {
					l.id = e.ID
					why, done = reasons(e)
				}
			}
			return maps.Equal(why, want) && !slices.ContainsFunc(others, func(s string) bool { return !slices.Contains(done, s) })
		})
	}
	completes := func(l *leaver) {
		t.Helper()
		within(t, 2*patience, "completed once the stores are mended", func() bool {
			open, err := k.n.erasures(k.staff, 10)
			must(t, err)
			return len(open) == 0
		})
		k.closing(l)
	}
	for i := range 2 {
		k.leavers = append(k.leavers, &leaver{customer: w.customers[i]})
	}

	w.redis.Freeze()
	way.set(severed)
	k.ask(k.leavers[:1])
	waits(k.leavers[0], map[string]string{"cache": "unreachable", "objects": "unreachable"}, "shop-db", "transcripts", "archive")
	w.redis.Thaw()
	way.set(flowing)
	completes(k.leavers[0])

	locked, err := w.db.Conn(t.Context())
	must(t, err)
	_, err = locked.ExecContext(t.Context(), "LOCK TABLES footprints WRITE")
	must(t, err)
	k.ask(k.leavers[1:])
	waits(k.leavers[1], map[string]string{"shop-db": "unreachable", "cache": "identifiers", "objects": "identifiers"}, "transcripts", "archive")
	_, err = locked.ExecContext(t.Context(), "UNLOCK TABLES")
	must(t, err)
	must(t, locked.Close())
	completes(k.leavers[1])

	k.before = before
	k.untouched(w.dump())
	k.n.stop()
	verified(t, "--data", k.data, "--keys", k.keys)
}
