package webhook

import (
	"slices"
	"time"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
)

// A Request is what a message says of a request under the rights articles.
type Request struct {
	ID       rights.RequestID `json:"id"`
	Kind     rights.Kind      `json:"kind"`
	State    rights.State     `json:"state"`
	Reason   rights.Reason    `json:"reason,omitempty"`
	Text     lang.Text        `json:"text,omitzero"`     // the reason in words, for the person
	Note     lang.Text        `json:"note,omitzero"`     // what the person is told besides
	Remedies lang.Text        `json:"remedies,omitzero"` // of a refusal: whom to complain to, and that one may sue (PIPL 50)
	Due      time.Time        `json:"due,omitzero"`      // earliest deadline
	Until    time.Time        `json:"until,omitzero"`    // until when closing the account can be cancelled
	Param    string           `json:"param,omitempty"`   // of a warning: which obligation it is
	Left     int              `json:"left,omitempty"`    // of a warning: working days left; negative when overdue
	Contact  string           `json:"contact,omitempty"` // of a code: sort of contact
	To       string           `json:"to,omitempty"`      // of a code: send it here, if and only if you hold this contact already
	Code     string           `json:"code,omitempty"`    // of a code: the digits
	Expires  time.Time        `json:"expires,omitzero"`  // of a code
}

// An Erasure is what a message says of an erasure.
type Erasure struct {
	Case    erase.CaseID  `json:"case"` // the certificate has this number
	Trigger erase.Trigger `json:"trigger"`
	Request string        `json:"request,omitempty"` // of the person, where one was behind it
	Due     time.Time     `json:"due,omitzero"`      // of a warning: the deadline
	Left    int           `json:"left,omitempty"`    // of a warning: working days left; negative when overdue

	Certificate lang.Text `json:"certificate,omitzero"` // of what is done: word for word, to hand on; nobody is in it
}

// An ErasureBody is the body of the work of telling (consent.WorkTell) that an
// erasure is done, or how its deadline stands. Its form is permanent. Where the work has no lookup, because the
// person is forgotten, Person holds the id.
type ErasureBody struct {
	V       int           `json:"v"`
	Event   string        `json:"event"` // ErasureClosed, ErasureWarning or ErasureOverdue
	Case    erase.CaseID  `json:"case"`
	Trigger erase.Trigger `json:"trigger"`
	Request string        `json:"request,omitempty"`
	At      int64         `json:"at"` // UTC milliseconds
	Person  string        `json:"person,omitempty"`
	Due     int64         `json:"due,omitempty"`  // of a warning: UTC milliseconds
	Left    int           `json:"left,omitempty"` // of a warning: working days

	Certificate lang.Text `json:"certificate,omitzero"` // of what is done
}

// NewRequestMessage writes news of a request as a message. Of somebody who is being
// forgotten, the news itself says who it is.
func NewRequestMessage(id string, of rights.News, version int64, who ledger.Subject) (Message, error) {
	m := Message{ID: id, Event: string(of.Event), Subject: personOf(who, of.Person), Version: version, At: time.UnixMilli(of.At).UTC()}
	if of.V != 1 || !slices.Contains(rights.Events(), of.Event) || of.Request == "" || m.Subject == "" {
		return Message{}, errNews
	}
	m.Request = &Request{
		ID: of.Request, Kind: of.Kind, State: of.State, Reason: of.Reason, Text: of.Text, Note: of.Note, Remedies: of.Remedies,
		Due: instant(of.Due), Until: instant(of.Until), Param: of.Param, Left: of.Left,
		Contact: of.Contact, To: of.To, Code: of.Code, Expires: instant(of.Expires),
	}
	return m, nil
}

// NewErasureMessage writes news of an erasure as a message.
func NewErasureMessage(id string, of ErasureBody, version int64, who ledger.Subject) (Message, error) {
	m := Message{ID: id, Event: of.Event, Subject: personOf(who, of.Person), Version: version, At: time.UnixMilli(of.At).UTC()}
	if of.V != 1 || !slices.Contains(erasures(), of.Event) || of.Case == "" || m.Subject == "" && of.Event == ErasureClosed {
		return Message{}, errNews
	}
	m.Erasure = &Erasure{Case: of.Case, Trigger: of.Trigger, Request: of.Request, Due: instant(of.Due), Left: of.Left, Certificate: of.Certificate}
	return m, nil
}

func personOf(who ledger.Subject, said string) string {
	if who.IsZero() {
		return said
	}
	return who.Raw()
}

// instant reads milliseconds; 0 is no time.
func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
