package store

import (
	"crypto/rand"
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/internal/testdb"
	"github.com/volens/volens/ledger"
)

var now = time.Date(2026, 11, 20, 9, 0, 0, 123_000_000, time.UTC)

// both runs a test on an SQLite file and on PostgreSQL.
func both(t *testing.T, test func(t *testing.T, o Options)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, Options{Data: filepath.Join(t.TempDir(), "数据 #1?%"), Keys: ring(t)})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, Options{URL: testdb.Postgres(t), Keys: ring(t)})
	})
}

// spreadTables are the tables that grow with people, which Citus spreads by
// partition.
var spreadTables = []string{"persons", "entries", "asks", "answers", "consents", "once", "ages", "guardians", "restrictions", "work",
	"requests", "request_codes", "archives", "cases", "case_stores", "case_told", "evidence", "kept"}

// everywhere runs a test as both does, and on the server that
// VOLENS_TEST_CITUS_URL names, if it names one, with the tables of people spread
// over its nodes. That database is emptied each time.
func everywhere(t *testing.T, test func(t *testing.T, o Options)) {
	both(t, test)
	url := os.Getenv("VOLENS_TEST_CITUS_URL")
	if url == "" {
		return
	}
	t.Run("citus", func(t *testing.T) {
		o := Options{URL: url, Keys: ring(t)}
		db := behind(t, o)
		defer func() { must(t, db.Close()) }()
		for table := range columns {
			_, err := db.ExecContext(t.Context(), "drop table if exists "+table+" cascade")
			must(t, err)
		}
		_, err := db.ExecContext(t.Context(), "drop table if exists "+migrationTable)
		must(t, err)
		s, err := Open(t.Context(), o)
		must(t, err)
		must(t, s.Close())
		for _, table := range spreadTables {
			_, err := db.ExecContext(t.Context(), "select create_distributed_table($1, 'part')", table)
			must(t, err)
		}
		test(t, o)
	})
}

func ring(t testing.TB) keys.Ring {
	t.Helper()
	r, _, err := keys.Open(filepath.Join(t.TempDir(), "keys"))
	must(t, err)
	return r
}

func open(t testing.TB, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), o)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wants checks the kind of an error; "" is none.
func wants(t testing.TB, kind fault.Kind, err error) {
	t.Helper()
	if kind == "" && err == nil {
		return
	}
	if err == nil || fault.KindOf(err) != kind {
		t.Fatalf("got %v, want %q", err, kind)
	}
}

// raw changes the database behind the store's back. The store must be closed
// where it is a file.
func raw(t testing.TB, o Options, query string, args ...any) {
	t.Helper()
	db := behind(t, o)
	defer func() { must(t, db.Close()) }()
	res, err := db.Exec(query, args...)
	must(t, err)
	if n, _ := res.RowsAffected(); n == 0 {
		t.Fatalf("%s: no row", query)
	}
}

// behind opens the database without the store.
func behind(t testing.TB, o Options) *sql.DB {
	t.Helper()
	driver, name := "pgx", o.URL
	if o.Data != "" {
		path, err := filepath.Abs(filepath.Join(o.Data, sqliteFile))
		must(t, err)
		driver, name = "sqlite", sqliteDSN(path, false, false, false)
	}
	db, err := sql.Open(driver, name)
	must(t, err)
	return db
}

func subject(t testing.TB, raw string) ledger.Subject {
	t.Helper()
	s, err := ledger.NewSubject(raw)
	must(t, err)
	return s
}

func nonce(t testing.TB) ledger.Nonce {
	t.Helper()
	n, err := ledger.NewNonce(rand.Reader)
	must(t, err)
	return n
}

// person loads a person by the service's id.
func person(t testing.TB, s *Store, raw string) consent.Person {
	t.Helper()
	p, err := s.Person(t.Context(), subject(t, raw))
	must(t, err)
	return p
}

// withdrawal is the smallest change about a person: they said no to a use. It
// expects the person as loaded and brings the person where they are new.
func withdrawal(t testing.TB, p consent.Person, use declaration.UseID) ledger.Change {
	t.Helper()
	body := consent.WithdrawalBody{V: 1, Uses: []consent.WithdrawnUse{{Use: use}}}
	e, err := ledger.PersonalEntry(ledger.KindWithdrawal, now, "", p.Identity, nonce(t), body)
	must(t, err)
	c := ledger.NewChange(e)
	if !p.Known {
		c = c.Writing(consent.NewPerson{Identity: p.Identity})
	}
	return c.Writing(consent.SetConsent{Lookup: p.Identity.Lookup, Consent: consent.Consent{Use: use, State: consent.Refused, At: now.Truncate(time.Millisecond)}}).
		Expecting(ledger.Expectation{Of: "person", Lookup: p.Identity.Lookup, Key: "head", Version: p.Version})
}

// commit commits a change that must succeed and returns its version.
func commit(t testing.TB, s *Store, c ledger.Change) int64 {
	t.Helper()
	done, err := s.Commit(t.Context(), c)
	must(t, err)
	return done.First
}

// sound checks that nothing is wrong with the record and what stands beside it.
func sound(t testing.TB, s *Store) ledger.Report {
	t.Helper()
	report, err := s.Verify(t.Context(), nil)
	must(t, err)
	for _, f := range report.Findings {
		t.Errorf("verify: %s: %s", f.Where, f.What.EN)
	}
	audit, err := s.Audit(t.Context())
	must(t, err)
	for _, f := range audit {
		t.Errorf("audit: %s: %s", f.Where, f.What.EN)
	}
	return report
}

// shop is a declaration with several kinds of uses.
func shop(t testing.TB) declaration.Source {
	t.Helper()
	text, err := os.ReadFile("../consent/testdata/shop.yaml")
	must(t, err)
	return declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: string(text)}}}
}

// counter returns a desk on the store, with the shop's declaration active.
func counter(t testing.TB, s *Store) *consent.Desk {
	t.Helper()
	src := shop(t)
	c, err := consent.Upload(src, now)
	must(t, err)
	commit(t, s, c)
	c, err = consent.Activate(src.Hash(), now)
	must(t, err)
	commit(t, s, c)
	return &consent.Desk{People: s, Record: s, Versions: s, Random: rand.Reader}
}

// ask puts everything to a person, from the settings page.
func ask(t testing.TB, d *consent.Desk, raw, once string) consent.Ask {
	t.Helper()
	res, err := d.Ask(t.Context(), subject(t, raw), consent.Request{Service: "shop", Trigger: consent.Settings}, once, now)
	must(t, err)
	return res.Ask
}

// yes grants one choice of an ask.
func yes(c consent.Choice) []consent.Answer {
	return []consent.Answer{{Choice: c.ID, Grant: true, Evidence: consent.Evidence{Act: "act-" + string(c.ID), Language: "zh-CN"}}}
}
