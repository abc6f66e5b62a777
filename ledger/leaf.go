package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// LeafVersion is the version of the leaf format written today.
const LeafVersion = 1

// MaxLeaf is more than the longest leaf, in bytes.
const MaxLeaf = 1024

// A Leaf is what the record holds for ever. It holds no personal data. Nonce,
// Subject and Body are set exactly where the kind is about a person.
type Leaf struct {
	V           int        `json:"v"`                     // LeafVersion
	Kind        Kind       `json:"kind"`                  // what happened
	At          int64      `json:"at"`                    // when: UTC, milliseconds since 1970
	Declaration string     `json:"declaration,omitempty"` // hash of the declaration in force or concerned: "sha256:" and hexadecimal
	Evidence    string     `json:"evidence,omitempty"`    // hash of the canonical evidence of an erasure: "sha256:" and hexadecimal
	Nonce       Nonce      `json:"nonce,omitzero"`        // what the salt is derived from, with the person's key
	Subject     Commitment `json:"subject,omitzero"`      // to the raw id of the person
	Body        Commitment `json:"body,omitzero"`         // to the personal body of the entry
}

// Time returns At as a time in UTC.
func (l Leaf) Time() time.Time { return time.UnixMilli(l.At).UTC() }

// Bytes returns the canonical JSON of l, which is what the tree hashes. The
// result is a leaf only if l came from a constructor or ParseLeaf.
func (l Leaf) Bytes() []byte {
	// Written by hand, in the order of RFC 8785, because the append path does
	// this for every entry; a test compares it with Canonical.
	b := make([]byte, 0, 384)
	b = strconv.AppendInt(append(b, `{"at":`...), l.At, 10)
	if l.Body != (Commitment{}) {
		b = append(append(append(b, `,"body":"`...), l.Body.String()...), '"')
	}
	if l.Declaration != "" {
		b = strconv.AppendQuote(append(b, `,"declaration":`...), l.Declaration)
	}
	if l.Evidence != "" {
		b = strconv.AppendQuote(append(b, `,"evidence":`...), l.Evidence)
	}
	b = strconv.AppendQuote(append(b, `,"kind":`...), string(l.Kind))
	if l.Nonce != (Nonce{}) {
		b = append(append(append(b, `,"nonce":"`...), l.Nonce.String()...), '"')
	}
	if l.Subject != (Commitment{}) {
		b = append(append(append(b, `,"subject":"`...), l.Subject.String()...), '"')
	}
	b = strconv.AppendInt(append(b, `,"v":`...), int64(l.V), 10)
	return append(b, '}')
}

// Hash returns the hash of l as a leaf of the tree.
func (l Leaf) Hash() tlog.Hash { return LeafHash(l.Bytes()) }

// LeafHash returns the RFC 6962 hash of the bytes of a leaf.
func LeafHash(leafBytes []byte) tlog.Hash { return tlog.RecordHash(leafBytes) }

var (
	errLeafForm  = errors.New("not the canonical bytes of a leaf")
	errLeafV     = errors.New("leaf of a version that is not known here")
	errLeafKind  = errors.New("leaf of a kind that is not known here")
	errLeafAt    = errors.New("leaf with a time outside the years 1970 to 9999")
	errLeafDecl  = errors.New("leaf whose declaration is not \"sha256:\" and 64 hexadecimal digits")
	errLeafEvid  = errors.New("evidence is there exactly where the leaf is about an erasure")
	errLeafEmpty = errors.New("leaf about a person without nonce, subject or body")
	errLeafExtra = errors.New("leaf about no person with a nonce, subject or body")
)

// ParseLeaf reads the bytes of a leaf. It refuses everything that Bytes does
// not write: unknown fields, other spacing or order, unknown versions and
// kinds. Errors do not quote the input.
func ParseLeaf(b []byte) (Leaf, error) {
	if len(b) > MaxLeaf {
		return Leaf{}, errLeafForm
	}
	var l Leaf
	// Unknown and repeated fields, odd case and loose spacing all show as a
	// difference from what Bytes writes.
	if json.Unmarshal(b, &l) != nil || !bytes.Equal(l.Bytes(), b) {
		return Leaf{}, errLeafForm
	}
	if err := l.Check(); err != nil {
		return Leaf{}, err
	}
	return l, nil
}

// lastMilli is the last millisecond of the year 9999.
const lastMilli = 253402300799999

// Check reports what is wrong with l, if anything.
func (l Leaf) Check() error {
	switch {
	case l.V != LeafVersion:
		return errLeafV
	case !l.Kind.Known():
		return errLeafKind
	case l.At < 0 || l.At > lastMilli:
		return errLeafAt
	case l.Declaration != "" && !isDigest(l.Declaration), l.Declaration == "" && !l.Kind.Personal():
		return errLeafDecl
	case (l.Kind == KindErasure) != (l.Evidence != "") || l.Evidence != "" && !isDigest(l.Evidence):
		return errLeafEvid
	case l.Kind.Personal() && (l.Nonce == Nonce{} || l.Subject == Commitment{} || l.Body == Commitment{}):
		return errLeafEmpty
	case !l.Kind.Personal() && (l.Nonce != Nonce{} || l.Subject != Commitment{} || l.Body != Commitment{}):
		return errLeafExtra
	}
	return nil
}

// Errors of Leaf.Opens.
var (
	ErrSubject = errors.New("the leaf is not about this person")
	ErrBody    = errors.New("the leaf does not hold this body")
)

// Opens checks that the leaf's commitments are to this person and this body,
// in canonical JSON. It returns ErrSubject or ErrBody where they are not.
func (l Leaf) Opens(salt Salt, s Subject, canonicalBody []byte) error {
	if !l.Kind.Personal() || CommitSubject(salt, s) != l.Subject {
		return ErrSubject
	}
	if CommitBody(salt, canonicalBody) != l.Body {
		return ErrBody
	}
	return nil
}

// newLeaf stamps a leaf with the present version.
func newLeaf(kind Kind, at time.Time, declaration string) Leaf {
	return Leaf{V: LeafVersion, Kind: kind, At: at.UnixMilli(), Declaration: declaration}
}

func leafOf(l Leaf) (Leaf, error) {
	if err := l.Check(); err != nil {
		return Leaf{}, fmt.Errorf("making an entry of kind %q: %w", l.Kind, err)
	}
	return l, nil
}
