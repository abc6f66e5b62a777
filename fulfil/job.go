package fulfil

import (
	"context"
	"slices"
	"time"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/rights"
)

// A job is one request on its way.
type job struct {
	*Office
	rights.Request
	now time.Time
}

// turn takes the request to a state, unless it is there already for this reason and
// with this note: what stays as it was is told once.
func (j *job) turn(ctx context.Context, to rights.State, why rights.Reason, note lang.Text) error {
	if j.State == to && j.Reason == why && j.Note == note {
		return nil
	}
	r, err := j.Rights.Turn(ctx, j.ID, to, why, note, rights.System, j.now)
	if err == nil {
		j.Request = r
	}
	return err
}

// stay says where a request stands that is tried again by itself.
func (j *job) stay(ctx context.Context, why rights.Reason, note lang.Text) (time.Duration, string, error) {
	if err := j.progress(ctx, why, note); err != nil {
		return 0, "", err
	}
	return j.later(), string(why), nil
}

// progress says how a request stands that is under way. Each time is an entry and a
// notice, so that what goes back and forth is told once an hour.
func (j *job) progress(ctx context.Context, why rights.Reason, note lang.Text) error {
	lately := len(j.History) > 0 && j.now.Sub(j.History[len(j.History)-1].At) < time.Hour
	if lately && j.State == rights.InProgress && (j.Reason == why || j.Reason == rights.StoreFails && j.recovered()) {
		return nil
	}
	return j.turn(ctx, rights.InProgress, why, note)
}

// recovered reports whether it was said within the hour that a store that failed fails no
// more: the next time may be in an hour, or once it is done.
func (j *job) recovered() bool {
	for i := 1; i < len(j.History); i++ {
		if m := j.History[i]; m.Reason == rights.CarryingOut && j.History[i-1].Reason == rights.StoreFails && j.now.Sub(m.At) < time.Hour {
			return true
		}
	}
	return false
}

// later returns when it is tried again: soon at first, within the hour in the end.
func (j *job) later() time.Duration {
	since := j.Received
	if len(j.History) > 0 {
		since = j.History[len(j.History)-1].At
	}
	return min(max(j.now.Sub(since), 5*time.Second), time.Hour)
}

// soon returns when to look at an erasure again: often at first, and then each minute.
func (j *job) soon() time.Duration { return min(j.later(), watch) }

// staff hands the request to people. Its work ends here: new work comes once they say
// that it is to be carried on.
func (j *job) staff(ctx context.Context, note lang.Text) (time.Duration, string, error) {
	return 0, "", j.turn(ctx, rights.InProgress, rights.WithStaff, note)
}

// ask waits for the person to say something; the work ends here likewise.
func (j *job) ask(ctx context.Context, why rights.Reason, note lang.Text) (time.Duration, string, error) {
	return 0, "", j.turn(ctx, rights.Waiting, why, note)
}

// finish ends the request as done.
func (j *job) finish(ctx context.Context, note lang.Text) (time.Duration, string, error) {
	return 0, "", j.turn(ctx, rights.Finished, rights.CarriedOut, note)
}

// resumed reports whether people, to whom the request was handed, had it carried on
// as it stands: what could not be done then is left out. That a transfer is theirs at
// first says nothing yet.
func (j *job) resumed() bool {
	last := -1
	for i, m := range j.History {
		if m.By != rights.System && m.Reason == rights.CarryingOut {
			last = i
		}
	}
	if last < 2 || j.History[last-1].Reason != rights.WithStaff {
		return false
	}
	return slices.ContainsFunc(j.History[:last-1], func(m rights.Move) bool {
		return m.Reason == rights.CarryingOut || m.Reason == rights.StoreFails
	})
}
