// Package ts_test runs the tests of the TypeScript client under Node.
//
// Types are taken off with esbuild, which is a Go module: whatever can run
// `go test` here can emit JavaScript, without a package registry of its own. That
// the types are right is the compiler's to say, which npm brings.
package ts_test

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// need returns the path of a program, skips without it, and fails without it
// where everything is required.
func need(t *testing.T, path, hint string) string {
	t.Helper()
	found, err := exec.LookPath(path)
	if err != nil && os.Getenv("VOLENS_TEST_REQUIRE") == "1" {
		t.Fatalf("%v: %s", err, hint)
	}
	if err != nil {
		t.Skipf("%v: %s", err, hint)
	}
	return found
}

// emit writes the JavaScript of src/*.ts and the tests into a folder.
func emit(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	sources, err := filepath.Glob("src/*.ts")
	if err != nil || len(sources) == 0 {
		t.Fatal("no sources", err)
	}
	out := api.Build(api.BuildOptions{
		EntryPoints: sources, Outdir: filepath.Join(dir, "dist"), Write: true,
		Format: api.FormatESModule, Target: api.ES2022, LogLevel: api.LogLevelSilent,
	})
	for _, m := range out.Errors {
		t.Fatalf("%s:%d: %s", m.Location.File, m.Location.Line, m.Text)
	}
	if err := os.CopyFS(filepath.Join(dir, "test"), os.DirFS("test")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"type":"module"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// node runs test files under Node's own test runner.
func node(t *testing.T, env []string, files ...string) {
	t.Helper()
	bin := need(t, "node", "scripts/install-test-deps installs it")
	cmd := exec.CommandContext(t.Context(), bin, append([]string{"--test"}, files...)...)
	cmd.Dir, cmd.Env = emit(t), append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("node --test: %v\n%s", err, out)
	}
}

func TestUnderNode(t *testing.T) {
	node(t, nil, "test/client.test.mjs", "test/guard.test.mjs")
}

// TestAgainstVolens runs the client against the real program.
func TestAgainstVolens(t *testing.T) {
	need(t, "node", "scripts/install-test-deps installs it")
	dir := t.TempDir()
	bin, keyFile := filepath.Join(dir, "volens"), filepath.Join(dir, "api.key")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", bin, "../../cmd/volens").CombinedOutput(); err != nil {
		t.Fatalf("building volens: %v\n%s", err, out)
	}
	const key = "vk_TEST-KEY-OF-THE-TYPESCRIPT-CLIENT"
	if err := os.WriteFile(keyFile, []byte(key+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	serve := exec.CommandContext(t.Context(), bin, "serve", "--listen", "127.0.0.1:0", "--declaration", "../../consent/testdata/shop.yaml", "--data", filepath.Join(dir, "data"))
	serve.Env = append(os.Environ(), "VOLENS_API_KEY_FILE="+keyFile)
	stdout, err := serve.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = serve.Process.Kill(); _ = serve.Wait() })
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		if url, ok := strings.CutPrefix(lines.Text(), "volens: listening on "); ok {
			node(t, []string{"VOLENS_URL=" + url, "VOLENS_KEY=" + key}, "test/volens.test.mjs")
			return
		}
	}
	t.Fatal("volens did not start")
}

// TestTypes holds the sources to the compiler's strict mode.
func TestTypes(t *testing.T) {
	tsc := need(t, "./node_modules/.bin/tsc", "npm ci in client/ts installs it")
	if out, err := exec.CommandContext(t.Context(), tsc, "--noEmit").CombinedOutput(); err != nil {
		t.Errorf("tsc: %v\n%s", err, out)
	}
}

// TestTypesAreFresh: the types are those of the API as it is described now.
func TestTypesAreFresh(t *testing.T) {
	out := filepath.Join(t.TempDir(), "types.ts")
	run := exec.CommandContext(t.Context(), "go", "run", "./generate", "-in", "../../docs/openapi.json", "-out", out)
	if b, err := run.CombinedOutput(); err != nil {
		t.Fatalf("generate: %v\n%s", err, b)
	}
	want, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile("src/types.ts"); err != nil || !bytes.Equal(got, want) {
		t.Errorf("src/types.ts is out of date: run `go generate ./client` (%v)", err)
	}
}

// TestNoRegistryIsWrittenDown: a lock file names versions and hashes, and no
// host that only one machine knows.
func TestNoRegistryIsWrittenDown(t *testing.T) {
	b, err := os.ReadFile("package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(b), `"resolved"`) || !strings.Contains(string(b), `"integrity"`) {
		t.Error("package-lock.json names hosts, or no hashes")
	}
}
