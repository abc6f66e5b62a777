// Package fulfil carries out what requests ask for, once it is known who asks: it
// reads and writes through connectors, opens erasure cases, builds archives and
// hands them over, and tells package rights how it went.
//
// Everything here may be done again: a request whose work was cut off is taken up
// where it stands, and what was done already is found done. Nothing that a store
// says reaches a reason or a note; both say only which store, and of what sort the
// difficulty is.
package fulfil

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
)

// Desk is what the office needs of rights.Desk.
type Desk interface {
	// Turn takes a request to another state, and commits rows with it; see rights.Desk.
	Turn(ctx context.Context, id rights.RequestID, to rights.State, why rights.Reason, note lang.Text, actor string, now time.Time, with ...ledger.Row) (rights.Request, error)
}

// Eraser is what the office needs of erase.Runner.
type Eraser interface {
	// Open opens a case, or returns the open one for the same request.
	Open(ctx context.Context, o erase.Order, now time.Time) (erase.Case, error)
	// Certificate says how a case stands, and what grounds in force keep.
	Certificate(ctx context.Context, id erase.CaseID) (erase.Certificate, error)
}

// Cases is what the office needs of erase.Book.
type Cases interface {
	// CasesOf lists the cases of a request.
	CasesOf(ctx context.Context, request string, l ledger.Lookup) ([]erase.Case, error)
}

// A Pusher sends an archive to another processor.
type Pusher interface {
	// Push sends the body once, signed, and returns nil where the receiver took it and
	// gave back its SHA-256. The same id may be pushed again.
	//
	// Errors: fault.Invalid where the address cannot be one, or nothing may be sent
	// there; fault.Unavailable for anything that may go better later.
	Push(ctx context.Context, to Address, id string, body []byte) error
}

// An Address is where an archive is pushed to: that of a declared recipient, looked
// up when it is needed, or one that the person gave. It is an https URL with the
// shared secret as its fragment: https://other.example/import#whsec_...
type Address struct {
	Told declaration.Secret
	URL  string // where Told is zero
}

// An Office carries requests out. It may be killed anywhere, and several may run at
// once.
type Office struct {
	Rights   Desk
	Requests rights.Requests
	Consent  *consent.Desk
	Runner   Eraser
	Cases    Cases
	Stores   plan.Stores
	Queue    erase.Queue
	Pusher   Pusher       // optional: without it a transfer is handed to staff
	Log      *slog.Logger // optional
}

func (o *Office) log() *slog.Logger {
	if o.Log != nil {
		return o.Log
	}
	return slog.New(slog.DiscardHandler)
}

// How much work is taken at a time, and for how long it is nobody else's.
const (
	batch = 2 // archives are made in memory

	strangers = 32 // each is one small change
	lease     = 15 * time.Minute
	most      = 12 * time.Minute // for one request: it ends before the lease does
)

// Work carries out what verified requests are due, forgets visitors whom nobody proved,
// and says how many there were. What stands in the way of one request is in its reason,
// not here.
func (o *Office) Work(ctx context.Context, now time.Time) (int, error) {
	tasks, err := o.Queue.Lease(ctx, rights.WorkRequest, batch, now, now.Add(lease))
	if err != nil {
		return 0, err
	}
	gone, err := o.Queue.Lease(ctx, rights.WorkVisitor, strangers, now, now.Add(lease))
	if err != nil {
		return 0, err
	}
	tasks = append(tasks, gone...)
	var all sync.WaitGroup
	for _, t := range tasks {
		all.Go(func() { o.carry(ctx, t, now) })
	}
	all.Wait()
	return len(tasks), ctx.Err()
}

// carry takes one request as far as it goes, and ends its work or gives it back.
func (o *Office) carry(ctx context.Context, t consent.Task, now time.Time) {
	within, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	work := o.one
	if t.Kind == rights.WorkVisitor {
		work = o.stranger
	}
	again, why, err := work(within, rights.RequestID(t.Key), now)
	if ctx.Err() != nil {
		return // cut short by us: the lease lapses, and somebody takes it anew
	}
	if err != nil {
		again, why = backoff(t.Attempts), string(fault.KindOf(err))
		o.log().LogAttrs(ctx, slog.LevelWarn, "request not carried out", slog.String("request", t.Key),
			slog.Int("attempt", t.Attempts), slog.String("error", err.Error()))
	}
	if again == 0 {
		err = o.Queue.Done(ctx, t.ID)
	} else {
		err = o.Queue.Fail(ctx, t.ID, now.Add(again), why)
	}
	if err != nil {
		o.log().LogAttrs(ctx, slog.LevelError, "recording work on a request", slog.String("request", t.Key), slog.String("error", err.Error()))
	}
}

// backoff returns how long to wait after the nth attempt: five seconds, then twice
// as long each time, up to an hour.
func backoff(n int) time.Duration {
	if n = max(n, 1); n > 10 {
		return time.Hour
	}
	return min(5*time.Second<<(n-1), time.Hour)
}

// watch is how often a request is looked at whose erasure takes its time.
const watch = time.Minute

// one carries one request out. It says after how long to look again, and why; zero
// means that nothing is left to do.
func (o *Office) one(ctx context.Context, id rights.RequestID, now time.Time) (again time.Duration, why string, err error) {
	r, err := o.Requests.Request(ctx, id)
	switch {
	case fault.KindOf(err) == fault.NotFound && err != nil:
		return 0, "", nil // it was forgotten with the person
	case err != nil:
		return 0, "", err
	case !r.Open():
		return 0, "", nil
	case r.State != rights.InProgress && r.State != rights.Held, !r.Proven(), r.Reason == rights.WithStaff:
		return 0, "", nil // whoever has it carried on makes new work
	}
	j := &job{Office: o, Request: r, now: now}
	switch r.Kind {
	case rights.Copy:
		return j.copy(ctx)
	case rights.Transfer:
		return j.transfer(ctx)
	case rights.Correct, rights.Complete:
		return j.correct(ctx)
	case rights.Delete, rights.Close:
		return j.erase(ctx)
	case rights.Access, rights.Restrict, rights.Withdraw, rights.Explain, rights.Complain:
		return 0, "", nil // package rights and people do these
	}
	return 0, "", nil
}
