package erase

import (
	"context"
	"log/slog"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/ledger"
)

// closing ends a case when nothing stands between it and its end. Volens' own rows
// go last: what a ground in force keeps is sealed and durable first, and then the
// person's key goes with everything else, in the change that ends the case.
func (r *Runner) closing(ctx context.Context, c Case, tries int, now time.Time) (time.Time, error) {
	if why := c.waitsFor(); why != "" {
		if why == ReasonSame {
			r.log().Error("erasure_looked_twice_at_one_store", slog.String("case", string(c.ID)), slog.Time("due", c.Due.At))
		}
		return done, nil // whoever comes further brings this work again
	}
	var kept []Kept
	if c.Forgets() && !c.Lookup.IsZero() {
		k, err := r.keep(ctx, c, now)
		if err != nil {
			return time.Time{}, err
		}
		kept = k
	}
	var farewell []ledger.Row
	if r.Farewell != nil && !c.anotherTime() {
		tell, wait, err := r.Farewell(ctx, c, now)
		if err != nil {
			return time.Time{}, err
		}
		if wait {
			return now.Add(min(backoff(tries), unanswered)), r.awaited(ctx, c, now)
		}
		farewell = tell
	}
	if again := r.unseen(c, now); len(again) > 0 {
		return done, r.lookAgain(ctx, c, again, now)
	}
	if err := r.expire(ctx, c, now); err != nil {
		return time.Time{}, err
	}
	end, rows := c, []ledger.Row(nil)
	end.State, end.Ended, end.Reason, end.File = Closed, now, "", File{}
	if c.Forgets() {
		end.Lookup = ledger.Lookup{}
		if !c.Lookup.IsZero() {
			rows = append(rows, Forget{Case: c.ID, Lookup: c.Lookup})
		}
	}
	e := Evidence{State: Closed, Keeps: kept, Told: c.confirmations()}
	rows = append(append([]ledger.Row{SetCase{Case: end}}, rows...), farewell...)
	ch, err := change(c, e, now, rows...)
	if err != nil {
		return time.Time{}, err
	}
	_, err = r.Book.Commit(ctx, c.standing(c.expects(ch), ""))
	return done, err
}

// unseen are the stores that have to be looked at once more before a case ends. One
// that is done waits, for days maybe, for other stores and for recipients, and what
// comes late meanwhile would be in no store's quiet time. So no store may have been
// found empty last before the last of the others was first found so, or people did it,
// or the last recipient confirmed; nor longer ago than the quiet time, and as long as
// a piece of work may take.
//
// A last look that finds nothing leaves Since as it was, so that two stores cannot send
// each other back by turns. Where people did it all, nobody can look.
func (r *Runner) unseen(c Case, now time.Time) []Progress {
	since := now.Add(-r.Quiet - r.held())
	later := func(t time.Time) {
		if t.After(since) && !t.After(now) { // a clock that was set back would have them looked at for ever
			since = t
		}
	}
	for _, t := range c.Told {
		later(t.Confirmed)
	}
	for _, p := range c.Stores {
		if p.Looked.IsZero() {
			later(p.Since)
		} else {
			later(p.Since.Add(-r.Quiet))
		}
	}
	return plan.Filtered(c.Stores, func(p Progress) bool {
		return !p.Looked.IsZero() && (p.Looked.Before(since) || p.Looked.After(now.Add(r.held()))) // the clock was set back
	})
}

// lookAgain sends stores that are done to be looked at once more.
func (r *Runner) lookAgain(ctx context.Context, c Case, stores []Progress, now time.Time) error {
	var rows []ledger.Row
	for _, p := range stores {
		p.Phase = Last
		rows = append(rows, SetProgress{Case: c.ID, Progress: p}, worked(WorkStore, c.ID, p.Store, now))
	}
	if c.Reason != "" {
		c.Reason = ""
		rows = append(rows, SetCase{Case: c})
	}
	return r.commit(ctx, c, Evidence{State: c.State, Phase: Last}, now, rows...)
}

// unanswered is how long, at most, the end of a case waits for another answer before it
// is tried again.
const unanswered = time.Minute

// awaited says, once, that the end of a case waits for another answer.
func (r *Runner) awaited(ctx context.Context, c Case, now time.Time) error {
	if c.Reason == ReasonAnswer {
		return nil
	}
	r.log().Info("erasure_awaits_answer", slog.String("case", string(c.ID)), slog.Time("due", c.Due.At))
	c.Reason = ReasonAnswer
	return r.commit(ctx, c, Evidence{State: c.State, Reason: ReasonAnswer}, now, SetCase{Case: c})
}

// confirmations is who confirmed what and when, for evidence.
func (c Case) confirmations() []Told {
	var all []Told
	for _, t := range c.Told {
		all = append(all, t.about().Told...)
	}
	return all
}

// expire gives the tombstone its end: when the last backup is gone that may hold
// the person. Where somebody did not say how long backups are kept, it has none.
func (r *Runner) expire(ctx context.Context, c Case, now time.Time) error {
	d, err := r.Consent.Parsed(ctx, c.Declaration)
	if err != nil {
		return err
	}
	until, err := r.until(ctx, c.ID)
	if err != nil {
		return err
	}
	compiled := plan.Compile(d, nil, c.Scope)
	_, err = r.Graves.Bury(tombstone(c, compiled, c.File, until, outlasting(backedUp(d, c, now), until)))
	return err
}

// backedUp is when the last backup of the stores of a case is gone; zero where that
// is not known.
func backedUp(d *declaration.Declaration, c Case, now time.Time) time.Time {
	last := now
	for _, p := range c.Stores {
		s, ok := declared(d, p.Store)
		if !ok {
			return time.Time{}
		}
		if _, _, ok := s.Backups.Parts(); !ok {
			return time.Time{}
		}
		if gone := plan.Ends(s.Backups, now); gone.After(last) {
			last = gone
		}
	}
	return last
}
