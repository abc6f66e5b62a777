package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/internal/keys"
)

// What is broken, one at a time: the nth call of a system call fails, or the
// process is killed in it. A thread counts its calls for itself.
var (
	broken = []string{"fsync", "fdatasync", "pwrite64", "write", "open", "openat", "rename", "renameat", "unlink", "unlinkat", "ftruncate"}
	breaks = []string{"error=EIO", "error=ENOSPC", "signal=KILL"}
)

const (
	fewChanges   = 6
	briefly      = 20 * time.Second // of a normal run
	sampledCalls = 60
)

// A fault breaks one system call.
type sysFault struct {
	call, how string
	n         int
}

// TestEverySystemCallThatFails breaks the system calls of a small run one after
// the other. Whatever fails, nothing that was acknowledged is lost or changed,
// the record is sound, and after a failed write nothing more is acknowledged.
// VOLENS_SYSCALLS=all breaks every call; otherwise some, evenly.
func TestEverySystemCallThatFails(t *testing.T) {
	strace := findStrace(t)
	folder := filepath.Join(t.TempDir(), "keys")
	ring, _, err := keys.Open(folder)
	must(t, err)
	base := filepath.Join(t.TempDir(), "data")
	s, err := Open(t.Context(), Options{Data: base, Keys: ring}) // the run is about writing, not about making tables
	must(t, err)
	must(t, s.Close())
	run := func(f *sysFault) (acked map[string]string, after int) {
		dir := t.TempDir()
		must(t, os.CopyFS(dir, os.DirFS(base)))
		lines := brokenWriter(t, strace, childOptions{Data: dir, Keys: folder, Run: "1", Few: fewChanges}, f)
		acked, after = acknowledged(lines)
		if len(lines) > 0 || f == nil || f.how == "signal=KILL" {
			allThere(t, Options{Data: dir, Keys: ring}, acked)
		}
		return acked, after
	}
	if acked, _ := run(nil); len(acked) != fewChanges {
		t.Fatalf("unbroken, %d of %d changes were acknowledged", len(acked), fewChanges)
	}
	faults := faultsOf(t, strace, base, folder)
	start, done, cut := time.Now(), 0, 0
	for i, f := range faults {
		if os.Getenv("VOLENS_SYSCALLS") != "all" && time.Since(start) > briefly {
			t.Logf("ended after %v: %d of %d", briefly, i, len(faults))
			break
		}
		acked, after := run(&f)
		done++
		if len(acked) < fewChanges {
			cut++
		}
		if after > 0 && f.how == "error=EIO" && (f.call == "pwrite64" || f.call == "fsync" || f.call == "fdatasync") {
			t.Errorf("%+v: %d changes were acknowledged after a write had failed", f, after)
		}
		if t.Failed() {
			t.Fatalf("with %+v", f)
		}
	}
	t.Logf("%d calls broken, of which %d cost changes", done, cut)
	if cut == 0 {
		t.Error("no fault reached the writer: nothing was tested")
	}
}

func findStrace(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("strace")
	if err != nil && os.Getenv("VOLENS_TEST_REQUIRE") == "1" {
		t.Fatal("strace is not installed (Debian: apt-get install strace)")
	}
	if err != nil || testing.Short() {
		t.Skip("strace is not installed, or a short run")
	}
	return path
}

// faultsOf counts the calls of an unbroken run and lists what can be broken: all,
// or a sample in an order that ends evenly wherever it is cut.
func faultsOf(t *testing.T, strace, base, folder string) []sysFault {
	t.Helper()
	dir, log := t.TempDir(), filepath.Join(t.TempDir(), "calls")
	must(t, os.CopyFS(dir, os.DirFS(base)))
	cmd := traced(t, strace, childOptions{Data: dir, Keys: folder, Run: "1", Few: fewChanges}, "-o", log, "-e", "trace="+traceable(broken))
	must(t, cmd.Run())
	text, err := os.ReadFile(log)
	must(t, err)
	most := map[string]int{}
	counts := map[string]int{} // by thread and call
	for line := range strings.Lines(string(text)) {
		thread, rest, _ := strings.Cut(line, " ")
		call, _, ok := strings.Cut(strings.TrimSpace(rest), "(")
		if ok && slices.Contains(broken, call) {
			counts[thread+call]++
			most[call] = max(most[call], counts[thread+call])
		}
	}
	var all []sysFault
	for _, call := range broken {
		for n := range most[call] {
			for _, how := range breaks {
				all = append(all, sysFault{call, how, n + 1})
			}
		}
	}
	t.Logf("calls: %v", most)
	if os.Getenv("VOLENS_SYSCALLS") == "all" {
		return all
	}
	var some []sysFault
	const stride = 0.6180339887 // the golden ratio never comes near where it was
	for i := range min(sampledCalls, len(all)) {
		at := float64(i) * stride
		some = append(some, all[int((at-float64(int(at)))*float64(len(all)))])
	}
	return some
}

// traceable marks calls that a machine may not have.
func traceable(calls []string) string { return "?" + strings.Join(calls, ",?") }

func traced(t *testing.T, strace string, o childOptions, args ...string) *exec.Cmd {
	t.Helper()
	text, err := json.Marshal(o)
	must(t, err)
	cmd := exec.CommandContext(t.Context(), strace, append(append([]string{"-f", "-qq"}, args...), os.Args[0])...)
	cmd.Env = append(os.Environ(), childRole+"="+string(text), "GOMAXPROCS=1")
	return cmd
}

// brokenWriter runs a writer with a fault, or without, and returns what it said.
func brokenWriter(t *testing.T, strace string, o childOptions, f *sysFault) []string {
	t.Helper()
	args := []string{"-o", os.DevNull, "-e", "trace=none"}
	if f != nil {
		args = []string{"-o", os.DevNull, "-e", "trace=" + f.call, "-e", fmt.Sprintf("inject=%s:%s:when=%d", f.call, f.how, f.n)}
	}
	cmd := traced(t, strace, o, args...)
	var out bytes.Buffer
	cmd.Stdout = &out
	if exit := (*exec.ExitError)(nil); !errors.As(cmd.Run(), &exit) && f != nil && out.Len() == 0 {
		t.Fatal("the writer did nothing and said so to nobody")
	}
	var lines []string
	for line := range strings.Lines(out.String()) {
		if strings.HasSuffix(line, "\n") { // a torn line was not acknowledged
			lines = append(lines, line)
		}
	}
	return lines
}

// acknowledged reads what a writer said, and counts what it acknowledged after a
// failure.
func acknowledged(lines []string) (acked map[string]string, after int) {
	acked = map[string]string{}
	failed := false
	for _, line := range lines {
		if line == failedLine {
			failed = true
			continue
		}
		word := strings.Fields(line)
		acked[word[0]+" "+word[1]] = word[2]
		if failed {
			after++
		}
	}
	return acked, after
}
