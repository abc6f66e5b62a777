package trials

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The calls that a durable write is made of, and what is done to them.
var (
	calls = []string{"pwrite64,write", "fsync,fdatasync", "open,openat", "unlink,unlinkat,rename,renameat,link,linkat,ftruncate,mkdirat"}
	harms = []string{"signal=KILL", "error=EIO", "error=ENOSPC"}
)

// A syscallTrial lets the n-th of certain system calls of one thread go wrong in
// a node on SQLite, from its start on, and looks for what it acknowledged.
type syscallTrial struct {
	calls, harm string
	n           int
}

func (s syscallTrial) String() string { return fmt.Sprintf("%s:%s:when=%d", s.calls, s.harm, s.n) }

// run reports whether the call went wrong, and how many changes were
// acknowledged. from is an installation to begin with, or "" for none.
func (s syscallTrial) run(t *testing.T, from string) (hit bool, acked int) {
	t.Helper()
	dir := t.TempDir()
	defer os.RemoveAll(dir) // there are many trials in a test
	if from != "" {
		out, err := exec.Command("cp", "-a", from+"/.", dir).CombinedOutput() // with the modes of the keys
		if err != nil {
			t.Fatalf("copying an installation: %v\n%s", err, out)
		}
	}
	args := []string{"--data", filepath.Join(dir, "data"), "--keys", filepath.Join(dir, "keys"), "--declaration", shopFile}
	seen := filepath.Join(dir, "seen")
	n := newNode(t, s.String(), args...)
	n.wrap = []string{"strace", "-f", "-qq", "-o", seen, "-e", "trace=" + s.calls, "-e", "inject=" + s.String()}
	var done []said
	if n.start() {
		done = write(n)
	}
	n.kill()
	text, err := os.ReadFile(seen)
	must(t, err)
	hit = strings.Contains(string(text), "(INJECTED)") || strings.Contains(string(text), "killed by SIGKILL") && s.harm == harms[0] && len(done) < writes/2
	again := newNode(t, s.String()+", again", args...)
	started := again.start()
	again.kill() // and with that its log is whole
	if len(done) == 0 && from == "" && !started && strings.Contains(again.log.tail(), "some keys are missing") {
		// Cut short while making keys. Nothing is made up: it says to remove them.
		must(t, os.RemoveAll(filepath.Join(dir, "keys")))
	}
	again.up()
	for _, d := range done {
		v, err := again.decide(d.subject, recommend, 0, patience)
		must(t, err)
		if v.Permit != d.yes {
			t.Errorf("%v: %s was acknowledged as %v and is not so any more", s, d.subject, d.yes)
		}
	}
	again.kill()
	verified(t, args[:4]...)
	return hit, len(done)
}

// A said is what a client was told about a person.
type said struct {
	subject string
	yes     bool
}

// writes is how many changes a trial makes, two for each person.
const writes = 4

// write makes changes one after another until one fails, and returns what was
// acknowledged. A change with an unknown end says nothing about its person.
func write(n *node) (done []said) {
	const within = 10 * time.Second
	for i := range writes / 2 {
		subject := fmt.Sprint("u-", i)
		a, err := n.ask(subject, within)
		if err != nil {
			return done
		}
		if _, _, err = n.answer(a, true, within, recommend); err != nil {
			return done
		}
		done = append(done, said{subject, true})
		_, _, status, err := n.withdraw(subject, recommend, within)
		switch {
		case err == nil:
			done[len(done)-1].yes = false
		case unknown(status):
			return done[:len(done)-1]
		default:
			return done
		}
	}
	return done
}

// TestEveryCallThatFails makes system calls fail, or kills the node in them: a few
// picked at random, or with VOLENS_SYSCALLS=all one after another until a call
// that the node never gets to.
func TestEveryCallThatFails(t *testing.T) {
	if testing.Short() {
		t.Skip("many processes, in a short run")
	}
	if _, err := exec.LookPath("strace"); err != nil {
		if os.Getenv("VOLENS_TEST_REQUIRE") == "1" {
			t.Fatal("strace is not installed (Debian: apt-get install strace)")
		}
		t.Skip("strace is not installed (Debian: apt-get install strace)")
	}
	whole := t.TempDir()
	n := newNode(t, "template", "--data", filepath.Join(whole, "data"), "--keys", filepath.Join(whole, "keys"), "--declaration", shopFile).up()
	n.stop()
	for flow, from := range map[string]string{"first start": "", "writing": whole} {
		t.Run(flow, func(t *testing.T) {
			t.Parallel()
			tried, hits, acked := 0, 0, 0
			for _, s := range syscallTrials(os.Getenv("VOLENS_SYSCALLS") == "all") {
				missed := 0
				for ; missed < 2 && s.n > 0; s.n++ {
					hit, of := s.run(t, from)
					tried, acked = tried+1, acked+of
					if hit {
						hits++
						missed = 0
					} else {
						missed++
					}
					if os.Getenv("VOLENS_SYSCALLS") != "all" {
						break
					}
				}
			}
			t.Logf("%d trials, %d in which the call was reached; %d changes acknowledged, 0 lost where nothing is said above", tried, hits, acked)
			if hits == 0 {
				t.Error("no call was reached: nothing was tried")
			}
		})
	}
}

// syscallTrials are where to begin: at the first call of each kind for all, or a
// few at random places.
func syscallTrials(all bool) (begin []syscallTrial) {
	for _, c := range calls {
		for _, h := range harms {
			begin = append(begin, syscallTrial{c, h, 1})
		}
	}
	if all {
		return begin
	}
	rand.Shuffle(len(begin), func(i, j int) { begin[i], begin[j] = begin[j], begin[i] })
	begin = begin[:8]
	for i := range begin {
		begin[i].n = 1 + rand.IntN(12)
	}
	return begin
}
