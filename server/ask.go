package server

import (
	"context"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
)

type askIn struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"128" doc:"The same request under the same key gets the same ask"`
	Body           struct {
		Subject   subject         `json:"subject"`
		Service   string          `json:"service" maxLength:"64" example:"shop"`
		Functions []string        `json:"functions,omitempty" maxItems:"64" doc:"The functions in use; at a start without them the basic ones, in the settings all"`
		Guardian  *subject        `json:"guardian,omitempty" doc:"Who answers for a person under fourteen"`
		Trigger   consent.Trigger `json:"trigger" enum:"start,function,settings" doc:"start: our own initiative; function, settings: the person's own act"`
	}
}

type askOut struct{ Body askBody }

type askBody struct {
	Ask         consent.AskID `json:"ask,omitempty" doc:"Absent in silence"`
	Silence     bool          `json:"silence"`
	Reasons     []silence     `json:"reasons,omitempty" doc:"Why there is silence"`
	NextAskAt   *time.Time    `json:"next_ask_at" doc:"When we may ask on our own initiative; null: not until the person acts or the use changes in substance"`
	Declaration string        `json:"declaration,omitempty" doc:"Hash of the declaration that was asked under"`
	Service     string        `json:"service,omitempty"`
	Expires     *time.Time    `json:"expires_at,omitempty"`
	Version     int64         `json:"version,omitempty" doc:"Log index of the ask"`
	Age         bool          `json:"age,omitempty" doc:"Ask the age band too: only the band and how it is known, never a date of birth. With no choices it comes first and alone"`
	Choices     []choice      `json:"choices"`
}

type silence struct {
	Rule     string              `json:"rule"`
	Articles []httpx.Article     `json:"articles,omitempty"`
	Uses     []declaration.UseID `json:"uses,omitempty"`
	Message  string              `json:"message"`
}

// choice is a consent.Choice with its wording in both languages, as stored.
type choice struct {
	consent.Choice
	Text string `json:"text" doc:"The question in the language of the request"`
}

func (a *api) ask(ctx context.Context, in *askIn) (*askOut, error) {
	s, err := in.Body.Subject.person()
	if err != nil {
		return nil, err
	}
	guardian, err := who(in.Body.Guardian)
	if err != nil {
		return nil, err
	}
	req := consent.Request{Service: in.Body.Service, Functions: in.Body.Functions, Trigger: in.Body.Trigger, Guardian: guardian}
	res, err := a.Desk.Ask(ctx, s, req, in.IdempotencyKey, a.Now())
	if err != nil {
		return nil, err
	}
	return &askOut{Body: showAsk(res, httpx.LangOf(ctx))}, nil
}

func showAsk(res consent.AskResult, l lang.Lang) askBody {
	body := askBody{Choices: []choice{}}
	if res.Ask.ID == "" {
		body.Silence = true
		if !res.Offer.Next.IsZero() {
			body.NextAskAt = instant(res.Offer.Next)
		}
		for _, s := range res.Offer.Silence {
			body.Reasons = append(body.Reasons, silence{Rule: s.Rule, Articles: httpx.Articles(s.Cites), Uses: s.Uses, Message: s.Message.In(l)})
		}
		return body
	}
	body.Ask, body.Declaration, body.Service, body.Version = res.Ask.ID, res.Ask.Declaration, res.Ask.Service, res.Ask.Version
	body.Expires, body.Age = instant(res.Ask.Expires), res.Ask.Age
	for _, c := range res.Ask.Choices {
		body.Choices = append(body.Choices, choice{Choice: c, Text: c.Wording.Question.In(l)})
	}
	return body
}

// instant renders a time in UTC with milliseconds at most.
func instant(t time.Time) *time.Time {
	t = t.UTC().Truncate(time.Millisecond)
	return &t
}
