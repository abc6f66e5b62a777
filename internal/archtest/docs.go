package archtest

import (
	"go/ast"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// checkPackageComments finds packages that do not say what they are.
func checkPackageComments(t *Tree) []Finding {
	var found []Finding
	dirs, of := t.packages()
	for _, dir := range dirs {
		if !slices.ContainsFunc(of[dir], func(s *Source) bool { return !s.Test && s.AST.Doc != nil }) {
			found = append(found, Finding{dir, 0, "has no package comment"})
		}
	}
	return found
}

// checkExported finds exported top-level names without a comment.
func checkExported(t *Tree) []Finding {
	var found []Finding
	for _, s := range t.sources {
		if s.Test {
			continue
		}
		for _, decl := range s.AST.Decls {
			for _, name := range undocumented(decl) {
				found = append(found, Finding{s.Path, t.line(name), name.Name + " is exported and says nothing"})
			}
		}
	}
	return found
}

// undocumented returns the exported names of decl that have no comment: neither
// their own, nor one beside them, nor one over their group.
func undocumented(decl ast.Decl) []*ast.Ident {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil && d.Doc == nil && d.Name.IsExported() {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		if d.Tok == token.IMPORT || d.Doc != nil {
			return nil
		}
		var names []*ast.Ident
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Doc == nil && s.Name.IsExported() {
					names = append(names, s.Name)
				}
			case *ast.ValueSpec:
				if s.Doc == nil && s.Comment == nil {
					names = append(names, slices.DeleteFunc(slices.Clone(s.Names), func(n *ast.Ident) bool { return !n.IsExported() })...)
				}
			}
		}
		return names
	}
	return nil
}

// checkExamples finds top-level packages without a runnable example.
func checkExamples(t *Tree) []Finding {
	var found []Finding
	dirs, of := t.packages()
	for _, dir := range dirs {
		if strings.Contains(dir, "/") {
			continue
		}
		want := path.Join(dir, "example_test.go")
		at := slices.IndexFunc(of[dir], func(s *Source) bool { return s.Path == want })
		if at < 0 || !runnable(of[dir][at].AST) {
			found = append(found, Finding{want, 0, "holds no example with output: every top-level package teaches its use"})
		}
	}
	return found
}

// runnable reports whether the file has an example whose output is compared.
func runnable(f *ast.File) bool {
	for _, decl := range f.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || !strings.HasPrefix(fn.Name.Name, "Example") {
			continue
		}
		for _, c := range f.Comments {
			if fn.Body.Pos() < c.Pos() && c.End() < fn.Body.End() && strings.HasPrefix(c.Text(), "Output:") {
				return true
			}
		}
	}
	return false
}

// checkMap finds packages that ARCHITECTURE.md does not describe, and packages
// on a floor that are not there.
func checkMap(t *Tree) []Finding {
	const name = "ARCHITECTURE.md"
	text, err := fs.ReadFile(t.files, name)
	if err != nil {
		return []Finding{{name, 0, "is missing"}}
	}
	var found []Finding
	dirs, _ := t.packages()
	for _, dir := range dirs {
		if !strings.Contains(string(text), "`"+dir+"`") {
			found = append(found, Finding{name, 0, "does not describe " + dir})
		}
	}
	for _, pkg := range append(slices.Concat(floors...), testOnly...) {
		if !slices.Contains(dirs, pkg) {
			found = append(found, Finding{pkg, 0, "is on a floor and is not there"})
		}
	}
	return found
}
