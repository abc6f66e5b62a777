package web_test

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/fulfil"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
)

func (o *office) Request(_ context.Context, id rights.RequestID) (rights.Request, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	r, ok := o.requests[id]
	if !ok {
		return rights.Request{}, errAbsent
	}
	return r, nil
}

func (o *office) RequestsOf(_ context.Context, l ledger.Lookup) ([]rights.Request, error) {
	return o.filed(func(r rights.Request) bool { return r.Lookup == l }), nil
}

func (o *office) OpenRequests(context.Context, int) ([]rights.Request, error) {
	return o.filed(rights.Request.Open), nil
}

func (o *office) OpenAfter(_ context.Context, after rights.RequestID, _ int) ([]rights.Request, error) {
	return o.filed(func(r rights.Request) bool { return r.Open() && r.ID > after }), nil
}

// filed lists the requests that fit, newest first.
func (o *office) filed(fits func(rights.Request) bool) (all []rights.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, r := range o.requests {
		if fits(r) {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b rights.Request) int {
		if c := b.Entered.Compare(a.Entered); c != 0 {
			return c
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	return all
}

func (o *office) Code(_ context.Context, id rights.RequestID) (rights.SetCode, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	c, ok := o.codes[id]
	if !ok || len(c.Hash) == 0 {
		return rights.SetCode{}, errAbsent
	}
	return c, nil
}

func (o *office) Archive(_ context.Context, id rights.RequestID, now time.Time) (rights.NewArchive, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	a, ok := o.archives[id]
	if !ok || !now.Before(a.Expires) {
		return rights.NewArchive{}, errAbsent
	}
	return a, nil
}

func (o *office) CasesOf(_ context.Context, request string, _ ledger.Lookup) (all []erase.Case, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, c := range o.cases {
		if c.Request == request {
			all = append(all, c)
		}
	}
	return all, nil
}

func (o *office) Certificate(_ context.Context, id erase.CaseID) (erase.Certificate, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if id != "case" {
		return erase.Certificate{}, errAbsent
	}
	if o.closed.Case == id {
		return o.closed, nil
	}
	return erase.Certificate{Case: id, Kept: o.kept}, nil
}

func (o *office) Held(_ context.Context, s ledger.Subject, _ time.Time) ([]fulfil.Holding, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.holdings[s], nil
}
