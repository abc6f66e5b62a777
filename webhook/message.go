package webhook

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

// The names of the events. Values are permanent.
const (
	ConsentGranted   = "consent.granted"
	ConsentRefused   = "consent.refused"
	ConsentWithdrawn = "consent.withdrawn"
)

// Events returns the names of all events.
func Events() []string { return []string{ConsentGranted, ConsentRefused, ConsentWithdrawn} }

// QueuePrefix begins the kind of work that the deliveries to one hook are; the id
// of the hook follows.
const QueuePrefix = "deliver:"

// A Message is the body of what Volens sends. It holds the person's id: that is
// what it is for, and why it goes nowhere without TLS but into networks that the
// operator allows.
type Message struct {
	ID      string              `json:"id"`      // as in the header; the same over all repetitions
	Event   string              `json:"event"`   // one of Events
	Subject string              `json:"subject"` // the service's id of the person
	Uses    []declaration.UseID `json:"uses"`
	State   consent.State       `json:"state"`   // what the uses are in now
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
	if json.Unmarshal(body, &m) != nil || m.Event == "" || m.Subject == "" {
		return Message{}, errNews // the cause would quote the body
	}
	return m, nil
}
