package ledger

import "slices"

// A Kind says what an entry records. The values are wire names inside leaves
// that live for ever: append only, never renamed.
type Kind string

// The kinds.
const (
	KindDeclaration Kind = "declaration" // a version of the declaration was uploaded
	KindActivation  Kind = "activation"  // a version of the declaration came into use
	KindAsk         Kind = "ask"         // a person was asked
	KindAnswer      Kind = "answer"      // a person answered
	KindWithdrawal  Kind = "withdrawal"  // a person withdrew consent
	KindShown       Kind = "shown"       // an ask was seen, or left unanswered
	KindAge         Kind = "age"         // the age band of a person became known
	KindGuardian    Kind = "guardian"    // a guardian was linked to a person, or the link ended
	KindImport      Kind = "import"      // consent from before Volens was brought in
	KindMerge       Kind = "merge"       // an unknown person turned out to be a known one
	KindRestriction Kind = "restriction" // processing about a person was restricted, or is again allowed
	KindStop        Kind = "stop"        // processing was stopped for everybody, or may go on
	KindRequest     Kind = "request"     // a person asked for something under the rights articles, or it came further
	KindErasure     Kind = "erasure"     // an erasure came further: the leaf holds the hash of the evidence
)

// Kinds returns all kinds in the order in which they were introduced.
func Kinds() []Kind {
	return []Kind{KindDeclaration, KindActivation, KindAsk, KindAnswer, KindWithdrawal,
		KindShown, KindAge, KindGuardian, KindImport, KindMerge, KindRestriction, KindStop, KindRequest, KindErasure}
}

// Known reports whether k is one of Kinds.
func (k Kind) Known() bool { return slices.Contains(Kinds(), k) }

// Personal reports whether an entry of this kind is about a person. Such an
// entry commits to the person and to a body; any other names a declaration.
func (k Kind) Personal() bool {
	switch k {
	case KindDeclaration, KindActivation, KindStop, KindErasure:
		return false
	}
	return k.Known()
}
