package redis

import (
	"maps"
	"slices"

	"github.com/volens/volens/connect/needle"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

// changes are keys that stay, as whoever looks understands them.
func changes(changed []plan.Changed, by plan.Keys) []suspect {
	var all []suspect
	for _, c := range changed {
		for _, s := range suspects([]plan.Target{c.Target}, by) {
			s.as = c.As
			all = append(all, s)
		}
	}
	return all
}

// undone yields what a key that stays is residue of: fields that are not what they
// were to become, and all of a key that has no fields and so could not be changed.
func (f *finding) undone(yield func(place string) bool) {
	for _, q := range f.changes {
		if len(q.s.as) == 0 || !q.yes() {
			continue
		}
		if f.kind != "hash" {
			if !yield(q.s.holding) {
				return
			}
			continue
		}
		for _, field := range slices.Sorted(maps.Keys(q.s.as)) {
			text, there := q.fields[field]
			if there && !became(q.s.as[field], text) && !yield(q.s.holding+"."+field) {
				return
			}
		}
	}
}

// became reports whether a field that is there holds what a transform makes of it.
func became(as declaration.Transform, text string) bool {
	switch name, _ := as.Parts(); name {
	case string(declaration.ToNull):
		return false
	case string(declaration.ToBlank):
		return text == ""
	case string(declaration.ToHash):
		return needle.Hashed(text)
	}
	to, made := needle.Remade(as, text)
	return made && text == to
}
