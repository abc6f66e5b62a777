package store

import (
	"context"
	"database/sql"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

// standingColumns are read with a person p at hand; joinStanding brings them. A
// person has one row for each thing they said, and one if they said nothing.
const (
	standingColumns = `p.lookup, p.sealed_key, p.sealed_id, p.version, a.band, a.method, a.lapses, a.at, a.version,
	g.guardian, g.relation, g.method, g.evidence, g.since, g.expires, g.ended, g.version, r.mode, r.reason, r.at, r.version,
	c.use_id, c.fingerprint, c.declaration, c.state, c.at, c.ask, c.giver, c.quality, c.version`
	joinStanding = ` left join ages a on a.part = p.part and a.lookup = p.lookup
	left join guardians g on g.part = p.part and g.lookup = p.lookup
	left join restrictions r on r.part = p.part and r.lookup = p.lookup
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
	err := s.standings(ctx, s.read, selectStanding, []any{l.Partition(), l[:]}, func(r *standingRow) error {
		st = r.standing
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
	var found *standingRow
	err := s.standings(ctx, s.read, selectStanding, []any{l.Partition(), l[:]}, func(r *standingRow) error {
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
	identity, err := s.unseal(l, found.sealedKey, found.sealedID)
	if err != nil {
		return consent.Person{}, consent.Standing{}, changed.Because(err)
	}
	p := consent.Person{Identity: identity, Version: found.standing.Version, Known: true}
	return p, found.standing, nil
}

// A standingRow is a person with all that belongs to their standing.
type standingRow struct {
	lookup              ledger.Lookup
	sealedKey, sealedID []byte
	standing            consent.Standing
}

// standings reads people by a query for standingColumns in which the rows of one
// person stand together, and hands them out one by one.
func (s *Store) standings(ctx context.Context, q querier, query string, args []any, yield func(*standingRow) error) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var now *standingRow
	for rows.Next() {
		r, said, err := scanStanding(rows)
		if err != nil {
			return err
		}
		if now == nil || r.lookup != now.lookup {
			if now != nil {
				if err := yield(now); err != nil {
					return err
				}
			}
			now = r
		}
		if said.Use != "" {
			now.standing.Consents[said.Use] = said
		}
	}
	if err := rows.Err(); err != nil || now == nil {
		return err
	}
	return yield(now)
}

// scanStanding reads one row of standingColumns: a person and one consent.
func scanStanding(rows *sql.Rows) (*standingRow, consent.Consent, error) {
	r := &standingRow{standing: consent.Standing{Consents: consent.Consents{}}}
	var lookup []byte
	var age ageColumns
	var guardian guardianColumns
	var restriction restrictionColumns
	var said consentColumns
	into := append([]any{&lookup, &r.sealedKey, &r.sealedID, &r.standing.Version}, age.all()...)
	into = append(append(append(into, guardian.all()...), restriction.all()...), said.all()...)
	if err := rows.Scan(into...); err != nil {
		return nil, consent.Consent{}, err
	}
	if len(lookup) != len(r.lookup) || guardian.lookup != nil && len(guardian.lookup) != len(r.lookup) {
		return nil, consent.Consent{}, errDamaged
	}
	r.lookup = ledger.Lookup(lookup)
	r.standing.Age, r.standing.Guardian, r.standing.Restriction = age.value(), guardian.value(), restriction.value()
	return r, said.value(), nil
}

// The columns of one table each, null where there is no row.
type (
	ageColumns struct {
		band, method        sql.NullString
		lapses, at, version sql.NullInt64
	}
	guardianColumns struct {
		lookup                         []byte
		relation, method, evidence     sql.NullString
		since, expires, ended, version sql.NullInt64
	}
	restrictionColumns struct {
		mode, reason sql.NullString
		at, version  sql.NullInt64
	}
	consentColumns struct {
		use, fingerprint, declaration, state, ask, giver, quality sql.NullString
		at, version                                               sql.NullInt64
	}
)

func (c *ageColumns) all() []any {
	return []any{&c.band, &c.method, &c.lapses, &c.at, &c.version}
}

func (c *ageColumns) value() consent.Age {
	return consent.Age{Band: consent.Band(c.band.String), Method: c.method.String, Lapses: maybe(c.lapses), At: maybe(c.at), Version: c.version.Int64}
}

func (c *guardianColumns) all() []any {
	return []any{&c.lookup, &c.relation, &c.method, &c.evidence, &c.since, &c.expires, &c.ended, &c.version}
}

func (c *guardianColumns) value() consent.Guardian {
	g := consent.Guardian{Relation: c.relation.String, Method: c.method.String, Evidence: c.evidence.String,
		Since: maybe(c.since), Expires: maybe(c.expires), Ended: maybe(c.ended), Version: c.version.Int64}
	copy(g.Lookup[:], c.lookup)
	return g
}

func (c *restrictionColumns) all() []any {
	return []any{&c.mode, &c.reason, &c.at, &c.version}
}

// value returns no restriction where it was lifted.
func (c *restrictionColumns) value() consent.Restriction {
	if c.mode.String == string(consent.Free) {
		return consent.Restriction{}
	}
	return consent.Restriction{Mode: consent.Mode(c.mode.String), Reason: c.reason.String, At: maybe(c.at), Version: c.version.Int64}
}

func (c *consentColumns) all() []any {
	return []any{&c.use, &c.fingerprint, &c.declaration, &c.state, &c.at, &c.ask, &c.giver, &c.quality, &c.version}
}

func (c *consentColumns) value() consent.Consent {
	return consent.Consent{Use: declaration.UseID(c.use.String), Fingerprint: declaration.Fingerprint(c.fingerprint.String),
		Declaration: c.declaration.String, State: consent.State(c.state.String), At: maybe(c.at), Ask: consent.AskID(c.ask.String),
		By: consent.Giver(c.giver.String), Quality: consent.Quality(c.quality.String), Version: c.version.Int64}
}
