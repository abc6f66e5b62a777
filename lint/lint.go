// Package lint holds a declaration against the law and returns findings. A rule
// is code, one file each, and cites the articles it rests on; the table Rules
// holds them in the order of the statute. A finding says what is wrong, where,
// by which articles and of which status, and how to put it right.
//
// Three principles. A rule binds only where its chapeau says: draft 19(1)–(3)
// and 21 speak of processing that rests on consent, and a use on another basis
// gives no finding under them. One fact gives one finding: where several duties
// meet in one line, the most specific rule reports it and cites them all.
// What software cannot judge is a question for people, never a pass.
//
// Nothing here reads files or the clock, and nothing knows what really happens:
// lint judges what is declared.
package lint

import (
	"cmp"
	"slices"
	"sync"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// A Finding is one thing in a declaration that goes against the law.
type Finding struct {
	Rule    string
	Title   lang.Text
	Cites   []law.Citation // never empty
	Place   declaration.Place
	Named   string // the path of the place, with names for positions: …uses[email/promote].kept
	Message lang.Text
	Fix     lang.Text
	Severity
}

// InForce reports whether the finding rests on at least one article in force.
func (f Finding) InForce() bool {
	return slices.ContainsFunc(f.Cites, func(c law.Citation) bool { return c.Status() == law.StatusInForce })
}

// Options say by which law to judge. The zero value takes all of it.
type Options struct {
	Rulebooks []law.Rulebook // none: all
}

// keep returns the citations that are switched on.
func (o Options) keep(cites []law.Citation) []law.Citation {
	var kept []law.Citation
	for _, c := range cites {
		on := len(o.Rulebooks) == 0 ||
			slices.ContainsFunc(o.Rulebooks, func(r law.Rulebook) bool { return r.Has(c.Instrument) })
		if on && !slices.Contains(kept, c) {
			kept = append(kept, c)
		}
	}
	return kept
}

// Run returns what is wrong with d, ordered by place and then by rule. A finding
// none of whose articles is switched on, or reaches what it is about, is not one.
func Run(d *declaration.Declaration, o Options) []Finding {
	findings := []Finding{}
	named := sync.OnceValue(func() naming { return names(d) })
	for _, r := range Rules {
		r.Check(d, func(path string, message lang.Text, cites ...law.Citation) {
			if len(cites) == 0 {
				cites = r.Cites
			}
			if cites = o.keep(where(d, path, cites)); len(cites) > 0 {
				at := d.PlaceOf(path)
				at.Path = path // of what is missing too, which has no line of its own
				findings = append(findings, Finding{r.ID, r.Title, cites, at, named().of(path), message, r.Fix, r.Severity})
			}
		})
	}
	slices.SortStableFunc(findings, compare)
	return findings
}

func compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Place.File, b.Place.File),
		cmp.Compare(a.Place.Line, b.Place.Line),
		cmp.Compare(a.Place.Column, b.Place.Column),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Place.Path, b.Place.Path),
	)
}
