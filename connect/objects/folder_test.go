//go:build unix

package objects

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestLinksAreNeverFollowed puts links to other people's files, and to files outside,
// wherever a person's may be.
func TestLinksAreNeverFollowed(t *testing.T) {
	p, dir := inFolder(t)
	outside := t.TempDir()
	must(t, os.WriteFile(filepath.Join(outside, "victim"), []byte("x"), 0o600))
	p.put("f/2/a", "other")
	p.put("f/1/own", "x")
	p.put("g/x", "x")
	for name, to := range map[string]string{"f/1/file": "../2/a", "f/1/folder": "../2", "f/1/out": outside, "f/3": "2", "f/4": outside, "f/5": "../f/2"} {
		must(t, os.Symlink(to, filepath.Join(dir, name)))
	}
	want, wantOutside := map[string]string{}, dumpFolder(t, outside)
	for path, what := range p.dump() {
		if path == "f/2/a" || path == "g/x" {
			want[path] = what
		}
	}
	search := plan.Search{Targets: []plan.Target{{Holding: "f/{person}/"}}, By: person("1", "3", "4", "5")}
	if left := p.residue(search); len(left) != 1 || left[0].Count != 8 { // with the folder
		t.Errorf("%v", left)
	}
	if n := p.do(search.Targets[0], search.By); n != 7 {
		t.Errorf("%d", n)
	}
	if diff := cmp.Diff(want, p.dump()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(wantOutside, dumpFolder(t, outside)); diff != "" {
		t.Error(diff)
	}
	if left := p.residue(search); len(left) != 0 {
		t.Errorf("%v", left)
	}
	must(t, os.Symlink("g", filepath.Join(dir, "h")))
	_, err := p.Do(t.Context(), plan.Target{Holding: "h/{person}"}, person("x"), plan.Deed{})
	if fault.RuleOf(err) != "symbolic-link" || len(p.dump()) != 3 {
		t.Errorf("through a link: %v", err)
	}
}

func TestAFileWithAnotherNameStays(t *testing.T) {
	p, dir := inFolder(t)
	p.put("f/1/a", "x")
	p.put("f/1/free", "x")
	must(t, os.Link(filepath.Join(dir, "f/1/a"), filepath.Join(dir, "f/1/b")))
	must(t, os.Link(filepath.Join(dir, "f/1/a"), filepath.Join(dir, "copy")))
	n, err := p.Do(t.Context(), plan.Target{Holding: "f/{person}/"}, person("1"), plan.Deed{})
	if n != 1 || fault.KindOf(err) != fault.Unavailable || fault.RuleOf(err) != "hard-link" {
		t.Errorf("%d %v", n, err)
	}
	must(t, os.Remove(filepath.Join(dir, "copy")))
	if n := p.do(plan.Target{Holding: "f/{person}/"}, person("1")); n != 2 {
		t.Errorf("%d", n)
	}
}

// TestWhatIsNoFile has a pipe, which nobody writes into, and names that are no text.
// TestAnEmptyFolderIsSomething: a process that died removed the files of a person and
// not their folders yet. What the one who looks would find, the one who counts does.
func TestAnEmptyFolderIsSomething(t *testing.T) {
	p, dir := inFolder(t)
	must(t, os.MkdirAll(filepath.Join(dir, "f/1/2026"), 0o700))
	p.put("f/2/a", "other")
	search := plan.Search{Targets: []plan.Target{{Holding: "f/{person}/"}}, By: person("1")}
	if left := p.residue(search); len(left) == 0 {
		t.Fatal("empty folders are not found")
	}
	n, err := p.Count(t.Context(), search.Targets[0], search.By)
	if did := p.do(search.Targets[0], search.By); n != 2 || did != n || err != nil {
		t.Errorf("%d counted, %d removed, %v", n, did, err)
	}
	if left := p.residue(search); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	if n, err = p.Count(t.Context(), search.Targets[0], search.By); n != 0 || err != nil {
		t.Errorf("%d afterwards, %v", n, err)
	}
}

func TestWhatIsNoFile(t *testing.T) {
	p, dir := inFolder(t)
	p.put("f/1/x/y/z", "x")
	must(t, syscall.Mkfifo(filepath.Join(dir, "f/1/pipe.txt"), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "f/1/\xff\n"), nil, 0o600))
	must(t, os.Mkdir(filepath.Join(dir, "f/2"), 0o700))
	search := plan.Search{Targets: []plan.Target{{Holding: "f/{person}/"}}, By: person("1", "2"), Values: []string{"canary"}}
	if left := p.residue(search); len(left) != 1 {
		t.Errorf("%v", left)
	}
	for _, err := range p.Read(t.Context(), search.Targets[0], person("1"), []string{Content}) {
		must(t, err)
	}
	if n := p.do(search.Targets[0], search.By); n != 3 {
		t.Errorf("%d", n)
	}
	if left := p.residue(search); len(left) != 0 { // empty folders are named after people too
		t.Errorf("%v", left)
	}
	left, err := p.Settle(t.Context(), nil)
	if err != nil || len(left) != 1 || left[0].What != "free-blocks" {
		t.Errorf("%v %v", left, err)
	}
}

func TestAFolderThatMayNotBeReadIsNotEmpty(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	p, dir := inFolder(t)
	p.put("f/1/x", "x")
	must(t, os.Chmod(filepath.Join(dir, "f/1"), 0))
	t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, "f/1"), 0o700) })
	_, err := p.look.Look(t.Context(), plan.Search{Values: []string{"canary"}})
	if fault.RuleOf(err) != "no-right" || strings.Contains(err.Error(), dir) {
		t.Errorf("%v", err)
	}
}

func TestAddressesOfFolders(t *testing.T) {
	for address, want := range map[string]fault.Kind{"": fault.Invalid, "relative/path": fault.Invalid, "file://host/path": fault.Invalid, "/none/such": fault.Unavailable} {
		if _, err := OpenFiles(t.Context(), address); fault.KindOf(err) != want || strings.Contains(err.Error(), "such/") {
			t.Errorf("%q: %v", address, err)
		}
		if _, err := LookFiles(t.Context(), address); fault.KindOf(err) != want {
			t.Errorf("%q: %v", address, err)
		}
	}
	p, _ := inFolder(t)
	q, _ := inFolder(t)
	a, err := p.look.Store(t.Context())
	must(t, err)
	b, err := q.look.Store(t.Context())
	must(t, err)
	if a == b {
		t.Error("two folders have one name")
	}
}
