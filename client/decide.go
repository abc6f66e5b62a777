package client

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// A Question is what a back end wants to know: may this be done for this
// person, may the person be refused service.
type Question = decide.Question

// Person returns the person with the service's id, as questions name them.
//
// Errors: an id that is empty, too long or not text; the error does not repeat it.
func Person(id string) (ledger.Subject, error) { return ledger.NewSubject(id) }

// questionJSON is a question as the API reads it.
type questionJSON struct {
	Subject   string            `json:"subject"`
	Action    decide.Action     `json:"action"`
	Use       declaration.UseID `json:"use,omitempty"`
	Function  string            `json:"function,omitempty"`
	Recipient string            `json:"recipient,omitempty"`
	Item      string            `json:"item,omitempty"`
	Country   string            `json:"country,omitempty"`
	LastAt    *time.Time        `json:"last_at,omitempty"`
	AtLeast   int64             `json:"at_least,omitempty"`
	Primary   bool              `json:"primary,omitempty"`
}

func written(q *Question) questionJSON {
	out := questionJSON{
		Subject: q.Subject.Raw(), Action: q.Action, Use: q.Use, Function: q.Function, Recipient: q.Recipient,
		Item: q.Item, Country: q.Country, AtLeast: q.AtLeast, Primary: q.Primary,
	}
	if !q.LastAt.IsZero() {
		out.LastAt = &q.LastAt
	}
	return out
}

// Decide answers q, from the replica where the client follows one and it knows
// enough, else from Volens. Where there is an error, the verdict denies: a caller
// that only wants to know whether it may needs to look at nothing else.
//
// Errors: fault.Invalid for a question that is not well formed; any other where
// no answer came.
func (c *Client) Decide(ctx context.Context, q Question) (Verdict, error) {
	if err := check(&q); err != nil {
		return c.unreachable(), err
	}
	if v, ok := c.near(&q); ok {
		return v, nil
	}
	asked := c.clock.Boot()
	var out verdictJSON
	if err := c.post(ctx, "/v1/decisions", written(&q), &out); err != nil {
		c.failed(ctx, "no verdict", err)
		return c.unreachable(), err
	}
	return c.verdict(out, asked), nil
}

func check(q *Question) error {
	if q.Subject.IsZero() {
		return fault.New(fault.Invalid, "须有 subject", "a question needs a subject")
	}
	return q.Check()
}

// most is how many questions travel in one request.
const most = 256

// DecideAll answers many questions, in their order. What is wrong with one denies
// that one; where a request fails, what it carried is denied, and the error says
// why.
func (c *Client) DecideAll(ctx context.Context, questions []Question) ([]Verdict, error) {
	all := make([]Verdict, len(questions))
	var far []int
	for i := range questions {
		all[i] = c.unreachable()
		if check(&questions[i]) != nil {
			continue
		}
		if v, ok := c.near(&questions[i]); ok {
			all[i] = v
		} else {
			far = append(far, i)
		}
	}
	for part := range slices.Chunk(far, most) {
		if err := c.far(ctx, questions, part, all); err != nil {
			c.failed(ctx, "no verdicts", err)
			return all, err
		}
	}
	return all, nil
}

// far asks Volens the questions at the places of part.
func (c *Client) far(ctx context.Context, questions []Question, part []int, all []Verdict) error {
	in := struct {
		Questions []questionJSON `json:"questions"`
	}{}
	for _, i := range part {
		in.Questions = append(in.Questions, written(&questions[i]))
	}
	var out struct {
		Verdicts []verdictJSON `json:"verdicts"`
	}
	asked := c.clock.Boot()
	if err := c.post(ctx, "/v1/decisions/batch", in, &out); err != nil {
		return err
	}
	if len(out.Verdicts) != len(part) { // nobody knows whose is whose
		return errors.New("as many verdicts as questions were expected")
	}
	for n, i := range part {
		all[i] = c.verdict(out.Verdicts[n], asked)
	}
	return nil
}
