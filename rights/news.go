package rights

import "github.com/volens/volens/lang"

// An Event is what somebody is told about a request. Values are permanent.
type Event string

// The events. The first are for the person, through the systems of the service that
// reach people; the last three are for staff.
const (
	EventReceived   Event = "request.received"
	EventVerifying  Event = "request.verifying"
	EventInProgress Event = "request.in-progress"
	EventWaiting    Event = "request.waiting" // something is needed from the person: the clock runs on
	EventDone       Event = "request.done"
	EventRefused    Event = "request.refused"
	EventRestricted Event = "request.restricted" // stored and protected, nothing else
	EventCancelled  Event = "request.cancelled"
	// EventCode asks to send a one-time code to a contact, if and only if the service
	// holds that contact already. It is for one receiver, who subscribed to it by
	// name: a subscription to everything does not include it.
	EventCode    Event = "request.code"
	EventWarning Event = "request.warning" // a deadline comes close
	EventOverdue Event = "request.overdue" // a deadline has passed
	EventReplied Event = "request.replied" // whoever asked answered what the request waited for
)

// Events lists all events.
func Events() []Event {
	return []Event{EventReceived, EventVerifying, EventInProgress, EventWaiting, EventDone, EventRefused,
		EventRestricted, EventCancelled, EventCode, EventWarning, EventOverdue, EventReplied}
}

// News is the body of the work of telling (consent.WorkTell) about a request; its
// key is the event, a slash and the request. Its form is permanent. The person is
// whom the work is about; where the work has no lookup, because the person is being
// forgotten, Person holds the id, and the body is sealed under the installation's
// ring.
type News struct {
	V        int       `json:"v"`
	Event    Event     `json:"event"`
	Request  RequestID `json:"request"`
	Kind     Kind      `json:"kind"`
	State    State     `json:"state"`
	Reason   Reason    `json:"reason,omitempty"`
	Text     lang.Text `json:"text,omitzero"`     // the reason in words
	Note     lang.Text `json:"note,omitzero"`     // what the person is told besides
	Remedies lang.Text `json:"remedies,omitzero"` // of a refusal: whom to complain to, and that one may sue (PIPL 50)
	At       int64     `json:"at"`                // UTC milliseconds
	Due      int64     `json:"due,omitempty"`     // earliest deadline: UTC milliseconds
	Until    int64     `json:"until,omitempty"`   // end of the window for cancelling: UTC milliseconds
	Param    string    `json:"param,omitempty"`   // of a warning: which obligation is most urgent
	Left     int       `json:"left,omitempty"`    // of a warning: working days left; negative when overdue
	Contact  string    `json:"contact,omitempty"` // of a code: sort of contact, one of Contacts
	To       string    `json:"to,omitempty"`      // of a code: the contact
	Code     string    `json:"code,omitempty"`    // of a code: the digits
	Expires  int64     `json:"expires,omitempty"` // of a code: UTC milliseconds
	Person   string    `json:"person,omitempty"`  // only where the work has no lookup
}
