package plan

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/volens/volens/declaration"
)

const (
	// Asked is how many identifiers of one person it is asked about whether others
	// share them.
	Asked   = 200
	halving = 64 // how many questions are put to tell those that are shared from the rest
	telling = 8  // characters by which an identifier is told from chance within a text
)

// Doubts reports whether an identifier that a holding gives may be somebody else's, too,
// and it can be found out by looking into texts.
func (f *Find) Doubts(name, value string) bool { return f.Uncertain(name) && Telling(value) }

// Uncertain reports whether what a holding gives under a name may be somebody else's,
// too: it is not the number of a row, which nobody else has. Whoever writes the address
// of another's picture into a review of their own must not have it erased.
func (f *Find) Uncertain(name string) bool {
	for column, gives := range f.Gives {
		if gives == name && !f.Rows[column] {
			return true
		}
	}
	return false
}

// Telling reports whether an identifier is long enough to be looked for within texts.
// A short one is there by chance, as 7 is in 70, and is only held against what is an
// identifier as a whole.
func Telling(value string) bool { return utf8.RuneCountInString(value) >= telling }

// Part parts identifiers by a property of their values.
func (k Keys) Part(has func(string) bool) (with, without Keys) {
	with, without = Keys{}, Keys{}
	for name, values := range k {
		with[name] = Filtered(values, has)
		without[name] = Filtered(values, func(v string) bool { return !has(v) })
	}
	return with, without
}

// Held is a column in which identifiers of one name are, and how the person's rows are
// found in its holding.
type Held struct {
	Target
	Column string
}

// Holding lists the columns of a store in which an identifier is: those that give it,
// and those by which rows are found by it.
func (s *StorePlan) Holding(name string) []Held {
	ways := map[string]Target{}
	var all []Held
	add := func(holding, column string) {
		if !slices.ContainsFunc(all, func(h Held) bool { return h.Holding == holding && h.Column == column }) {
			all = append(all, Held{Target{Holding: holding}, column})
		}
	}
	for _, t := range s.everywhere() {
		was := ways[t.Holding]
		t.Found = slices.Concat(was.Found, Filtered(t.Found, func(f *declaration.Found) bool { return !slices.Contains(was.Found, f) }))
		ways[t.Holding] = t
		for _, f := range t.Found {
			if f.By == name {
				add(t.Holding, f.In)
			}
		}
	}
	for _, f := range s.Finds {
		for _, column := range slices.Sorted(maps.Keys(f.Gives)) {
			if f.Gives[column] == name {
				add(f.Target.Holding, column)
			}
		}
	}
	for i := range all {
		all[i].Target = ways[all[i].Holding]
	}
	return all
}

// A Look is one way of looking into a store.
type Look func(context.Context, Search) ([]Residue, error)

// Shared parts identifiers into those that are the person's alone and those that
// Others share: a row holds them that is neither the person's nor led to by them. Of
// more than it can ask about, it asks about none. By is what is known of the person.
//
// It costs one search of the store, and some more where any is shared.
func (s *StorePlan) Shared(ctx context.Context, look Look, by, doubted Keys, most int) (alone, shared Keys, err error) {
	alone, shared = Keys{}, Keys{}
	values := doubted.Values()
	if len(values) > most {
		return alone, doubted, nil
	}
	search := Search{By: maps.Clone(by), Spare: s.everywhere()}
	for name, more := range doubted {
		search.By[name] = slices.Concat(search.By[name], more)
	}
	theirs, err := Single(values, halving, func(values []string) (bool, error) {
		search.Values = sought(values)
		found, err := look(ctx, search)
		return len(found) == 0, err
	})
	if err != nil {
		return nil, nil, err
	}
	single := map[string]bool{}
	for _, v := range theirs {
		single[v] = true
	}
	for name, values := range doubted {
		alone[name] = Filtered(values, func(v string) bool { return single[v] })
		shared[name] = Filtered(values, func(v string) bool { return !single[v] })
	}
	return alone, shared, nil
}

// sought is how identifiers are looked for within texts: a short one as lists in JSON
// write it, and not at all where it is a number, which is all sorts of things there.
func sought(values []string) []string {
	var all []string
	for _, v := range values {
		switch {
		case Telling(v):
			all = append(all, v)
		case strings.Trim(v, "0123456789") != "":
			all = append(all, `"`+v+`"`)
		}
	}
	return all
}

// everywhere is each holding of a store, however a person is found there.
func (s *StorePlan) everywhere() []Target {
	var all []Target
	for _, f := range s.Finds {
		all = append(all, f.Target)
	}
	for _, a := range s.Deeds {
		all = append(all, a.Target)
	}
	return all
}

// Values are all identifiers, whatever they are called, each once.
func (k Keys) Values() []string {
	var all []string
	for _, values := range k {
		all = append(all, values...)
	}
	return Merged(nil, all)
}

// Unfollowed is a target narrowed to what only identifiers lead to that were not
// followed since others share them; ok is false where none of them leads there.
func Unfollowed(t Target, by []string, shared Keys) (narrowed Target, ok bool) {
	of := func(name string) bool { return len(shared[name]) > 0 }
	if len(t.Found) == 0 {
		return t, slices.ContainsFunc(by, of)
	}
	t.Found = Filtered(t.Found, func(f *declaration.Found) bool { return of(f.By) })
	return t, len(t.Found) > 0
}

// Besides are the identifiers of a person with those that others share, in place of
// those that were followed.
func (k Keys) Besides(shared Keys) Keys {
	all := maps.Clone(k)
	for name, values := range shared {
		if len(values) > 0 {
			all[name] = values
		}
	}
	return all
}

// Others is the rows, keys or objects of a holding that say that they are somebody
// else's.
func Others(t Target, by []string) []Target {
	i := slices.IndexFunc(t.Found, func(f *declaration.Found) bool { return f.By == declaration.Person })
	switch {
	case i >= 0:
		return []Target{{Holding: t.Holding, Everyone: true, Owner: t.Found[i].In, Others: true}}
	case len(t.Found) == 0 && t.Holding != declaration.Everything && slices.Contains(by, declaration.Person):
		return []Target{{Holding: t.Holding, Everyone: true}}
	}
	return nil
}

// Gifts are the rows of others to which identifiers of the person lead: one may carry the
// number of whoever gets it.
func Gifts(deeds []*Action) []Target {
	var all []Target
	for _, a := range deeds {
		t := Target{Holding: a.Target.Holding, Found: Filtered(a.Target.Found, a.Target.Asks), Owner: a.Target.Owner, Others: true}
		if len(t.Found) > 0 {
			all = append(all, t)
		}
	}
	return all
}

// Leading leaves out what a deed made of identifiers in rows that stay: 138 is what
// first:3 leaves of many phone numbers, and leads to other people's rows. A value that
// is shorter than what would be left of it was not cut.
func (f *Find) Leading(deeds []*Action, got Keys) Keys {
	got = maps.Clone(got)
	for column, name := range f.Gives {
		for _, a := range deeds {
			as, changes := a.Deed.Change[column]
			if a.Target.Holding != f.Target.Holding || !changes {
				continue
			}
			kind, length := as.Parts()
			got[name] = Filtered(got[name], func(v string) bool {
				to, null := as.Apply(v)
				return null || to != v || kind == declaration.ToFirst && strconv.Itoa(utf8.RuneCountInString(v)) != length
			})
		}
	}
	return got
}
