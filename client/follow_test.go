package client_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/volens/volens/client"
	"github.com/volens/volens/consent"
	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/server"
	"github.com/volens/volens/store"
)

// hands is a clock that only moves when told.
type hands struct{ boot, wall atomic.Int64 }

func newHands() *hands {
	h := &hands{}
	h.boot.Store(int64(time.Hour))
	h.wall.Store(time.Now().UnixNano())
	return h
}

func (h *hands) Boot() time.Duration { return time.Duration(h.boot.Load()) }
func (h *hands) Wall() time.Time     { return time.Unix(0, h.wall.Load()) }
func (h *hands) pass(d time.Duration) {
	h.boot.Add(int64(d))
	h.wall.Add(int64(d))
}

// node is the API over a real store, which can be cut off.
type node struct {
	t      testing.TB
	url    string
	public string
	store  *store.Store
	cut    atomic.Bool  // requests hang from now on
	asked  atomic.Int64 // decisions that were asked over the network
	key    string
}

func newNode(t testing.TB) *node {
	t.Helper()
	ring, _, err := keys.Open(t.TempDir() + "/keys")
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Options{Data: t.TempDir() + "/data", Keys: ring})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	n := &node{t: t, store: s, public: ring.LogPublic}
	n.activate("../consent/testdata/shop.yaml")
	key, hash := server.NewKey()
	n.key = key
	if err := s.PutAPIKey(t.Context(), hash, "test", []string{"consent", "decide", "link", "feed"}); err != nil {
		t.Fatal(err)
	}
	desk := &consent.Desk{People: s, Record: s, Versions: s, Random: rand.Reader}
	log := slog.New(slog.DiscardHandler)
	api := httpx.Observe(server.New(server.Options{
		Desk: desk, Judge: &decide.Judge{Desk: desk, Size: s.Size}, Log: s, Keys: s, Passes: httpx.Passes{Sealer: ring}, PublicURL: "https://volens.example",
		Metrics: prometheus.NewRegistry(), Slog: log, Now: time.Now, Feed: server.Feed{Primary: s, Secret: ring.ReplicaSecret, Signer: ring.Signer},
	}), log, prometheus.NewRegistry(), 256<<10)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n.cut.Load() {
			hangs(w, r)
			return
		}
		if strings.HasPrefix(r.URL.Path, "/v1/decisions") {
			n.asked.Add(1)
		}
		api.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	t.Cleanup(front.CloseClientConnections)
	n.url = front.URL
	return n
}

func (n *node) activate(file string) {
	n.t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		n.t.Fatal(err)
	}
	src := declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: string(b)}}}
	upload, err := consent.Upload(src, time.Now())
	if err != nil {
		n.t.Fatal(err)
	}
	activate, err := consent.Activate(src.Hash(), time.Now())
	if err != nil {
		n.t.Fatal(err)
	}
	for _, c := range []ledger.Change{upload, activate} {
		if _, err := n.store.Commit(n.t.Context(), c); err != nil {
			n.t.Fatal(err)
		}
	}
}

func (n *node) client() *client.Client {
	n.t.Helper()
	c, err := client.New(client.Options{URL: n.url, Key: n.key, Timeout: 2 * time.Second})
	if err != nil {
		n.t.Fatal(err)
	}
	return c
}

// follow makes the client follow, until the test ends.
func follow(t testing.TB, c *client.Client) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = c.Follow(ctx) // it ends with ctx
	}()
	t.Cleanup(func() { stop(); <-done })
	until(t, c.Fresh)
}

func until(t testing.TB, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !holds(); {
		if time.Now().After(end) {
			t.Fatal("waited in vain")
		}
		select {
		case <-t.Context().Done():
			t.Fatal("the test ended")
		case <-time.After(2 * time.Millisecond):
		}
	}
}

func person(t testing.TB, id string) ledger.Subject {
	t.Helper()
	s, err := client.Person(id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// agree asks a person about the recommendations and answers yes.
func agree(t testing.TB, c *client.Client, id string) client.Receipt {
	t.Helper()
	ask, err := c.Ask(t.Context(), client.AskRequest{Subject: person(t, id), Service: "shop", Functions: []string{"for-you"}, Trigger: consent.Function})
	if err != nil || ask.Silence {
		t.Fatalf("asking: %v, silence %v", err, ask.Reasons)
	}
	r, err := c.Answer(t.Context(), ask.ID, client.Answer{Choice: recommend, Grant: true, Evidence: &client.Evidence{Act: "press-" + id}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (n *node) question(id string) client.Question {
	return client.Question{Subject: person(n.t, id), Action: decide.ActionProcess, Use: recommend}
}

func permits(t testing.TB, c *client.Client, q client.Question) bool {
	t.Helper()
	v, err := c.Decide(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return v.Permits()
}

func TestCallsAgainstARealServer(t *testing.T) {
	n := newNode(t)
	c := n.client()
	r := agree(t, c, "u-1")
	if v, err := c.Decide(t.Context(), n.question("u-1")); err != nil || !v.Permits() || v.Version != r.Version || !v.Has(decide.ConsentGranted) {
		t.Errorf("after a yes: %+v, %v", v, err)
	}
	all, err := c.DecideAll(t.Context(), []client.Question{n.question("u-2"), {}, n.question("u-1")})
	if err != nil || all[0].Permits() || all[1].Permits() || !all[2].Permits() {
		t.Errorf("a batch: %+v, %v", all, err)
	}
	if l, err := c.Link(t.Context(), person(t, "u-1"), "consents"); err != nil || !strings.HasPrefix(l.URL, "https://volens.example/p/") {
		t.Errorf("a link: %v, %v", l, err)
	}
	w, err := c.Withdraw(t.Context(), person(t, "u-1"), client.Target{Uses: []declaration.UseID{recommend}})
	if err != nil || len(w.Uses) != 1 || permits(t, c, n.question("u-1")) {
		t.Errorf("after a withdrawal: %v, %v", w, err)
	}
	if v, err := c.Decide(t.Context(), client.Question{Subject: person(t, "u-1"), Action: "?"}); err == nil || v.Permits() {
		t.Error("a question that is none was answered")
	}
}

func TestReplicaAnswersWithoutANetwork(t *testing.T) {
	n := newNode(t)
	c := n.client()
	agree(t, c, "u-1")
	follow(t, c)
	n.asked.Store(0)
	for range 100 {
		if !permits(t, c, n.question("u-1")) || permits(t, c, n.question("u-2")) {
			t.Fatal("the replica answers otherwise than the primary")
		}
	}
	if n.asked.Load() != 0 {
		t.Errorf("%d questions went over the network", n.asked.Load())
	}
}

// TestReadYourWithdrawal: who withdraws and asks at least that version is never
// answered yes, from the replica or past it; and the replica learns by itself.
func TestReadYourWithdrawal(t *testing.T) {
	n := newNode(t)
	c := n.client()
	follow(t, c)
	for i := range 20 {
		id := "u-" + string(rune('a'+i))
		q := n.question(id)
		q.AtLeast = agree(t, c, id).Version
		if !permits(t, c, q) {
			t.Fatal("the yes is not seen at its own version")
		}
		w, err := c.Withdraw(t.Context(), q.Subject, client.Target{Function: "shop/for-you"})
		if err != nil {
			t.Fatal(err)
		}
		if q.AtLeast = w.Version; permits(t, c, q) {
			t.Fatal("permitted after a withdrawal that was asked for")
		}
		if err := c.AtLeast(t.Context(), w.Version); err != nil {
			t.Fatal(err)
		}
		if permits(t, c, n.question(id)) {
			t.Fatal("the replica says that it has the version, and permits")
		}
	}
}

// TestNoPermitPastTheBound: a server that accepts and says nothing, as a stopped
// process does, ends every permission when the lease is over.
func TestNoPermitPastTheBound(t *testing.T) {
	n := newNode(t)
	c, clock := n.client(), newHands()
	c.SetClock(clock)
	agree(t, c, "u-1")
	follow(t, c)
	held, err := c.Decide(t.Context(), n.question("u-1"))
	if err != nil || !held.Permits() {
		t.Fatal("no permission to begin with", err)
	}
	n.cut.Store(true)
	clock.pass(decide.Holds - time.Millisecond)
	late, err := c.Decide(t.Context(), n.question("u-1"))
	if err != nil || !late.Permits() {
		t.Error("denied within the bound", err)
	}
	clock.pass(2 * time.Millisecond)
	impatient, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if v, err := c.Decide(impatient, n.question("u-1")); err == nil || v.Permits() || held.Permits() || late.Permits() {
		t.Errorf("permitted past the bound: %v, %v, %v", v.Permits(), held.Permits(), late.Permits())
	}
	n.cut.Store(false)
	until(t, c.Fresh)
	if !permits(t, c, n.question("u-1")) {
		t.Error("denied after the server came back")
	}
}

// TestAnotherDeclarationReachesTheReplica: what changed in law is not permitted
// by the replica either.
func TestAnotherDeclarationReachesTheReplica(t *testing.T) {
	n := newNode(t)
	c := n.client()
	agree(t, c, "u-1")
	follow(t, c)
	b, err := os.ReadFile("../consent/testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	changed := t.TempDir() + "/shop.yaml"
	if err := os.WriteFile(changed, []byte(strings.ReplaceAll(string(b), "for: 90d", "for: 1y")), 0o600); err != nil {
		t.Fatal(err)
	}
	n.activate(changed)
	until(t, func() bool { return !permits(t, c, n.question("u-1")) })
}
