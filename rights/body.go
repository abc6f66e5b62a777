package rights

import (
	"encoding/json"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/workday"
)

// RequestBody is the personal half of an entry about a request: the request as it
// is after the entry. Its form is permanent: later versions get another V and are
// read beside this one. The history of a request is its entries.
type RequestBody struct {
	V        int                 `json:"v"`
	Request  RequestID           `json:"request"`
	Kind     Kind                `json:"kind"`
	Way      Way                 `json:"way"`
	Speaker  Speaker             `json:"speaker"`
	By       consent.Who         `json:"by,omitempty"` // the guardian who asked
	Service  string              `json:"service,omitempty"`
	Uses     []declaration.UseID `json:"uses,omitempty"`
	Received int64               `json:"received"` // UTC milliseconds, as all times here
	State    State               `json:"state"`
	Reason   Reason              `json:"reason"`
	Actor    string              `json:"actor"`              // who brought it into this state
	Changed  string              `json:"changed,omitempty"`  // what else this entry is for: code, attempt, warning, calendar, receipt, fetched
	Attempts int                 `json:"attempts,omitempty"` // of a code
	Until    int64               `json:"until,omitempty"`
	Proof    ProofBody           `json:"proof"`
	Clocks   []ClockBody         `json:"clocks,omitempty"`
	Note     *lang.Text          `json:"note,omitempty"`
	Same     RequestID           `json:"same,omitempty"`
	Detail   *Detail             `json:"detail,omitempty"` // where it is new: at the beginning, with the answer, a reply or the evidence, and where the window is waived or the copy downloaded
}

// ProofBody is how whoever asked became known.
type ProofBody struct {
	Method      string   `json:"method,omitempty"`
	At          int64    `json:"at,omitempty"`
	StepUp      int64    `json:"step_up,omitempty"`
	Reference   string   `json:"reference,omitempty"`
	Relation    string   `json:"relation,omitempty"`
	Arrangement string   `json:"arrangement,omitempty"`
	Approved    []string `json:"approved,omitempty"`
}

// ClockBody is one obligation.
type ClockBody struct {
	Param     string            `json:"param"`
	Days      int               `json:"days"`
	Unit      string            `json:"unit,omitempty"` // of Days, where it is not the parameter's
	From      int64             `json:"from"`
	LastDay   workday.Day       `json:"last_day"`
	Certainty workday.Certainty `json:"certainty"`
	Calendar  string            `json:"calendar"`
	Warned    int               `json:"warned,omitempty"`
}

// What an entry is for, beside a change of state. Values are permanent.
const (
	changedCode     = "code"     // a code was made
	changedAttempt  = "attempt"  // a wrong code was tried, or one too late
	changedWarning  = "warning"  // a deadline came close or passed
	changedCalendar = "calendar" // deadlines were counted by another calendar
	changedReceipt  = "receipt"  // it turned out that it had come earlier
	changedFetched  = "fetched"  // the finished copy was downloaded for the first time
)

// bodyOf writes a request as it is after a change.
func bodyOf(before, after Request, changed string, attempts int) RequestBody {
	b := RequestBody{
		V: 1, Request: after.ID, Kind: after.Kind, Way: after.Way, Speaker: after.Speaker, By: consent.WhoOf(after.By),
		Service: after.Service, Uses: after.Uses, Received: millis(after.Received), State: after.State, Reason: after.Reason,
		Changed: changed, Attempts: attempts, Until: millis(after.Until), Proof: after.Proof.body(), Same: after.Same,
	}
	if n := len(after.History); n > 0 {
		b.Actor = after.History[n-1].By
	}
	for _, c := range after.Clocks {
		b.Clocks = append(b.Clocks, ClockBody{
			Param: c.Param, Days: c.Days, Unit: c.Unit, From: millis(c.From), LastDay: c.Due.LastDay,
			Certainty: c.Due.Certainty, Calendar: c.Calendar, Warned: c.Warned,
		})
	}
	if !after.Note.IsZero() {
		b.Note = &after.Note
	}
	if before.ID == "" || before.Detail.Answer != after.Detail.Answer || len(before.Detail.Replies) != len(after.Detail.Replies) || before.Detail.AtOnce != after.Detail.AtOnce || before.Detail.Done != after.Detail.Done || !before.Detail.Fetched.Equal(after.Detail.Fetched) {
		b.Detail = &after.Detail
	}
	return b
}

func (p Proof) body() ProofBody {
	return ProofBody{
		Method: p.Method, At: millis(p.At), StepUp: millis(p.StepUp), Reference: p.Reference,
		Relation: p.Relation, Arrangement: p.Arrangement, Approved: p.Approved,
	}
}

// millis writes a time as the record does; 0 is none.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// entryOf is the entry of a change of a request.
func entryOf(b RequestBody, declared string, who ledger.Identity, n ledger.Nonce, now time.Time) (ledger.Entry, error) {
	return ledger.PersonalEntry(ledger.KindRequest, now, declared, who, n, b)
}

// plain writes a body of work: strings and whole numbers only, which cannot fail.
func plain(v any) []byte {
	b, _ := json.Marshal(v)
	return b
}
