package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"github.com/volens/volens/erase"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store/row"
)

// keep keeps what a ground in force keeps, sealed by the custodians: nothing here
// opens it.
func (w *writer) keep(k erase.Keep) ([]write, error) {
	if len(k.Sealed) == 0 || k.Until.IsZero() {
		return nil, internal.Because(errors.New("what is kept has no content or no last day"))
	}
	return cleanly(setKept, []string{string(k.Case), k.Under}, w.marking("kept", w.version(ledger.Lookup{}, ledger.KindErasure),
		int64(row.CasePart(k.Case)), string(k.Case), k.Under, w.planned(), k.Until.UnixMilli(), k.Sealed)...)
}

// A dropKept is a row that destroys what was kept, in a change that says so.
type dropKept struct {
	Case  erase.CaseID
	Under string
}

// RowOf names the sort of row.
func (dropKept) RowOf() string { return "erase.drop-kept" }

var dropKeptRow = undoing(`delete from kept where part = $1 and case_id = $2 and ground = $3`)

const (
	selectKept   = row.ReadKept + ` where part = $1 and case_id = $2 order by ground`
	selectOverdu = row.ReadKept + ` where until <= $1 order by until, case_id, ground limit 100`
)

// Kept returns what is kept of a case, sealed by the custodians; nothing where
// there is nothing, or its day has come.
func (s *Store) Kept(ctx context.Context, id erase.CaseID) (all []erase.Keep, err error) {
	if !clean(string(id)) {
		return nil, nil
	}
	rows, err := listed(ctx, s, s.rows.Kept, selectKept, row.CasePart(id), string(id))
	for _, k := range rows {
		all = append(all, k.Keep)
	}
	return all, err
}

// DropKept destroys what was kept whose last day is over, each in a change that
// puts it into the record, and returns how many it destroyed.
func (s *Store) DropKept(ctx context.Context, now time.Time) (n int, err error) {
	for {
		due, err := listed(ctx, s, s.rows.Kept, selectOverdu, now.UnixMilli())
		if err != nil || len(due) == 0 {
			return n, err
		}
		for _, k := range due {
			entry, row, err := proof(erase.Evidence{Case: k.Case, At: now.UnixMilli(), Phase: erase.Done, Reason: keptIsOver,
				Steps: []erase.Step{{Holding: ownKept, Deed: deedDestroy, Rows: 1}}}, k.Declaration)
			if err != nil {
				return n, internal.Because(err)
			}
			if _, err := s.Commit(ctx, ledger.NewChange(entry).Writing(row, dropKept{k.Case, k.Under})); err != nil {
				return n, err
			}
			n++
		}
	}
}

const (
	deleteArchives = `delete from archives where expires <= $1`
	deleteCodes    = `delete from request_codes where expires <= $1`

	// codesStay is for how long a code that expired can still be told from none.
	codesStay = 24 * time.Hour
)

// Tidy does what time asks for: it destroys what was kept beyond its day, copies and
// codes that expired, and what followers had time to learn; and it clears what is
// left of deleted rows below the level of rows. It is for every minute, and does
// nothing twice.
func (s *Store) Tidy(ctx context.Context, now time.Time) error {
	if err := s.canWrite(); err != nil {
		return err
	}
	_, err := s.DropKept(ctx, now)
	for query, since := range map[string]time.Time{deleteArchives: now, deleteCodes: now.Add(-codesStay)} {
		res, failed := s.write.ExecContext(ctx, query, since.UnixMilli())
		if failed != nil {
			err = errors.Join(err, s.explain(failed, "removing what expired"))
			continue
		}
		if n, _ := res.RowsAffected(); n > 0 {
			s.untidy.Store(true)
		}
	}
	err = errors.Join(err, s.explain(s.dropGone(ctx, now), "ending what followers had time to learn"))
	if s.untidy.Load() {
		err = errors.Join(err, s.explain(s.clear(ctx), "clearing what is left of deleted rows"))
	}
	return errors.Join(err, s.vacuumDue(ctx, now))
}

// clear clears what is left of deleted rows where that is quick. In SQLite their
// pages were overwritten at once, and the write-ahead log, which has the pages as
// they were before, is copied and cut to nothing; where a reader still needs it, it
// waits for the next time.
func (s *Store) clear(ctx context.Context) error {
	if s.dialect.clear == nil {
		s.untidy.Store(false)
		return nil
	}
	done, err := s.dialect.clear(ctx, s)
	if done && err == nil {
		s.untidy.Store(false)
	}
	return err
}

// clearSQLite must not hold up writers for longer than it takes.
func clearSQLite(ctx context.Context, s *Store) (done bool, err error) {
	c, err := s.write.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer func() { _ = c.Close() }()
	if _, err := c.ExecContext(ctx, "pragma busy_timeout = 100"); err != nil {
		return false, err
	}
	var stuck, log, copied int
	err = c.QueryRowContext(ctx, "pragma wal_checkpoint(truncate)").Scan(&stuck, &log, &copied)
	if _, back := c.ExecContext(context.WithoutCancel(ctx), "pragma busy_timeout = "+pragmas[0].value); back != nil {
		err = errors.Join(err, back)
	}
	if err != nil && sqliteTrouble(err) == failing {
		s.broken.Store(true)
	}
	return stuck == 0, err
}

const (
	// metaVacuum is since when people were forgotten without a vacuum, in UTC
	// milliseconds.
	metaVacuum   = "vacuum-since"
	deleteMeta   = `delete from meta where key = $1 and value = $2`
	vacuumAfter  = 24 * time.Hour
	maxVacuum    = 1 << 30 // bytes of a file that is rewritten without being asked
	selectLength = `select page_count * page_size from pragma_page_count(), pragma_page_size()`
)

// dueVacuum notes, in the change that forgets somebody, that a vacuum is due.
var dueVacuum = undoing(`insert into meta (key, value) values ($1, $2) on conflict (key) do nothing`)

// vacuumDue vacuums once a day where people were forgotten since: when an engine
// moves rows between pages it may leave a copy in the free part of a page, which
// only a rewriting removes. A very large file of SQLite's is left to Vacuum, since
// nothing can be written meanwhile.
func (s *Store) vacuumDue(ctx context.Context, now time.Time) error {
	var since string
	switch err := s.read.QueryRowContext(ctx, selectMeta, metaVacuum).Scan(&since); {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return s.explain(err, "reading when a vacuum is due")
	}
	ms, err := strconv.ParseInt(since, 10, 64)
	if err == nil && now.Before(row.Milli(ms).Add(vacuumAfter)) {
		return nil
	}
	if s.dialect.clear != nil {
		var length int64
		if err := s.read.QueryRowContext(ctx, selectLength).Scan(&length); err != nil || length > maxVacuum {
			return s.explain(err, "reading how long the file is")
		}
	}
	return s.Vacuum(ctx)
}

// Vacuum removes what engines leave of deleted rows: SQLite rewrites its file, as
// long as which nothing can be written, and PostgreSQL frees the space of dead rows.
// What stays in PostgreSQL's pages and log until they are used again, docs/record.md
// says.
func (s *Store) Vacuum(ctx context.Context) error {
	if err := s.canWrite(); err != nil {
		return err
	}
	var since string
	if err := s.read.QueryRowContext(ctx, selectMeta, metaVacuum).Scan(&since); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return s.explain(err, "reading when a vacuum is due")
	}
	if _, err := s.write.ExecContext(ctx, s.dialect.vacuum); err != nil {
		return s.explain(err, "vacuuming")
	}
	if _, err := s.write.ExecContext(ctx, deleteMeta, metaVacuum, since); err != nil {
		return s.explain(err, "noting the vacuum")
	}
	s.untidy.Store(true)
	return s.explain(s.clear(ctx), "clearing what is left of deleted rows")
}
