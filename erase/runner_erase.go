package erase

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/workday"
)

const (
	batch   = 10_000 // rows that one call changes at most
	perLeaf = 10_000 // rows after which a step is made durable
)

// erase carries deeds out in the order of the plan, and commits after so many rows,
// at the end, and where a deed fails. A run that was killed is repeated: what is
// done already counts nothing.
func (v *visit) erase(ctx context.Context) (time.Time, error) {
	if v.m.unsure && !v.m.first {
		return time.Time{}, stop{ReasonAccounts}
	}
	next := v.p
	e := Evidence{Store: v.p.Store, Phase: Erasing}
	rows := int64(0)
	for next.Step < len(v.own.Deeds) && rows < perLeaf {
		a := v.own.Deeds[next.Step]
		step, err := v.deed(ctx, a, &e)
		if step.Rows > 0 || step.Counted > 0 {
			e.Steps = append(e.Steps, step)
		}
		rows += step.Rows
		next.Erased += step.Rows
		if err != nil {
			return v.stumble(ctx, next, e, err)
		}
		next.Step++
	}
	if next.Step >= len(v.own.Deeds) {
		next = next.enter(Settling, v.now)
	}
	if rows == 0 && len(e.Keeps) == 0 && len(e.Steps) == 0 && e.Reason == "" && next.Phase == Settling {
		v.p.Step, v.p.Phase = next.Step, next.Phase // nothing was there: settling says the rest
		v.p.Since = next.Since
		return v.settle(ctx)
	}
	if err := v.keepKnown(ctx, e); err != nil {
		return time.Time{}, err
	}
	return time.Time{}, v.commit(ctx, next, e)
}

// keepKnown notes with the tombstone until when something is kept: a case that is
// held up elsewhere for years does not make it stay longer.
func (v *visit) keepKnown(ctx context.Context, e Evidence) error {
	if len(e.Keeps) == 0 {
		return nil
	}
	if err := v.bury(ctx, v.c.File, e.Keeps...); err != nil {
		return ours{err}
	}
	return nil
}

// stumble commits what was done before a deed failed, and why it failed.
func (v *visit) stumble(ctx context.Context, next Progress, e Evidence, err error) (time.Time, error) {
	if ctx.Err() != nil {
		return time.Time{}, ctx.Err()
	}
	if next.Step == v.p.Step && next.Erased == v.p.Erased {
		return v.fail(ctx, reasonOf(err), e.Steps...)
	}
	v.r.log().Warn("erasure_deed_failed", slog.String("case", string(v.c.ID)), slog.String("store", v.p.Store), slog.String("reason", reasonOf(err)))
	next.Attempts, next.Reason = 0, v.p.Reason // it came further, if not to the end
	next = next.failed(reasonOf(err))
	e.Reason = reasonOf(err)
	if err := v.keepKnown(ctx, e); err != nil {
		return time.Time{}, err
	}
	return v.now.Add(backoff(next.Attempts)), v.commit(ctx, next, e)
}

// deed carries one deed out on everything it aims at.
func (v *visit) deed(ctx context.Context, a *plan.Action, e *Evidence) (Step, error) {
	all, untold := v.m.aim(a)
	if untold {
		e.Reason = ReasonUntimed
	}
	if v.m.anew && !v.m.part {
		e.Reason = ReasonAnew
	}
	step := stepOf(a, 0, 0)
	for _, t := range all {
		n, err := v.counted(ctx, t, v.c.File.Keys)
		if err != nil {
			return step, err
		}
		step.Counted += n
		if n == 0 {
			continue
		}
		if a.Keep != nil {
			if err := v.keeps(ctx, a, t, n, e); err != nil {
				return step, err
			}
		}
		if a.Deed.Change != nil && len(a.Deed.Change) == 0 { // all of it is kept
			continue
		}
		deed, rare, err := v.hidden(ctx, a, t)
		if err != nil {
			return step, err
		}
		if rare != nil {
			step.Rare = rare
		}
		did, err := v.do(ctx, t, deed, n)
		step.Rows += did
		if err != nil {
			return step, err
		}
	}
	if step.Rows > step.Counted { // told to the record, and to whoever reads the log
		e.Reason = ReasonOver
		v.r.log().Error("erasure_changed_more_than_counted", slog.String("case", string(v.c.ID)), slog.String("store", v.p.Store),
			slog.String("holding", a.Target.Holding), slog.Int64("counted", step.Counted), slog.Int64("changed", step.Rows))
	}
	return step, nil
}

// do carries a deed out in batches, until one changes less than it might. How many
// there can be is known beforehand, so that a store which never comes to an end is
// not believed.
func (v *visit) do(ctx context.Context, t plan.Target, d plan.Deed, counted int64) (int64, error) {
	t.Limit = batch
	total := int64(0)
	for range counted/batch + 3 {
		n, err := call(ctx, v.r, v.p.Store, func(ctx context.Context) (int64, error) { return v.conn.Do(ctx, t, v.c.File.Keys, d) })
		total += max(n, 0)
		if err != nil || n < batch {
			return total, err
		}
	}
	return total, nil
}

// keeps notes what a ground keeps, and until when.
func (v *visit) keeps(ctx context.Context, a *plan.Action, t plan.Target, n int64, e *Evidence) error {
	rows, err := v.read(ctx, t, v.c.File.Keys, []string{a.Keep.From})
	if err != nil {
		return err
	}
	last := time.Time{}
	for _, row := range rows {
		at, ok := written(row[a.Keep.From])
		if !ok { // it cannot be read here: at the latest from now
			at = v.now
		}
		if at.After(last) {
			last = at
		}
	}
	e.Keeps = append(e.Keeps, Kept{Store: v.p.Store, Holding: a.Target.Holding, Fields: slices.Sorted(slices.Values(a.Fields)),
		Under: a.Keep.Under.Both(), Rows: n, Until: workday.DayOf(plan.Ends(a.Keep.For, last))})
	return nil
}

// written reads a time as stores write it. Without a zone it is Shanghai's.
func written(s string) (time.Time, bool) {
	for _, form := range []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999 -0700 MST", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999", time.DateOnly} {
		if at, err := time.ParseInLocation(form, s, workday.Shanghai); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// settle removes what is left below the level of rows, and says what remains.
func (v *visit) settle(ctx context.Context) (time.Time, error) {
	var holdings []string
	for _, a := range v.own.Deeds {
		holdings = append(holdings, a.Target.Holding)
	}
	slices.Sort(holdings)
	left, err := call(ctx, v.r, v.p.Store, func(ctx context.Context) ([]plan.Remnant, error) { return v.conn.Settle(ctx, slices.Compact(holdings)) })
	if err != nil {
		return time.Time{}, err
	}
	next := v.p.enter(Looking, v.now)
	next.Remnants = left
	return time.Time{}, v.commit(ctx, next, Evidence{Store: v.p.Store, Phase: Settling, Left: left})
}
