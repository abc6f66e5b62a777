package erase

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

const (
	rounds      = 16      // how often identifiers that lead to identifiers are followed
	identifiers = 200_000 // more than one person can have
	copied      = 10_000  // rows of a holding whose values are copied for looking
)

// collect finds the identifiers of the person in the store, copies the values that
// are theirs alone, counts what is there, and makes sure that whoever looks
// afterwards sees it now. Nothing is erased before all of that is durable.
func (v *visit) collect(ctx context.Context) (time.Time, error) {
	if v.m.unsure && !v.m.first {
		return time.Time{}, stop{ReasonAccounts}
	}
	file, err := v.gather(ctx)
	if err != nil {
		return time.Time{}, err
	}
	if v.expected(file) {
		return v.now.Add(shortly), v.save(ctx, file)
	}
	steps, err := v.count(ctx, file.Keys)
	if err != nil {
		return time.Time{}, err
	}
	before, by, err := v.sees(ctx, file.Keys, steps)
	if err != nil {
		return time.Time{}, err
	}
	if err := v.bury(ctx, file); err != nil {
		return time.Time{}, ours{err}
	}
	next := v.p.enter(Erasing, v.now)
	next.By = by
	e := Evidence{Store: v.p.Store, Phase: Collecting, Steps: steps, Residue: before, Looked: by}
	c := v.c
	c.File = file
	return time.Time{}, v.commit(ctx, next, e, SetCase{Case: c})
}

// expected reports whether to wait for another store, which gives identifiers that
// this one needs and has not been held up so far. Where it has been, this store
// begins with what is known, and is not done before the rest is.
func (v *visit) expected(f File) bool {
	return slices.ContainsFunc(v.own.Needs, func(id string) bool {
		p, ok := v.c.progress(id)
		return ok && !f.Found[id] && p.Reason == "" && !manual(v.plan, id)
	})
}

// gather follows identifiers through the store until they lead no further.
func (v *visit) gather(ctx context.Context) (File, error) {
	f := v.c.File
	f.Found = maps.Clone(f.Found)
	if f.Found == nil {
		f.Found = map[string]bool{}
	}
	if err := v.proven(ctx, &f); err != nil {
		return f, err
	}
	f, err := v.resolve(ctx, f)
	if err != nil {
		return f, err
	}
	f.Found[v.p.Store] = true
	if !v.expected(f) { // under what another store gives there may be more
		values, names, err := v.values(ctx, f.Keys)
		if err != nil {
			return f, err
		}
		common := f.Shared.Values()
		f.Values = plan.Merged(f.Values, plan.Filtered(values, func(v string) bool { return !slices.Contains(common, v) }))
		f.Names = plan.Merged(f.Names, names)
	}
	return f, nil
}

// resolve follows identifiers to identifiers, except those that others share.
func (v *visit) resolve(ctx context.Context, file File) (File, error) {
	for range rounds {
		fresh, doubted := false, plan.Keys{}
		for _, f := range v.own.Finds {
			if len(f.Gives) == 0 || !f.Known(file.Keys) {
				continue
			}
			for _, t := range v.theirs(f) {
				got, err := call(ctx, v.r, v.p.Store, func(ctx context.Context) (plan.Keys, error) { return v.conn.Resolve(ctx, t, file.Keys, f.Gives) })
				if err != nil {
					return file, err
				}
				maybe, more := v.follow(f, &file, f.Leading(v.own.Deeds, got))
				doubted, _ = doubted.With(maybe)
				fresh = fresh || more
			}
		}
		more, err := v.judge(ctx, &file, doubted)
		if err != nil {
			return file, err
		}
		if file.Keys.Size() > identifiers {
			return file, stop{ReasonMany}
		}
		if !fresh && !more {
			return file, nil
		}
	}
	return file, stop{ReasonMany}
}

// theirs is where identifiers may be taken from: what may be somebody else's by now
// gives none.
func (v *visit) theirs(f *plan.Find) []plan.Target {
	for _, a := range v.own.Deeds {
		if a.Target.Holding == f.Target.Holding {
			all, _ := v.m.aim(&plan.Action{Target: f.Target, Born: a.Born, By: a.By})
			return all
		}
	}
	return []plan.Target{f.Target} // it only leads on, and nothing in it is erased
}

// count counts what each deed will meet. It is the inventory: what was there is on
// record before anything goes.
func (v *visit) count(ctx context.Context, keys plan.Keys) ([]Step, error) {
	var steps []Step
	for _, a := range v.own.Deeds {
		total := int64(0)
		all, _ := v.m.aim(a)
		for _, t := range all {
			n, err := v.counted(ctx, t, keys)
			if err != nil {
				return nil, err
			}
			total += n
		}
		steps = append(steps, stepOf(a, total, 0))
	}
	return steps, nil
}

func (v *visit) counted(ctx context.Context, t plan.Target, keys plan.Keys) (int64, error) {
	return call(ctx, v.r, v.p.Store, func(ctx context.Context) (int64, error) { return v.conn.Count(ctx, t, keys) })
}

// sees lets everybody who will look afterwards look now, and holds them to it: one
// who does not see the person's rows while they are there looks somewhere else.
func (v *visit) sees(ctx context.Context, keys plan.Keys, steps []Step) ([]plan.Residue, string, error) {
	var there plan.Search
	there.By = keys
	for i, a := range v.own.Deeds {
		if steps[i].Counted > 0 {
			all, _ := v.m.aim(a)
			there.Targets = append(there.Targets, all...)
		}
	}
	lookers, err := v.lookers(ctx)
	if err != nil {
		return nil, "", err
	}
	defer v.unlook(lookers)
	var first string
	var all []plan.Residue
	for i, l := range lookers {
		by, err := v.identity(ctx, l, i, "")
		if err != nil {
			return nil, "", err
		}
		if i == 0 {
			first = by
		}
		if len(there.Targets) == 0 {
			continue
		}
		found, err := v.looked(ctx, l, there)
		if err != nil {
			return nil, "", err
		}
		if len(found) == 0 {
			return nil, "", stop{ReasonBlind}
		}
		if i == 0 {
			all = found
		}
	}
	return all, first, nil
}

// bury keeps the tombstone, before the first destructive call, and until when more is
// kept, before the record says so.
func (v *visit) bury(ctx context.Context, f File, more ...Kept) error {
	until, err := v.r.until(ctx, v.c.ID, more...)
	if err != nil {
		return err
	}
	_, err = v.r.Graves.Bury(tombstone(v.c, v.plan, f, until, time.Time{}))
	return err
}

func tombstone(c Case, p plan.Plan, f File, until, expires time.Time) Tombstone {
	return Tombstone{Case: c.ID, Subject: f.Subject.Raw(), Scope: c.Scope, Keys: lent(p, f, !until.IsZero()), At: c.cut(), Until: until, Expires: expires}
}

// lent is the identifiers that a restored store could not find again by itself:
// another store gave them, or nobody did because the person has no account. Those
// that lead to what is kept are among them: the rows that gave them may be gone.
func lent(p plan.Plan, f File, keeps bool) plan.Keys {
	all := plan.Keys{}
	for _, sp := range p.Stores {
		gives := map[string]bool{}
		for _, find := range sp.Finds {
			for _, name := range find.Gives {
				gives[name] = true
			}
		}
		for _, a := range sp.Deeds {
			for _, name := range a.By {
				if name != declaration.Person && (!gives[name] || f.Subject.IsZero() || keeps && a.Keep != nil) && len(f.Keys[name]) > 0 {
					all[name] = f.Keys[name]
				}
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// save makes durable what is known of the person, where it is more than before.
func (v *visit) save(ctx context.Context, f File) error {
	was := v.c.File
	if was.Found[v.p.Store] == f.Found[v.p.Store] && was.Keys.Size() == f.Keys.Size() && was.Shared.Size() == f.Shared.Size() && len(was.Values)+len(was.Names) == len(f.Values)+len(f.Names) {
		return nil
	}
	c := v.c
	c.File = f
	if err := v.r.commit(ctx, v.c, v.p.about(), v.now, SetCase{Case: c}); err != nil {
		return ours{err}
	}
	return nil
}
