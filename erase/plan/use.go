package plan

import (
	"maps"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/crowd"
)

// Stays reports whether rows of a target are found after the deed, and which of
// their columns were changed. Rows whose identifiers are gone are not found.
func (a *Action) Stays(t Target) bool {
	if a.Deed.Change == nil {
		return false
	}
	for _, f := range t.Found {
		if _, gone := a.Deed.Change[f.In]; !gone {
			return true
		}
	}
	return len(t.Found) == 0
}

// Has reports whether any of the identifiers is known.
func (k Keys) Has(names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return len(k[n]) > 0 })
}

// With adds identifiers and says whether any was new. The own id is never added
// to: whoever shares a phone number is still somebody else.
func (k Keys) With(more Keys) (Keys, bool) {
	all, fresh := maps.Clone(k), false
	if all == nil {
		all = Keys{}
	}
	for _, name := range slices.Sorted(maps.Keys(more)) {
		if name == declaration.Person {
			continue
		}
		merged := slices.Concat(all[name], Given(more[name]))
		slices.Sort(merged)
		merged = slices.Compact(merged)
		if len(merged) > len(all[name]) {
			all[name], fresh = merged, true
		}
	}
	return all, fresh
}

// Size is how many identifiers there are.
func (k Keys) Size() (n int) {
	for _, v := range k {
		n += len(v)
	}
	return n
}

// Filtered returns those that are to stay.
func Filtered[T any](all []T, keep func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), func(x T) bool { return !keep(x) })
}

// Coarse lists the columns of which the deed leaves something coarser. What a ground
// keeps is not anonymised.
func (a *Action) Coarse() []string {
	if a.Keep != nil {
		return nil
	}
	return crowd.Coarse(a.Deed.Change)
}

// Who is the column that says whose a row is, nil where there is none.
func (a *Action) Who() *declaration.Found {
	for _, f := range a.Target.Found {
		if f.By == declaration.Person {
			return f
		}
	}
	if len(a.Target.Found) == 0 {
		return nil
	}
	return a.Target.Found[0]
}

// Known reports whether anything is known by which the holding is found.
func (f *Find) Known(keys Keys) bool {
	return len(f.Target.Found) == 0 || slices.ContainsFunc(f.Target.Found, func(w *declaration.Found) bool { return len(keys[w.By]) > 0 })
}

// Covers reports whether everything of another scope is in this one.
func (s Scope) Covers(other Scope) bool {
	if s.Everything() || other.Everything() {
		return s.Everything()
	}
	return !slices.ContainsFunc(other.Uses, func(u declaration.UseID) bool { return !slices.Contains(s.Uses, u) })
}

// Names reports whether a use is in the scope: itself, or giving on what it covers.
func (s Scope) Names(u *declaration.Use) bool {
	if s.Everything() {
		return true
	}
	base, _, _ := strings.Cut(string(u.ID), ">")
	return slices.ContainsFunc(s.Uses, func(id declaration.UseID) bool { return id == u.ID || string(id) == base })
}

// Gap reports whether something that is declared would not be erased: it is not
// there, nothing leads to it, or nobody said where in the store it is.
func (f Finding) Gap() bool {
	return f.Problem == Missing || f.Problem == Unfound || f.Problem == Unheld
}

// Store finds the part of a plan that one store has.
func (p Plan) Store(id string) *StorePlan {
	i := slices.IndexFunc(p.Stores, func(s *StorePlan) bool { return s.Store.ID == id })
	if i < 0 {
		return nil
	}
	return p.Stores[i]
}

// Dated reports whether accounts say when they were opened, so that a new one of the
// same id can be told from what is late.
func (p Plan) Dated() bool {
	for _, sp := range p.Stores {
		if slices.ContainsFunc(sp.Deeds, func(a *Action) bool {
			return a.Account && a.Born != "" && slices.Contains(a.By, declaration.Person)
		}) {
			return true
		}
	}
	return false
}

// Everything reports whether nothing of the person is to stay.
func (s Scope) Everything() bool { return len(s.Uses) == 0 }

// Merged is both lists in order, each value once.
func Merged(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
