// Package httpx is what the API and the pages share about HTTP: how a fault
// becomes a problem document, how a browser proves whose it is, and what is
// logged of a request. Subject ids, tokens and raw paths are never logged.
package httpx

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Problem is an RFC 9457 problem document. It says which rule and articles
// stand behind a refusal and what to do. It never repeats what was sent.
type Problem struct {
	Type      string       `json:"type" doc:"urn:volens:problem: and the kind of fault" example:"urn:volens:problem:refused-by-law"`
	Title     string       `json:"title" doc:"Short text of the status"`
	Status    int          `json:"status"`
	Detail    string       `json:"detail,omitempty" doc:"What is wrong, in the language of the request"`
	Rule      string       `json:"rule,omitempty" doc:"Permanent id of the rule that refused"`
	Articles  []Article    `json:"articles,omitempty" doc:"Articles behind a refusal, each with the status of its instrument"`
	Fix       string       `json:"fix,omitempty" doc:"What to do"`
	Errors    []FieldError `json:"errors,omitempty" doc:"Which parts of the input are wrong"`
	RequestID string       `json:"request_id,omitempty" doc:"Under which the server logged the request"`
}

// An Article is a citation as JSON shows it, everywhere in the same form.
type Article struct {
	Instrument law.InstrumentID `json:"instrument" example:"cn-nds-draft-2021"`
	Article    string           `json:"article" example:"19(3)"`
	Status     law.Status       `json:"status" doc:"draft: never in force; practice: not law" example:"draft"`
}

// Articles shows citations in JSON.
func Articles(cites []law.Citation) []Article {
	all := make([]Article, 0, len(cites))
	for _, c := range cites {
		all = append(all, Article{Instrument: c.Instrument, Article: c.Ref(), Status: c.Status()})
	}
	return all
}

// A FieldError says where in the input something is wrong, never what stood there.
type FieldError struct {
	Location string `json:"location"`
	Message  string `json:"message"`
}

// Error returns the detail.
func (p *Problem) Error() string { return p.Detail }

// GetStatus returns the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType returns the media type of a problem document.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders returns the headers that belong to the status: when to try again.
func (p *Problem) GetHeaders() http.Header {
	if p.Status != http.StatusTooManyRequests {
		return nil
	}
	return http.Header{"Retry-After": {RetryAfter}}
}

// StatusOf is the one mapping from kinds of fault to HTTP.
func StatusOf(k fault.Kind) int {
	switch k {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.Refused:
		return http.StatusUnprocessableEntity
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Internal:
		return http.StatusInternalServerError
	}
	return 0
}

// ProblemOf turns err into what the caller may see, and logs the rest under the
// request's id. Anything that is not a fault shows nothing but that id.
func ProblemOf(ctx context.Context, log *slog.Logger, err error) *Problem {
	id, l := RequestID(ctx), LangOf(ctx)
	if p := (*Problem)(nil); errors.As(err, &p) {
		p.RequestID = id
		return p
	}
	f := (*fault.Error)(nil)
	if !errors.As(err, &f) || f.Kind == fault.Internal {
		log.LogAttrs(ctx, slog.LevelError, "request failed", slog.String("request_id", id), slog.String("error", err.Error()))
		f = fault.New(fault.Internal, "服务器内部错误，请凭请求编号查日志", "internal error: look up the request id in the log")
	}
	if f.Kind == fault.Unavailable {
		log.LogAttrs(ctx, slog.LevelWarn, "unavailable", slog.String("request_id", id), slog.String("error", f.Error()))
	}
	status := StatusOf(f.Kind)
	return &Problem{
		Type: "urn:volens:problem:" + string(f.Kind), Title: http.StatusText(status), Status: status,
		Detail: f.Public.In(l), Rule: f.Rule, Articles: Articles(f.Cites), Fix: f.Fix.In(l), RequestID: id,
	}
}

// WriteProblem answers with the problem document of err.
func WriteProblem(w http.ResponseWriter, r *http.Request, log *slog.Logger, err error) {
	p := ProblemOf(r.Context(), log, err)
	if p.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	maps.Copy(w.Header(), p.GetHeaders())
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client has gone: nothing to do about it
}

// Lang returns the language of a request: the lang parameter of a page, else
// Accept-Language, else Chinese.
func Lang(r *http.Request) lang.Lang {
	if q := r.URL.Query().Get("lang"); q != "" {
		return lang.Parse(q)
	}
	return lang.Parse(r.Header.Get("Accept-Language"))
}
