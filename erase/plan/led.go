package plan

import (
	"slices"
	"time"

	"github.com/volens/volens/declaration"
)

// LedBy reports whether identifiers lead to a holding, and the own id does not: once
// the rows that give them are gone, nobody finds what is there.
func LedBy(by []string, names map[string]bool) bool {
	return !slices.Contains(by, declaration.Person) && slices.ContainsFunc(by, func(name string) bool { return names[name] })
}

// GivesOf is where a holding gives identifiers; none where it gives none.
func (s *StorePlan) GivesOf(holding string) *Find {
	i := slices.IndexFunc(s.Finds, func(f *Find) bool { return f.Target.Holding == holding })
	if i < 0 {
		return &Find{Target: Target{Holding: holding}}
	}
	return s.Finds[i]
}

// Names are the identifiers that a holding gives, whether the plan needs them or only
// people do.
func (s *StorePlan) Names(holding string) map[string]bool {
	all := map[string]bool{}
	for _, name := range s.GivesOf(holding).Gives {
		all[name] = true
	}
	for _, h := range s.Store.Holds {
		for _, f := range h.Fields {
			if h.ID == holding && f.Gives != "" {
				all[f.Gives] = true
			}
		}
	}
	return all
}

// ByHand is where identifiers lead to in a store in which only people erase, or "".
func (s *StorePlan) ByHand(names map[string]bool) string {
	if !s.Manual {
		return ""
	}
	for _, h := range s.Store.Holds {
		if LedBy(h.By(), names) {
			return h.ID
		}
	}
	return ""
}

// Fresh is what of other identifiers is not known yet.
func (k Keys) Fresh(got Keys) Keys {
	all := Keys{}
	for name, values := range got {
		if some := Filtered(values, func(v string) bool { return !slices.Contains(k[name], v) }); len(some) > 0 {
			all[name] = some
		}
	}
	return all
}

// Halved is the older and the newer half of the time in which the rows were written:
// the last window of a target that is swept.
func (t Target) Halved() (older, newer Target, ok bool) {
	last := len(t.Within) - 1
	w := t.Within[last]
	from := w.From
	if from.IsZero() {
		from = time.Unix(0, 0)
	}
	mid := from.Add(w.To.Sub(from) / 2).Truncate(time.Second)
	if !mid.After(from) || !mid.Before(w.To) {
		return t, t, false
	}
	older, newer = t, t
	older.Within, newer.Within = slices.Clone(t.Within), slices.Clone(t.Within)
	older.Within[last].To, newer.Within[last].From = mid, mid
	return older, newer, true
}

// Remade reports whether a change would make something else of a row, or may.
func (r Record) Remade(change map[string]declaration.Transform) bool {
	for column, as := range change {
		was, is := r[column]
		to, null := as.Apply(was)
		if null && is || !null && to != was {
			return true
		}
	}
	return false
}

// Finds reports whether identifiers lead to the target: one of its columns holds one, or
// all that stand in its name are known.
func (t Target) Finds(by []string, keys Keys) bool {
	if len(t.Found) > 0 {
		return keys.Has(by)
	}
	return len(by) > 0 && !slices.ContainsFunc(by, func(name string) bool { return len(keys[name]) == 0 })
}
