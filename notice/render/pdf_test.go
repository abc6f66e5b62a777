package render_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/notice"
	"github.com/volens/volens/notice/render"
)

func twin(s string) lang.Text { return lang.Text{ZH: s, EN: s} }

// lacking skips a test for what the machine lacks, or fails it where everything
// has to be there.
func lacking(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("VOLENS_TEST_REQUIRE") == "1" {
		t.Fatalf("%s is missing: scripts/install-test-deps installs it", what)
	}
	t.Skipf("%s is missing", what)
}

// fonts are those that scripts/install-test-deps installs.
func fonts(t *testing.T) [][]byte {
	t.Helper()
	var all [][]byte
	for _, name := range []string{"/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"} {
		font, err := os.ReadFile(name)
		if err != nil {
			lacking(t, name)
		}
		all = append(all, font)
	}
	return all
}

func pdf(t *testing.T, doc notice.Document, ls render.Languages) []byte {
	t.Helper()
	var b bytes.Buffer
	missing, err := render.PDF(&b, doc, ls, fonts(t)...)
	if err != nil || len(missing) > 0 {
		t.Fatalf("%s: %v, missing %q", doc.Kind, err, missing)
	}
	return b.Bytes()
}

// text reads a PDF as others do.
func text(t *testing.T, file []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		lacking(t, "pdftotext")
	}
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", name, "-").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

// What a PDF says can be read and searched: Chinese is text in it.
func TestPDFHoldsChineseText(t *testing.T) {
	d := full(t)
	for _, k := range notice.Kinds() {
		doc := build(t, d, k)
		got := text(t, pdf(t, doc, bilingual))
		for _, want := range append([]string{doc.Title.ZH, notice.Short(doc.Stamp.Version), "第 1 页，共 "}, doc.Sections[0].Title.ZH) {
			if !strings.Contains(got, want) {
				t.Errorf("%s: the PDF does not say %q", k, want)
			}
		}
	}
	rules := text(t, pdf(t, build(t, d, notice.Rules), render.Languages{lang.ZH}))
	for _, u := range d.Uses() {
		if u.Recipient == nil && !strings.Contains(rules, u.Item.Name.ZH) {
			t.Errorf("the rules do not name %s", u.Item.Name.ZH)
		}
	}
	pages := strings.Count(rules, "\f")
	headers, numbers := strings.Count(rules, "个人信息处理规则 · 版本 "), strings.Count(rules, fmt.Sprintf("页，共 %d 页", pages))
	if pages < 3 || headers != pages || numbers != pages || !strings.Contains(rules, fmt.Sprintf("第 %d 页，", pages)) {
		t.Errorf("%d pages, %d headers, %d numbers", pages, headers, numbers)
	}
}

func TestPDFIsTheSameEveryTime(t *testing.T) {
	doc := build(t, full(t), notice.SDK)
	if !bytes.Equal(pdf(t, doc, bilingual), pdf(t, doc, bilingual)) {
		t.Error("two files differ")
	}
}

func TestHostileTextsInPDF(t *testing.T) {
	for _, attack := range append(attacks, strings.Repeat("长", 3000), strings.Repeat("w", 3000), "(x) Tj ET \\\\) endstream") {
		d, err := hostile(attack)
		if err != nil {
			t.Fatal(err)
		}
		text(t, pdf(t, build(t, d, notice.Rules), bilingual))
	}
}

// A character that no font has is reported, and the rest is written.
func TestMissingGlyphsAreReported(t *testing.T) {
	doc := notice.Document{Title: twin("青禾 \U0001F469 abc")}
	var b bytes.Buffer
	missing, err := render.PDF(&b, doc, bilingual, fonts(t)...)
	if err != nil || string(missing) != "\U0001F469" {
		t.Errorf("%v, missing %q", err, string(missing))
	}
	if got := text(t, b.Bytes()); !strings.Contains(got, "青禾 □ abc") {
		t.Errorf("%q", got)
	}
	if missing, err = render.PDF(&b, doc, bilingual, fonts(t)[0]); err != nil || !strings.Contains(string(missing), "abc") {
		t.Errorf("without Latin: %v, missing %q", err, string(missing))
	}
}

func TestUselessFonts(t *testing.T) {
	for name, c := range map[string]struct {
		font []byte
		want error
	}{
		"collection": {[]byte("ttcf\x00\x01\x00\x00"), render.ErrCollection}, "OpenType with PostScript": {[]byte("OTTO...."), render.ErrNoTrueType},
		"nothing": {nil, render.ErrNoTrueType}, "a text": {[]byte("hello"), render.ErrNoTrueType},
	} {
		if _, err := render.PDF(&bytes.Buffer{}, notice.Document{}, bilingual, c.font); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	broken := append([]byte("\x00\x01\x00\x00\x00\x20"), bytes.Repeat([]byte{0xff}, 400)...)
	if _, err := render.PDF(&bytes.Buffer{}, notice.Document{Title: twin("x")}, bilingual, broken); err == nil {
		t.Error("a broken font was taken")
	}
	if _, err := render.PDF(&bytes.Buffer{}, notice.Document{Title: twin("x")}, bilingual); err == nil {
		t.Error("a PDF was written without a font")
	}
}
