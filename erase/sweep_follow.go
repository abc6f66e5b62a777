package erase

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

// leadsOn reports whether other rows, in any store, are found by what rows of a place
// say and by nothing else.
func (v *visit) leadsOn(a *plan.Action) bool {
	gives := v.own.Names(a.Target.Holding)
	return slices.ContainsFunc(v.plan.Stores, func(sp *plan.StorePlan) bool {
		return sp.ByHand(gives) != "" || slices.ContainsFunc(sp.Deeds, func(b *plan.Action) bool {
			return (sp != v.own || b.Target.Holding != a.Target.Holding) && plan.LedBy(b.By, gives)
		})
	})
}

// at opens a store of the descent, once.
func (d *descent) at(ctx context.Context, s *declaration.Store) (*visit, error) {
	if o, ok := d.others[s.ID]; ok {
		return o, nil
	}
	o := &visit{r: d.r, now: d.now, c: d.c, p: Progress{Store: s.ID}}
	if err := o.prepare(ctx); err != nil {
		return nil, d.trouble(led{v: o, a: &plan.Action{}}, err)
	}
	d.others[s.ID] = o
	if o.gap && s.ID != d.p.Store { // something may be led to that nobody declared
		return nil, blocked{store: s.ID, why: ReasonGap}
	}
	return o, nil
}

// reach finds what the rows lead to, in whatever store, with what that leads to.
func (d *descent) reach(ctx context.Context) error {
	d.names = d.own.Names(d.a.Target.Holding)
	for again := true; again; {
		again, d.below = false, nil
		for _, sp := range slices.Backward(d.plan.Stores) {
			if where := sp.ByHand(d.names); where != "" {
				return blocked{sp.Store.ID, where, ReasonManual, false}
			}
			if !slices.ContainsFunc(sp.Deeds, func(b *plan.Action) bool { return plan.LedBy(b.By, d.names) }) {
				continue
			}
			o, err := d.at(ctx, sp.Store)
			if err != nil {
				return err
			}
			for _, b := range o.own.Deeds {
				if sp == d.own && b.Target.Holding == d.a.Target.Holding || !plan.LedBy(b.By, d.names) {
					continue
				}
				d.below = append(d.below, led{o, b})
				for name := range o.own.Names(b.Target.Holding) {
					again, d.names[name] = again || !d.names[name], true
				}
			}
		}
	}
	used := map[string]bool{}
	for _, l := range d.below {
		for _, name := range l.a.By {
			used[name] = true
		}
	}
	maps.DeleteFunc(d.names, func(name string, _ bool) bool { return !used[name] })
	return nil
}

// given is what rows of the holding say of others, as far as it leads anywhere.
func (d *descent) given(ctx context.Context, t plan.Target) (plan.Keys, error) {
	return d.taken(ctx, d.visit, d.own.GivesOf(d.a.Target.Holding), t, nil)
}

// taken takes identifiers from rows that give some.
func (d *descent) taken(ctx context.Context, v *visit, f *plan.Find, t plan.Target, by plan.Keys) (plan.Keys, error) {
	gives := maps.Clone(f.Gives)
	maps.DeleteFunc(gives, func(_, name string) bool { return !d.names[name] })
	if len(gives) == 0 {
		return plan.Keys{}, nil
	}
	got, err := call(ctx, d.r, v.p.Store, func(ctx context.Context) (plan.Keys, error) { return v.conn.Resolve(ctx, t, by, gives) })
	all := plan.Keys{}
	for name, values := range f.Leading(v.own.Deeds, got) {
		all, _ = all.With(plan.Keys{name: v.plan.Given(values)})
	}
	return all, err
}

// lead follows identifiers down, except those by which other rows lead there, too.
func (d *descent) lead(ctx context.Context, top plan.Keys) (plan.Keys, error) {
	keys, err := d.unshared(ctx, d.visit, plan.Keys{}, top)
	for range rounds {
		if err != nil {
			return nil, err
		}
		if keys.Size() > identifiers {
			break
		}
		more := false
		for _, l := range d.below {
			f := l.v.own.GivesOf(l.a.Target.Holding)
			if !l.a.Target.Finds(l.a.By, keys) || len(f.Gives) == 0 {
				continue
			}
			got, err := d.taken(ctx, l.v, f, f.Target, keys)
			if err != nil {
				return nil, d.trouble(l, err)
			}
			alone, err := d.unshared(ctx, l.v, keys, keys.Fresh(got))
			if err != nil {
				return nil, err
			}
			var grew bool
			keys, grew = keys.With(alone)
			more = more || grew
		}
		if !more {
			return keys, nil
		}
	}
	return nil, blocked{d.p.Store, d.a.Target.Holding, ReasonMany, true}
}

// unshared leaves out identifiers that other rows give, too, which are not over: what
// they lead to is found by these, and goes with them. Of an identifier that stands
// anywhere else nobody can say whose it is, and the rows wait.
func (d *descent) unshared(ctx context.Context, from *visit, known, got plan.Keys) (plan.Keys, error) {
	alone := plan.Keys{}
	by, _ := known.With(got)
	for name, values := range got {
		for _, sp := range d.plan.Stores {
			for _, f := range sp.Finds {
				if !sp.Names(f.Target.Holding)[name] || len(values) == 0 {
					continue
				}
				shared, err := d.elsewhere(ctx, sp.Store, f.Target.Holding, name, values, by)
				if err != nil {
					return nil, err
				}
				values = plan.Filtered(values, func(v string) bool {
					return !slices.ContainsFunc(shared, func(s string) bool { return strings.EqualFold(s, v) })
				})
			}
		}
		alone[name] = values
	}
	return alone, d.doubt(ctx, from, known, alone)
}

// elsewhere is which of the values of an identifier are given by rows of a holding
// that stay when the sweep is done.
func (d *descent) elsewhere(ctx context.Context, s *declaration.Store, holding, name string, values []string, by plan.Keys) ([]string, error) {
	v, err := d.at(ctx, s)
	if err != nil {
		return nil, err
	}
	if !s.Tables() { // there nothing is found by what it gives
		return nil, blocked{s.ID, holding, ReasonGap, false}
	}
	var all []string
	for column, gives := range v.own.GivesOf(holding).Gives {
		if gives != name {
			continue
		}
		t := plan.Target{Holding: holding, Found: []*declaration.Found{{In: column, By: name}}}
		below := slices.IndexFunc(d.below, func(l led) bool { return l.v == v && l.a.Target.Holding == holding })
		var more []string
		switch {
		case s.ID == d.p.Store && holding == d.a.Target.Holding:
			for _, w := range d.over.Within {
				t.Within = []plan.Window{{Column: w.Column, From: w.To, Null: !w.Null}}
				some, err := d.holding(ctx, v, t, column, name, values)
				if err != nil {
					return nil, err
				}
				more = append(more, some...)
			}
		case below >= 0:
			more, err = d.unled(ctx, d.below[below], t, column, name, values, by)
		default:
			more, err = d.holding(ctx, v, t, column, name, values)
		}
		if err != nil {
			return nil, d.trouble(led{v, &plan.Action{Target: t}}, err)
		}
		all = append(all, more...)
	}
	return all, nil
}

// holding is which values stand in a column of a target.
func (d *descent) holding(ctx context.Context, v *visit, t plan.Target, column, name string, values []string) ([]string, error) {
	got, err := call(ctx, d.r, v.p.Store, func(ctx context.Context) (plan.Keys, error) {
		return v.conn.Resolve(ctx, t, plan.Keys{name: values}, map[string]string{column: name})
	})
	return got[name], err
}

// unled is which values stand in rows below to which nothing that is known leads: an
// invoice of two orders, one of which is not over.
func (d *descent) unled(ctx context.Context, l led, t plan.Target, column, name string, values []string, by plan.Keys) ([]string, error) {
	columns := []string{column}
	for _, f := range l.a.Target.Found {
		columns = append(columns, f.In)
	}
	rows, err := l.v.read(ctx, t, plan.Keys{name: values}, columns)
	if err == nil && len(rows) >= copied {
		err = stop{ReasonMany}
	}
	var all []string
	for _, r := range rows {
		if !slices.ContainsFunc(l.a.Target.Found, func(f *declaration.Found) bool { return slices.Contains(by[f.By], r[f.In]) }) {
			all = append(all, r[column])
		}
	}
	return all, err
}

// doubt looks, for identifiers that are no numbers of rows, whether they stand
// anywhere else in the store that gives them.
func (d *descent) doubt(ctx context.Context, v *visit, known, got plan.Keys) error {
	doubted := plan.Keys{}
	own := &plan.StorePlan{}
	for _, f := range v.own.Finds {
		if v.p.Store == d.p.Store && f.Target.Holding == d.a.Target.Holding || slices.ContainsFunc(d.below, func(l led) bool { return l.v == v && l.a.Target.Holding == f.Target.Holding }) {
			for name, values := range got {
				doubted, _ = doubted.With(plan.Keys{name: plan.Filtered(values, func(s string) bool { return f.Doubts(name, s) })})
			}
		}
	}
	if doubted.Size() == 0 {
		return nil
	}
	if v.p.Store == d.p.Store {
		own.Finds = append(own.Finds, &plan.Find{Target: d.over})
	}
	for _, l := range d.below {
		if l.v.p.Store == v.p.Store {
			own.Deeds = append(own.Deeds, l.a)
		}
	}
	lookers, err := v.lookers(ctx)
	if err != nil {
		return d.trouble(led{v, d.a}, err)
	}
	defer v.unlook(lookers)
	look := func(ctx context.Context, s plan.Search) ([]plan.Residue, error) { return v.looked(ctx, lookers[0], s) }
	_, shared, err := own.Shared(ctx, look, known, doubted, plan.Asked)
	if err == nil && shared.Size() > 0 {
		return blocked{v.p.Store, d.a.Target.Holding, ReasonShared, true}
	}
	return d.trouble(led{v, d.a}, err)
}
