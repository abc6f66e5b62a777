package rights

import (
	"context"
	"io"
	"reflect"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/workday"
)

// WorkRequest is the work of carrying a verified request out; its key is the id.
const WorkRequest consent.WorkKind = "request"

// WorkVisitor is the work of forgetting a visitor whom nobody proved; its key is the id
// of a request of theirs.
const WorkVisitor consent.WorkKind = "visitor"

// Requests is what the desk reads about requests, from the primary. A request is
// open while Request.Open says so: neither done, refused nor cancelled.
type Requests interface {
	// Request returns a request; fault.NotFound otherwise.
	Request(ctx context.Context, id RequestID) (Request, error)
	// RequestsOf lists the requests of a person, newest first by Entered.
	RequestsOf(ctx context.Context, l ledger.Lookup) ([]Request, error)
	// OpenRequests lists the requests that are open, by due time (Request.Due);
	// those without a deadline come last.
	OpenRequests(ctx context.Context, limit int) ([]Request, error)
	// OpenAfter lists the requests that are open in the order of their ids, from the
	// one after this; "" is the beginning. Sweep reads all of them, page by page.
	OpenAfter(ctx context.Context, after RequestID, limit int) ([]Request, error)
	// Code returns the one-time code of a request as SetCode last wrote it;
	// fault.NotFound where there is none, or it was removed.
	Code(ctx context.Context, id RequestID) (SetCode, error)
	// Archive returns the copy of a request; fault.NotFound where there is none, or its
	// time is over at now.
	Archive(ctx context.Context, id RequestID, now time.Time) (NewArchive, error)
}

// The rows of a change. Package store writes them.
type (
	// NewRequest writes a request for the first time.
	NewRequest struct{ Request Request }
	// SetRequest writes a request anew.
	SetRequest struct{ Request Request }
	// SetCode writes, or with no hash removes, the one-time code of a visitor.
	SetCode struct {
		Request  RequestID
		Lookup   ledger.Lookup
		Hash     []byte
		Expires  time.Time
		Attempts int
	}
	// NewArchive keeps a finished copy, sealed, until it expires.
	NewArchive struct {
		Request RequestID
		Lookup  ledger.Lookup
		Name    string
		Body    []byte
		Expires time.Time
	}
)

// RowOf names the sort of row.
func (NewRequest) RowOf() string { return "request" }

// RowOf names the sort of row.
func (SetRequest) RowOf() string { return "request" }

// RowOf names the sort of row.
func (SetCode) RowOf() string { return "request.code" }

// RowOf names the sort of row.
func (NewArchive) RowOf() string { return "request.archive" }

// A Desk carries transitions of requests to the store.
type Desk struct {
	Consent  *consent.Desk // people, record, versions; withdrawing and restricting
	Requests Requests
	Random   io.Reader               // a secure source
	Calendar func() workday.Calendar // Optional: workday.China
	Window   time.Duration           // Optional: DefaultWindow; how long closing an account can be cancelled
}

// An Order is what a request is made with.
type Order struct {
	Subject  ledger.Subject
	Kind     Kind
	Way      Way
	Speaker  Speaker
	By       ledger.Lookup // of the guardian, where one asks
	Service  string
	Uses     []declaration.UseID
	Received time.Time // zero means now; staff say when a letter came
	Detail   Detail
	Proof    Proof
	Actor    string // name of the API key, where staff enter it
}

// attempts bounds how often a change is worked out anew after a conflict.
const attempts = 64

// maxOpen bounds how many open requests a person has at once: our choice, not law.
const maxOpen = 100

// Open takes a request: it says what is refused and why, which open request it
// repeats, which clocks run, and what it waits for. Withdrawing and restricting are
// carried out before it returns. once is an idempotency key or "".
func (k *Desk) Open(ctx context.Context, o Order, once string, now time.Time) (r Request, err error) {
	if o.Way == ByVisitor {
		return Request{}, errWay()
	}
	d, declared, err := k.Consent.Current(ctx)
	if err != nil {
		return Request{}, err
	}
	err = k.retry(func() error {
		f, err := k.file(ctx, o.Subject)
		if err != nil {
			return err
		}
		var found bool
		if r, found, err = k.replay(ctx, f, once, o); found || err != nil {
			return err
		}
		id, err := k.fresh(f.person.Identity.Lookup)
		if err != nil {
			return err
		}
		if r, err = Receive(d, o, f.in, id, now); err != nil {
			return err
		}
		s := step{after: r}
		if first, again := repeated(f.past, r); again {
			if s = first.again(d, r, f.in.Calendar, now); reflect.DeepEqual(s.before, s.after) {
				r = first
				return nil
			}
		} else if openOf(f.past) >= maxOpen {
			return errTooMany
		}
		s.rows = remember(f.person, once, o, s.after.ID)
		r = s.after
		return k.commit(ctx, d, declared, f.person, s, now)
	})
	if err != nil {
		return Request{}, err
	}
	return r, nil
}

func openOf(past []Request) (n int) {
	for _, r := range past {
		if r.Open() {
			n++
		}
	}
	return n
}

// Mine returns a request of this person, to the person (by is zero) or to the
// guardian in force who speaks; anybody else's is fault.NotFound.
func (k *Desk) Mine(ctx context.Context, who, by ledger.Lookup, id RequestID, now time.Time) (Request, error) {
	if err := k.mayRead(ctx, who, by, now); err != nil {
		return Request{}, err
	}
	r, err := k.Requests.Request(ctx, id)
	switch {
	case fault.KindOf(err) == fault.NotFound && err != nil, err == nil && r.Lookup != who:
		return Request{}, errNone
	case err != nil:
		return Request{}, err
	}
	return r, nil
}

// List lists a person's requests, newest first, to the person (by is zero) or to the
// guardian in force; to anybody else it is fault.NotFound.
func (k *Desk) List(ctx context.Context, who, by ledger.Lookup, now time.Time) ([]Request, error) {
	if err := k.mayRead(ctx, who, by, now); err != nil {
		return nil, err
	}
	return k.Requests.RequestsOf(ctx, who)
}

// mayRead lets through the person, and the guardian in force of a person under
// fourteen.
func (k *Desk) mayRead(ctx context.Context, who, by ledger.Lookup, now time.Time) error {
	if who.IsZero() {
		return errNone
	}
	if by.IsZero() || by == who {
		return nil
	}
	s, err := k.Consent.People.Standing(ctx, who)
	if err == nil && !speaksFor(s, who, by, now) {
		err = errNone
	}
	return err
}

// Cancel ends a request that may still be cancelled, as the person's own wish.
func (k *Desk) Cancel(ctx context.Context, who, by ledger.Lookup, id RequestID, now time.Time) (Request, error) {
	return k.amendOwn(ctx, who, by, id, now, func(r Request, _ Situation, actor string) (s step, err error) {
		s.after, err = r.cancel(actor, now)
		return s, err
	})
}

// amendOwn amends a request as the wish of the person (by is zero) or of the guardian
// in force who speaks; anybody else's is fault.NotFound.
func (k *Desk) amendOwn(ctx context.Context, who, by ledger.Lookup, id RequestID, now time.Time, work func(r Request, in Situation, actor string) (step, error)) (Request, error) {
	if _, err := k.Mine(ctx, who, by, id, now); err != nil {
		return Request{}, err
	}
	actor := ByPerson
	if !by.IsZero() && by != who {
		actor = ByGuardian
	}
	return k.amend(ctx, id, now, func(r Request, in Situation) (s step, err error) {
		if r.Lookup != who || actor == ByGuardian && !speaksFor(in.Standing, who, by, now) {
			return s, errNone
		}
		return work(r, in, actor)
	})
}
