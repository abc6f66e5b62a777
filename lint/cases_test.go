package lint

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/volens/volens/declaration"
)

var update = flag.Bool("update", false, "write what the cases in testdata give")

// A case is testdata/<rule>/<name>.txtar: a title, declaration files, and what
// every rule, not only that of the folder, has to say about them.
//
// fail*    has a finding of the rule
// pass*    has no finding at all
// chapeau* has no finding at all: what fails elsewhere, outside the words that
//
//	open the article, such as on another basis than consent
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		rule, name := filepath.Base(filepath.Dir(file)), strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(rule+"/"+name, func(t *testing.T) { runCase(t, file, rule, name) })
	}
}

func runCase(t *testing.T, file, rule, name string) {
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(strings.TrimSpace(string(a.Comment))) == 0 {
		t.Error("a case needs a title")
	}
	src, want := unpack(a)
	d, err := declaration.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	findings := Run(d, Options{})
	got := golden(findings)
	if *update {
		writeCase(t, file, a, got)
	} else if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	own := 0
	for _, f := range findings {
		if f.Rule == rule {
			own++
		}
	}
	switch {
	case strings.HasPrefix(name, "fail"):
		if own == 0 {
			t.Errorf("a failing case without a finding of %s", rule)
		}
	case len(findings) > 0:
		t.Errorf("a passing case with findings: %v", ids(findings))
	}
}

func unpack(a *txtar.Archive) (declaration.Source, string) {
	var src declaration.Source
	want := ""
	for _, f := range a.Files {
		if f.Name == "want" {
			want = string(f.Data)
			continue
		}
		src.Files = append(src.Files, declaration.File{Name: f.Name, Text: string(f.Data)})
	}
	return src, want
}

func golden(findings []Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%s %s %s\n", f.Place, f.Rule, f.Place.Path)
		for _, c := range f.Cites {
			fmt.Fprintf(&b, "  %s %s\n", c.Instrument, c.Ref())
		}
		fmt.Fprintf(&b, "  %s\n  %s\n", f.Message.ZH, f.Message.EN)
	}
	return b.String()
}

func writeCase(t *testing.T, file string, a *txtar.Archive, got string) {
	t.Helper()
	kept := a.Files[:0]
	for _, f := range a.Files {
		if f.Name != "want" {
			kept = append(kept, f)
		}
	}
	a.Files = append(kept, txtar.File{Name: "want", Data: []byte(got)})
	if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}

// consentOnly are the rules whose articles bind processing that rests on consent.
var consentOnly = []string{
	"third-party-not-separate", "third-party-untold", "refusal-stops-service", "use-without-effect",
	"consent-blanket", "consent-across-services", "sensitive-not-separate", "guardian-missing", "pretext-gates",
	"refuse-missing", "consent-bundled", "export-not-separate", "recommend-not-separate", "consent-ticked",
	"refuse-harder", "consent-never-asked", "guardian-cannot-refuse", "asking-unclear", "permissions-in-batch",
	"reasked-too-soon", "withdraw-harder",
}

func TestEveryRuleHasCases(t *testing.T) {
	need := func(rule, kind string) {
		if files, _ := filepath.Glob("testdata/" + rule + "/" + kind + "*.txtar"); len(files) == 0 {
			t.Errorf("%s has no %s case", rule, kind)
		}
	}
	for _, r := range Rules {
		need(r.ID, "fail")
		need(r.ID, "pass")
	}
	for _, id := range consentOnly {
		need(id, "chapeau")
	}
	dirs, _ := filepath.Glob("testdata/*")
	for _, dir := range dirs {
		if filepath.Base(dir) == "rapid" {
			continue // what the property tests keep of a failure
		}
		if _, ok := RuleByID(filepath.Base(dir)); !ok {
			t.Errorf("%s: no such rule", dir)
		}
	}
}
