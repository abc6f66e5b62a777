package erase

import (
	"time"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/workday"
)

// A CaseID names an erasure for ever: random, and nothing of the person in it.
type CaseID string

// A Trigger is why something is erased. Values are permanent.
type Trigger string

// The triggers: those of draft 22 and of PIPL 47, and a request of the person.
const (
	TriggerRequest     Trigger = "request"     // the person asked (draft 23(3): from receipt)
	TriggerAccount     Trigger = "account"     // the account was closed (draft 22(3))
	TriggerService     Trigger = "service"     // the service ended (draft 22(3))
	TriggerPurpose     Trigger = "purpose"     // the purpose is reached or the data no longer needed (draft 22(1), PIPL 47(1))
	TriggerPeriod      Trigger = "period"      // the period is over (draft 22(2), PIPL 47(2))
	TriggerUnavoidable Trigger = "unavoidable" // collected without need or consent, unavoidably (draft 22(4))
	TriggerConsent     Trigger = "consent"     // consent was withdrawn (PIPL 47(3))
	TriggerUnlawful    Trigger = "unlawful"    // processed against law or agreement (PIPL 47(4))
	TriggerRestore     Trigger = "restore"     // a backup brought back what had been erased
)

// A State is how far a case, or a store of it, has come. Values are permanent.
type State string

// The states.
const (
	Open       State = "open"       // being carried out
	Closed     State = "closed"     // done everywhere, looked at everywhere
	Restricted State = "restricted" // technically hard to erase: stored and protected, nothing else (PIPL 47 ¶2); never "erased"
)

// A Phase is how far one store of a case has come. Values are permanent.
type Phase string

// The phases, in order.
const (
	Collecting Phase = "collecting" // the person's identifiers and unique values are being collected
	Erasing    Phase = "erasing"    // step after step
	Settling   Phase = "settling"   // below the level of rows
	Looking    Phase = "looking"    // through another connection and other code
	Quiet      Phase = "quiet"      // waiting for late writes
	Last       Phase = "last-look"  // all else is done: looked at once more, before the case ends
	Done       Phase = "done"       // nothing was found, and nothing came late
)

// A Case is one erasure of one person.
type Case struct {
	ID          CaseID
	Trigger     Trigger
	Lookup      ledger.Lookup // zero once the person's own rows are gone
	Request     string        // id of the request that it carries out, or ""
	Scope       plan.Scope
	Declaration string    // hash of the declaration that the plan is made from
	Event       time.Time // what the clock runs from
	Due         workday.Deadline
	Calendar    string // version of the calendar it was counted by
	Warned      int    `json:",omitempty"` // how many warnings of its deadline were told
	Cites       []law.Citation
	State       State
	Reason      string `json:",omitempty"` // why it does not end though its stores and recipients are done: a permanent slug, or ""
	Opened      time.Time
	Ended       time.Time // zero while it is open
	Stores      []Progress
	Told        []Told // recipients and vendors
	File        File   // what is known of the person; destroyed when the case ends
	Version     int64  // log index of the last entry of the case; filled in by the store
}

// Progress is how far one store has come. It is one row; each store has work of
// its own, so that one that fails delays only itself.
type Progress struct {
	Store    string
	Phase    Phase
	Step     int // the next step of the plan, while erasing
	Erased   int64
	Attempts int       // since it last came further
	Reason   string    // why it does not come further: a permanent slug; "" where it does
	Since    time.Time // when it came into this phase; the last look leaves it as it was
	Looked   time.Time // when it was last found empty; zero if never
	By       string    // fingerprint of the store that was looked at
	Remnants []plan.Remnant
	Residue  []plan.Residue `json:",omitempty"` // what was found when it was last looked at, by place and without values; none once nothing is
	Manual   string         // evidence of what people did by hand, where the store has no connector
	Version  int64          // log index of the last entry about it; filled in by the store
}

// Told is one recipient who has to erase too (draft 22, PIPL 47; PIPL 21 for
// whoever is entrusted).
type Told struct {
	Recipient string // id of a recipient or component
	By        string // webhook or letter
	At        time.Time
	Confirmed time.Time // zero until they say that it is done
	Evidence  string
	Version   int64
}

// A File is what is known of the person while the case is open: sealed where it is
// stored, under a key of its own, which is destroyed when the case ends.
type File struct {
	Subject ledger.Subject  `json:"-"`
	Keys    plan.Keys       `json:"keys"`             // identifiers, by name
	Values  []string        `json:"values,omitempty"` // values that were unique to the person
	Names   []string        `json:"names,omitempty"`  // what they are called by, unique or not: staff must not write it down
	Found   map[string]bool `json:"found"`            // stores whose identifiers were collected
	Shared  plan.Keys       `json:"shared,omitempty"` // identifiers that others share, which are not followed
	Judged  int             `json:"judged,omitempty"` // about how many it was asked whether others share them
	// Erased is when an earlier case erased the person, where this one takes what a
	// ground had kept of them until now: what was written later is somebody else's.
	// Zero otherwise.
	Erased time.Time `json:"erased,omitzero"`
}

// Evidence says what was done in one place: what, how many, when, verified how;
// never a value. Its canonical JSON is hashed into one plain leaf of the record.
type Evidence struct {
	V       int            `json:"v"`
	Case    CaseID         `json:"case"`
	Trigger Trigger        `json:"trigger"`
	Store   string         `json:"store,omitempty"`
	Phase   Phase          `json:"phase,omitempty"`
	Steps   []Step         `json:"steps,omitempty"`
	Residue []plan.Residue `json:"residue,omitempty"` // counts by place
	Others  []plan.Residue `json:"others,omitempty"`  // of this, or beside it, what is other people's and stays: their rows say so, or people do
	Looked  string         `json:"looked_at,omitempty"`
	Left    []plan.Remnant `json:"remnants,omitempty"`
	Keeps   []Kept         `json:"kept,omitempty"`
	Told    []Told         `json:"told,omitempty"`
	State   State          `json:"state,omitempty"`
	Reason  string         `json:"reason,omitempty"`
	By      string         `json:"by,omitempty"`    // name of the API key, where people said it
	Proof   string         `json:"proof,omitempty"` // hash of what they handed in
	At      int64          `json:"at"`              // UTC milliseconds
}

// Swept is the case of what is swept for everybody: evidence of it belongs to no
// case of a person.
const Swept CaseID = "sweep"

// A Step is one deed that was done, in evidence.
type Step struct {
	Holding string   `json:"holding"`
	Deed    string   `json:"deed"` // delete, anonymise, keep
	Fields  []string `json:"fields,omitempty"`
	Rare    []string `json:"rare,omitempty"`    // of these fields, those that became null since too few people look alike in them
	Unasked []string `json:"unasked,omitempty"` // of these fields, those left coarser of everybody at once: how many people look alike in them was not asked
	Counted int64    `json:"counted"`           // how many there were just before
	Rows    int64    `json:"rows"`              // how many this run changed
}

// Kept is what a ground in force keeps, and until when.
type Kept struct {
	Store   string      `json:"store"`
	Holding string      `json:"holding"`
	Fields  []string    `json:"fields"`
	Under   string      `json:"under"` // the ground, in both languages
	Rows    int64       `json:"rows"`
	Until   workday.Day `json:"until"` // last day of the last row
}

// A Tombstone names an account and when it was erased, so that a restored backup
// or a late write does not bring the person back. It is kept sealed beside the
// keys, apart from data and backups, and expires with the last backup that may
// hold the person, and not before what a ground keeps of them is gone too.
type Tombstone struct {
	Number  int64
	Case    CaseID
	Subject string // the service's own id
	Scope   plan.Scope
	Keys    plan.Keys // identifiers that some store needs and does not give itself, such as numbers of orders
	At      time.Time // when the erasure was carried out: what was written later is somebody else's
	Until   time.Time // end of the last day of what a ground still keeps; zero where nothing is kept, or what was is seen to
	Expires time.Time // zero: never
}

// Over reports whether a tombstone has expired. As long as something is kept on a
// ground it has not: nothing else knows where that is.
func (t Tombstone) Over(now time.Time) bool {
	return t.Until.IsZero() && !t.Expires.IsZero() && !now.Before(t.Expires)
}

// The rows of a change. Package store writes them.
type (
	// NewCase opens a case: its row, its stores and its sealed file. The change
	// brings the work for each store and each recipient as consent.NewWork.
	NewCase struct{ Case Case }
	// SetCase writes the case's own row and its file, without its stores.
	SetCase struct{ Case Case }
	// SetProgress writes one store of a case.
	SetProgress struct {
		Case     CaseID
		Progress Progress
	}
	// SetTold writes one recipient of a case.
	SetTold struct {
		Case CaseID
		Told Told
	}
	// NewEvidence keeps a piece of evidence beside its leaf; the body is canonical
	// JSON, and the leaf holds its hash. The case may be Swept, which has no row.
	NewEvidence struct {
		Case CaseID
		Body []byte
	}
	// Forget removes every row that Volens itself holds about a person, with the
	// person's key, and the lookup from the case.
	Forget struct {
		Case   CaseID
		Lookup ledger.Lookup
	}
	// Keep keeps sealed what an in-force ground keeps of Volens' own rows, once for
	// each case. It is durable before Forget is committed.
	Keep struct {
		Case   CaseID
		Under  string
		Until  time.Time
		Sealed []byte
	}
)

// RowOf names the sort of row.
func (NewCase) RowOf() string { return "erase.case" }

// RowOf names the sort of row.
func (SetCase) RowOf() string { return "erase.case" }

// RowOf names the sort of row.
func (SetProgress) RowOf() string { return "erase.store" }

// RowOf names the sort of row.
func (SetTold) RowOf() string { return "erase.told" }

// RowOf names the sort of row.
func (NewEvidence) RowOf() string { return "erase.evidence" }

// RowOf names the sort of row.
func (Forget) RowOf() string { return "erase.forget" }

// RowOf names the sort of row.
func (Keep) RowOf() string { return "erase.keep" }
