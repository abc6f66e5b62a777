package report

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/lint"
)

// officialSchema is the schema of SARIF 2.1.0 as OASIS publishes it. The library
// that reads SARIF in these tests holds it in its source and keeps it to itself.
func officialSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "pkg/report/v210/sarif/schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok {
			text, err = strconv.Unquote(lit.Value)
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(sarifSchema, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(sarifSchema)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSARIFKeepsToTheSchema(t *testing.T) {
	s := officialSchema(t)
	for tag, l := range languages {
		for name, r := range map[string]Result{"findings": result(t, l), "unreadable": unreadableResult(l), "nothing": {Lang: l}} {
			doc, err := jsonschema.UnmarshalJSON(strings.NewReader(written(t, SARIF, r)))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(doc); err != nil {
				t.Errorf("%s in %s: %v", name, tag, err)
			}
		}
	}
	if s.Validate(map[string]any{"version": "2.1.0", "runs": []any{map[string]any{}}}) == nil {
		t.Error("the schema takes a run without a tool: this test would find nothing")
	}
}

// Another program reads from it what is there.
func TestSARIFReadsBack(t *testing.T) {
	r := result(t, lang.EN)
	log, err := sarif.FromString(written(t, SARIF, r), sarif.WithStrictValidation())
	if err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if len(run.Results) != len(r.Findings) || len(run.Tool.Driver.Rules) != 4 {
		t.Fatalf("%d results, %d rules", len(run.Results), len(run.Tool.Driver.Rules))
	}
	for i, got := range run.Results {
		f, rule := r.Findings[i], run.Tool.Driver.Rules[got.RuleIndex]
		at := got.Locations[0].PhysicalLocation.Region
		if *got.RuleID != f.Rule || *rule.ID != f.Rule || *at.StartLine != f.Place.Line || *at.StartColumn != f.Place.Column {
			t.Errorf("result %d: %s at %d:%d", i, *got.RuleID, *at.StartLine, *at.StartColumn)
		}
		if got.PartialFingerprints["volens/v1"] != f.Fingerprint() {
			t.Errorf("result %d: fingerprint %v", i, got.PartialFingerprints)
		}
		if want := map[lint.Severity]string{lint.Breach: "error", lint.Warning: "warning"}[f.Severity]; got.Level != want {
			t.Errorf("result %d: level %s, want %s", i, got.Level, want)
		}
		if *rule.HelpURI != helpOf(f.Rule) || rule.Help.Markdown == nil || rule.FullDescription.Text == nil {
			t.Errorf("rule %s says too little", f.Rule)
		}
		if tags := rule.Properties.Tags; len(tags) == 0 || !strings.HasPrefix(tags[0], "cn-") {
			t.Errorf("rule %s is tagged %v", f.Rule, tags)
		}
		if strings.Contains(*got.Message.Text, "](") {
			t.Errorf("a link in %s", *got.Message.Text)
		}
	}
	if snippet := run.Results[0].Locations[0].PhysicalLocation.Region.Snippet.Text; *snippet != "true, again-after: 12h}" {
		t.Errorf("snippet %q", *snippet)
	}
}

// Texts are there in both languages, whichever was asked for.
func TestSARIFSaysBothLanguages(t *testing.T) {
	r := result(t, lang.EN)
	var log sarifLog
	if err := json.Unmarshal([]byte(written(t, SARIF, r)), &log); err != nil {
		t.Fatal(err)
	}
	for i, got := range log.Runs[0].Results {
		if got.Properties.Fix != r.Findings[i].Fix || got.Properties.Message.ZH == "" || got.Properties.InForce != r.Findings[i].InForce() {
			t.Errorf("result %d: %+v", i, got.Properties)
		}
	}
	if asks := log.Runs[0].Properties.NotChecked; len(asks) != 1 || asks[0].Ask != r.Questions[0].Ask {
		t.Errorf("not checked: %+v", asks)
	}
}
