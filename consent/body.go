package consent

import (
	"encoding/hex"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

// The personal halves of entries, as the record commits to them and receipts
// show them. Their form is permanent: later versions get another V and are read
// beside this one.
type (
	// AskBody is that of an ask: what was put to the person, to the word.
	AskBody struct {
		V        int      `json:"v"`
		Ask      AskID    `json:"ask"`
		Service  string   `json:"service"`
		Trigger  Trigger  `json:"trigger"`
		Choices  []Choice `json:"choices"`
		Age      bool     `json:"age,omitempty"`      // whether the age band was asked too
		Guardian Who      `json:"guardian,omitempty"` // who was to answer for a person under fourteen
	}
	// AnswerBody is that of an answer.
	AnswerBody struct {
		V       int              `json:"v"`
		Ask     AskID            `json:"ask"`
		Service string           `json:"service"`
		Shown   string           `json:"shown"` // hash of the choices of the ask, wording and all
		Answers []AnsweredChoice `json:"answers"`
		By      Giver            `json:"by,omitempty"`
	}
	// AnsweredChoice is one choice of an answer.
	AnsweredChoice struct {
		Choice   ChoiceID    `json:"choice"`
		Grant    bool        `json:"grant"`
		Uses     []ChoiceUse `json:"uses"`
		Evidence Evidence    `json:"evidence"`
		Flags    []Flag      `json:"flags,omitempty"` // what about the evidence cannot be, or pressed the person
	}
	// WithdrawalBody is that of a withdrawal. A use that was granted before it is
	// withdrawn by it; any other is refused.
	WithdrawalBody struct {
		V    int            `json:"v"`
		Uses []WithdrawnUse `json:"uses"`
		By   Giver          `json:"by,omitempty"`
	}
	// WithdrawnUse is one use of a withdrawal, as it was declared then, or as the
	// person had agreed to it where it is declared no more.
	WithdrawnUse struct {
		Use         declaration.UseID       `json:"use"`
		Fingerprint declaration.Fingerprint `json:"fingerprint"`
	}
	// ShownBody is that of an ask that was seen, or closed without an answer.
	ShownBody struct {
		V       int           `json:"v"`
		Ask     AskID         `json:"ask"`
		Closed  bool          `json:"closed,omitempty"` // the person closed it without an answer
		Choices []ShownChoice `json:"choices"`          // those that were seen
	}
	// ShownChoice is one choice that was seen.
	ShownChoice struct {
		Choice   ChoiceID `json:"choice"`
		Evidence Evidence `json:"evidence"`
		Flags    []Flag   `json:"flags,omitempty"`
	}
	// AgeBody is that of an age band that became known.
	AgeBody struct {
		V      int    `json:"v"`
		Band   Band   `json:"band"`
		Method string `json:"method"`
		Lapses int64  `json:"lapses,omitempty"` // UTC milliseconds; absent: never
		// Ended are the uses that the person had agreed to by themselves, where they
		// turned out to be under fourteen: withdrawn by law from here on.
		Ended []WithdrawnUse `json:"ended,omitempty"`
	}
	// GuardianBody is that of a guardian link, as it is after the entry.
	GuardianBody struct {
		V        int    `json:"v"`
		Guardian Who    `json:"guardian"`
		Relation string `json:"relation"`
		Method   string `json:"method"`
		Evidence string `json:"evidence"`
		Since    int64  `json:"since"`           // UTC milliseconds
		Expires  int64  `json:"expires"`         // UTC milliseconds
		Ended    int64  `json:"ended,omitempty"` // UTC milliseconds; absent while the link stands
	}
	// ImportBody is that of consent from before Volens. The rows it sets have the
	// entry's declaration, no ask, and everything else from its uses.
	ImportBody struct {
		V      int           `json:"v"`
		Source string        `json:"source"` // where it was kept before
		Uses   []ImportedUse `json:"uses"`
	}
	// ImportedUse is one use of an import.
	ImportedUse struct {
		Use         declaration.UseID       `json:"use"`
		Fingerprint declaration.Fingerprint `json:"fingerprint"`
		State       State                   `json:"state"`
		At          int64                   `json:"at"` // when it was said: UTC milliseconds
		By          Giver                   `json:"by,omitempty"`
		Quality     Quality                 `json:"quality"`
		Evidence    string                  `json:"evidence,omitempty"` // where the evidence is kept
		Wording     string                  `json:"wording,omitempty"`  // what was shown then
	}
	// MergeBody is that of both halves of a merge: what one of the two has said
	// from now on, use by use, where the merge changed it.
	MergeBody struct {
		V     int         `json:"v"`
		Role  MergeRole   `json:"role"`
		Other Who         `json:"other"`
		Uses  []MergedUse `json:"uses"`
	}
	// MergedUse is the consent of one use after a merge, whole.
	MergedUse struct {
		Use         declaration.UseID       `json:"use"`
		Fingerprint declaration.Fingerprint `json:"fingerprint"`
		Declaration string                  `json:"declaration"`
		State       State                   `json:"state"`
		At          int64                   `json:"at"` // UTC milliseconds
		Ask         AskID                   `json:"ask,omitempty"`
		By          Giver                   `json:"by,omitempty"`
		Quality     Quality                 `json:"quality,omitempty"`
	}
	// RestrictionBody is that of a restriction, or with mode Free of its end.
	RestrictionBody struct {
		V      int    `json:"v"`
		Mode   Mode   `json:"mode"`
		Reason string `json:"reason"`
	}
)

// A MergeRole says which half of a merge an entry is. Values are permanent.
type MergeRole string

// The roles.
const (
	MergedInto MergeRole = "into" // the known person, who goes on
	MergedFrom MergeRole = "from" // the unknown one, whose grants ended
)

// A Who names another person in a body: their lookup in hexadecimal, or "" for
// nobody. It is a pseudonym, and no id.
type Who string

// WhoOf returns the name of the person with this lookup.
func WhoOf(l ledger.Lookup) Who {
	if l.IsZero() {
		return ""
	}
	return Who(l.String())
}

// Lookup returns the lookup, the zero one where w is nobody; ok is false where w
// is no such name.
func (w Who) Lookup() (l ledger.Lookup, ok bool) {
	b, err := hex.DecodeString(string(w))
	if err != nil || len(b) != len(l) && len(b) != 0 || WhoOf(ledger.Lookup(append(b, make([]byte, len(l)-len(b))...))) != w {
		return ledger.Lookup{}, false
	}
	copy(l[:], b)
	return l, true
}
