package ledger

import (
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// MaxBody is the longest personal body of an entry in canonical JSON, in bytes.
const MaxBody = 256 << 10

// An Entry is one line of the record before it has an index: the public leaf
// and, where the kind is about a person, the personal body (canonical JSON)
// and whose it is. Printing shows the kind only.
type Entry struct {
	Leaf   Leaf
	Lookup Lookup `json:"-"` // zero for an entry about no person
	Body   []byte `json:"-"` // nil for an entry about no person
}

var (
	errEntryKind = errors.New("this kind of entry needs the other constructor")
	errEntryBody = errors.New("body and lookup must be there exactly where the entry is about a person")
	errBodySize  = fmt.Errorf("the body of an entry is limited to %d bytes", MaxBody)
)

// PersonalEntry returns an entry about a person. declaration is the hash of the
// declaration in force ("sha256:…") or "" where there is none; n must be fresh;
// body is anything that Canonical takes. Errors never quote body or subject.
func PersonalEntry(kind Kind, at time.Time, declaration string, who Identity, n Nonce, body any) (Entry, error) {
	if kind.Known() && !kind.Personal() {
		return Entry{}, errEntryKind
	}
	if err := who.check(); err != nil {
		return Entry{}, err
	}
	canonical, err := Canonical(body)
	if err != nil {
		return Entry{}, fmt.Errorf("making an entry of kind %q: %w", kind, err)
	}
	if len(canonical) > MaxBody {
		return Entry{}, errBodySize
	}
	salt := who.Key.Salt(n)
	leaf := newLeaf(kind, at, declaration)
	leaf.Nonce, leaf.Subject, leaf.Body = n, CommitSubject(salt, who.Subject), CommitBody(salt, canonical)
	if leaf, err = leafOf(leaf); err != nil {
		return Entry{}, err
	}
	return Entry{Leaf: leaf, Lookup: who.Lookup, Body: canonical}, nil
}

// PlainEntry returns an entry about no person: what happened to the
// declaration with this hash ("sha256:…").
func PlainEntry(kind Kind, at time.Time, declaration string) (Entry, error) {
	if kind.Personal() {
		return Entry{}, errEntryKind
	}
	leaf, err := leafOf(newLeaf(kind, at, declaration))
	if err != nil {
		return Entry{}, err
	}
	return Entry{Leaf: leaf}, nil
}

// EvidenceEntry returns the entry of an erasure that came further: evidence is
// canonical JSON without a value of anybody, declaration the hash of the
// declaration that the erasure was planned from.
func EvidenceEntry(at time.Time, declaration string, evidence []byte) (Entry, error) {
	leaf := newLeaf(KindErasure, at, declaration)
	leaf.Evidence = Digest(evidence)
	leaf, err := leafOf(leaf)
	if err != nil {
		return Entry{}, err
	}
	return Entry{Leaf: leaf}, nil
}

// Check reports what is wrong with e, if anything. It cannot see whether the
// body is the one that the leaf commits to: that takes the person's key.
func (e Entry) Check() error {
	if err := e.Leaf.Check(); err != nil {
		return err
	}
	if personal := e.Leaf.Kind.Personal(); e.Lookup.IsZero() == personal || (len(e.Body) == 0) == personal {
		return errEntryBody
	}
	if len(e.Body) > MaxBody {
		return errBodySize
	}
	return nil
}

// String returns the kind of the entry and nothing else.
func (e Entry) String() string { return "entry(" + string(e.Leaf.Kind) + ")" }

// Format writes String for every verb.
func (e Entry) Format(f fmt.State, _ rune) { redact(f, e.String()) }

// LogValue returns String.
func (e Entry) LogValue() slog.Value { return slog.StringValue(e.String()) }
