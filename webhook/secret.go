package webhook

import (
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/volens/volens/fault"
)

// prefix marks a secret in text, as Standard Webhooks has it.
const prefix = "whsec_"

// The shortest and longest secrets that are taken, in bytes.
const (
	minSecret = 24
	maxSecret = 64
)

// A Secret is what sender and receiver share. Printing shows a fixed text; only
// Text and Bytes give it.
type Secret struct{ raw string }

var errSecret = fault.New(fault.Invalid, "webhook 密钥应为 whsec_ 加 24 至 64 字节的 base64", "a webhook secret is whsec_ and the base64 of 24 to 64 bytes")

// NewSecret reads a new secret from r, which must be a secure source.
func NewSecret(r io.Reader) (Secret, error) {
	var b [32]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return Secret{}, fmt.Errorf("reading randomness: %w", err)
	}
	return Secret{string(b[:])}, nil
}

// SecretOf returns the secret of 24 to 64 bytes.
func SecretOf(b []byte) (Secret, error) {
	if len(b) < minSecret || len(b) > maxSecret {
		return Secret{}, errSecret
	}
	return Secret{string(b)}, nil
}

// ParseSecret reads what Text writes; the prefix may be missing. The error does
// not repeat the input.
func ParseSecret(text string) (Secret, error) {
	text = strings.TrimPrefix(text, prefix)
	b, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || base64.StdEncoding.EncodeToString(b) != text { // the decoder passes over line ends
		return Secret{}, errSecret
	}
	return SecretOf(b)
}

// Text returns the secret as it is handed to the receiver.
func (s Secret) Text() string { return prefix + base64.StdEncoding.EncodeToString([]byte(s.raw)) }

// Bytes returns the secret itself.
func (s Secret) Bytes() []byte { return []byte(s.raw) }

const redacted = "secret(redacted)"

// String returns a fixed text.
func (Secret) String() string { return redacted }

// Format writes a fixed text for every verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue returns a fixed text.
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText returns a fixed text: a secret does not survive marshalling.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// Join writes several secrets, the newest first, as they are stored while one
// takes the place of another.
func Join(secrets ...Secret) []byte {
	var all []string
	for _, s := range secrets {
		all = append(all, s.Text())
	}
	return []byte(strings.Join(all, "\n"))
}

// Split reads what Join writes.
func Split(b []byte) ([]Secret, error) {
	var all []Secret
	for text := range strings.SplitSeq(string(b), "\n") {
		s, err := ParseSecret(text)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}
