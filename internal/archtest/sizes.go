package archtest

import (
	"fmt"
	"go/ast"
	"strings"
)

// The ceilings, in lines and in methods. They are where a reader gets lost, not
// what to aim at: most files have under 200 lines and most functions under 10.
const (
	longestFile     = 600
	longestTestFile = 1000
	longestFunc     = 80
	longestList     = 120 // in cmd and in tests, where one function may list everything
	longestPackage  = 5000
	widestInterface = 8
)

// checkSizes finds what has grown past its ceiling.
func checkSizes(t *Tree) []Finding {
	var found []Finding
	for _, s := range t.sources {
		most := longestFile
		if s.Test {
			most = longestTestFile
		}
		if s.Lines > most {
			found = append(found, Finding{s.Path, 0, fmt.Sprintf("has %d lines, at most %d", s.Lines, most)})
		}
		ast.Inspect(s.AST, func(n ast.Node) bool {
			if says := t.tooBig(s, n); says != "" {
				found = append(found, Finding{s.Path, t.line(n), says})
			}
			return true
		})
	}
	return append(found, t.bigPackages()...)
}

// tooBig says what is too big about a function or an interface, or "".
func (t *Tree) tooBig(s *Source, n ast.Node) string {
	switch n := n.(type) {
	case *ast.FuncDecl:
		most := longestFunc
		if s.Test || strings.HasPrefix(s.Dir, "cmd/") {
			most = longestList
		}
		if lines := t.fset.Position(n.End()).Line - t.line(n) + 1; lines > most {
			return fmt.Sprintf("%s has %d lines, at most %d", n.Name.Name, lines, most)
		}
	case *ast.InterfaceType:
		if methods := n.Methods.NumFields(); methods > widestInterface {
			return fmt.Sprintf("an interface of %d methods, at most %d", methods, widestInterface)
		}
	}
	return ""
}

// bigPackages finds packages that have become continents.
func (t *Tree) bigPackages() []Finding {
	var found []Finding
	dirs, of := t.packages()
	for _, dir := range dirs {
		lines := 0
		for _, s := range of[dir] {
			if !s.Test {
				lines += s.Lines
			}
		}
		if lines > longestPackage {
			found = append(found, Finding{dir, 0, fmt.Sprintf("has %d lines, at most %d", lines, longestPackage)})
		}
	}
	return found
}

// checkInit finds init functions: their order and their content are nobody's to
// see. A list of things is a slice literal.
func checkInit(t *Tree) []Finding {
	var found []Finding
	for _, s := range t.sources {
		for _, decl := range s.AST.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				found = append(found, Finding{s.Path, t.line(fn), "init: say it where it is used"})
			}
		}
	}
	return found
}
