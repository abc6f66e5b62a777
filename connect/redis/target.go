package redis

import (
	"github.com/volens/volens/connect/pattern"
	"github.com/volens/volens/erase/plan"
)

// Member is the column that stands for the members of a set, a sorted set and a
// list, and for the fields of a hash: found in it, an identifier is a row of its
// own.
const Member = "member"

// A goal is a target that was understood.
type goal struct {
	keys    pattern.Group              // which keys
	glob    pattern.Bound              // what all of them look like
	fields  map[string]map[string]bool // identifiers by the field of a hash that holds them
	asked   map[string]map[string]bool // the same, where the owner has a say
	members []string                   // identifiers that are members
	owner   string                     // the field that says whose key it is, where it has a say
	by      plan.Keys
	found   bool // whether a key must be found by field or member
	within  []plan.Window
	limit   int
}

// understand makes sense of a target. Errors: fault.Invalid.
func understand(t plan.Target, by plan.Keys) (goal, error) {
	p, err := pattern.Parse(t.Holding)
	if err != nil {
		return goal{}, err
	}
	g := goal{glob: p.Anybody(), within: t.Within, owner: t.Owner, by: by, limit: t.Limit}
	switch {
	case t.Everyone:
		return g.everyone(t)
	case len(t.Found) == 0 && len(p.Names()) == 0, t.Others:
		return goal{}, errTarget // it would be everybody's
	}
	if g.keys, err = pattern.Collect(p.Bind(by)); err != nil {
		return goal{}, err
	}
	g.ways(t, by)
	if len(g.members) > 0 && len(g.within) > 0 {
		return goal{}, errTarget // a member has no time
	}
	return g, g.timed()
}

// everyone makes a goal of all keys that are old enough.
func (g goal) everyone(t plan.Target) (goal, error) {
	old := false
	for _, w := range t.Within {
		old = old || !w.To.IsZero()
	}
	if !old || len(t.Found) > 0 {
		return goal{}, errTarget
	}
	all := func(yield func(pattern.Bound, error) bool) { yield(g.glob, nil) }
	var err error
	if g.keys, err = pattern.Collect(all); err != nil {
		return goal{}, err
	}
	return g, g.timed()
}

// timed refuses a window without a column: a key has no time of its own.
func (g goal) timed() error {
	for _, w := range g.within {
		if w.Column == "" {
			return errTarget
		}
	}
	return nil
}

// ways notes by which identifiers a key is found beside its name.
func (g *goal) ways(t plan.Target, by plan.Keys) {
	g.found = len(t.Found) > 0
	g.fields, g.asked = map[string]map[string]bool{}, map[string]map[string]bool{}
	for _, f := range t.Found {
		fields := g.fields
		if t.Asks(f) {
			fields = g.asked
		}
		for _, id := range by[f.By] {
			switch {
			case id == "": // of nobody
			case f.In == Member:
				g.members = append(g.members, id)
			case fields[f.In] == nil:
				fields[f.In] = map[string]bool{id: true}
			default:
				fields[f.In][id] = true
			}
		}
	}
}

// nobody reports whether nothing can match.
func (g goal) nobody() bool {
	return g.keys.Empty() || g.found && len(g.fields)+len(g.asked)+len(g.members) == 0
}

// plain reports whether a key matches by its name alone.
func (g goal) plain() bool { return !g.found && len(g.within) == 0 }

// columns are the fields of a hash that say whether it matches.
func (g goal) columns() []string {
	var all []string
	for f := range g.fields {
		all = append(all, f)
	}
	for f := range g.asked {
		all = append(all, f)
	}
	if len(g.asked) > 0 {
		all = append(all, g.owner)
	}
	for _, w := range g.within {
		all = append(all, w.Column)
	}
	return all
}
