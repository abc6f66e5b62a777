package erase

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/erase/plan"
)

// ledAtOnce is how many rows that lead on are swept at once, with all that only they
// lead to: in a store of files each of them may be a question of its own.
const ledAtOnce = 1000

// A led is a deed on what other rows lead to, and nothing else does: the label of an
// order, which only the number of the order finds.
type led struct {
	v *visit
	a *plan.Action
}

// A descent sweeps rows that lead on. What only they lead to goes before them, in
// other stores too: a run that was killed leaves at worst rows that lead nowhere any
// more, and never what nobody could find again.
type descent struct {
	*visit                   // the store that is swept
	a      *plan.Action      // what is done to the rows
	over   plan.Target       // the rows, of everybody, whose period is over
	before time.Time         // when they were written at the latest
	others map[string]*visit // further stores, by id
	below  []led             // what the rows lead to, the deepest first
	names  map[string]bool   // the identifiers that lead there
	done   []plan.Window     // which of the rows went
	held   map[blocked]int64 // how many of the rows wait, by what for
	did    []Evidence
}

// A blocked is what keeps rows from going: something they lead to.
type blocked struct {
	store, holding string
	why            Reason
	apart          bool // others of the rows may go
}

func (b blocked) Error() string { return "rows wait for " + b.store + "/" + b.holding + ": " + b.why }

// sweepLed sweeps n rows that are over, and what only they lead to. What waits, and
// what for, is in what it returns.
func (v *visit) sweepLed(ctx context.Context, a *plan.Action, t plan.Target, before time.Time, n int64) ([]Evidence, error) {
	d := &descent{visit: v, a: a, over: t, before: before, others: map[string]*visit{}, names: map[string]bool{}, held: map[blocked]int64{}}
	defer d.end()
	err := d.reach(ctx)
	if err == nil {
		err = d.spans(ctx, span{t, n})
	}
	if b := (blocked{}); errors.As(err, &b) {
		d.held[b], err = n, nil
	}
	if err == nil {
		err = d.lookBack(ctx)
	}
	return append(d.did, d.waiting(ctx)...), err
}

func (d *descent) end() {
	for _, o := range d.others {
		o.close()
	}
}

// spans sweeps rows some at a time. Where one of them waits, the rest are parted
// until those that may go have gone, or it was tried often enough.
func (d *descent) spans(ctx context.Context, all span) error {
	left := splits
	for queue := []span{all}; len(queue) > 0 && ctx.Err() == nil; queue = queue[1:] {
		s, b := queue[0], blocked{}
		if gone, err := d.gone(ctx, s); err != nil || gone {
			if err != nil {
				return err
			}
			continue
		}
		if s.rows <= d.most() || !divisible(s) {
			err := d.take(ctx, s)
			waits := errors.As(err, &b)
			if !waits && err != nil {
				return err
			}
			switch {
			case !waits:
				continue
			case !b.apart: // nor may any other
				for _, s := range queue {
					d.held[b] += s.rows
				}
				return nil
			case left == 0 || s.rows == 1 || !divisible(s):
				d.held[b] += s.rows
				continue
			}
			left--
		}
		more, err := d.parted(ctx, s)
		if err != nil {
			return err
		}
		queue = append(queue, more...)
	}
	return ctx.Err()
}

// most is how many rows are taken at once. Whether others share an identifier that is
// no number of a row is asked of a few only.
func (d *descent) most() int64 {
	f := d.own.GivesOf(d.a.Target.Holding)
	for column, name := range f.Gives {
		if d.names[name] && !f.Rows[column] {
			return plan.Asked
		}
	}
	return ledAtOnce
}

// A span is some of the rows, by their time.
type span struct {
	t    plan.Target
	rows int64
}

func divisible(s span) bool {
	_, _, ok := s.t.Halved()
	return ok
}

// parted halves a span by time.
func (d *descent) parted(ctx context.Context, s span) ([]span, error) {
	older, newer, _ := s.t.Halved()
	n, err := d.counted(ctx, older, nil)
	if err != nil {
		return nil, err
	}
	return plan.Filtered([]span{{older, min(n, s.rows)}, {newer, s.rows - min(n, s.rows)}}, func(s span) bool { return s.rows > 0 }), nil
}

// take sweeps the rows of one span: first what they lead to, then, when that was
// looked for and not found, the rows themselves.
func (d *descent) take(ctx context.Context, s span) error {
	top, err := d.given(ctx, s.t)
	if err != nil {
		return err
	}
	keys, err := d.lead(ctx, top)
	if err != nil {
		return err
	}
	all, err := d.meets(ctx, keys)
	if err != nil {
		return err
	}
	for len(all) > 0 {
		i := slices.IndexFunc(all, func(m met) bool { return m.v != all[0].v })
		if i < 0 {
			i = len(all)
		}
		if err := d.carry(ctx, all[:i], keys); err != nil {
			return err
		}
		all = all[i:]
	}
	again, err := d.given(ctx, s.t)
	if err != nil {
		return err
	}
	if again.Size() != top.Size() { // rows came meanwhile: they have not been asked yet
		return blocked{d.p.Store, d.a.Target.Holding, ReasonLate, true}
	}
	did, err := d.do(ctx, s.t, d.a.Deed, s.rows)
	if did > 0 {
		d.done = append(d.done, s.t.Within[len(s.t.Within)-1])
		err = errors.Join(err, d.prove(ctx, Evidence{Store: d.p.Store, Phase: Erasing, Steps: []Step{sweptStep(d.a, s.rows, did)}}))
	}
	return err
}

// prove commits evidence of what was swept.
func (d *descent) prove(ctx context.Context, e Evidence) error {
	e.V, e.Case, e.Trigger, e.At = 1, Swept, d.c.Trigger, d.now.UnixMilli()
	if err := d.r.commit(ctx, d.c, e, d.now); err != nil {
		return ours{err}
	}
	d.did = append(d.did, e)
	return nil
}

// gone reports whether nothing is left to do about rows that stay: each is already
// what the deed makes of it, and what they led to went before.
func (d *descent) gone(ctx context.Context, s span) (bool, error) {
	change := d.a.Deed.Change
	if change == nil || s.rows >= copied {
		return false, nil
	}
	rows, err := d.read(ctx, s.t, nil, slices.Collect(maps.Keys(change)))
	return err == nil && !slices.ContainsFunc(rows, func(r plan.Record) bool { return r.Remade(change) }), err
}

// met is a deed that is to be done below, and to how many rows.
type met struct {
	led
	t plan.Target
	n int64
}

// meets counts what the rows lead to. All of it may go, or nothing does: what a ground
// or a longer period of its own keeps is found by these rows alone.
func (d *descent) meets(ctx context.Context, keys plan.Keys) ([]met, error) {
	var all []met
	for _, l := range d.below {
		if !l.a.Target.Finds(l.a.By, keys) || l.a.Deed.Change != nil && len(l.a.Deed.Change) == 0 && l.a.Keep == nil {
			continue
		}
		if crossed(l.a, keys) > identifiers {
			return nil, blocked{l.v.p.Store, l.a.Target.Holding, ReasonMany, true}
		}
		t := l.a.At(d.now)
		n, err := l.v.counted(ctx, t, keys)
		if err == nil && n > 0 {
			err = d.spares(ctx, l, t, keys)
		}
		if err != nil {
			return nil, d.trouble(l, err)
		}
		if l.a.Keep == nil {
			all = append(all, met{l, t, n})
		}
	}
	return all, nil
}

// crossed is how many names of keys or objects the identifiers make.
func crossed(a *plan.Action, keys plan.Keys) int {
	n := 1
	for _, name := range a.By {
		if len(a.Target.Found) == 0 && n <= identifiers {
			n *= len(keys[name])
		}
	}
	return n
}

// spares refuses what may not go yet although nothing else leads to it.
func (d *descent) spares(ctx context.Context, l led, t plan.Target, keys plan.Keys) error {
	longer := blocked{l.v.p.Store, l.a.Target.Holding, ReasonLonger, true}
	items := l.v.items(l.a)
	switch {
	case l.a.Keep != nil:
		return longer
	case l.v.misnamed(l.a):
		return blocked{longer.store, longer.holding, ReasonGap, false}
	case len(items) == 0: // nobody says anything else of it
		return nil
	}
	p, timed := plan.Limit(d.d, l.v.own.Store, l.a.Target.Holding, items, d.now)
	from := plan.Began(p, d.now)
	switch {
	case !timed:
		return longer
	case l.a.Born == "" && from.Before(d.before):
		return longer
	case l.a.Born == "":
		return nil
	}
	t.Within = append(slices.Clip(t.Within), plan.Window{Column: l.a.Born, From: from})
	n, err := l.v.counted(ctx, t, keys)
	if err == nil && n > 0 {
		return longer
	}
	return err
}

// carry does the deeds of one store below, and looks whether anything is left.
func (d *descent) carry(ctx context.Context, some []met, keys plan.Keys) error {
	v := some[0].v
	v.c.File.Keys = keys
	e := Evidence{Store: v.p.Store, Phase: Erasing}
	s := plan.Search{By: keys}
	var failed error
	for _, m := range some {
		deed, did := m.a.Deed, int64(0)
		if m.n > 0 && failed == nil {
			step := stepOf(m.a, m.n, 0)
			if deed, step.Rare, failed = v.hidden(ctx, m.a, m.t); failed == nil {
				did, failed = v.do(ctx, m.t, deed, m.n)
			}
			step.Rows = did
			e.Steps = append(e.Steps, step)
		}
		if m.a.Stays(m.t) {
			s.Changed = append(s.Changed, plan.Changed{Target: m.t, As: deed.Change})
		} else {
			s.Targets = append(s.Targets, m.t)
		}
	}
	if failed == nil {
		v.sweptClean(ctx, s, some[0].a.Target.Holding, &e)
	} else {
		e.Reason = reasonOf(failed)
	}
	if len(e.Steps) > 0 || len(e.Residue) > 0 {
		if err := d.prove(ctx, e); err != nil {
			return err
		}
	}
	if failed == nil && e.Reason != "" {
		failed = stop{e.Reason}
	}
	return d.trouble(some[0].led, failed)
}

// trouble is an error below as those who wait for it see it. A store to which fewer
// questions are put may answer in time.
func (d *descent) trouble(l led, err error) error {
	b, own := blocked{}, ours{}
	if err == nil || errors.As(err, &b) || errors.As(err, &own) {
		return err
	}
	return blocked{l.v.p.Store, l.a.Target.Holding, reasonOf(err), errors.Is(err, context.DeadlineExceeded)}
}

// lookBack looks whether the rows that went are gone.
func (d *descent) lookBack(ctx context.Context) error {
	if len(d.done) == 0 {
		return nil
	}
	slices.SortFunc(d.done, func(a, b plan.Window) int { return a.To.Compare(b.To) })
	var s plan.Search
	for i := 0; i < len(d.done); {
		w := d.done[i]
		for i++; i < len(d.done) && d.done[i].From.Equal(w.To); i++ {
			w.To = d.done[i].To
		}
		t := d.over
		t.Within = append(slices.Clone(t.Within[:len(t.Within)-1]), w)
		more := swept(t, d.a)
		s.Targets, s.Changed = append(s.Targets, more.Targets...), append(s.Changed, more.Changed...)
	}
	e := Evidence{Store: d.p.Store, Phase: Looking}
	d.sweptClean(ctx, s, d.a.Target.Holding, &e)
	return d.prove(ctx, e)
}

// waiting says which rows wait, and what for.
func (d *descent) waiting(ctx context.Context) []Evidence {
	var all []Evidence
	for _, b := range slices.SortedFunc(maps.Keys(d.held), func(a, b blocked) int { return strings.Compare(a.Error(), b.Error()) }) {
		n := d.held[b]
		d.r.log().LogAttrs(ctx, slog.LevelWarn, "sweep_waits", slog.String("store", d.p.Store), slog.String("holding", d.a.Target.Holding),
			slog.Int64("rows", n), slog.String("for_store", b.store), slog.String("for_holding", b.holding), slog.String("reason", b.why))
		e := Evidence{V: 1, Case: Swept, Trigger: d.c.Trigger, At: d.now.UnixMilli()}
		waits, why := e, e
		waits.Store, waits.Reason, waits.Steps = d.p.Store, ReasonLed, []Step{stepOf(d.a, n, 0)}
		why.Store, why.Reason, why.Steps = b.store, b.why, []Step{{Holding: b.holding}}
		all = append(all, waits, why)
	}
	return all
}
