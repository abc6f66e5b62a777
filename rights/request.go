package rights

import (
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/workday"
)

// A RequestID names a request for ever. It begins with the person's partition, as
// ask ids do, and cannot be guessed.
type RequestID string

// A Kind is what is asked for. Values are permanent.
type Kind string

// The kinds.
const (
	Access   Kind = "access"   // what is held: kinds and amounts; simply there
	Copy     Kind = "copy"     // a copy of it
	Correct  Kind = "correct"  // what is wrong
	Complete Kind = "complete" // what is missing
	Delete   Kind = "delete"   // some or all of it
	Restrict Kind = "restrict" // nothing but storage and protection
	Transfer Kind = "transfer" // to another processor whom the person names
	Close    Kind = "close"    // the account
	Withdraw Kind = "withdraw" // consent
	Explain  Kind = "explain"  // the processing rules, or an automated decision
	Complain Kind = "complain" // that something is wrong
)

// A Way is how a request came in. Values are permanent.
type Way string

// The ways.
const (
	BySelf    Way = "self"    // through the person's own signed link
	ByVisitor Way = "visitor" // somebody who cannot log in or never had an account
	ByStaff   Way = "staff"   // a letter, a call, or passed on by an authority
)

// A Speaker is who asks. Values are permanent.
type Speaker string

// The speakers.
const (
	Person    Speaker = "person"
	Guardian  Speaker = "guardian"
	Relative  Speaker = "relative"  // of a deceased person, for lawful interests of their own (PIPL 49)
	Authority Speaker = "authority" // passes on what a person asked for
)

// A Trigger is why something is to be erased, where it is more than that somebody
// asks. Staff say so of a deletion that they enter. Values are permanent.
type Trigger string

// The triggers.
const (
	OnRequest     Trigger = "request"     // somebody asks: what nothing else is said of
	OnPurpose     Trigger = "purpose"     // the purpose is reached, or it is needed no more (PIPL 47(1))
	OnUnlawful    Trigger = "unlawful"    // it was processed against law or agreement (PIPL 47(4))
	OnUnavoidable Trigger = "unavoidable" // it was collected unavoidably, without need or consent (draft 22(4), Order 790 Art. 24)
)

// A State is how far a request has come. Values are permanent.
type State string

// The states.
const (
	Received   State = "received"
	Verifying  State = "verifying"   // who asks is not known yet
	InProgress State = "in-progress" // being carried out
	Waiting    State = "waiting"     // for the person: the clock runs on
	Finished   State = "done"
	Refused    State = "refused"    // with a reason (PIPL 50)
	Held       State = "restricted" // hard to erase: stored and protected, nothing else (PIPL 47 ¶2)
	Cancelled  State = "cancelled"  // by the person, as a closing account may be in its window
)

// A Request is what somebody asks for.
type Request struct {
	ID       RequestID
	Lookup   ledger.Lookup
	Subject  ledger.Subject // of whom it is about
	Kind     Kind
	Way      Way
	Speaker  Speaker
	By       ledger.Lookup // of the guardian; zero where it is the person
	Service  string        // "" for all
	Uses     []declaration.UseID
	Received time.Time // what the clock runs from: when it came, not when it was entered
	Entered  time.Time
	State    State
	Reason   Reason    // why it is in that state
	Until    time.Time // end of the window in which closing an account can be cancelled; zero where there is none
	Proof    Proof
	Clocks   []Clock
	Detail   Detail    // what the person wrote; sealed where it is stored
	Note     lang.Text // what the person is told beside the reason
	Same     RequestID // the earlier open request that this one repeats, or ""
	History  []Move
	Version  int64
}

// A Reason is why a request is in its state: a permanent slug with a text and the
// articles behind it. See Reasons.
type Reason string

// A Move is a state that the request came into.
type Move struct {
	State  State     `json:"state"`
	Reason Reason    `json:"reason"`
	At     time.Time `json:"at"`
	By     string    `json:"by"` // one of the Actors, or the name of an API key
}

// Proof is how whoever asks became known. No document is kept, and no biometric is
// ever the only way (draft 25).
type Proof struct {
	Method      string    `json:"method,omitempty"`      // one of Methods
	At          time.Time `json:"at,omitzero"`           // zero while it is not proved
	StepUp      time.Time `json:"step_up,omitzero"`      // when the service's own login was done again; zero if it was not
	Reference   string    `json:"reference,omitempty"`   // where evidence is; never the evidence itself
	Relation    string    `json:"relation,omitempty"`    // of a relative to the deceased: one of Relations
	Arrangement string    `json:"arrangement,omitempty"` // of a relative: where it is noted what the deceased had arranged (PIPL 49)
	Approved    []string  `json:"approved,omitempty"`    // names of the API keys of two different people, where staff act for the person
}

// A Clock is one obligation with its own deadline. Obligations of several
// instruments run side by side; none replaces another.
type Clock struct {
	Param    string           `json:"param"`          // id of the law parameter
	Days     int              `json:"days"`           // its length, or a shorter one that was promised
	Unit     string           `json:"unit,omitempty"` // of Days: "" for the parameter's, or that of what was promised: d calendar days, h hours
	Cite     law.Citation     `json:"cite"`
	From     time.Time        `json:"from"`
	Due      workday.Deadline `json:"due"`
	Calendar string           `json:"calendar"`         // version of the calendar
	Reading  lang.Text        `json:"reading,omitzero"` // which reading of the text this is, where there are several
	Warned   int              `json:"warned,omitempty"` // how many of Warnings were given or passed; it only grows while the deadline stands
}

// Detail is what the person wrote, or what was asked on their behalf. It is
// personal data.
type Detail struct {
	Text   string            `json:"text,omitempty"`
	Values map[string]string `json:"values,omitempty"`  // corrections: by item
	Target string            `json:"target,omitempty"`  // whom to transfer to: id of a recipient, or an address
	Age    string            `json:"age,omitempty"`     // age public key that the copy is encrypted to
	AtOnce bool              `json:"at_once,omitempty"` // of closing the account: no window in which it can be cancelled
	Claims map[string]string `json:"claims,omitempty"`  // identifiers of a visitor, by name
	Answer string            `json:"answer,omitempty"`  // what staff answered
	Done   *Evidence         `json:"done,omitempty"`    // how staff carried it out by hand, where they did

	Fetched time.Time `json:"fetched,omitzero"` // when the finished copy was first downloaded

	Replies []Reply `json:"replies,omitempty"` // what whoever asked wrote when the request waited for them

	Trigger Trigger   `json:"trigger,omitempty"` // of a deletion that staff enter: why; "" is OnRequest
	Event   time.Time `json:"event,omitzero"`    // when what Trigger says came about
}

// Open reports whether the request is not ended.
func (r Request) Open() bool {
	return r.State != Finished && r.State != Refused && r.State != Cancelled
}

// Downloadable reports whether the copy of the request is handed over on the page of
// whoever asked through the person's own link. Any other copy staff hand over.
func (r Request) Downloadable() bool {
	return r.Kind == Copy && r.Way == BySelf && (r.Speaker == Person || r.Speaker == Guardian)
}

// Due returns the earliest deadline of the request, the zero time where it has none.
func (r Request) Due() time.Time {
	var due time.Time
	for _, c := range r.Clocks {
		if due.IsZero() || c.Due.At.Before(due) {
			due = c.Due.At
		}
	}
	return due
}
