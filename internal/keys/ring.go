package keys

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"

	"golang.org/x/mod/sumdb/note"

	"github.com/volens/volens/ledger"
)

// A Ring is the keys of one installation. The zero value is no keys; Open gives
// one.
type Ring struct {
	Signer    note.Signer   // signs checkpoints
	Verifier  note.Verifier // checks them
	LogPublic string        // the public key of the log, for note.NewVerifier

	// Functions hold the secrets, because fmt reaches past all methods into a
	// ring that is an unexported field of somebody's struct.
	installation  func() ledger.InstallationKey
	sealing, link box
	mark          func(data []byte) [32]byte
	id            string
}

// Installation returns the key that turns subjects into lookups.
func (r Ring) Installation() ledger.InstallationKey { return r.installation() }

// Mark returns a code over data that only this ring makes: what stands in a row
// beside its mark was written by us.
func (r Ring) Mark(data []byte) [32]byte { return r.mark(data) }

// newRing puts a ring together from what the files hold.
func newRing(s secrets) (Ring, error) {
	r := Ring{LogPublic: s.logPublic, installation: func() ledger.InstallationKey { return s.installation }}
	var err error
	if r.Signer, err = note.NewSigner(s.logPrivate); err != nil {
		return Ring{}, badLogKey // the cause would quote the key
	}
	if r.Verifier, err = note.NewVerifier(s.logPublic); err != nil {
		return Ring{}, badLogKey
	}
	probe, err := note.Sign(&note.Note{Text: "probe\n"}, r.Signer)
	if err != nil {
		return Ring{}, badLogKey
	}
	if _, err := note.Open(probe, note.VerifierList(r.Verifier)); err != nil {
		return Ring{}, logKeysDiffer
	}
	r.sealing, r.link = newBox(s.sealing), newBox(s.link)
	r.mark = func(data []byte) [32]byte {
		m := hmac.New(sha256.New, s.sealing[:])
		m.Write([]byte("volens/row-mark/v1\x00"))
		m.Write(data)
		return [32]byte(m.Sum(nil))
	}
	r.id = s.id()
	return r, nil
}

// ID names the set of keys that a database depends on: those of the log, the
// installation and the sealing of people's keys. It is public and tells nothing
// about them. The link key is not part of it: changing that one only ends links
// and sessions.
func (r Ring) ID() string { return r.id }

func (s secrets) id() string {
	h := sha256.New()
	h.Write([]byte("volens/keys/v1\x00" + s.logPublic + "\x00"))
	h.Write(checkValue(s.installation[:]))
	h.Write(checkValue(s.sealing[:]))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// checkValue is a fixed text under the key: it shows which key it is, and
// nothing of it.
func checkValue(key []byte) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte("volens/key-check/v1"))
	return m.Sum(nil)
}

const redacted = "keys(redacted)"

// String returns a fixed text.
func (Ring) String() string { return redacted }

// Format writes a fixed text for every verb.
func (Ring) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue returns a fixed text.
func (Ring) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText returns a fixed text: keys do not survive marshalling.
func (Ring) MarshalText() ([]byte, error) { return []byte(redacted), nil }
