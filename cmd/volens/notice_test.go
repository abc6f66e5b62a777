package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/volens/volens/notice"
)

// The help names every document, and so does the hint.
func TestHelpNamesEveryDocument(t *testing.T) {
	var out bytes.Buffer
	run([]string{"notice", "write", "--help"}, &process{out: &out, err: &out, getenv: func(string) string { return "" }})
	for _, k := range notice.Kinds() {
		if help := strings.Join(strings.Fields(out.String()), " "); !strings.Contains(help, string(k)) {
			t.Errorf("the help does not name %s:\n%s", k, help)
		}
	}
}

func TestFontsAreFoundOrAskedFor(t *testing.T) {
	dir := t.TempDir()
	font, broken := filepath.Join(dir, "a.ttf"), filepath.Join(dir, "b.ttc")
	for name, text := range map[string]string{font: "\x00\x01\x00\x00", broken: "ttcf"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, err := installedFonts([][]string{{filepath.Join(dir, "none.ttf"), broken}, {font}})
	u, ok := err.(usage)
	if !ok || u.hint != installFonts || !strings.Contains(u.Error(), "没有找到带中文的") || !strings.Contains(u.Error(), "no TrueType font with Chinese") {
		t.Errorf("%v", err)
	}
	if fonts, err := installedFonts([][]string{{broken, font}, {filepath.Join(dir, "none.ttf")}}); err != nil || len(fonts) != 1 {
		t.Errorf("%d fonts, %v", len(fonts), err)
	}
}

// A PDF comes out of the fonts that the tests install; where they are missing, so
// is the test.
func TestNoticeAsPDF(t *testing.T) {
	if _, err := installedFonts(fontPlaces); err != nil {
		if os.Getenv("VOLENS_TEST_REQUIRE") == "1" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	file := filepath.Join(t.TempDir(), "rules.pdf")
	var stdout, stderr bytes.Buffer
	p := &process{out: &stdout, err: &stderr, getenv: func(string) string { return "" }}
	if code := run([]string{"notice", shopFile, "--format", "pdf", "-o", file}, p); code != 0 || stdout.Len() > 0 {
		t.Fatalf("exit code %d, %s", code, stderr.String())
	}
	if b, err := os.ReadFile(file); err != nil || !bytes.HasPrefix(b, []byte("%PDF-")) {
		t.Errorf("%v", err)
	}
	if code := run([]string{"notice", shopFile, "--format", "pdf"}, p); code != exitUsage || stdout.Len() > 0 {
		t.Errorf("a PDF went to the terminal: exit code %d", code)
	}
}

func TestLostNoticeIsAFailure(t *testing.T) {
	for _, args := range []string{"notice " + shopFile, "notice diff " + shopFile + " " + shopFile, "notice " + shopFile + " -o /dev/null/rules.html"} {
		var stderr bytes.Buffer
		if code := run(strings.Fields(args), &process{out: full{}, err: &stderr, getenv: func(string) string { return "" }}); code != exitFailure {
			t.Errorf("volens %s: exit code %d, %s", args, code, stderr.String())
		}
	}
}
