package server

import (
	"context"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
)

// Staff is what the API needs for members of staff of the desk of requests;
// rights.Desk is one.
type Staff interface {
	Verify(ctx context.Context, id rights.RequestID, p rights.Proof, actor string, now time.Time) (rights.Request, error)
	Approve(ctx context.Context, id rights.RequestID, actor string, now time.Time) (rights.Request, error)
	Turn(ctx context.Context, id rights.RequestID, to rights.State, why rights.Reason, note lang.Text, actor string, now time.Time, with ...ledger.Row) (rights.Request, error)
	Carried(ctx context.Context, id rights.RequestID, e rights.Evidence, note lang.Text, actor string, now time.Time) (rights.Request, error)
	Answer(ctx context.Context, id rights.RequestID, text, actor string, now time.Time) (rights.Request, error)
	Due(ctx context.Context, now time.Time) ([]rights.Alert, error)
}

type staffIn struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"128" doc:"The same request under the same key is entered once"`
	Body           struct {
		Wanted
		Subject  subject        `json:"subject" doc:"Of whom it is about"`
		Guardian *subject       `json:"guardian,omitempty" doc:"The linked guardian of a person under fourteen, where one asks. Absent: a guardian who is not linked, and shows that they are (guardian-shown)"`
		Speaker  rights.Speaker `json:"speaker" enum:"person,guardian,relative,authority"`
		Received time.Time      `json:"received_at" doc:"When the letter or call came: the clock runs from here, not from when it is entered"`
		Trigger  rights.Trigger `json:"trigger,omitempty" enum:"request,purpose,unavoidable,unlawful" doc:"Of a deletion: why it is due where nobody asked for it. purpose: reached, or no longer needed; unavoidable: collected without need or consent, unavoidably; unlawful: processed against law or agreement (draft 22, PIPL 47). Absent: the person asked"`
		Event    *time.Time     `json:"event_at,omitempty" doc:"When that came about; with a trigger other than request it is needed. The clock of erasing runs from here"`
		Proof    *staffProof    `json:"proof,omitempty" doc:"Absent: who asks is not known yet, and the clock runs all the same; see /verify"`
	}
}

// staffProof is how whoever asks became known. No document is kept.
type staffProof struct {
	Method      string `json:"method" enum:"called-back,in-person,letter-to-held-address,code-to-held-contact,guardian-shown,relation-shown,authority-letter"`
	Reference   string `json:"reference" minLength:"1" maxLength:"512" doc:"Where you can find the evidence: a reference, never a copy of a document"`
	Relation    string `json:"relation,omitempty" enum:"spouse,parent,child,sibling,grandparent,grandchild" doc:"Of a relative to the deceased"`
	Arrangement string `json:"arrangement,omitempty" maxLength:"512" doc:"Of a relative: where it is noted what the deceased had arranged (PIPL 49)"`
}

func (p staffProof) taken(now time.Time) rights.Proof {
	return rights.Proof{Method: p.Method, At: now, Reference: p.Reference, Relation: p.Relation, Arrangement: p.Arrangement}
}

// staffRequest enters a letter, a call, or what an authority passes on. What hands
// something out, cannot be undone, or stops processing waits for a second member of
// staff.
func (a *api) staffRequest(ctx context.Context, in *staffIn) (*requestOut, error) {
	b := in.Body
	if b.Guardian != nil && b.Speaker != rights.Guardian {
		return nil, fault.New(fault.Invalid, "speaker 为 guardian 时才写 guardian", "guardian is given only where speaker is guardian")
	}
	o, err := a.order(ctx, b.Subject, b.Guardian, b.Wanted)
	if err != nil {
		return nil, err
	}
	if o.Detail.Trigger = b.Trigger; b.Event != nil {
		o.Detail.Event = *b.Event
	}
	now := a.Now()
	o.Way, o.Speaker, o.Received, o.Actor = rights.ByStaff, b.Speaker, b.Received, actor(ctx)
	if b.Proof != nil {
		o.Proof = b.Proof.taken(now)
	}
	return a.shownRequest(ctx)(a.Rights.Open(ctx, o, in.IdempotencyKey, now))
}

type requestsOut struct {
	Body struct {
		Requests []request `json:"requests"`
	}
}

// requestsOf lists the requests of one person; there is no route that lists
// anything of several.
func (a *api) requestsOf(ctx context.Context, in *personIn) (*requestsOut, error) {
	s, err := in.Body.Subject.person()
	if err != nil {
		return nil, err
	}
	p, err := a.Desk.People.Person(ctx, s)
	if err != nil {
		return nil, err
	}
	out := &requestsOut{}
	out.Body.Requests = []request{}
	all, err := a.Rights.List(ctx, p.Identity.Lookup, ledger.Lookup{}, a.Now())
	for _, r := range all {
		out.Body.Requests = append(out.Body.Requests, showRequest(r, httpx.LangOf(ctx)))
	}
	return out, err
}

type listIn struct {
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"200"`
}

// openRequests lists what is open: neither who asks nor what they wrote is in it.
func (a *api) openRequests(ctx context.Context, in *listIn) (*requestsOut, error) {
	out := &requestsOut{}
	out.Body.Requests = []request{}
	all, err := a.Requests.OpenRequests(ctx, in.Limit)
	for _, r := range all {
		out.Body.Requests = append(out.Body.Requests, showRequest(r, httpx.LangOf(ctx)).outside())
	}
	return out, err
}

type alertsOut struct {
	Body struct {
		Due []alert `json:"due" doc:"The most urgent first"`
	}
}

type alert struct {
	Request rights.RequestID `json:"request"`
	Kind    rights.Kind      `json:"kind"`
	State   rights.State     `json:"state"`
	Reason  rights.Reason    `json:"reason"`
	Left    int              `json:"working_days_left" doc:"Negative: overdue by so many"`
	Clock   reqClock         `json:"clock"`
}

func (a *api) due(ctx context.Context, _ *struct{}) (*alertsOut, error) {
	out := &alertsOut{}
	out.Body.Due = []alert{}
	all, err := a.Staff.Due(ctx, a.Now())
	for _, x := range all {
		out.Body.Due = append(out.Body.Due, alert{Request: x.Request, Kind: x.Kind, State: x.State, Reason: x.Reason, Left: x.Left,
			Clock: showClock(x.Clock, httpx.LangOf(ctx))})
	}
	return out, err
}

type requestIDIn struct {
	ID rights.RequestID `path:"id" maxLength:"64"`
}

func (a *api) oneRequest(ctx context.Context, in *requestIDIn) (*requestOut, error) {
	r, err := a.Requests.Request(ctx, in.ID)
	out, err := a.shownRequest(ctx)(r, err)
	if err != nil || r.Kind != rights.Transfer {
		return out, err
	}
	d, _, err := a.Desk.Current(ctx)
	if err != nil {
		return nil, err
	}
	out.Body.Conditions = showConditions(rights.Conditions(d, r), httpx.LangOf(ctx))
	return out, nil
}

// approve takes the word of a second key. Which key entered the request and which
// approves are told apart by their hashes.
func (a *api) approve(ctx context.Context, in *requestIDIn) (*requestOut, error) {
	return a.shownRequest(ctx)(a.Staff.Approve(ctx, in.ID, actor(ctx), a.Now()))
}

type verifyIn struct {
	ID   rights.RequestID `path:"id" maxLength:"64"`
	Body staffProof
}

func (a *api) verify(ctx context.Context, in *verifyIn) (*requestOut, error) {
	return a.shownRequest(ctx)(a.Staff.Verify(ctx, in.ID, in.Body.taken(a.Now()), actor(ctx), a.Now()))
}

type turnIn struct {
	ID   rights.RequestID `path:"id" maxLength:"64"`
	Body struct {
		State  rights.State  `json:"state" enum:"in-progress,waiting,refused,restricted,done" doc:"waiting: for the person; no state stops the clock. done: what people did by hand, a copy, transfer or correction with evidence; a deletion or the closing of an account is done when every place was looked at, and not when somebody says so"`
		Reason rights.Reason `json:"reason" minLength:"1" maxLength:"64"`
		Note   *toldNote     `json:"note,omitempty" doc:"What the person is told beside the reason. Of a transfer: how the conditions were judged that no software sees"`

		Evidence *handedBy `json:"evidence,omitempty" doc:"With done and carried-out, of a copy, transfer or correction that people carried out: what shows it. A copy that lies ready needs none"`
	}
}

// handedBy is what shows that people carried something out.
type handedBy struct {
	Means     string `json:"means" enum:"in-person,post,electronic,in-service" doc:"By which means it was handed over or set right"`
	To        string `json:"to,omitempty" maxLength:"512" doc:"Of a transfer: who has it now"`
	Reference string `json:"reference" minLength:"1" maxLength:"512" doc:"Where you can find it noted: a reference, never the thing itself"`
}

type toldNote struct {
	ZH string `json:"zh" minLength:"1" maxLength:"2000"`
	EN string `json:"en" minLength:"1" maxLength:"2000"`
}

// turn takes a request to another state. That an erasure is done is nobody's to say:
// the desk refuses it.
func (a *api) turn(ctx context.Context, in *turnIn) (*requestOut, error) {
	said := lang.Text{}
	if in.Body.Note != nil {
		said = lang.Text(*in.Body.Note)
	}
	if e := in.Body.Evidence; e != nil {
		if in.Body.State != rights.Finished || in.Body.Reason != rights.CarriedOut {
			return nil, fault.New(fault.Invalid, "只有 done 和 carried-out 才写 evidence", "evidence goes with done and carried-out only")
		}
		return a.shownRequest(ctx)(a.Staff.Carried(ctx, in.ID, rights.Evidence(*e), said, actor(ctx), a.Now()))
	}
	return a.shownRequest(ctx)(a.Staff.Turn(ctx, in.ID, in.Body.State, in.Body.Reason, said, actor(ctx), a.Now()))
}

type answerRequestIn struct {
	ID   rights.RequestID `path:"id" maxLength:"64"`
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"8000" doc:"What the person is answered, in their language"`
	}
}

func (a *api) answerRequest(ctx context.Context, in *answerRequestIn) (*requestOut, error) {
	return a.shownRequest(ctx)(a.Staff.Answer(ctx, in.ID, in.Body.Text, actor(ctx), a.Now()))
}
