package keys

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

var noon = time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC)

func stoneOf(i int) erase.Tombstone {
	return erase.Tombstone{Case: erase.CaseID(fmt.Sprint("case-", i)), Subject: fmt.Sprint("客户-", i), At: noon.Add(time.Duration(i) * time.Hour)}
}

func graveyard(t *testing.T, dir string, r Ring) *Graves {
	t.Helper()
	g, err := OpenGraves(dir, r)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func bury(t *testing.T, g *Graves, s erase.Tombstone, want int64) {
	t.Helper()
	if n, err := g.Bury(s); err != nil || n != want {
		t.Fatalf("number %d, %v; want %d", n, err, want)
	}
}

func tombstones(t *testing.T, g *Graves, at time.Time) []erase.Tombstone {
	t.Helper()
	all, err := g.Tombstones(at)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTombstonesAreKeptAndNumbered(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir)
	g := graveyard(t, dir, r)
	if all := tombstones(t, g, noon); len(all) != 0 {
		t.Errorf("%d tombstones of nobody", len(all))
	}
	var want []erase.Tombstone
	for i := range 5 {
		s := stoneOf(i)
		if i == 2 {
			s.Scope.Uses, s.Keys, s.Expires = []declaration.UseID{"shop/a/b/c"}, plan.Keys{"order": {"A1", "A2"}}, noon.AddDate(0, 1, 0)
		}
		bury(t, g, s, int64(i+1))
		s.Number = int64(i + 1)
		want = append(want, s)
	}
	again := want[2]
	again.Number, again.At, again.Subject = 99, noon.AddDate(1, 0, 0), "other"
	bury(t, g, again, 3) // keeps number, account and time
	if diff := cmp.Diff(want, tombstones(t, graveyard(t, dir, r), noon)); diff != "" {
		t.Errorf("after a restart (-want +got):\n%s", diff)
	}
	again.Keys, again.Until, again.Expires = plan.Keys{"order": {"A3"}}, noon.AddDate(3, 0, 0), time.Time{}
	bury(t, g, again, 3)
	want[2].Keys, want[2].Until, want[2].Expires = again.Keys, again.Until, again.Expires
	bury(t, g, stoneOf(7), 6)
	got := tombstones(t, graveyard(t, dir, r), noon)
	if diff := cmp.Diff(want, got[:5]); diff != "" || len(got) != 6 {
		t.Errorf("%d, after another setting (-want +got):\n%s", len(got), diff)
	}
	text, err := os.ReadFile(filepath.Join(dir, gravesFile))
	if err != nil || bytes.Contains(text, []byte("客户")) || bytes.Contains(text, []byte("case-")) {
		t.Errorf("tombstones are not sealed: %v", err)
	}
	if info, _ := os.Stat(filepath.Join(dir, gravesFile)); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode().Perm())
	}
}

// A tombstone by which something kept is still to go does not expire before it went.
func TestTombstonesOutlastWhatIsKept(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir)
	g := graveyard(t, dir, r)
	s := stoneOf(1)
	s.Until, s.Expires = noon.AddDate(0, 0, 1), noon.AddDate(0, 0, 2)
	bury(t, g, s, 1)
	late := noon.AddDate(0, 0, 9)
	if err := g.Expire(late); err != nil {
		t.Fatal(err)
	}
	if left := tombstones(t, graveyard(t, dir, r), late); len(left) != 1 || !left[0].Until.Equal(s.Until) {
		t.Fatalf("%+v", left)
	}
	s.Until = time.Time{}
	bury(t, g, s, 1)
	if left := tombstones(t, graveyard(t, dir, r), late); len(left) != 0 {
		t.Errorf("%+v", left)
	}
}

func TestTombstonesExpireAndNumbersGoOn(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir)
	g, other := graveyard(t, dir, r), graveyard(t, dir, r)
	for i := range 4 {
		s := stoneOf(i)
		if i != 1 { // that one never expires
			s.Expires = noon.AddDate(0, 0, i)
		}
		bury(t, g, s, int64(i+1))
	}
	if left := tombstones(t, other, noon.AddDate(0, 0, 2)); len(left) != 2 {
		t.Errorf("%d have not expired", len(left))
	}
	if err := g.Expire(noon.AddDate(0, 0, 9)); err != nil {
		t.Fatal(err)
	}
	bury(t, other, stoneOf(9), 5) // who reads the file anew
	if err := other.Expire(noon.AddDate(9, 0, 0)); err != nil {
		t.Fatal(err)
	}
	got := tombstones(t, graveyard(t, dir, r), noon.AddDate(9, 0, 0))
	if len(got) != 2 || got[0].Number != 2 || got[1].Number != 5 {
		t.Errorf("left: %v", got)
	}
	if n, err := graveyard(t, dir, r).Highest(); n != 5 || err != nil {
		t.Errorf("highest %d, %v", n, err)
	}
}

func TestProcessesShareTombstones(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir)
	const nodes, each = 6, 15
	var wg sync.WaitGroup
	var mu sync.Mutex
	var numbers []int64
	for n := range nodes {
		g := graveyard(t, dir, r)
		wg.Go(func() {
			for i := range each {
				s := stoneOf(n*100 + i)
				if i%4 == 0 {
					s.Expires = noon
				}
				k, err := g.Bury(s)
				if i%5 == 0 {
					err = errors.Join(err, g.Expire(noon))
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				numbers = append(numbers, k)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	slices.Sort(numbers)
	for i, n := range numbers {
		if n != int64(i+1) {
			t.Fatalf("numbers have gaps or repeat: %d at place %d", n, i)
		}
	}
	if all := tombstones(t, graveyard(t, dir, r), noon); len(all) != nodes*(each-4) {
		t.Errorf("%d tombstones, want %d", len(all), nodes*(each-4))
	}
}

// A process that dies while it writes leaves half a line, or a temporary file.
func TestHalfALineIsNotATombstone(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir)
	g := graveyard(t, dir, r)
	bury(t, g, stoneOf(1), 1)
	bury(t, g, stoneOf(2), 2)
	path := filepath.Join(dir, gravesFile)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(whole, []byte("\n"))
	upToOne := len(lines[0]) + len(lines[1])
	for cut := upToOne; cut < len(whole); cut++ {
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		g := graveyard(t, dir, r)
		bury(t, g, stoneOf(3), 2)
		if all := tombstones(t, graveyard(t, dir, r), noon); len(all) != 2 || all[1].Case != "case-3" {
			t.Fatalf("cut at %d: %v", cut, all)
		}
	}
}

func TestChangedTombstonesAreRefused(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir)
	g := graveyard(t, dir, r)
	for i := range 4 {
		s := stoneOf(i)
		s.Expires = noon.AddDate(0, 0, i)
		bury(t, g, s, int64(i+1))
	}
	if err := g.Expire(noon); err != nil { // so that the base counts the others
		t.Fatal(err)
	}
	bury(t, g, stoneOf(5), 5)
	bury(t, g, stoneOf(6), 6)
	path := filepath.Join(dir, gravesFile)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(whole), "\n")
	lines = lines[:len(lines)-1]
	bad := map[string]string{"nothing": "\n", "other words": "hello\n", "the base twice": lines[0] + string(whole)}
	for i := range lines {
		if i == len(lines)-1 {
			continue // whoever knows how many there were tells
		}
		bad[fmt.Sprint("without line ", i)] = strings.Join(slices.Delete(slices.Clone(lines), i, i+1), "")
		swapped := slices.Clone(lines)
		swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
		bad[fmt.Sprint("lines swapped at ", i)] = strings.Join(swapped, "")
		flipped := []byte(lines[i])
		flipped[len(flipped)/2] ^= 1
		bad[fmt.Sprint("line changed: ", i)] = strings.Join(lines[:i], "") + string(flipped) + strings.Join(lines[i+1:], "")
	}
	for what, text := range bad {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenGraves(dir, r); fault.KindOf(err) != fault.Invalid || strings.Contains(fmt.Sprint(err), "客户") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenGraves(dir, open(t, t.TempDir())); fault.KindOf(err) != fault.Invalid {
		t.Errorf("with other keys: %v", err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenGraves(dir, r); fault.KindOf(err) != fault.Invalid {
		t.Errorf("readable by others: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Bury(stoneOf(8)); fault.KindOf(err) != fault.Invalid {
		t.Errorf("the file went away while it was in use: %v", err)
	}
}

// Where a tombstone cannot be made durable, nothing may be erased; and once it can,
// it is.
func TestATombstoneThatCannotBeWritten(t *testing.T) {
	if os.Getuid() == 0 {
		t.Log("as root, folders cannot be closed: a folder in the place of the file stands in for it")
	}
	dir := t.TempDir()
	r := open(t, dir)
	g := graveyard(t, dir, r)
	if err := os.Mkdir(filepath.Join(dir, gravesFile), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Bury(stoneOf(1)); err == nil {
		t.Error("buried nowhere")
	}
	if err := os.Remove(filepath.Join(dir, gravesFile)); err != nil {
		t.Fatal(err)
	}
	bury(t, g, stoneOf(1), 1)
}

// TestALostFileOfTombstonesIsNoNewOne: once begun, there is a file, also without a
// tombstone in it.
func TestALostFileOfTombstonesIsNoNewOne(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir)
	g := graveyard(t, dir, r)
	if began, err := g.Began(); began || err != nil {
		t.Fatalf("before the beginning: %v, %v", began, err)
	}
	for range 2 {
		if err := g.Begin(); err != nil {
			t.Fatal(err)
		}
	}
	for _, again := range []*Graves{g, graveyard(t, dir, r)} {
		n, err := again.Highest()
		if began, err2 := again.Began(); !began || n != 0 || err != nil || err2 != nil {
			t.Errorf("begun: %v, %d, %v, %v", began, n, err, err2)
		}
	}
	bury(t, g, stoneOf(1), 1)
}
