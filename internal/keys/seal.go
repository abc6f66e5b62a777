package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"errors"

	"github.com/volens/volens/ledger"
)

// ErrSealed is the error of opening what was sealed under another key or for
// another purpose, or was changed since.
var ErrSealed = errors.New("sealed under another key or for another purpose, or changed since")

// A box seals under one key. It holds functions and not the cipher, whose
// expanded key fmt would print.
type box struct {
	seal func(plain, aad []byte) []byte
	open func(sealed, aad []byte) ([]byte, error)
}

// newBox returns AES-256-GCM under key with a random nonce in front of what it
// seals, which is sound for 2^32 seals under one key.
func newBox(key [32]byte) box {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // AES has blocks of the right size
	}
	return box{
		seal: func(plain, aad []byte) []byte { return aead.Seal(nil, nil, plain, aad) },
		open: func(sealed, aad []byte) ([]byte, error) {
			plain, err := aead.Open(nil, nil, sealed, aad)
			if err != nil {
				return nil, ErrSealed
			}
			return plain, nil
		},
	}
}

// Seal encrypts plain under the key-encryption key and binds it to aad, which
// says what it is and whose.
func (r Ring) Seal(plain, aad []byte) []byte { return r.sealing.seal(plain, aad) }

// Open returns what was sealed by Seal with the same aad, or ErrSealed.
func (r Ring) Open(sealed, aad []byte) ([]byte, error) { return r.sealing.open(sealed, aad) }

// SealLink encrypts under the link key what travels through browsers: links
// and session cookies. aad tells the purposes apart, so that one cannot be used
// as the other.
func (r Ring) SealLink(plain, aad []byte) []byte { return r.link.seal(plain, aad) }

// OpenLink returns what was sealed by SealLink with the same aad, or ErrSealed.
func (r Ring) OpenLink(sealed, aad []byte) ([]byte, error) { return r.link.open(sealed, aad) }

// SealFor encrypts plain under a person's own key. Whoever destroys that key
// destroys what was sealed with it.
func SealFor(k ledger.SubjectKey, plain, aad []byte) []byte { return boxOf(k).seal(plain, aad) }

// OpenFor returns what was sealed by SealFor with the same key and aad, or
// ErrSealed.
func OpenFor(k ledger.SubjectKey, sealed, aad []byte) ([]byte, error) {
	return boxOf(k).open(sealed, aad)
}

// boxOf derives a key for sealing: the person's key itself makes salts.
func boxOf(k ledger.SubjectKey) box {
	m := hmac.New(sha256.New, k[:])
	m.Write([]byte("volens/subject-seal/v1"))
	return newBox([32]byte(m.Sum(nil)))
}
