package keys

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"

	"github.com/volens/volens/erase"
)

var (
	_ erase.Custodian = Custodians{}

	notRecipient = wrong("保管人的公钥应为 age1…", "the public key of a custodian is written age1…")
	oneCustodian = wrong("两位保管人须各有自己的密钥：一人不得单独打开", "two custodians need a key each: nobody alone may open what is kept")
	notIdentity  = wrong("保管人的私钥应为 AGE-SECRET-KEY-1…", "the private key of a custodian is written AGE-SECRET-KEY-1…")
	notKept      = wrong("打不开：密钥不是这两位保管人的，或内容被改动", "this does not open: the keys are not those of the two custodians, or it was changed")
)

// Custodians seal what an in-force ground keeps, in two age layers: the inner one
// for one custodian, the outer one for the other. Neither opens it alone, and this
// installation, which has neither private key, opens nothing.
type Custodians struct{ inner, outer age.Recipient }

// NewCustodians returns the custodians with these age X25519 public keys.
//
// Errors: fault.Invalid where one is no such key, or both are the same.
func NewCustodians(inner, outer string) (Custodians, error) {
	a, err := age.ParseX25519Recipient(strings.TrimSpace(inner))
	if err != nil {
		return Custodians{}, notRecipient
	}
	b, err := age.ParseX25519Recipient(strings.TrimSpace(outer))
	if err != nil {
		return Custodians{}, notRecipient
	}
	if a.String() == b.String() {
		return Custodians{}, oneCustodian
	}
	return Custodians{a, b}, nil
}

// Seal seals for both custodians, one layer inside the other.
func (c Custodians) Seal(plain []byte) ([]byte, error) {
	if c.inner == nil || c.outer == nil {
		return nil, oneCustodian
	}
	within, err := layer(plain, c.inner)
	if err != nil {
		return nil, err
	}
	return layer(within, c.outer)
}

func layer(plain []byte, to age.Recipient) ([]byte, error) {
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to)
	if err != nil {
		return nil, fmt.Errorf("sealing for a custodian: %w", err)
	}
	_, err = w.Write(plain)
	if err = errors.Join(err, w.Close()); err != nil {
		return nil, fmt.Errorf("sealing for a custodian: %w", err)
	}
	return out.Bytes(), nil
}

// OpenKept opens what Custodians.Seal sealed, with the private keys of both. It
// works without the installation's keys.
//
// Errors: fault.Invalid, which never repeats a key.
func OpenKept(sealed []byte, outer, inner string) ([]byte, error) {
	within, err := peel(sealed, outer)
	if err != nil {
		return nil, err
	}
	return peel(within, inner)
}

func peel(sealed []byte, identity string) ([]byte, error) {
	id, err := age.ParseX25519Identity(strings.TrimSpace(identity))
	if err != nil {
		return nil, notIdentity // the cause could quote it
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		return nil, notKept
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil, notKept
	}
	return plain, nil
}
