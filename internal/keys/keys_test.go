package keys

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

func open(t *testing.T, dir string) Ring {
	t.Helper()
	r, _, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestKeysAreMadeOnceAndReadAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "密钥 %")
	first, created, err := Open(dir)
	if err != nil || !created {
		t.Fatalf("first start: created %v, %v", created, err)
	}
	second, created, err := Open(dir)
	if err != nil || created {
		t.Fatalf("second start: created %v, %v", created, err)
	}
	if first.ID() != second.ID() || first.LogPublic != second.LogPublic || first.Installation() != second.Installation() {
		t.Error("the second start has other keys")
	}
	if other := open(t, t.TempDir()); other.ID() == first.ID() || other.LogPublic == first.LogPublic {
		t.Error("two installations have the same keys")
	}
	plain, err := second.Open(first.Seal([]byte("x"), []byte("a")), []byte("a"))
	if err != nil || string(plain) != "x" {
		t.Errorf("sealed before a restart, opened after: %q, %v", plain, err)
	}
}

func TestFilesArePrivateAndNothingElseIsLeft(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	open(t, dir)
	if info, _ := os.Stat(dir); info.Mode().Perm() != 0o700 {
		t.Errorf("the folder has mode %v", info.Mode().Perm())
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != len(names) {
		t.Errorf("%d files, want %d", len(entries), len(names))
	}
	for _, e := range entries {
		if info, _ := e.Info(); info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", e.Name(), info.Mode().Perm())
		}
	}
}

func refused(t *testing.T, dir string, want *fault.Error) {
	t.Helper()
	_, created, err := Open(dir)
	if created || fault.KindOf(err) != fault.Invalid {
		t.Fatalf("created %v, %v", created, err)
	}
	if e := (*fault.Error)(nil); !errors.As(err, &e) || e.Public != want.Public {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestEveryMissingFileIsRefusedAndNotMadeAgain(t *testing.T) {
	for _, name := range names {
		dir := t.TempDir()
		open(t, dir)
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		refused(t, dir, partial)
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s was made again", name)
		}
	}
}

func TestReadableFilesAreRefused(t *testing.T) {
	for _, name := range names {
		if name == "log.pub" {
			continue
		}
		for _, mode := range []os.FileMode{0o640, 0o604, 0o620} {
			dir := t.TempDir()
			open(t, dir)
			if err := os.Chmod(filepath.Join(dir, name), mode); err != nil {
				t.Fatal(err)
			}
			refused(t, dir, readable)
		}
	}
	dir := t.TempDir()
	open(t, dir)
	if err := os.Chmod(dir, 0o770); err != nil {
		t.Fatal(err)
	}
	refused(t, dir, writable)
}

// swap lets two files change places.
func swap(t *testing.T, a, b string) {
	t.Helper()
	for _, move := range [][2]string{{a, a + ".x"}, {b, a}, {a + ".x", b}} {
		if err := os.Rename(move[0], move[1]); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFilesThatChangedPlacesAreRefused(t *testing.T) {
	for i, a := range names {
		for _, b := range names[i+1:] {
			dir := t.TempDir()
			open(t, dir)
			swap(t, filepath.Join(dir, a), filepath.Join(dir, b))
			if _, _, err := Open(dir); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s and %s changed places: %v", a, b, err)
			}
		}
	}
}

func TestFilesOfAnotherSetAreRefused(t *testing.T) {
	for _, name := range names {
		dir, other := t.TempDir(), t.TempDir()
		open(t, dir)
		open(t, other)
		swap(t, filepath.Join(dir, name), filepath.Join(other, name))
		if _, _, err := Open(dir); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s of another set: %v", name, err)
		}
	}
}

func TestDamagedFilesAreRefusedWithoutQuotingThem(t *testing.T) {
	for _, name := range names {
		dir := t.TempDir()
		open(t, dir)
		path := filepath.Join(dir, name)
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		secret := string(good[len(good)-24 : len(good)-8])
		damages := map[string]string{
			"empty": "", "cut": string(good[:len(good)/2]), "no end of line": strings.TrimSpace(string(good)),
			"two lines": string(good) + string(good), "a letter changed": string(good[:len(good)-4]) + "~~~\n",
			"zero": header + " " + role(name) + " 00000000 " + strings.Repeat("0", 64) + "\n",
		}
		for what, text := range damages {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, _, err := Open(dir)
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s, %s: %v", name, what, err)
			}
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("%s, %s: the error quotes the key", name, what)
			}
		}
	}
}

func TestProcessesThatStartTogetherNeverMixSets(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	var wg sync.WaitGroup
	ids := make([]string, 16)
	for i := range ids {
		wg.Go(func() {
			if r, _, err := Open(dir); err == nil {
				ids[i] = r.ID()
			}
		})
	}
	wg.Wait()
	want := open(t, dir).ID()
	for _, id := range ids {
		if id != "" && id != want {
			t.Error("a process runs on keys that are not in the folder")
		}
	}
}

func TestSealingTellsKeysPurposesAndPeopleApart(t *testing.T) {
	r, other := open(t, t.TempDir()), open(t, t.TempDir())
	mine, theirs := ledger.SubjectKey{1}, ledger.SubjectKey{2}
	plain, aad := []byte("13800138000"), []byte("a")
	seals := map[string][]byte{"key": r.Seal(plain, aad), "link": r.SealLink(plain, aad), "person": SealFor(mine, plain, aad)}
	opens := map[string]func([]byte, []byte) ([]byte, error){
		"key": r.Open, "link": r.OpenLink, "other key": other.Open, "other link": other.OpenLink,
		"person":       func(b, aad []byte) ([]byte, error) { return OpenFor(mine, b, aad) },
		"other person": func(b, aad []byte) ([]byte, error) { return OpenFor(theirs, b, aad) },
	}
	for by, sealed := range seals {
		if bytes.Contains(sealed, plain) {
			t.Errorf("%s: not encrypted", by)
		}
		for with, open := range opens {
			got, err := open(sealed, aad)
			if by == with && (err != nil || !bytes.Equal(got, plain)) || by != with && !errors.Is(err, ErrSealed) {
				t.Errorf("sealed with %s, opened with %s: %q, %v", by, with, got, err)
			}
			if _, err := open(sealed, []byte("b")); !errors.Is(err, ErrSealed) {
				t.Errorf("sealed with %s for one purpose, opened with %s for another: %v", by, with, err)
			}
		}
		for i := range sealed {
			bad := bytes.Clone(sealed)
			bad[i] ^= 1
			if _, err := opens[by](bad, aad); !errors.Is(err, ErrSealed) {
				t.Fatalf("%s: byte %d changed and opened", by, i)
			}
		}
	}
	if bytes.Equal(r.Seal(plain, aad), r.Seal(plain, aad)) {
		t.Error("sealing the same twice shows that it is the same")
	}
	for _, short := range [][]byte{nil, {}, {1}, make([]byte, 27)} {
		if _, err := r.Open(short, nil); !errors.Is(err, ErrSealed) {
			t.Errorf("%d bytes: %v", len(short), err)
		}
	}
}

func TestNoKeyPrints(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir)
	s, err := load(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	hidden := struct {
		pointer *Ring
		value   Ring
	}{&r, r}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, verb+verb+verb+verb, r, &r, []Ring{r}, hidden)
	}
	j, err := json.Marshal(map[string]any{"keys": r})
	if err != nil {
		t.Fatal(err)
	}
	out.Write(j)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("start", "keys", r)
	slog.New(slog.NewTextHandler(&out, nil)).Info("start", "keys", &r)
	for _, key := range [][32]byte{s.installation, s.link, s.sealing} {
		for _, form := range []string{
			string(key[:8]), hex.EncodeToString(key[:8]), base64.StdEncoding.EncodeToString(key[:9]),
			strings.Trim(fmt.Sprint(key[:8]), "[]"), fmt.Sprintf("%#x", key[0:1])[2:] + fmt.Sprintf("%x", key[1:8]),
		} {
			if strings.Contains(out.String(), form) {
				t.Errorf("a key prints as %q", form)
			}
		}
	}
	if strings.Contains(out.String(), s.logPrivate[len(s.logPrivate)-20:]) {
		t.Error("the log key prints")
	}
}

func TestLoadMakesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	if _, err := Load(dir); fault.KindOf(err) != fault.NotFound {
		t.Errorf("no keys: %v", err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a folder was made")
	}
	made := open(t, dir)
	if r, err := Load(dir); err != nil || r.ID() != made.ID() {
		t.Errorf("loaded other keys, or %v", err)
	}
}
