package erase

import (
	"slices"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/ledger"
)

// enter is the store in its next phase: what held it up before holds it up no
// more. What was left behind stays said until the store was found empty, and that
// nobody knows which store was looked at until it is done.
func (p Progress) enter(phase Phase, now time.Time) Progress {
	p.Phase, p.Since, p.Step = phase, now, 0
	if phase == Quiet || phase == Done {
		p.Residue = nil
	}
	switch {
	case p.Reason == ReasonResidue && phase != Quiet && phase != Done:
	case p.Reason == ReasonSame && phase != Done:
	default:
		p.Reason, p.Attempts = "", 0
	}
	return p
}

// failed is the store after an attempt that came to nothing.
func (p Progress) failed(why Reason) Progress {
	if why != ReasonManual { // nobody tried
		p.Attempts = min(p.Attempts+1, attemptsTold)
	}
	if p.Reason != ReasonHeld {
		p.Reason = why
	}
	return p
}

// left is the store after something was found in it.
func (p Progress) left(why Reason, now time.Time) Progress {
	p.Phase, p.Since, p.Step = Erasing, now, 0
	return p.failed(why)
}

// attemptsTold is how many attempts are counted, and told to the record one by
// one: a store that is off for a week does not fill it.
const attemptsTold = 11

// backoff is how long a store is left alone after so many attempts: 5 s, doubling
// to an hour.
func backoff(attempts int) time.Duration {
	return min(5*time.Second<<min(max(attempts, 1)-1, 20), time.Hour)
}

// worked is a piece of work of a case.
func worked(kind consent.WorkKind, c CaseID, of string, due time.Time) ledger.Row {
	key := string(c)
	if of != "" {
		key += "/" + of
	}
	return consent.NewWork{Work: consent.Work{Kind: kind, Key: key, Due: due}}
}

// progress finds one store of a case.
func (c Case) progress(store string) (Progress, bool) {
	i := slices.IndexFunc(c.Stores, func(p Progress) bool { return p.Store == store })
	if i < 0 {
		return Progress{}, false
	}
	return c.Stores[i], true
}

func (c Case) told(recipient string) (Told, bool) {
	i := slices.IndexFunc(c.Told, func(t Told) bool { return t.Recipient == recipient })
	if i < 0 {
		return Told{}, false
	}
	return c.Told[i], true
}

// cut is the moment of the erasure: what was written later may be somebody else's.
func (c Case) cut() time.Time {
	switch {
	case !c.File.Erased.IsZero():
		return c.File.Erased
	case c.Trigger == TriggerRestore:
		return c.Event
	}
	return c.Opened
}

// anotherTime reports whether the person was erased before: they were told and
// forgotten then, and whoever has their id by now may be somebody new.
func (c Case) anotherTime() bool { return c.Trigger == TriggerRestore || !c.File.Erased.IsZero() }

// Forgets reports whether Volens forgets the person, too, when the case ends. Who was
// erased before was forgotten then.
func (c Case) Forgets() bool { return c.Scope.Everything() && !c.anotherTime() }

// waitsFor says what still stands between a case and its end: "" where nothing
// does. A store that was looked at by another's looker is not done.
func (c Case) waitsFor() Reason {
	by := map[string]bool{}
	for _, p := range c.Stores {
		switch {
		case p.Phase != Done:
			return p.Store
		case p.Manual != "":
		case p.By == "" || by[p.By]:
			return ReasonSame
		}
		by[p.By] = p.By != ""
	}
	for _, t := range c.Told {
		if t.Confirmed.IsZero() {
			return t.Recipient
		}
	}
	return ""
}

// usurper names the other store of a case whose looker says that it is this one.
func (c Case) usurper(store, by string) bool {
	return slices.ContainsFunc(c.Stores, func(p Progress) bool { return p.Store != store && p.By == by && by != "" })
}
