package fulfil

import (
	"context"
	"slices"
	"time"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// since returns from when on what is held under an id is of whoever has it now: the
// zero time for always. Where law keeps rows of somebody who was erased, and the same id
// was given anew, the older ones are nobody's to read but the law's (PIPL 47 ¶2). While
// the erasure itself is open, whoever asks is still the one it is about.
func (o *Office) since(ctx context.Context, s ledger.Subject) (time.Time, error) {
	if o.Consent.Kept == nil {
		return time.Time{}, nil
	}
	at, kept, err := o.Consent.Kept(s)
	if err != nil || !kept {
		return time.Time{}, err
	}
	p, err := o.Consent.People.Person(ctx, s)
	if err != nil {
		return time.Time{}, err
	}
	if p.Known {
		cases, err := o.Cases.CasesOf(ctx, "", p.Identity.Lookup)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return time.Time{}, err
		}
		if slices.ContainsFunc(cases, func(c erase.Case) bool {
			return c.State != erase.Closed && c.Forgets() && !at.Before(c.Opened)
		}) {
			return time.Time{}, nil
		}
	}
	return at.Add(time.Millisecond), nil
}

// born is the column that says when rows of a holding were written, "" where there is
// none.
func born(p *plan.StorePlan, holding string) string {
	i := slices.IndexFunc(p.Deeds, func(a *plan.Action) bool { return a.Target.Holding == holding })
	if i < 0 {
		return ""
	}
	return p.Deeds[i].Born
}

// theirs narrows a target to what was written since the id is that of whoever has it now;
// ok is false where nothing says when it was written.
func (r *reach) theirs(p *plan.StorePlan, t plan.Target) (narrowed plan.Target, ok bool) {
	if r.since.IsZero() {
		return t, true
	}
	column := born(p, t.Holding)
	if column == "" {
		return t, false
	}
	t.Within = append(slices.Clip(t.Within), plan.Window{Column: column, From: r.since})
	return t, true
}

// undated reports whether something lies in a place of which nobody can say whether it
// is of whoever has the id now, or of whoever had it before.
func (r *reach) undated(ctx context.Context, p place) bool {
	c := r.open[p.store.ID]
	if !p.untimed || c == nil || r.shut(p.store.ID, p.holding.ID) || !r.leads(p.target) {
		return false
	}
	n, err := r.countAt(ctx, c, p.target)
	return n > 0 || err != nil
}
