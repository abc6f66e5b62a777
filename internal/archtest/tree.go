package archtest

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// module is the path of this module, as in go.mod.
const module = "github.com/volens/volens"

// A Source is one Go file of the module.
type Source struct {
	Path  string // slash-separated, from the root of the repository
	Dir   string // the package's folder: its import path without the module
	Test  bool   // a _test.go file, in the package or beside it
	Lines int
	AST   *ast.File
}

// A Tree is the repository as the rules see it.
type Tree struct {
	files   fs.FS
	fset    *token.FileSet
	sources []*Source
}

// A Finding is one place where a rule is broken.
type Finding struct {
	Path string
	Line int // 0 where the whole file or folder is meant
	Says string
}

// String returns the finding as compilers print theirs.
func (f Finding) String() string {
	if f.Line == 0 {
		return f.Path + ": " + f.Says
	}
	return fmt.Sprintf("%s:%d: %s", f.Path, f.Line, f.Says)
}

// A Rule is one thing that must hold everywhere.
type Rule struct {
	Name  string
	Check func(*Tree) []Finding
}

// Rules are all rules.
var Rules = []Rule{
	{"floors", checkFloors},
	{"confined imports", checkConfined},
	{"the clock", checkClock},
	{"package comments", checkPackageComments},
	{"exported names", checkExported},
	{"examples", checkExamples},
	{"the map", checkMap},
	{"names in documents", checkNamed},
	{"routes in documents", checkRoutes},
	{"sizes", checkSizes},
	{"no init", checkInit},
	{"texts", checkTexts},
}

// Load reads the repository whose root is files. Other modules inside it, test
// data and what the build leaves behind are not part of it.
func Load(files fs.FS) (*Tree, error) {
	t := &Tree{files: files, fset: token.NewFileSet()}
	err := t.walk(func(name string, text []byte) error {
		if !strings.HasSuffix(name, ".go") || strings.Contains("/"+name, "/testdata/") {
			return nil
		}
		parsed, err := parser.ParseFile(t.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		t.sources = append(t.sources, &Source{
			Path: name, Dir: path.Dir(name), Test: strings.HasSuffix(name, "_test.go"),
			Lines: bytes.Count(text, []byte("\n")), AST: parsed,
		})
		return nil
	})
	return t, err
}

// walk visits every file that is ours, with its content.
func (t *Tree) walk(visit func(name string, text []byte) error) error {
	return fs.WalkDir(t.files, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && t.foreign(name):
			return fs.SkipDir
		case !d.Type().IsRegular():
			return nil
		}
		text, err := fs.ReadFile(t.files, name)
		if err != nil {
			return err
		}
		return visit(name, text)
	})
}

// foreign reports whether the folder is not ours: what git keeps or ignores, or
// another module.
func (t *Tree) foreign(dir string) bool {
	if slices.Contains([]string{".git", "bin", "data"}, dir) || path.Base(dir) == "node_modules" {
		return true
	}
	_, err := fs.Stat(t.files, path.Join(dir, "go.mod"))
	return err == nil && dir != "."
}

// line returns where in its file n begins.
func (t *Tree) line(n ast.Node) int { return t.fset.Position(n.Pos()).Line }

// packages returns the folders that hold packages, in order, each with its
// files. A folder that holds nothing but tests is not a package.
func (t *Tree) packages() (dirs []string, of map[string][]*Source) {
	of = map[string][]*Source{}
	for _, s := range t.sources {
		of[s.Dir] = append(of[s.Dir], s)
	}
	maps.DeleteFunc(of, func(_ string, files []*Source) bool {
		return !slices.ContainsFunc(files, func(s *Source) bool { return !s.Test })
	})
	return slices.Sorted(maps.Keys(of)), of
}

// imported returns the path of an import.
func imported(spec *ast.ImportSpec) string {
	p, _ := strconv.Unquote(spec.Path.Value) // the parser accepts nothing else
	return p
}
