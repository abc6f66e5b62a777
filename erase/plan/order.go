package plan

import (
	"maps"
	"slices"
	"strings"

	"github.com/volens/volens/declaration"
)

// sequence puts things in an order in which nothing comes before what it waits for.
// Of several that may come next the first as given comes; where all wait, around
// declares which one is taken all the same.
func sequence[T comparable](all []T, waits func(x T, for_ T) bool, around func(x T, unmet []T)) []T {
	left, out := slices.Clone(all), make([]T, 0, len(all))
	for len(left) > 0 {
		next := slices.IndexFunc(left, func(x T) bool {
			return !slices.ContainsFunc(left, func(y T) bool { return y != x && waits(x, y) })
		})
		if next < 0 {
			next = 0
			around(left[0], slices.DeleteFunc(slices.Clone(left[1:]), func(y T) bool { return !waits(left[0], y) }))
		}
		out = append(out, left[next])
		left = slices.Delete(left, next, next+1)
	}
	return out
}

// deedsInOrder puts rows that point before rows that are pointed at, by foreign
// keys and by identifiers; accounts come last where nothing says otherwise.
func (c *compiler) deedsInOrder(mine []*spot) []*spot {
	last := slices.Clone(mine)
	slices.SortStableFunc(last, func(a, b *spot) int { return rank(a) - rank(b) })
	return sequence(last, func(x, y *spot) bool { return y.points(x) || y.uses(x) && !x.points(y) }, func(x *spot, unmet []*spot) {
		for _, y := range unmet {
			if y.points(x) && x.deletes() {
				c.find(Circular, x.store.ID, x.holding.ID, x.holding.Place,
					"与 %s 互相以外键指向，没有一个可以先删", "it and %s point at each other by foreign keys, so that neither can be deleted first", y.holding.ID)
			}
		}
	})
}

func rank(x *spot) int {
	if x.holding.Account {
		return 1
	}
	return 0
}

// points reports whether rows of x point at rows of y by a foreign key.
func (x *spot) points(y *spot) bool {
	return x != y && x.table != nil && x.store == y.store &&
		slices.ContainsFunc(x.table.Foreign, func(k Foreign) bool { return k.Table == y.holding.ID })
}

// uses reports whether x is found by something that y gives.
func (x *spot) uses(y *spot) bool {
	return x != y && slices.ContainsFunc(slices.Collect(maps.Values(y.gives)), func(name string) bool { return slices.Contains(x.by, name) })
}

// deletes reports whether rows of x are deleted.
func (x *spot) deletes() bool {
	return slices.ContainsFunc(x.actions, func(a *Action) bool { return a.Deed.Change == nil })
}

// inOrder says which stores wait for the identifiers of which, puts them in that
// order, and gives each what it has to collect.
func (c *compiler) inOrder(stores []*StorePlan) []*StorePlan {
	needed := c.needed(stores)
	for _, sp := range stores {
		sp.Finds = c.finds(sp, needed)
	}
	givers := map[string][]string{} // stores by identifier
	for _, sp := range stores {
		for _, f := range sp.Finds {
			for _, name := range f.Gives {
				givers[name] = append(givers[name], sp.Store.ID)
			}
		}
	}
	for _, sp := range stores {
		seen := map[string]bool{sp.Store.ID: true}
		for _, name := range sp.found(c) {
			for _, giver := range givers[name] {
				if !seen[giver] {
					seen[giver], sp.Needs = true, append(sp.Needs, giver)
				}
			}
		}
	}
	return sequence(stores, func(x, y *StorePlan) bool { return slices.Contains(x.Needs, y.Store.ID) }, func(x *StorePlan, unmet []*StorePlan) {
		var names []string
		for _, y := range unmet {
			names = append(names, y.Store.ID)
		}
		x.Needs = slices.DeleteFunc(x.Needs, func(id string) bool { return slices.Contains(names, id) })
		c.find(Circular, x.Store.ID, "", x.Store.Place,
			"与 %s 互相等待对方给出的标识；先办本存储，不等它们", "it and %s wait for each other's identifiers; this store goes first and does not wait for them", strings.Join(names, ", "))
	})
}

// found are the identifiers by which anything in the store is found.
func (sp *StorePlan) found(c *compiler) []string {
	var all []string
	for _, x := range c.spots {
		if x.store == sp.Store && (len(x.actions) > 0 || slices.ContainsFunc(sp.Finds, func(f *Find) bool { return f.Target.Holding == x.holding.ID })) {
			all = append(all, x.by...)
		}
	}
	return all
}

// needed are the identifiers by which something is erased, and those by which these
// are collected.
func (c *compiler) needed(stores []*StorePlan) map[string]bool {
	needed := map[string]bool{}
	for _, sp := range stores {
		for _, a := range sp.Deeds {
			for _, name := range a.By {
				needed[name] = true
			}
		}
	}
	for again := true; again; {
		again = false
		for _, x := range c.spots {
			if !x.reached || !slices.ContainsFunc(slices.Collect(maps.Values(x.gives)), func(name string) bool { return needed[name] }) {
				continue
			}
			for _, name := range x.by {
				again = again || !needed[name]
				needed[name] = true
			}
		}
	}
	return needed
}

// finds are the holdings of a store where identifiers that are needed, or values
// that are erased, are collected first.
func (c *compiler) finds(sp *StorePlan, needed map[string]bool) []*Find {
	var mine []*spot
	by := map[*spot]*Find{}
	for _, x := range c.spots {
		if x.store != sp.Store || !x.reached {
			continue
		}
		f := &Find{Target: Target{Holding: x.holding.ID, Found: x.found, Owner: owner(x.found)}, Gives: map[string]string{}, Rows: map[string]bool{}, Values: x.values(), Names: x.names()}
		for column, name := range x.gives {
			if needed[name] && name != declaration.Person {
				f.Gives[column] = name
				f.Rows[column] = x.primary(column) && len(x.table.Primary) == 1
			}
		}
		if len(f.Gives)+len(f.Values)+len(f.Names) > 0 {
			mine, by[x] = append(mine, x), f
		}
	}
	var all []*Find
	for _, x := range sequence(mine, func(x, y *spot) bool { return x.uses(y) }, func(*spot, []*spot) {}) {
		all = append(all, by[x])
	}
	return all
}
