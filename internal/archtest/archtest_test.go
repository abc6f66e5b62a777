package archtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// sound returns a small repository in which every rule holds.
func sound() map[string]string {
	files := map[string]string{
		"go.mod":                       "module " + module + "\n",
		"lang/example_test.go":         "package lang_test\n\nfunc Example() {\n\t// Output:\n}\n",
		"tools/go.mod":                 "module elsewhere\n",
		"tools/tools.go":               "package tools\n\nfunc init() {}\n",
		"law/testdata/broken.go":       "package",
		"bin/volens":                   "built in /wo" + "rk/volens/\n",
		"law/data/picture.png":         "\x00 /wo" + "rk/volens/\n",
		"docs/api.md":                  "| `GET /v1/asks` |\n",
		"server/routes.go":             "package server\n\nconst asks = \"/v1/asks\"\n",
		"server/server_test.go":        importing("server_test", module+"/store"),
		"store/clock.go":               "package store\n\nimport \"time\"\n\nvar now = time.Now\n",
		"law/words.go":                 "package law\n\nimport \"time\"\n\n// Day is one day.\nconst Day = 24 * time.Hour\n",
		"examples/shop_test.go":        importing("examples_test", module+"/lint"),
		"cmd/volens/main_test.go":      "package main\n\nimport _ \"" + module + "/internal/testdb\"\n",
		"internal/httpx/httpx_test.go": "package httpx_test\n\nimport _ \"" + module + "/internal/httpx\"\n",
	}
	var all strings.Builder
	for _, pkg := range append(slices.Concat(floors...), testOnly...) {
		name := pkg[strings.LastIndex(pkg, "/")+1:]
		files[pkg+"/doc.go"] = "// Package " + name + " is here.\npackage " + name + "\n"
		if !strings.Contains(pkg, "/") {
			files[pkg+"/example_test.go"] = "package " + name + "_test\n\nfunc Example() {\n\t// Output:\n}\n"
		}
		fmt.Fprintf(&all, "`%s` is here.\n", pkg)
	}
	files["ARCHITECTURE.md"] = all.String()
	files["consent/doc.go"] += "\nimport (\n\t_ \"" + module + "/declaration\"\n\t_ \"" + module + "/lang\"\n)\n"
	return files
}

// findings returns what all rules say of a repository.
func findings(t *testing.T, files map[string]string) string {
	t.Helper()
	root := fstest.MapFS{}
	for name, text := range files {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	tree, err := Load(root)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, rule := range Rules {
		for _, f := range rule.Check(tree) {
			fmt.Fprintf(&all, "%s: %s\n", rule.Name, f)
		}
	}
	return all.String()
}

func TestASoundTreePasses(t *testing.T) {
	if got := findings(t, sound()); got != "" {
		t.Error(got)
	}
}

// importing returns a file of package pkg that imports path.
func importing(pkg, path string) string {
	return "package " + pkg + "\n\nimport _ \"" + path + "\"\n"
}

func TestEveryRuleBites(t *testing.T) {
	lines := func(n int) string { return strings.Repeat("\n", n) }
	function := func(n int) string { return "package x\n\nfunc f() {" + lines(n-1) + "}\n" }
	for _, c := range []struct{ name, path, text, want string }{
		{"a package on no floor", "helpers/doc.go", "// Package helpers helps.\npackage helpers\n",
			"floors: helpers: is on no floor"},
		{"an import upwards", "law/up.go", importing("law", module+"/lint"),
			"floors: law/up.go:3: law must not import lint: it is on a floor above"},
		{"an import sideways", "lint/side.go", importing("lint", module+"/consent"),
			"lint must not import consent: it is on the same floor"},
		{"an import upwards in a test", "law/up_test.go", importing("law_test", module+"/store"),
			"law must not import store: it is on a floor above"},
		{"an import of a package on no floor", "cmd/volens/lost.go", importing("main", module+"/helpers"),
			"cmd/volens must not import helpers: it is on no floor"},
		{"test helpers in the program", "store/leak.go", importing("store", module+"/internal/testdb"),
			"store must not import internal/testdb: it is for tests"},
		{"test helpers that know a package", "internal/testdb/know.go", importing("testdb", module+"/lang"),
			"what serves tests knows no package"},
		{"SQL outside store", "consent/sql.go", importing("consent", "database/sql"),
			"confined imports: consent/sql.go:3: consent must not import database/sql"},
		{"a driver outside store", "server/pg_test.go", importing("server", "github.com/jackc/pgx/v5/pgxpool"),
			"server must not import github.com/jackc/pgx/v5/pgxpool"},
		{"HTTP below the servers", "decide/http.go", importing("decide", "net/http/httptest"),
			"decide must not import net/http/httptest"},
		{"testing in the program", "server/t.go", importing("server", "testing"),
			"server must not import testing"},
		{"the clock read below", "decide/now.go", "package decide\n\nimport \"time\"\n\nvar t = time.Now()\n",
			"the clock: decide/now.go:5: time.Now"},
		{"the clock under another name", "law/now.go", "package law\n\nimport clock \"time\"\n\nvar since = clock.Since\n",
			"the clock: law/now.go:5: time.Since"},
		{"a package without a comment", "fault/doc.go", "package fault\n",
			"package comments: fault: has no package comment"},
		{"a silent function", "fault/f.go", "package fault\n\nfunc New() {}\n",
			"exported names: fault/f.go:3: New is exported"},
		{"a silent type", "fault/f.go", "package fault\n\ntype (\n\tkind int\n\tKind int\n)\n",
			"exported names: fault/f.go:5: Kind is exported"},
		{"a silent constant", "fault/f.go", "package fault\n\nconst (\n\ta, B = 1, 2\n\tC = 3 // said\n)\n",
			"exported names: fault/f.go:4: B is exported"},
		{"an example that is not run", "ledger/example_test.go", "package ledger_test\n\nfunc Example() {}\n",
			"examples: ledger/example_test.go: holds no example with output"},
		{"a package that is not on the map", "ARCHITECTURE.md", "`lang`",
			"the map: ARCHITECTURE.md: does not describe law"},
		{"a document that names what is not there", "docs/x.md", "see\n`law.Day`, `law.Night.Long` and `time.Now`\n",
			"names in documents: docs/x.md:2: package law has no Night"},
		{"a route that the document of the API does not list", "server/x.go", "package server\n\nconst x = \"/v1/secrets\"\n",
			"routes in documents: docs/api.md: does not list /v1/secrets of server/x.go"},
		{"a long file", "law/long.go", "package law\n" + lines(600),
			"sizes: law/long.go: has 601 lines, at most 600"},
		{"a long test file", "law/long_test.go", "package law\n" + lines(1000),
			"has 1001 lines, at most 1000"},
		{"a long function", "law/long.go", function(81),
			"sizes: law/long.go:3: f has 81 lines, at most 80"},
		{"long wiring", "cmd/volens/wire.go", function(121),
			"f has 121 lines, at most 120"},
		{"a wide interface", "law/wide.go", "package law\n\ntype wide interface{ A(); B(); C(); D(); E(); F(); G(); H(); I() }\n",
			"an interface of 9 methods, at most 8"},
		{"an init", "law/init.go", "package law\n\nfunc init() {}\n",
			"no init: law/init.go:3"},
		{"a path of one machine", "docs/setup.md", "see\n`/wo" + "rk/volens/x`\n",
			"texts: docs/setup.md:2: names a path of one machine"},
		{"a registry", "docs/setup.md", "https://registry" + ".example.org/pkg\n",
			"texts: docs/setup.md:1: names a package registry"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := sound()
			files[c.path] = c.text
			if got := findings(t, files); !strings.Contains(got, c.want) {
				t.Errorf("want %q among:\n%s", c.want, got)
			}
		})
	}
}

func TestAPackageThatGrewIntoAContinent(t *testing.T) {
	files := sound()
	for i := range 10 {
		files[fmt.Sprintf("law/part%d.go", i)] = "package law\n" + strings.Repeat("\n", 501)
	}
	if got := findings(t, files); !strings.Contains(got, "sizes: law: has 50") {
		t.Errorf("got:\n%s", got)
	}
}

func TestAFloorWithoutItsPackage(t *testing.T) {
	files := sound()
	maps.DeleteFunc(files, func(name, _ string) bool { return strings.HasPrefix(name, "workday/") })
	if got := findings(t, files); !strings.Contains(got, "the map: workday: is on a floor and is not there") {
		t.Errorf("got:\n%s", got)
	}
}

func TestBrokenGoIsAnError(t *testing.T) {
	if _, err := Load(fstest.MapFS{"law/x.go": {Data: []byte("package")}}); err == nil {
		t.Error("a file that does not parse was passed over")
	}
}
