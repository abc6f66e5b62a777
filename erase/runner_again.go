package erase

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// together is how many tombstones are asked after at once: where a store holds none
// of them, that is one question for all.
const together = 1000

// Again erases again, in the named store or in all, whoever has a tombstone: for
// after a restore, before the store serves. It says how many people had come back.
// Whoever registered anew since keeps what is new. A store that cannot be reached,
// and one in which something is left, is an error: it is not to serve yet. What
// comes late is waited for by Work.
func (r *Runner) Again(ctx context.Context, store string, now time.Time) (int, error) {
	d, hash, err := r.Consent.Current(ctx)
	if err != nil {
		return 0, err
	}
	if _, ok := declared(d, store); store != "" && !ok {
		return 0, errNoStore
	}
	if !r.waits(ctx, now) {
		if err := r.Graves.Expire(now); err != nil {
			return 0, err
		}
	}
	stones, err := r.Graves.Tombstones(now)
	if err != nil {
		return 0, err
	}
	stones = byPerson(stones)
	back := map[int64]Tombstone{}
	for _, s := range d.Stores {
		if store != "" && s.ID != store || len(s.Holds) == 0 || manual(plan.Compile(d, nil, plan.Scope{}), s.ID) {
			continue
		}
		for some := range slices.Chunk(stones, together) {
			if err := r.returned(ctx, hash, s, some, back, now); err != nil {
				return 0, fmt.Errorf("looking for erased people in store %s: %w", s.ID, err)
			}
		}
	}
	var failed error
	for _, t := range stones {
		if _, ok := back[t.Number]; ok {
			failed = errors.Join(failed, r.again(ctx, t, store, now))
		}
	}
	return len(back), failed
}

// byPerson puts tombstones of one person together: who was erased twice was erased
// the later time.
func byPerson(stones []Tombstone) []Tombstone {
	var all []Tombstone
	at := map[string]int{}
	for _, t := range stones {
		key := fmt.Sprintf("%q %q", t.Subject, t.Scope.Uses)
		i, known := at[key]
		if !known || t.Subject == "" {
			at[key], all = len(all), append(all, t)
			continue
		}
		if t.At.After(all[i].At) {
			all[i].At = t.At
		}
		all[i].Keys, _ = all[i].Keys.With(t.Keys)
	}
	return all
}

// returned adds to back those of the tombstones who are in the store.
func (r *Runner) returned(ctx context.Context, hash string, s *declaration.Store, stones []Tombstone, back map[int64]Tombstone, now time.Time) error {
	for _, scope := range scopes(stones) {
		some := plan.Filtered(stones, func(t Tombstone) bool { return same(t.Scope, scope) })
		if n, err := r.there(ctx, hash, s, gathered(some), scope, len(some) > 1, now, now); err != nil || n == 0 {
			if err != nil {
				return err
			}
			continue
		}
		for _, t := range some {
			if _, known := back[t.Number]; known {
				continue
			}
			n, err := r.there(ctx, hash, s, gathered([]Tombstone{t}), scope, false, t.At, now)
			if err != nil {
				return err
			}
			if n > 0 {
				back[t.Number] = t
			}
		}
	}
	return nil
}

// there counts what a store holds of people and would be erased. Rows that stay are
// counted by whoever looks, and only where they are not as the erasure left them:
// what a ground keeps, and what was anonymised, was there all the time.
func (r *Runner) there(ctx context.Context, hash string, s *declaration.Store, keys plan.Keys, scope plan.Scope, many bool, at, now time.Time) (total int64, err error) {
	v := &visit{r: r, many: many, now: now, p: Progress{Store: s.ID},
		c: Case{Trigger: TriggerRestore, Scope: scope, Event: at, Declaration: hash, File: File{Keys: keys}}}
	if err := v.prepare(ctx); err != nil {
		return 0, err
	}
	defer v.close()
	file, err := v.resolve(ctx, v.c.File)
	if err != nil {
		return 0, err
	}
	keys = file.Keys
	sought := v.m.byIdentifier(v.own.Deeds, keys)
	for _, t := range sought.Targets {
		n, err := v.counted(ctx, t, keys)
		if err != nil {
			return 0, err
		}
		total += n
	}
	if len(sought.Changed) == 0 || total > 0 {
		return total, nil
	}
	sought.Targets = nil
	lookers, err := v.lookers(ctx)
	if err != nil {
		return 0, err
	}
	defer v.unlook(lookers)
	for _, l := range lookers {
		left, err := v.looked(ctx, l, sought)
		if err != nil {
			return 0, err
		}
		for _, res := range left {
			total += res.Count
		}
	}
	return total, nil
}

func scopes(stones []Tombstone) []plan.Scope {
	var all []plan.Scope
	for _, t := range stones {
		if !slices.ContainsFunc(all, func(s plan.Scope) bool { return same(s, t.Scope) }) {
			all = append(all, t.Scope)
		}
	}
	return all
}

func same(a, b plan.Scope) bool {
	return slices.Equal(a.Uses, b.Uses) && slices.Equal(a.Spared, b.Spared)
}

// gathered is the identifiers of all of them.
func gathered(stones []Tombstone) plan.Keys {
	all := plan.Keys{}
	for _, t := range stones {
		if t.Subject != "" {
			all[declaration.Person] = append(all[declaration.Person], t.Subject)
		}
		all, _ = all.With(t.Keys)
	}
	return all
}

var errNotErased = fault.New(fault.Unavailable, "恢复后的存储里仍有已删除的人，暂不能投入使用", "the restored store still holds people who were erased: it is not to serve yet")

// again erases one person again, as far as looking and finding nothing.
func (r *Runner) again(ctx context.Context, t Tombstone, store string, now time.Time) error {
	o := Order{Keys: t.Keys, Trigger: TriggerRestore, Scope: t.Scope, Event: t.At}
	if t.Subject != "" {
		s, err := ledger.NewSubject(t.Subject)
		if err != nil {
			return err
		}
		o.Subject = s
	}
	c, err := r.Open(ctx, o, now)
	if err != nil {
		return err
	}
	for range turns {
		if c, err = r.Book.Case(ctx, c.ID); err != nil {
			return err
		}
		waiting := plan.Filtered(c.Stores, func(p Progress) bool { return p.Phase != Quiet && p.Phase != Done })
		asked := plan.Filtered(waiting, func(p Progress) bool { return store == "" && p.Reason != ReasonManual || p.Store == store })
		if len(asked) == 0 {
			return nil
		}
		if slices.ContainsFunc(asked, func(p Progress) bool { return p.Attempts > 3 }) {
			break
		}
		for _, p := range waiting {
			_, err := r.visit(ctx, c, p.Store, now)
			if fault.KindOf(err) == fault.Conflict {
				err = nil
			}
			if err != nil {
				return err
			}
			if c, err = r.Book.Case(ctx, c.ID); err != nil {
				return err
			}
		}
	}
	return errNotErased.Because(errors.New("case " + string(c.ID)))
}
