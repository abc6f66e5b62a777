package rights

import (
	"slices"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// The reasons. Values are permanent.
const (
	// Of Received.
	CameIn    Reason = "received"
	MayCancel Reason = "may-cancel" // closing an account waits out its window

	// Of Verifying.
	CodeSent       Reason = "code-sent"
	WhoAsks        Reason = "who-asks"        // staff have not established yet who asks
	SecondApproval Reason = "second-approval" // a second member of staff has to agree

	// Of InProgress.
	CarryingOut Reason = "carrying-out" // package fulfil is at it
	WithStaff   Reason = "with-staff"   // people are at it
	StoreFails  Reason = "store-fails"  // a store cannot be reached, or did not do what it said: it is tried again

	// Of Waiting.
	TellMore      Reason = "tell-more"      // what is meant is not clear
	ShowIdentity  Reason = "show-identity"  // who asks is in doubt
	SeveralPeople Reason = "several-people" // the identifier fits several people
	NameRecipient Reason = "name-recipient" // the recipient of a transfer cannot be reached as named

	// Of Finished.
	CarriedOut    Reason = "carried-out"
	Answered      Reason = "answered"
	NothingHeld   Reason = "nothing-held"
	ErasedButKept Reason = "erased-but-kept" // erased, except what law keeps: never told as plainly erased

	// Of Held.
	HardToErase Reason = "hard-to-erase"
	KeptByLaw   Reason = "kept-by-law" // a period of keeping set by law has not ended

	// Of Refused.
	NotVerified     Reason = "not-verified"
	NotEntitled     Reason = "not-entitled"
	ArrangedElse    Reason = "arranged-otherwise" // the deceased had arranged otherwise
	Secrecy         Reason = "secrecy"            // a law asks for secrecy
	RightAsItIs     Reason = "right-as-it-is"     // what is held is correct and complete
	NotPortable     Reason = "not-portable"       // the conditions of a transfer are not met
	NotFeasible     Reason = "not-feasible"       // a transfer is technically not possible
	HarmsOthers     Reason = "harms-others"       // a transfer would harm others
	NotOurs         Reason = "not-ours"           // another processor decides on it
	StillNeeded     Reason = "still-needed"       // of a deletion: nothing that the law lists asks for it
	NoOwnInterest   Reason = "no-own-interest"    // of a relative: it serves no lawful interest of their own
	PersonForgotten Reason = "person-forgotten"   // everything about the person was erased; never given by people

	// Of Cancelled.
	PersonCancelled Reason = "person-cancelled"
	Repeated        Reason = "repeated" // the same was asked for before, and goes on
)

// A Ground is what stands behind a reason.
type Ground struct {
	Reason   Reason
	Of       []State   // the states that it can be the reason of
	Kinds    []Kind    // the kinds that it can be given for; empty for all
	Speakers []Speaker // whom it can be given to; empty for all
	Text     lang.Text
	Cites    []law.Citation
}

// For reports whether the reason can be given for a request.
func (g Ground) For(r Request) bool {
	return (len(g.Kinds) == 0 || slices.Contains(g.Kinds, r.Kind)) && (len(g.Speakers) == 0 || slices.Contains(g.Speakers, r.Speaker))
}

// of narrows a reason to kinds.
func (g Ground) of(kinds ...Kind) Ground {
	g.Kinds = kinds
	return g
}

// to narrows a reason to speakers.
func (g Ground) to(speakers ...Speaker) Ground {
	g.Speakers = speakers
	return g
}

func ground(r Reason, of State, zh, en string, cites ...law.Citation) Ground {
	return Ground{Reason: r, Of: []State{of}, Text: lang.Text{ZH: zh, EN: en}, Cites: cites}
}

// Reasons lists every reason with its text and articles, in the order of states.
func Reasons() []Ground {
	return slices.Concat(underWay(), ended(), refusals())
}
