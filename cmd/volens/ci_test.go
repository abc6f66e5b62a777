package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/volens/volens/lint"
)

// commandsIn returns what a sample runs: every text in it that begins with "volens".
func commandsIn(v any) []string {
	var all []string
	switch v := v.(type) {
	case map[string]any:
		for _, one := range v {
			all = append(all, commandsIn(one)...)
		}
	case []any:
		for _, one := range v {
			all = append(all, commandsIn(one)...)
		}
	case string:
		for line := range strings.Lines(v) {
			if line = strings.TrimSpace(line); strings.HasPrefix(line, "volens lint") {
				all = append(all, line)
			}
		}
	}
	return all
}

// What the samples for pipelines run is run here, on a declaration that breaks a
// rule and on one that breaks none.
func TestPipelinesRun(t *testing.T) {
	samples, err := filepath.Glob("../../docs/ci/*.yml")
	if err != nil || len(samples) < 3 {
		t.Fatal("no samples", err)
	}
	rule, ok := lint.RuleByID("consent-ticked")
	if !ok {
		t.Fatal("no such rule")
	}
	for _, sample := range append(samples, "../../.pre-commit-hooks.yaml") {
		text, err := os.ReadFile(sample)
		if err != nil {
			t.Fatal(err)
		}
		var doc any
		if err := yaml.Load(text, &doc); err != nil {
			t.Fatalf("%s: %v", sample, err)
		}
		lines := commandsIn(doc)
		if len(lines) == 0 {
			t.Errorf("%s runs no volens lint", sample)
		}
		for _, line := range lines {
			for want, declared := range map[int]string{0: lint.Example(""), exitFindings: lint.Example(rule.Bad)} {
				if got := exitOf(t, line, declared); got != want {
					t.Errorf("%s: %s: exit code %d, want %d", sample, line, got, want)
				}
			}
		}
	}
}

func exitOf(t *testing.T, line, declared string) int {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "volens.yaml"), []byte(declared), 0o644); err != nil {
		t.Fatal(err)
	}
	args := strings.Fields(line)
	cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
	cmd.Dir = dir
	err := cmd.Run()
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		return e.ExitCode()
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, arg := range args {
		if _, file, ok := strings.Cut(arg, "="); ok {
			if info, err := os.Stat(filepath.Join(dir, file)); err != nil || info.Size() == 0 {
				t.Errorf("%s wrote no %s", line, file)
			}
		}
	}
	return 0
}
