package erase

import (
	"context"
	"slices"

	"github.com/volens/volens/erase/plan"
)

// follow adds what a holding gives to what is known of the person, and returns what
// may be somebody else's, too.
func (v *visit) follow(f *plan.Find, file *File, got plan.Keys) (doubted plan.Keys, fresh bool) {
	sure := plan.Keys{}
	doubted = plan.Keys{}
	for name, values := range got {
		for _, value := range v.plan.Given(values) {
			switch {
			case slices.Contains(file.Shared[name], value):
			case v.many || !f.Doubts(name, value) || slices.Contains(file.Keys[name], value):
				sure[name] = append(sure[name], value)
			default:
				doubted[name] = append(doubted[name], value)
			}
		}
	}
	file.Keys, fresh = file.Keys.With(sure)
	return doubted, fresh
}

// judge follows of what is doubted what is the person's alone.
func (v *visit) judge(ctx context.Context, file *File, doubted plan.Keys) (fresh bool, err error) {
	if doubted, _ = (plan.Keys{}).With(doubted); doubted.Size() == 0 {
		return false, nil
	}
	lookers, err := v.lookers(ctx)
	if err != nil {
		return false, err
	}
	defer v.unlook(lookers)
	look := func(ctx context.Context, s plan.Search) ([]plan.Residue, error) { return v.looked(ctx, lookers[0], s) }
	whole := &plan.StorePlan{Finds: v.own.Finds, Deeds: v.own.Deeds}
	if v.m.part {
		whole.Deeds = v.needed()
	}
	alone, shared, err := whole.Shared(ctx, look, file.Keys, doubted, plan.Asked-file.Judged)
	if err != nil {
		return false, err
	}
	file.Judged = min(plan.Asked, file.Judged+doubted.Size())
	file.Keys, fresh = file.Keys.With(alone)
	file.Shared, _ = file.Shared.With(shared)
	file.Values = plan.Filtered(file.Values, func(v string) bool { return !slices.Contains(shared.Values(), v) })
	return fresh, nil
}

// unfollowed is what lies in a store under identifiers that others share, or in rows
// that do not say whose they are, when all else is gone: whether it is the person's is
// for people to say.
func (v *visit) unfollowed(ctx context.Context, l plan.Looker) ([]plan.Residue, error) {
	f := v.c.File
	if f.Shared.Size() == 0 {
		return nil, nil
	}
	by := f.Keys.Besides(f.Shared)
	var all []plan.Residue
	for _, a := range v.own.Deeds {
		t, ok := plan.Unfollowed(a.At(v.now), a.By, f.Shared)
		if !ok {
			continue
		}
		n, err := v.counted(ctx, t, by)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			all = append(all, plan.Residue{Where: t.Holding, Count: n, How: "identifier"})
		}
	}
	whole := v.needed()
	s := v.m.byValue(v.own.Deeds, whole, by, f.Shared.Values())
	for _, a := range whole {
		s.Spare = append(s.Spare, plan.Others(a.Target, a.By)...)
	}
	left, err := v.looked(ctx, l, s)
	return summed(veiled(append(all, left...), f)), err
}
