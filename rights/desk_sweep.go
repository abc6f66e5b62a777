package rights

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/volens/volens/fault"
)

// mostAlerts bounds how many alerts are listed at once; the most urgent come first.
const mostAlerts = 1000

// page is how many requests a sweep reads at once.
const page = 200

// Due lists what falls due soon or is overdue, the most urgent first.
func (k *Desk) Due(ctx context.Context, now time.Time) ([]Alert, error) {
	open, err := k.Requests.OpenRequests(ctx, mostAlerts)
	if err != nil {
		return nil, err
	}
	cal := k.calendar()
	var all []Alert
	for _, r := range open {
		all = append(all, r.alerts(cal, now)...)
	}
	slices.SortStableFunc(all, func(a, b Alert) int {
		return cmp.Or(cmp.Compare(a.Left, b.Left), a.Clock.Due.At.Compare(b.Clock.Due.At), cmp.Compare(a.Request, b.Request))
	})
	return all, nil
}

// Sweep warns early, escalates what is overdue, ends windows that are over, closes
// what nobody proved, and recomputes provisional deadlines whose year was published.
// It is run at start and every minute, and does nothing twice. What fails for one
// request does not keep it from the others.
func (k *Desk) Sweep(ctx context.Context, now time.Time) error {
	in := Situation{Calendar: k.calendar(), Window: k.window()}
	var failed []error
	for after := RequestID(""); ; {
		open, err := k.Requests.OpenAfter(ctx, after, page)
		if err != nil {
			return errors.Join(append(failed, fmt.Errorf("reading open requests: %w", err))...)
		}
		for _, r := range open {
			after = r.ID
			if s := r.swept(in, now); reflect.DeepEqual(s.before, s.after) {
				continue
			}
			_, err := k.amend(ctx, r.ID, now, func(r Request, in Situation) (step, error) { return r.swept(in, now), nil })
			if err != nil && fault.KindOf(err) != fault.NotFound { // forgotten meanwhile
				failed = append(failed, fmt.Errorf("sweeping request %s: %w", r.ID, err))
			}
		}
		if len(open) < page || ctx.Err() != nil {
			return errors.Join(append(failed, ctx.Err())...)
		}
	}
}
