package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

const (
	maxBatch = 256 // changes in one transaction
	attempts = 3   // at a batch, while nothing of it can have been committed
)

// A pending change waits for the log. Its outcome is sent exactly once.
type pending struct {
	order *order
	done  chan outcome
}

type outcome struct {
	committed ledger.Committed
	err       error
}

// Commit makes a change durable and visible, whole or not at all, and returns
// once it is. Changes that wait are committed together.
//
// A change whose ctx ends before its turn is not committed. From its turn on
// the outcome is waited for whatever becomes of ctx, which takes as long as one
// transaction. Where the connection or the disk fails in the very commit, the
// outcome is unknown and Commit says so with fault.Internal: it may have been
// committed, never was it reported as such.
//
// Errors: fault.Conflict where an expectation does not hold, the person is not
// there (any more), or a row exists that may be written once: load again;
// fault.NotFound for the activation of a declaration that was never uploaded;
// fault.Invalid for texts that no engine takes; fault.Unavailable where nothing
// was changed and it may work later.
func (s *Store) Commit(ctx context.Context, c ledger.Change) (ledger.Committed, error) {
	if s.write == nil {
		return ledger.Committed{}, readOnly
	}
	o, err := s.orderOf(ctx, c)
	if err != nil {
		return ledger.Committed{}, err
	}
	if err := ctx.Err(); err != nil {
		return ledger.Committed{}, cancelled.Because(err)
	}
	p := &pending{order: o, done: make(chan outcome, 1)}
	select {
	case s.queue <- p:
	case <-ctx.Done():
		return ledger.Committed{}, cancelled.Because(ctx.Err())
	case <-s.closing:
		return ledger.Committed{}, closed
	}
	out := <-p.done
	return out.committed, out.err
}

// commitWaiting is the one goroutine that appends. It takes whatever waits and
// starts no timer to wait for more: while it commits, others gather.
func (s *Store) commitWaiting() {
	defer close(s.stopped)
	for {
		select {
		case <-s.closing:
			return
		case p := <-s.queue:
			s.settle(s.gather(p))
		}
	}
}

// gather takes all that waits. Those whom the last batch woke are about to come
// again: they are let run first, for as long as that brings more, since a batch
// takes hardly longer for them and the disk is waited for once.
func (s *Store) gather(first *pending) []*pending {
	batch := []*pending{first}
	for idle := 0; idle < 3 && len(batch) < maxBatch; {
		select {
		case p := <-s.queue:
			batch, idle = append(batch, p), 0
		default:
			idle++
			runtime.Gosched()
		}
	}
	return batch
}

// settle commits a batch and tells every caller how it went.
func (s *Store) settle(batch []*pending) {
	outs, err := s.tryAgain(batch)
	if err == nil {
		s.clearAfter(batch, outs)
	}
	for i, p := range batch {
		if err != nil {
			p.done <- outcome{err: err}
		} else {
			p.done <- outs[i]
		}
	}
}

// clearAfter clears what a change that forgot somebody left, before anybody is told
// that it did. What cannot be cleared yet is left to Tidy.
func (s *Store) clearAfter(batch []*pending, outs []outcome) {
	tidies := false
	for i, p := range batch {
		tidies = tidies || outs[i].err == nil && p.order.tidies
	}
	if !tidies {
		return
	}
	s.untidy.Store(true)
	_ = s.clear(context.Background()) // where it fails, Tidy does it again and tells
}

// tryAgain repeats an attempt that certainly left nothing behind.
func (s *Store) tryAgain(batch []*pending) ([]outcome, error) {
	pause := 10 * time.Millisecond
	for n := 1; ; n++ {
		if s.broken.Load() {
			return nil, brokenDisk
		}
		outs, err := s.attempt(batch)
		if err == nil {
			return outs, nil
		}
		s.tip.frontier = nil // it may have grown past what was committed
		again := fault.KindOf(err) == fault.Internal && s.dialect.trouble(err) == passing && !errors.Is(err, context.DeadlineExceeded)
		if errors.Is(err, errUnknown) || !again || n == attempts {
			return nil, s.failed(err)
		}
		select {
		case <-time.After(pause):
			pause *= 5
		case <-s.closing:
			return nil, s.failed(err)
		}
	}
}

// errUnknown marks an error of COMMIT after which the change may be there.
var errUnknown = errors.New("the commit did not report its end")

// errItem is that some change of a batch cannot be written as it is.
var errItem = errors.New("a change of the batch failed")

// failed turns the error of a whole batch into what its callers are told.
func (s *Store) failed(err error) error {
	if s.dialect.trouble(err) == failing {
		s.broken.Store(true)
	}
	if errors.Is(err, errUnknown) {
		return unknownEnd.Because(err)
	}
	return s.explain(err, "committing")
}

// attempt commits a batch in one transaction. The first try writes the rows of
// all changes together; where one cannot be written, all are replayed each on its
// own, so that its neighbours do not fail with it.
func (s *Store) attempt(batch []*pending) ([]outcome, error) {
	outs, err := s.transact(batch, false)
	if errors.Is(err, errItem) {
		s.tip.frontier = nil
		outs, err = s.transact(batch, true)
	}
	return outs, err
}

func (s *Store) transact(batch []*pending, careful bool) ([]outcome, error) {
	ctx := context.Background()
	if s.dialect.patience > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, s.dialect.patience)
		defer stop()
	}
	session, err := s.dialect.session(ctx, s)
	if err != nil {
		return nil, fmt.Errorf("beginning: %w", err)
	}
	defer session.end()
	return s.appendTo(ctx, session, batch, careful)
}

// appendTo commits a batch in one session.
func (s *Store) appendTo(ctx context.Context, session session, batch []*pending, careful bool) ([]outcome, error) {
	a := &appender{store: s, session: session, careful: careful}
	if err := a.begin(ctx, batch); err != nil {
		return nil, err
	}
	outs := make([]outcome, len(batch))
	for i, p := range batch {
		var err error
		if outs[i], err = a.take(ctx, p.order); err != nil {
			return nil, err
		}
	}
	if len(a.lines) == 0 {
		return outs, nil
	}
	note, err := a.finish(ctx)
	switch {
	case err == nil:
	case !careful && !errors.Is(err, errUnknown) && a.isOwn(err):
		return nil, errItem
	default:
		return nil, err
	}
	s.tip = tip{note: string(note), frontier: a.frontier, highest: a.frontier.Size()}
	for i := range outs {
		if outs[i].err == nil {
			outs[i].committed.Checkpoint = bytes.Clone(note)
		}
	}
	return outs, nil
}

// afterCommit tells errors that say that nothing was committed from the others.
func (s *Store) afterCommit(err error) error {
	if err == nil {
		return nil
	}
	if s.dialect.undone(err) {
		return fmt.Errorf("committing: %w", err)
	}
	return fmt.Errorf("%w: %w", errUnknown, err)
}
