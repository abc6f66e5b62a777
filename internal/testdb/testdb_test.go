package testdb

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func TestMain(m *testing.M) { Main(m, "max_connections=37") }

// ask runs a query for one text value.
func ask(t *testing.T, url, query string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	var answer string
	if err := conn.QueryRow(t.Context(), query).Scan(&answer); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return answer
}

func TestEveryDatabaseIsNewAndItsOwn(t *testing.T) {
	first, second := Postgres(t), Postgres(t)
	conn, err := pgx.Connect(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	if _, err := conn.Exec(t.Context(), "create table people (name text)"); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, second, "select coalesce(to_regclass('people')::text, 'none')"); got != "none" {
		t.Errorf("a table of one database is seen in another: %s", got)
	}
}

func TestADatabaseIsDroppedWithItsTest(t *testing.T) {
	var url string
	t.Run("user", func(t *testing.T) { url = Postgres(t) })
	if conn, err := pgx.Connect(t.Context(), url); err == nil {
		_ = conn.Close(t.Context())
		t.Error("the database outlived its test")
	}
}

func TestTheServerIsDurableAndPrivate(t *testing.T) {
	if os.Getenv("VOLENS_TEST_POSTGRES") != "" {
		t.Skip("the server is not ours")
	}
	url := Postgres(t)
	for setting, want := range map[string]string{
		"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on",
		"listen_addresses": "", "max_connections": "37",
	} {
		if got := ask(t, url, "show "+setting); got != want {
			t.Errorf("%s is %q, want %q", setting, got, want)
		}
	}
	if got := ask(t, url, `select string_agg(w, ' ' order by w) from unnest(array['b','A','a','B']) w`); got != "a A b B" {
		t.Errorf("text sorts as %q: byte order hides mistakes", got)
	}
	info, err := os.Stat(shared.server.dir.path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is open to others: %v", info.Mode())
	}
}

// again runs one test of this binary in a process of its own, with the given
// environment on top.
func again(t *testing.T, test string, env ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run", "^"+test+"$", "-test.v")
	cmd.Env = append(os.Environ(), append([]string{"TESTDB_ROLE=" + test, "VOLENS_TEST_POSTGRES="}, env...)...)
	return cmd
}

// role skips a test that is only a part played in a process of its own.
func role(t *testing.T) {
	t.Helper()
	if os.Getenv("TESTDB_ROLE") != t.Name() {
		t.Skip("runs only in a process of its own")
	}
}

func TestRoleWithoutPostgreSQL(t *testing.T) {
	role(t)
	installed = filepath.Join(t.TempDir(), "*", "bin")
	Postgres(t)
}

func TestRoleWithoutMariaDB(t *testing.T) {
	role(t)
	programs = []string{t.TempDir()}
	MariaDB(t)
}

func TestAbsenceSkipsUnlessRequired(t *testing.T) {
	if testing.Short() {
		t.Skip("a short run always skips")
	}
	for part, hint := range map[string]string{
		"TestRoleWithoutPostgreSQL": "apt-get install postgresql",
		"TestRoleWithoutMariaDB":    "apt-get install mariadb-server-core",
	} {
		for require, want := range map[string]string{"": "--- SKIP", "1": "--- FAIL"} {
			out, _ := again(t, part, "VOLENS_TEST_REQUIRE="+require).CombinedOutput()
			if !strings.Contains(string(out), want) || !strings.Contains(string(out), hint) {
				t.Errorf("%s, VOLENS_TEST_REQUIRE=%q: want %s and a hint, got:\n%s", part, require, want, out)
			}
		}
	}
}

func TestRoleWaitingToBeKilled(t *testing.T) {
	role(t)
	Postgres(t)
	println("folder", shared.server.dir.path)
	time.Sleep(patience)
}

func TestTheServerDiesWithAKilledTest(t *testing.T) {
	if _, err := binaries(); err != nil || testing.Short() {
		t.Skip("needs PostgreSQL and a full run")
	}
	cmd := again(t, "TestRoleWaitingToBeKilled")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(stderr).ReadString('\n')
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	_, path, ok := strings.Cut(strings.TrimSpace(line), " ")
	if !ok {
		t.Fatalf("the child said %q", line)
	}
	socket := filepath.Join(path, ".s.PGSQL.5432")
	for deadline := time.Now().Add(10 * time.Second); answers(socket); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the server outlived its test")
		}
	}
	abandoned(t, path)
}

// answers reports whether a server listens on the socket. Its process id would
// not do: where nobody collects the dead, those of the dead stay in use.
func answers(socket string) bool {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}

// abandoned checks that a folder left by a killed test is swept once it is old,
// and that one in use is not.
func abandoned(t *testing.T, path string) {
	t.Helper()
	mine, err := newFolder(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer mine.remove()
	sweep(os.TempDir())
	if _, err := os.Stat(path); err != nil {
		t.Error("a young folder was swept")
	}
	long := time.Now().Add(-time.Hour)
	for _, dir := range []string{path, mine.path} {
		if err := os.Chtimes(dir, long, long); err != nil {
			t.Fatal(err)
		}
	}
	sweep(os.TempDir())
	if _, err := os.Stat(path); err == nil {
		t.Error("an abandoned folder was not swept")
	}
	if _, err := os.Stat(mine.path); err != nil {
		t.Error("a folder in use was swept")
	}
}

func TestNewestVersionIsChosen(t *testing.T) {
	root := t.TempDir()
	for _, major := range []string{"9", "15", "17", "beta"} {
		dir := filepath.Join(root, major, "bin")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if major == "17" {
			continue // removed, with an empty folder left
		}
		if err := os.WriteFile(filepath.Join(dir, "initdb"), nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	was := installed
	t.Cleanup(func() { installed = was })
	installed = filepath.Join(root, "*", "bin")
	if got, err := binaries(); err != nil || filepath.Base(filepath.Dir(got)) != "15" {
		t.Errorf("got %s, %v; want version 15", got, err)
	}
}
