package consent

import (
	"time"

	"github.com/volens/volens/ledger"
)

// A Task is work that somebody has taken to do it. It is held by one worker at a
// time, until its lease lapses.
type Task struct {
	ID       TaskID
	Kind     WorkKind
	Subject  ledger.Subject // of whom it is about
	Lookup   ledger.Lookup
	Key      string // as in Work
	Due      time.Time
	Body     []byte // as in Work, opened
	Attempts int    // how often it was taken, this time included
	Version  int64  // log index of the change that it came with
}

// A TaskID names a piece of work for ever, over all attempts: what a receiver
// may tell repetitions by. It begins with the person's partition, as ask ids do.
type TaskID string

// A WorkState says how far work has come. Values are permanent.
type WorkState string

// The states of work. What is done is there no more.
const (
	WorkWaiting WorkState = "waiting" // to be done, or being done
	WorkBuried  WorkState = "buried"  // given up: a dead letter, until somebody has it redelivered
)

// A WorkCount is how much work of a kind there is in a state.
type WorkCount struct {
	Kind   WorkKind
	State  WorkState
	Count  int64
	Oldest time.Time // earliest due time among it
}

// A Buried is a dead letter: work that was given up.
type Buried struct {
	Task  Task
	Error string // why it failed last; holds no personal data
}

// A Hook is a subscription of a system that wants to be told.
type Hook struct {
	ID       string
	URL      string
	Secret   []byte   `json:"-"` // what deliveries are signed with; sealed where it is stored
	Events   []string // names of events; empty for all
	Created  time.Time
	Disabled time.Time // zero while it is told
}
