package endpoint

import (
	"context"
	"slices"

	"github.com/volens/volens/connect/needle"
	"github.com/volens/volens/erase/plan"
)

// A looker asks an endpoint to look. That its code is another than the one that
// erased is for its team to see to.
type looker struct{ *line }

var _ plan.Looker = looker{}

// LookAt opens an endpoint for looking, as Open does.
func LookAt(_ context.Context, address string, o Options) (plan.Looker, error) {
	l, err := open(address, o)
	if err != nil {
		return nil, err
	}
	return looker{l}, nil
}

// Close ends idle connections.
func (l looker) Close() error { l.close(); return nil }

// Store asks which store it is, and adds where it was asked.
func (l looker) Store(ctx context.Context) (string, error) {
	a, err := l.ask(ctx, Request{Op: Store})
	switch {
	case err != nil:
		return "", err
	case a.Store == "" || len(a.Store) > 128:
		return "", lacks("store")
	}
	return l.fingerprint() + "/" + a.Store, nil
}

// Look asks what is left.
func (l looker) Look(ctx context.Context, s plan.Search) ([]plan.Residue, error) {
	search := &Search{Targets: targetsOf(s.Targets), Keys: s.By, Changed: changedOf(s.Changed), Values: append([]string{}, s.Values...), Spare: targetsOf(s.Spare)}
	if search.Keys == nil {
		search.Keys = plan.Keys{}
	}
	a, err := l.ask(ctx, Request{Op: Look, Search: search})
	if err != nil {
		return nil, err
	}
	if a.Residue == nil {
		return nil, lacks("residue") // no answer is not "nothing"
	}
	values := needle.Of(s.Values)
	var all []plan.Residue
	for _, r := range a.Residue {
		if r.Count < 1 || !slices.Contains([]string{needle.ByIdentifier, needle.ByColumn, needle.ByValue}, r.How) {
			return nil, lacks("count or how")
		}
		if values.InText(r.Where) || len(r.Where) > 200 {
			r.Where = needle.Shape(r.Where, values.InText)
		}
		all = append(all, plan.Residue{Where: r.Where[:min(len(r.Where), 200)], Count: r.Count, How: r.How})
	}
	return all, nil
}
