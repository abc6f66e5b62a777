package erase

import (
	"context"
	"slices"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

// What nobody looks at must not take much with it. Where more than a fifth of a
// place is over at once, and more than a handful of rows, a sweep stops and says so:
// people look, and carry it out by hand. Both numbers are our choice, not law.
const (
	muchAtOnce = 1000
	muchShare  = 5
)

// announcing bounds how many activations are looked back over.
const announcing = 100

// announced is from when the active declaration is swept by: so long after what it
// says of periods came into use. Another version that says the same of them begins
// nothing anew.
func (r *Runner) announced(ctx context.Context, d *declaration.Declaration, now time.Time) (time.Time, error) {
	all, err := r.Consent.Versions.Activations(ctx, announcing)
	if err != nil {
		return time.Time{}, err
	}
	since, says := now, plan.Retention(d)
	for _, a := range all {
		was, err := r.Consent.Parsed(ctx, a.Hash)
		if err != nil {
			return time.Time{}, err
		}
		if plan.Retention(was) != says {
			break
		}
		since = a.At
	}
	return since.Add(r.Announced), nil
}

// unswept says why nobody sweeps a place by itself, or "". An account does not go
// because its row is old. Where the plan does not lead to everything, people have to
// see to it; and where people were told that something is anonymised, it is not
// deleted.
func (v *visit) unswept(a *plan.Action) (Reason, bool) {
	if v.c.Trigger == TriggerPeriod && a.Account {
		return "", false
	}
	for _, f := range v.plan.Findings {
		if f.Store == v.p.Store && (f.Problem == plan.Unheld || f.Problem == plan.Missing || f.Problem == plan.Unfound) {
			return ReasonGap, false
		}
	}
	if v.c.Trigger == TriggerPeriod && v.misnamed(a) {
		return ReasonGap, false
	}
	return "", true
}

// ahead is by how much our clock may be before that of a store that has one of its own.
const ahead = time.Hour

// early reports whether periods may seem over that are not: we doubt our own clock, or
// the store has an earlier time. Whoever sweeps by hand has looked.
func (v *visit) early(ctx context.Context) (bool, error) {
	timed, ok := v.conn.(plan.Timed)
	switch {
	case v.r.waits(ctx, v.now):
		return true, nil
	case !ok || v.r.Unlimited:
		return false, nil
	}
	at, err := call(ctx, v.r, v.p.Store, timed.Now)
	return err == nil && v.now.Sub(at) > ahead, err
}

// misnamed reports whether people were told that what a deed deletes is anonymised.
func (v *visit) misnamed(a *plan.Action) bool {
	if a.Deed.Change != nil {
		return false
	}
	items := v.items(a)
	for u := range v.d.All() {
		if u.Store == v.own.Store && slices.Contains(items, u.Item.ID) && u.Kept.Then == declaration.Anonymise {
			return true
		}
	}
	return false
}

// tooMuch reports whether so many rows are over that people have to look first. Rows
// that stay are over for ever: those that are already as they should be do not count.
func (v *visit) tooMuch(ctx context.Context, a *plan.Action, t plan.Target, n int64) (bool, error) {
	if v.r.Unlimited || v.c.Trigger != TriggerPeriod || n <= muchAtOnce {
		return false, nil
	}
	all := a.Target
	all.Found, all.Everyone = nil, true
	all.Within = []plan.Window{{Column: a.Born, To: v.now.AddDate(1, 0, 0)}}
	total, err := v.counted(ctx, all, nil)
	if much := n*muchShare > total; err != nil || !much || a.Deed.Change == nil {
		return much, err
	}
	n = min(n, v.undone(ctx, t, a, n))
	return n > muchAtOnce && n*muchShare > total, ctx.Err()
}

// undone is about how many rows that stay are not yet as they should be, by whoever
// looks; n where nobody can.
func (v *visit) undone(ctx context.Context, t plan.Target, a *plan.Action, n int64) int64 {
	lookers, err := v.lookers(ctx)
	if err != nil {
		return n
	}
	defer v.unlook(lookers)
	most := int64(0)
	left, err := v.looked(ctx, lookers[0], swept(t, a))
	if err != nil {
		return n
	}
	for _, r := range plan.Summed(left) { // one row may be counted in several columns
		most = max(most, r.Count)
	}
	return most
}
