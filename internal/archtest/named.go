package archtest

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// name is an exported name of a package as documents write it.
var name = regexp.MustCompile("`([a-z]+)\\.([A-Z][A-Za-z0-9]*)")

// checkNamed finds names in documents that the code does not have.
func checkNamed(t *Tree) []Finding {
	_, of := t.packages()
	var found []Finding
	err := t.walk(func(file string, text []byte) error {
		if path.Ext(file) != ".md" {
			return nil
		}
		line := 0
		for part := range bytes.Lines(text) {
			line++
			for _, m := range name.FindAllSubmatch(part, -1) {
				pkg, id := string(m[1]), string(m[2])
				if of[pkg] != nil && !slices.ContainsFunc(of[pkg], func(s *Source) bool { return declares(s, id) }) {
					found = append(found, Finding{file, line, fmt.Sprintf("package %s has no %s", pkg, id)})
				}
			}
		}
		return nil
	})
	if err != nil {
		found = append(found, Finding{".", 0, err.Error()})
	}
	return found
}

// checkRoutes finds routes of the API that its document does not list.
func checkRoutes(t *Tree) []Finding {
	const name = "docs/api.md"
	text, err := fs.ReadFile(t.files, name)
	if err != nil {
		return []Finding{{name, 0, "is missing"}}
	}
	var found []Finding
	for _, s := range t.sources {
		if s.Test || s.Dir != "server" {
			continue
		}
		ast.Inspect(s.AST, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if route, isRoute := routeOf(lit); ok && isRoute && !bytes.Contains(text, []byte(" "+route)) {
				found = append(found, Finding{name, 0, "does not list " + route + " of " + s.Path})
			}
			return true
		})
	}
	return found
}

// routeOf returns the route that a string literal is.
func routeOf(lit *ast.BasicLit) (string, bool) {
	if lit == nil || lit.Kind != token.STRING {
		return "", false
	}
	text, _ := strconv.Unquote(lit.Value) // the parser accepts nothing else
	return text, strings.HasPrefix(text, "/v1/")
}

// declares reports whether id is a top-level name of the file.
func declares(s *Source, id string) bool {
	if s.Test {
		return false
	}
	return slices.ContainsFunc(s.AST.Decls, func(decl ast.Decl) bool {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			return d.Recv == nil && d.Name.Name == id
		case *ast.GenDecl:
			return slices.ContainsFunc(d.Specs, func(spec ast.Spec) bool { return specDeclares(spec, id) })
		}
		return false
	})
}

func specDeclares(spec ast.Spec, id string) bool {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		return s.Name.Name == id
	case *ast.ValueSpec:
		return slices.ContainsFunc(s.Names, func(n *ast.Ident) bool { return n.Name == id })
	}
	return false
}
