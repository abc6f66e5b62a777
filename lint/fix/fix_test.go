package fix

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"github.com/volens/volens/declaration"
)

func source(text string) declaration.Source {
	return declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: text}}}
}

// declared is a declaration with lists: measures of a store, manners of a use, and
// whom the use is given to.
func declared(protects, manner, gives string) string {
	return fmt.Sprintf(`volens: 1
processor: {name: 青禾商城}
services:
  shop:
    name: 商城
    type: other
    functions:
      letter:
        name: 简报
        uses:
          - item: email
            for: promote
            manner: %s
            kept: {in: main}
            gives: %s
stores:
  main:
    engine: mysql
    protects: %s
recipients:
  mailer: {name: 信使, role: entrusted}
  printer: {name: 印刷, role: entrusted}
`, manner, gives, protects)
}

func fixed(text string) string { return Apply(source(text), Edits(source(text))).Files[0].Text }

func TestDoubles(t *testing.T) {
	for name, c := range map[string]struct{ before, after string }{
		"nothing twice":  {"[backup, encryption]", "[backup, encryption]"},
		"between":        {"[backup, backup, encryption]", "[backup, encryption]"},
		"at the end":     {"[ backup , encryption , backup ]", "[ backup , encryption ]"},
		"three times":    {"[backup, backup,backup]", "[backup]"},
		"quoted":         {`["backup", 'backup', backup]`, `["backup"]`},
		"over lines":     {"[backup,\n      encryption,\n      backup]", "[backup,\n      encryption]"},
		"lines":          {"\n      - backup\n      - encryption\n      - backup\n", "\n      - backup\n      - encryption\n"},
		"windows":        {"\r\n      - backup\r\n      - backup\r\n", "\r\n      - backup\r\n"},
		"a comment":      {"\n      - backup\n      # twice a day\n      - backup\n", "\n      - backup\n      # twice a day\n"},
		"a comment with": {"\n      - backup\n      - backup # twice a day\n", "\n      - backup\n      - backup # twice a day\n"},
		"a comment in":   {"[backup, # twice a day\n      backup]", "[backup, # twice a day\n      backup]"},
		"escaped":        {`[backup, "back\x75p"]`, `[backup, "back\x75p"]`},
	} {
		if got := fixed(declared(c.before, "[entered]", "[mailer]")); got != declared(c.after, "[entered]", "[mailer]") {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

// Recipients are counted in the fingerprint under which people agreed: taking the
// second one away would ask all of them again, so that it stays.
func TestWhatIsAgreedToStays(t *testing.T) {
	before := declared("[backup, backup]", "[entered]", "[mailer, mailer]")
	if got := fixed(before); got != declared("[backup]", "[entered]", "[mailer, mailer]") {
		t.Errorf("got\n%s", got)
	}
}

func TestSeveralFiles(t *testing.T) {
	text := declared("[backup, backup]", "[entered]", "[mailer]")
	head, tail, _ := strings.Cut(text, "stores:")
	src := declaration.Source{Files: []declaration.File{{Name: "b.yaml", Text: "stores:" + tail}, {Name: "a.yaml", Text: head}}}
	edits := Edits(src)
	if len(edits) != 1 || edits[0].String() != "b.yaml:4:24" {
		t.Fatalf("%v", edits)
	}
	got := Apply(src, edits)
	if got.Files[0].Text != strings.Replace("stores:"+tail, "[backup, backup]", "[backup]", 1) || got.Files[1] != src.Files[1] {
		t.Errorf("%+v", got)
	}
}

func TestNothingToFixInWhatDoesNotParse(t *testing.T) {
	if got := Edits(source("volens: 1\nthings: [a, a]\n")); got != nil {
		t.Errorf("%v", got)
	}
}

// words writes a list in one of the ways there are.
func words(t *rapid.T, name, indent string, from []string) string {
	list := rapid.SliceOfN(rapid.SampledFrom(from), 1, 6).Draw(t, name)
	for i, w := range list {
		list[i] = fmt.Sprintf(rapid.SampledFrom([]string{"%s", "%s", "'%s'", `"%s"`}).Draw(t, "quotes"), w)
	}
	if rapid.Bool().Draw(t, "flow") {
		return "[" + strings.Join(list, rapid.SampledFrom([]string{", ", ",", " ,  ", ",\n" + indent + "  "}).Draw(t, "comma")) + "]"
	}
	var b strings.Builder
	for _, w := range list {
		b.WriteString("\n" + indent + "- " + w + rapid.SampledFrom([]string{"", "", " ", " # 注", "\n" + indent + "# 注"}).Draw(t, "end"))
	}
	return b.String()
}

// Whatever is declared: after the fix the same is declared, with the same uses,
// fingerprints and findings; only doubles are gone; and a second fix finds nothing.
func TestFixProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := declared(
			words(t, "protects", "      ", []string{"backup", "encryption", "access-control"}),
			words(t, "manner", "              ", []string{"entered", "computed"}),
			words(t, "gives", "              ", []string{"mailer", "printer"}),
		)
		check(t, source(text))
	})
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

func check(t failer, src declaration.Source) int {
	t.Helper()
	before, err := declaration.Parse(src)
	if err != nil {
		t.Fatalf("%v\n%s", err, src.Files[0].Text)
	}
	edits := Edits(src)
	out := Apply(src, edits)
	if !same(before, out) {
		t.Fatalf("something else is declared:\n%s\n%s", src.Files[0].Text, out.Files[0].Text)
	}
	if again := Edits(out); len(again) > 0 {
		t.Fatalf("a second fix finds %v in\n%s", again, out.Files[0].Text)
	}
	for i, f := range src.Files {
		want := f.Text
		for _, e := range slices.Backward(edits) {
			if e.File != f.Name {
				continue
			}
			if gone := strings.Trim(want[e.Start:e.End], " ,-\r\n'\""); strings.ContainsAny(gone, " #:,\n") || gone == "" {
				t.Fatalf("more than one word goes: %q", want[e.Start:e.End])
			}
			want = want[:e.Start] + want[e.End:]
		}
		if out.Files[i].Text != want {
			t.Fatalf("what is between the edits changed:\n%s", out.Files[i].Text)
		}
	}
	return len(edits)
}

// Every declaration of the cases and examples comes through as it is.
func TestFixLeavesTheCasesAlone(t *testing.T) {
	files, _ := filepath.Glob("../testdata/*/*.txtar")
	if len(files) == 0 {
		t.Fatal("no cases")
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var src declaration.Source
		for _, f := range a.Files {
			if strings.HasSuffix(f.Name, ".yaml") {
				src.Files = append(src.Files, declaration.File{Name: f.Name, Text: string(f.Data)})
			}
		}
		if n := check(t, src); n > 0 {
			t.Errorf("%s: %d fixes", file, n)
		}
	}
	for _, file := range []string{"../../examples/litemall/volens.yaml", "../../examples/fitness/volens.yaml"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		check(t, source(string(text)))
	}
}

// A change that declares something else is seen.
func TestSameSeesADifference(t *testing.T) {
	text := declared("[backup]", "[entered]", "[mailer]")
	d, err := declaration.Parse(source(text))
	if err != nil {
		t.Fatal(err)
	}
	if !same(d, source("# a comment\n"+text)) {
		t.Error("a comment makes a difference")
	}
	for from, to := range map[string]string{
		"青禾商城":                       "青禾",
		"[backup]":                   "[encryption]",
		"[mailer]":                   "[mailer, mailer]",
		"            for: promote\n": "            for: promote\n            necessary: true\n",
		"{in: main}":                 "{in: main, then: delete}",
		"engine: mysql":              "engine: mysql\n    mlps: 3",
		"volens: 1\n":                "",
	} {
		if changed := strings.Replace(text, from, to, 1); changed == text || same(d, source(changed)) {
			t.Errorf("%s → %s makes no difference", from, to)
		}
	}
}
