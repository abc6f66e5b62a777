package erase

import (
	"context"
	"maps"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/erase/value"
)

// Bounds of how many questions are put about one column to tell values that are the
// person's alone from those that others share.
const (
	splits     = 64
	wholeLooks = 16 // where each is a look or two at the whole store
)

// values copies what is to be looked for afterwards: values of the person's rows
// that are long enough to be told from chance, and that no row of others has in
// the same column. A name of a city is shared and left out; a phone number that
// also lies in a table that nobody declared is not, and is found there. It also copies
// what the person is called by, which others may be called, too.
//
// It costs one reading of the person's rows and, for each column, one count by
// value, or one look into a store of keys or objects; a column with shared values a
// few more.
func (v *visit) values(ctx context.Context, keys plan.Keys) (all, names []string, err error) {
	for _, f := range v.own.Finds {
		if len(f.Values)+len(f.Names) == 0 || !f.Known(keys) {
			continue
		}
		var rows []plan.Record
		for _, t := range v.theirs(f) {
			more, err := v.read(ctx, t, keys, plan.Merged(f.Values, f.Names))
			if err != nil {
				return nil, nil, err
			}
			rows = append(rows, more...)
		}
		for _, column := range f.Values {
			mine := passingBy(v.own.Deeds, f, column, tally(rows, column))
			alone, err := v.single(ctx, f.Target, column, keys, mine)
			if err != nil {
				return nil, nil, err
			}
			all = append(all, alone...)
		}
		names = append(names, f.Named(rows)...)
	}
	return plan.Merged(nil, all), names, nil
}

func (v *visit) read(ctx context.Context, t plan.Target, keys plan.Keys, columns []string) ([]plan.Record, error) {
	t.Limit = copied
	return call(ctx, v.r, v.p.Store, func(ctx context.Context) ([]plan.Record, error) {
		var rows []plan.Record
		for r, err := range v.conn.Read(ctx, t, keys, columns) {
			if err != nil {
				return nil, err
			}
			if rows = append(rows, r); len(rows) >= copied {
				break
			}
		}
		return rows, nil
	})
}

// tally counts how many of the person's rows have each value that is worth looking
// for.
func tally(rows []plan.Record, column string) map[string]int64 {
	n := map[string]int64{}
	for _, r := range rows {
		if v := r[column]; value.Telling(v) && !plan.Blank(v) {
			n[v]++
		}
	}
	return n
}

// passingBy leaves out values that a deed would leave as they are: a city of which an
// erasure before this one made the whole address is part of many people's addresses,
// and stays.
func passingBy(deeds []*plan.Action, f *plan.Find, column string, mine map[string]int64) map[string]int64 {
	for _, a := range deeds {
		as, changes := a.Deed.Change[column]
		if a.Target.Holding != f.Target.Holding || !changes {
			continue
		}
		maps.DeleteFunc(mine, func(v string, _ int64) bool {
			to, null := as.Apply(v)
			return !null && to == v
		})
	}
	return mine
}

// single is the values that nothing of others in the holding has.
func (v *visit) single(ctx context.Context, t plan.Target, column string, keys plan.Keys, mine map[string]int64) ([]string, error) {
	switch {
	case len(mine) == 0:
		return nil, nil
	case len(t.Found) > 0:
		return v.alone(ctx, t, column, mine)
	}
	return v.apart(ctx, t.Holding, keys, slices.Sorted(maps.Keys(mine)))
}

// alone is the values that only the person's own rows have in a column.
func (v *visit) alone(ctx context.Context, t plan.Target, column string, mine map[string]int64) ([]string, error) {
	t = plan.Target{Holding: t.Holding, Found: []*declaration.Found{{In: column, By: byItsValue}}}
	return plan.Single(slices.Sorted(maps.Keys(mine)), splits, func(values []string) (bool, error) {
		own := int64(0)
		for _, one := range values {
			own += mine[one]
		}
		n, err := v.counted(ctx, t, plan.Keys{byItsValue: values})
		return n == own, err
	})
}

// apart is the values that no key or object of others has. These are the person's by
// name, which says nothing of what they hold.
func (v *visit) apart(ctx context.Context, holding string, keys plan.Keys, values []string) ([]string, error) {
	lookers, err := v.lookers(ctx)
	if err != nil {
		return nil, err
	}
	defer v.unlook(lookers)
	whole := v.whole()
	look := func(ctx context.Context, s plan.Search) ([]plan.Residue, error) { return v.looked(ctx, lookers[0], s) }
	return plan.Single(values, wholeLooks, func(values []string) (bool, error) { return whole.Apart(ctx, look, holding, keys, values) })
}

// byItsValue is the name under which a column is asked for its own values.
const byItsValue = "value"
