package server

import (
	"context"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
)

// Rights is what the API needs for people of the desk of requests; rights.Desk is one.
type Rights interface {
	Open(ctx context.Context, o rights.Order, once string, now time.Time) (rights.Request, error)
	OpenVisitor(ctx context.Context, o rights.Order, now time.Time) (rights.RequestID, error)
	Prove(ctx context.Context, id rights.RequestID, code string, now time.Time) (rights.Request, error)
	Mine(ctx context.Context, who, by ledger.Lookup, id rights.RequestID, now time.Time) (rights.Request, error)
	List(ctx context.Context, who, by ledger.Lookup, now time.Time) ([]rights.Request, error)
	Cancel(ctx context.Context, who, by ledger.Lookup, id rights.RequestID, now time.Time) (rights.Request, error)
	Reply(ctx context.Context, who, by ledger.Lookup, id rights.RequestID, text, once string, now time.Time) (rights.Request, error)
}

// Wanted is what somebody asks for, whichever way it came in. It is exported so that
// the description of the API finds its fields in what embeds it.
type Wanted struct {
	Kind    rights.Kind         `json:"kind" enum:"access,copy,correct,complete,delete,restrict,transfer,close,withdraw,explain,complain"`
	Service string              `json:"service,omitempty" maxLength:"64" doc:"Absent: all services"`
	Uses    []declaration.UseID `json:"uses,omitempty" maxItems:"256" doc:"Only what these uses need; absent: everything"`
	Text    string              `json:"text,omitempty" maxLength:"4000" doc:"What the person wrote. Never needed for closing or deletion"`
	Values  map[string]string   `json:"values,omitempty" doc:"For correct and complete: the right value, by kind of personal information"`
	Target  string              `json:"target,omitempty" maxLength:"512" doc:"For transfer: a declared recipient, or the address of another processor"`
	Age     string              `json:"age,omitempty" maxLength:"128" doc:"For a copy: the age public key to encrypt it to"`
	AtOnce  bool                `json:"at_once,omitempty" doc:"For closing the account: erasing begins at once and cannot be cancelled; of a closing that is waiting it ends the wait. Absent: it can be cancelled for some days, which is our arrangement and not law"`
}

// maxValues and maxValue bound what can be corrected at once.
const (
	maxValues = 64
	maxValue  = 2000
)

func (w Wanted) detail() (rights.Detail, error) {
	d := rights.Detail{Text: w.Text, Values: w.Values, Target: w.Target, Age: w.Age, AtOnce: w.AtOnce}
	return d, bounded(w.Values)
}

// bounded refuses maps that are longer than any form.
func bounded(m map[string]string) error {
	if len(m) > maxValues {
		return errMany
	}
	for k, v := range m {
		if len(k) > 64 || len(v) > maxValue {
			return errMany
		}
	}
	return nil
}

var errMany = fault.New(fault.TooLarge, "一次至多 64 项，每项至多 2000 字节", "at most 64 values at once, of 2000 bytes each").
	WithFix("分几次提交", "send them in several requests")

type requestIn struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"128" doc:"The same request under the same key is made once"`
	Body           struct {
		Wanted
		Subject  subject  `json:"subject"`
		Guardian *subject `json:"guardian,omitempty" doc:"Who asks for a person under fourteen; absent: the person"`
		StepUp   bool     `json:"step_up,omitempty" doc:"The service has just done its own login again. A copy, deletion, transfer or closing needs it"`
	}
}

type requestOut struct{ Body request }

// request takes what a person asked for in the service's own app. The login of the
// app is the proof; more is never asked than registration asked.
func (a *api) request(ctx context.Context, in *requestIn) (*requestOut, error) {
	o, err := a.order(ctx, in.Body.Subject, in.Body.Guardian, in.Body.Wanted)
	if err != nil {
		return nil, err
	}
	now := a.Now()
	o.Way, o.Proof = rights.BySelf, rights.Proof{Method: rights.AppLogin, At: now}
	if in.Body.StepUp {
		o.Proof.StepUp = now
	}
	return a.shownRequest(ctx)(a.Rights.Open(ctx, o, in.IdempotencyKey, now))
}

// order is what is common to requests that name a person.
func (a *api) order(ctx context.Context, who subject, guardian *subject, w Wanted) (rights.Order, error) {
	s, err := who.person()
	if err != nil {
		return rights.Order{}, err
	}
	o := rights.Order{Subject: s, Kind: w.Kind, Speaker: rights.Person, Service: w.Service, Uses: w.Uses}
	if o.Detail, err = w.detail(); err != nil {
		return rights.Order{}, err
	}
	if guardian != nil {
		p, err := a.Desk.People.Person(ctx, s)
		if err != nil {
			return rights.Order{}, err
		}
		o.Speaker = rights.Guardian
		if o.By, err = a.guardianOf(ctx, p.Identity.Lookup, *guardian); err != nil {
			return rights.Order{}, err
		}
	}
	return o, nil
}

// shownRequest turns what the desk did into an answer.
func (a *api) shownRequest(ctx context.Context) func(rights.Request, error) (*requestOut, error) {
	return func(r rights.Request, err error) (*requestOut, error) {
		if err != nil {
			return nil, err
		}
		return &requestOut{Body: showRequest(r, httpx.LangOf(ctx))}, nil
	}
}

type visitorIn struct {
	Body struct {
		Wanted
		Contact string `json:"contact" enum:"phone,email" doc:"Which sort of contact may be held; nothing else is asked for"`
		Value   string `json:"value" minLength:"1" maxLength:"160" doc:"The contact. A code goes to it if it is held already, and to nothing else"`
	}
}

type visitorOut struct {
	Body struct {
		ID rights.RequestID `json:"id" doc:"Whether or not anybody is known by what was claimed"`
	}
}

// visitorRequest takes a request of somebody who cannot log in or never had an
// account. Its answer tells nobody who is known here.
func (a *api) visitorRequest(ctx context.Context, in *visitorIn) (*visitorOut, error) {
	if err := a.visitors.Take(a.Now()); err != nil {
		return nil, err
	}
	w := in.Body.Wanted
	detail, err := w.detail()
	if err != nil {
		return nil, err
	}
	detail.Claims = map[string]string{in.Body.Contact: in.Body.Value}
	o := rights.Order{Kind: w.Kind, Way: rights.ByVisitor, Speaker: rights.Person, Service: w.Service, Uses: w.Uses, Detail: detail}
	id, err := a.Rights.OpenVisitor(ctx, o, a.Now())
	out := &visitorOut{}
	out.Body.ID = id
	return out, err
}

type codeIn struct {
	ID   rights.RequestID `path:"id" maxLength:"64"`
	Body struct {
		Code string `json:"code" minLength:"1" maxLength:"32"`
	}
}

type codeOut struct {
	Body struct {
		State  rights.State `json:"state"`
		Clocks []reqClock   `json:"clocks"`
	}
}

// code takes the code that a visitor was sent. What is answered has nothing of the
// person in it.
func (a *api) code(ctx context.Context, in *codeIn) (*codeOut, error) {
	r, err := a.Rights.Prove(ctx, in.ID, in.Body.Code, a.Now())
	if err != nil {
		return nil, err
	}
	out := &codeOut{}
	out.Body.State, out.Body.Clocks = r.State, showClocks(r.Clocks, httpx.LangOf(ctx))
	return out, nil
}

type cancelIn struct {
	ID   rights.RequestID `path:"id" maxLength:"64"`
	Body struct {
		Subject  subject  `json:"subject"`
		Guardian *subject `json:"guardian,omitempty"`
	}
}

func (a *api) cancelRequest(ctx context.Context, in *cancelIn) (*requestOut, error) {
	who, by, err := a.speaks(ctx, in.Body.Subject, in.Body.Guardian)
	if err != nil {
		return nil, err
	}
	return a.shownRequest(ctx)(a.Rights.Cancel(ctx, who, by, in.ID, a.Now()))
}

// speaks returns of whom a request is, and the guardian who speaks; zero for the person.
func (a *api) speaks(ctx context.Context, who subject, guardian *subject) (of, by ledger.Lookup, err error) {
	s, err := who.person()
	if err != nil {
		return of, by, err
	}
	p, err := a.Desk.People.Person(ctx, s)
	if err != nil || guardian == nil {
		return p.Identity.Lookup, by, err
	}
	by, err = a.guardianOf(ctx, p.Identity.Lookup, *guardian)
	return p.Identity.Lookup, by, err
}

type replyIn struct {
	ID             rights.RequestID `path:"id" maxLength:"64"`
	IdempotencyKey string           `header:"Idempotency-Key" maxLength:"128" doc:"The same reply under the same key is taken once"`
	Body           struct {
		Subject  subject  `json:"subject"`
		Guardian *subject `json:"guardian,omitempty"`
		Text     string   `json:"text" minLength:"1" maxLength:"1300" doc:"What the person answers to what the request waits for"`
	}
}

// reply takes what the person answers to a request that waits for them. It is shown to
// them and to staff, and is in no message.
func (a *api) reply(ctx context.Context, in *replyIn) (*requestOut, error) {
	who, by, err := a.speaks(ctx, in.Body.Subject, in.Body.Guardian)
	if err != nil {
		return nil, err
	}
	return a.shownRequest(ctx)(a.Rights.Reply(ctx, who, by, in.ID, in.Body.Text, in.IdempotencyKey, a.Now()))
}
