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
func (r *Runner) closing(ctx context.Context, c Case, now time.Time) (time.Time, error) {
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
		if err != nil || wait {
			return now.Add(unanswered), err
		}
		farewell = tell
	}
	if err := r.expire(ctx, c, now); err != nil {
		return time.Time{}, err
	}
	end, rows := c, []ledger.Row(nil)
	end.State, end.Ended, end.File = Closed, now, File{}
	if c.Forgets() {
		end.Lookup = ledger.Lookup{}
		if !c.Lookup.IsZero() {
			rows = append(rows, Forget{Case: c.ID, Lookup: c.Lookup})
		}
	}
	e := Evidence{State: Closed, Keeps: kept, Told: c.confirmations()}
	rows = append(append([]ledger.Row{SetCase{Case: end}}, rows...), farewell...)
	return done, r.commit(ctx, c, e, now, rows...)
}

// unanswered is how long the end of a case waits for another answer before it is
// tried again.
const unanswered = time.Minute

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
