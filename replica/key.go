package replica

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/maphash"
)

// A Key finds a person in a replica. It is a pseudonym, and personal data in the
// hands of whoever can make one.
type Key struct{ hi, lo uint64 }

// A Keyer makes keys from the service's own ids.
type Keyer interface {
	Key(subject string) Key
}

// Local returns a keyer that is good within this process alone: two hashes with
// random seeds, so that nobody can choose ids that collide.
func Local() Keyer { return local{maphash.MakeSeed(), maphash.MakeSeed()} }

type local struct{ a, b maphash.Seed }

// Key hashes the id with either seed.
func (l local) Key(subject string) Key {
	return Key{maphash.String(l.a, subject), maphash.String(l.b, subject)}
}

// Shared returns a keyer whose keys are the same wherever the secret is: the first
// 16 bytes of SHA-256 over the secret and the id. Whoever has the secret can tell
// whether a person they know of is in a replica.
func Shared(secret [32]byte) Keyer { return shared{secret} }

type shared struct{ secret [32]byte }

// Key hashes secret and id.
func (s shared) Key(subject string) Key {
	var b [32 + 256]byte
	n := copy(b[:], s.secret[:])
	data := b[:n+copy(b[n:], subject)]
	if len(subject) > len(b)-n { // longer than any subject
		data = append(b[:n:n], subject...)
	}
	sum := sha256.Sum256(data)
	return KeyOf([16]byte(sum[:16]))
}

// KeyOf makes a key of its bytes.
func KeyOf(b [16]byte) Key {
	return Key{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

// Bytes returns the bytes of the key.
func (k Key) Bytes() [16]byte {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], k.hi)
	binary.BigEndian.PutUint64(b[8:], k.lo)
	return b
}

// MarshalText writes the bytes in unpadded base64url.
func (k Key) MarshalText() ([]byte, error) {
	b := k.Bytes()
	return base64.RawURLEncoding.AppendEncode(nil, b[:]), nil
}

var errKey = errors.New("a key is 16 bytes in unpadded base64url")

// UnmarshalText reads what MarshalText writes.
func (k *Key) UnmarshalText(text []byte) error {
	var b [16]byte
	if base64.RawURLEncoding.DecodedLen(len(text)) != len(b) {
		return errKey
	}
	if n, err := base64.RawURLEncoding.Strict().Decode(b[:], text); err != nil || n != len(b) {
		return errKey
	}
	*k = KeyOf(b)
	return nil
}
