package needle

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/volens/volens/erase/plan"
)

// What found a piece of residue.
const (
	ByIdentifier = "identifier"
	ByValue      = "value"
	ByColumn     = "column" // of a row that stays: it does not hold what the deed makes of it
)

// mostPlaces bounds how many places are told apart; what lies beyond is counted
// under one name.
const (
	mostPlaces = 1000
	elsewhere  = "…"
)

// A Tally counts residue by place.
type Tally struct{ counts map[plan.Residue]int64 }

// Add counts one find.
func (t *Tally) Add(where, how string) {
	if t.counts == nil {
		t.counts = map[plan.Residue]int64{}
	}
	at := plan.Residue{Where: where, How: how}
	if t.counts[at] == 0 && len(t.counts) >= mostPlaces {
		at.Where = elsewhere
	}
	t.counts[at]++
}

// Residues returns what was counted, in order of place.
func (t *Tally) Residues() []plan.Residue {
	var all []plan.Residue
	for r, n := range t.counts {
		r.Count = n
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b plan.Residue) int {
		return cmp.Or(cmp.Compare(a.Where, b.Where), cmp.Compare(a.How, b.How))
	})
	return all
}

// Shape names a key or a path without what may be personal in it: of its parts,
// only short words of ASCII letters are left, and none that known is true for, alone
// or with its neighbours: zhou.ou@mail.example is not three words.
func Shape(text string, known func(string) bool) string {
	var out strings.Builder
	for len(text) > 0 {
		end := strings.IndexAny(text, ":/|#")
		part, after := text, ""
		if end >= 0 {
			part, after, text = text[:end], text[end:end+1], text[end+1:]
		} else {
			text = ""
		}
		out.WriteString(shapeOf(strings.Split(part, "."), known))
		out.WriteString(after)
	}
	return out.String()
}

// mostDots bounds how many words between full stops are told apart.
const mostDots = 16

// shapeOf shapes words between which there are full stops.
func shapeOf(words []string, known func(string) bool) string {
	if len(words) > mostDots || strings.ContainsAny(strings.Join(words, "."), "@%") {
		return "*"
	}
	personal := make([]bool, len(words))
	for from := range words {
		for to := from + 1; to <= len(words); to++ {
			if together := strings.Join(words[from:to], "."); known(together) && together != "" {
				for i := from; i < to; i++ {
					personal[i] = true
				}
			}
		}
	}
	shape := make([]string, len(words))
	for i, w := range words {
		if shape[i] = w; personal[i] || !plain(w) {
			shape[i] = "*"
		}
	}
	return strings.Join(shape, ".")
}

// plain reports whether a part looks like a word that software is made with.
func plain(part string) bool {
	return len(part) <= 20 && !strings.ContainsFunc(part, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && r != '_' && r != '-'
	})
}
