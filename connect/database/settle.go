package database

import (
	"context"
	"database/sql"
	"strconv"
	"time"

	"github.com/volens/volens/erase/plan"
)

// far is later than anything: what remains goes only when somebody does something.
var far = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// The slugs of what may remain.
const (
	deadTuples = "dead-tuples"
	freeSpace  = "free-space"
	wal        = "wal"
	archive    = "wal-archive"
	slots      = "replication-slots"
	binlog     = "binlog"
	redo       = "redo-log"
	large      = "large-objects"
	undo       = "undo-log"
)

// settle vacuums the tables, with new statistics: the most frequent values of a
// column are kept there. Vacuum frees the space of a row without overwriting it, and
// the log keeps what was written until its files are used again.
func (d postgres) settle(ctx context.Context, db *sql.DB, tables []*table) ([]plan.Remnant, error) {
	left := []plan.Remnant{{What: freeSpace, Gone: far}, {What: wal, Gone: far}}
	for _, t := range tables {
		s := &statement{d: d, t: t}
		may, err := mayVacuum(ctx, db, s.table())
		if err != nil {
			return nil, err
		}
		if !may {
			left = append(left, plan.Remnant{What: deadTuples, Gone: far})
			break
		}
	}
	if left[len(left)-1].What != deadTuples {
		for _, t := range tables {
			s := &statement{d: d, t: t}
			if _, err := db.ExecContext(ctx, "vacuum (analyze) "+s.table()); err != nil {
				return nil, err
			}
		}
	}
	mode, err := one(ctx, db, "select current_setting('archive_mode')")
	if err != nil {
		return nil, err
	}
	if mode != "off" {
		left = append(left, plan.Remnant{What: archive, Gone: far})
	}
	n, err := one(ctx, db, "select count(*)::text from pg_replication_slots")
	if err != nil {
		return nil, err
	}
	if n != "0" {
		left = append(left, plan.Remnant{What: slots, Gone: far})
	}
	// Large objects are in no table. Who may read one only its owner says: nobody looks
	// into them, and where there are any, that is said.
	if n, err = one(ctx, db, "select count(*)::text from (select from pg_largeobject_metadata limit 1) any_of_them"); err == nil && n != "0" {
		left = append(left, plan.Remnant{What: large, Gone: far})
	}
	return left, err
}

// mayVacuum reports whether the account owns a table. Vacuum passes over others with
// no more than a warning.
func mayVacuum(ctx context.Context, db *sql.DB, name string) (may bool, err error) {
	err = each(ctx, db, "select pg_has_role(relowner, 'usage') from pg_class where oid = $1::text::regclass", []any{name},
		func(scan func(...any) error) error { return scan(&may) })
	return may, err
}

// settle of MySQL can only say what remains: purging is the engine's own, and
// nobody can hurry it. The binary log ends when its time is over.
func (mySQL) settle(ctx context.Context, db *sql.DB, _ []*table) ([]plan.Remnant, error) {
	left := []plan.Remnant{{What: undo, Gone: far}, {What: redo, Gone: far}}
	v, err := variables(ctx, db)
	if err != nil {
		return nil, err
	}
	if v["innodb_immediate_scrub_data_uncompressed"] != "ON" {
		left = append(left, plan.Remnant{What: freeSpace, Gone: far})
	}
	if v["log_bin"] != "ON" {
		return left, nil
	}
	seconds, _ := strconv.ParseFloat(v["binlog_expire_logs_seconds"], 64)
	days, _ := strconv.ParseFloat(v["expire_logs_days"], 64)
	now, err := strconv.ParseInt(v["now"], 10, 64)
	if err != nil {
		return nil, err
	}
	gone := far
	if keeps := max(seconds, days*24*60*60); keeps > 0 {
		// A file is removed when it is that old, and it is closed a while after it was
		// written: as long again is beyond doubt.
		gone = time.Unix(now, 0).UTC().Add(time.Duration(2*keeps) * time.Second)
	}
	return append(left, plan.Remnant{What: binlog, Gone: gone}), nil
}

// variables reads the settings that matter, as far as this version has them.
func variables(ctx context.Context, db *sql.DB) (map[string]string, error) {
	v := map[string]string{}
	err := each(ctx, db, "show global variables where variable_name in ('log_bin', 'binlog_expire_logs_seconds', 'expire_logs_days', 'innodb_immediate_scrub_data_uncompressed')", nil,
		func(scan func(...any) error) error {
			var name, value string
			err := scan(&name, &value)
			v[name] = value
			return err
		})
	if err != nil {
		return nil, err
	}
	v["now"], err = one(ctx, db, "select unix_timestamp()")
	return v, err
}

// settle of SQLite writes the file anew, without what its pages still held from
// before secure_delete was on, and empties the log.
func (d sqlite) settle(ctx context.Context, db *sql.DB, _ []*table) ([]plan.Remnant, error) {
	if err := d.mergeSearch(ctx, db); err != nil {
		return nil, err
	}
	var left []plan.Remnant
	if _, err := db.ExecContext(ctx, "vacuum"); err != nil {
		if CauseOf(err) != Locked { //nolint:errorlint // it is a value of our own
			return nil, err
		}
		left = append(left, plan.Remnant{What: freeSpace, Gone: far})
	}
	busy := false
	err := each(ctx, db, "pragma wal_checkpoint(truncate)", nil, func(scan func(...any) error) error {
		var pages, moved int
		return scan(&busy, &pages, &moved)
	})
	if err != nil {
		return nil, err
	}
	if busy {
		left = append(left, plan.Remnant{What: wal, Gone: far})
	}
	return left, nil
}

// mergeSearch merges the indexes of full-text search: until then they keep the words
// of rows that are gone.
func (d sqlite) mergeSearch(ctx context.Context, db *sql.DB) error {
	var all []string
	err := each(ctx, db, "select name from sqlite_schema where type = 'table' and sql like 'create virtual table%using%fts_%'", nil,
		func(scan func(...any) error) error {
			var name string
			err := scan(&name)
			all = append(all, name)
			return err
		})
	for _, name := range all {
		if err == nil {
			x := d.quote(name)
			_, err = db.ExecContext(ctx, "insert into "+x+" ("+x+") values ('optimize')")
		}
	}
	return err
}
