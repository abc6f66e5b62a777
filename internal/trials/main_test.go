package trials

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/volens/volens/internal/testdb"
)

// shared is the one program of this run, built when it is first wanted.
var shared struct {
	once sync.Once
	dir  string
	path string
	err  error
}

// program returns the path of the volens that is tried: VOLENS_TRIAL_PROGRAM, or
// one built from this tree. A short run has no trials.
func program(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("a trial of whole processes, in a short run")
	}
	shared.once.Do(func() {
		if shared.path = os.Getenv("VOLENS_TRIAL_PROGRAM"); shared.path != "" {
			return
		}
		if shared.dir, shared.err = os.MkdirTemp("", "volens-trials-"); shared.err != nil { //nolint:usetesting // it outlives the test that wants it first
			return
		}
		shared.path = filepath.Join(shared.dir, "volens")
		out, err := exec.Command("go", "build", "-o", shared.path, "github.com/volens/volens/cmd/volens").CombinedOutput()
		if err != nil {
			shared.err = fmt.Errorf("building volens: %w\n%s", err, out)
		}
	})
	must(t, shared.err)
	return shared.path
}

func TestMain(m *testing.M) {
	code := testdb.Main(m)
	if shared.dir != "" {
		_ = os.RemoveAll(shared.dir)
	}
	os.Exit(code)
}

// howMany reads how long a trial is: its variable, or the short number.
func howMany(t testing.TB, variable string, short int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return short
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s is not a number: %q", variable, text)
	}
	return n
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
