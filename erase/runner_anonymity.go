package erase

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/crowd"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

// LeastAnonymity is how many people have to look alike in what anonymising leaves of
// a row; where they are fewer, nothing of it is left. It is our choice, not law.
const LeastAnonymity = crowd.Least

// hidden is the deed as it may be done to rows of a target that become nobody's, and
// the columns that it makes null because too few people of the holding look alike in
// them. One such row decides for all that the person has there.
//
// It speaks of these columns alone: what nobody declared stays what it is.
func (v *visit) hidden(ctx context.Context, a *plan.Action, t plan.Target) (plan.Deed, []string, error) {
	columns := a.Coarse()
	if len(columns) == 0 || v.m.part && a.Stays(t) {
		return a.Deed, nil, nil
	}
	rows, err := v.read(ctx, t, v.c.File.Keys, columns)
	if err != nil {
		return a.Deed, nil, err
	}
	c := crowd.New(a.Deed.Change)
	for _, r := range rows {
		c.Hide(r)
	}
	if len(rows) < copied {
		if err := v.meet(ctx, a, c); err != nil || c.Enough() {
			return a.Deed, nil, err
		}
	}
	d := plan.Deed{Change: maps.Clone(a.Deed.Change)}
	for _, column := range columns {
		d.Change[column] = declaration.ToNull
	}
	return d, columns, nil
}

// meet looks for people among whom the rows are lost. People are told apart by the
// column by which they are found; all rows that are nobody's are one person's, for
// nobody knows better. Rows of the holding are read until it is clear, and not more
// than a certain number: whoever is not found among them is too rare. So is whoever is
// in a store that cannot tell.
func (v *visit) meet(ctx context.Context, a *plan.Action, c *crowd.Crowds) error {
	who := a.Who()
	if who == nil || a.Born == "" || c.Enough() {
		return nil
	}
	everyone := plan.Target{Holding: a.Target.Holding, Everyone: true, Limit: copied,
		Within: []plan.Window{{Column: a.Born, To: v.now.AddDate(1, 0, 0), Null: true}}}
	_, err := call(ctx, v.r, v.p.Store, func(ctx context.Context) (none struct{}, err error) {
		n := 0
		for r, err := range v.conn.Read(ctx, everyone, nil, append([]string{who.In}, a.Coarse()...)) {
			if n++; err != nil || n > copied {
				return none, err
			}
			if !slices.Contains(v.c.File.Keys[who.By], r[who.In]) {
				c.Meet(r, r[who.In])
			}
			if c.Enough() {
				break
			}
		}
		return none, nil
	})
	if fault.KindOf(err) == fault.Invalid || errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return nil
	}
	return err
}
