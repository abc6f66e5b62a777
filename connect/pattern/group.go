package pattern

import "iter"

// A Group is a pattern bound to many identifiers, to be asked whether a text is of
// any of them: one look at the lengths of what their matches begin with.
type Group struct {
	byPrefix map[string][]Bound
	lengths  map[int]bool
}

// Collect makes a group. Errors are those of Bind.
func Collect(all iter.Seq2[Bound, error]) (Group, error) {
	g := Group{byPrefix: map[string][]Bound{}, lengths: map[int]bool{}}
	for b, err := range all {
		if err != nil {
			return Group{}, err
		}
		prefix := b.Prefix()
		g.byPrefix[prefix] = append(g.byPrefix[prefix], b)
		g.lengths[len(prefix)] = true
	}
	return g, nil
}

// Empty reports whether nothing is in the group.
func (g Group) Empty() bool { return len(g.byPrefix) == 0 }

// Only returns the one pattern of the group, where it has one.
func (g Group) Only() (Bound, bool) {
	if len(g.byPrefix) != 1 {
		return Bound{}, false
	}
	for _, all := range g.byPrefix {
		return all[0], len(all) == 1
	}
	return Bound{}, false
}

// Bounds yields the patterns of the group, in no order.
func (g Group) Bounds() iter.Seq[Bound] {
	return func(yield func(Bound) bool) {
		for _, all := range g.byPrefix {
			for _, b := range all {
				if !yield(b) {
					return
				}
			}
		}
	}
}

// Match reports whether the text is of any pattern of the group.
func (g Group) Match(text string) bool {
	for n := range g.lengths {
		if n > len(text) {
			continue
		}
		for _, b := range g.byPrefix[text[:n]] {
			if b.Match(text) {
				return true
			}
		}
	}
	return false
}
