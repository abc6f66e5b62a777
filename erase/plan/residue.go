package plan

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/volens/volens/erase/value"
)

// Places is how many places of residue are told apart in the progress of a store; the
// evidence has them all.
const Places = 50

// Mostly is residue of the first places, and the rest of it under one name.
func Mostly(all []Residue) []Residue {
	if len(all) <= Places {
		return all
	}
	rest := Residue{Where: "…", How: all[Places].How}
	for _, r := range all[Places:] {
		rest.Count += r.Count
	}
	return append(slices.Clone(all[:Places]), rest)
}

// Said is residue for the log: places, counts and what found it.
func Said(all []Residue) []string {
	var out []string
	for _, r := range all {
		out = append(out, fmt.Sprintf("%s: %d by %s", r.Where, r.Count, r.How))
	}
	return out
}

// Without is residue that is no part of some of it.
func Without(all, some []Residue) []Residue {
	all = slices.Clone(all)
	for _, s := range some {
		if i := slices.IndexFunc(all, func(r Residue) bool { return r.Where == s.Where && r.How == s.How }); i >= 0 {
			all[i].Count -= s.Count
		}
	}
	return Filtered(all, func(r Residue) bool { return r.Count > 0 })
}

// Veiled takes identifiers and values out of the names of places: the path of an
// object may hold some.
func Veiled(all []Residue, values []string, by ...Keys) []Residue {
	all = slices.Clone(all)
	for i := range all {
		for _, keys := range by {
			for name, values := range keys {
				for _, known := range values {
					all[i].Where = value.Veil(all[i].Where, known, "{"+name+"}")
				}
			}
		}
		for _, known := range values {
			all[i].Where = value.Veil(all[i].Where, known, "{…}")
		}
	}
	return all
}

// Summed adds up residue by place, in order.
func Summed(all []Residue) []Residue {
	var sum []Residue
	for _, r := range all {
		i := slices.IndexFunc(sum, func(s Residue) bool { return s.Where == r.Where && s.How == r.How })
		if i < 0 {
			i, sum = len(sum), append(sum, Residue{Where: r.Where, How: r.How})
		}
		sum[i].Count += r.Count
	}
	slices.SortFunc(sum, func(a, b Residue) int { return cmp.Or(cmp.Compare(a.Where, b.Where), cmp.Compare(a.How, b.How)) })
	return sum
}
