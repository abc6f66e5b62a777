package database

import (
	"context"
	"strconv"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

var (
	errAimless = fault.New(fault.Invalid, "没有说怎样找到这些行", "it is not said how the rows are found")
	errBound   = fault.New(fault.Invalid, "不限于某个人时，必须给出时间上限", "for everybody there must be a time before which")
	errTimes   = fault.New(fault.Invalid, "这一列不存时间", "this column holds no times")
)

// A way is one column by which rows are found, and the keys that it may hold.
type way struct {
	column *column
	keys   []string
	asks   bool // the column of the owner has a say
}

// An aim is a target with its names found in the catalogue.
type aim struct {
	d       dialect
	table   *table
	ways    []way
	windows []plan.Window
	columns []*column // of the windows
	limit   int64
	owner   *column  // nil where it has no say
	theirs  []string // what it holds where rows are nobody's, or the person's
}

// aim looks up every name of a target.
func (c *connector) aim(ctx context.Context, t plan.Target, by plan.Keys) (*aim, error) {
	tb, err := c.tableOf(ctx, t.Holding)
	if err != nil {
		return nil, err
	}
	a := &aim{d: c.d, table: tb, limit: int64(t.Limit)}
	bounded := false
	for _, w := range t.Within {
		col, err := tb.column(w.Column)
		if err != nil {
			return nil, err
		}
		bounded = bounded || !w.To.IsZero()
		if !open(w) {
			a.windows, a.columns = append(a.windows, w), append(a.columns, col)
		}
		if _, ok := c.d.within(a.statement(), col, w); !ok {
			return nil, errTimes
		}
	}
	switch {
	case t.Everyone && !bounded:
		return nil, errBound
	case t.Everyone:
		return a, nil
	case len(t.Found) == 0, t.Others:
		return nil, errAimless
	}
	if t.Owner != "" {
		if a.owner, err = tb.column(t.Owner); err != nil {
			return nil, err
		}
		a.theirs = append(sorted(by[declaration.Person]), plan.Nobodies()...)
	}
	for _, f := range t.Found {
		col, err := tb.column(f.In)
		if err != nil {
			return nil, err
		}
		a.ways = append(a.ways, way{col, sorted(by[f.By]), t.Asks(f)})
	}
	return a, nil
}

// left is how many rows a call may still have after n of them; 0 where there is no
// limit.
func (a *aim) left(n int64) int64 {
	if a.limit == 0 {
		return 0
	}
	return a.limit - n
}

// limited ends a question after so many rows; 0 for all of them. It is written out:
// what an engine does not know beforehand it does not plan for.
func limited(n int64) string {
	if n == 0 {
		return ""
	}
	return " limit " + strconv.FormatInt(n, 10)
}

func (a *aim) statement() *statement { return &statement{d: a.d, t: a.table} }

// parts calls f with the condition of one batch of keys after another. Where apart
// is said, no row meets two of the conditions.
func (a *aim) parts(batch int, apart bool, f func(condition) error) error {
	if len(a.ways) == 0 {
		return f(a.inside(nil, nil))
	}
	for i, w := range a.ways {
		var before []way
		if apart {
			before = a.ways[:i]
		}
		if err := a.fits(before); err != nil {
			return err
		}
		for from := 0; from < len(w.keys); from += batch {
			keys := w.keys[from:min(from+batch, len(w.keys))]
			if err := f(a.inside(&way{w.column, keys, w.asks}, before)); err != nil {
				return err
			}
		}
	}
	return nil
}

// fits refuses more keys than one statement can leave out.
func (a *aim) fits(before []way) error {
	if _, ok := a.d.(mySQL); !ok {
		return nil
	}
	n, most := 0, 20_000 // of 65,535 parameters, each key takes two
	for _, w := range before {
		n += len(w.keys) + len(a.theirs)
	}
	if n > most {
		return errMany
	}
	return nil
}

// inside is the condition of one batch: found this way, in none of the ways before,
// in all windows.
func (a *aim) inside(w *way, before []way) condition {
	return func(s *statement) string {
		var all []string
		if w != nil {
			all = append(all, a.leads(s, *w))
		}
		for _, b := range before {
			all = append(all, "not coalesce("+a.leads(s, b)+", false)")
		}
		for i, win := range a.windows {
			cond, _ := a.d.within(s, a.columns[i], win) // that it can is seen to by aim
			all = append(all, cond)
		}
		return strings.Join(all, " and ")
	}
}

// leads is true for rows that a way finds and that are not somebody else's.
func (a *aim) leads(s *statement, w way) string {
	found := a.d.among(s, w.column, w.keys)
	if !w.asks {
		return found
	}
	return "(" + found + " and (" + s.col(a.owner) + " is null or " + a.d.among(s, a.owner, a.theirs) + "))"
}
