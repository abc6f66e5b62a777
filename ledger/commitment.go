package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

const keyRedacted = "key(redacted)"

// A SubjectKey is the random key of one person. All salts of the person's
// entries come from it, so destroying it makes every commitment about them
// unopenable. It is never printed.
type SubjectKey [32]byte

// NewSubjectKey reads a new key from r, which must be a secure source.
func NewSubjectKey(r io.Reader) (SubjectKey, error) {
	var k SubjectKey
	err := random(r, k[:])
	return k, err
}

// Mark returns what may be stored of a word of the caller's: the same word of
// the same person always gives the same mark, and without the key a mark tells
// nothing. kind keeps marks for different ends apart.
func (k SubjectKey) Mark(kind, word string) string {
	m := mac(k[:], "volens/mark/v1\x00"+kind+"\x00", []byte(word))
	return hex.EncodeToString(m[:])
}

// Salt returns the salt of the entry that carries n.
func (k SubjectKey) Salt(n Nonce) Salt {
	return Salt(mac(k[:], "volens/salt/v1\x00", n[:]))
}

// String returns a fixed text.
func (SubjectKey) String() string { return keyRedacted }

// Format writes a fixed text for every verb.
func (SubjectKey) Format(f fmt.State, _ rune) { redact(f, keyRedacted) }

// LogValue returns a fixed text.
func (SubjectKey) LogValue() slog.Value { return slog.StringValue(keyRedacted) }

// MarshalText returns a fixed text: a key does not survive marshalling.
func (SubjectKey) MarshalText() ([]byte, error) { return []byte(keyRedacted), nil }

// A Nonce makes the salts of a person's entries differ. It is public.
type Nonce [16]byte

// NewNonce reads a new nonce from r.
func NewNonce(r io.Reader) (Nonce, error) {
	var n Nonce
	err := random(r, n[:])
	return n, err
}

// String returns n in hexadecimal.
func (n Nonce) String() string { return hex.EncodeToString(n[:]) }

// MarshalText returns n in lower-case hexadecimal.
func (n Nonce) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText reads lower-case hexadecimal of the exact length.
func (n *Nonce) UnmarshalText(text []byte) error { return unhex(n[:], text) }

// A Salt opens the commitments of one entry to whoever holds it. It is a
// secret of the person: printing shows a fixed text, marshalling (in a
// Receipt, the person's own copy) shows hexadecimal.
type Salt [32]byte

const saltRedacted = "salt(redacted)"

// String returns a fixed text.
func (Salt) String() string { return saltRedacted }

// Format writes a fixed text for every verb.
func (Salt) Format(f fmt.State, _ rune) { redact(f, saltRedacted) }

// LogValue returns a fixed text.
func (Salt) LogValue() slog.Value { return slog.StringValue(saltRedacted) }

// MarshalText returns the salt in lower-case hexadecimal.
func (s Salt) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(s[:])), nil }

// UnmarshalText reads lower-case hexadecimal of the exact length.
func (s *Salt) UnmarshalText(text []byte) error { return unhex(s[:], text) }

// A Commitment binds an entry to data without showing it: SHA-256 over the
// domain, the salt and the data, each preceded by its length in eight bytes,
// big-endian. Its text is "sha256:" and lower-case hexadecimal.
type Commitment [32]byte

// CommitSubject commits to the raw id of a person.
func CommitSubject(salt Salt, s Subject) Commitment {
	return commit("volens/commit/subject/v1", salt, []byte(s.Raw()))
}

// CommitBody commits to the personal body of an entry, in canonical JSON.
func CommitBody(salt Salt, canonicalBody []byte) Commitment {
	return commit("volens/commit/body/v1", salt, canonicalBody)
}

func commit(domain string, salt Salt, data []byte) Commitment {
	h := sha256.New()
	var length [8]byte
	for _, part := range [][]byte{[]byte(domain), salt[:], data} {
		binary.BigEndian.PutUint64(length[:], uint64(len(part)))
		h.Write(length[:])
		h.Write(part)
	}
	return Commitment(h.Sum(nil))
}

const digestPrefix = "sha256:"

// String returns the text of c.
func (c Commitment) String() string { return digestPrefix + hex.EncodeToString(c[:]) }

// MarshalText returns the text of c.
func (c Commitment) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the text of a commitment in exactly the form of String.
func (c *Commitment) UnmarshalText(text []byte) error {
	digits, ok := strings.CutPrefix(string(text), digestPrefix)
	if !ok {
		return errHex
	}
	return unhex(c[:], []byte(digits))
}

// Digest returns the SHA-256 of b as it stands in leaves: "sha256:" and
// hexadecimal.
func Digest(b []byte) string {
	sum := sha256.Sum256(b)
	return digestPrefix + hex.EncodeToString(sum[:])
}

// isDigest reports whether s is "sha256:" and 64 lower-case hexadecimal digits.
func isDigest(s string) bool {
	var c Commitment
	return c.UnmarshalText([]byte(s)) == nil
}

var errHex = errors.New("not lower-case hexadecimal of the expected length")

// unhex fills dst; one value has one text, so upper case is refused.
func unhex(dst, text []byte) error {
	if len(text) != hex.EncodedLen(len(dst)) || !bytes.Equal(bytes.ToLower(text), text) {
		return errHex
	}
	raw := make([]byte, len(dst))
	if _, err := hex.Decode(raw, text); err != nil {
		return errHex
	}
	copy(dst, raw)
	return nil
}
