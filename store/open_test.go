package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
)

func TestOptionsThatMakeNoSense(t *testing.T) {
	r := ring(t)
	for _, o := range []Options{
		{Keys: r}, {Data: "x", URL: "postgres://x", Keys: r}, {Data: t.TempDir()},
		{URL: "mysql://x", Keys: r}, {URL: "postgres://u:geheim@[::1/x", Keys: r}, {URL: "host=/tmp", Keys: r},
	} {
		_, err := Open(t.Context(), o)
		wants(t, fault.Invalid, err)
		if strings.Contains(err.Error(), "geheim") {
			t.Errorf("the password is in the error: %v", err)
		}
	}
	_, err := Open(t.Context(), Options{URL: "postgres://u:geheim@127.0.0.1:1/x", Keys: r})
	wants(t, fault.Unavailable, err)
	if strings.Contains(err.Error(), "geheim") {
		t.Errorf("the password is in the error: %v", err)
	}
}

func TestOtherKeysAreRefused(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		lived(t, o)
		o.Keys = ring(t)
		for _, o.ReadOnly = range []bool{false, true} {
			_, err := Open(t.Context(), o)
			wants(t, fault.Invalid, err)
			if !strings.Contains(err.Error(), otherKey.Public.EN) {
				t.Errorf("refused for another reason: %v", err)
			}
		}
	})
}

func TestASecondServerOnTheFolderIsRefused(t *testing.T) {
	o := Options{Data: t.TempDir(), Keys: ring(t)}
	s := open(t, o)
	_, err := Open(t.Context(), o)
	wants(t, fault.Unavailable, err)
	commit(t, s, withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
	reader := o
	reader.ReadOnly = true
	r := open(t, reader)
	if p := person(t, r, "u"); !p.Known {
		t.Error("a reader beside the server does not see what was committed")
	}
	sound(t, r)
	_, err = r.Commit(t.Context(), withdrawal(t, person(t, r, "u"), "shop/a/b/c"))
	wants(t, fault.Internal, err)
	wants(t, fault.Internal, r.PutAPIKey(t.Context(), "h", "n", nil))
	if _, err := r.read.Exec("delete from leaves"); err == nil {
		t.Error("a reader could delete the record")
	}
	if _, err := s.read.Exec("delete from leaves"); err == nil {
		t.Error("a reading connection of the server could delete the record")
	}
}

func TestReadOnlyMakesNothing(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		o.ReadOnly = true
		_, err := Open(t.Context(), o)
		wants(t, fault.Invalid, err)
		if _, err := os.Stat(filepath.Join(o.Data, sqliteFile)); o.Data != "" && err == nil {
			t.Error("a file was made")
		}
	})
}

func TestSettingsAreReadBack(t *testing.T) {
	o := Options{Data: t.TempDir(), Keys: ring(t)}
	s := open(t, o)
	for i, p := range pragmas {
		was := p.value
		pragmas[i].value = "77"
		if err := s.checkSQLite(t.Context(), s.write, "0"); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s is not read back: %v", p.name, err)
		}
		pragmas[i].value = was
	}
	must(t, s.checkSQLite(t.Context(), s.write, "0"))
	if err := s.checkSQLite(t.Context(), s.write, "1"); err == nil {
		t.Error("query_only is not read back")
	}
}

func TestTheWriterLocksTheFileAtOnce(t *testing.T) {
	o := Options{Data: t.TempDir(), Keys: ring(t)}
	s := open(t, o)
	db := behind(t, o)
	defer func() { must(t, db.Close()) }()
	db.SetMaxOpenConns(1)
	_, err := db.Exec("pragma busy_timeout = 0")
	must(t, err)
	tx, err := s.write.Begin()
	must(t, err)
	if _, err := db.Begin(); err == nil {
		t.Error("two can write at once")
	}
	must(t, tx.Rollback())
}

func TestOldSQLiteIsRefused(t *testing.T) {
	for version, want := range map[string]bool{
		"3.51.2": true, "3.51.3": false, "3.51.10": false, "3.53.4": false, "3.9.9": true, "4.0": false, "2.99.99": true, "3.51": true, "": true, "x": true,
	} {
		if got := older(version, oldestSQLite); got != want {
			t.Errorf("%q: %v", version, got)
		}
	}
}

func TestPostgresThatForgetsIsRefused(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		if o.URL == "" {
			t.Skip("PostgreSQL only")
		}
		s := open(t, o)
		raw0(t, o, "do $$ begin execute 'alter database ' || current_database() || ' set synchronous_commit = off'; end $$")
		_, err := Open(t.Context(), o)
		wants(t, fault.Invalid, err)
		// A connection made from now on is refused as well.
		s.write.SetMaxIdleConns(0)
		s.write.SetMaxIdleConns(2)
		_, err = s.Commit(t.Context(), withdrawal(t, person(t, s, "u"), "shop/a/b/c"))
		wants(t, fault.Invalid, err)
	})
}

// raw0 runs a statement that touches no row.
func raw0(t *testing.T, o Options, query string) {
	t.Helper()
	db := behind(t, o)
	defer func() { must(t, db.Close()) }()
	_, err := db.Exec(query)
	must(t, err)
}

func TestStrictDefaultsOfTheServerDoNotBreakTheOrder(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		if o.URL == "" {
			t.Skip("PostgreSQL only")
		}
		raw0(t, o, "do $$ begin execute 'alter database ' || current_database() || ' set default_transaction_isolation = ''serializable'''; end $$")
		stores := []*Store{open(t, o), open(t, o)}
		c, err := postgresSessions(t.Context(), stores[0])
		must(t, err)
		_, err = c.begin(t.Context(), nil, nil)
		must(t, err)
		var level string
		must(t, c.(*postgresSession).conn.QueryRow(t.Context(), "show transaction_isolation").Scan(&level))
		c.end()
		if level != "read committed" {
			t.Errorf("appending runs under %q: it would wait for the lock and then read from before the wait", level)
		}
		var wg sync.WaitGroup
		for i := range 16 {
			wg.Go(func() {
				s := stores[i%2]
				p, err := s.Person(t.Context(), subject(t, fmt.Sprint(i)))
				if err == nil {
					_, err = s.Commit(t.Context(), withdrawal(t, p, "shop/a/b/c"))
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		sound(t, stores[0])
	})
}

func TestProcessesThatStartTogetherMakeTheTablesOnce(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		if o.URL == "" {
			t.Skip("the folder is held")
		}
		var wg sync.WaitGroup
		start := make(chan struct{})
		for range 8 {
			wg.Go(func() {
				<-start
				s, err := Open(t.Context(), o)
				if err != nil {
					t.Error(err)
					return
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		close(start)
		wg.Wait()
	})
}

func TestMakingTablesWaitsItsTurn(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		if o.URL == "" {
			t.Skip("the folder is held")
		}
		db := behind(t, o)
		defer func() { must(t, db.Close()) }()
		tx, err := db.Begin()
		must(t, err)
		_, err = tx.Exec("select pg_advisory_xact_lock($1)", int64(migrateLock))
		must(t, err)
		opened := make(chan error, 1)
		go func() {
			s, err := Open(t.Context(), o)
			if err == nil {
				err = s.Close()
			}
			opened <- err
		}()
		again := time.NewTicker(5 * time.Millisecond)
		defer again.Stop()
		for waiting := 0; waiting == 0; {
			select {
			case err := <-opened:
				t.Fatalf("did not wait: %v", err)
			case <-again.C:
				must(t, db.QueryRow("select count(*) from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())").Scan(&waiting))
			}
		}
		must(t, tx.Rollback())
		must(t, <-opened)
	})
}

func TestADatabaseOfAnotherVersionIsRefused(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		lived(t, o)
		raw(t, o, "insert into "+migrationTable+" (version_id, is_applied) values (99, true)")
		for _, o.ReadOnly = range []bool{false, true} {
			_, err := Open(t.Context(), o)
			wants(t, fault.Invalid, err)
		}
	})
}

func TestNeitherIdsNorKeysReachTheDisk(t *testing.T) {
	o := Options{Data: t.TempDir(), Keys: ring(t)}
	s := open(t, o)
	d := counter(t, s)
	const id = "13800138000-wangning"
	put := ask(t, d, id, "once-1")
	r, err := d.Answer(t.Context(), put.ID, ledger.Subject{}, yes(put.Choices[0]), now)
	must(t, err)
	_, _, err = d.Withdraw(t.Context(), subject(t, id), ledger.Subject{}, consent.Target{Service: "shop"}, now)
	must(t, err)
	key := person(t, s, id).Identity.Key
	salt, err := r.Salt.MarshalText()
	must(t, err)
	secrets := map[string]string{"the id": id, "the key": string(key[:]), "the key in hexadecimal": fmt.Sprintf("%x", string(key[:])), "a salt": string(salt)}
	grep := func(when string) {
		files := 0
		must(t, filepath.WalkDir(o.Data, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			files++
			for what, secret := range secrets {
				if strings.Contains(string(text), secret) {
					t.Errorf("%s: %s is in %s", when, what, e.Name())
				}
			}
			return err
		}))
		if files < 2 {
			t.Errorf("%s: only %d files", when, files)
		}
	}
	grep("while running")
	must(t, s.Close())
	grep("after closing")
	text, err := os.ReadFile(filepath.Join(o.Data, sqliteFile))
	must(t, err)
	if !strings.Contains(string(text), string(put.ID)) {
		t.Error("the search finds nothing that is there")
	}
}

func TestAStoreDoesNotPrintItsKeys(t *testing.T) {
	folder := t.TempDir()
	r, _, err := keys.Open(folder)
	must(t, err)
	s := open(t, Options{Data: t.TempDir(), Keys: r})
	key := r.Installation()
	form := strings.Trim(fmt.Sprintf("%d", [32]byte(key)), "[]")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d"} {
		if out := fmt.Sprintf(verb, struct{ s Options }{Options{Keys: r}}); strings.Contains(out, form) {
			t.Errorf("%s prints a key", verb)
		}
		if out := fmt.Sprintf(verb, s.keys); strings.Contains(out, form) {
			t.Errorf("%s prints a key", verb)
		}
	}
}

func TestTablesAreTheSameOnBothEngines(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		lived(t, o)
		db := behind(t, o)
		defer func() { must(t, db.Close()) }()
		for table, cols := range columns {
			got := all(t, db, table)
			if len(got) != len(names(cols)) {
				t.Errorf("%s has the columns %v", table, got)
			}
		}
	})
}

// all returns the columns of a table.
func all(t *testing.T, db *sql.DB, table string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "select * from "+table)
	must(t, err)
	defer func() { must(t, rows.Close()) }()
	columns, err := rows.Columns()
	must(t, errors.Join(err, rows.Err()))
	return columns
}

// TestAFrozenCopyCanBeRead opens a database the way a copy on a read-only medium
// is opened, where SQLite can make no files beside it.
func TestAFrozenCopyCanBeRead(t *testing.T) {
	o := Options{Data: filepath.Join(t.TempDir(), "data"), Keys: ring(t)}
	lived(t, o)
	db, err := sql.Open("sqlite", sqliteDSN(filepath.Join(o.Data, sqliteFile), true, false, true))
	must(t, err)
	defer func() { must(t, db.Close()) }()
	var n int
	must(t, db.QueryRowContext(t.Context(), selectSize).Scan(&n))
	if n == 0 {
		t.Error("nothing is read")
	}
	if _, err := db.ExecContext(t.Context(), "delete from leaves"); err == nil {
		t.Error("a frozen copy was written")
	}
	if writable(filepath.Join(o.Data, "gone")) || !writable(o.Data) {
		t.Error("writable is wrong")
	}
}

// TestNobodyElseReadsTheDatabase: whatever folder it lies in, and what SQLite puts
// beside it.
func TestNobodyElseReadsTheDatabase(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no such permissions there")
	}
	dir := t.TempDir()
	must(t, os.Chmod(dir, 0o755))
	open(t, Options{Data: dir, Keys: ring(t)})
	files, err := os.ReadDir(dir)
	must(t, err)
	for _, f := range files {
		info, err := f.Info()
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v", f.Name(), info.Mode().Perm())
		}
	}
	if len(files) < 4 {
		t.Errorf("only %v", files)
	}
}
