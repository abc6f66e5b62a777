package coverage

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/law"
	"github.com/volens/volens/lint"
)

var update = flag.Bool("update", false, "write docs/law-coverage.md")

const page = "../docs/law-coverage.md"

// Every article of every instrument, in every respect in which something can be
// done about it, is claimed.
func TestNothingIsPassedOver(t *testing.T) {
	entries := All()
	if len(entries) < 440 {
		t.Fatalf("only %d articles", len(entries))
	}
	for _, e := range entries {
		if len(e.Article.Kinds) == 0 {
			t.Errorf("%s %s has no kind", e.Article.Instrument, e.Article.Citation().Ref())
		}
		for _, k := range e.Missing() {
			t.Errorf("%s %s: nothing is claimed for %s: %s", e.Article.Instrument, e.Article.Citation().Ref(), k, e.Article.Duty.EN)
		}
	}
}

// Without a rule, every article that no other rule checks is missed: nothing
// written by hand stands in for a rule.
func TestARemovedRuleIsMissed(t *testing.T) {
	kept := lint.Rules
	defer func() { lint.Rules = kept }()
	entries, missed := All(), map[string]int{}
	for _, r := range kept {
		lint.Rules = slices.DeleteFunc(slices.Clone(kept), func(other lint.Rule) bool { return other.ID == r.ID })
		for _, e := range entries {
			if !slices.Contains(e.Article.Kinds, law.KindLint) || divided(e, entries) || !cited(e, r) ||
				slices.ContainsFunc(lint.Rules, func(other lint.Rule) bool { return cited(e, other) }) {
				continue
			}
			missed[r.ID]++
			if bare := (Entry{e.Article, claims(e.Article, written())}); !slices.Contains(bare.Missing(), law.KindLint) {
				t.Errorf("nobody misses %s at %s %s", r.ID, e.Article.Instrument, e.Article.Citation().Ref())
			}
		}
	}
	for _, id := range []string{"consent-ticked", "price-by-person", "state-data-reused"} {
		if missed[id] == 0 {
			t.Errorf("%s is the only rule on nothing", id)
		}
	}
}

// divided reports whether the data holds parts of the article; the article as a
// whole is missed only where all of them are.
func divided(e Entry, all []Entry) bool {
	whole := e.Article.Citation()
	return slices.ContainsFunc(all, func(other Entry) bool {
		part := other.Article.Citation()
		return part != whole && related(whole, part) && (part.Paragraph > whole.Paragraph || part.Item > whole.Item)
	})
}

func cited(e Entry, r lint.Rule) bool {
	return slices.ContainsFunc(r.Cites, func(c law.Citation) bool { return related(e.Article.Citation(), c) })
}

// What a rule checks on paper, the rule claims; a hand that claims it too would
// hide that the rule is gone.
func TestRulesSpeakForThemselves(t *testing.T) {
	for _, s := range written() {
		if s.Kind != law.KindLint && s.Kind != law.KindDeclare {
			continue
		}
		for _, c := range s.Cites {
			for _, r := range lint.Rules {
				if slices.ContainsFunc(r.Cites, func(other law.Citation) bool { return related(c, other) }) {
					t.Errorf("%s %s: rule %s claims it; take %q out of claims.json", c.Instrument, c.Ref(), r.ID, s.By+s.Ask.EN)
				}
			}
		}
	}
}

// An item that names no paragraph is one of the first: a rule on item (1) says
// nothing of paragraph 2.
func TestParagraphsAreApart(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"21", "21(1)", true},
		{"21(1)", "21", true},
		{"21(1)", "21(2)", false},
		{"21(1)", "21¶2", false},
		{"21¶2", "21", true},
		{"11¶2", "11¶2(1)", true},
		{"11¶1", "11¶2(1)", false},
		{"22(1)", "23(1)", false},
	} {
		if got := related(law.Cite(law.Draft, c.a), law.Cite(law.Draft, c.b)); got != c.want {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
	}
}

// A rule that the page claims is there, or somebody took its claims off the page by
// hand: writing the page anew does not do it for them.
func TestClaimedRulesAreThere(t *testing.T) {
	for _, id := range gone(t) {
		t.Errorf("the page claims the rule %s, which is gone", id)
	}
}

// gone lists the rules that the committed page claims and nobody has.
func gone(t *testing.T) []string {
	t.Helper()
	committed, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var missing []string
	claims := regexp.MustCompile(`\(rules/([a-z-]+)\.md\)`).FindAllStringSubmatch(string(committed), -1)
	if len(claims) < 400 {
		t.Fatalf("only %d claims by rules", len(claims))
	}
	for _, m := range claims {
		if _, ok := lint.RuleByID(m[1]); !ok && !slices.Contains(missing, m[1]) {
			missing = append(missing, m[1])
		}
	}
	return missing
}

func TestPageIsFresh(t *testing.T) {
	got := Markdown()
	if *update && len(gone(t)) == 0 {
		if err := os.WriteFile(page, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s is out of date: run go test ./coverage -update", page)
	}
	for _, i := range []law.InstrumentID{law.Draft, law.Order790} {
		instrument, _ := law.InstrumentByID(i)
		for _, a := range instrument.Articles {
			if heading := "### " + a.Citation().Short().ZH; !strings.Contains(got, heading) {
				t.Errorf("the page lacks %s", heading)
			}
		}
	}
}

// A claim written by hand says one thing, names an article's own kind, and names
// code that is there, or a part that is not.
func TestWrittenClaimsHold(t *testing.T) {
	for _, s := range written() {
		said := 0
		for _, x := range []bool{s.By != "", s.Later != "", !s.Ask.IsZero()} {
			if x {
				said++
			}
		}
		if said != 1 || len(s.Cites) == 0 || !slices.Contains(law.Kinds(), s.Kind) {
			t.Errorf("%v: %+v", s.Cites, s)
		}
		if s.By != "" && !exists(t, s.By) {
			t.Errorf("%v: there is no %s", s.Cites, s.By)
		}
		if _, ok := Later()[s.Later]; s.Later != "" && !ok {
			t.Errorf("%v: there is no part %s", s.Cites, s.Later)
		}
		if !s.Ask.IsZero() && (s.Ask.ZH == "" || s.Ask.EN == "" || !strings.HasSuffix(s.Ask.ZH, "？") || !strings.HasSuffix(s.Ask.EN, "?")) {
			t.Errorf("%v: not a question in two languages: %+v", s.Cites, s.Ask)
		}
	}
	for part := range Later() {
		if _, err := os.Stat(filepath.Join("..", part)); err == nil {
			t.Errorf("%s is built: name its code", part)
		}
	}
}

// What does a part of what an article asks for says which part: nobody reads a duty of
// people off the page as done by software.
func TestPartsAreCalledParts(t *testing.T) {
	for _, s := range written() {
		if !s.Partly.IsZero() && (s.By == "" || !strings.HasSuffix(s.Partly.ZH, "。") || !strings.HasSuffix(s.Partly.EN, ".")) {
			t.Errorf("%v: not a part of something, said in two languages: %+v", s.Cites, s)
		}
	}
	for _, c := range []struct {
		of   law.InstrumentID
		ref  string
		kind string
	}{
		{law.PIPL, "8", law.KindEnforce}, {law.PIPL, "8", law.KindRecord}, {law.PIPL, "19", law.KindEnforce}, {law.PIPL, "27", law.KindEnforce},
		{law.PIPL, "45¶3", law.KindEnforce}, {law.PIPL, "47¶1", law.KindEnforce}, {law.PIPL, "47¶2", law.KindEnforce}, {law.PIPL, "49", law.KindUI},
		{law.No191, "VI.3", law.KindEnforce}, {law.No191, "VI.4", law.KindEnforce}, {law.No191, "VI.5", law.KindEnforce},
		{law.Draft, "22(1)", law.KindEnforce}, {law.Draft, "22¶2", law.KindUI}, {law.Draft, "23(1)", law.KindEnforce}, {law.Draft, "24", law.KindEnforce},
		{law.Order790, "24", law.KindEnforce}, {law.Order790, "25", law.KindEnforce}, {law.ECommerce, "24", law.KindEnforce},
	} {
		for _, s := range written() {
			here := slices.ContainsFunc(s.Cites, func(other law.Citation) bool { return related(law.Cite(c.of, c.ref), other) })
			if here && s.Kind == c.kind && s.By != "" && s.Partly.IsZero() {
				t.Errorf("%s %s: %s is said to do all of %s", c.of, c.ref, s.By, c.kind)
			}
		}
	}
}

// exists reports whether a name such as consent.Plan, decide.Process or
// consent.Desk.Answer is exported by the package.
func exists(t *testing.T, name string) bool {
	t.Helper()
	parts := strings.Split(name, ".")
	if len(parts) < 2 {
		return false
	}
	files, _ := filepath.Glob("../" + parts[0] + "/*.go")
	for _, f := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), f, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			if declares(d, parts[1:]) {
				return true
			}
		}
	}
	return false
}

func declares(d ast.Decl, parts []string) bool {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if len(parts) == 1 {
			return d.Recv == nil && d.Name.Name == parts[0]
		}
		return d.Recv != nil && d.Name.Name == parts[1] && strings.TrimPrefix(receiver(d), "*") == parts[0]
	case *ast.GenDecl:
		for _, s := range d.Specs {
			if t, ok := s.(*ast.TypeSpec); ok && len(parts) == 1 && t.Name.Name == parts[0] {
				return true
			}
		}
	}
	return false
}

func receiver(d *ast.FuncDecl) string {
	t := d.Recv.List[0].Type
	if s, ok := t.(*ast.StarExpr); ok {
		t = s.X
	}
	if i, ok := t.(*ast.Ident); ok {
		return i.Name
	}
	return ""
}
