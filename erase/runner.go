package erase

import (
	"context"
	"io"
	"log/slog"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/patience"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/ledger"
)

// The kinds of work of erasing. The key is the case, a slash, and the store or the
// recipient; nobody's key seals it, for there is nothing personal in it.
const (
	WorkCase  consent.WorkKind = "erase-case"  // close a case whose stores and recipients are done
	WorkStore consent.WorkKind = "erase-store" // take one store of a case further
	WorkTold  consent.WorkKind = "erase-told"  // tell one recipient
)

// A Book is where cases are kept.
type Book interface {
	// Case returns a case with its stores, recipients and opened file;
	// fault.NotFound otherwise. The file of a case that ended is empty.
	Case(ctx context.Context, id CaseID) (Case, error)
	// OpenCases lists cases that are not closed, by due time, without files.
	OpenCases(ctx context.Context, limit int) ([]Case, error)
	// CasesOf lists the cases of a request, or of a person who is still known.
	CasesOf(ctx context.Context, request string, l ledger.Lookup) ([]Case, error)
	// Evidence returns the evidence of a case in order, each with its leaf's index.
	Evidence(ctx context.Context, id CaseID) ([]Proved, error)
	// Commit makes a change durable.
	Commit(ctx context.Context, c ledger.Change) (ledger.Committed, error)
}

// Proved is a piece of evidence and its place in the record.
type Proved struct {
	Index int64
	Body  []byte
}

// A Queue is the work table.
type Queue interface {
	Lease(ctx context.Context, kind consent.WorkKind, n int, now, until time.Time) ([]consent.Task, error)
	Done(ctx context.Context, id consent.TaskID) error
	Fail(ctx context.Context, id consent.TaskID, retry time.Time, why string) error
}

// Graves is where tombstones are kept: beside the keys, apart from data and backups.
type Graves interface {
	// Bury keeps a tombstone, durably, and gives it its number. The same case again
	// keeps number, account and time, and sets identifiers, expiry and until when
	// something is kept anew.
	Bury(t Tombstone) (int64, error)
	// Tombstones lists those that have not expired.
	Tombstones(now time.Time) ([]Tombstone, error)
	// Expire removes those that have.
	Expire(now time.Time) error
}

// A Teller tells a recipient to erase, and learns whether they did.
type Teller interface {
	// Tell sends a signed erasure notice; confirmed says that the recipient answered
	// that it is done. No address means that somebody writes a letter.
	Tell(ctx context.Context, to declaration.Secret, id string, body []byte) (confirmed bool, err error)
}

// A Custodian seals what must be kept; see internal/keys.
type Custodian interface {
	// Seal seals for both custodians, one layer inside the other.
	Seal(plain []byte) ([]byte, error)
}

// An Order is what a case is opened with.
type Order struct {
	Subject ledger.Subject
	Keys    plan.Keys // identifiers beside the own id, as a visitor proved them; may be nil
	Trigger Trigger
	Request string // id of the request, or ""
	Scope   plan.Scope
	Event   time.Time // what the clock runs from
}

// A Runner carries cases out. It may be killed anywhere, and several may run at
// once, on one node or on many.
type Runner struct {
	Book    Book
	Queue   Queue
	Stores  plan.Stores
	Graves  Graves
	Teller  Teller
	Consent *consent.Desk
	Keeper  Custodian     // optional: without custodians nothing of Volens' own is kept
	Quiet   time.Duration // how long nothing may come late before a store is done
	Timeout time.Duration // how long one call of a store may take; by default a minute
	Held    time.Duration // how long work that was taken is nobody else's; by default five minutes
	// Announced is how long a declaration has been in use before anything is swept by
	// it. Until then a sweep counts and says what would go: a period with a digit
	// missing is seen before it is carried out.
	Announced time.Duration
	Unlimited bool // people looked: a sweep takes as much as there is
	// Waits reports whether it is in doubt what time it is. Then nothing goes only
	// because of the time: no sweep, and no tombstone. Optional.
	Waits  func(ctx context.Context, now time.Time) bool
	Random io.Reader
	Log    *slog.Logger // optional

	// Farewell returns the work of telling that a case is done, which is committed
	// with its end. Where something else that the person asked for is not answered
	// yet, the end waits. Optional: then nobody is told.
	Farewell func(ctx context.Context, c Case, now time.Time) (tell []ledger.Row, wait bool, err error)

	// Alarm returns the work of telling staff how many working days a case has left,
	// negative where it is overdue. Optional: then nobody is told.
	Alarm func(c Case, left int, now time.Time) (ledger.Row, error)

	calls patience.Calls
	seen  seen
}

// A Certificate is what the person is given when a case is closed, and what an
// officer shows: the evidence, with its places in the record.
type Certificate struct {
	Case     CaseID
	Trigger  Trigger
	State    State
	Reason   string // why it does not end though all is done, or ""
	Event    time.Time
	Due      time.Time
	Ended    time.Time
	Stores   []Progress
	Told     []Told
	Evidence []Proved
	Kept     []Kept
}
