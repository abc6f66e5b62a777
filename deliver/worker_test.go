package deliver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/webhook"
)

// memory is an outbox that keeps its promises but durability. Cut makes the next
// records fail, as when the process is killed between sending and recording.
type memory struct {
	mu    sync.Mutex
	hooks []consent.Hook
	tasks map[consent.TaskID]*row
	next  int
	cut   int
}

type row struct {
	consent.Task
	lease  time.Time
	buried string
}

var errCut = errors.New("cut")

func (m *memory) Hooks(context.Context) ([]consent.Hook, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.hooks), nil
}

func (m *memory) add(t consent.Task) consent.TaskID {
	m.next++
	t.ID = consent.TaskID(fmt.Sprintf("07-%03d", m.next))
	m.tasks[t.ID] = &row{Task: t}
	return t.ID
}

func (m *memory) Lease(_ context.Context, kind consent.WorkKind, n int, now, until time.Time) ([]consent.Task, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var due []*row
	for _, r := range m.tasks {
		if r.Kind == kind && r.buried == "" && !r.lease.After(now) {
			due = append(due, r)
		}
	}
	slices.SortFunc(due, func(a, b *row) int { return strings.Compare(string(a.ID), string(b.ID)) })
	var taken []consent.Task
	for _, r := range due[:min(n, len(due))] {
		r.lease = until
		r.Attempts++
		taken = append(taken, r.Task)
	}
	return taken, nil
}

func (m *memory) Split(_ context.Context, id consent.TaskID, kinds []consent.WorkKind) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.tasks[id]
	for _, k := range kinds {
		if t := r.Task; ok {
			t.Kind, t.Attempts = k, 0
			m.add(t)
		}
	}
	delete(m.tasks, id)
	return nil
}

func (m *memory) record(id consent.TaskID, do func(*row)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.cut > 0 {
		m.cut--
		return errCut
	}
	if r, ok := m.tasks[id]; ok {
		do(r)
	}
	return nil
}

func (m *memory) Done(_ context.Context, id consent.TaskID) error {
	return m.record(id, func(*row) { delete(m.tasks, id) })
}

func (m *memory) Fail(_ context.Context, id consent.TaskID, retry time.Time, _ string) error {
	return m.record(id, func(r *row) { r.lease = retry })
}

func (m *memory) Bury(_ context.Context, id consent.TaskID, why string) error {
	return m.record(id, func(r *row) { r.buried = why })
}

// desk is a worker with a clock of its own, an outbox and receivers.
type desk struct {
	t    *testing.T
	out  *memory
	work *Worker
	now  time.Time
	log  strings.Builder
}

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, out: &memory{tasks: map[consent.TaskID]*row{}}, now: time.Unix(1_800_000_000, 0)}
	d.work = New(Options{
		Outbox: d.out, Allow: prefixes("127.0.0.1/32"), Slog: slog.New(slog.NewTextHandler(&d.log, nil)), Now: func() time.Time { return d.now },
	})
	return d
}

// news puts a change about a person into the outbox.
func (d *desk) news(person string, version int64, state consent.State) {
	s, err := ledger.NewSubject(person)
	if err != nil {
		d.t.Fatal(err)
	}
	body, _ := json.Marshal(consent.TellBody{V: 1, Uses: []declaration.UseID{"shop/for-you/browsing-history/recommend"}, State: state, At: d.now.UnixMilli()})
	d.out.add(consent.Task{Kind: consent.WorkTell, Subject: s, Lookup: ledger.InstallationKey{}.Lookup(s), Version: version, Body: body})
}

// round is one look at the outbox and one batch for every hook.
func (d *desk) round() {
	d.t.Helper()
	if _, err := d.work.spread(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
	for _, h := range d.out.hooks {
		if _, _, err := d.work.drain(d.t.Context(), h.ID); err != nil && !errors.Is(err, errCut) {
			d.t.Fatal(err)
		}
	}
}

// receiver keeps what it took, and answers as it is told: one status after the
// other, the last for ever.
type receiver struct {
	mu     sync.Mutex
	taken  []webhook.Message
	tries  []string // ids of all requests
	status []int
	secret webhook.Secret
	seen   *webhook.Memory
	desk   *desk
}

func (d *desk) receiver(status ...int) *receiver {
	secret, err := webhook.SecretOf([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		d.t.Fatal(err)
	}
	r := &receiver{status: status, secret: secret, seen: webhook.NewMemory(1000), desk: d}
	s := httptest.NewServer(r)
	d.t.Cleanup(s.Close)
	id := fmt.Sprintf("h%d", len(d.out.hooks))
	d.out.hooks = append(d.out.hooks, consent.Hook{ID: id, URL: s.URL + "/in?token=s3cret", Secret: webhook.Join(secret)})
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	body, _ := io.ReadAll(req.Body)
	id, err := webhook.Verify(req.Header, body, r.desk.now, r.seen, r.secret)
	m, parseErr := webhook.ParseMessage(body)
	if err != nil || parseErr != nil || m.ID != id {
		r.desk.t.Errorf("a delivery that does not verify: %v %v", err, parseErr)
	}
	status := r.status[0]
	if len(r.status) > 1 {
		r.status = r.status[1:]
	}
	r.tries = append(r.tries, id)
	if status < 300 {
		r.taken = append(r.taken, m)
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, "s3cret answer")
}

func TestDelivery(t *testing.T) {
	d := newDesk(t)
	r := d.receiver(204)
	d.news("u-1", 7, consent.Withdrawn)
	d.round()
	if len(r.taken) != 1 || len(d.out.tasks) != 0 {
		t.Fatalf("taken %v, left %d", r.taken, len(d.out.tasks))
	}
	m := r.taken[0]
	if m.Event != webhook.ConsentWithdrawn || m.Subject != "u-1" || m.Version != 7 || m.State != consent.Withdrawn || len(m.Uses) != 1 || !m.At.Equal(d.now) {
		t.Errorf("told %+v", m)
	}
	if log := d.log.String(); strings.Contains(log, "u-1") || strings.Contains(log, "s3cret") || !strings.Contains(log, "result=2xx") {
		t.Errorf("log: %s", log)
	}
}

func TestFailureThenSuccess(t *testing.T) {
	d := newDesk(t)
	r := d.receiver(500, 302, 404, 200)
	d.news("u-1", 7, consent.Granted)
	for range 4 {
		d.round()
		d.round() // at once again: it is not due
		d.now = d.now.Add(time.Minute)
	}
	if len(r.taken) != 1 || len(r.tries) != 4 || len(d.out.tasks) != 0 {
		t.Errorf("%d tries, %d taken, %d left", len(r.tries), len(r.taken), len(d.out.tasks))
	}
	if slices.ContainsFunc(r.tries, func(id string) bool { return id != r.tries[0] }) {
		t.Errorf("the id changed between tries: %v", r.tries)
	}
}

// TestDownForLong: a dead letter after Attempts, not before; redelivered under
// the same id.
func TestDownForLong(t *testing.T) {
	d := newDesk(t)
	r := d.receiver(503)
	d.news("u-1", 7, consent.Granted)
	start := d.now
	for len(r.tries) < Attempts {
		d.round()
		d.now = d.now.Add(time.Minute)
		if d.now.Sub(start) > 48*time.Hour {
			t.Fatalf("only %d tries in two days", len(r.tries))
		}
	}
	if lasted := d.now.Sub(start); lasted < 12*time.Hour {
		t.Errorf("given up after %v", lasted)
	}
	d.now = d.now.Add(24 * time.Hour)
	d.round()
	if len(r.tries) != Attempts {
		t.Fatalf("%d tries", len(r.tries))
	}
	for _, row := range d.out.tasks {
		if row.buried != "5xx" {
			t.Errorf("buried as %q", row.buried)
		}
		row.buried, row.Attempts, row.lease = "", 0, time.Time{} // what redelivering does
	}
	r.status = []int{200}
	d.round()
	if len(r.taken) != 1 || r.taken[0].ID != r.tries[0] || len(d.out.tasks) != 0 {
		t.Errorf("redelivered: %v", r.taken)
	}
}

// TestKilledBetweenSendingAndRecording: told again, under the same id, once the
// lease lapsed and not before; each kill costs one duplicate at most.
func TestKilledBetweenSendingAndRecording(t *testing.T) {
	d := newDesk(t)
	r := d.receiver(200)
	d.news("u-1", 7, consent.Granted)
	const kills = 3
	d.out.cut = kills
	for range kills {
		d.round()
		d.round()
		d.now = d.now.Add(lease)
	}
	d.round()
	if len(r.tries) != kills+1 || len(d.out.tasks) != 0 {
		t.Errorf("%d tries, %d left", len(r.tries), len(d.out.tasks))
	}
	if slices.ContainsFunc(r.tries, func(id string) bool { return id != r.tries[0] }) {
		t.Errorf("another id: %v", r.tries)
	}
}

// TestOneHookThatIsDown delays only itself.
func TestOneHookThatIsDown(t *testing.T) {
	d := newDesk(t)
	down, up := d.receiver(500), d.receiver(200)
	for v := range int64(20) {
		d.news("u-1", v, consent.Granted)
	}
	for range 4 {
		d.round()
	}
	if len(up.taken) != 20 || len(down.taken) != 0 {
		t.Errorf("up %d, down %d", len(up.taken), len(down.taken))
	}
}

func TestInOrderForEachPerson(t *testing.T) {
	d := newDesk(t)
	r := d.receiver(200)
	for v := range int64(40) {
		d.news(fmt.Sprint("u-", v%3), v, consent.Granted)
	}
	for range 6 {
		d.round()
	}
	last := map[string]int64{"u-0": -1, "u-1": -1, "u-2": -1}
	for _, m := range r.taken {
		if m.Version < last[m.Subject] {
			t.Errorf("version %d after %d", m.Version, last[m.Subject])
		}
		last[m.Subject] = m.Version
	}
	if len(r.taken) != 40 {
		t.Errorf("%d taken", len(r.taken))
	}
}

func TestOnlyWhatWasSubscribedTo(t *testing.T) {
	d := newDesk(t)
	all, some, off := d.receiver(200), d.receiver(200), d.receiver(200)
	d.out.hooks[1].Events = []string{webhook.ConsentWithdrawn}
	d.out.hooks[2].Disabled = d.now
	d.news("u-1", 1, consent.Granted)
	d.news("u-1", 2, consent.Withdrawn)
	d.round()
	if len(all.taken) != 2 || len(some.taken) != 1 || some.taken[0].Event != webhook.ConsentWithdrawn || len(off.tries) != 0 {
		t.Errorf("all %d, some %v, off %d", len(all.taken), some.taken, len(off.tries))
	}
	if len(d.out.tasks) != 0 {
		t.Errorf("%d left", len(d.out.tasks))
	}
}

// TestDisabledMeanwhile: what waits for a hook that is told no more is kept as a
// dead letter, and not sent.
func TestDisabledMeanwhile(t *testing.T) {
	d := newDesk(t)
	r := d.receiver(500)
	d.news("u-1", 1, consent.Granted)
	d.round()
	d.out.hooks[0].Disabled = d.now
	d.now = d.now.Add(time.Minute)
	d.round()
	for _, row := range d.out.tasks {
		if row.buried != "hook-disabled" {
			t.Errorf("buried as %q", row.buried)
		}
	}
	if len(r.tries) != 1 || len(d.out.tasks) != 1 {
		t.Errorf("%d tries, %d left", len(r.tries), len(d.out.tasks))
	}
}

// TestUnreadableWork is a dead letter at once, where all can see it, and stands
// in nobody's way.
func TestUnreadableWork(t *testing.T) {
	d := newDesk(t)
	r := d.receiver(200)
	for _, body := range []string{"", "{}", `{"v":2,"state":"granted"}`, `{"v":1,"state":"maybe"}`} {
		d.out.add(consent.Task{Kind: consent.WorkTell, Body: []byte(body)})
	}
	d.news("u-1", 1, consent.Granted)
	d.round()
	d.round()
	buried := 0
	for _, row := range d.out.tasks {
		if row.buried == unreadable {
			buried++
		}
	}
	if buried != 4 || len(r.taken) != 1 {
		t.Errorf("%d buried, %d taken", buried, len(r.taken))
	}
}

// TestRun: it delivers what comes while it runs, and ends when told to.
func TestRun(t *testing.T) {
	d := newDesk(t)
	d.work.Every = 5 * time.Millisecond
	r := d.receiver(200)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { d.work.Run(ctx); close(ended) }()
	d.out.mu.Lock()
	d.news("u-1", 1, consent.Granted)
	d.out.mu.Unlock()
	for end := time.Now().Add(10 * time.Second); ; <-time.After(time.Millisecond) {
		r.mu.Lock()
		n := len(r.taken)
		r.mu.Unlock()
		if n == 1 {
			break
		}
		if time.Now().After(end) {
			t.Fatal("nothing came")
		}
	}
	stop()
	<-ended
}

func TestBackoff(t *testing.T) {
	total := time.Duration(0)
	for n := 1; n < Attempts; n++ {
		d := retryAfter(n)
		want := min(firstRetry<<(n-1), lastRetry)
		if d < want*3/4 || d > want*5/4 {
			t.Errorf("after attempt %d: %v, want about %v", n, d, want)
		}
		total += d
	}
	if total < 15*time.Hour || total > 30*time.Hour {
		t.Errorf("given up after %v, want about a day", total)
	}
	for _, n := range []int{-5, 0, 100, 1 << 30} {
		if d := retryAfter(n); d < firstRetry/2 || d > 2*lastRetry {
			t.Errorf("after attempt %d: %v", n, d)
		}
	}
}
