package testdb

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// patience bounds every single step: starting the server, making a database.
const patience = 60 * time.Second

// errAbsent says that PostgreSQL is not installed, which is no defect of ours.
var errAbsent = errors.New("PostgreSQL is not installed (Debian: apt-get install postgresql)")

// shared is the one server of this test binary.
var shared struct {
	once     sync.Once
	settings []string
	server   *server
	url      string
	err      error
}

// Main runs the tests and then stops the servers that were started. It is all
// that a TestMain needs:
//
//	func TestMain(m *testing.M) { testdb.Main(m) }
//
// Settings are given to PostgreSQL as they are, for example "fsync=off" in a
// package that does not test durability. Main returns the exit code of the
// tests for callers that have more to do.
func Main(m interface{ Run() int }, settings ...string) int {
	shared.settings = settings
	code := m.Run()
	if shared.server != nil {
		shared.server.stop()
	}
	if sharedMariaDB.server != nil {
		sharedMariaDB.server.stop()
	}
	return code
}

// Postgres returns the URL of a new and empty database, which is dropped when
// the test ends. It skips the test where PostgreSQL is not installed, and fails
// it with VOLENS_TEST_REQUIRE=1. A short run skips it always. Tests may call it in parallel.
func Postgres(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("a database server, in a short run")
	}
	shared.once.Do(func() { shared.url, shared.err = open() })
	switch {
	case errors.Is(shared.err, errAbsent) && os.Getenv("VOLENS_TEST_REQUIRE") != "1":
		t.Skip(shared.err)
	case shared.err != nil:
		t.Fatal(shared.err)
	}
	name := "volens_test_" + strings.ToLower(rand.Text()[:12])
	if err := admin("create database " + name + " template template0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := admin("drop database if exists " + name + " with (force)"); err != nil {
			t.Error(err)
		}
	})
	return named(shared.url, name)
}

// open returns the URL of the server to use and starts one where none is given.
func open() (string, error) {
	if given := os.Getenv("VOLENS_TEST_POSTGRES"); given != "" {
		if _, err := url.Parse(given); err != nil {
			return "", errors.New("VOLENS_TEST_POSTGRES is not a URL") // the value may hold a password
		}
		return given, nil
	}
	s, err := start(shared.settings)
	if err != nil {
		return "", err
	}
	shared.server = s
	return s.url(), nil
}

// admin runs one statement outside any test's database.
func admin(statement string) error {
	// Not the test's own context: that one has ended when the database is dropped.
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgx.Connect(ctx, shared.url)
	if err != nil {
		return fmt.Errorf("connecting to the test server: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

// named returns server's URL with the database replaced.
func named(server, database string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic(err) // open has parsed it
	}
	u.Path = "/" + database
	return u.String()
}
