package erase

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/erase/value"
)

// places is how many places of residue are told apart in the progress of a store; the
// evidence has them all.
const places = 50

// mostly is residue of the first places, and the rest of it under one name.
func mostly(all []plan.Residue) []plan.Residue {
	if len(all) <= places {
		return all
	}
	rest := plan.Residue{Where: "…", How: all[places].How}
	for _, r := range all[places:] {
		rest.Count += r.Count
	}
	return append(slices.Clone(all[:places]), rest)
}

// said is residue for the log: places, counts and what found it.
func said(all []plan.Residue) []string {
	var out []string
	for _, r := range all {
		out = append(out, fmt.Sprintf("%s: %d by %s", r.Where, r.Count, r.How))
	}
	return out
}

// without is residue that is no part of some of it.
func without(all, some []plan.Residue) []plan.Residue {
	all = slices.Clone(all)
	for _, s := range some {
		if i := slices.IndexFunc(all, func(r plan.Residue) bool { return r.Where == s.Where && r.How == s.How }); i >= 0 {
			all[i].Count -= s.Count
		}
	}
	return plan.Filtered(all, func(r plan.Residue) bool { return r.Count > 0 })
}

// veiled takes identifiers and values out of the names of places: the path of an
// object may hold some.
func veiled(all []plan.Residue, f File) []plan.Residue {
	all = slices.Clone(all)
	for i := range all {
		for _, keys := range []plan.Keys{f.Keys, f.Shared} {
			for name, values := range keys {
				for _, known := range values {
					all[i].Where = value.Veil(all[i].Where, known, "{"+name+"}")
				}
			}
		}
		for _, known := range f.Values {
			all[i].Where = value.Veil(all[i].Where, known, "{…}")
		}
	}
	return all
}

// summed adds up residue by place, in order.
func summed(all []plan.Residue) []plan.Residue {
	var sum []plan.Residue
	for _, r := range all {
		i := slices.IndexFunc(sum, func(s plan.Residue) bool { return s.Where == r.Where && s.How == r.How })
		if i < 0 {
			i, sum = len(sum), append(sum, plan.Residue{Where: r.Where, How: r.How})
		}
		sum[i].Count += r.Count
	}
	slices.SortFunc(sum, func(a, b plan.Residue) int { return cmp.Or(cmp.Compare(a.Where, b.Where), cmp.Compare(a.How, b.How)) })
	return sum
}
