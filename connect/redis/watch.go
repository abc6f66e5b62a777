package redis

import (
	"iter"
	"slices"

	"github.com/volens/volens/connect/needle"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

// A watch is a search that was understood: what makes a key residue.
type watch struct {
	targets []suspect
	changes []suspect // that stay
	spare   []suspect
	values  needle.Set
	names   map[string]bool // identifiers and values, which no place is named by
	seen    map[string]bool
	tally   needle.Tally
}

// A suspect is a target, as whoever looks understands it.
type suspect struct {
	holding string
	name    needle.Name
	fields  map[string]map[string]bool // identifiers by field; by Member for members
	asked   map[string]map[string]bool // the same, where the owner has a say
	owner   string
	theirs  map[string]bool // what the owner's field holds where a key is nobody's, or the person's
	others  bool            // the keys that it leaves to others, instead
	found   bool
	within  []plan.Window
	as      map[string]declaration.Transform // what its fields were to become
}

func newWatch(s plan.Search) *watch {
	w := &watch{values: needle.Of(s.Values), names: map[string]bool{}, seen: map[string]bool{}}
	for _, v := range s.Values {
		w.names[v] = true
	}
	for _, ids := range s.By {
		for _, id := range ids {
			w.names[id] = true
		}
	}
	w.targets, w.spare = suspects(s.Targets, s.By), suspects(s.Spare, s.By)
	w.changes = changes(s.Changed, s.By)
	return w
}

// known reports whether a part of a name may be of the person.
func (w *watch) known(part string) bool { return w.names[part] || w.values.InText(part) }

func suspects(targets []plan.Target, by plan.Keys) []suspect {
	var all []suspect
	for _, t := range targets {
		s := suspect{holding: t.Holding, fields: map[string]map[string]bool{}, found: len(t.Found) > 0, within: t.Within}
		var known bool
		if s.name, known = needle.NameOf(t, by); !known {
			continue
		}
		s.owned(t, by)
		for _, f := range t.Found {
			fields := s.fields
			if t.Asks(f) {
				fields = s.asked
			} else if t.Others {
				continue
			}
			if fields[f.In] == nil {
				fields[f.In] = map[string]bool{}
			}
			for _, id := range by[f.By] {
				fields[f.In][id] = id != ""
			}
		}
		all = append(all, s)
	}
	return all
}

// owned notes what the field of the owner has a say in.
func (s *suspect) owned(t plan.Target, by plan.Keys) {
	s.asked, s.owner, s.others, s.theirs = map[string]map[string]bool{}, t.Owner, t.Others, map[string]bool{}
	for _, id := range plan.Nobodies() {
		s.theirs[id] = true
	}
	for _, id := range by[declaration.Person] {
		s.theirs[id] = true
	}
}

// A finding is what is known of one key so far.
type finding struct {
	w         *watch
	key, kind string
	value     bool            // a value is in its name or its content
	suspected []*openQuestion // targets whose pattern its name has
	changes   []*openQuestion
	spares    []*openQuestion
}

// An openQuestion is a suspect whose key it is, and what its content says.
type openQuestion struct {
	s      *suspect
	found  bool
	asks   bool   // it was found, if the owner lets it
	owner  string // what the owner's field holds
	times  map[string]string
	fields map[string]string // that were to become something
}

func (w *watch) finding(key, kind string) *finding {
	f := &finding{w: w, key: key, kind: kind, value: w.values.InName(key)}
	f.suspected, f.changes, f.spares = questions(w.targets, key), questions(w.changes, key), questions(w.spare, key)
	return f
}

func questions(all []suspect, key string) []*openQuestion {
	var open []*openQuestion
	for i := range all {
		if s := &all[i]; s.name.Match(key) {
			open = append(open, &openQuestion{s: s, found: !s.found, times: map[string]string{}, fields: map[string]string{}})
		}
	}
	return open
}

// element takes note of one element.
func (f *finding) element(field, text string) {
	f.value = f.value || f.w.values.InText(text) || f.w.values.InText(field)
	for _, q := range f.suspected {
		q.element(field, text)
	}
	for _, q := range f.changes {
		q.element(field, text)
	}
	for _, q := range f.spares {
		q.element(field, text)
	}
}

func (q *openQuestion) element(field, text string) {
	member := field
	if field == "" {
		member = text
	}
	if q.s.fields[Member][member] || field != "" && q.s.fields[field][text] {
		q.found = true
	}
	if field != "" {
		q.asks = q.asks || q.s.asked[field][text]
		if field == q.s.owner {
			q.owner = text
		}
	}
	for _, w := range q.s.within {
		if w.Column == field {
			q.times[field] = text
		}
	}
	if _, ok := q.s.as[field]; ok {
		q.fields[field] = text
	}
}

// yes reports whether the key is of the suspect after all.
func (q *openQuestion) yes() bool {
	for _, w := range q.s.within {
		if !inside(w, q.times[w.Column]) {
			return false
		}
	}
	others := !q.s.theirs[q.owner]
	if q.s.others {
		return others && (q.asks || !q.s.found)
	}
	return q.found || q.asks && !others
}

// spared reports whether a ground keeps the key.
func (f *finding) spared() bool { return slices.ContainsFunc(f.spares, (*openQuestion).yes) }

// targets yields the holdings that the key is residue of.
func (f *finding) targets() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, q := range f.suspected {
			if q.yes() && !yield(q.s.holding) {
				return
			}
		}
	}
}
