package lint

import (
	"slices"
	"testing"

	"github.com/volens/volens/declaration"
)

// A question is asked where what it is about is there, and nowhere else.
func TestQuestionsConcernTheDeclaration(t *testing.T) {
	parse := func(text string) *declaration.Declaration {
		t.Helper()
		d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "volens.yaml", Text: Example(text)}}})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	asked := func(d *declaration.Declaration, rule string) bool {
		return slices.ContainsFunc(Questions(Options{}, d), func(q Question) bool { return q.Rule == rule })
	}
	plain := parse("")
	all := len(Questions(Options{}))
	if n := len(Questions(Options{}, plain)); n >= all*2/3 {
		t.Errorf("%d of %d questions are put to a newsletter", n, all)
	}
	for _, r := range Rules {
		if r.NotChecked.IsZero() {
			if r.Concerns != nil {
				t.Errorf("%s concerns somebody and asks nothing", r.ID)
			}
			continue
		}
		if !asked(parse(r.Bad), r.ID) {
			t.Errorf("%s finds something in its bad example and does not ask about it", r.ID)
		}
	}
	for _, id := range []string{"crawler-not-assessed", "export-without-route", "third-parties-unbound", "recommend-without-off", "important-data-not-filed"} {
		if asked(plain, id) {
			t.Errorf("%s is asked of a newsletter", id)
		}
	}
}
