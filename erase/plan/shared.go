package plan

import (
	"context"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/volens/volens/declaration"
)

const (
	// Asked is how many identifiers of one person it is asked about whether others
	// share them.
	Asked   = 200
	halving = 64 // how many questions are put to tell those that are shared from the rest
)

// Doubts reports whether an identifier that a holding gives may be somebody else's,
// too, and it can be found out by looking: it is not the number of a row, which
// nobody else has, and long enough to be told from chance. Whoever writes the address
// of another's picture into a review of their own must not have it erased.
func (f *Find) Doubts(name, value string) bool {
	for column, gives := range f.Gives {
		if gives == name && !f.Rows[column] {
			return utf8.RuneCountInString(value) >= 8
		}
	}
	return false
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
	left := halving
	single := map[string]bool{}
	var ask func(values []string) error
	ask = func(values []string) error {
		if len(values) == 0 || left == 0 {
			return nil
		}
		left--
		search.Values = values
		found, err := look(ctx, search)
		switch {
		case err != nil:
			return err
		case len(found) == 0:
			for _, v := range values {
				single[v] = true
			}
			return nil
		case len(values) == 1:
			return nil
		}
		half := len(values) / 2
		if err := ask(values[:half]); err != nil {
			return err
		}
		return ask(values[half:])
	}
	if err := ask(values); err != nil {
		return nil, nil, err
	}
	for name, values := range doubted {
		alone[name] = Filtered(values, func(v string) bool { return single[v] })
		shared[name] = Filtered(values, func(v string) bool { return !single[v] })
	}
	return alone, shared, nil
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
