package discover

import (
	"bufio"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/discover/sqlschema"
	"github.com/volens/volens/law"
)

// heldOut are the schemas that were labelled with the others and never looked at
// while the words and rules were chosen.
var heldOut = []string{"dating", "estate", "hr", "lending"}

// A score counts guesses against labels.
type score struct {
	columns, personal  int // what was labelled
	right, wrong, lost int // right guesses; wrong ones; labels without a right guess
}

func (s *score) add(o score) {
	s.columns, s.personal = s.columns+o.columns, s.personal+o.personal
	s.right, s.wrong, s.lost = s.right+o.right, s.wrong+o.wrong, s.lost+o.lost
}

// precision is how many guesses are right, of 100.
func (s score) precision() float64 { return 100 * float64(s.right) / float64(s.right+s.wrong) }

// recall is how much of what is personal is guessed right, of 100.
func (s score) recall() float64 { return 100 * float64(s.right) / float64(s.right+s.lost) }

// labels reads what people say each column holds: "table.column item|other".
func labels(t *testing.T, file string) map[string][]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	all := map[string][]string{}
	for in := bufio.NewScanner(f); in.Scan(); {
		field, items, ok := strings.Cut(in.Text(), " ")
		if !ok || all[field] != nil {
			t.Fatalf("%s: %q", file, in.Text())
		}
		for _, item := range strings.Split(strings.TrimSpace(items), "|") {
			if _, known := law.ItemByID(law.ItemID(item)); !known && item != "-" {
				t.Fatalf("%s: no item %q", file, item)
			}
			all[field] = append(all[field], item)
		}
	}
	return all
}

// rate holds the guesses for one schema against its labels. Where several items
// are as good, the label lists them; with "-" among them, no guess is as good.
func rate(t *testing.T, name string, each func(string)) score {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "schemas", name+".sql"))
	if err != nil {
		t.Fatal(err)
	}
	schema, err := sqlschema.Parse(string(text))
	if err != nil {
		t.Fatal(err)
	}
	want := labels(t, filepath.Join("testdata", "schemas", name+".labels"))
	guessed := map[string]Guess{}
	for _, table := range schema.Tables {
		for _, c := range table.Columns {
			if want[table.Name+"."+c.Name] == nil {
				t.Errorf("%s: no label for %s.%s", name, table.Name, c.Name)
			}
		}
		for _, g := range Recognise(ofSQL(table)) {
			guessed[table.Name+"."+g.Field] = g
		}
	}
	var s score
	for _, field := range slices.Sorted(maps.Keys(want)) {
		items := want[field]
		if !strings.HasSuffix(field, ".*") {
			s.columns++
		}
		either := slices.Contains(items, "-")
		if !either {
			s.personal++
		}
		g, ok := guessed[field]
		switch {
		case either && (!ok || slices.Contains(items, string(g.Item))):
		case ok && slices.Contains(items, string(g.Item)):
			s.right++
		case ok:
			s.wrong++
			if !either {
				s.lost++
			}
			each(fmt.Sprintf("WRONG %s.%s: %s (%s), want %v", name, field, g.Item, g.Sure.Text().EN, items))
		default:
			s.lost++
			each(fmt.Sprintf("LOST  %s.%s: want %v", name, field, items))
		}
		delete(guessed, field)
	}
	for field, g := range guessed {
		s.wrong++
		each(fmt.Sprintf("WRONG %s.%s: %s, want nothing", name, field, g.Item))
	}
	return s
}

func schemaNames(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/schemas/*.sql")
	if err != nil || len(files) < 8 {
		t.Fatal("schemas are missing", err)
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(filepath.Base(f), ".sql")
	}
	return files
}

// floors are a little below what is reached, in percent. Raise them with it.
var floors = map[bool]struct{ precision, recall float64 }{
	false: {98, 98}, // tuned on
	true:  {93, 92}, // held out
}

var update = flag.Bool("update", false, "write the figures into docs/init.md and docs/init.zh-CN.md")

// TestFigures counts how good the guesses are and holds the documents to it. What
// went wrong is listed with -v, for the schemas that may be tuned on only.
func TestFigures(t *testing.T) {
	var lines []string
	totals := map[bool]*score{false: {}, true: {}}
	for _, name := range schemaNames(t) {
		hold := slices.Contains(heldOut, name)
		s := rate(t, name, func(line string) {
			if !hold {
				t.Log(line)
			}
		})
		totals[hold].add(s)
		if hold {
			name += " *"
		}
		lines = append(lines, s.row(name))
	}
	lines = append(lines, totals[false].row("**tuned on / 调整时看过**"), totals[true].row("**held out / 留作检验 \\***"))
	for hold, s := range totals {
		if s.precision() < floors[hold].precision || s.recall() < floors[hold].recall {
			t.Errorf("held out %t: precision %.1f, recall %.1f, want at least %+v", hold, s.precision(), s.recall(), floors[hold])
		}
	}
	if n := totals[false].columns + totals[true].columns; n < 450 || 3*totals[true].columns < n {
		t.Errorf("%d columns, %d of them held out", n, totals[true].columns)
	}
	table := "| schema | columns | personal | guesses | right | precision | recall |\n|---|---:|---:|---:|---:|---:|---:|\n" + strings.Join(lines, "\n") + "\n"
	for _, file := range []string{"../docs/init.md", "../docs/init.zh-CN.md"} {
		keepFresh(t, file, table)
	}
}

func (s score) row(name string) string {
	return fmt.Sprintf("| %s | %d | %d | %d | %d | %.1f%% | %.1f%% |", name, s.columns, s.personal, s.right+s.wrong, s.right, s.precision(), s.recall())
}

// keepFresh requires that a document holds the table between its marks.
func keepFresh(t *testing.T, file, table string) {
	t.Helper()
	const begin, end = "<!-- figures -->\n", "<!-- /figures -->"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), begin)
	_, after, ok2 := strings.Cut(rest, end)
	want := before + begin + table + end + after
	switch {
	case !ok || !ok2:
		t.Errorf("%s: no place for the figures", file)
	case want == string(text):
	case *update:
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s: the figures are stale: go test ./discover -update", file)
	}
}
