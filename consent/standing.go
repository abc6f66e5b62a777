package consent

import (
	"time"

	"github.com/volens/volens/ledger"
)

// A Person is what the store knows of one: who they are in the record, and the
// log index of the last entry about them.
type Person struct {
	Identity ledger.Identity
	Version  int64 // ledger.Absent on first contact
	Known    bool  // whether the person has a row; a first change brings one
}

// A Standing is all that a verdict needs to know of a person, at one moment.
type Standing struct {
	Version     int64 // log index of the last entry about the person; ledger.Absent for nobody
	Consents    Consents
	Age         Age
	Guardian    Guardian    // the link in force or the last that was; zero where there never was one
	Restriction Restriction // zero where there is none
}

// A Band is all that is kept of a person's age: no date of birth, no document.
// Values are permanent.
type Band string

// The bands. The lines between them are those of the law: fourteen (PIPL 28, 31)
// and eighteen (Minors Regulations).
const (
	AgeUnknown Band = ""
	Under14    Band = "under-14"
	Under18    Band = "14-to-17"
	Adult      Band = "adult"
)

// An Age is what is known of a person's age, and how.
type Age struct {
	Band    Band
	Method  string    // how it became known: one of AgeMethods
	Lapses  time.Time // when the band ends and the person is asked anew; zero for adults
	At      time.Time
	Version int64 // log index of the entry that says so; filled in by the store
}

// A Guardian is the link between a person under fourteen and who answers for
// them. It holds that the evidence was seen, and no copy of it.
type Guardian struct {
	Lookup   ledger.Lookup // of the guardian
	Relation string        // one of Relations
	Method   string        // how it was verified: one of GuardianMethods
	Evidence string        // where the operator can find the evidence: a reference, never a copy
	Since    time.Time
	Expires  time.Time
	Ended    time.Time // zero while the link stands
	Version  int64     // log index of the entry that says so; filled in by the store
}

// InForce reports whether the guardian may answer at now.
func (g Guardian) InForce(now time.Time) bool {
	return !g.Lookup.IsZero() && g.Ended.IsZero() && now.Before(g.Expires)
}

// A Restriction leaves nothing but storage and protection of what is held about
// a person (PIPL 47, Order 790 Art. 24), or says that erasure has begun.
type Restriction struct {
	Mode    Mode
	Reason  string // one of RestrictionReasons
	At      time.Time
	Version int64 // log index of the entry that says so; filled in by the store
}

// A Mode is what a restriction leaves. Values are permanent.
type Mode string

// The modes.
const (
	Free       Mode = ""
	Restricted Mode = "restricted" // storage and protection only
	Erasing    Mode = "erasing"    // the person's data is being erased
)

// A Stop ends processing for everybody at once, whatever people agreed to: an
// emergency, or a recipient that is suspended. Every field of its target that is
// set must match; at least one is.
type Stop struct {
	ID        string    `json:"id"` // permanent, chosen by whoever stops
	Service   string    `json:"service,omitempty"`
	Function  string    `json:"function,omitempty"`  // service/function
	Use       string    `json:"use,omitempty"`       // a declaration.UseID
	Item      string    `json:"item,omitempty"`      // a law.ItemID
	Recipient string    `json:"recipient,omitempty"` // id of a recipient or component
	Reason    string    `json:"reason"`
	By        string    `json:"by"` // who stopped it
	At        time.Time `json:"at"`
	Until     time.Time `json:"until,omitzero"` // zero: until it is lifted
	Lifted    bool      `json:"lifted,omitempty"`
	Version   int64     `json:"version"` // log index of the entry; filled in by the store
}

// A Work is something that is to be done after a change: it is committed with
// the change, so that neither can be there without the other.
type Work struct {
	Kind   WorkKind
	Lookup ledger.Lookup // of whom it is about
	Key    string        // what it is about within the kind, such as a use; unique with Kind, Lookup and the change
	Due    time.Time     // not before (to tell), or at the latest (to erase)
	Body   []byte        // JSON, sealed by the store under the person's key
}

// A WorkKind says what is to be done. Values are permanent.
type WorkKind string

// The kinds of work.
const (
	WorkTell  WorkKind = "tell"  // tell the systems that subscribed: consent changed
	WorkErase WorkKind = "erase" // erase what only the withdrawn consent carried, by Due
)

// The rows about people's standing that transitions of this package put into a
// ledger.Change.
type (
	// SetAge sets what is known of a person's age.
	SetAge struct {
		Lookup ledger.Lookup
		Age    Age
	}
	// SetGuardian sets the guardian link of a child; a person has one at a time.
	SetGuardian struct {
		Child    ledger.Lookup
		Guardian Guardian
	}
	// SetRestriction sets or, with mode Free, lifts a restriction.
	SetRestriction struct {
		Lookup      ledger.Lookup
		Restriction Restriction
	}
	// SetStop sets or lifts a stop, by its id.
	SetStop struct{ Stop Stop }
	// NewWork adds something to be done.
	NewWork struct{ Work Work }
)

// RowOf names the kind of row.
func (SetAge) RowOf() string { return "age" }

// RowOf names the kind of row.
func (SetGuardian) RowOf() string { return "guardian" }

// RowOf names the kind of row.
func (SetRestriction) RowOf() string { return "restriction" }

// RowOf names the kind of row.
func (SetStop) RowOf() string { return "stop" }

// RowOf names the kind of row.
func (NewWork) RowOf() string { return "work" }
