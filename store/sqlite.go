package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/volens/volens/fault"
)

// The names of the files in the data folder.
const (
	sqliteFile = "volens.db"
	lockFile   = "lock"
)

var sqliteDialect = dialect{
	goose:     goose.DialectSQLite3,
	integrity: "pragma integrity_check",
	snapshot:  sql.TxOptions{ReadOnly: true}, // begins deferred, and shows one moment from its first read on
	trouble:   sqliteTrouble,
	session:   liteSessions,
	clear:     clearSQLite,
	vacuum:    "vacuum",
	undone:    func(err error) bool { t := sqliteTrouble(err); return t == passing || t == full },
}

// pragmas are in force on every connection. The file is never mapped into
// memory, where a stray write would become data; what is deleted is overwritten.
var pragmas = []struct{ name, value string }{
	{"busy_timeout", "10000"},
	{"journal_mode", "wal"},
	{"synchronous", "2"}, // FULL: a commit that returned survives the loss of power
	{"foreign_keys", "1"},
	{"mmap_size", "0"},
	{"secure_delete", "1"},
}

// oldestSQLite is the first version in which a writer and a checkpoint cannot
// damage the file together.
var oldestSQLite = [3]int{3, 51, 3}

// openSQLite opens the file in dir: one connection that writes, others that
// cannot.
func (s *Store) openSQLite(ctx context.Context, dir string, readOnly bool) error {
	path, err := filepath.Abs(filepath.Join(dir, sqliteFile))
	if err != nil {
		return fmt.Errorf("finding the data folder: %w", err)
	}
	s.dialect = sqliteDialect
	frozen := readOnly && !writable(dir)
	if s.read, err = sql.Open("sqlite", sqliteDSN(path, true, false, frozen)); err != nil {
		return s.explain(err, "opening the database")
	}
	s.read.SetMaxOpenConns(8)
	s.read.SetMaxIdleConns(8)
	if !readOnly {
		if s.write, err = sql.Open("sqlite", sqliteDSN(path, false, true, false)); err != nil {
			return s.explain(err, "opening the database")
		}
		s.write.SetMaxOpenConns(1)
		// The writer comes first: it makes the file and switches it to WAL.
		if err := s.checkSQLite(ctx, s.write, "0"); err != nil {
			return err
		}
	}
	if frozen {
		return s.explain(s.read.PingContext(ctx), "opening the database")
	}
	return s.checkSQLite(ctx, s.read, "1")
}

// writable reports whether files can be made in dir. Where they cannot, as on a
// copy for an auditor, nobody writes the database either and it needs no lock.
func writable(dir string) bool {
	f, err := os.CreateTemp(dir, ".writable")
	if err != nil {
		return false
	}
	return errors.Join(f.Close(), os.Remove(f.Name())) == nil
}

func sqliteDSN(path string, queryOnly, create, frozen bool) string {
	q := url.Values{"_defensive": {"true"}, "_dqs": {"false"}, "mode": {"rw"}}
	switch {
	case create:
		q.Set("mode", "rwc")
	case frozen:
		q.Set("mode", "ro")
		q.Set("immutable", "1")
	}
	for _, p := range pragmas {
		if !frozen { // they are about writing, and cannot take hold
			q.Add("_pragma", p.name+"("+p.value+")")
		}
	}
	if queryOnly {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Set("_txlock", "immediate")
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}
	return u.String()
}

// checkSQLite reads back what was asked for: an unknown pragma is ignored
// without an error.
func (s *Store) checkSQLite(ctx context.Context, db *sql.DB, queryOnly string) error {
	var version string
	if err := db.QueryRowContext(ctx, "select sqlite_version()").Scan(&version); err != nil {
		return s.explain(err, "opening the database")
	}
	if older(version, oldestSQLite) {
		return fault.New(fault.Invalid, "SQLite 版本过旧，可能损坏数据", "this SQLite is too old: it can damage data").
			Because(fmt.Errorf("version %s", version))
	}
	for _, p := range append(pragmas, struct{ name, value string }{"query_only", queryOnly}) {
		var value string
		if err := db.QueryRowContext(ctx, "pragma "+p.name).Scan(&value); err != nil {
			return s.explain(err, "reading back "+p.name)
		}
		if value != p.value {
			return fault.New(fault.Invalid, "SQLite 设置未生效，不能保证数据安全", "an SQLite setting is not in force: data would not be safe").
				Because(fmt.Errorf("%s is %s, not %s", p.name, value, p.value))
		}
	}
	return nil
}

// older reports whether a version such as 3.51.2 is older than oldest. What
// cannot be read counts as old.
func older(version string, oldest [3]int) bool {
	part := strings.Split(version, ".")
	for i, want := range oldest {
		if i >= len(part) {
			return true
		}
		n, err := strconv.Atoi(part[i])
		if err != nil || n < want {
			return true
		}
		if n > want {
			return false
		}
	}
	return false
}

func sqliteTrouble(err error) trouble {
	e := (*sqlite.Error)(nil)
	if !errors.As(err, &e) {
		return defect
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_INTERRUPT:
		return passing
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN:
		return full
	case sqlite3.SQLITE_IOERR:
		return failing
	}
	return defect
}
