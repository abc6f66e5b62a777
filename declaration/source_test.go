package declaration

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func TestLoad(t *testing.T) {
	fsys := fstest.MapFS{
		"decl/b.yml":       file("b"),
		"decl/a.yaml":      file("a"),
		"decl/notes.md":    file("no"),
		"decl/.hidden.yml": file("no"),
		"decl/sub/c.yaml":  file("no"),
		"one.txt":          file("one"),
		"none/readme":      file("no"),
	}
	for path, want := range map[string][]File{
		"decl":       {{"a.yaml", "a"}, {"b.yml", "b"}},
		"decl/b.yml": {{"b.yml", "b"}},
		"one.txt":    {{"one.txt", "one"}},
	} {
		src, err := Load(fsys, path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if diff := cmp.Diff(want, src.Files); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
	var e *Errors
	if _, err := Load(fsys, "none"); !errors.As(err, &e) || !strings.Contains(err.Error(), "no YAML files") {
		t.Errorf("a folder without YAML: %v", err)
	}
	if _, err := Load(fsys, "gone"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing there: %v", err)
	}
}

// Opening a pipe would wait for a writer that may never come.
func TestLoadReadsRegularFilesOnly(t *testing.T) {
	pipe := &unopened{MapFS: fstest.MapFS{"d/a.yaml": file("a"), "d/x.yaml": {Mode: fs.ModeNamedPipe}, "d/dev.yaml": {Mode: fs.ModeDevice}}}
	for _, name := range []string{"d", "d/x.yaml", "d/dev.yaml"} {
		_, err := Load(pipe, name)
		var e *Errors
		if !errors.As(err, &e) || !strings.Contains(err.Error(), "不是普通文件") || !strings.Contains(err.Error(), "not a regular file") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if pipe.opened {
		t.Error("the pipe was opened")
	}
}

// unopened notes whether its pipe is opened.
type unopened struct {
	fstest.MapFS
	opened bool
}

func (u *unopened) Open(name string) (fs.File, error) {
	f := u.MapFS[name]
	u.opened = u.opened || f != nil && !f.Mode.IsRegular()
	return u.MapFS.Open(name)
}

// A link counts as what it leads to, as in folders that an orchestrator mounts.
func TestLoadFollowsLinks(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/real", []byte("a"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real", dir+"/a.yaml"); err != nil {
		t.Skip(err)
	}
	src, err := Load(os.DirFS(dir), ".")
	if diff := cmp.Diff([]File{{"a.yaml", "a"}}, src.Files); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestLoadStopsAtTheLimit(t *testing.T) {
	half := strings.Repeat("#", MaxBytes/2+1)
	_, err := Load(fstest.MapFS{"d/a.yaml": file(half), "d/b.yaml": file(half)}, "d")
	var e *Errors
	if !errors.As(err, &e) || e.Problems[0].Place.String() != "b.yaml:1:1" {
		t.Errorf("two halves that are too much: %v", err)
	}
	if _, err := Load(fstest.MapFS{"d/a.yaml": file(half)}, "d"); err != nil {
		t.Errorf("one half: %v", err)
	}
}

// Changing this hash would orphan every declaration that was ever activated.
func TestHashIsPermanent(t *testing.T) {
	src := Source{[]File{{"b.yaml", "名: \"商城\"\u2028\n"}, {"a.yaml", "volens: 1\n"}}}
	const want = "sha256:98d6b7c3ff384f93625788a67aa284a285febdf86492b3ee8ea543e2354eb465"
	if got := src.Hash(); got != want {
		t.Errorf("hash is %s, want %s", got, want)
	}
	swapped := Source{[]File{src.Files[1], src.Files[0]}}
	if swapped.Hash() != want {
		t.Error("the order of files counts")
	}
	if (Source{}).Hash() == want || (Source{[]File{{"a.yaml", "volens: 1\n"}}}).Hash() == want {
		t.Error("what is written does not count")
	}
}

func TestFilesOfOneFolderAreOneDeclaration(t *testing.T) {
	text := shop(t)
	cut := strings.Index(text, "components:")
	stores := strings.Index(text, "stores:")
	src := Source{[]File{
		{"3-stores.yaml", text[stores:]},
		{"1-shop.yaml", text[:cut]},
		{"2-third-parties.yaml", text[cut:stores]},
		{"4-more.yaml", "stores:\n  archive: {engine: s3}\nservices:\n  club:\n    name: 会员\n    type: other\n    functions: {join: {name: 入会}}\n"},
	}}
	d, err := Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Stores) != 4 || len(d.Services) != 2 || d.Services[1].ID != "club" {
		t.Errorf("%d stores, %d services", len(d.Stores), len(d.Services))
	}
	for i, u := range parse(t, text).Uses() {
		if got := d.Uses()[i]; got.ID != u.ID || got.Fingerprint() != u.Fingerprint() {
			t.Errorf("%s became %s", u.ID, got.ID)
		}
	}
	if got := d.PlaceOf("stores.archive").String(); got != "4-more.yaml:2:3" {
		t.Errorf("the archive is at %s", got)
	}
}

func TestFilesThatContradict(t *testing.T) {
	for name, c := range map[string]struct {
		more string
		want string
	}{
		"an id":       {"stores:\n  orders: {engine: s3}\n", `b.yaml:2:3: “orders”在另一个文件里已经写过：a.yaml:98:3 / "orders" is already written in another file: a.yaml:98:3`},
		"a scalar":    {"volens: 1\n", `b.yaml:1:1: “volens”在另一个文件里已经写过：a.yaml:1:9 / "volens" is already written in another file: a.yaml:1:9`},
		"a structure": {"processor: {name: a}\n", `b.yaml:1:1: “processor”在另一个文件里已经写过：a.yaml:2:1 / "processor" is already written in another file: a.yaml:2:1`},
		"nothing":     {"# nothing\n", "b.yaml:1:1: 文件里没有内容 / there is nothing in this file"},
	} {
		_, err := Parse(Source{[]File{{"a.yaml", shop(t)}, {"b.yaml", c.more}}})
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMistakesComeFileByFile(t *testing.T) {
	_, err := Parse(Source{[]File{{"b.yaml", "stores: {db: {engin: mysql, engine: mysql}}\n"}, {"a.yaml", minimal + "\n\nsevices: {}\n"}}})
	var got []string
	for _, p := range err.(*Errors).Problems {
		got = append(got, p.Place.String())
	}
	if diff := cmp.Diff([]string{"a.yaml:14:1", "b.yaml:1:15"}, got); diff != "" {
		t.Error(diff)
	}
}

// What one broken file says cannot make the others wrong.
func TestABrokenFileHidesOnlyItself(t *testing.T) {
	text := shop(t)
	cut := strings.Index(text, "stores:")
	_, err := Parse(Source{[]File{{"a.yaml", text[:cut]}, {"b.yaml", "stores: {orders: {"}}})
	if e := err.(*Errors); len(e.Problems) != 1 || e.Problems[0].File != "b.yaml" {
		t.Errorf("%v", err)
	}
}

func TestSourcesThatAreNone(t *testing.T) {
	many := Source{make([]File, MaxFiles+1)}
	for name, src := range map[string]Source{
		"nothing": {}, "too many": many, "a folder in the name": {[]File{{"../a.yaml", minimal}}}, "no name": {[]File{{"", minimal}}},
		"escape in the name": {[]File{{"a\x1b[0m.yaml", minimal}}}, "twice the name": {[]File{{"a.yaml", minimal}, {"a.yaml", "stores: {}"}}},
	} {
		var e *Errors
		if _, err := Parse(src); !errors.As(err, &e) {
			t.Errorf("%s: %v", name, err)
		} else if strings.ContainsAny(err.Error(), "\x1b/") && name == "escape in the name" && strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%s reaches the terminal", name)
		}
	}
}
