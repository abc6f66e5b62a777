package fulfil

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
)

// patience is how long one call to a store may take.
const patience = 2 * time.Minute

// maxKeys bounds how many identifiers one person has.
const maxKeys = 100_000

var errKeys = fault.New(fault.TooLarge, "此人的标识超过十万个，请检查声明中的 gives", "this person has over 100,000 identifiers: check gives in the declaration")

// A reach is one person's data over all stores, as far as they can be reached.
type reach struct {
	d    *declaration.Declaration
	hash string
	plan plan.Plan
	open map[string]plan.Connector // by store
	why  map[string]string         // by store that is not read
	keys plan.Keys

	since time.Time // what was written before is of somebody else who had the id; zero where nobody had it

	stores plan.Stores // where it is asked whether others share an identifier; nil to take all for the person's own
	shared plan.Keys   // identifiers that others share, which are not followed
	judged int         // about how many it was asked
}

// reaching opens every store of the active declaration and collects the person's
// identifiers: from the own id, or from what a visitor proved. What cannot be
// reached is in why, and is no error. The caller closes.
func (o *Office) reaching(ctx context.Context, s ledger.Subject, proved map[string]string) (*reach, error) {
	d, hash, err := o.Consent.Current(ctx)
	if err != nil {
		return nil, err
	}
	since, err := o.since(ctx, s)
	if err != nil {
		return nil, err
	}
	return reaching(ctx, d, hash, o.Stores, s, since, proved, o.Stores)
}

// counting is reaching for whoever only counts.
func (o *Office) counting(ctx context.Context, s ledger.Subject) (*reach, error) {
	d, hash, err := o.Consent.Current(ctx)
	if err != nil {
		return nil, err
	}
	since, err := o.since(ctx, s)
	if err != nil {
		return nil, err
	}
	return reaching(ctx, d, hash, o.Stores, s, since, provedBy(s), nil)
}

// reaching asks judges whether others share an identifier. Without them all are followed,
// for whoever only counts.
func reaching(ctx context.Context, d *declaration.Declaration, hash string, stores plan.Stores, s ledger.Subject, since time.Time, proved map[string]string, judges plan.Stores) (*reach, error) {
	r := &reach{d: d, hash: hash, open: map[string]plan.Connector{}, why: map[string]string{}, keys: plan.Keys{}, since: since, stores: judges, shared: plan.Keys{}}
	if !rights.IsVisitor(s) {
		r.keys[declaration.Person] = []string{s.Raw()}
	}
	for name, value := range proved {
		if name != declaration.Person {
			r.keys[name] = []string{value}
		}
	}
	r.plan = plan.Compile(d, r.survey(ctx, stores), plan.Scope{})
	for _, p := range r.plan.Stores {
		if p.Manual && r.why[p.Store.ID] == "" {
			r.why[p.Store.ID] = erase.ReasonManual
		}
	}
	if err := r.collect(ctx); err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

// survey opens all stores at once, so that one that does not answer delays no other.
func (r *reach) survey(ctx context.Context, stores plan.Stores) map[string]plan.Survey {
	var mu sync.Mutex
	var all sync.WaitGroup
	found := map[string]plan.Survey{}
	for _, s := range r.d.Stores {
		switch {
		case len(s.Holds) == 0:
			continue
		case !s.Off.IsZero():
			r.why[s.ID] = erase.ReasonOff
			continue
		case s.URL.IsZero():
			r.why[s.ID] = erase.ReasonManual
			continue
		}
		all.Go(func() {
			c, survey, err := openStore(ctx, stores, s)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				r.why[s.ID] = slug(err)
				return
			}
			r.open[s.ID], found[s.ID] = c, survey
		})
	}
	all.Wait()
	return found
}

func openStore(ctx context.Context, stores plan.Stores, s *declaration.Store) (plan.Connector, plan.Survey, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c, err := stores.Open(ctx, s)
	if err != nil {
		return nil, plan.Survey{}, err
	}
	survey, err := c.Survey(ctx)
	if err != nil {
		_ = c.Close() // the survey's error says more
		return nil, plan.Survey{}, err
	}
	return c, survey, nil
}

// slug names what is wrong with a store. The error itself is not shown to anybody
// whom the data is about.
func slug(err error) string {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.NotFound:
		return erase.ReasonRefused
	case fault.Internal, fault.Unauthenticated, fault.Forbidden, fault.Conflict, fault.TooLarge, fault.Refused, fault.Unavailable:
	}
	return erase.ReasonUnreachable
}

// fail leaves a store out from now on.
func (r *reach) fail(store string, err error) {
	if c := r.open[store]; c != nil {
		_ = c.Close() // it has failed already
	}
	delete(r.open, store)
	r.why[store] = slug(err)
}

func (r *reach) close() {
	for _, c := range r.open {
		_ = c.Close() // nothing was written that closing could lose
	}
}

// collect follows identifiers from store to store until no new one comes. The
// person's own id is never learnt from a store: a number that somebody else has by
// now must not lead to them.
func (r *reach) collect(ctx context.Context) error {
	for before := -1; before != r.size(); {
		before = r.size()
		for _, p := range r.plan.Stores {
			for _, f := range p.Finds {
				if err := r.find(ctx, p, f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (r *reach) find(ctx context.Context, p *plan.StorePlan, f *plan.Find) error {
	store := p.Store.ID
	c := r.open[store]
	if c == nil || len(f.Gives) == 0 || r.shut(store, f.Target.Holding) || !r.leads(f.Target) {
		return nil
	}
	target, ok := r.theirs(p, f.Target)
	if !ok {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	got, err := c.Resolve(ctx, target, r.keys, f.Gives)
	if err != nil {
		r.fail(store, err)
		return nil
	}
	sure, doubted := r.parted(f, got)
	r.learn(sure)
	if len(doubted) > 0 {
		if err := r.judge(ctx, p, doubted); err != nil {
			r.fail(store, err)
		}
	}
	if r.size() > maxKeys {
		return errKeys
	}
	return nil
}

func (r *reach) size() int {
	n := 0
	for _, values := range r.keys {
		n += len(values)
	}
	return n
}

// leads reports whether anything that is known finds rows of a target.
func (r *reach) leads(t plan.Target) bool {
	if len(t.Found) > 0 {
		return slices.ContainsFunc(t.Found, func(f *declaration.Found) bool { return len(r.keys[f.By]) > 0 })
	}
	for name := range maps.Keys(r.keys) {
		if strings.Contains(t.Holding, "{"+name+"}") && len(r.keys[name]) > 0 {
			return true
		}
	}
	return false
}
