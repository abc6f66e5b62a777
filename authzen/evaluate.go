package authzen

import (
	"context"
	"time"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// A Decider answers questions in Volens's own vocabulary, with every reason.
type Decider interface {
	Decide(ctx context.Context, q decide.Question, now time.Time) (decide.Verdict, error)
}

// Declared is where the active declaration is read.
type Declared interface {
	Current(ctx context.Context) (*declaration.Declaration, string, error)
}

// People lists the people that a search over persons goes through.
type People interface {
	// People returns at most limit people, at least 1, that come after the place that an earlier
	// call ended at ("" from the beginning), in an order that does not change, and
	// where it ended; end is "" when there are no more.
	People(ctx context.Context, after string, limit int) (all []ledger.Subject, end string, err error)
}

// A Point is a policy decision point: what answers. Overlay may be nil; without
// People, searches over persons are unavailable.
type Point struct {
	Decider  Decider
	Declared Declared
	People   People
	Overlay  *Overlay
}

// Evaluate answers one question.
//
// Errors: only where nothing could be decided at all, such as an unreachable
// database. A question that cannot be answered is denied, with the error in the
// decision's context.
func (p *Point) Evaluate(ctx context.Context, q Query, now time.Time) (Decision, error) {
	if !isOurs(q.Resource.Type) {
		return p.overlaid(q), nil
	}
	question, err := question(q)
	if err != nil {
		return unanswered(err), nil
	}
	v, err := p.Decider.Decide(ctx, question, now)
	if err == nil {
		return decided(v), nil
	}
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.NotFound {
		return unanswered(err), nil
	}
	return Decision{}, err
}

func (p *Point) overlaid(q Query) Decision {
	if !p.Overlay.Knows(q.Resource.Type) {
		return unanswered(errType)
	}
	at, ok := p.Overlay.permits(q)
	if !ok {
		return Decision{Context: &Explained{Reasons: []Reason{noRule}}}
	}
	r := byRule
	r.Path = at
	return Decision{Decision: true, Context: &Explained{Reasons: []Reason{r}}}
}

// Evaluations answers a batch, in its order. Where the semantic ends it early,
// the answer that ended it is the last.
//
// Errors: as Evaluate has them.
func (p *Point) Evaluations(ctx context.Context, b Batch, now time.Time) ([]Decision, error) {
	all := make([]Decision, 0, len(b.Items))
	for _, item := range b.Items {
		d := unanswered(item.Err)
		if item.Err == nil {
			var err error
			if d, err = p.Evaluate(ctx, item.Query, now); err != nil {
				return nil, err
			}
		}
		all = append(all, d)
		if b.Semantic == DenyOnFirst && !d.Decision || b.Semantic == PermitOnFirst && d.Decision {
			break
		}
	}
	return all, nil
}
