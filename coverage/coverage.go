package coverage

import (
	"slices"

	"github.com/volens/volens/duties"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
	"github.com/volens/volens/lint"
	"github.com/volens/volens/notice"
)

// A Claim says what is done about an article in one respect.
type Claim struct {
	Kind   string    // of law.Kinds: the respect
	By     string    // the rule, duty, page or code that does it; or ""
	Partly lang.Text // how far By goes, where it does not do the whole of it; or zero
	Later  string    // the part of the house that will; or ""
	Ask    lang.Text // the question put to people; or zero
}

// An Entry is one article with everything that is claimed of it.
type Entry struct {
	Article law.Article
	Claims  []Claim
}

// All returns every article of every instrument, in the order of the data.
func All() []Entry {
	w := written()
	var all []Entry
	for _, i := range law.Instruments() {
		for _, a := range i.Articles {
			all = append(all, Entry{a, claims(a, w)})
		}
	}
	return all
}

// Missing returns the kinds of the article that nothing is claimed for.
func (e Entry) Missing() []string {
	var missing []string
	for _, k := range e.Article.Kinds {
		if !slices.ContainsFunc(e.Claims, func(c Claim) bool { return c.meets(k) }) {
			missing = append(missing, k)
		}
	}
	return missing
}

// meets reports whether the claim answers for a kind: a question, too, answers for
// the kind that it is asked of. What lint checks the declaration must state.
func (c Claim) meets(kind string) bool {
	if c.Kind == kind {
		return true
	}
	return kind == law.KindDeclare && c.Kind == law.KindLint
}

// claims gathers what is claimed of a: by rules, duties and pages through what
// they cite, and by hand.
func claims(a law.Article, w []statement) []Claim {
	about := func(cites []law.Citation) bool {
		return slices.ContainsFunc(cites, func(c law.Citation) bool { return related(a.Citation(), c) })
	}
	var all []Claim
	for _, r := range lint.Rules {
		if about(r.Cites) {
			all = append(all, Claim{Kind: law.KindLint, By: r.ID})
			if !r.NotChecked.IsZero() {
				all = append(all, Claim{Kind: law.KindHuman, By: r.ID, Ask: r.NotChecked})
			}
		}
	}
	for _, q := range lint.Questions(lint.Options{}) {
		if q.Rule == "" && about(q.Cites) {
			all = append(all, Claim{Kind: law.KindHuman, Ask: q.Ask})
		}
	}
	for _, d := range duties.Catalogue() {
		if about(d.Cites) {
			all = append(all, Claim{Kind: law.KindClock, By: d.ID})
		}
	}
	for _, p := range notice.Claims() {
		if about(p.Cites) {
			all = append(all, Claim{Kind: law.KindUI, By: string(p.Document) + "/" + p.Section})
		}
	}
	for _, s := range w {
		if about(s.Cites) {
			all = append(all, s.claim())
		}
	}
	return all
}

// related reports whether b speaks of a: the same article, a part of it, or the
// whole that it is a part of. Items that name no paragraph are those of the first.
func related(a, b law.Citation) bool {
	if a.Instrument != b.Instrument || a.Article != b.Article {
		return false
	}
	within := func(x, y int) bool { return x == 0 || y == 0 || x == y }
	return within(paragraph(a), paragraph(b)) && within(a.Item, b.Item)
}

func paragraph(c law.Citation) int {
	if c.Paragraph == 0 && c.Item != 0 {
		return 1
	}
	return c.Paragraph
}
