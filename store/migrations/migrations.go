// Package migrations holds what brings the tables of the store up to date, in order:
// files of SQL that both engines read, and steps that SQL does not say alike in both.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"math"

	"github.com/pressly/goose/v3"
	"golang.org/x/mod/sumdb/tlog"
)

// Files are the migrations in SQL.
//
//go:embed *.sql
var Files embed.FS

// Steps are the others.
func Steps() []*goose.Migration {
	return []*goose.Migration{goose.NewGoMigration(3, &goose.GoFunc{RunTx: hashesToLeaves}, nil)}
}

// A hash is a stored hash of the tree, and where it lay.
type hash struct {
	index int64
	hash  []byte
}

const (
	pageHashes = `select idx, hash from hashes where idx > $1 order by idx limit $2`
	pageSize   = 1000
)

// hashesToLeaves puts the stored hashes of the tree with the leaves that
// completed them: one row is written for an entry, and not three. They are moved
// as they are and not made anew, so that what was changed is found afterwards too.
func hashesToLeaves(ctx context.Context, tx *sql.Tx) error {
	leaf, with := int64(-1), []byte(nil)
	put := func() error {
		if len(with) <= tlog.HashSize {
			return nil // what the leaf has already
		}
		_, err := tx.ExecContext(ctx, "update leaves set hash = $1 where idx = $2", with, leaf)
		return err
	}
	for after := int64(math.MinInt64); ; {
		page, err := readHashes(ctx, tx, after)
		if err != nil {
			return err
		}
		for _, h := range page {
			if l := completed(h.index); l != leaf {
				if err := put(); err != nil {
					return err
				}
				leaf, with = l, nil
			}
			with, after = append(with, h.hash...), h.index
		}
		if len(page) < pageSize {
			break
		}
	}
	if err := put(); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "drop table hashes")
	return err
}

func readHashes(ctx context.Context, tx *sql.Tx, after int64) (page []hash, err error) {
	rows, err := tx.QueryContext(ctx, pageHashes, after, pageSize)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var h hash
		if err := rows.Scan(&h.index, &h.hash); err != nil {
			return nil, err
		}
		page = append(page, h)
	}
	return page, rows.Err()
}

// completed returns the leaf with which a stored hash of the tree is complete.
func completed(storageIndex int64) int64 {
	level, n := tlog.SplitStoredHashIndex(storageIndex)
	return (n+1)<<level - 1
}
