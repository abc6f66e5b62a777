package replica

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/decide"
	"github.com/volens/volens/ledger"
)

// A Replica answers for everybody from memory. Any number of goroutines may ask;
// feeds are applied one at a time. The zero value is not ready: see New.
type Replica struct {
	keyer Keyer
	clock Clock
	holds time.Duration

	view  atomic.Pointer[view]
	crowd atomic.Pointer[crowd]
	to    atomic.Int64 // size of the log that is in
	lease atomic.Int64 // by Clock.Boot, until when it may answer; 0 for never
	since atomic.Int64 // the moment as of which it holds what the primary held, Unix nanoseconds

	applying sync.Mutex
	sets     *sets
	wake     chan struct{}
}

// Options are what a replica may be made with.
type Options struct {
	Clock Clock         // System where nil
	Holds time.Duration // how long it may answer without hearing from the primary; decide.Holds where 0
}

// New returns an empty replica, which denies everything until it is fed.
func New(k Keyer, o Options) *Replica {
	r := &Replica{keyer: k, clock: o.Clock, holds: o.Holds, sets: newSets(), wake: make(chan struct{}, 1)}
	if r.clock == nil {
		r.clock = System()
	}
	if r.holds <= 0 {
		r.holds = decide.Holds
	}
	r.crowd.Store(new(crowd))
	return r
}

// Decide answers q about the person with the service's id, without words. q is one
// that Check finds well formed; its Subject is not looked at. It allocates nothing,
// unless the answer is about a whole function or a stop is in force.
//
// A replica that has not heard from the primary for too long denies, and so does
// one that has not reached q.AtLeast.
func (r *Replica) Decide(subject string, q *decide.Question) (ruling decide.Ruling) {
	v := r.view.Load()
	if v == nil || !r.Fresh() {
		return decide.Lapsed()
	}
	if q.AtLeast > 0 && r.to.Load() <= q.AtLeast {
		return decide.Behind()
	}
	k := r.keyer.Key(subject)
	target := v.table.Target(q)
	f := decide.Facts{Stops: v.stops, Version: ledger.Absent}
	var said []uint64
	if b := v.people.of(k).now.Load(); b != nil {
		if at := b.find(k); at != 0 {
			f.Version, f.Who, said = b.version(at), b.who(at), b.said(at)
		}
	}
	if f.Who != nil || len(v.stops) > 0 || q.Action == decide.ActionCollect {
		f.Now = r.clock.Wall()
	}
	if q.Action == decide.ActionRefuseService && q.Function != "" {
		return v.table.RuleFunction(q, func(row int32) decide.State { return v.state(said, row) }, &f)
	}
	if target.Row >= 0 {
		f.Said = v.state(said, target.Row)
	}
	if target.Give >= 0 {
		f.Given = v.state(said, target.Give)
	}
	v.table.Rule(&ruling, q, target, &f)
	return ruling
}

// Judge is Decide with the words. The verdict holds from the moment as of which
// the replica is known to be complete.
func (r *Replica) Judge(subject string, q *decide.Question) decide.Verdict {
	since := r.Since() // before the answer: a poll in between makes it only newer
	ruling := r.Decide(subject, q)
	return ruling.VerdictFor(since, r.holds)
}

// Fresh reports whether the replica may answer.
func (r *Replica) Fresh() bool { return int64(r.clock.Boot()) <= r.lease.Load() }

// To returns the size of the log that is in the replica.
func (r *Replica) To() int64 { return r.to.Load() }

// Since returns the moment as of which the replica holds all that the primary
// held, by this machine's clock; the zero time where it never did.
func (r *Replica) Since() time.Time {
	if n := r.since.Load(); n != 0 {
		return time.Unix(0, n)
	}
	return time.Time{}
}

// Age returns how long ago Since was, by the clock that leases go by.
func (r *Replica) Age() time.Duration {
	return max(0, r.clock.Boot()-(time.Duration(r.lease.Load())-r.holds))
}

// Active returns the hash of the declaration in force, "" where there is none.
func (r *Replica) Active() string {
	if v := r.view.Load(); v != nil {
		return v.hash
	}
	return ""
}

// Table returns the declaration in force, ready for deciding; nil where there is
// none.
func (r *Replica) Table() *decide.Table {
	if v := r.view.Load(); v != nil {
		return v.table
	}
	return nil
}

// A Moment is when a reading of the primary began.
type Moment struct {
	boot time.Duration
	wall time.Time
}

// Now returns this moment, to begin a reading with.
func (r *Replica) Now() Moment { return Moment{r.clock.Boot(), r.clock.Wall()} }

// Renew says that the replica holds what the primary held at m, or age before it.
// It is called after a reading that began at m was applied as a whole.
func (r *Replica) Renew(m Moment, age time.Duration) {
	until := int64(m.boot - max(0, age) + r.holds)
	if until > r.lease.Load() {
		r.since.Store(m.wall.Add(-max(0, age)).UnixNano())
		r.lease.Store(until)
	}
}

// Expire makes the replica deny until it is renewed.
func (r *Replica) Expire() { r.lease.Store(0) }

// ErrDeclaration says that a chunk is of another declaration than the replica has:
// Activate it first.
var ErrDeclaration = errors.New("the chunk is of a declaration that the replica does not have")

var errChunk = errors.New("the chunk names a use or a state that it does not have")

// Apply takes in a feed, as from the store. See ApplyChunk.
func (r *Replica) Apply(f consent.Feed, t *decide.Table) error {
	return r.ApplyChunk(Keyed(f, r.keyer), t)
}

// ApplyMoved takes in people as they are now, whatever else changed.
func (r *Replica) ApplyMoved(moved []consent.Moved) error {
	r.applying.Lock()
	defer r.applying.Unlock()
	return r.people(Keyed(consent.Feed{Moved: moved}, r.keyer))
}

// ApplyChunk takes in a chunk whose keys were made with the replica's keyer. t is
// the table of the chunk's active declaration; nil stands for the one that the
// replica has. Chunks may come twice or out of order: what is older is ignored.
//
// Errors: ErrDeclaration; another where the chunk is broken, or the replica full:
// then it must not be renewed.
func (r *Replica) ApplyChunk(c Chunk, t *decide.Table) error {
	r.applying.Lock()
	defer r.applying.Unlock()
	if c.To >= r.to.Load() {
		if err := r.declare(c, t); err != nil {
			return err
		}
	}
	if err := r.people(c); err != nil {
		return err
	}
	if c.To > r.to.Load() {
		r.to.Store(c.To)
	}
	return nil
}

// declare puts the chunk's declaration and stops in force.
func (r *Replica) declare(c Chunk, t *decide.Table) error {
	was := r.view.Load()
	switch {
	case c.Active == "":
		r.view.Store(nil) // nothing is declared, so nothing may be done
	case was != nil && was.hash == c.Active:
		next := *was
		next.stops = c.Stops
		r.view.Store(&next)
	case t == nil:
		return ErrDeclaration
	default:
		r.view.Store(newView(c.Active, t, r.sets, r.crowd.Load(), c.Stops))
	}
	return nil
}
