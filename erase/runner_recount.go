package erase

import (
	"context"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/workday"
)

// many is how many open cases are counted anew at once, the most urgent first.
const many = 100_000

// recount counts deadlines anew that were provisional, when the calendar knows more
// days. A case that somebody brought further meanwhile is left for the next time.
func (r *Runner) recount(ctx context.Context, cal workday.Calendar, now time.Time) error {
	open, err := r.Book.OpenCases(ctx, many)
	if err != nil {
		return err
	}
	for _, c := range open {
		if _, other := c.counted(cal); !other {
			continue
		}
		was, err := r.Book.Case(ctx, c.ID) // with its file, which is written again
		if err != nil {
			return err
		}
		next, other := was.counted(cal)
		if !other || !was.Ended.IsZero() {
			continue
		}
		next.Warned = min(next.Warned, warnings(rights.Left(cal, next.Due, now)))
		err = r.commit(ctx, was, Evidence{State: was.State}, now, SetCase{Case: next})
		if err != nil && fault.KindOf(err) != fault.Conflict {
			return err
		}
	}
	return nil
}

// counted is a case with the deadline that a calendar gives it, and whether it is
// another calendar. A provisional deadline is the earliest bound, so that it only ever
// moves later; one that is final stays.
func (c Case) counted(cal workday.Calendar) (Case, bool) {
	if c.Due.Certainty != workday.Provisional || c.Calendar == cal.Version() {
		return c, false
	}
	from := c.Event
	if c.Trigger == TriggerRestore {
		from = c.Opened
	}
	due := clockOf(c.Trigger).due(from, cal)
	if due.At.Before(c.Due.At) {
		due.At = c.Due.At
	}
	c.Due, c.Calendar = due, cal.Version()
	return c, true
}
