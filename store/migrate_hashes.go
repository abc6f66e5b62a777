package store

import (
	"context"
	"database/sql"
	"math"

	"github.com/pressly/goose/v3"
	"golang.org/x/mod/sumdb/tlog"
)

// goMigrations are those that SQL does not say alike in both engines.
func goMigrations() []*goose.Migration {
	return []*goose.Migration{goose.NewGoMigration(3, &goose.GoFunc{RunTx: hashesToLeaves}, nil)}
}

// hashesToLeaves puts the stored hashes of the tree with the leaves that
// completed them: one row is written for an entry, and not three. They are moved
// as they are and not made anew, so that what was changed is found afterwards too.
func hashesToLeaves(ctx context.Context, tx *sql.Tx) error {
	type hash struct {
		index int64
		hash  []byte
	}
	leaf, with := int64(-1), []byte(nil)
	put := func() error {
		if len(with) <= tlog.HashSize {
			return nil // what the leaf has already
		}
		_, err := tx.ExecContext(ctx, "update leaves set hash = $1 where idx = $2", with, leaf)
		return err
	}
	for after := int64(math.MinInt64); ; {
		page, last, err := readPage(ctx, tx, "select idx, hash from hashes where idx > $1 order by idx limit $2", after, func(r *sql.Rows) (h hash, number int64, err error) {
			err = r.Scan(&h.index, &h.hash)
			return h, h.index, err
		})
		if err != nil {
			return err
		}
		for _, h := range page {
			if l, _ := leafOf(h.index); l != leaf {
				if err := put(); err != nil {
					return err
				}
				leaf, with = l, nil
			}
			with = append(with, h.hash...)
		}
		if len(page) < pageSize {
			break
		}
		after = last
	}
	if err := put(); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "drop table hashes")
	return err
}
