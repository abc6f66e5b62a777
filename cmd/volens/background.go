package main

import (
	"context"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/deliver"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/replica"
	"github.com/volens/volens/store"
)

// A nearby decider answers from this node's replica, and from the primary what
// the replica may not: what must know of a later version, what asks for the
// primary, and everything while the replica's lease is over. Where the primary
// cannot be reached either, the answer is the replica's: no, and why.
type nearby struct {
	replica *replica.Replica
	primary *decide.Judge
}

// kept reports whether law keeps something of somebody who was erased: that no replica
// knows.
func (n *nearby) kept(q decide.Question) bool {
	if n.primary.Desk.Kept == nil {
		return false
	}
	_, is, err := n.primary.Desk.Kept(q.Subject)
	return is || err != nil
}

// primaryPatience is how long the primary is waited for.
const primaryPatience = 2 * time.Second

// Decide answers q with every reason.
func (n *nearby) Decide(ctx context.Context, q decide.Question, now time.Time) (decide.Verdict, error) {
	if err := q.Check(); err != nil {
		return decide.Verdict{}, err
	}
	kept := n.kept(q)
	if !q.Primary && !kept && n.replica.Fresh() && n.replica.To() > q.AtLeast && n.knows(q) {
		return n.replica.Judge(q.Subject.Raw(), &q), nil
	}
	// A database that hangs holds nobody up for longer than this.
	patient, cancel := context.WithTimeout(ctx, primaryPatience)
	defer cancel()
	v, err := n.primary.Decide(patient, q, now)
	if fault.KindOf(err) == fault.Unavailable && !q.Primary && !kept && n.replica.Table() != nil {
		return n.replica.Judge(q.Subject.Raw(), &q), nil
	}
	return v, err
}

// knows reports whether the replica can tell a function that is not declared from
// one that is; the primary has the words for the mistake.
func (n *nearby) knows(q decide.Question) bool {
	if q.Function == "" {
		return true
	}
	t := n.replica.Table()
	if t == nil {
		return false
	}
	_, ok := t.Declaration().Function(q.Function)
	return ok
}

// A prompt record comes back from a commit once this node's own replica knows of
// it, so that whoever withdraws on a node and asks it at once is answered by what
// they said. It waits for no more than promptly: the commit is durable, and other
// nodes have the bound.
type prompt struct {
	*store.Store
	replica *replica.Replica
}

const promptly = 250 * time.Millisecond

// Commit makes a change durable.
func (p prompt) Commit(ctx context.Context, c ledger.Change) (ledger.Committed, error) {
	done, err := p.Store.Commit(ctx, c)
	if err == nil && bearsOnVerdicts(c) {
		p.replica.Wake()
		patient, cancel := context.WithTimeout(ctx, promptly)
		defer cancel()
		p.replica.Reach(patient, done.First)
	}
	return done, err
}

// bearsOnVerdicts reports whether a change holds anything that a verdict rests on.
func bearsOnVerdicts(c ledger.Change) bool {
	for _, e := range c.Entries {
		switch e.Leaf.Kind {
		case ledger.KindAsk, ledger.KindShown, ledger.KindDeclaration:
		default:
			return true
		}
	}
	return false
}

// A background is what runs beside requests while an installation serves.
type background struct {
	store   *store.Store
	source  replica.Source
	log     *slog.Logger
	replica *replica.Replica
	worker  *deliver.Worker
	carry   *carrying
	all     sync.WaitGroup
	stop    context.CancelFunc
}

func newBackground(s *store.Store, allow []netip.Prefix, metrics *prometheus.Registry, log *slog.Logger) *background {
	keyer := replica.Local()
	n := &background{store: s, source: replica.From(s, keyer), replica: replica.New(keyer, replica.Options{}), log: log}
	n.worker = deliver.New(deliver.Options{Outbox: s, Allow: allow, Metrics: metrics, Slog: log, Now: time.Now})
	metrics.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "volens_replica_age_seconds", Help: "How long ago the replica last heard from the primary; past five seconds it denies.",
	}, func() float64 { return n.replica.Age().Seconds() }))
	return n
}

// run starts following the store and telling others, until close.
func (n *background) run() {
	ctx, stop := context.WithCancel(context.Background())
	n.stop = stop
	n.all.Go(func() {
		_ = n.replica.Follow(ctx, n.source, replica.Following{Trouble: n.trouble}) // it ends with ctx
	})
	n.all.Go(func() { n.worker.Run(ctx) })
	n.carry.run(ctx, &n.all)
}

func (n *background) trouble(err error) {
	n.log.LogAttrs(context.Background(), slog.LevelWarn, "the replica could not follow", slog.String("error", err.Error()))
}

func (n *background) close() {
	if n.stop != nil {
		n.stop()
		n.all.Wait()
	}
}
