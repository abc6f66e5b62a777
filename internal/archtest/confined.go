package archtest

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// confined lists imports that only some packages may have.
var confined = []struct {
	imports []string // these paths and everything below them
	in      []string // the packages that may
	tests   bool     // whether tests are held to it too
	why     string
}{
	{[]string{"database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5", "github.com/go-sql-driver/mysql", "github.com/pressly/goose/v3"},
		[]string{"store", "store/row", "store/audit", "store/migrations", "connect", "connect/database", "internal/testdb", "internal/trials"}, true,
		"all SQL is in store, and in connect for other people's databases"},
	{[]string{"net/http"},
		[]string{"server", "web", "client", "deliver", "connect/endpoint", "connect/objects", "internal/httpx", "internal/testdb", "internal/trials", "cmd/volens", "examples/backend"}, true,
		"what is decided does not depend on how it is asked"},
	{[]string{"testing"},
		testOnly, false,
		"test code is not linked into the program"},
}

// checkConfined finds confined imports outside their packages.
func checkConfined(t *Tree) []Finding {
	var found []Finding
	for _, s := range t.sources {
		for _, spec := range s.AST.Imports {
			for _, c := range confined {
				if slices.Contains(c.in, s.Dir) || s.Test && !c.tests || !within(imported(spec), c.imports) {
					continue
				}
				found = append(found, Finding{s.Path, t.line(spec), fmt.Sprintf("%s must not import %s: %s", s.Dir, imported(spec), c.why)})
			}
		}
	}
	return found
}

// within reports whether p is one of the roots or lies below one.
func within(p string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool { return p == root || strings.HasPrefix(p, root+"/") })
}

// clockPackages may read the clock; in all others now is an argument.
var clockPackages = []string{"store", "replica", "deliver", "server", "web", "client", "cmd/volens"}

// clockNames are what reads the clock, or waits on it, in package time.
var clockNames = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer"}

// checkClock finds uses of the clock outside its packages. Tests are held to it
// by the linter, which knows where they have to wait.
func checkClock(t *Tree) []Finding {
	var found []Finding
	for _, s := range t.sources {
		name := nameOfTime(s.AST)
		if s.Test || name == "" || slices.Contains(clockPackages, s.Dir) || strings.HasPrefix(s.Dir, "internal/") {
			continue
		}
		ast.Inspect(s.AST, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == name && slices.Contains(clockNames, sel.Sel.Name) {
				found = append(found, Finding{s.Path, t.line(sel), "time." + sel.Sel.Name + ": here now is an argument"})
			}
			return true
		})
	}
	return found
}

// nameOfTime returns what the file calls package time, or "" where it does not
// import it.
func nameOfTime(f *ast.File) string {
	for _, spec := range f.Imports {
		switch {
		case imported(spec) != "time":
		case spec.Name != nil:
			return spec.Name.Name
		default:
			return "time"
		}
	}
	return ""
}
