package store

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/internal/testdb"
	"github.com/volens/volens/ledger"
)

// childRole marks the process that writes until it is killed; it holds the
// options in JSON.
const childRole = "VOLENS_STORE_CHILD"

type childOptions struct {
	Data, URL, Keys, Run string
	Few                  int  // how many changes to make, one by one, and end; 0: until killed
	Erase                bool // people rather than write about them
}

// writeUntilKilled commits from several goroutines and prints a line for every
// change once it is acknowledged: the person, the use and the version.
func writeUntilKilled() int {
	var o childOptions
	if err := json.Unmarshal([]byte(os.Getenv(childRole)), &o); err != nil {
		return 3
	}
	ring, _, err := keys.Open(o.Keys)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	s, err := Open(context.Background(), Options{Data: o.Data, URL: o.URL, Keys: ring})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	if o.Erase {
		return eraseUntilKilled(s, o, ring)
	}
	if o.Few > 0 {
		return writeFew(s, o)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex // a line must not be torn by another
	for w := range 4 {
		wg.Go(func() {
			for i := 0; ; i++ {
				line, err := writeOne(s, fmt.Sprintf("u-%s-%d-%d", o.Run, w, i/(1+w%2*2)), declaration.UseID(fmt.Sprintf("shop/f/i/p%d", i)))
				if err != nil && fault.KindOf(err) == fault.Conflict {
					continue
				}
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(4)
				}
				mu.Lock()
				_, _ = io.WriteString(os.Stdout, line)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return 0
}

// writeFew makes some changes one by one, and goes on where one fails; what was
// not acknowledged is said too.
func writeFew(s *Store, o childOptions) int {
	code := 0
	for i := range o.Few {
		line, err := writeOne(s, fmt.Sprintf("u-%s-%d", o.Run, i/2), declaration.UseID(fmt.Sprintf("shop/f/i/p%d", i)))
		if err != nil {
			line, code = failedLine, 4
		}
		if _, err := io.WriteString(os.Stdout, line); err != nil {
			code = 4
		}
	}
	if s.Close() != nil {
		code = 4
	}
	return code
}

// failedLine stands for a change that was not acknowledged.
const failedLine = "failed\n"

func writeOne(s *Store, id string, use declaration.UseID) (string, error) {
	ctx := context.Background()
	who, err := ledger.NewSubject(id)
	if err != nil {
		return "", err
	}
	p, err := s.Person(ctx, who)
	if err != nil {
		return "", err
	}
	n, err := ledger.NewNonce(rand.Reader)
	if err != nil {
		return "", err
	}
	e, err := ledger.PersonalEntry(ledger.KindWithdrawal, now, "", p.Identity, n, consent.WithdrawalBody{V: 1, Uses: []consent.WithdrawnUse{{Use: use}}})
	if err != nil {
		return "", err
	}
	c := ledger.NewChange(e)
	if !p.Known {
		c = c.Writing(consent.NewPerson{Identity: p.Identity})
	}
	done, err := s.Commit(ctx, c.Writing(consent.SetConsent{Lookup: p.Identity.Lookup, Consent: consent.Consent{Use: use, State: consent.Refused, At: now}}))
	return fmt.Sprintf("%s %s %d\n", id, use, done.First), err
}

// trials is how often a writer is killed: a few by default, VOLENS_TRIALS for a
// long run.
func trials(t *testing.T) int {
	if n, err := strconv.Atoi(os.Getenv("VOLENS_TRIALS")); err == nil {
		return n
	}
	if testing.Short() {
		return 3
	}
	return 15
}

// perStore is how many kills one installation lives through: what is there is read
// again after each, so that a long run would otherwise do nothing but read.
const perStore = 20

func TestWhatWasAcknowledgedSurvivesKilling(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		killed(t, func(t *testing.T) Options { return Options{Data: filepath.Join(t.TempDir(), "data")} })
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		killed(t, func(t *testing.T) Options { return Options{URL: testdb.Postgres(t)} })
	})
}

func killed(t *testing.T, fresh func(t *testing.T) Options) {
	all, total := trials(t), 0
	for begun := 0; begun < all; begun += perStore {
		t.Run(fmt.Sprint(begun), func(t *testing.T) {
			o := fresh(t)
			folder := filepath.Join(t.TempDir(), "keys")
			ring, _, err := keys.Open(folder)
			must(t, err)
			o.Keys = ring
			acked := map[string]string{}
			for run := range min(perStore, all-begun) {
				for _, line := range killedWriter(t, childOptions{Data: o.Data, URL: o.URL, Keys: folder, Run: fmt.Sprint(run)}) {
					word := strings.Fields(line)
					acked[word[0]+" "+word[1]] = word[2]
				}
				allThere(t, o, acked)
			}
			if total += len(acked); len(acked) == 0 {
				t.Error("no writer lived long enough: nothing was tested")
			}
		})
	}
	t.Logf("%d kills, %d acknowledged changes", all, total)
}

// killedWriter runs a writer, kills it at some moment after its first
// acknowledgement, and returns what it acknowledged.
func killedWriter(t *testing.T, o childOptions) []string {
	t.Helper()
	text, err := json.Marshal(o)
	must(t, err)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childRole+"="+string(text))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	var lines []string
	in := bufio.NewReader(out)
	for {
		line, err := in.ReadString('\n')
		if err != nil { // a torn last line was not acknowledged
			break
		}
		if lines = append(lines, line); len(lines) == 1 {
			time.AfterFunc(time.Duration(mathrand.Int64N(int64(120*time.Millisecond))), func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait()
	if len(lines) == 0 || cmd.ProcessState.Exited() {
		t.Fatalf("the writer acknowledged %d changes and ended by itself: %v", len(lines), cmd.ProcessState)
	}
	return lines
}

// allThere checks that everything acknowledged is in the database as it was.
func allThere(t *testing.T, o Options, acked map[string]string) {
	t.Helper()
	s, err := Open(t.Context(), o)
	must(t, err)
	defer func() { must(t, s.Close()) }()
	for what, version := range acked {
		id, use, _ := strings.Cut(what, " ")
		p := person(t, s, id)
		said, err := s.Consents(t.Context(), p.Identity.Lookup)
		must(t, err)
		c := said[declaration.UseID(use)]
		if !p.Known || c.State != consent.Refused || fmt.Sprint(c.Version) != version {
			t.Errorf("%s was acknowledged as %s and is %+v", what, version, c)
		}
	}
	sound(t, s)
}
