package webhook

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
)

// The names of the events. Values are permanent.
const (
	ConsentGranted   = "consent.granted"
	ConsentRefused   = "consent.refused"
	ConsentWithdrawn = "consent.withdrawn"
)

// ErasureClosed says that an erasure is done: in every place, and looked at there.
// The events about requests are those of rights.Events.
const ErasureClosed = "erasure.closed"

// ErasureWarning and ErasureOverdue say to staff that the deadline of an erasure behind
// which there is no request comes close, or has passed.
const (
	ErasureWarning = "erasure.warning"
	ErasureOverdue = "erasure.overdue"
)

func erasures() []string { return []string{ErasureClosed, ErasureWarning, ErasureOverdue} }

// RequestCode is the event that carries a visitor's one-time code. Only a hook that
// names it gets it: whoever has the code passes for the visitor.
const RequestCode = string(rights.EventCode)

// Events returns the names of all events.
func Events() []string {
	all := []string{ConsentGranted, ConsentRefused, ConsentWithdrawn}
	for _, e := range rights.Events() {
		all = append(all, string(e))
	}
	return append(all, erasures()...)
}

// Wants reports whether a subscription to these events includes one; none stand for
// all but RequestCode.
func Wants(events []string, event string) bool {
	if len(events) == 0 {
		return event != RequestCode
	}
	return slices.Contains(events, event)
}

// QueuePrefix begins the kind of work that the deliveries to one hook are; the id
// of the hook follows.
const QueuePrefix = "deliver:"

// A Message is the body of what Volens sends. It holds the person's id: that is
// what it is for, and why it goes nowhere without TLS but into networks that the
// operator allows.
type Message struct {
	ID      string              `json:"id"`      // as in the header; the same over all repetitions
	Event   string              `json:"event"`   // one of Events
	Subject string              `json:"subject"` // the service's id of the person; of a visitor, "visitor:", the name of a contact, ":" and the contact; "" in a warning of an erasure of somebody without an id
	Uses    []declaration.UseID `json:"uses,omitempty"`
	State   consent.State       `json:"state,omitempty"` // what the uses are in now
	Request *Request            `json:"request,omitempty"`
	Erasure *Erasure            `json:"erasure,omitempty"`
	Version int64               `json:"version"` // log index of the change: leave aside what is older than what you know of the person
	At      time.Time           `json:"at"`      // when it was said
}

// String keeps the person's id out of logs.
func (m Message) String() string { return "message(" + m.ID + ")" }

var errNews = errors.New("news of an unknown form")

// NewMessage writes news of a change as a message about a person.
func NewMessage(id string, of consent.TellBody, version int64, who ledger.Subject) (Message, error) {
	m := Message{ID: id, Subject: who.Raw(), Uses: of.Uses, State: of.State, Version: version, At: time.UnixMilli(of.At).UTC()}
	switch of.State {
	case consent.Granted:
		m.Event = ConsentGranted
	case consent.Refused:
		m.Event = ConsentRefused
	case consent.Withdrawn:
		m.Event = ConsentWithdrawn
	default:
		return Message{}, errNews
	}
	return m, nil
}

// ParseMessage reads a body that Verify let through.
func ParseMessage(body []byte) (Message, error) {
	var m Message
	if json.Unmarshal(body, &m) != nil || m.Event == "" || m.Subject == "" && m.Erasure == nil {
		return Message{}, errNews // the cause would quote the body
	}
	return m, nil
}
