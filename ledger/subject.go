package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"unicode/utf8"
	"unique"

	"github.com/volens/volens/fault"
)

// MaxSubject is the longest raw id of a person, in bytes.
const MaxSubject = 256

// A Subject is a person, named by the service's own id for them. It is a type
// of its own so that the id cannot reach a log by accident: every way of
// printing or marshalling it shows a fixed text, and only Raw gives the id.
// Subjects of the same id are equal under ==. The zero value is nobody.
type Subject struct {
	// A handle rather than a string, because fmt prints unexported strings
	// inside other people's structs by reflection, past every method.
	raw unique.Handle[string]
}

const subjectRedacted = "subject(redacted)"

var errSubject = fault.New(fault.Invalid,
	"个人标识应为 1 至 256 字节的 UTF-8 文字，不含控制字符",
	"a subject id must be 1 to 256 bytes of UTF-8 without control or replacement characters")

// NewSubject returns the person with the service's id raw. It refuses an id
// that is empty, longer than MaxSubject, not UTF-8, or holds control characters
// or U+FFFD;
// the error does not repeat the id. Ids are compared byte for byte.
func NewSubject(raw string) (Subject, error) {
	if raw == "" || len(raw) > MaxSubject || !utf8.ValidString(raw) || strings.ContainsFunc(raw, isUnfit) {
		return Subject{}, errSubject
	}
	return Subject{raw: unique.Make(raw)}, nil
}

// isUnfit is control characters, and the character that decoders put in the
// place of what they cannot read: with it, two people could have one id.
func isUnfit(r rune) bool { return r < 0x20 || r >= 0x7f && r < 0xa0 || r == utf8.RuneError }

// Raw returns the service's id, or "" for nobody. It is personal data.
func (s Subject) Raw() string {
	if s.IsZero() {
		return ""
	}
	return s.raw.Value()
}

// IsZero reports whether s is nobody.
func (s Subject) IsZero() bool { return s == Subject{} }

// Equal reports whether s and t are the same person.
func (s Subject) Equal(t Subject) bool { return s == t }

// String returns a fixed text.
func (Subject) String() string { return subjectRedacted }

// GoString returns a fixed text.
func (Subject) GoString() string { return subjectRedacted }

// Format writes a fixed text for every verb.
func (Subject) Format(f fmt.State, _ rune) { redact(f, subjectRedacted) }

// LogValue returns a fixed text.
func (Subject) LogValue() slog.Value { return slog.StringValue(subjectRedacted) }

// MarshalText returns a fixed text: a subject does not survive marshalling.
func (Subject) MarshalText() ([]byte, error) { return []byte(subjectRedacted), nil }

// UnmarshalText reads the service's id, as in the body of an API request.
func (s *Subject) UnmarshalText(text []byte) error {
	parsed, err := NewSubject(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}

// redact is the whole output of types that must not be printed.
func redact(f fmt.State, text string) { _, _ = io.WriteString(f, text) }

// An InstallationKey turns subjects into lookups. One installation has one; it
// is kept apart from the data, and is never printed.
type InstallationKey [32]byte

// NewInstallationKey reads a new key from r, which must be a secure source.
func NewInstallationKey(r io.Reader) (InstallationKey, error) {
	var k InstallationKey
	err := random(r, k[:])
	return k, err
}

// Lookup returns the key under which the person's rows are found: HMAC-SHA256
// of the raw id. Without the installation key nobody can tell from a lookup
// whether a person they know of is in the record.
func (k InstallationKey) Lookup(s Subject) Lookup {
	return Lookup(mac(k[:], "volens/subject-lookup/v1\x00", []byte(s.Raw())))
}

// String returns a fixed text.
func (InstallationKey) String() string { return keyRedacted }

// Format writes a fixed text for every verb.
func (InstallationKey) Format(f fmt.State, _ rune) { redact(f, keyRedacted) }

// LogValue returns a fixed text.
func (InstallationKey) LogValue() slog.Value { return slog.StringValue(keyRedacted) }

// MarshalText returns a fixed text: a key does not survive marshalling.
func (InstallationKey) MarshalText() ([]byte, error) { return []byte(keyRedacted), nil }

// A Lookup finds a person's rows without holding their id. It is a pseudonym:
// still personal data in the hands of whoever has the installation key.
type Lookup [32]byte

// Partitions is the number of subject partitions.
const Partitions = 64

// Partition returns the subject partition, 0 to 63, first in every key of
// tables that grow with people.
func (l Lookup) Partition() int { return int(l[0] >> 2) }

// IsZero reports whether l finds nobody.
func (l Lookup) IsZero() bool { return l == Lookup{} }

// String returns l in hexadecimal.
func (l Lookup) String() string { return hex.EncodeToString(l[:]) }

// MarshalText returns l in hexadecimal.
func (l Lookup) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// An Identity is all that an entry about a person needs to know of them.
type Identity struct {
	Subject Subject
	Lookup  Lookup     // InstallationKey.Lookup(Subject)
	Key     SubjectKey // the person's own random key
}

var errIdentity = errors.New("an entry about a person needs the subject, its lookup and its key")

func (i Identity) check() error {
	if i.Subject.IsZero() || i.Lookup.IsZero() || i.Key == (SubjectKey{}) {
		return errIdentity
	}
	return nil
}

func mac(key []byte, domain string, data []byte) [32]byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(domain))
	h.Write(data)
	return [32]byte(h.Sum(nil))
}

func random(r io.Reader, b []byte) error {
	if _, err := io.ReadFull(r, b); err != nil {
		return fmt.Errorf("reading randomness: %w", err)
	}
	return nil
}
