package erase

import (
	"context"
	"slices"

	"github.com/volens/volens/declaration"
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
			case v.many || !f.Uncertain(name) || slices.Contains(file.Keys[name], value):
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
	whole := v.whole()
	long, short := doubted.Part(plan.Telling)
	alone, shared, err := whole.Shared(ctx, look, file.Keys, long, plan.Asked-file.Judged)
	if err != nil {
		return false, err
	}
	file.Judged = min(plan.Asked, file.Judged+long.Size())
	single, common, err := v.exactly(ctx, whole, look, file.Keys, short)
	if err != nil {
		return false, err
	}
	alone, _ = alone.With(single)
	shared, _ = shared.With(common)
	file.Keys, fresh = file.Keys.With(alone)
	file.Shared, _ = file.Shared.With(shared)
	file.Values = plan.Filtered(file.Values, func(v string) bool { return !slices.Contains(shared.Values(), v) })
	return fresh, nil
}

// mostShort is how many short identifiers one person may have that it is asked about.
const mostShort = 5_000

// exactly parts identifiers that are too short to be looked for within texts: those that
// stand in a row of somebody else's as a whole, where such identifiers are, are shared.
func (v *visit) exactly(ctx context.Context, whole *plan.StorePlan, look plan.Look, known, short plan.Keys) (alone, shared plan.Keys, err error) {
	if short.Size() == 0 {
		return short, nil, nil
	}
	alone, shared, err = whole.Shared(ctx, look, known, short, mostShort)
	if err != nil {
		return nil, nil, err
	}
	by, _ := known.With(short)
	for name := range alone {
		for _, at := range whole.Holding(name) {
			if alone[name], err = v.wholly(ctx, at, by, alone[name]); err != nil {
				return nil, nil, err
			}
		}
		shared[name] = plan.Filtered(short[name], func(value string) bool { return !slices.Contains(alone[name], value) })
	}
	return alone, shared, nil
}

// wholly is the values that only the person's own rows have in a column.
func (v *visit) wholly(ctx context.Context, at plan.Held, by plan.Keys, values []string) ([]string, error) {
	if len(at.Found) == 0 || len(values) == 0 {
		return values, nil
	}
	rows, err := v.read(ctx, at.Target, by, []string{at.Column})
	if err != nil {
		return nil, err
	}
	mine := map[string]int64{}
	for _, value := range values {
		mine[value] = 0
	}
	for _, r := range rows {
		if n, asked := mine[r[at.Column]]; asked {
			mine[r[at.Column]] = n + 1
		}
	}
	return v.alone(ctx, at.Target, at.Column, mine)
}

// proven asks the same about identifiers that no store gave: the phone number of a
// visitor, who proved it. It is followed all the same. But where it stands in the address
// book of somebody else, or in an order of theirs, it is a part of their record.
func (v *visit) proven(ctx context.Context, file *File) error {
	if !visiting(file.Subject) && !file.Subject.IsZero() {
		return nil
	}
	theirs := plan.Keys{}
	for name, values := range file.Keys {
		if name != declaration.Person && v.m.holds(name) == borrowed {
			theirs[name] = plan.Filtered(values, func(value string) bool { return !slices.Contains(file.Shared[name], value) })
		}
	}
	_, err := v.judge(ctx, file, theirs)
	return err
}

// unfollowed is what lies in a store under identifiers that others share, or in rows
// that do not say whose they are, when all else is gone: whether it is the person's is
// for people to say. What lies in rows that say that they are somebody else's is said
// beside it.
func (v *visit) unfollowed(ctx context.Context, l plan.Looker) (left, others []plan.Residue, err error) {
	f := v.c.File
	if f.Shared.Size() == 0 {
		return nil, nil, nil
	}
	by := f.Keys.Besides(f.Shared)
	for _, a := range v.own.Deeds {
		t, ok := plan.Unfollowed(a.At(v.now), a.By, f.Shared)
		if !ok {
			continue
		}
		n, err := v.counted(ctx, t, by)
		if err != nil {
			return nil, nil, err
		}
		if n > 0 {
			left = append(left, plan.Residue{Where: t.Holding, Count: n, How: "identifier"})
		}
	}
	whole := v.needed()
	s := v.m.byValue(v.own.Deeds, whole, by, plan.Filtered(f.Shared.Values(), plan.Telling))
	all, err := v.looked(ctx, l, s)
	if err != nil || len(all) == 0 {
		return plan.Summed(plan.Veiled(left, f.Values, f.Keys, f.Shared)), nil, err
	}
	for _, a := range whole {
		s.Spare = append(s.Spare, plan.Others(a.Target, a.By)...)
	}
	unowned, err := v.looked(ctx, l, s)
	if err != nil {
		return nil, nil, err
	}
	return plan.Summed(plan.Veiled(append(left, unowned...), f.Values, f.Keys, f.Shared)), plan.Summed(plan.Veiled(plan.Without(all, unowned), f.Values, f.Keys, f.Shared)), nil
}
