package erase

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/ledger"
)

// A visit is one step at one store of a case.
type visit struct {
	r      *Runner
	c      Case
	p      Progress
	d      *declaration.Declaration
	plan   plan.Plan
	own    *plan.StorePlan
	conn   plan.Connector
	m      moment
	sameAs string         // what the looker of another store is connected to, too
	gap    bool           // the plan does not lead to everything that the store is said to hold
	many   bool           // it is asked for many people at once
	waits  bool           // it is in doubt what time it is, and nothing is swept
	shown  []plan.Residue // what people have to look at
	others []plan.Residue // what lies in rows that say that they are other people's
	now    time.Time
}

// visit takes one store of a case a step further.
func (r *Runner) visit(ctx context.Context, c Case, store string, now time.Time) (time.Time, error) {
	p, ok := c.progress(store)
	if !ok || p.Phase == Done {
		return done, nil
	}
	v := &visit{r: r, c: c, p: p, now: now}
	if p.Phase == Quiet && now.Before(p.Looked.Add(r.Quiet)) {
		return p.Looked.Add(r.Quiet), nil
	}
	again, err := v.step(ctx)
	if known := ctx.Err(); known != nil {
		return time.Time{}, known
	}
	if own := (ours{}); errors.As(err, &own) {
		return time.Time{}, own.error
	}
	if err != nil {
		return v.fail(ctx, reasonOf(err))
	}
	return again, nil
}

// ours is an error of our own store, which is no store's fault.
type ours struct{ error }

// Unwrap returns the error itself.
func (o ours) Unwrap() error { return o.error }

// fail records an attempt that came to nothing, and leaves the store alone for a
// while. After the first few, only another reason is worth another leaf.
func (v *visit) fail(ctx context.Context, why Reason, steps ...Step) (time.Time, error) {
	next := v.p.failed(why)
	level := slog.LevelWarn
	if v.c.Overdue(v.now) {
		level = slog.LevelError
	}
	v.r.log().Log(ctx, level, "erasure_store_waits", slog.String("case", string(v.c.ID)), slog.String("store", v.p.Store),
		slog.String("reason", why), slog.Any("left", plan.Said(v.shown)), slog.Time("due", v.c.Due.At))
	again := v.now.Add(backoff(next.Attempts))
	if why == ReasonManual {
		again = v.now.Add(daily)
	}
	others := v.doubted(why)
	if why == ReasonShared {
		next.Residue = plan.Mostly(v.shown)
	}
	if next.Attempts == v.p.Attempts && next.Reason == v.p.Reason && len(others) == 0 && slices.Equal(next.Residue, v.p.Residue) {
		return again, nil
	}
	if why == ReasonSame {
		next.By = ""
	}
	e := next.about()
	e.Steps, e.Residue, e.Reason = steps, v.shown, why
	return again, v.commit(ctx, next, e, others...)
}

// doubted sends the other store back to be looked at, where two were looked at
// through one: nobody knows which of them was meant.
func (v *visit) doubted(why Reason) []ledger.Row {
	if why != ReasonSame {
		return nil
	}
	var rows []ledger.Row
	for _, p := range v.c.Stores {
		if p.Store == v.p.Store || p.By != v.sameAs || p.Manual != "" {
			continue
		}
		p.By, p.Reason = "", ReasonSame
		if p.Phase == Done {
			p.Phase, p.Since = Looking, v.now
			rows = append(rows, worked(WorkStore, v.c.ID, p.Store, v.now.Add(shortly)))
		}
		rows = append(rows, SetProgress{Case: v.c.ID, Progress: p})
	}
	return rows
}

// commit makes the step of a store durable.
func (v *visit) commit(ctx context.Context, next Progress, e Evidence, more ...ledger.Row) error {
	rows := append([]ledger.Row{SetProgress{Case: v.c.ID, Progress: next}}, more...)
	if err := v.r.commit(ctx, v.c, e, v.now, rows...); err != nil {
		return ours{err}
	}
	return nil
}

// step makes the step of the store's phase. An error is a reason, unless it is ours.
func (v *visit) step(ctx context.Context) (time.Time, error) {
	if err := v.prepare(ctx); err != nil {
		return time.Time{}, err
	}
	defer v.close()
	switch v.p.Phase {
	case Collecting:
		return v.collect(ctx)
	case Erasing:
		return v.erase(ctx)
	case Settling:
		return v.settle(ctx)
	case Looking:
		return v.look(ctx, ReasonResidue)
	case Quiet, Last:
		return v.resweep(ctx)
	case Done:
	}
	return done, nil
}

// prepare reads the declaration of the case, opens the store and makes the plan.
func (v *visit) prepare(ctx context.Context) error {
	d, err := v.r.Consent.Parsed(ctx, v.c.Declaration)
	if err != nil {
		return ours{err}
	}
	v.d = d
	s, ok := declared(d, v.p.Store)
	if !ok {
		return stop{ReasonManual}
	}
	if v.plan = plan.Compile(d, nil, v.c.Scope); manual(v.plan, s.ID) {
		return stop{ReasonManual}
	}
	if !s.Off.IsZero() {
		return stop{ReasonOff}
	}
	if v.conn, err = v.r.open(ctx, s); err != nil {
		return err
	}
	if err := v.know(ctx, s); err != nil {
		v.close()
		return err
	}
	return nil
}

// know surveys the store, makes the plan of what is really there, and finds out
// whose rows may be touched.
func (v *visit) know(ctx context.Context, s *declaration.Store) error {
	survey, err := v.r.survey(ctx, v.c.Declaration, s, v.conn, v.now)
	if err != nil {
		return err
	}
	v.plan = plan.Compile(v.d, map[string]plan.Survey{s.ID: survey}, v.c.Scope)
	if v.own = v.plan.Store(s.ID); v.own == nil || v.own.Manual {
		return stop{ReasonManual}
	}
	v.m = moment{now: v.now, cut: v.c.cut(), first: v.p.Looked.IsZero() && !v.c.anotherTime(), part: !v.c.Scope.Everything(), passes: passing(v.d)}
	for _, f := range v.plan.Findings {
		v.gap = v.gap || f.Store == s.ID && f.Gap()
	}
	v.m.blind = v.c.Scope.Everything() && !v.p.Looked.IsZero() && !v.plan.Dated()
	v.m.anew, err = v.anew(ctx)
	return err
}

func (v *visit) close() {
	if v.conn != nil {
		v.r.shut(v.p.Store, v.conn.Close)
	}
}

// shut closes a connection; one that hangs closes by itself, if ever.
func (r *Runner) shut(store string, end func() error) {
	if r.calls.Hanging(store) {
		go func() { _ = end() }()
		return
	}
	_ = end()
}

func declared(d *declaration.Declaration, id string) (*declaration.Store, bool) {
	i := slices.IndexFunc(d.Stores, func(s *declaration.Store) bool { return s.ID == id })
	if i < 0 {
		return nil, false
	}
	return d.Stores[i], true
}

// manual reports whether people have to erase in a store.
func manual(p plan.Plan, store string) bool {
	s := p.Store(store)
	return s == nil || s.Manual
}

// open opens a store.
func (r *Runner) open(ctx context.Context, s *declaration.Store) (plan.Connector, error) {
	return call(ctx, r, s.ID, func(ctx context.Context) (plan.Connector, error) { return r.Stores.Open(ctx, s) })
}

// seen remembers for a while what stores hold, by declaration and store.
type seen struct {
	sync.Mutex
	by map[[2]string]surveyed
}

type surveyed struct {
	plan.Survey
	at time.Time
}

// resurveyed is how long a survey counts: a table that is new is seen after it.
const resurveyed = 10 * time.Minute

func (r *Runner) survey(ctx context.Context, hash string, s *declaration.Store, conn plan.Connector, now time.Time) (plan.Survey, error) {
	key := [2]string{hash, s.ID}
	r.seen.Lock()
	was, ok := r.seen.by[key]
	r.seen.Unlock()
	if age := now.Sub(was.at); ok && age >= 0 && age < resurveyed {
		return was.Survey, nil
	}
	is, err := call(ctx, r, s.ID, conn.Survey)
	if err != nil {
		return plan.Survey{}, err
	}
	r.seen.Lock()
	defer r.seen.Unlock()
	if r.seen.by == nil {
		r.seen.by = map[[2]string]surveyed{}
	}
	r.seen.by[key] = surveyed{is, now}
	return is, nil
}

// anew reports whether the person is somebody's new account since the erasure, or
// agreed again to what they had withdrawn. A store that cannot say so holds up only
// itself: what was never found empty is erased, and what has been is looked at; but
// nothing that came late is touched before it is known.
func (v *visit) anew(ctx context.Context) (bool, error) {
	if !v.c.Scope.Everything() {
		return v.agreed(ctx)
	}
	keys := v.c.File.Keys
	for _, sp := range v.plan.Stores {
		for _, a := range sp.Deeds {
			if !a.Account || a.Born == "" || !slices.Contains(a.By, declaration.Person) || len(keys[declaration.Person]) == 0 {
				continue
			}
			n, err := v.later(ctx, sp.Store, a)
			switch {
			case err != nil && sp.Store.ID == v.p.Store:
				return false, err
			case err != nil:
				v.m.unsure = true
			case n > 0:
				return true, nil
			}
		}
	}
	return false, nil
}

// later counts accounts of the same id that were opened after the erasure.
func (v *visit) later(ctx context.Context, s *declaration.Store, a *plan.Action) (int64, error) {
	conn := v.conn
	if s.ID != v.p.Store {
		if !s.Off.IsZero() {
			return 0, stop{ReasonOff}
		}
		other, err := v.r.open(ctx, s)
		if err != nil {
			return 0, err
		}
		defer v.r.shut(s.ID, other.Close)
		conn = other
	}
	t := a.Target
	t.Found = plan.Filtered(t.Found, func(f *declaration.Found) bool { return f.By == declaration.Person })
	t.Within = []plan.Window{{Column: a.Born, From: v.m.cut.Add(time.Millisecond)}}
	return call(ctx, v.r, s.ID, func(ctx context.Context) (int64, error) { return conn.Count(ctx, t, v.c.File.Keys) })
}

// agreed reports whether what is written from now on about the uses is the person's
// wish: always, unless their consent was withdrawn and is still.
func (v *visit) agreed(ctx context.Context) (bool, error) {
	if v.c.Trigger != TriggerConsent || v.c.File.Subject.IsZero() {
		return true, nil
	}
	said, _, err := v.r.Consent.Said(ctx, v.c.File.Subject, v.c.Scope.Uses...)
	if err != nil {
		return false, ours{err}
	}
	for _, s := range said {
		if s.State == consent.Granted {
			return true, nil
		}
	}
	return false, nil
}
