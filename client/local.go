package client

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/replica"
)

// followed is the replica that a client keeps, if it does.
type followed struct {
	replica atomic.Pointer[replica.Replica]
	alone   bool // whether there is nobody else to ask: a snapshot
}

// near answers from the replica; ok is false where the question is one for
// Volens itself: the replica is not fresh, has not reached what the question must
// know of, or does not know what it is about.
func (c *Client) near(q *Question) (v Verdict, ok bool) {
	r := c.local.replica.Load()
	if r == nil {
		return Verdict{}, false
	}
	now := c.clock.Boot() // before the answer: a poll in between makes it only newer
	until := now + min(c.holds-r.Age(), decide.Holds)
	if !c.local.alone && (q.Primary || !r.Fresh() || q.AtLeast > 0 && r.To() <= q.AtLeast || !knows(r, q)) {
		return Verdict{}, false
	}
	return c.own(r.Judge(q.Subject.Raw(), q), until), true
}

// knows reports whether the replica can answer about the function of a question.
func knows(r *replica.Replica, q *Question) bool {
	t := r.Table()
	if q.Function == "" || t == nil {
		return t != nil
	}
	_, ok := t.Declaration().Function(q.Function)
	return ok
}

// every is how soon a poll follows the one before; the server makes it wait while
// nothing happens.
const every = 50 * time.Millisecond

// longest is how long a client waits at most before it tries to follow again.
const longest = 5 * time.Second

// Follow keeps a replica until ctx ends, whose error it returns: verdicts then
// come from this process, no older than decide.Holds. While the replica is not
// fresh, Volens is asked; where that fails too, everything is denied. Needs the
// scope feed. It may run once at a time.
func (c *Client) Follow(ctx context.Context) error {
	defer c.local.replica.Store(nil)
	for wait := every; ctx.Err() == nil; wait = min(2*wait, longest) {
		began := time.Now()
		if err := c.follow(ctx); err != nil && ctx.Err() == nil {
			c.failed(ctx, "following", err)
		}
		if time.Since(began) > longest {
			wait = every // it went well for a while
		}
		pause(ctx, wait)
	}
	return ctx.Err()
}

// follow follows one log, for as long as it is that one.
func (c *Client) follow(ctx context.Context) error {
	hello, err := c.feed(ctx, feedRequest{Limit: 1, Secret: true})
	if err != nil {
		return err
	}
	if len(hello.Secret) != 32 {
		return errors.New("the feed gave no secret")
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r := replica.New(replica.Shared([32]byte(hello.Secret)), replica.Options{Clock: c.clock})
	c.local.replica.Store(r)
	src := &remote{c: c, log: hello.Log, another: func() { stop(errLog) }}
	err = r.Follow(ctx, src, replica.Following{Every: every, Trouble: func(err error) { c.failed(ctx, "following", err) }})
	r.Expire()
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

var errLog = errors.New("Volens has another log than before: loading anew")

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// Fresh reports whether verdicts come from the client's replica now.
func (c *Client) Fresh() bool {
	r := c.local.replica.Load()
	return r != nil && r.Fresh() && r.Table() != nil
}

// AtLeast waits until the client's replica knows of a version, such as that of a
// withdrawal, or ctx ends. Without a replica it returns at once: Volens itself
// knows. A single question may carry Question.AtLeast in its place.
//
// Errors: fault.Unavailable where ctx ends first, or nothing more will come.
func (c *Client) AtLeast(ctx context.Context, version int64) error {
	r := c.local.replica.Load()
	if r == nil || r.To() > version {
		return nil
	}
	if !c.local.alone {
		r.Wake()
		if r.Reach(ctx, version) {
			return nil
		}
	}
	return fault.New(fault.Unavailable, "副本没有到达所要的版本", "the replica did not reach the version").Because(ctx.Err())
}
