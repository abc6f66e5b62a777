package erase

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/law"
	"github.com/volens/volens/workday"
)

// sweptPerLeaf is how many rows are swept before it is told to the record.
const sweptPerLeaf = 10 * batch

// Sweep erases what reached its period, or belonged to a service that ended: set by
// set, over all people, until nothing is left or ctx ends. It returns what it did,
// store by store, and what could not be swept, with the reason; a store that fails
// does not hold up the others. Of people who were erased it opens the erasure of what
// a ground had kept and keeps no longer.
func (r *Runner) Sweep(ctx context.Context, now time.Time) ([]Evidence, error) {
	d, hash, err := r.Consent.Current(ctx)
	if err != nil {
		return nil, err
	}
	from, err := r.announced(ctx, d, now)
	if err != nil {
		return nil, err
	}
	gone := plan.Over(d, now)
	whole := plan.Compile(d, nil, plan.Scope{})
	var all []Evidence
	for _, s := range d.Stores {
		if len(s.Holds) == 0 || manual(whole, s.ID) {
			continue
		}
		c := Case{ID: Swept, Trigger: TriggerPeriod, Declaration: hash, Event: from}
		did, err := r.sweep(ctx, c, s, now)
		all = append(all, did...)
		if err == nil && len(gone.Uses) > 0 {
			c.Trigger, c.Scope = TriggerService, gone
			did, err = r.sweep(ctx, c, s, now)
			all = append(all, did...)
		}
		if err != nil {
			return all, err
		}
	}
	if err := r.recount(ctx, workday.China(), now); err != nil {
		return all, err
	}
	if r.waits(ctx, now) {
		return all, nil
	}
	if err := r.release(ctx, now); err != nil {
		return all, err
	}
	return all, r.Graves.Expire(now)
}

// waits reports whether it is in doubt what time it is.
func (r *Runner) waits(ctx context.Context, now time.Time) bool {
	return r.Waits != nil && r.Waits(ctx, now)
}

// sweep sweeps one store. Only an error of our own is an error.
func (r *Runner) sweep(ctx context.Context, c Case, s *declaration.Store, now time.Time) ([]Evidence, error) {
	v := &visit{r: r, now: now, p: Progress{Store: s.ID}, c: c}
	failed := func(err error) Evidence {
		r.log().Warn("sweep_failed", slog.String("store", s.ID), slog.String("reason", reasonOf(err)))
		return Evidence{V: 1, Case: Swept, Trigger: c.Trigger, Store: s.ID, Reason: reasonOf(err), At: now.UnixMilli()}
	}
	err := v.prepare(ctx)
	if err != nil {
		if manual(v.plan, s.ID) {
			return nil, nil // nothing of the scope is here
		}
		return []Evidence{failed(err)}, ctx.Err()
	}
	defer v.close()
	if v.waits, err = v.early(ctx); err != nil {
		return []Evidence{failed(err)}, ctx.Err()
	}
	var all []Evidence
	for _, a := range v.own.Deeds {
		did, err := v.sweepHolding(ctx, a)
		all = append(all, did...)
		if own := (ours{}); errors.As(err, &own) {
			return all, own.error
		}
		if err != nil {
			all = append(all, failed(err))
		}
		if ctx.Err() != nil {
			return all, ctx.Err()
		}
	}
	return all, nil
}

// before is the time before which rows of an action go, if they go by time at all.
func (v *visit) before(a *plan.Action) (time.Time, bool) {
	if v.c.Trigger == TriggerService {
		return v.now, true
	}
	p, ok := plan.Limit(v.d, v.own.Store, a.Target.Holding, v.items(a), v.now)
	return plan.Began(p, v.now), ok
}

// items is every item of a holding, for the period of a row is the longest of them.
func (v *visit) items(a *plan.Action) []law.ItemID {
	items := a.Items
	for _, h := range v.own.Store.Holds {
		for _, f := range h.Fields {
			if h.ID == a.Target.Holding && f.Item != "" {
				items = append(items[:len(items):len(items)], f.Item)
			}
		}
	}
	return items
}

// sweepHolding sweeps one holding, a leaf for every so many rows.
func (v *visit) sweepHolding(ctx context.Context, a *plan.Action) ([]Evidence, error) {
	before, ok := v.before(a)
	if !ok || a.Keep != nil {
		return nil, nil
	}
	e := Evidence{V: 1, Case: Swept, Trigger: v.c.Trigger, Store: v.p.Store, At: v.now.UnixMilli()}
	if why, ok := v.unswept(a); !ok {
		if e.Reason, e.Steps = why, []Step{stepOf(a, 0, 0)}; why == "" {
			return nil, nil
		}
		return []Evidence{e}, nil
	}
	t, ok := a.Expired(v.now, before)
	if !ok {
		e.Reason, e.Steps = ReasonUntimed, []Step{stepOf(a, 0, 0)}
		return []Evidence{e}, nil
	}
	var all []Evidence
	for ctx.Err() == nil {
		n, err := v.counted(ctx, t, nil)
		if err != nil || n == 0 {
			return all, err
		}
		if e.Reason, err = v.guarded(ctx, a, t, n); err != nil || e.Reason != "" {
			e.Phase, e.Steps = "", []Step{stepOf(a, n, 0)}
			return append(all, e), err
		}
		if v.c.Trigger == TriggerPeriod && v.leadsOn(a) {
			return v.sweepLed(ctx, a, t, before, n)
		}
		did, failed := v.do(ctx, t, a.Deed, min(n, sweptPerLeaf))
		if did == 0 {
			return all, failed
		}
		e.Phase, e.Steps = Erasing, []Step{sweptStep(a, n, did)}
		if failed == nil && did >= n {
			v.sweptClean(ctx, swept(t, a), t.Holding, &e)
		}
		if err := v.r.commit(ctx, v.c, e, v.now); err != nil {
			return all, ours{err}
		}
		if all = append(all, e); failed != nil || did >= n {
			return all, failed
		}
	}
	return all, nil
}

// guarded says why n rows that are over are not swept now, or "".
func (v *visit) guarded(ctx context.Context, a *plan.Action, t plan.Target, n int64) (Reason, error) {
	much, err := v.tooMuch(ctx, a, t, n)
	switch {
	case err != nil:
		return "", err
	case much:
		v.r.log().Error("sweep_waits_for_people", slog.String("store", v.p.Store), slog.String("holding", t.Holding), slog.Int64("rows", n))
		return ReasonMuch, nil
	case v.waits:
		v.r.log().Error("sweep_waits_for_clock", slog.String("store", v.p.Store), slog.String("holding", t.Holding), slog.Int64("rows", n))
		return ReasonClock, nil
	case v.now.Before(v.c.Event):
		v.r.log().Warn("sweep_announced", slog.String("store", v.p.Store), slog.String("holding", t.Holding), slog.Int64("rows", n), slog.Time("from", v.c.Event))
		return ReasonAnnounced, nil
	}
	return "", nil
}

// sweptStep is a deed on everybody's rows in evidence. Nobody asked how many people look
// alike in what is left of each.
func sweptStep(a *plan.Action, counted, rows int64) Step {
	s := stepOf(a, counted, rows)
	s.Unasked = a.Coarse()
	return s
}

// swept is what is looked for after a deed on everybody's rows.
func swept(t plan.Target, a *plan.Action) plan.Search {
	if a.Deed.Change != nil {
		return plan.Search{Changed: []plan.Changed{{Target: t, As: a.Deed.Change}}}
	}
	return plan.Search{Targets: []plan.Target{t}}
}

// sweptClean looks, through the other connection, whether the rows are gone, and
// says in the evidence what it saw. Where nobody can look, it says that.
func (v *visit) sweptClean(ctx context.Context, s plan.Search, holding string, e *Evidence) {
	lookers, err := v.lookers(ctx)
	if err != nil {
		e.Reason = ReasonUnlooked
		return
	}
	defer v.unlook(lookers)
	for i, l := range lookers {
		by, err := v.identity(ctx, l, i, "")
		var left []plan.Residue
		if err == nil {
			left, err = v.looked(ctx, l, s)
		}
		if err != nil {
			e.Reason = ReasonUnlooked
			return
		}
		if i == 0 {
			e.Looked = by
		}
		e.Residue = append(e.Residue, left...)
	}
	if e.Residue = plan.Summed(e.Residue); len(e.Residue) > 0 {
		e.Phase, e.Reason = Looking, ReasonResidue
		v.r.log().Error("sweep_left_residue", slog.String("store", v.p.Store), slog.String("holding", holding))
	}
}
