package store

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
)

// A write is one statement of a change, worked out before the change waits for
// the log.
type write struct {
	query string
	args  []any
	none  *fault.Error // what it means that the statement touched no row
}

// version stands, among the arguments of a write, for the index of the first
// entry of the change, which is known only under the log's lock.
type version struct{}

// maxText is the longest text that is part of a key, in bytes: PostgreSQL's
// indexes hold no much longer ones.
const maxText = 1024

// clean reports whether both engines take a text, and give it back as it was.
func clean(texts ...string) bool {
	for _, t := range texts {
		if len(t) > maxText || !utf8.ValidString(t) || strings.ContainsRune(t, 0) {
			return false
		}
	}
	return true
}

const (
	insertPerson = `insert into persons (part, lookup, sealed_key, sealed_id, version, created_at)
		values ($1, $2, $3, $4, $5, $6) on conflict (part, lookup) do nothing`
	insertAsk = `insert into asks (part, id, lookup, service, trigger, declaration, choices, at, expires, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (part, id) do nothing`
	insertAnswer = `insert into answers (part, ask, choice, lookup, granted, digest, version)
		values ($1, $2, $3, $4, $5, $6, $7) on conflict (part, ask, choice) do nothing`
	setConsent = `insert into consents (part, lookup, use_id, fingerprint, declaration, state, at, ask, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict (part, lookup, use_id) do update set fingerprint = excluded.fingerprint,
		declaration = excluded.declaration, state = excluded.state, at = excluded.at, ask = excluded.ask, version = excluded.version`
	insertOnce = `insert into once (part, lookup, key, digest, ref, version)
		values ($1, $2, $3, $4, $5, $6) on conflict (part, lookup, key) do nothing`
	insertDeclaration = `insert into declarations (hash, source, uploaded_at, version)
		values ($1, $2, $3, $4) on conflict (hash) do nothing`
	activate = `insert into active (id, hash, version) select 1, hash, cast($2 as bigint) from declarations where hash = $1
		on conflict (id) do update set hash = excluded.hash, version = excluded.version`
)

// writeOf works out the statement that writes a row. at is the time of the
// change in UTC milliseconds.
func (s *Store) writeOf(row ledger.Row, at int64) (write, error) {
	switch r := row.(type) {
	case consent.NewPerson:
		return s.personWrite(r.Identity, at)
	case consent.NewAsk:
		return askWrite(r.Ask)
	case consent.NewAnswer:
		if part, ok := partOf(r.Ask); !ok || part != r.Lookup.Partition() {
			return write{}, internal.Because(fmt.Errorf("the ask of an answer is not the person's"))
		}
		return keyed(write{insertAnswer, []any{r.Lookup.Partition(), string(r.Ask), string(r.Choice), r.Lookup[:], r.Granted, r.Digest, version{}}, exists},
			string(r.Choice), r.Digest)
	case consent.SetConsent:
		c := r.Consent
		return keyed(write{setConsent, []any{r.Lookup.Partition(), r.Lookup[:], string(c.Use), string(c.Fingerprint),
			c.Declaration, string(c.State), c.At.UnixMilli(), string(c.Ask), version{}}, moved},
			string(c.Use), string(c.Fingerprint), c.Declaration, string(c.State), string(c.Ask))
	case consent.Once:
		return keyed(write{insertOnce, []any{r.Lookup.Partition(), r.Lookup[:], r.Key, r.Digest, r.Ref, version{}}, exists},
			r.Key, r.Digest, r.Ref)
	case consent.NewVersion:
		return declarationWrite(r, at)
	case consent.Activation:
		return keyed(write{activate, []any{r.Hash, version{}}, notUploaded}, r.Hash)
	}
	return write{}, internal.Because(fmt.Errorf("the store does not know how to write a row of type %T", row))
}

// keyed returns w if the texts in it are clean.
func keyed(w write, texts ...string) (write, error) {
	if !clean(texts...) {
		return write{}, badText
	}
	return w, nil
}

// The purposes that sealed values of a person's row are bound to.
const (
	purposeKey = "volens/person-key\x00"
	purposeID  = "volens/person-id\x00"
)

func (s *Store) personWrite(who ledger.Identity, at int64) (write, error) {
	if who.Subject.IsZero() || who.Key == (ledger.SubjectKey{}) || who.Lookup != s.keys.Installation().Lookup(who.Subject) {
		return write{}, internal.Because(fmt.Errorf("the identity of a new person does not hold together"))
	}
	sealedKey := s.keys.Seal(who.Key[:], []byte(purposeKey+string(who.Lookup[:])))
	sealedID := keys.SealFor(who.Key, []byte(who.Subject.Raw()), []byte(purposeID+string(who.Lookup[:])))
	return write{insertPerson, []any{who.Lookup.Partition(), who.Lookup[:], sealedKey, sealedID, version{}, at}, moved}, nil
}

func askWrite(a consent.Ask) (write, error) {
	if part, ok := partOf(a.ID); !ok || part != a.Lookup.Partition() {
		return write{}, internal.Because(fmt.Errorf("the id of an ask does not begin with the person's partition"))
	}
	choices, err := json.Marshal(a.Choices)
	if err != nil {
		return write{}, internal.Because(fmt.Errorf("writing the choices of an ask: %w", err))
	}
	return keyed(write{insertAsk, []any{a.Lookup.Partition(), string(a.ID), a.Lookup[:], a.Service, string(a.Trigger), a.Declaration,
		string(choices), a.At.UnixMilli(), a.Expires.UnixMilli(), version{}}, exists},
		a.Service, string(a.Trigger), a.Declaration)
}

func declarationWrite(v consent.NewVersion, at int64) (write, error) {
	if v.Source.Hash() != v.Hash {
		return write{}, internal.Because(fmt.Errorf("a declaration does not have the hash it is named by"))
	}
	source, err := json.Marshal(v.Source)
	if err != nil {
		return write{}, internal.Because(fmt.Errorf("writing a declaration: %w", err))
	}
	return write{insertDeclaration, []any{v.Hash, string(source), at, version{}}, exists}, nil
}
