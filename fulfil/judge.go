package fulfil

import (
	"context"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

// maxJudged bounds about how many identifiers it is asked whether others share them.
const maxJudged = 200

// parted parts what a store gives into what is the person's and what may be somebody
// else's, too: a phone number that two accounts have, or the address of a picture that
// anybody can write into a review.
func (r *reach) parted(f *plan.Find, got plan.Keys) (sure, doubted plan.Keys) {
	sure, doubted = plan.Keys{}, plan.Keys{}
	for name, values := range got {
		for _, v := range r.plan.Given(values) {
			switch {
			case name == declaration.Person, slices.Contains(r.shared[name], v), slices.Contains(doubted[name], v):
			case r.stores == nil, !f.Uncertain(name), slices.Contains(r.keys[name], v):
				sure[name] = append(sure[name], v)
			case !plan.Telling(v): // nobody can look for it, and what may be somebody else's is in no copy
				r.shared[name] = append(r.shared[name], v)
			default:
				doubted[name] = append(doubted[name], v)
			}
		}
	}
	return sure, doubted
}

func (r *reach) learn(more plan.Keys) {
	for name, values := range more {
		all := append(slices.Clone(r.keys[name]), values...)
		slices.Sort(all)
		r.keys[name] = slices.Compact(all)
	}
}

var errUnlooked = fault.New(fault.Unavailable, "没有人能查看这个存储", "nobody can look into the store")

// judge learns what is the person's alone.
func (r *reach) judge(ctx context.Context, p *plan.StorePlan, doubted plan.Keys) error {
	lookers, err := r.stores.Look(ctx, p.Store)
	if err != nil {
		return err
	}
	defer func() {
		for _, l := range lookers {
			_ = l.Close() // it only read
		}
	}()
	if len(lookers) == 0 {
		return errUnlooked
	}
	alone, shared, err := p.Shared(ctx, lookers[0].Look, r.keys, doubted, maxJudged-r.judged)
	if err != nil {
		return err
	}
	for _, values := range doubted {
		r.judged = min(maxJudged, r.judged+len(values))
	}
	r.learn(alone)
	for name, values := range shared {
		r.shared[name] = append(r.shared[name], values...)
	}
	return nil
}

// leftOut reports whether something in a store is led to only by identifiers that others
// share, so that nobody can say whose it is.
func (r *reach) leftOut(ctx context.Context, p place) bool {
	c := r.open[p.store.ID]
	t, ok := plan.Unfollowed(p.target, p.holding.By(), r.shared)
	if !ok || c == nil || p.untimed {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	n, err := c.Count(ctx, t, r.keys.Besides(r.shared))
	return n > 0 || err != nil
}
