package deliver

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/webhook"
)

// Options are what a Worker needs. Allow, Metrics and Every may be left out.
type Options struct {
	Outbox  Outbox
	Allow   []netip.Prefix // networks that deliveries may go to beside the public internet
	Metrics prometheus.Registerer
	Slog    *slog.Logger
	Now     func() time.Time
	Every   time.Duration // how often the outbox is looked at; by default a second
}

// How much is taken at a time, and for how long: every delivery of a batch can
// take its whole timeout, one after the other, before the lease lapses.
const (
	batch = 8
	lease = batch*timeout + 10*time.Second
)

// A Worker delivers. Any number of them, on any number of nodes, share one
// outbox.
type Worker struct {
	Options
	post  post
	count *prometheus.CounterVec
}

// New returns a worker that does nothing yet.
func New(o Options) *Worker {
	if o.Every == 0 {
		o.Every = time.Second
	}
	w := &Worker{Options: o, post: newPost(o.Allow), count: prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "volens_deliveries_total", Help: "Attempts to tell a hook, by what came of them.",
	}, []string{"result"})}
	if o.Metrics != nil {
		o.Metrics.MustRegister(w.count)
	}
	return w
}

// Run delivers until ctx ends, and returns once no attempt is under way. An
// attempt that is cut short is made again, here or by another node.
func (w *Worker) Run(ctx context.Context) {
	var all sync.WaitGroup
	defer all.Wait()
	running := map[string]context.CancelFunc{} // by hook
	tick := time.NewTicker(w.Every)
	defer tick.Stop()
	for {
		hooks, err := w.spread(ctx)
		w.complain(ctx, "spreading work over hooks", err)
		for _, h := range hooks {
			if running[h.ID] != nil {
				continue
			}
			one, stop := context.WithCancel(ctx)
			running[h.ID] = stop
			all.Go(func() { w.serve(one, h.ID) })
		}
		for id, stop := range running {
			if err == nil && !slices.ContainsFunc(hooks, func(h consent.Hook) bool { return h.ID == id }) {
				stop()
				delete(running, id)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// serve drains the queue of one hook again and again. While the hook answers
// nothing but errors, it is met less and less often.
func (w *Worker) serve(ctx context.Context, hook string) {
	misses := 0
	for ctx.Err() == nil {
		taken, told, err := w.drain(ctx, hook)
		w.complain(ctx, "delivering", err)
		wait := w.Every
		switch {
		case told > 0:
			misses = 0
			if taken == batch {
				wait = 0
			}
		case taken > 0:
			misses++
			wait = min(retryAfter(misses), 5*time.Minute)
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// spread gives every piece of news to the hooks that want it, and returns all
// hooks. News that nobody wants ends here.
func (w *Worker) spread(ctx context.Context) ([]consent.Hook, error) {
	hooks, err := w.Outbox.Hooks(ctx)
	if err != nil {
		return nil, err
	}
	for {
		now := w.Now()
		news, err := w.Outbox.Lease(ctx, consent.WorkTell, 64, now, now.Add(lease))
		if err != nil {
			return hooks, err
		}
		for _, t := range news {
			to := queues(hooks, t)
			w.missed(ctx, t, to)
			if err := w.Outbox.Split(ctx, t.ID, to); err != nil {
				return hooks, err
			}
		}
		if len(news) < 64 {
			return hooks, nil
		}
	}
}

// missed warns where a visitor's code goes nowhere: nobody subscribed to it by name.
func (w *Worker) missed(ctx context.Context, t consent.Task, to []consent.WorkKind) {
	if n, err := newsOf(t); err == nil && n.Event == webhook.RequestCode && len(to) == 0 {
		w.Slog.LogAttrs(ctx, slog.LevelWarn, "no hook sends codes to visitors", slog.String("event", webhook.RequestCode))
	}
}

// queues lists where a piece of news is to go.
func queues(hooks []consent.Hook, t consent.Task) []consent.WorkKind {
	var all []consent.WorkKind
	for _, h := range hooks {
		if h.Disabled.IsZero() && wants(h, t) {
			all = append(all, QueueOf(h.ID))
		}
	}
	return all
}

func wants(h consent.Hook, t consent.Task) bool {
	n, err := newsOf(t)
	return err != nil || webhook.Wants(h.Events, n.Event) // what cannot be read is buried where all can see it
}

// drain makes one attempt for each of a batch of deliveries to a hook, and
// returns how many were taken and how many the hook took.
func (w *Worker) drain(ctx context.Context, id string) (taken, told int, err error) {
	now := w.Now()
	until := now.Add(lease)
	tasks, err := w.Outbox.Lease(ctx, QueueOf(id), batch, now, until)
	if err != nil || len(tasks) == 0 {
		return 0, 0, err
	}
	hooks, err := w.Outbox.Hooks(ctx) // read after the lease: a hook that is gone by now is told nothing more
	if err != nil {
		return 0, 0, err
	}
	at := slices.IndexFunc(hooks, func(h consent.Hook) bool { return h.ID == id && h.Disabled.IsZero() })
	if at < 0 {
		for _, t := range tasks {
			err = errors.Join(err, w.Outbox.Bury(ctx, t.ID, "hook-disabled"))
		}
		return len(tasks), 0, err
	}
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, of := range byPerson(tasks) {
		all.Go(func() {
			for _, t := range of {
				ok, e := w.attempt(ctx, hooks[at], t, until)
				mu.Lock()
				if err = errors.Join(err, e); ok {
					told++
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return len(tasks), told, err
}

// byPerson parts tasks by whom they are about, each person's in order of version.
func byPerson(tasks []consent.Task) map[ledger.Lookup][]consent.Task {
	all := map[ledger.Lookup][]consent.Task{}
	slices.SortStableFunc(tasks, func(a, b consent.Task) int { return cmp.Compare(a.Version, b.Version) })
	for _, t := range tasks {
		all[t.Lookup] = append(all[t.Lookup], t)
	}
	return all
}

// attempt makes one attempt and records what came of it. Where the record fails
// the delivery is made again under the same id.
func (w *Worker) attempt(ctx context.Context, h consent.Hook, t consent.Task, until time.Time) (told bool, err error) {
	now := w.Now()
	if ctx.Err() != nil || now.Add(timeout).After(until) {
		return false, nil // the lease lapses, and somebody takes it anew
	}
	result := w.tell(ctx, h, t, now)
	if ctx.Err() != nil && result != "2xx" {
		return false, nil // cut short by us: nobody's failure
	}
	w.count.WithLabelValues(result).Inc()
	w.Slog.LogAttrs(ctx, slog.LevelInfo, "delivery", slog.String("hook", h.ID), slog.String("delivery", string(t.ID)),
		slog.Int("attempt", t.Attempts), slog.String("result", result))
	ctx = context.WithoutCancel(ctx) // what was said is recorded, also at the end
	switch {
	case result == "2xx":
		return true, w.Outbox.Done(ctx, t.ID)
	case result == unreadable || result == expired || t.Attempts >= Attempts:
		return false, w.Outbox.Bury(ctx, t.ID, result)
	}
	return false, w.Outbox.Fail(ctx, t.ID, w.Now().Add(retryAfter(t.Attempts)), result)
}

// What comes of work that is not sent at all.
const (
	unreadable = "unreadable" // this program cannot make a message of it
	expired    = "expired"    // what it says holds no more
)

func (w *Worker) tell(ctx context.Context, h consent.Hook, t consent.Task, now time.Time) string {
	m, err := newsOf(t)
	if err != nil {
		return unreadable
	}
	if lapsed(m, now) {
		return expired
	}
	body, err := json.Marshal(m)
	if err != nil {
		return unreadable
	}
	secrets, err := webhook.Split(h.Secret)
	if err != nil {
		return unreadable
	}
	signed, err := webhook.Sign(string(t.ID), now, body, secrets...)
	if err != nil {
		return unreadable
	}
	return w.post.send(ctx, h.URL, signed, body)
}

func (w *Worker) complain(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		w.Slog.LogAttrs(ctx, slog.LevelError, what, slog.String("error", err.Error()))
	}
}
