package row

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

// The columns of one table each, null where there is no row.
type (
	// AgeColumns are those of ages.
	AgeColumns struct {
		band, method        sql.NullString
		lapses, at, version sql.NullInt64
	}
	// GuardianColumns are those of guardians.
	GuardianColumns struct {
		Lookup                         []byte
		relation, method, evidence     sql.NullString
		since, expires, ended, version sql.NullInt64
	}
	// RestrictionColumns are those of restrictions.
	RestrictionColumns struct {
		mode, reason sql.NullString
		at, version  sql.NullInt64
	}
	// ConsentColumns are those of consents.
	ConsentColumns struct {
		use, fingerprint, declaration, state, ask, giver, quality sql.NullString
		at, version                                               sql.NullInt64
	}
)

// All lists where the columns are read to.
func (c *AgeColumns) All() []any {
	return []any{&c.band, &c.method, &c.lapses, &c.at, &c.version}
}

// Value returns what was read; the zero value where there is no row.
func (c *AgeColumns) Value() consent.Age {
	return consent.Age{Band: consent.Band(c.band.String), Method: c.method.String, Lapses: Maybe(c.lapses), At: Maybe(c.at), Version: c.version.Int64}
}

// All lists where the columns are read to.
func (c *GuardianColumns) All() []any {
	return []any{&c.Lookup, &c.relation, &c.method, &c.evidence, &c.since, &c.expires, &c.ended, &c.version}
}

// Value returns what was read; the zero value where there is no row.
func (c *GuardianColumns) Value() consent.Guardian {
	g := consent.Guardian{Relation: c.relation.String, Method: c.method.String, Evidence: c.evidence.String,
		Since: Maybe(c.since), Expires: Maybe(c.expires), Ended: Maybe(c.ended), Version: c.version.Int64}
	copy(g.Lookup[:], c.Lookup)
	return g
}

// All lists where the columns are read to.
func (c *RestrictionColumns) All() []any {
	return []any{&c.mode, &c.reason, &c.at, &c.version}
}

// Row returns the row as it stands, lifted or not.
func (c *RestrictionColumns) Row() consent.Restriction {
	return consent.Restriction{Mode: consent.Mode(c.mode.String), Reason: c.reason.String, At: Maybe(c.at), Version: c.version.Int64}
}

// Value returns what was read, and no restriction where it was lifted.
func (c *RestrictionColumns) Value() consent.Restriction {
	if c.mode.String == string(consent.Free) {
		return consent.Restriction{}
	}
	return c.Row()
}

// All lists where the columns are read to.
func (c *ConsentColumns) All() []any {
	return []any{&c.use, &c.fingerprint, &c.declaration, &c.state, &c.at, &c.ask, &c.giver, &c.quality, &c.version}
}

// Value returns what was read; the zero value where there is no row.
func (c *ConsentColumns) Value() consent.Consent {
	return consent.Consent{Use: declaration.UseID(c.use.String), Fingerprint: declaration.Fingerprint(c.fingerprint.String),
		Declaration: c.declaration.String, State: consent.State(c.state.String), At: Maybe(c.at), Ask: consent.AskID(c.ask.String),
		By: consent.Giver(c.giver.String), Quality: consent.Quality(c.quality.String), Version: c.version.Int64}
}

// Consent reads the use, fingerprint, declaration, state, time, ask, giver, quality
// and version of a row of consents, after those in front.
func Consent(r Scanner, front ...any) (c consent.Consent, err error) {
	var at int64
	err = r.Scan(append(front, &c.Use, &c.Fingerprint, &c.Declaration, &c.State, &at, &c.Ask, &c.By, &c.Quality, &c.Version)...)
	c.At = Milli(at)
	return c, err
}

// Ask reads a row of asks.
func Ask(row Scanner) (consent.Ask, error) {
	var a consent.Ask
	var lookup, guardian []byte
	var choices string
	var at, expires int64
	if err := row.Scan(&a.ID, &lookup, &a.Service, &a.Trigger, &a.Declaration, &choices, &a.Age, &guardian, &at, &expires, &a.Version); err != nil {
		return consent.Ask{}, err
	}
	if len(lookup) != len(a.Lookup) || guardian != nil && len(guardian) != len(a.Guardian) || json.Unmarshal([]byte(choices), &a.Choices) != nil {
		return consent.Ask{}, fmt.Errorf("%w: the ask of entry %d", ErrDamaged, a.Version)
	}
	// What is read must be what was written, to the byte: a reader that passes
	// over strange keys would show people one thing and auditors another.
	if written, err := json.Marshal(a.Choices); err != nil || string(written) != choices {
		return consent.Ask{}, fmt.Errorf("%w: the ask of entry %d", ErrDamaged, a.Version)
	}
	a.Lookup = ledger.Lookup(lookup)
	copy(a.Guardian[:], guardian)
	a.At, a.Expires = Milli(at), Milli(expires)
	return a, nil
}

// Stop reads a row of stops.
func Stop(r Scanner) (t consent.Stop, err error) {
	var at int64
	var until sql.NullInt64
	err = r.Scan(&t.ID, &t.Service, &t.Function, &t.Use, &t.Item, &t.Recipient, &t.Reason, &t.By, &at, &until, &t.Lifted, &t.Version)
	t.At, t.Until = Milli(at), Maybe(until)
	return t, err
}

// Activation reads a row of activations.
func Activation(r Scanner) (v consent.Activated, err error) {
	var at int64
	err = r.Scan(&v.Hash, &at, &v.Version)
	v.At = Milli(at)
	return v, err
}

// A StandingRow is a person with all that belongs to their standing.
type StandingRow struct {
	Lookup              ledger.Lookup
	SealedKey, SealedID []byte
	Standing            consent.Standing
}

// Standing reads one row of a person with all that belongs to their standing, and
// one consent.
func Standing(rows Scanner) (*StandingRow, consent.Consent, error) {
	r := &StandingRow{Standing: consent.Standing{Consents: consent.Consents{}}}
	var lookup []byte
	var age AgeColumns
	var guardian GuardianColumns
	var restriction RestrictionColumns
	var said ConsentColumns
	into := append([]any{&lookup, &r.SealedKey, &r.SealedID, &r.Standing.Version}, age.All()...)
	into = append(append(append(into, guardian.All()...), restriction.All()...), said.All()...)
	if err := rows.Scan(into...); err != nil {
		return nil, consent.Consent{}, err
	}
	if len(lookup) != len(r.Lookup) || guardian.Lookup != nil && len(guardian.Lookup) != len(r.Lookup) {
		return nil, consent.Consent{}, ErrDamaged
	}
	r.Lookup = ledger.Lookup(lookup)
	r.Standing.Age, r.Standing.Guardian, r.Standing.Restriction = age.Value(), guardian.Value(), restriction.Value()
	return r, said.Value(), nil
}
