package client

import (
	"context"
	"encoding/json"
	"net/url"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

// An AskRequest is for what may be put to a person now.
type AskRequest struct {
	Subject   ledger.Subject
	Service   string
	Guardian  ledger.Subject // who answers for a person under fourteen; zero for the person
	Functions []string       // those in use; at a start without them the basic ones, in the settings all
	Trigger   consent.Trigger
	Once      string // Optional: an idempotency key.
}

// An Ask is what is put to the person, or silence and why.
type Ask struct {
	ID        consent.AskID `json:"ask"` // "" in silence
	Silence   bool          `json:"silence"`
	Reasons   []Reason      `json:"reasons"`     // why there is silence
	NextAskAt *time.Time    `json:"next_ask_at"` // nil: not until the person acts or the use changes in law
	Expires   *time.Time    `json:"expires_at"`
	Version   int64         `json:"version"`
	Age       bool          `json:"age"` // ask the age band too; with no choices it comes first and alone
	Choices   []Choice      `json:"choices"`
}

// A Choice is one thing that the person says yes or no to.
type Choice struct {
	consent.Choice
	Text string `json:"text"` // the question in the client's language
}

// Ask asks what may be put to the person now. Needs the scope consent.
func (c *Client) Ask(ctx context.Context, r AskRequest) (Ask, error) {
	in := struct {
		Subject   string          `json:"subject"`
		Service   string          `json:"service"`
		Guardian  string          `json:"guardian,omitempty"`
		Functions []string        `json:"functions,omitempty"`
		Trigger   consent.Trigger `json:"trigger"`
	}{r.Subject.Raw(), r.Service, r.Guardian.Raw(), r.Functions, r.Trigger}
	var headers []string
	if r.Once != "" {
		headers = []string{"Idempotency-Key", r.Once}
	}
	var out Ask
	err := c.post(ctx, "/v1/asks", in, &out, headers...)
	return out, err
}

// An Answer is what the person said to one choice of an ask.
type Answer struct {
	Choice   consent.ChoiceID `json:"choice"`
	Grant    bool             `json:"grant"`
	Evidence *Evidence        `json:"evidence,omitempty"`
}

// Evidence is what the interface saw of the person's act.
type Evidence struct {
	Act         string `json:"act,omitempty"`         // id of the act, such as one press of one button; a grant needs it
	Language    string `json:"language,omitempty"`    // in which the choice was read
	Element     string `json:"element,omitempty"`     // what was pressed
	ShownAt     int64  `json:"shown_at,omitempty"`    // UTC milliseconds
	AnsweredAt  int64  `json:"answered_at,omitempty"` // UTC milliseconds
	Preselected bool   `json:"preselected,omitempty"` // whether yes stood ticked before the person acted

	Order int     `json:"order,omitempty"` // place on the screen, from 1
	Yes   *Button `json:"yes,omitempty"`   // what agrees
	No    *Button `json:"no,omitempty"`    // what refuses
}

// A Button is how heavily a control weighs on the screen.
type Button struct {
	Width    int `json:"width"`    // CSS pixels
	Height   int `json:"height"`   // CSS pixels
	Contrast int `json:"contrast"` // of its text, in hundredths of a ratio: 450 is 4.5 to 1
}

// A Receipt proves an answer to whoever holds it.
type Receipt struct {
	Version int64           `json:"version"` // send it as Question.AtLeast
	Receipt json.RawMessage `json:"receipt"` // the person's own copy
}

// Answer takes a person's answers to an ask. The same again gives the same
// receipt. Needs the scope consent.
func (c *Client) Answer(ctx context.Context, ask consent.AskID, answers ...Answer) (Receipt, error) {
	return c.AnswerBy(ctx, ledger.Subject{}, ask, answers...)
}

// AnswerBy is Answer by the guardian of a person under fourteen.
func (c *Client) AnswerBy(ctx context.Context, guardian ledger.Subject, ask consent.AskID, answers ...Answer) (Receipt, error) {
	in := struct {
		Answers []Answer `json:"answers"`
		By      string   `json:"by,omitempty"`
	}{answers, guardian.Raw()}
	var out Receipt
	err := c.post(ctx, "/v1/asks/"+url.PathEscape(string(ask))+"/answers", in, &out)
	return out, err
}

// A Target is what a withdrawal ends: the uses, or all of a function, of a
// service, or everything. Exactly one is set.
type Target struct {
	Uses     []declaration.UseID `json:"uses,omitempty"`
	Function string              `json:"function,omitempty"`
	Service  string              `json:"service,omitempty"`
	All      bool                `json:"all,omitempty"`
}

// A Withdrawal is what ended.
type Withdrawal struct {
	Version int64               `json:"version"` // send it as Question.AtLeast
	Uses    []declaration.UseID `json:"uses"`
}

// Withdraw ends consent at once. Needs the scope consent.
func (c *Client) Withdraw(ctx context.Context, s ledger.Subject, t Target) (Withdrawal, error) {
	return c.WithdrawBy(ctx, ledger.Subject{}, s, t)
}

// WithdrawBy is Withdraw by the guardian of a person under fourteen.
func (c *Client) WithdrawBy(ctx context.Context, guardian, s ledger.Subject, t Target) (Withdrawal, error) {
	in := struct {
		Subject string `json:"subject"`
		By      string `json:"by,omitempty"`
		Target
	}{s.Raw(), guardian.Raw(), t}
	var out Withdrawal
	err := c.post(ctx, "/v1/withdrawals", in, &out)
	return out, err
}

// A Link opens one of the person's own pages, for this person's browser only.
type Link struct {
	URL     string    `json:"url"`
	Expires time.Time `json:"expires_at"`
}

// Link makes a link to one of the person's own pages: "consents", or "asks/" and
// the id of an ask. Needs the scope link.
func (c *Client) Link(ctx context.Context, s ledger.Subject, page string) (Link, error) {
	return c.LinkFor(ctx, ledger.Subject{}, s, page)
}

// LinkFor is Link for the browser of the guardian of a person under fourteen.
func (c *Client) LinkFor(ctx context.Context, guardian, s ledger.Subject, page string) (Link, error) {
	in := struct {
		Subject  string `json:"subject"`
		Guardian string `json:"guardian,omitempty"`
		Page     string `json:"page"`
	}{s.Raw(), guardian.Raw(), page}
	var out Link
	err := c.post(ctx, "/v1/links", in, &out)
	return out, err
}
