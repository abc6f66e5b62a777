package testdb

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

// errNoMariaDB says that MariaDB is not installed, which is no defect of ours.
var errNoMariaDB = errors.New("MariaDB is not installed (Debian: apt-get install mariadb-server-core mariadb-client-core)")

// sharedMariaDB is the one MariaDB of this test binary.
var sharedMariaDB struct {
	once   sync.Once
	server *mariadb
	err    error
}

// MariaDB returns the URL of a new and empty database, as Postgres does, on a
// private server without a port: mysql://root@localhost/name?socket=….
func MariaDB(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("a database server, in a short run")
	}
	shared := &sharedMariaDB
	shared.once.Do(func() { shared.server, shared.err = startMariaDB() })
	switch {
	case errors.Is(shared.err, errNoMariaDB) && os.Getenv("VOLENS_TEST_REQUIRE") != "1":
		t.Skip(shared.err)
	case shared.err != nil:
		t.Fatal(shared.err)
	}
	name := "volens_test_" + strings.ToLower(rand.Text()[:12])
	if err := shared.server.admin("create database " + name + " character set utf8mb4"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := shared.server.admin("drop database if exists " + name); err != nil {
			t.Error(err)
		}
	})
	u := url.URL{Scheme: "mysql", User: url.User("root"), Host: "localhost", Path: "/" + name,
		RawQuery: url.Values{"socket": {shared.server.socket()}}.Encode()}
	return u.String()
}

// A mariadb is one private MariaDB. It is a server in all but how it is made and
// asked.
type mariadb struct{ *server }

// startMariaDB makes the system tables in a temporary folder and runs a server.
func startMariaDB() (*mariadb, error) {
	daemon, install := lookUp("mariadbd"), lookUp("mariadb-install-db")
	if daemon == "" || install == "" || lookUp("my_print_defaults") == "" { // install calls the last
		return nil, errNoMariaDB
	}
	dir, err := newFolder(nil)
	if err != nil {
		return nil, err
	}
	m := &mariadb{&server{dir: dir, gone: make(chan struct{})}}
	if err := m.boot(daemon, install); err != nil {
		m.stop()
		return nil, err
	}
	return m, nil
}

// programs is where to look for MariaDB's, also where only administrators look.
var programs = append(filepath.SplitList(os.Getenv("PATH")), "/usr/sbin")

// lookUp finds a program, or returns "".
func lookUp(name string) string {
	for _, dir := range programs {
		path := filepath.Join(dir, name)
		if lookable(path) {
			return path
		}
	}
	return ""
}

func (m *mariadb) boot(daemon, install string) error {
	// A temporary folder of its own: in a shared one two installations of the same
	// process number, as in two containers, delete each other's tables.
	common := []string{"--no-defaults", "--datadir=" + m.data(), "--tmpdir=" + m.dir.path}
	if os.Geteuid() == 0 {
		common = append(common, "--user=root") // it wants to be told
	}
	out, err := exec.Command(install, append(common, "--auth-root-authentication-method=normal", "--skip-test-db")...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("mariadb-install-db: %w\n%s", err, out)
	}
	log, err := os.Create(m.log())
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the server has its own copy
	m.cmd = exec.Command(daemon, append(common, "--socket="+m.socket(), "--skip-networking",
		"--innodb-use-native-aio=0", "--innodb-buffer-pool-size=16M", "--performance-schema=0", // what a small machine can spare
		"--pid-file="+filepath.Join(m.dir.path, "pid"))...)
	m.cmd.Dir, m.cmd.SysProcAttr = m.dir.path, attributes(nil)
	m.cmd.Stdout, m.cmd.Stderr = log, log
	if err := m.launch(); err != nil {
		return fmt.Errorf("starting MariaDB: %w", err)
	}
	return m.await()
}

// await returns when the server answers, or with its log when it does not.
func (m *mariadb) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		err := m.admin("select 1")
		if err == nil {
			return nil
		}
		select {
		case <-again.C:
		case <-m.gone:
			return fmt.Errorf("MariaDB ended at once:\n%s", m.lastWords())
		case <-ctx.Done():
			return fmt.Errorf("MariaDB does not answer: %w\n%s", err, m.lastWords())
		}
	}
}

// admin runs one statement outside any test's database.
func (m *mariadb) admin(statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c := mysql.NewConfig()
	c.User, c.Net, c.Addr = "root", "unix", m.socket()
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

func (m *mariadb) socket() string { return filepath.Join(m.dir.path, "mysqld.sock") }
