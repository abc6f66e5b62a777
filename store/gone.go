package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store/row"
)

const (
	// metaFed is where a feed can begin: before it, people were forgotten whose ids
	// are gone for followers too.
	metaFed   = "feed-from"
	selectFed = `select (select coalesce(max(idx) + 1, 0) from leaves),
		coalesce((select cast(value as bigint) from meta where key = '` + metaFed + `'), 0)`
	selectGone  = row.ReadGone + ` where version >= $1 and version < $2 order by version`
	deleteGone  = `delete from gone where version < $1`
	deleteStirs = `delete from stirred where version < $1`
	selectOver  = `select coalesce(max(version), -1) from (select version, at from gone union all select version, at from stirred) x where at < $1`
	raiseMeta   = `insert into meta (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value
		where cast(meta.value as bigint) < cast(excluded.value as bigint)`
)

// goneFor is for how long followers can learn who was forgotten. Whoever was away
// for longer starts anew. Until then the person's id is there, sealed under the
// key-encryption key.
const goneFor = time.Hour

// dropGone ends what followers had time to learn.
func (s *Store) dropGone(ctx context.Context, now time.Time) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		last := ledger.Absent
		if err := tx.QueryRowContext(ctx, selectOver, now.Add(-goneFor).UnixMilli()).Scan(&last); err != nil || last < 0 {
			return err
		}
		for _, query := range []string{deleteGone, deleteStirs} {
			if _, err := tx.ExecContext(ctx, query, last+1); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, raiseMeta, metaFed, fmt.Sprint(last+1))
		return err
	})
}
