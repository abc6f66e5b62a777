package connect_test

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/connect"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/testdb"
	"github.com/volens/volens/lang"
)

func write(t *testing.T, mode os.FileMode, text string) declaration.Secret {
	t.Helper()
	path := filepath.Join(t.TempDir(), "address")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return declaration.Secret{File: path}
}

func TestAddressesAreLookedUpAndNeverRepeated(t *testing.T) {
	s := connect.Stores{Getenv: func(name string) string { return map[string]string{"SET": " redis://:secret@h/0 "}[name] }}
	for name, c := range map[string]struct {
		of   declaration.Secret
		slug string
	}{
		"variable": {declaration.Secret{Env: "SET"}, ""}, "no such variable": {declaration.Secret{Env: "UNSET"}, "no-address"}, "nothing": {declaration.Secret{}, "no-address"},
		"file": {write(t, 0o600, "redis://:secret@h/0\n"), ""}, "stricter": {write(t, 0o400, "redis://:secret@h/0"), ""}, "a group reads": {write(t, 0o640, "redis://:secret@h/0"), ""},
		"others read": {write(t, 0o644, "redis://:secret@h/0"), "address-file"}, "a group writes": {write(t, 0o660, "redis://:secret@h/0"), "address-file"},
		"two lines": {write(t, 0o600, "redis://:secret@h/0\nx"), "address-file"}, "empty": {write(t, 0o600, "\n"), "address-file"}, "long": {write(t, 0o600, strings.Repeat("secret", 20_000)), "address-file"},
		"no such file": {declaration.Secret{File: "/none/such"}, "no-address"}, "a folder": {declaration.Secret{File: t.TempDir()}, "address-file"},
	} {
		got, err := s.Address(c.of)
		if c.slug == "" && (err != nil || got != "redis://:secret@h/0") || c.slug != "" && (fault.KindOf(err) != fault.Unavailable || fault.RuleOf(err) != c.slug || strings.Contains(err.Error(), "secret")) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// TestStoresAreOpenedByEngine erases a person from a Redis and a folder, and looks
// through another account and a replica.
func TestStoresAreOpenedByEngine(t *testing.T) {
	server, dir := testdb.Redis(t), t.TempDir()
	addresses := map[string]string{"CACHE": server.URL(), "OTHER": server.Database(1), "FILES": dir, "BAD": "nonsense"}
	s := connect.Stores{Getenv: func(name string) string { return addresses[name] }}
	if err := os.WriteFile(filepath.Join(dir, "1.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, of := range []*declaration.Store{
		{ID: "cache", Engine: "redis", URL: declaration.Secret{Env: "CACHE"}, LookURL: declaration.Secret{Env: "OTHER"}, Replicas: []declaration.Secret{{Env: "CACHE"}}},
		{ID: "files", Engine: "files", URL: declaration.Secret{Env: "FILES"}},
	} {
		c, err := s.Open(t.Context(), of)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Do(t.Context(), plan.Target{Holding: "{person}.txt"}, plan.Keys{"person": {"1"}}, plan.Deed{}); err != nil {
			t.Error(err)
		}
		lookers, err := s.Look(t.Context(), of)
		if err != nil || len(lookers) != 1+len(of.Replicas) {
			t.Fatalf("%d lookers, %v", len(lookers), err)
		}
		names := map[string]bool{}
		for _, l := range lookers {
			name, err := l.Store(t.Context())
			if err != nil || names[name] {
				t.Errorf("%s: %v", name, err)
			}
			names[name] = true
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "1.txt")); err == nil {
		t.Error("the file is there")
	}
}

func TestStoresThatCannotBeOpened(t *testing.T) {
	s := connect.Stores{Getenv: func(name string) string { return map[string]string{"BAD": "nonsense-secret"}[name] }}
	for _, engine := range []string{"postgres", "mysql", "sqlite", "redis", "s3", "files", "other"} {
		for name, c := range map[string]struct {
			of   declaration.Store
			kind fault.Kind
			slug string
		}{
			"off":         {declaration.Store{Off: lang.Text{ZH: "迁移中", EN: "moving"}, URL: declaration.Secret{Env: "BAD"}}, fault.Unavailable, "off"},
			"no address":  {declaration.Store{}, fault.Unavailable, "no-address"},
			"bad address": {declaration.Store{URL: declaration.Secret{Env: "BAD"}}, fault.Invalid, "address-form"},
		} {
			c.of.Engine = engine
			_, err := s.Open(t.Context(), &c.of)
			_, err2 := s.Look(t.Context(), &c.of)
			for _, err := range []error{err, err2} {
				if fault.KindOf(err) != c.kind || fault.RuleOf(err) != c.slug || strings.Contains(err.Error(), "secret") {
					t.Errorf("%s, %s: %v", engine, name, err)
				}
			}
		}
	}
	if _, err := s.Open(t.Context(), &declaration.Store{Engine: "none", URL: declaration.Secret{Env: "BAD"}}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("%v", err)
	}
}

// TestAnAddressOfTheWrongFormSaysSo has one for every engine, and the path of a file
// for SQLite.
func TestAnAddressOfTheWrongFormSaysSo(t *testing.T) {
	at := filepath.Join(t.TempDir(), "a shop%20 ?#.db")
	if err := os.WriteFile(at, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	address := ""
	s := connect.Stores{Getenv: func(string) string { return address }, Now: time.Now} //nolint:forbidigo // it is not asked
	for engine, form := range map[string]string{"postgres": "postgres://", "mysql": "mysql://", "sqlite": "absolute path", "redis": "redis://", "s3": "https://key-id", "files": "absolute path", "other": "whsec_"} {
		of := &declaration.Store{Engine: engine, URL: declaration.Secret{Env: "X"}}
		for _, address = range []string{"canary", "ftp://canary:canary@canary/x", "sqlite//canary", "canary/relative.db", "%canary%zz", "mongodb://canary"} {
			_, err := s.Open(t.Context(), of)
			_, looked := s.Look(t.Context(), of)
			for _, err := range []error{err, looked} {
				f, ok := errors.AsType[*fault.Error](err)
				if !ok || f.Kind != fault.Invalid || f.Rule != "address-form" || !strings.Contains(f.Public.EN, form) || strings.Contains(f.Public.EN+f.Public.ZH+f.Fix.EN+err.Error(), "canary") {
					t.Errorf("%s, %q: %+v", engine, address, err)
				}
			}
		}
	}
	for _, address = range []string{at, "sqlite://" + (&url.URL{Path: at}).EscapedPath()} {
		c, err := s.Open(t.Context(), &declaration.Store{Engine: "sqlite", URL: declaration.Secret{Env: "X"}})
		if err != nil {
			t.Fatal(err)
		}
		_ = c.Close()
	}
}
