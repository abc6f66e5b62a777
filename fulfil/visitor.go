package fulfil

import (
	"context"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

// visits reports whether whoever asks is known by a contact and by no account. What is
// in an account is not reached by a contact: numbers go from one person to the next,
// and an account is proved by its own login.
func (r *reach) visits() bool { return len(r.keys[declaration.Person]) == 0 }

// shut reports whether a holding of a store is of accounts that nobody has proved.
func (r *reach) shut(store, holding string) bool {
	if !r.visits() {
		return false
	}
	return slices.ContainsFunc(r.d.Stores, func(s *declaration.Store) bool {
		return s.ID == store && slices.ContainsFunc(s.Holds, func(h *declaration.Holding) bool { return h.ID == holding && h.Account })
	})
}

// accounted reports whether what a visitor proved leads to an account. It is looked
// for by the columns that hold such an identifier, whether or not accounts are found
// by it elsewhere.
func (r *reach) accounted(ctx context.Context) bool {
	if !r.visits() {
		return false
	}
	for _, p := range r.places() {
		c := r.open[p.store.ID]
		if c == nil || !p.holding.Account {
			continue
		}
		if t := r.byContact(p); len(t.Found) > 0 {
			n, err := r.countAt(ctx, c, t)
			if err != nil {
				r.fail(p.store.ID, err)
			}
			if n > 0 {
				return true
			}
		}
	}
	return false
}

func (r *reach) countAt(ctx context.Context, c plan.Connector, t plan.Target) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return c.Count(ctx, t, r.keys)
}

// byContact is a place of accounts, found by what a visitor can prove.
func (r *reach) byContact(p place) plan.Target {
	t := plan.Target{Holding: p.target.Holding, Within: p.target.Within}
	for _, f := range p.target.Found {
		if len(r.keys[f.By]) > 0 {
			t.Found = append(t.Found, f)
		}
	}
	for _, f := range p.holding.Fields {
		if len(r.keys[f.Gives]) > 0 && !slices.ContainsFunc(t.Found, func(x *declaration.Found) bool { return x.In == f.Column }) {
			t.Found = append(t.Found, &declaration.Found{In: f.Column, By: f.Gives})
		}
	}
	return t
}
