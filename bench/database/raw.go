package database

import (
	"context"
	"crypto/rand"
	"database/sql"
	"path/filepath"
	"sync/atomic"

	_ "github.com/jackc/pgx/v5/stdlib" // the drivers that Volens uses
	_ "modernc.org/sqlite"
)

// Raw inserts one row at a time, each committed by itself: what a database does
// where nobody gathers writes. A row is keyed by sixteen bytes and a number, and
// holds 120 bytes of evidence.
type Raw struct {
	db   *sql.DB
	next atomic.Int64
	stmt *sql.Stmt
}

// RawSQLite opens a file in dir with the settings that Volens uses: a write-ahead
// log, synced at every commit, and one writer.
func RawSQLite(dir string) (*Raw, error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "raw.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(10000)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return newRaw(db, "blob")
}

// RawPostgres opens as many connections as there are writers.
func RawPostgres(url string, writers int) (*Raw, error) {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(writers)
	db.SetMaxIdleConns(writers)
	return newRaw(db, "bytea")
}

func newRaw(db *sql.DB, bytes string) (*Raw, error) {
	r := &Raw{db: db}
	for _, statement := range []string{
		"drop table if exists raw",
		"create table raw (subject " + bytes + " not null, slot bigint not null, evidence " + bytes + " not null, primary key (subject, slot))",
	} {
		if _, err := db.Exec(statement); err != nil {
			return nil, err
		}
	}
	var err error
	r.stmt, err = db.Prepare("insert into raw (subject, slot, evidence) values ($1, $2, $3)")
	return r, err
}

// Insert adds a row and returns once it is durable.
func (r *Raw) Insert(ctx context.Context) error {
	var row [136]byte
	if _, err := rand.Read(row[:]); err != nil {
		return err
	}
	_, err := r.stmt.ExecContext(ctx, row[:16], r.next.Add(1), row[16:])
	return err
}

// Close closes the connections.
func (r *Raw) Close() error { return r.db.Close() }
