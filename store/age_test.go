package store

import (
	"testing"

	"filippo.io/age"
)

// newAge returns a private and a public key.
func newAge(t testing.TB) [2]string {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	must(t, err)
	return [2]string{id.String(), id.Recipient().String()}
}
