package consent

import (
	"context"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

// SetAge records the band of a person's age and returns the person's version
// afterwards. The same again changes nothing; see LearnAge for what is refused.
func (k *Desk) SetAge(ctx context.Context, s ledger.Subject, a Age, now time.Time) (int64, error) {
	d, err := k.declared(ctx)
	if err != nil {
		return 0, err
	}
	return k.change(ctx, s, ledger.Lookup{}, func(p Party, declared string, n ledger.Nonce) (ledger.Change, error) {
		return LearnAge(d, declared, a, p, n, now)
	})
}

// LinkGuardian records that a guardian of a child was verified and returns the
// child's version afterwards. The same again changes nothing; see LinkTo for what
// is refused.
func (k *Desk) LinkGuardian(ctx context.Context, child, guardian ledger.Subject, l Link, now time.Time) (int64, error) {
	who, err := k.People.Person(ctx, guardian)
	if err != nil {
		return 0, err
	}
	g, err := k.party(ctx, who, ledger.Lookup{})
	if err != nil {
		return 0, err
	}
	return k.change(ctx, child, ledger.Lookup{}, func(p Party, declared string, n ledger.Nonce) (ledger.Change, error) {
		return LinkTo(declared, l, g, p, n, now)
	})
}

// EndGuardian ends the guardian link of a child and returns the child's version
// afterwards. Where none stands nothing changes.
func (k *Desk) EndGuardian(ctx context.Context, child ledger.Subject, now time.Time) (int64, error) {
	return k.change(ctx, child, ledger.Lookup{}, func(p Party, declared string, n ledger.Nonce) (ledger.Change, error) {
		return EndLink(declared, p, n, now)
	})
}

// Restrict leaves nothing but storage and protection of what is held about a
// person, or says that erasing has begun, and returns the person's version
// afterwards; see Hold for what is refused.
func (k *Desk) Restrict(ctx context.Context, s ledger.Subject, mode Mode, reason string, now time.Time) (int64, error) {
	return k.change(ctx, s, ledger.Lookup{}, func(p Party, declared string, n ledger.Nonce) (ledger.Change, error) {
		return Hold(declared, Restriction{Mode: mode, Reason: reason}, p, n, now)
	})
}

// Lift ends a restriction and returns the person's version afterwards. Erasing
// that has begun is not undone.
func (k *Desk) Lift(ctx context.Context, s ledger.Subject, now time.Time) (int64, error) {
	return k.Restrict(ctx, s, Free, "", now)
}

// Import brings in what a person said before Volens; see Bring for what is taken
// and what is refused.
func (k *Desk) Import(ctx context.Context, s ledger.Subject, b Batch, now time.Time) (done Brought, err error) {
	d, _, err := k.Current(ctx)
	if err != nil {
		return Brought{}, err
	}
	version, err := k.change(ctx, s, ledger.Lookup{}, func(p Party, declared string, n ledger.Nonce) (c ledger.Change, err error) {
		done, c, err = Bring(d, declared, b, p, n, now)
		return c, err
	})
	done.Version = version
	return done, err
}

// Merge makes an unknown person's words those of the known one whom they turned
// out to be, and returns the known person's version afterwards; see MergeInto. The
// same again changes nothing.
func (k *Desk) Merge(ctx context.Context, unknown, known ledger.Subject, now time.Time) (version int64, err error) {
	d, declared, err := k.Current(ctx)
	if err != nil {
		return 0, err
	}
	err = k.retry(func() error {
		version, err = k.merge(ctx, d, declared, unknown, known, now)
		return err
	})
	return version, err
}

func (k *Desk) merge(ctx context.Context, d *declaration.Declaration, declared string, unknown, known ledger.Subject, now time.Time) (int64, error) {
	var people [2]Person
	var parties [2]Party
	var nonces [MergeNonces]ledger.Nonce
	var err error
	for i, s := range []ledger.Subject{unknown, known} {
		if people[i], err = k.People.Person(ctx, s); err != nil {
			return 0, err
		}
		if parties[i], err = k.party(ctx, people[i], ledger.Lookup{}); err != nil {
			return 0, err
		}
	}
	for i := range nonces {
		if nonces[i], err = ledger.NewNonce(k.Random); err != nil {
			return 0, err
		}
	}
	c, err := MergeInto(d, declared, parties[0], parties[1], nonces, now)
	if err != nil || len(c.Entries) == 0 {
		return people[1].Version, err
	}
	done, err := k.Record.Commit(ctx, people[0].unchanged(people[1].unchanged(c)))
	last := len(c.Entries) - 2 // the last entry is about the unknown, all before it about the known
	return done.First + int64(last), err
}
