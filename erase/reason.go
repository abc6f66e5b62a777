package erase

import (
	"context"
	"errors"
	"slices"

	"github.com/volens/volens/fault"
)

// A Reason says why a store does not come further. Values are permanent slugs;
// Progress.Reason and Evidence.Reason hold one.
type Reason = string

// The reasons.
const (
	ReasonOff         Reason = "off"         // the declaration says that it cannot be reached for now
	ReasonUnreachable Reason = "unreachable" // it does not answer, or refuses
	ReasonRefused     Reason = "refused"     // it does not know a name of the declaration
	ReasonSlow        Reason = "slow"        // a call took too long
	ReasonHanging     Reason = "hanging"     // an earlier call has not come back yet
	ReasonUnlooked    Reason = "unlooked"    // nobody can look into it
	ReasonBlind       Reason = "looker-blind"
	ReasonOther       Reason = "other-store"
	ReasonSame        Reason = "same-store"
	ReasonResidue     Reason = "residue" // something was found after the deed
	ReasonLate        Reason = "late"    // something was written after it was found empty
	ReasonOver        Reason = "overcounted"
	ReasonIdentifiers Reason = "identifiers"       // another store has not said yet under which identifiers the person is here
	ReasonAccounts    Reason = "accounts"          // it is not known whether the person registered anew
	ReasonMany        Reason = "too-many"          // more identifiers than one person can have
	ReasonManual      Reason = "manual"            // people have to do it
	ReasonGap         Reason = "plan-gap"          // the plan does not lead to everything that is said to be there
	ReasonShared      Reason = "shared-identifier" // what is left is found by identifiers that others share, and people have to say whose it is
	ReasonHeld        Reason = "held"              // technically hard to erase: stored and protected, nothing else
	ReasonAnew        Reason = "registered-anew"
	ReasonUntimed     Reason = "untimed"
	ReasonMuch        Reason = "too-much-at-once" // of a sweep: people have to look first
	ReasonAnnounced   Reason = "announced"        // the declaration is too new for anything to be swept by it
	ReasonLed         Reason = "leads-on"         // of a sweep: what only these rows lead to cannot go yet, and they wait for it
	ReasonAnswer      Reason = "awaits-answer"    // of a case: something else that the person asked for has no answer yet, or a copy was not downloaded yet
	ReasonDue         Reason = "deadline-near"    // of a case: its deadline comes close
	ReasonOverdue     Reason = "overdue"          // of a case: its deadline has passed
	ReasonClock       Reason = "clock-doubted"    // of a sweep: it is in doubt what time it is
	ReasonLonger      Reason = "kept-longer"      // it is kept longer than the rows that lead to it
)

// The reasons that a store gives itself, as the rules of its faults.
const (
	ReasonObjectLock Reason = "object-lock"
	ReasonLegalHold  Reason = "legal-hold"
	ReasonHardLink   Reason = "hard-link"
	ReasonCluster    Reason = "redis-cluster"
	ReasonAmbiguous  Reason = "ambiguous-identifier" // it could be somebody else's key
	ReasonUnsafe     Reason = "unsafe-identifier"    // it would lead to another path
	ReasonAddress    Reason = "address-form"         // its address is not written as its engine needs it
)

// byStores are the reasons that are taken from a store. It may say anything: all else
// is said in our words.
var byStores = []Reason{ReasonObjectLock, ReasonLegalHold, ReasonHardLink, ReasonCluster, ReasonAmbiguous, ReasonUnsafe, ReasonAddress}

// A stop is an error that is known to us under a reason.
type stop struct{ reason Reason }

func (s stop) Error() string { return "erasing stops: " + s.reason }

// reasonOf puts what a store answered into one word. Nothing else of the error is
// kept: it may repeat what it stumbled over.
func reasonOf(err error) Reason {
	var s stop
	switch {
	case errors.As(err, &s):
		return s.reason
	case errors.Is(err, context.DeadlineExceeded):
		return ReasonSlow
	case slices.Contains(byStores, fault.RuleOf(err)):
		return fault.RuleOf(err)
	case fault.KindOf(err) == fault.Invalid:
		return ReasonRefused
	}
	return ReasonUnreachable
}
