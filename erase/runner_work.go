package erase

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

const (
	atOnce    = 64               // how many pieces of work are taken at once
	turns     = 64               // how many steps a piece of work goes on before others have theirs
	shortly   = 5 * time.Second  // until a step is tried again that waits for nobody's mistake
	daily     = 24 * time.Hour   // until people are asked again what only people can do
	ourselves = 30 * time.Second // until it is tried again where the fault is ours
)

// Work takes what work is due a step further, and says how much there was. Errors of
// a store are in its progress, not here. Stores are worked on side by side: one that
// hangs holds up nothing but itself.
func (r *Runner) Work(ctx context.Context, now time.Time) (int, error) {
	asked, failed := r.withdrawn(ctx, now)
	total := asked
	for _, k := range []consent.WorkKind{WorkStore, WorkTold, WorkCase} {
		tasks, err := r.Queue.Lease(ctx, k, atOnce, now, now.Add(r.held()))
		if err != nil {
			return total, errors.Join(failed, err)
		}
		total += len(tasks)
		failed = errors.Join(failed, r.apart(tasks, func(t consent.Task) error { return r.take(ctx, t, now) }))
	}
	return total, failed
}

func (r *Runner) held() time.Duration {
	if r.Held > 0 {
		return r.Held
	}
	return 5 * time.Minute
}

// apart does the work of each store or recipient in order, and that of different
// ones side by side.
func (r *Runner) apart(tasks []consent.Task, do func(consent.Task) error) error {
	lines := map[string][]consent.Task{}
	for _, t := range tasks {
		_, of, _ := strings.Cut(t.Key, "/")
		lines[of] = append(lines[of], t)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for _, line := range lines {
		all.Go(func() {
			for _, t := range line {
				if err := do(t); err != nil {
					mu.Lock()
					failed = errors.Join(failed, err)
					mu.Unlock()
				}
			}
		})
	}
	all.Wait()
	return failed
}

// take takes one piece of work as far as it goes now, and gives it back where
// there is more to come.
func (r *Runner) take(ctx context.Context, t consent.Task, now time.Time) error {
	id, of, _ := strings.Cut(t.Key, "/")
	for range turns {
		again, err := r.turn(ctx, t, CaseID(id), of, now)
		switch {
		case fault.KindOf(err) == fault.Conflict: // somebody else was faster
			continue
		case fault.KindOf(err) == fault.NotFound:
			return r.Queue.Done(ctx, t.ID)
		case err != nil:
			r.log().Error("erasure_step_failed", slog.String("case", id), slog.String("of", of), slog.Any("error", err))
			return errors.Join(err, r.Queue.Fail(ctx, t.ID, now.Add(ourselves), "failed"))
		case again == done:
			return r.Queue.Done(ctx, t.ID)
		case !again.IsZero():
			return r.Queue.Fail(ctx, t.ID, again, "waits")
		}
	}
	return r.Queue.Fail(ctx, t.ID, now.Add(shortly), "goes on")
}

// done says that a piece of work has ended. A turn otherwise says when it is to go
// on; the zero time means at once.
var done = time.Unix(1, 0)

// turn makes one step, which is committed when it returns.
func (r *Runner) turn(ctx context.Context, t consent.Task, id CaseID, of string, now time.Time) (time.Time, error) {
	c, err := r.Book.Case(ctx, id)
	if err != nil || !c.Ended.IsZero() {
		return done, err
	}
	switch t.Kind {
	case WorkStore:
		return r.visit(ctx, c, of, now)
	case WorkTold:
		return r.tell(ctx, c, of, t.Attempts, now)
	}
	return r.closing(ctx, c, t.Attempts, now)
}

// withdrawn opens cases for what only a withdrawn consent carried. What one person
// withdrew at one time is one case.
func (r *Runner) withdrawn(ctx context.Context, now time.Time) (int, error) {
	tasks, err := r.Queue.Lease(ctx, consent.WorkErase, atOnce, now, now.Add(r.held()))
	if err != nil {
		return 0, err
	}
	var failed error
	for _, group := range grouped(tasks) {
		if err := r.withdraw(ctx, group, now); err != nil {
			failed = errors.Join(failed, err)
			for _, t := range group.tasks {
				failed = errors.Join(failed, r.Queue.Fail(ctx, t.ID, now.Add(ourselves), "failed"))
			}
			continue
		}
		for _, t := range group.tasks {
			failed = errors.Join(failed, r.Queue.Done(ctx, t.ID))
		}
	}
	return len(tasks), failed
}

// withdraw opens the case of what a person withdrew. Where they agreed again
// before anything was erased, the ground is there again, and nothing is.
func (r *Runner) withdraw(ctx context.Context, g withdrawal, now time.Time) error {
	said, err := r.Consent.Standing(ctx, g.tasks[0].Subject)
	if err != nil {
		return err
	}
	d, _, err := r.Consent.Current(ctx)
	if err != nil {
		return err
	}
	var uses []declaration.UseID
	for _, u := range g.uses() {
		if said.Consents[u].State != consent.Granted {
			uses = append(uses, u)
		}
	}
	if len(uses) == 0 {
		return nil
	}
	scope := plan.Narrow(d, uses, said, now)
	open, err := r.Book.CasesOf(ctx, "", g.tasks[0].Lookup)
	if err != nil {
		return err
	}
	for _, c := range open {
		if c.Ended.IsZero() && c.Scope.Everything() { // everything goes already
			return nil
		}
	}
	_, err = r.Open(ctx, Order{Subject: g.tasks[0].Subject, Trigger: TriggerConsent, Scope: scope, Event: g.at}, now)
	return err
}

// log is where what must not be silent is said.
func (r *Runner) log() *slog.Logger {
	if r.Log != nil {
		return r.Log
	}
	return slog.New(slog.DiscardHandler)
}
