package examples_test

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lint"
)

// corpusTypes is how many whole services the corpus holds at least.
const corpusTypes = 20

// The corpus is two declarations of each of many services: as-is.yaml, with the
// faults of its trade, and volens.yaml, the same service put right. What lint says
// of the first was read by people, line by line, and is kept in as-is.findings; of
// the second it says nothing. A rule that learns something new shows here what it
// does to services as they are, and that it leaves in peace those that comply.
func corpus(t *testing.T) []string {
	t.Helper()
	dirs, err := filepath.Glob("corpus/*")
	if err != nil || len(dirs) < corpusTypes {
		t.Fatalf("%d services, want at least %d (%v)", len(dirs), corpusTypes, err)
	}
	return dirs
}

func TestServicesAsTheyAreGiveExactlyTheseFindings(t *testing.T) {
	for _, dir := range corpus(t) {
		t.Run(path.Base(dir), func(t *testing.T) {
			findings := lint.Run(parse(t, dir+"/as-is.yaml"), lint.Options{})
			var got strings.Builder
			rules := map[string]bool{}
			for _, f := range findings {
				got.WriteString(f.Rule + " " + f.Place.Path + "\n")
				rules[f.Rule] = true
			}
			if len(findings) < 12 || len(findings) > 40 || len(rules) < 8 {
				t.Errorf("%d findings of %d rules, want 12 to 40 of at least 8", len(findings), len(rules))
			}
			golden(t, dir+"/as-is.findings", got.String())
		})
	}
}

// A false alarm costs more trust than a fault that is missed.
func TestServicesPutRightGiveNone(t *testing.T) {
	for _, dir := range corpus(t) {
		t.Run(path.Base(dir), func(t *testing.T) {
			for _, f := range lint.Run(parse(t, dir+"/volens.yaml"), lint.Options{}) {
				t.Errorf("%s: %s: %s", f.Place, f.Rule, f.Message.EN)
			}
		})
	}
}

// Putting right is no excuse for dropping what people come for.
func TestPuttingRightKeepsTheService(t *testing.T) {
	for _, dir := range corpus(t) {
		t.Run(path.Base(dir), func(t *testing.T) {
			was, is := outline(parse(t, dir+"/as-is.yaml")), outline(parse(t, dir+"/volens.yaml"))
			if diff := cmp.Diff(was, is); diff != "" {
				t.Errorf("services and functions (-as is +put right):\n%s", diff)
			}
		})
	}
}

// outline lists the services with their types and the functions of each.
func outline(d *declaration.Declaration) []string {
	var all []string
	for _, s := range d.Services {
		all = append(all, s.ID+" "+s.Type)
		for _, f := range s.Functions {
			all = append(all, s.ID+"/"+f.ID)
		}
	}
	slices.Sort(all)
	return all
}

// Every file begins by telling what the service is, in both languages.
func TestTheCorpusSaysWhatItIs(t *testing.T) {
	for _, dir := range corpus(t) {
		for _, name := range []string{"as-is.yaml", "volens.yaml"} {
			text, err := os.ReadFile(dir + "/" + name)
			if err != nil {
				t.Error(err)
				continue
			}
			head, _, _ := strings.Cut(string(text), "\nvolens: 1")
			zh, en := false, false
			for line := range strings.Lines(head) {
				zh = zh || strings.HasPrefix(line, "# ") && han(line)
				en = en || strings.HasPrefix(line, "# ") && !han(line)
			}
			if !zh || !en {
				t.Errorf("%s/%s: no comment in both languages at its head", dir, name)
			}
			if lines := strings.Count(string(text), "\n"); lines < 80 || lines > 250 {
				t.Errorf("%s/%s: %d lines, want 80 to 250", dir, name, lines)
			}
		}
	}
}

// han reports whether text has a Chinese character.
func han(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= '一' && r <= '鿿' })
}
