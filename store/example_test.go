package store_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store"
)

// A person says no to a use. Once Commit returns, that is durable: it is read
// back, it has its place in the record, and there is a receipt to prove it.
func Example() {
	dir, err := os.MkdirTemp("", "volens-example-")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := sayNo(context.Background(), dir); err != nil {
		fmt.Println(err)
	}
	// Output:
	// known before: false
	// version: 0
	// shop/for-you/browsing-history/recommend: refused
	// receipt verifies: true
}

func sayNo(ctx context.Context, dir string) error {
	ring, _, err := keys.Open(filepath.Join(dir, "keys"))
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Options{Data: filepath.Join(dir, "data"), Keys: ring})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()

	who, err := ledger.NewSubject("u-1001")
	if err != nil {
		return err
	}
	p, err := s.Person(ctx, who)
	if err != nil {
		return err
	}
	fmt.Println("known before:", p.Known)

	change, err := no(p, "shop/for-you/browsing-history/recommend")
	if err != nil {
		return err
	}
	done, err := s.Commit(ctx, change)
	if err != nil {
		return err
	}
	fmt.Println("version:", done.First)

	said, err := s.Consents(ctx, p.Identity.Lookup)
	if err != nil {
		return err
	}
	for use, c := range said {
		fmt.Printf("%s: %s\n", use, c.State)
	}
	receipt, err := s.Receipt(ctx, done.First)
	fmt.Println("receipt verifies:", err == nil && receipt.Verify(ring.Verifier) == nil)
	return err
}

// no is a change by hand; package consent makes those of a real service.
func no(p consent.Person, use declaration.UseID) (ledger.Change, error) {
	nonce, err := ledger.NewNonce(rand.Reader)
	if err != nil {
		return ledger.Change{}, err
	}
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	entry, err := ledger.PersonalEntry(ledger.KindWithdrawal, now, "", p.Identity, nonce, consent.WithdrawalBody{V: 1, Uses: []consent.WithdrawnUse{{Use: use}}})
	if err != nil {
		return ledger.Change{}, err
	}
	return ledger.NewChange(entry).Writing(
		consent.NewPerson{Identity: p.Identity},
		consent.SetConsent{Lookup: p.Identity.Lookup, Consent: consent.Consent{Use: use, State: consent.Refused, At: now}},
	).Expecting(ledger.Expectation{Of: "person", Lookup: p.Identity.Lookup, Key: "head", Version: p.Version}), nil
}
