package fulfil

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/ledger"
)

// A Holding is one kind of information that is held about a person.
type Holding struct {
	Store, Where string
	Items        []string // names in both languages are the declaration's
	Rows         int64
	Unknown      string // why the amount is not known: a permanent slug
}

// Held says what is held about a person, kind by kind, with amounts: access is
// simply there (draft 23(1)). A store that cannot be asked has no amount and says
// why, as an erasure would. The caller knows who asks: a visitor has proved the
// contact that the subject is made of.
func (o *Office) Held(ctx context.Context, s ledger.Subject, _ time.Time) ([]Holding, error) {
	r, err := o.counting(ctx, s)
	if err != nil {
		return nil, err
	}
	return r.held(ctx), nil
}

// Count is a dry run: what an erasure of the person would find in the stores of a
// declaration, which need not be active. It changes nothing.
func Count(ctx context.Context, d *declaration.Declaration, stores plan.Stores, s ledger.Subject) ([]Holding, error) {
	r, err := reaching(ctx, d, "", stores, s, time.Time{}, provedBy(s), nil)
	if err != nil {
		return nil, err
	}
	return r.held(ctx), nil
}

// held counts every place, and closes.
func (r *reach) held(ctx context.Context) []Holding {
	defer r.close()
	var all []Holding
	for _, p := range r.places() {
		h := Holding{Store: p.store.ID, Where: p.holding.ID, Items: itemsOf(p), Unknown: r.why[p.store.ID]}
		if p.untimed {
			if h.Unknown == "" && r.undated(ctx, p) {
				h.Unknown = erase.ReasonUntimed
			}
		} else if h.Unknown == "" && r.leads(p.target) {
			n, err := r.count(ctx, p)
			if h.Rows = n; err != nil {
				r.fail(p.store.ID, err)
				h.Rows, h.Unknown = 0, r.why[p.store.ID]
			} else if n > 0 && p.store.Tables() {
				h.Items = r.filled(ctx, p, h.Items)
			}
		}
		all = append(all, h)
	}
	return append(all, r.papers()...)
}

// papers are the kinds that uses keep where nobody but people can look: of these there
// is no amount.
func (r *reach) papers() []Holding {
	var all []Holding
	for _, s := range r.d.Stores {
		h := Holding{Store: s.ID, Where: declaration.Everything, Unknown: erase.ReasonManual}
		for u := range r.d.All() {
			if item := string(u.Item.ID); len(s.Holds) == 0 && u.Store == s && u.Recipient == nil && !slices.Contains(h.Items, item) {
				h.Items = append(h.Items, item)
			}
		}
		if len(h.Items) > 0 {
			all = append(all, h)
		}
	}
	return all
}

// count counts rows. Where a number leads to some of them, they are read, so that
// those of another account do not count.
func (r *reach) count(ctx context.Context, p place) (n int64, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c := r.open[p.store.ID]
	if own := r.own(p); len(own.target.Found) == len(p.target.Found) {
		return c.Count(ctx, p.target, r.keys)
	}
	var columns []string
	for _, f := range p.target.Found {
		columns = append(columns, f.In)
	}
	for rec, err := range c.Read(ctx, p.target, r.keys, columns) {
		if err != nil {
			return 0, err
		}
		if !r.others(p, rec) {
			n++
		}
	}
	return n, nil
}

// filled leaves of items those of which a row still has anything: a column that was
// emptied holds nothing, though its row is kept. It reads no further than it must.
// Where a row cannot be read, all are said to be held.
func (r *reach) filled(ctx context.Context, p place, items []string) []string {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var columns []string
	for _, f := range p.holding.Fields {
		if f.Item != "" {
			columns = append(columns, f.Column)
		}
	}
	for _, f := range p.target.Found {
		if !slices.Contains(columns, f.In) {
			columns = append(columns, f.In)
		}
	}
	has := map[string]bool{}
	for rec, err := range r.open[p.store.ID].Read(ctx, p.target, r.keys, columns) {
		if err != nil {
			return items
		}
		if r.others(p, rec) {
			continue
		}
		for _, f := range p.holding.Fields {
			if rec[f.Column] != "" {
				has[string(f.Item)] = true
			}
		}
		if !slices.ContainsFunc(items, func(i string) bool { return !has[i] }) {
			break
		}
	}
	return slices.DeleteFunc(slices.Clone(items), func(i string) bool { return !has[i] })
}

func itemsOf(p place) []string {
	var all []string
	for _, f := range p.holding.Fields {
		if f.Item != "" && !slices.Contains(all, string(f.Item)) {
			all = append(all, string(f.Item))
		}
	}
	return all
}

// provedBy returns the identifiers that a subject itself says: of a visitor, the one
// contact that the subject is made of.
func provedBy(s ledger.Subject) map[string]string {
	rest, ok := strings.CutPrefix(s.Raw(), "visitor:")
	name, value, parted := strings.Cut(rest, ":")
	if !ok || !parted {
		return nil
	}
	return map[string]string{name: value}
}
