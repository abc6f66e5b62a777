package endpoint

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/volens/volens/erase/plan"
)

// A connector asks an endpoint to act.
type connector struct{ *line }

var _ plan.Connector = connector{}

// Open opens an endpoint by its address, which ends in its secret. Nothing is asked
// yet.
//
// Errors: fault.Invalid where the address is wrong, which it does not repeat.
func Open(_ context.Context, address string, o Options) (plan.Connector, error) {
	l, err := open(address, o)
	if err != nil {
		return nil, err
	}
	return connector{l}, nil
}

// Close ends idle connections.
func (c connector) Close() error { c.close(); return nil }

// Survey asks what is there.
func (c connector) Survey(ctx context.Context) (plan.Survey, error) {
	a, err := c.ask(ctx, Request{Op: Survey})
	if err != nil {
		return plan.Survey{}, err
	}
	if a.Engine == "" {
		return plan.Survey{}, lacks("engine")
	}
	s := plan.Survey{Engine: a.Engine}
	for _, t := range a.Tables {
		to := plan.Table{Name: t.Name, Comment: t.Comment, Primary: t.Primary}
		for _, x := range t.Columns {
			to.Columns = append(to.Columns, plan.Column{Name: x.Name, Type: x.Type, Comment: x.Comment, Nullable: x.Nullable})
		}
		s.Tables = append(s.Tables, to)
	}
	return s, nil
}

// Resolve asks for the identifiers that rows hold.
func (c connector) Resolve(ctx context.Context, t plan.Target, by plan.Keys, gives map[string]string) (plan.Keys, error) {
	a, err := c.ask(ctx, Request{Op: Resolve, Target: targetOf(t), Keys: by, Gives: gives})
	if err != nil {
		return nil, err
	}
	all := plan.Keys{}
	for name, values := range a.Keys {
		if !given(gives, name) {
			return nil, lacks("keys") // nobody asked for such
		}
		values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		slices.Sort(values)
		all[name] = slices.Compact(values)
	}
	return all, nil
}

func given(gives map[string]string, name string) bool {
	for _, n := range gives {
		if n == name {
			return true
		}
	}
	return false
}

// Count asks how many rows there are.
func (c connector) Count(ctx context.Context, t plan.Target, by plan.Keys) (int64, error) {
	a, err := c.ask(ctx, Request{Op: Count, Target: targetOf(t), Keys: by})
	return number("count", a.Count, err)
}

// number is a number that has to be there.
func number(field string, n *int64, err error) (int64, error) {
	switch {
	case err != nil:
		return 0, err
	case n == nil || *n < 0:
		return 0, lacks(field)
	}
	return *n, nil
}

// Read asks for rows, page by page.
func (c connector) Read(ctx context.Context, t plan.Target, by plan.Keys, columns []string) iter.Seq2[plan.Record, error] {
	return func(yield func(plan.Record, error) bool) {
		after, n := "", 0
		for {
			a, err := c.ask(ctx, Request{Op: Read, Target: targetOf(t), Keys: by, Columns: columns, After: after})
			switch {
			case err == nil && a.Rows == nil:
				err = lacks("rows")
			case err == nil && a.Next != "" && a.Next == after:
				err = lacks("next")
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for _, r := range a.Rows {
				n++
				if !yield(r, nil) || n == t.Limit {
					return
				}
			}
			if after = a.Next; after == "" {
				return
			}
		}
	}
}

// Do asks for a deed.
func (c connector) Do(ctx context.Context, t plan.Target, by plan.Keys, d plan.Deed) (int64, error) {
	r := Request{Op: Do, Target: targetOf(t), Keys: by, Delete: d.Change == nil}
	if d.Change != nil {
		r.Change = changesOf(d.Change)
	}
	a, err := c.ask(ctx, r)
	return number("done", a.Done, err)
}

// Set asks for a correction.
func (c connector) Set(ctx context.Context, t plan.Target, by plan.Keys, values map[string]string) (int64, error) {
	a, err := c.ask(ctx, Request{Op: Set, Target: targetOf(t), Keys: by, Values: values})
	return number("done", a.Done, err)
}

// never stands for: not before somebody does something.
var never = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// Settle asks what may be left.
func (c connector) Settle(ctx context.Context, holdings []string) ([]plan.Remnant, error) {
	a, err := c.ask(ctx, Request{Op: Settle, Holdings: holdings})
	if err != nil {
		return nil, err
	}
	if a.Remnants == nil {
		return nil, lacks("remnants")
	}
	var all []plan.Remnant
	for _, r := range a.Remnants {
		if !slugForm.MatchString(r.What) {
			return nil, lacks("what")
		}
		gone := never
		if r.Gone != nil {
			gone = *r.Gone
		}
		all = append(all, plan.Remnant{What: r.What, Gone: gone})
	}
	return all, nil
}
