package server

import (
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/workday"
)

type request struct {
	ID       rights.RequestID    `json:"id"`
	Subject  string              `json:"subject,omitempty" doc:"Only where one request or one person is asked for"`
	Kind     rights.Kind         `json:"kind"`
	Way      rights.Way          `json:"way"`
	Speaker  rights.Speaker      `json:"speaker"`
	Service  string              `json:"service,omitempty" doc:"Absent: all"`
	Uses     []declaration.UseID `json:"uses,omitempty" doc:"Absent: everything"`
	Received time.Time           `json:"received_at" doc:"What the clocks run from"`
	Entered  time.Time           `json:"entered_at"`
	State    rights.State        `json:"state"`
	Reason   rights.Reason       `json:"reason,omitempty"`
	Says     string              `json:"reason_text,omitempty" doc:"The reason as the person reads it"`
	Articles []httpx.Article     `json:"articles,omitempty" doc:"Behind the reason"`
	Until    *time.Time          `json:"cancellable_until,omitempty" doc:"The window in which closing an account can be cancelled; the clock runs on"`
	Proof    *proved             `json:"proof,omitempty"`
	Clocks   []reqClock          `json:"clocks" doc:"Every obligation with its own deadline; none stops. Empty: promptly, for no number is set"`
	Detail   *detail             `json:"detail,omitempty" doc:"What the person wrote; only where one request or one person is asked for"`
	Note     string              `json:"note,omitempty"`
	Same     rights.RequestID    `json:"repeats,omitempty" doc:"The earlier open request that this one repeats"`
	History  []move              `json:"history"`

	Conditions []condition `json:"conditions,omitempty" doc:"Of a transfer, where one request is asked for: what the law asks, for staff to answer before they let it go on"`
}

// condition is one that the law sets for a transfer.
type condition struct {
	ID       string              `json:"id"`
	Text     string              `json:"text"`
	Found    rights.Finding      `json:"found" enum:"met,not-met,not-checked" doc:"not-checked: no software sees it, and people answer it"`
	Uses     []declaration.UseID `json:"uses,omitempty" doc:"Those in scope that it is about"`
	Articles []httpx.Article     `json:"articles"`
}

func showConditions(all []rights.Condition, l lang.Lang) []condition {
	var out []condition
	for _, c := range all {
		out = append(out, condition{ID: c.ID, Text: c.Text.In(l), Found: c.Found, Uses: c.Uses, Articles: httpx.Articles(c.Cites)})
	}
	return out
}

type proved struct {
	Method      string     `json:"method"`
	At          *time.Time `json:"at,omitempty" doc:"Absent: not proved yet"`
	StepUp      *time.Time `json:"step_up_at,omitempty"`
	Reference   string     `json:"reference,omitempty"`
	Relation    string     `json:"relation,omitempty" doc:"Of a relative to the deceased"`
	Arrangement string     `json:"arrangement,omitempty" doc:"Where it is noted what the deceased had arranged"`
	Approved    []string   `json:"approved,omitempty" doc:"Ids of the API keys of those who approved, as GET /v1/keys lists them"`
}

type reqClock struct {
	Param     string            `json:"param" doc:"Id of the number of the law"`
	Article   httpx.Article     `json:"article"`
	Status    string            `json:"status_text" doc:"How far it binds: a draft was never in force"`
	From      time.Time         `json:"from"`
	Due       time.Time         `json:"due_at"`
	LastDay   string            `json:"last_day"`
	Certainty workday.Certainty `json:"certainty" doc:"provisional: the year's holidays are not published, and the date is the earliest bound"`
	Calendar  string            `json:"calendar"`
	Reading   string            `json:"reading,omitempty" doc:"Which reading of the text this is, where there are several"`
}

type detail struct {
	Text   string            `json:"text,omitempty"`
	Values map[string]string `json:"values,omitempty"`
	Target string            `json:"target,omitempty"`
	Age    string            `json:"age,omitempty"`
	AtOnce bool              `json:"at_once,omitempty"`
	Claims map[string]string `json:"claims,omitempty"`
	Answer string            `json:"answer,omitempty"`

	Done *handedBy `json:"done,omitempty" doc:"How staff carried it out by hand, where they did"`

	Replies []replied `json:"replies,omitempty" doc:"What whoever asked wrote when the request waited for them"`

	Trigger rights.Trigger `json:"trigger,omitempty" doc:"Of a deletion that nobody asked for: why it is due"`
	Event   *time.Time     `json:"event_at,omitempty" doc:"When that came about"`
}

type replied struct {
	Text string    `json:"text"`
	At   time.Time `json:"at"`
	By   string    `json:"by" doc:"person or guardian"`
}

type move struct {
	State  rights.State  `json:"state"`
	Reason rights.Reason `json:"reason,omitempty"`
	At     time.Time     `json:"at"`
	By     string        `json:"by" doc:"system, person, guardian, or the id of an API key"`
}

func showRequest(r rights.Request, l lang.Lang) request {
	out := request{
		ID: r.ID, Kind: r.Kind, Way: r.Way, Speaker: r.Speaker, Service: r.Service, Uses: r.Uses, State: r.State,
		Reason: r.Reason, Says: r.Reason.Ground().Text.In(l), Articles: httpx.Articles(r.Reason.Ground().Cites), Received: *instant(r.Received), Entered: *instant(r.Entered), Until: instantOf(r.Until),
		Proof: &proved{Method: r.Proof.Method, At: instantOf(r.Proof.At), StepUp: instantOf(r.Proof.StepUp), Reference: r.Proof.Reference,
			Relation: r.Proof.Relation, Arrangement: r.Proof.Arrangement, Approved: r.Proof.Approved},
		Clocks: showClocks(r.Clocks, l), Note: r.Note.In(l), Same: r.Same, History: []move{},
	}
	if !r.Subject.IsZero() {
		out.Subject = r.Subject.Raw()
	}
	out.Detail = showDetail(r.Detail)
	for _, m := range r.History {
		out.History = append(out.History, move{State: m.State, Reason: m.Reason, At: *instant(m.At), By: m.By})
	}
	return out
}

func showDetail(d rights.Detail) *detail {
	out := &detail{Text: d.Text, Values: d.Values, Target: d.Target, Age: d.Age, AtOnce: d.AtOnce, Claims: d.Claims, Answer: d.Answer,
		Trigger: d.Trigger, Event: instantOf(d.Event)}
	if d.Done != nil {
		done := handedBy(*d.Done)
		out.Done = &done
	}
	for _, r := range d.Replies {
		out.Replies = append(out.Replies, replied{Text: r.Text, At: *instant(r.At), By: r.By})
	}
	return out
}

// outside is a request without whom it is about and what they wrote.
func (r request) outside() request {
	r.Subject, r.Detail, r.Proof, r.Note = "", nil, nil, ""
	return r
}

func showClocks(all []rights.Clock, l lang.Lang) []reqClock {
	out := []reqClock{}
	for _, c := range all {
		out = append(out, showClock(c, l))
	}
	return out
}

func showClock(c rights.Clock, l lang.Lang) reqClock {
	out := reqClock{
		Param: c.Param, Status: c.Cite.Status().Text().In(l), From: *instant(c.From), Due: *instant(c.Due.At), LastDay: c.Due.LastDay.String(),
		Certainty: c.Due.Certainty, Calendar: c.Calendar, Reading: c.Reading.In(l),
	}
	if articles := httpx.Articles([]law.Citation{c.Cite}); len(articles) == 1 {
		out.Article = articles[0]
	}
	return out
}
