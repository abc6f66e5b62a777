package erase

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/volens/volens/erase/plan"
)

// lookers opens everybody who looks into the store: through other connections, and
// other code, than those that erased.
func (v *visit) lookers(ctx context.Context) ([]plan.Looker, error) {
	all, err := call(ctx, v.r, v.p.Store, func(ctx context.Context) ([]plan.Looker, error) { return v.r.Stores.Look(ctx, v.own.Store) })
	if err == nil && len(all) == 0 {
		err = stop{ReasonUnlooked}
	}
	return all, err
}

func (v *visit) unlook(all []plan.Looker) {
	for _, l := range all {
		v.r.shut(v.p.Store, l.Close)
	}
}

// identity is what a looker says that it is connected to. The first looks into the
// store itself: it is the same store every time, and no other store of the case.
func (v *visit) identity(ctx context.Context, l plan.Looker, i int, was string) (string, error) {
	by, err := call(ctx, v.r, v.p.Store, l.Store)
	switch {
	case err != nil:
		return "", err
	case by == "":
		return "", stop{ReasonUnlooked}
	case i == 0 && was != "" && by != was:
		return "", stop{ReasonOther}
	case v.c.usurper(v.p.Store, by):
		v.sameAs = by
		return "", stop{ReasonSame}
	}
	return by, nil
}

func (v *visit) looked(ctx context.Context, l plan.Looker, s plan.Search) ([]plan.Residue, error) {
	return call(ctx, v.r, v.p.Store, func(ctx context.Context) ([]plan.Residue, error) { return l.Look(ctx, s) })
}

// look looks whether anything is left. What is found goes back to be erased; a
// store in which nothing is found waits for what may come late, and one that has
// waited is done.
func (v *visit) look(ctx context.Context, found Reason) (time.Time, error) {
	lookers, err := v.lookers(ctx)
	if err != nil {
		return time.Time{}, err
	}
	defer v.unlook(lookers)
	next, was := v.p, v.p.By
	if v.p.Reason == ReasonSame { // what was looked at so far is not known
		was = ""
	}
	var left []plan.Residue
	for i, l := range lookers {
		by, err := v.identity(ctx, l, i, was)
		if err != nil {
			return time.Time{}, err
		}
		if i == 0 {
			next.By = by
		}
		for _, s := range v.searches() {
			r, err := v.looked(ctx, l, s)
			if err != nil {
				return time.Time{}, err
			}
			left = append(left, r...)
		}
	}
	if left = plan.Summed(plan.Veiled(left, v.c.File.Values, v.c.File.Keys, v.c.File.Shared)); len(left) > 0 && v.m.unsure && !v.m.first {
		return time.Time{}, stop{ReasonAccounts}
	}
	if len(left) > 0 {
		return v.residue(ctx, next, left, found)
	}
	if v.p.Phase == Quiet || v.p.Phase == Last {
		if err := v.forPeople(ctx, lookers[0]); err != nil {
			return time.Time{}, err
		}
		return v.finished(ctx, next)
	}
	next = next.enter(Quiet, v.now)
	if !v.awaits() { // what is here under other identifiers was not looked for yet
		next.Looked = v.now
	}
	e := Evidence{Store: v.p.Store, Phase: Looking, Looked: next.By}
	return v.now.Add(v.r.Quiet), v.commit(ctx, next, e)
}

// forPeople stops at what only people can see to, unless they have.
func (v *visit) forPeople(ctx context.Context, l plan.Looker) (err error) {
	if v.p.Manual != "" {
		return nil
	}
	if v.gap {
		return stop{ReasonGap}
	}
	if v.shown, v.others, err = v.unfollowed(ctx, l); err == nil && len(v.shown) > 0 {
		err = stop{ReasonShared}
	}
	return err
}

// searches are what is looked for: by the person's identifiers, as the deeds found
// them, and by their values, everywhere.
func (v *visit) searches() []plan.Search {
	f := v.c.File
	all := []plan.Search{v.m.byIdentifier(v.own.Deeds, f.Keys)}
	if len(f.Values) > 0 {
		var needed []*plan.Action
		if v.m.part {
			needed = v.needed()
		}
		s := v.m.byValue(v.own.Deeds, needed, f.Keys, f.Values)
		s.Spare = append(s.Spare, plan.Gifts(v.own.Deeds)...)
		all = append(all, s)
	}
	return all
}

// whole is every place of the store where the person may be.
func (v *visit) whole() *plan.StorePlan {
	whole := &plan.StorePlan{Finds: v.own.Finds, Deeds: v.own.Deeds}
	if v.m.part {
		whole.Deeds = v.needed()
	}
	return whole
}

// needed is every place of the store where the person may still be when only some
// uses are erased.
func (v *visit) needed() []*plan.Action {
	v.r.seen.Lock()
	survey := v.r.seen.by[[2]string{v.c.Declaration, v.p.Store}].Survey
	v.r.seen.Unlock()
	whole := plan.Compile(v.d, map[string]plan.Survey{v.p.Store: survey}, plan.Scope{})
	if sp := whole.Store(v.p.Store); sp != nil {
		return sp.Deeds
	}
	return nil
}

// residue says what was found, and sends the store back to be erased again.
func (v *visit) residue(ctx context.Context, next Progress, left []plan.Residue, why Reason) (time.Time, error) {
	was := next.Phase
	next = next.left(why, v.now)
	next.Residue = plan.Mostly(left)
	v.r.log().Warn("erasure_residue", slog.String("case", string(v.c.ID)), slog.String("store", v.p.Store), slog.String("reason", why),
		slog.Any("left", plan.Said(next.Residue)), slog.Time("due", v.c.Due.At))
	e := Evidence{Store: v.p.Store, Phase: was, Residue: left, Looked: next.By, Reason: why}
	return v.now.Add(backoff(next.Attempts)), v.commit(ctx, next, e)
}

// resweep looks again when nothing came for a while, by every identifier that is
// known by now.
func (v *visit) resweep(ctx context.Context) (time.Time, error) {
	if v.awaits() {
		return time.Time{}, stop{ReasonIdentifiers}
	}
	if v.p.Looked.IsZero() { // now they are known: it begins anew, with what was there all the time
		next := v.p.enter(Collecting, v.now)
		return time.Time{}, v.commit(ctx, next, next.about())
	}
	if v.m.unsure {
		return v.look(ctx, ReasonLate)
	}
	f, err := v.resolve(ctx, v.c.File)
	if err != nil {
		return time.Time{}, err
	}
	if f.Keys.Size() > v.c.File.Keys.Size() || f.Shared.Size() > v.c.File.Shared.Size() {
		return time.Time{}, v.save(ctx, f)
	}
	return v.look(ctx, ReasonLate)
}

// awaits reports whether another store has yet to say under which identifiers the
// person is in this one.
func (v *visit) awaits() bool {
	return slices.ContainsFunc(v.own.Needs, func(id string) bool { return !v.c.File.Found[id] && !v.settledByHand(id) })
}

// settledByHand reports whether people did a store by hand: it gives no identifiers.
func (v *visit) settledByHand(store string) bool {
	p, ok := v.c.progress(store)
	return !ok || p.Manual != "" || manual(v.plan, store)
}

// leftAlone counts what lies there after all, and may as well be somebody else's: it
// came late, and nothing says when it was written.
func (v *visit) leftAlone(ctx context.Context) ([]Step, error) {
	var steps []Step
	for _, a := range v.own.Deeds {
		if _, untold := v.m.aim(a); !untold || len(a.By) == 0 || a.Stays(a.Target) {
			continue
		}
		n, err := v.counted(ctx, a.At(v.now), v.c.File.Keys)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			steps = append(steps, stepOf(a, n, 0))
		}
	}
	return steps, nil
}

// finished says that a store is done, as long as no other store came further
// meanwhile: two that finish at once could have been looked at through one looker.
func (v *visit) finished(ctx context.Context, next Progress) (time.Time, error) {
	next = next.enter(Done, v.now)
	if next.Looked = v.now; v.p.Phase == Last {
		next.Since = v.p.Since
	}
	e := Evidence{Store: v.p.Store, Phase: Done, Looked: next.By, Left: next.Remnants, Others: v.others}
	steps, err := v.leftAlone(ctx)
	if err != nil {
		return time.Time{}, err
	}
	if e.Steps = steps; len(steps) > 0 {
		e.Reason = ReasonUntimed
		v.r.log().Warn("erasure_left_alone", slog.String("case", string(v.c.ID)), slog.String("store", v.p.Store))
	}
	ch, err := change(v.c, e, v.now, SetProgress{Case: v.c.ID, Progress: next}, worked(WorkCase, v.c.ID, "", v.now))
	if err != nil {
		return time.Time{}, ours{err}
	}
	if _, err := v.r.Book.Commit(ctx, v.c.standing(v.c.expects(ch), v.p.Store)); err != nil {
		return time.Time{}, ours{err}
	}
	return done, nil
}
