package consent

import (
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

// The rows of a declaration's life. What is active is a row, never a process's
// file, so that all nodes ask and decide by the same version.
type (
	// NewVersion stores a version of the declaration, named by its hash.
	NewVersion struct {
		Hash   string
		Source declaration.Source
	}
	// Activation makes a stored version the active one.
	Activation struct{ Hash string }
	// Once remembers what an idempotency key of the person was used for, so that
	// the same request again gets the same result.
	Once struct {
		Lookup ledger.Lookup
		Key    string // as the caller sent it
		Digest string // of the request
		Ref    string // of the result: an ask id, or a version
	}
)

// RowOf names the kind of row.
func (NewVersion) RowOf() string { return "version" }

// RowOf names the kind of row.
func (Activation) RowOf() string { return "activation" }

// RowOf names the kind of row.
func (Once) RowOf() string { return "once" }

// Upload records a version of the declaration without activating it.
func Upload(src declaration.Source, now time.Time) (ledger.Change, error) {
	return versionChange(ledger.KindDeclaration, src.Hash(), NewVersion{Hash: src.Hash(), Source: src}, now)
}

// Activate makes an uploaded version the active one.
func Activate(hash string, now time.Time) (ledger.Change, error) {
	return versionChange(ledger.KindActivation, hash, Activation{Hash: hash}, now)
}

func versionChange(kind ledger.Kind, hash string, row ledger.Row, now time.Time) (ledger.Change, error) {
	entry, err := ledger.PlainEntry(kind, now, hash)
	if err != nil {
		return ledger.Change{}, err
	}
	return ledger.NewChange(entry).Writing(row), nil
}
