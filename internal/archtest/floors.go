package archtest

import (
	"fmt"
	"slices"
	"strings"
)

// floors lists every package, from the ground up. A package imports only from
// floors below its own, so the packages of one floor do not know each other. A
// test may use a neighbour, since it uses the real thing and not a fake.
var floors = [][]string{
	{"lang"},
	{"law", "workday"},
	{"fault", "internal/filelock", "declaration/blur", "declaration/caret", "erase/patience"},
	{"ledger", "declaration"},
	{"lint/rule", "discover/sqlschema", "erase/crowd", "erase/value"},
	{"lint/general", "lint/personal", "lint/important", "lint/border", "lint/platform"},
	{"lint", "consent", "notice", "duties", "discover"},
	{"lint/ignore", "lint/baseline", "lint/fix", "dpv", "rights"},
	{"lint/report", "notice/render", "erase/plan"},
	{"decide", "coverage", "erase"},
	{"erase/archive", "erase/report", "internal/httpx", "internal/keys", "replica", "authzen", "webhook", "internal/outbound", "connect/pattern", "connect/needle"},
	{"fulfil", "connect/database", "connect/redis", "connect/objects", "connect/endpoint", "store/row", "store/migrations"},
	{"store/audit"},
	{"store", "connect", "deliver", "server", "web", "client"},
	{"cmd/volens", "client/ts/generate", "examples/backend", "internal/trials"},
}

// testOnly lists the packages that stand on no floor because only tests use them.
var testOnly = []string{"internal/testdb", "internal/archtest"}

// floorOf returns the floor of a package, or -1 where it stands on none.
func floorOf(pkg string) int {
	return slices.IndexFunc(floors, func(floor []string) bool { return slices.Contains(floor, pkg) })
}

// checkFloors finds packages on no floor, and imports that do not lead downwards.
func checkFloors(t *Tree) []Finding {
	var found []Finding
	dirs, of := t.packages()
	for _, dir := range dirs {
		if floorOf(dir) < 0 && !slices.Contains(testOnly, dir) {
			found = append(found, Finding{dir, 0, "is on no floor: add it to archtest.floors and to ARCHITECTURE.md"})
			continue
		}
		for _, s := range of[dir] {
			found = append(found, t.checkImports(s)...)
		}
	}
	return found
}

// checkImports finds the imports of one file that its package may not have.
func (t *Tree) checkImports(s *Source) []Finding {
	var found []Finding
	for _, spec := range s.AST.Imports {
		target, ours := strings.CutPrefix(imported(spec), module+"/")
		if !ours || target == s.Dir {
			continue
		}
		if why := forbidden(s, target); why != "" {
			found = append(found, Finding{s.Path, t.line(spec), fmt.Sprintf("%s must not import %s: %s", s.Dir, target, why)})
		}
	}
	return found
}

// forbidden returns why s may not import target, or "".
func forbidden(s *Source, target string) string {
	from, to := floorOf(s.Dir), floorOf(target)
	switch {
	case slices.Contains(testOnly, target) && s.Test:
		return ""
	case slices.Contains(testOnly, target):
		return "it is for tests"
	case slices.Contains(testOnly, s.Dir):
		return "what serves tests knows no package"
	case to < 0:
		return "it is on no floor"
	case to == from && !s.Test:
		return "it is on the same floor"
	case to > from:
		return "it is on a floor above"
	}
	return ""
}
