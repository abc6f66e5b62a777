package erase

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/ledger"
)

// What nobody looks at must not take much with it. Where more than a fifth of a
// place is over at once, and more than a handful of rows, a sweep stops and says so:
// people look, and carry it out by hand. Both numbers are our choice, not law.
const (
	muchAtOnce = 1000
	muchShare  = 5
)

// announcing bounds how many activations are looked back over.
const announcing = 100

// announced is from when the active declaration is swept by: so long after what it
// says of periods came into use. Another version that says the same of them begins
// nothing anew.
func (r *Runner) announced(ctx context.Context, d *declaration.Declaration, now time.Time) (time.Time, error) {
	all, err := r.Consent.Versions.Activations(ctx, announcing)
	if err != nil {
		return time.Time{}, err
	}
	since, says := now, retention(d)
	for _, a := range all {
		was, err := r.Consent.Parsed(ctx, a.Hash)
		if err != nil {
			return time.Time{}, err
		}
		if retention(was) != says {
			break
		}
		since = a.At
	}
	return since.Add(r.Announced), nil
}

// retention is the digest of all that decides what is swept, and what becomes of it.
func retention(d *declaration.Declaration) string {
	var b strings.Builder
	for _, s := range plan.Compile(d, nil, plan.Scope{}).Stores {
		for _, a := range s.Deeds {
			fmt.Fprintf(&b, "%s %s %q %q %v\n", s.Store.ID, s.Store.Engine, a.Target.Holding, a.Born, a.Deed.Change)
			if h, ok := s.Store.Holding(a.Target.Holding); ok {
				fmt.Fprintf(&b, "%+v\n", retained{h.Account, string(h.Then), h.Keep.For, h.Keep.From})
			}
		}
	}
	for u := range d.All() {
		if u.Store != nil {
			fmt.Fprintf(&b, "%s %s %s %s\n", u.ID, u.Store.ID, u.Kept.For, u.Kept.Then)
		}
	}
	for _, s := range d.Services {
		fmt.Fprintf(&b, "%s ended %s\n", s.ID, s.Ended)
	}
	return ledger.Digest([]byte(b.String()))
}

// retained is what of a holding decides a sweep.
type retained struct {
	account bool
	then    string
	period  declaration.Period
	from    string
}

// unswept says why nobody sweeps a place by itself, or "". An account does not go
// because its row is old. Where the plan does not lead to everything, or a row says
// where other rows are that would stay behind, people have to see to it; and where
// people were told that something is anonymised, it is not deleted.
func (v *visit) unswept(a *plan.Action) (Reason, bool) {
	if v.c.Trigger == TriggerPeriod && a.Account {
		return "", false
	}
	for _, f := range v.plan.Findings {
		if f.Store == v.p.Store && (f.Problem == plan.Unheld || f.Problem == plan.Missing || f.Problem == plan.Unfound) {
			return ReasonGap, false
		}
	}
	if v.c.Trigger == TriggerPeriod && (v.misnamed(a) || v.leadsOn(a)) {
		return ReasonGap, false
	}
	return "", true
}

// misnamed reports whether people were told that what a deed deletes is anonymised.
func (v *visit) misnamed(a *plan.Action) bool {
	if a.Deed.Change != nil {
		return false
	}
	items := v.items(a)
	for u := range v.d.All() {
		if u.Store == v.own.Store && slices.Contains(items, u.Item.ID) && u.Kept.Then == declaration.Anonymise {
			return true
		}
	}
	return false
}

// leadsOn reports whether other rows are found by what rows of a place say, and by
// nothing else: once these are gone nobody finds those of a person.
func (v *visit) leadsOn(a *plan.Action) bool {
	var gives []string
	for _, f := range v.own.Finds {
		if f.Target.Holding == a.Target.Holding {
			gives = slices.AppendSeq(gives, maps.Values(f.Gives))
		}
	}
	for _, s := range v.plan.Stores {
		for _, b := range s.Deeds {
			if b.Target.Holding != a.Target.Holding && !slices.Contains(b.By, declaration.Person) &&
				slices.ContainsFunc(b.By, func(name string) bool { return slices.Contains(gives, name) }) {
				return true
			}
		}
	}
	return false
}

// tooMuch reports whether so many rows are over that people have to look first.
func (v *visit) tooMuch(ctx context.Context, a *plan.Action, n int64) (bool, error) {
	if v.r.Unlimited || v.c.Trigger != TriggerPeriod || n <= muchAtOnce {
		return false, nil
	}
	all := a.Target
	all.Found, all.Everyone = nil, true
	all.Within = []plan.Window{{Column: a.Born, To: v.now.AddDate(1, 0, 0)}}
	total, err := v.counted(ctx, all, nil)
	return n*muchShare > total, err
}
