package erase

import (
	"context"
	"maps"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/erase/value"
)

// splits bounds how many questions are put about one column to tell values that
// are the person's alone from those that others share.
const splits = 64

// values copies what is to be looked for afterwards: values of the person's rows
// that are long enough to be told from chance, and that no row of others has in
// the same column. A name of a city is shared and left out; a phone number that
// also lies in a table that nobody declared is not, and is found there.
//
// It costs one reading of the person's rows and, for each column, one count by
// value; a column with shared values a few more.
func (v *visit) values(ctx context.Context, keys plan.Keys) ([]string, error) {
	var all []string
	for _, f := range v.own.Finds {
		if len(f.Values) == 0 || !f.Known(keys) {
			continue
		}
		var rows []plan.Record
		for _, t := range v.theirs(f) {
			more, err := v.read(ctx, t, keys, f.Values)
			if err != nil {
				return nil, err
			}
			rows = append(rows, more...)
		}
		for _, column := range f.Values {
			alone, err := v.alone(ctx, f.Target, column, passingBy(v.own.Deeds, f, column, tally(rows, column)))
			if err != nil {
				return nil, err
			}
			all = append(all, alone...)
		}
	}
	return plan.Merged(nil, all), nil
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

// alone is the values that only the person's own rows have in a column.
func (v *visit) alone(ctx context.Context, t plan.Target, column string, mine map[string]int64) ([]string, error) {
	if len(t.Found) == 0 || len(mine) == 0 { // keys and objects are the person's by name
		return sortedKeys(mine), nil
	}
	t = plan.Target{Holding: t.Holding, Found: []*declaration.Found{{In: column, By: byItsValue}}}
	left := splits
	var ask func(values []string) ([]string, error)
	ask = func(values []string) ([]string, error) {
		if len(values) == 0 || left == 0 {
			return nil, nil
		}
		left--
		own := int64(0)
		for _, one := range values {
			own += mine[one]
		}
		n, err := v.counted(ctx, t, plan.Keys{byItsValue: values})
		switch {
		case err != nil:
			return nil, err
		case n == own:
			return values, nil
		case len(values) == 1:
			return nil, nil
		}
		half := len(values) / 2
		a, err := ask(values[:half])
		if err != nil {
			return nil, err
		}
		b, err := ask(values[half:])
		return append(a, b...), err
	}
	return ask(sortedKeys(mine))
}

// byItsValue is the name under which a column is asked for its own values.
const byItsValue = "value"

func sortedKeys(m map[string]int64) []string {
	all := make([]string, 0, len(m))
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}
