package fulfil

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/rights"
)

// A change is one column of one place that is to have another value.
type change struct {
	place
	column string
	value  string
	rows   int64
}

// correct writes what the person says into exactly the declared fields that hold it,
// and reads it back through another connection. Everything is checked before anything
// is written; what is not plain is for people.
func (j *job) correct(ctx context.Context) (time.Duration, string, error) {
	if others, err := j.others(ctx); err != nil {
		return 0, "", err
	} else if len(others) > 0 && !j.resumed() {
		return j.staff(ctx, say(noteVerify, others...))
	}
	r, err := j.reaching(ctx, j.Subject, j.Keys())
	if err != nil {
		return 0, "", err
	}
	defer r.close()
	changes, problem, places := r.changes(ctx, j.Detail.Values)
	switch {
	case len(r.failing()) > 0:
		return j.blocked(ctx, lacking{failed: r.failing()})
	case !problem.IsZero():
		return j.staff(ctx, say(problem, places...))
	}
	for _, c := range changes {
		if err := r.set(ctx, c); fault.KindOf(err) == fault.Invalid && err != nil {
			return j.staff(ctx, say(noteNotTaken, same(c.holding.ID+"."+c.column)))
		} else if err != nil {
			return j.blocked(ctx, lacking{failed: []lang.Text{nameOf(c.store)}})
		}
	}
	return j.readBack(ctx, changes)
}

// others names what the person cannot change by their word alone: people verify it first,
// and have it carried on where it is right (PIPL 46).
func (j *job) others(ctx context.Context) (all []lang.Text, err error) {
	d, _, err := j.Consent.Current(ctx)
	if err != nil {
		return nil, err
	}
	for _, item := range slices.Sorted(maps.Keys(j.Detail.Values)) {
		if id := law.ItemID(item); !rights.OwnWord(d, id) {
			all = append(all, ItemName(d, id))
		}
	}
	return all, nil
}

var noteVerify = lang.Text{
	ZH: "以下信息依法须保存，或由系统记录、由他人提供，不能只凭申请改写；工作人员核实后予以更正、补充：",
	EN: "Law keeps the following, or a system or somebody else recorded it, so that it is not rewritten because somebody asks; people verify it and then correct or complete it: ",
}

// failing names the stores that cannot be reached for now.
func (r *reach) failing() []lang.Text {
	var all []lang.Text
	for _, s := range r.d.Stores {
		if r.why[s.ID] == erase.ReasonUnreachable {
			all = append(all, nameOf(s))
		}
	}
	return all
}

// closed reports whether only people can reach a store.
func (r *reach) closed(store string) bool {
	return r.why[store] != "" && r.why[store] != erase.ReasonUnreachable
}

// changes works out what to write. A problem with its places says why people have to.
func (r *reach) changes(ctx context.Context, values map[string]string) (all []change, problem lang.Text, places []lang.Text) {
	if len(values) == 0 {
		return nil, noteNoValues, nil
	}
	for _, item := range slices.Sorted(maps.Keys(values)) {
		here, problem, places := r.changesOf(ctx, law.ItemID(item), values[item])
		if !problem.IsZero() {
			return nil, problem, places
		}
		all = append(all, here...)
	}
	return all, lang.Text{}, nil
}

func (r *reach) changesOf(ctx context.Context, item law.ItemID, value string) (all []change, problem lang.Text, places []lang.Text) {
	held := map[string]bool{}
	for _, p := range r.places() {
		p = r.own(p)
		for _, f := range p.holding.Fields {
			at := same(p.holding.ID + "." + f.Column)
			switch {
			case f.Item != item, r.shut(p.store.ID, p.holding.ID):
				continue
			case r.closed(p.store.ID), objects(p.store):
				return nil, noteByHand, []lang.Text{nameOf(p.store)}
			case r.undated(ctx, p):
				return nil, noteByHand, []lang.Text{nameOf(p.store)}
			case p.untimed:
				continue
			case r.why[p.store.ID] != "":
				continue // it is said to fail, and nothing is written anywhere
			case slices.ContainsFunc(p.target.Found, func(x *declaration.Found) bool { return x.In == f.Column }):
				return nil, noteFoundBy, []lang.Text{at}
			}
			n, err := r.values(ctx, p, f.Column, held)
			if err != nil {
				r.fail(p.store.ID, err)
				continue
			}
			if n > 0 {
				all, places = append(all, change{p, f.Column, value, n}), append(places, at)
			}
		}
	}
	delete(held, value) // what an earlier try has written already
	delete(held, "")
	switch {
	case len(held) > 1:
		return nil, noteSeveral, places
	case len(all) == 0 && len(r.failing()) == 0:
		return nil, noteNoField, []lang.Text{ItemName(r.d, item)}
	}
	return all, lang.Text{}, nil
}

// values adds what a column holds about the person, and counts the rows.
func (r *reach) values(ctx context.Context, p place, column string, held map[string]bool) (rows int64, err error) {
	if !r.leads(p.target) {
		return 0, nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for rec, err := range r.open[p.store.ID].Read(ctx, p.target, r.keys, []string{column}) {
		if err != nil {
			return 0, err
		}
		held[rec[column]] = true
		rows++
	}
	return rows, nil
}

// ItemName names a kind, which may be the declaration's own.
func ItemName(d *declaration.Declaration, id law.ItemID) lang.Text {
	for u := range d.All() {
		if u.Item.ID == id {
			return u.Item.Name
		}
	}
	if i, ok := law.ItemByID(id); ok {
		return i.Name
	}
	return lang.Text{ZH: string(id), EN: string(id)}
}

func (r *reach) set(ctx context.Context, c change) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, err := r.open[c.store.ID].Set(ctx, c.target, r.keys, map[string]string{c.column: c.value})
	return err
}

// readBack opens the stores anew and reads what they hold now.
func (j *job) readBack(ctx context.Context, changes []change) (time.Duration, string, error) {
	r, err := j.reaching(ctx, j.Subject, j.Keys())
	if err != nil {
		return 0, "", err
	}
	defer r.close()
	var done []lang.Text
	for _, c := range changes {
		if r.open[c.store.ID] == nil {
			return j.blocked(ctx, lacking{failed: []lang.Text{nameOf(c.store)}})
		}
		held := map[string]bool{}
		n, err := r.values(ctx, c.place, c.column, held)
		switch {
		case err != nil:
			return j.blocked(ctx, lacking{failed: []lang.Text{nameOf(c.store)}})
		case n == 0, len(held) != 1, !held[c.value]:
			return j.staff(ctx, say(noteNotTaken, same(c.holding.ID+"."+c.column)))
		}
		done = append(done, where(nameOf(c.store), c.holding.ID+"."+c.column, n))
	}
	return j.finish(ctx, say(noteChanged, done...))
}
