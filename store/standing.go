package store

import (
	"context"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store/row"
)

// standingColumns are read with a person p at hand; joinStanding brings them. A
// person has one row for each thing they said, and one if they said nothing.
const (
	standingColumns = `p.lookup, p.sealed_key, p.sealed_id, p.version, a.band, a.method, a.lapses, a.at, a.version,
	g.guardian, g.relation, g.method, g.evidence, g.since, g.expires, g.ended, g.version, r.mode, r.reason, r.at, r.version,
	c.use_id, c.fingerprint, c.declaration, c.state, c.at, c.ask, c.giver, c.quality, c.version`
	joinStanding = ` left join ages a on a.part = p.part and a.lookup = p.lookup
	left join guardians g on g.part = p.part and g.lookup = p.lookup
	left join restrictions r on r.part = p.part and r.Lookup = p.lookup
	left join consents c on c.part = p.part and c.lookup = p.lookup `
	selectStanding = `select ` + standingColumns + ` from ` + headed + `where p.part = $1 and p.lookup = $2 limit 1) p` + joinStanding
	// headed begins a table of people with their versions. It must end with a
	// limit, or the version would be looked for again for each thing they said.
	headed = `(select p.part, p.lookup, p.sealed_key, p.sealed_id, ` + headOf + ` as version from persons p `
)

// Standing returns all that verdicts need to know of a person, as it was at one
// moment. A person nobody knows stands nowhere, with version ledger.Absent.
func (s *Store) Standing(ctx context.Context, l ledger.Lookup) (consent.Standing, error) {
	st := consent.Standing{Version: ledger.Absent, Consents: consent.Consents{}}
	err := s.standings(ctx, s.read, selectStanding, []any{l.Partition(), l[:]}, func(r *row.StandingRow) error {
		st = r.Standing
		return nil
	})
	return st, s.explain(err, "reading the standing of a person")
}

// PersonStanding returns a person as Person does, together with their standing
// at the same moment.
func (s *Store) PersonStanding(ctx context.Context, who ledger.Subject) (consent.Person, consent.Standing, error) {
	if who.IsZero() {
		return consent.Person{}, consent.Standing{}, noSubject
	}
	l := s.keys.Installation().Lookup(who)
	var found *row.StandingRow
	err := s.standings(ctx, s.read, selectStanding, []any{l.Partition(), l[:]}, func(r *row.StandingRow) error {
		found = r
		return nil
	})
	if err != nil {
		return consent.Person{}, consent.Standing{}, s.explain(err, "reading the standing of a person")
	}
	if found == nil {
		p, err := stranger(who, l)
		return p, consent.Standing{Version: ledger.Absent, Consents: consent.Consents{}}, err
	}
	identity, err := s.rows.Unseal(l, found.SealedKey, found.SealedID)
	if err != nil {
		return consent.Person{}, consent.Standing{}, changed.Because(err)
	}
	p := consent.Person{Identity: identity, Version: found.Standing.Version, Known: true}
	return p, found.Standing, nil
}

// standings reads people by a query for standingColumns in which the rows of one
// person stand together, and hands them out one by one.
func (s *Store) standings(ctx context.Context, q querier, query string, args []any, yield func(*row.StandingRow) error) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var now *row.StandingRow
	for rows.Next() {
		r, said, err := row.Standing(rows)
		if err != nil {
			return err
		}
		if now == nil || r.Lookup != now.Lookup {
			if now != nil {
				if err := yield(now); err != nil {
					return err
				}
			}
			now = r
		}
		if said.Use != "" {
			now.Standing.Consents[said.Use] = said
		}
	}
	if err := rows.Err(); err != nil || now == nil {
		return err
	}
	return yield(now)
}
