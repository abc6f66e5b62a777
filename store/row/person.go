package row

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
)

// Unseal opens what a person's row holds.
func (r Reader) Unseal(l ledger.Lookup, sealedKey, sealedID []byte) (ledger.Identity, error) {
	key, err := r.Keys.Open(sealedKey, []byte(PurposeKey+string(l[:])))
	if err != nil || len(key) != len(ledger.SubjectKey{}) {
		return ledger.Identity{}, fmt.Errorf("opening the key of a person: %w", keys.ErrSealed)
	}
	who := ledger.Identity{Lookup: l, Key: ledger.SubjectKey(key)}
	id, err := keys.OpenFor(who.Key, sealedID, []byte(PurposeID+string(l[:])))
	if err != nil {
		return ledger.Identity{}, fmt.Errorf("opening the id of a person: %w", err)
	}
	if who.Subject, err = ledger.NewSubject(string(id)); err != nil {
		return ledger.Identity{}, fmt.Errorf("opening the id of a person: %w", err)
	}
	if r.Keys.Installation().Lookup(who.Subject) != l {
		return ledger.Identity{}, errors.New("the id of a person does not have their lookup")
	}
	return who, nil
}

// Open opens what a row holds sealed under a person's key; under the
// installation's where it is about nobody.
func (r Reader) Open(l ledger.Lookup, sealedKey, sealedID, body, aad []byte) ([]byte, ledger.Identity, error) {
	if l.IsZero() {
		plain, err := r.Keys.Open(body, aad)
		return plain, ledger.Identity{}, err
	}
	who, err := r.Unseal(l, sealedKey, sealedID)
	if err != nil {
		return nil, ledger.Identity{}, err
	}
	plain, err := keys.OpenFor(who.Key, body, aad)
	return plain, who, err
}

// The purposes that sealed values are bound to. Their texts are permanent.
const (
	PurposeKey  = "volens/person-key\x00"
	PurposeID   = "volens/person-id\x00"
	PurposeWork = "volens/work\x00"

	PurposeRequest     = "volens/request\x00"
	PurposeArchive     = "volens/archive\x00"
	PurposeArchiveName = "volens/archive-name\x00"
	PurposeFileKey     = "volens/case-key\x00"
	PurposeFile        = "volens/case-file\x00"
	PurposeGone        = "volens/gone\x00"
)

// WorkPurpose is what a sealed body is bound to: whom and what it is about. The
// id is not in it, so that a body can be handed on as it is.
func WorkPurpose(l ledger.Lookup, key string) []byte {
	return []byte(PurposeWork + string(l[:]) + key)
}

// ErrDamaged is the cause of rows that cannot be what was written.
var ErrDamaged = errors.New("the row is not what was written")

// Milli returns a stored time.
func Milli(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// Maybe returns a stored time, or none for null.
func Maybe(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return Milli(ms.Int64)
}

// LookupOf reads a stored lookup, which belongs into one partition.
func LookupOf(b []byte, part int) (l ledger.Lookup, ok bool) {
	copy(l[:], b)
	return l, len(b) == len(l) && l.Partition() == part
}

// A Scanner is a row that was read.
type Scanner interface{ Scan(...any) error }
