package erase

import (
	"context"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/workday"
)

// Warn tells of open erasures behind which there is no request, when their deadlines
// come close and when they have passed: as often as of a request, and each time once.
// Who asked for an erasure hears of the request.
func (r *Runner) Warn(ctx context.Context, now time.Time) error {
	if r.Alarm == nil {
		return nil
	}
	open, err := r.Book.OpenCases(ctx, many)
	if err != nil {
		return err
	}
	cal := workday.China()
	for _, c := range open {
		if left := rights.Left(cal, c.Due, now); c.Request == "" && warnings(left) > c.Warned {
			err := r.warn(ctx, c.ID, left, now)
			if err != nil && fault.KindOf(err) != fault.Conflict { // somebody else was faster
				return err
			}
		}
	}
	return nil
}

// warn commits a warning with the work of telling it.
func (r *Runner) warn(ctx context.Context, id CaseID, left int, now time.Time) error {
	c, err := r.Book.Case(ctx, id) // with its file, which is written again
	if err != nil || !c.Ended.IsZero() || warnings(left) <= c.Warned {
		return err
	}
	tell, err := r.Alarm(c, left, now)
	if err != nil {
		return err
	}
	next := c
	next.Warned = warnings(left)
	e := Evidence{State: c.State, Reason: ReasonDue}
	if left < 0 {
		e.Reason = ReasonOverdue
	}
	return r.commit(ctx, c, e, now, SetCase{Case: next}, tell)
}

// warnings is how many warnings are due with so many working days left, that of being
// overdue included.
func warnings(left int) int {
	n := 0
	for _, w := range rights.Warnings() {
		if left <= w {
			n++
		}
	}
	if left < 0 {
		n++
	}
	return n
}
