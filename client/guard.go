package client

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
)

// A Who tells whose request it is: the service's own id for the person, "" for
// somebody who is not known.
type Who func(*http.Request) string

// A Middleware stands in front of a handler.
type Middleware func(http.Handler) http.Handler

// A Hook changes what a guard does.
type Hook func(*hooks)

type hooks struct{ toAsk, refused, without http.Handler }

// ToAsk sends a person who was not asked yet to the ask. The verdict is in the
// request's context.
func ToAsk(h http.Handler) Hook { return func(k *hooks) { k.toAsk = h } }

// Refused answers a person whom Volens says may be refused, in place of the
// problem document.
func Refused(h http.Handler) Hook { return func(k *hooks) { k.refused = h } }

// Without runs in place of the guarded handler wherever the use is not permitted
// and the person may not be turned away for it.
func Without(h http.Handler) Hook { return func(k *hooks) { k.without = h } }

type verdictKey declaration.UseID

// Permitted reports whether a guard in front of this request found the use
// permitted and may still be relied on. It is false for a use that no guard asked
// about.
func Permitted(ctx context.Context, use declaration.UseID) bool {
	v, _ := VerdictOf(ctx, use)
	return v.Permits()
}

// VerdictOf returns the verdict that a guard in front of this request found.
func VerdictOf(ctx context.Context, use declaration.UseID) (Verdict, bool) {
	v, ok := ctx.Value(verdictKey(use)).(Verdict)
	return v, ok
}

// Optional asks whether the use is permitted and runs the handler in any case:
// it asks Permitted and goes without the item where it may not have it. Nobody is
// turned away, whatever fails.
func (c *Client) Optional(use declaration.UseID, who Who) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			v, _ := c.ask(r, who, decide.ActionProcess, use)
			next.ServeHTTP(w, with(r, use, v))
		})
	}
}

// Guard is for a use that the function cannot work without. Where it is
// permitted the handler runs. Where it is not, the guard asks whether service may
// be refused, and only then turns the person away, with a problem document that
// names the articles. Otherwise:
//
//   - the person was not asked yet, or is not known: ToAsk, else Without, else 428 with what to do;
//   - there is no ground to refuse, since the declaration does not hold the item
//     for necessary: Without, else the handler itself, for which Permitted is false;
//   - Volens gave no answer: Without, else 503. That is an outage, and nobody is
//     refused for having said no.
func (c *Client) Guard(use declaration.UseID, who Who, more ...Hook) Middleware {
	var k hooks
	for _, h := range more {
		h(&k)
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			v, err := c.ask(r, who, decide.ActionProcess, use)
			if v.Permits() {
				next.ServeHTTP(w, with(r, use, v))
				return
			}
			refusal := Verdict{}
			if err == nil {
				refusal, err = c.ask(r, who, decide.ActionRefuseService, use)
			}
			c.turn(refusal, err, k, next).ServeHTTP(w, with(r, use, v))
		})
	}
}

// turn chooses who answers a request whose use is not permitted.
func (c *Client) turn(refusal Verdict, err error, k hooks, next http.Handler) http.Handler {
	switch {
	case errors.Is(err, errNobody):
		return first(k.toAsk, k.without, c.problem(http.StatusPreconditionRequired, decide.RefusalNotAsked, nil, askFirst))
	case err != nil, refusal.Has(decide.ReplicaStale), refusal.Has(decide.RecordBehind):
		return first(k.without, c.problem(http.StatusServiceUnavailable, Unreachable, nil, outage))
	case refusal.Permits():
		ground := ground(refusal.Reasons)
		return first(k.refused, c.problem(http.StatusForbidden, ground.Rule, []Reason{ground}, lang.Text{}))
	case refusal.Has(decide.RefusalNotAsked):
		return first(k.toAsk, k.without, c.problem(http.StatusPreconditionRequired, decide.RefusalNotAsked, refusal.Reasons, askFirst))
	}
	return first(k.without, next)
}

// ground returns the reason for which a permit says that service may be refused.
func ground(reasons []Reason) Reason {
	for _, r := range reasons {
		if r.Rule == decide.RefusalNecessary || r.Rule == decide.RefusalOtherBasis {
			return r
		}
	}
	return append(reasons, Reason{Rule: decide.RefusalNecessary})[0]
}

var (
	outage   = lang.Text{ZH: "同意状态暂时无法确认，请稍后再试", EN: "consent cannot be looked up for the moment: try again"}
	askFirst = lang.Text{ZH: "先经 POST /v1/asks 询问此人（trigger 为 function），再重试", EN: "ask the person first with POST /v1/asks (trigger function), then try again"}
)

func first(all ...http.Handler) http.Handler {
	for _, h := range all {
		if h != nil {
			return h
		}
	}
	return nil
}

// errNobody is the error of a request of which Who does not know whose it is.
var errNobody = errors.New("nobody known sent this request")

// ask puts one question about the person of a request.
func (c *Client) ask(r *http.Request, who Who, action decide.Action, use declaration.UseID) (Verdict, error) {
	s, err := ledger.NewSubject(who(r))
	if err != nil {
		return c.unreachable(), errNobody
	}
	return c.Decide(r.Context(), Question{Subject: s, Action: action, Use: use})
}

func with(r *http.Request, use declaration.UseID, v Verdict) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), verdictKey(use), v))
}

// problem answers with a problem document made of reasons.
func (c *Client) problem(status int, rule string, reasons []Reason, fix lang.Text) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l := httpx.Lang(r)
		p := httpx.Problem{Type: "urn:volens:problem:" + rule, Title: http.StatusText(status), Status: status, Rule: rule, Fix: fix.In(l)}
		if fix.IsZero() {
			p.Fix = ""
		}
		for _, reason := range reasons {
			p.Articles = append(p.Articles, reason.Articles...)
			if p.Detail == "" {
				p.Detail = reason.Message
			}
		}
		if status == http.StatusServiceUnavailable {
			w.Header().Set("Retry-After", "1")
			p.Detail, p.Fix = fix.In(l), ""
		}
		w.Header().Set("Content-Type", "application/problem+json")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(p) // whoever asked has gone: nothing to do about it
	})
}
