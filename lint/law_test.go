package lint

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// sources returns the declarations of all cases.
func sources(t *testing.T) map[string]declaration.Source {
	t.Helper()
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	all := map[string]declaration.Source{}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[file], _ = unpack(a)
	}
	return all
}

var (
	anyBasis  = regexp.MustCompile(`(?m)^ *basis: [a-z-]+\n|basis: [a-z-]+, `)
	ofBlock   = regexp.MustCompile(`(?m)^( *)(for: [a-z-]+)$`)
	ofOneLine = regexp.MustCompile(`(\{items?: [^{}]*?)(for: [a-z-]+)`)
)

// onContract rests every use of a source on a contract.
func onContract(src declaration.Source) declaration.Source {
	var out declaration.Source
	for _, f := range src.Files {
		text := anyBasis.ReplaceAllString(f.Text, "")
		text = ofBlock.ReplaceAllString(text, "$1$2\n${1}basis: contract")
		text = ofOneLine.ReplaceAllString(text, "$1$2, basis: contract")
		out.Files = append(out.Files, declaration.File{Name: f.Name, Text: text})
	}
	return out
}

// bindsConsent reports whether an article binds only processing that rests on
// consent, by its chapeau or by what it is about.
func bindsConsent(c law.Citation) bool {
	switch c.Instrument {
	case law.Draft:
		return c.Article == 19 && c.Item != 0 || c.Article == 21 || c.Article == 12 && c.Item == 1 || c.Article == 36 || c.Article == 49 && c.Item == 1
	case law.Order790:
		return c.Article == 22
	case law.PIPL:
		return slices.Contains([]int{14, 15, 16, 23, 29, 31, 39}, c.Article)
	case law.Necessary39:
		return c.Article == 4 // Art. 3 and 5 say what is necessary, whatever the basis
	case law.No191: // III.6 asks for a choice that is not targeted; IV.1 looks at what is collected
		return c.Article == 3 && c.Item != 6 || c.Article == 4 && c.Item != 1 || c.Article == 5
	case law.Minors:
		return c.Article == 32
	case law.Children:
		return c.Article == 9 || c.Article == 10
	case law.Face:
		return c.Article == 7
	}
	return false
}

// besidesConsent are the rules on what articles on consent ask besides it. Of PIPL 23, telling people
// does not fall away with it, nor that a recipient stays within what they were told.
var besidesConsent = []string{"recipient-without-contact", "third-party-untold", "export-untold", "component-incomplete", "recipient-passes-on",
	"children-rules-missing", // PIPL 31 asks for special rules as well
	"basis-cannot-carry",     // draft 49(1): what another basis cannot carry takes consent
}

// Whatever a case declares, on a contract no article on consent is broken.
func TestArticlesOnConsentBindConsentOnly(t *testing.T) {
	changed := 0
	for file, src := range sources(t) {
		src = onContract(src)
		d, err := declaration.Parse(src)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, u := range d.Uses() {
			if u.ByConsent() {
				t.Fatalf("%s: %s still rests on consent", file, u.ID)
			}
			changed++
		}
		for _, f := range Run(d, Options{}) {
			if !slices.Contains(besidesConsent, f.Rule) && slices.ContainsFunc(f.Cites, bindsConsent) {
				t.Errorf("%s: %s cites an article on consent: %s", file, f.Rule, law.ByStatus(lang.EN, f.Cites))
			}
		}
	}
	if changed < 100 {
		t.Errorf("only %d uses tried", changed)
	}
}

// A finding cites only what is switched on, and with nothing left it is gone.
func TestRulebooks(t *testing.T) {
	for _, book := range law.Rulebooks() {
		o := Options{Rulebooks: []law.Rulebook{book}}
		for file, src := range sources(t) {
			d, err := declaration.Parse(src)
			if err != nil {
				t.Fatal(err)
			}
			all, some := Run(d, Options{}), Run(d, o)
			for _, f := range all {
				f.Cites = o.keep(f.Cites)
				kept := slices.ContainsFunc(some, func(g Finding) bool {
					return g.Rule == f.Rule && g.Place == f.Place && slices.Equal(g.Cites, f.Cites)
				})
				if kept != (len(f.Cites) > 0) {
					t.Errorf("%s with %s: %s is kept=%v with %d articles left", file, book.ID, f.Rule, kept, len(f.Cites))
				}
			}
			if len(some) > len(all) {
				t.Errorf("%s: more findings with less law", file)
			}
		}
	}
}

func TestInForce(t *testing.T) {
	in, not := Finding{Cites: []law.Citation{law.Cite(law.Draft, "9"), law.Cite(law.PIPL, "51")}},
		Finding{Cites: []law.Citation{law.Cite(law.Draft, "9"), law.Cite(law.No191, "VI.5")}}
	if !in.InForce() || not.InForce() {
		t.Error("in force means at least one article in force; a draft and a method are none")
	}
}

func TestQuestionsFollowTheRulebooks(t *testing.T) {
	all := Questions(Options{})
	for _, book := range law.Rulebooks() {
		for _, q := range Questions(Options{Rulebooks: []law.Rulebook{book}}) {
			if slices.ContainsFunc(q.Cites, func(c law.Citation) bool { return !book.Has(c.Instrument) }) {
				t.Errorf("%s: a question cites what is switched off: %s", book.ID, q.Ask.EN)
			}
		}
	}
	for _, q := range all {
		if q.Ask.ZH == "" || q.Ask.EN == "" || !strings.HasSuffix(q.Ask.ZH, "？") || !strings.HasSuffix(q.Ask.EN, "?") {
			t.Errorf("not a question in two languages: %+v", q.Ask)
		}
	}
}

// Any lines may be missing: what still parses is judged without a panic, and each
// finding is whole, said in two languages, once, and in order.
func TestFindingsAreSound(t *testing.T) {
	all := sources(t)
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	rapid.Check(t, func(rt *rapid.T) {
		src := all[rapid.SampledFrom(names).Draw(rt, "case")]
		lines := strings.SplitAfter(src.Files[0].Text, "\n")
		for range rapid.IntRange(0, 4).Draw(rt, "gone") {
			k := rapid.IntRange(0, len(lines)-1).Draw(rt, "line")
			lines = slices.Delete(slices.Clone(lines), k, k+1)
			if len(lines) == 0 {
				return
			}
		}
		d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: strings.Join(lines, "")}}})
		if err != nil {
			return
		}
		findings := Run(d, Options{})
		for i, f := range findings {
			checkSound(rt, f)
			if i > 0 && (compare(findings[i-1], f) > 0 || findings[i-1].Rule == f.Rule && findings[i-1].Message == f.Message && findings[i-1].Place == f.Place) {
				rt.Errorf("out of order, or twice: %s %s", f.Place, f.Rule)
			}
		}
	})
}

func checkSound(t *rapid.T, f Finding) {
	if len(f.Cites) == 0 || f.Place.Line < 1 || f.Place.Path == "" || f.Message.ZH == "" || f.Message.EN == "" {
		t.Errorf("not whole: %+v", f)
	}
	if strings.Contains(f.Message.ZH+f.Message.EN, "%!") {
		t.Errorf("a verb without a text: %+v", f.Message)
	}
	if strings.ContainsFunc(f.Message.EN, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		t.Errorf("Chinese in the English message: %s", f.Message.EN)
	}
}

func TestExplainSaysEverything(t *testing.T) {
	for _, r := range Rules {
		for _, l := range []lang.Lang{lang.ZH, lang.EN} {
			text := Explain(r, l)
			wants := []string{r.ID, r.Title.In(l), r.Reason.In(l), r.Fix.In(l), r.NotChecked.In(l), indent(r.Bad), indent(r.Good)}
			for _, c := range r.Cites {
				a, _ := law.Lookup(c)
				wants = append(wants, c.Text().In(l), c.Status().Text().In(l), a.Duty.In(l))
			}
			for _, want := range wants {
				if !strings.Contains(text, want) {
					t.Errorf("%s in %s does not say %q", r.ID, l, want)
				}
			}
		}
	}
}

// A rule's English is English, its Chinese Chinese.
func TestTextsAreInTheirLanguage(t *testing.T) {
	han := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	for _, r := range Rules {
		for _, text := range []lang.Text{r.Title, r.Reason, r.Fix, r.NotChecked} {
			if han(text.EN) || text.ZH != "" && !han(text.ZH) {
				t.Errorf("%s: %+v", r.ID, text)
			}
		}
	}
}
