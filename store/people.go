package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

var (
	_ consent.People   = (*Store)(nil)
	_ consent.Record   = (*Store)(nil)
	_ consent.Versions = (*Store)(nil)
)

var (
	noPerson  = fault.New(fault.NotFound, "没有这个人的记录", "nothing is stored about this person")
	noSubject = fault.New(fault.Invalid, "缺少个人标识", "the person is not named")
	changed   = fault.New(fault.Internal, "存储的数据被改动或损坏：请运行 volens verify", "stored data was changed or damaged: run volens verify")
)

const selectPerson = `select p.sealed_key, p.sealed_id, ` + headOf + ` from persons p where p.part = $1 and p.lookup = $2`

// Person finds a person by the service's id. On first contact it returns an
// identity with a fresh random key that is not stored yet: the first change
// about them must bring it as a consent.NewPerson.
//
// Read the person first and then what they said; a change that expects Version
// is refused where anything was recorded about them in between.
func (s *Store) Person(ctx context.Context, who ledger.Subject) (consent.Person, error) {
	if who.IsZero() {
		return consent.Person{}, noSubject
	}
	lookup := s.keys.Installation().Lookup(who)
	p, err := s.PersonByLookup(ctx, lookup)
	if fault.KindOf(err) == fault.NotFound {
		return stranger(who, lookup)
	}
	if err == nil && p.Identity.Subject != who {
		return consent.Person{}, changed.Because(errors.New("the sealed id of a person is another's"))
	}
	return p, err
}

// stranger returns an identity for somebody who is not stored yet.
func stranger(who ledger.Subject, l ledger.Lookup) (consent.Person, error) {
	key, err := ledger.NewSubjectKey(rand.Reader)
	if err != nil {
		return consent.Person{}, err
	}
	return consent.Person{Identity: ledger.Identity{Subject: who, Lookup: l, Key: key}, Version: ledger.Absent}, nil
}

// PersonByLookup finds a person whose lookup is known; fault.NotFound where
// nothing is stored about them.
func (s *Store) PersonByLookup(ctx context.Context, l ledger.Lookup) (consent.Person, error) {
	var sealedKey, sealedID []byte
	var version int64
	err := s.read.QueryRowContext(ctx, selectPerson, l.Partition(), l[:]).Scan(&sealedKey, &sealedID, &version)
	if errors.Is(err, sql.ErrNoRows) {
		return consent.Person{}, noPerson
	}
	if err != nil {
		return consent.Person{}, s.explain(err, "reading a person")
	}
	who, err := s.rows.Unseal(l, sealedKey, sealedID)
	if err != nil {
		return consent.Person{}, changed.Because(err)
	}
	return consent.Person{Identity: who, Version: version, Known: true}, nil
}

const selectOnce = `select digest, ref from once where part = $1 and lookup = $2 and key = $3`

// Once returns what an idempotency key of the person was used for.
func (s *Store) Once(ctx context.Context, l ledger.Lookup, key string) (digest, ref string, found bool, err error) {
	if !clean(key) {
		return "", "", false, badText
	}
	err = s.read.QueryRowContext(ctx, selectOnce, l.Partition(), l[:], key).Scan(&digest, &ref)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", false, nil
	}
	return digest, ref, err == nil, s.explain(err, "reading an idempotency key")
}
