package keys

import (
	"crypto/hmac"
	"crypto/sha256"
)

// ReplicaSecret returns what the keys of people in a client's replica are made
// with (replica.Shared). It is derived from the installation key and does not give
// it away: whoever holds it can tell which entry of a replica is about a person
// they know of, and nothing more.
func (r Ring) ReplicaSecret() [32]byte {
	key := r.installation()
	m := hmac.New(sha256.New, key[:])
	m.Write([]byte("volens/replica/v1"))
	return [32]byte(m.Sum(nil))
}
