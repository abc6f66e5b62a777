package ledger

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
)

// Kinds returns all kinds in the order in which they were introduced.
func Kinds() []Kind {
	return []Kind{KindDeclaration, KindActivation, KindAsk, KindAnswer, KindWithdrawal}
}

// Known reports whether k is one of Kinds.
func (k Kind) Known() bool {
	switch k {
	case KindDeclaration, KindActivation, KindAsk, KindAnswer, KindWithdrawal:
		return true
	}
	return false
}

// Personal reports whether an entry of this kind is about a person. Such an
// entry commits to the person and to a body; any other names a declaration.
func (k Kind) Personal() bool {
	switch k {
	case KindAsk, KindAnswer, KindWithdrawal:
		return true
	}
	return false
}
