package erase

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/workday"
)

// Open opens a case, or returns the one that the request has already, or the open
// one of the same person, trigger and scope. Where everything is to be erased the
// person is restricted from then on.
//
// Errors: fault.Invalid for nobody, for an unknown trigger, and for a time in the
// future; fault.Unavailable where no declaration is active.
func (r *Runner) Open(ctx context.Context, o Order, now time.Time) (Case, error) {
	if err := o.check(now); err != nil {
		return Case{}, err
	}
	d, hash, err := r.Consent.Current(ctx)
	if err != nil {
		return Case{}, err
	}
	lookup, err := r.lookup(ctx, o.Subject)
	if err != nil {
		return Case{}, err
	}
	if was, ok, err := r.same(ctx, o, lookup); err != nil || ok {
		return was, err
	}
	if o.Scope.Everything() && o.Trigger != TriggerRestore && !o.Subject.IsZero() {
		if err := r.restrict(ctx, o, now); err != nil {
			return Case{}, err
		}
	}
	c, err := r.opened(d, hash, lookup, o, now)
	if err != nil {
		return Case{}, err
	}
	rows := append([]ledger.Row{NewCase{Case: c}}, c.work(now)...)
	err = r.commit(ctx, c, Evidence{State: Open}, now, rows...)
	if err != nil {
		return Case{}, err
	}
	return r.Book.Case(ctx, c.ID)
}

// work is the work of a new case: each store and each recipient has its own.
func (c Case) work(now time.Time) []ledger.Row {
	var rows []ledger.Row
	for _, p := range c.Stores {
		rows = append(rows, worked(WorkStore, c.ID, p.Store, now))
	}
	for _, t := range c.Told {
		rows = append(rows, worked(WorkTold, c.ID, t.Recipient, now))
	}
	if len(rows) == 0 {
		rows = append(rows, worked(WorkCase, c.ID, "", now))
	}
	return rows
}

func (o Order) check(now time.Time) error {
	known := []Trigger{TriggerRequest, TriggerAccount, TriggerService, TriggerPurpose, TriggerPeriod, TriggerUnavoidable, TriggerConsent, TriggerUnlawful, TriggerRestore}
	switch {
	case o.Subject.IsZero() && o.Keys.Size() == 0:
		return fault.New(fault.Invalid, "须写明删除谁的信息", "say whose information is erased")
	case !slices.Contains(known, o.Trigger):
		return fault.New(fault.Invalid, "没有这种删除情形", "there is no such reason to erase")
	case o.Event.After(now):
		return fault.New(fault.Invalid, "删除情形不会发生在将来", "what the clock runs from cannot lie in the future")
	}
	return nil
}

// lookup finds a person; nobody has none.
func (r *Runner) lookup(ctx context.Context, s ledger.Subject) (ledger.Lookup, error) {
	if s.IsZero() {
		return ledger.Lookup{}, nil
	}
	p, err := r.Consent.People.Person(ctx, s)
	return p.Identity.Lookup, err
}

// same finds the case that an order repeats. A request has one case for ever, also
// when it has ended; anything else repeats only what is still open.
func (r *Runner) same(ctx context.Context, o Order, l ledger.Lookup) (Case, bool, error) {
	if o.Request == "" && l.IsZero() {
		return Case{}, false, nil
	}
	all, err := r.Book.CasesOf(ctx, o.Request, l)
	if err != nil {
		return Case{}, false, err
	}
	for _, c := range all {
		if o.Request != "" && c.Request == o.Request || o.Request == "" && c.Ended.IsZero() && c.Request == "" && c.Trigger == o.Trigger && c.Scope.Covers(o.Scope) {
			c, err := r.Book.Case(ctx, c.ID)
			return c, err == nil, err
		}
	}
	return Case{}, false, nil
}

// restrict leaves nothing but storage and protection from now on. Who is being
// erased already stays so.
func (r *Runner) restrict(ctx context.Context, o Order, now time.Time) error {
	why := "erasure-asked"
	if o.Trigger == TriggerAccount {
		why = "account-closed"
	}
	_, err := r.Consent.Restrict(ctx, o.Subject, consent.Erasing, why, now)
	if fault.KindOf(err) == fault.Conflict && fault.RuleOf(err) == consent.PersonRestricted {
		return nil
	}
	return err
}

func (r *Runner) opened(d *declaration.Declaration, hash string, l ledger.Lookup, o Order, now time.Time) (Case, error) {
	var b [16]byte
	if _, err := io.ReadFull(r.Random, b[:]); err != nil {
		return Case{}, fmt.Errorf("reading randomness: %w", err)
	}
	if o.Event.IsZero() {
		o.Event = now
	}
	cal, k := workday.China(), clockOf(o.Trigger)
	from := o.Event
	if o.Trigger == TriggerRestore { // the event was the first erasure; what came back is found now
		from = now
	}
	keys, _ := plan.Keys{}.With(o.Keys)
	if !o.Subject.IsZero() {
		keys[declaration.Person] = []string{o.Subject.Raw()}
	}
	c := Case{
		ID:      caseID(b[:]),
		Trigger: o.Trigger, Lookup: l, Request: o.Request, Scope: o.Scope, Declaration: hash,
		Event: o.Event, Due: k.due(from, cal), Calendar: cal.Version(), Cites: k.cites, State: Open, Opened: now,
		File: File{Subject: o.Subject, Keys: keys, Found: map[string]bool{}},
	}
	compiled := plan.Compile(d, nil, o.Scope)
	for _, id := range concerned(d, compiled, o.Scope) {
		c.Stores = append(c.Stores, Progress{Store: id, Phase: Collecting, Since: now})
	}
	for _, t := range compiled.Told {
		by := "webhook"
		if t.Letter {
			by = "letter"
		}
		c.Told = append(c.Told, Told{Recipient: t.ID, By: by})
	}
	return c, nil
}

// concerned lists the stores of a case: those of the plan and, where everything
// goes, each that a use keeps personal information in, whether anybody said where
// in it people are or not.
func concerned(d *declaration.Declaration, p plan.Plan, s plan.Scope) []string {
	var ids []string
	for _, sp := range p.Stores {
		ids = append(ids, sp.Store.ID)
	}
	for _, st := range d.Stores {
		if s.Everything() && st.HoldsPersonal() && !slices.Contains(ids, st.ID) {
			ids = append(ids, st.ID)
		}
	}
	return ids
}

// commit makes a step durable, if everything that it writes is still as the case
// says.
func (r *Runner) commit(ctx context.Context, c Case, e Evidence, now time.Time, rows ...ledger.Row) error {
	ch, err := change(c, e, now, rows...)
	if err != nil {
		return err
	}
	_, err = r.Book.Commit(ctx, c.expects(ch))
	return err
}
