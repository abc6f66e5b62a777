package authzen

import (
	"context"
	"time"

	"github.com/volens/volens/fault"
)

// maxExamined bounds how many people one page looks at: a page with fewer results
// than asked for, or none, and a token, says that there is more to look at.
const maxExamined = 10_000

// people answers who, of everybody Volens knows, would be permitted.
func (p *Point) people(ctx context.Context, s Search, now time.Time) (Results, error) {
	out, after, count := Results{}, s.after, 0
	if p.People == nil {
		return out, fault.New(fault.Unavailable, "此处不能查找个人", "people cannot be searched here")
	}
	if !isPerson(s.Query.Subject.Type) {
		return out.paged(s, 0, "", false), nil
	}
	for examined := 0; count < s.Limit && examined < maxExamined; {
		// Never more than there is room for: the token names where a call ended.
		some, end, err := p.People.People(ctx, after, min(s.Limit-count, maxExamined-examined))
		if err != nil {
			return Results{}, err
		}
		for _, subject := range some {
			q := s.Query
			q.Subject.ID = subject.Raw()
			d, err := p.Evaluate(ctx, q, now)
			if err != nil {
				return Results{}, err
			}
			if d.Decision {
				out.add(Subjects, q)
				count++
			}
		}
		examined += len(some)
		if after = end; end == "" {
			return out.paged(s, count, "", false), nil
		}
	}
	return out.paged(s, count, after, true), nil
}
