package consent

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

// A State is what a person last said about a use. Values are permanent.
type State string

// The states. A use nobody answered has none.
const (
	Granted   State = "granted"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
)

// A Consent is what one person last said on one use.
type Consent struct {
	Use         declaration.UseID
	Fingerprint declaration.Fingerprint // of the use as it was asked
	Declaration string                  // hash of the declaration it was asked under
	State       State
	At          time.Time
	Ask         AskID   // "" where the person withdrew without an ask
	By          Giver   // who answered
	Quality     Quality // "" for what was asked here
	Version     int64   // log index of the entry that says so
}

// A Giver is who answered for a person. Values are permanent.
type Giver string

// The givers.
const (
	ByPerson   Giver = ""
	ByGuardian Giver = "guardian"
	ByLaw      Giver = "law"   // nobody: it could not count, since the person turned out to be under fourteen
	ByMerge    Giver = "merge" // nobody: it ended because the person turned out to be another, who goes on
)

// A Quality says how good the evidence of a consent from before Volens is. It
// never rises: a better consent is asked for anew. Values are permanent.
type Quality string

// The qualities.
const (
	AskedHere Quality = ""         // through Volens
	Separate  Quality = "separate" // an act of its own for this item and activity, with the wording kept
	Specific  Quality = "specific" // a choice of its own with the wording kept, together with other choices
	General   Quality = "general"  // bundled, blanket, or nobody knows what was shown
)

// In reports whether the consent is in state s for the use as it is declared
// now; a changed fingerprint makes it stale.
func (c Consent) In(s State, now declaration.Fingerprint) bool {
	return c.State == s && c.Fingerprint == now
}

// Consents are one person's, by use.
type Consents map[declaration.UseID]Consent

// InOrder returns the consents sorted by use.
func (c Consents) InOrder() []Consent {
	all := slices.Collect(maps.Values(c))
	slices.SortFunc(all, func(a, b Consent) int { return strings.Compare(string(a.Use), string(b.Use)) })
	return all
}

// The rows that transitions of this package put into a ledger.Change.
type (
	// NewPerson makes the person's key row on first contact.
	NewPerson struct{ Identity ledger.Identity }
	// NewAsk stores an ask as it was put.
	NewAsk struct{ Ask Ask }
	// NewAnswer stores that a choice of an ask was answered; a choice is
	// answered once.
	NewAnswer struct {
		Lookup  ledger.Lookup
		Ask     AskID
		Choice  ChoiceID
		Granted bool
		Digest  string // of the whole answer it came with
	}
	// SetConsent sets what the person last said on a use. The store fills in
	// Version with the index of the change's entry.
	SetConsent struct {
		Lookup  ledger.Lookup
		Consent Consent
	}
)

// RowOf names the kind of row.
func (NewPerson) RowOf() string { return "person" }

// RowOf names the kind of row.
func (NewAsk) RowOf() string { return "ask" }

// RowOf names the kind of row.
func (NewAnswer) RowOf() string { return "answer" }

// RowOf names the kind of row.
func (SetConsent) RowOf() string { return "consent" }
