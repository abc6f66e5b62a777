package server

import (
	"context"
	"net/http"
	"time"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
)

// A Decider answers questions with every reason: decide.Judge from the primary,
// or a replica with the primary behind it.
//
// It answers from the primary where the question wants it, and where what is
// nearer is not fresh or has not reached what the question must know of. It may
// be called from many goroutines at once.
type Decider interface {
	Decide(ctx context.Context, q decide.Question, now time.Time) (decide.Verdict, error)
}

// MaxQuestions bounds a batch of questions.
const MaxQuestions = 1000

// decide answers POST /v1/decisions. Deciding is what every request of every
// service waits for, so this reads and writes JSON by hand.
func (a *api) decide(w http.ResponseWriter, r *http.Request, desk *desktop) error {
	q, err := readQuestion(r.Context(), &desk.dec)
	if err != nil {
		return err
	}
	if err := desk.end(); err != nil {
		return err
	}
	now := a.Now()
	v, err := a.Judge.Decide(r.Context(), q, now)
	if err != nil {
		return err
	}
	desk.out = append(appendVerdict(desk.out, &v, httpx.LangOf(r.Context()), now), '\n')
	return desk.send(w)
}

// decideMany answers POST /v1/decisions/batch: verdicts in the order of the
// questions. What is wrong with one question is its own problem, and denies it.
func (a *api) decideMany(w http.ResponseWriter, r *http.Request, desk *desktop) error {
	questions, err := readQuestions(r.Context(), &desk.dec)
	if err != nil {
		return err
	}
	if err := desk.end(); err != nil {
		return err
	}
	now, l := a.Now(), httpx.LangOf(r.Context())
	out := append(desk.out, `{"verdicts":[`...)
	for i := range questions {
		if i > 0 {
			out = append(out, ',')
		}
		v, err := decide.Verdict{}, questions[i].err
		if err == nil {
			v, err = a.Judge.Decide(r.Context(), questions[i].question, now)
		}
		switch {
		case err == nil:
			out = appendVerdict(out, &v, l, now)
		case isServers(err): // whatever it is, it is nothing about this question
			return err
		default:
			out = appendProblem(out, httpx.ProblemOf(r.Context(), a.Slog, err), now)
		}
	}
	desk.out = append(out, "]}\n"...)
	return desk.send(w)
}

// isServers reports whether an error is the server's and not the caller's.
func isServers(err error) bool {
	if p, ok := err.(*httpx.Problem); ok { //nolint:errorlint // made here, never wrapped
		return p.Status >= 500
	}
	return httpx.StatusOf(fault.KindOf(err)) >= 500
}
