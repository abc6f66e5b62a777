package server

import (
	"context"
	"time"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
)

type decideIn struct {
	Body struct {
		Subject   subject           `json:"subject"`
		Action    decide.Action     `json:"action" enum:"process,refuse-service"`
		Use       declaration.UseID `json:"use,omitempty" maxLength:"512" example:"shop/for-you/browsing-history/recommend"`
		Function  string            `json:"function,omitempty" maxLength:"128" example:"shop/order"`
		Recipient string            `json:"recipient,omitempty" maxLength:"64" doc:"To whom the item would be given"`
		AtLeast   int64             `json:"at_least,omitempty" minimum:"0" doc:"A version that the answer must know of"`
	}
}

type decideOut struct{ Body verdict }

type verdict struct {
	Permit     bool      `json:"permit"`
	Reasons    []reason  `json:"reasons"`
	ValidUntil time.Time `json:"valid_until" doc:"Past this moment ask again; if you cannot, deny"`
}

type reason struct {
	Rule     string          `json:"rule"`
	Articles []httpx.Article `json:"articles"`
	Path     string          `json:"path,omitempty" doc:"Place in the declaration"`
	Record   *int64          `json:"record,omitempty" doc:"Log index of the entry behind it"`
	Message  string          `json:"message"`
}

func (a *api) decide(ctx context.Context, in *decideIn) (*decideOut, error) {
	s, err := in.Body.Subject.person()
	if err != nil {
		return nil, err
	}
	v, err := a.Judge.Decide(ctx, decide.Question{
		Subject: s, Action: in.Body.Action, Use: in.Body.Use, Function: in.Body.Function,
		Recipient: in.Body.Recipient, AtLeast: in.Body.AtLeast,
	}, a.Now())
	if err != nil {
		return nil, err
	}
	return &decideOut{Body: showVerdict(v, httpx.LangOf(ctx))}, nil
}

func showVerdict(v decide.Verdict, l lang.Lang) verdict {
	out := verdict{Permit: v.Permit, ValidUntil: *instant(v.ValidUntil), Reasons: []reason{}}
	for _, r := range v.Reasons {
		shown := reason{Rule: r.Rule, Articles: httpx.Articles(r.Cites), Path: r.Path, Message: r.Message.In(l)}
		if r.Record >= 0 {
			shown.Record = &r.Record
		}
		out.Reasons = append(out.Reasons, shown)
	}
	return out
}
