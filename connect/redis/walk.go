package redis

import (
	"context"
	"iter"

	goredis "github.com/redis/go-redis/v9"
)

const (
	scanning = 1000 // keys that the server looks at in one step
	batch    = 500  // keys that are worked on at once
)

// names yields the names of the keys that the goal may mean, in batches, each name
// once. Exact names are not asked for; for all others the keyspace is gone through
// once, however many people it is about.
func (s store) names(ctx context.Context, g goal) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		if g.nobody() {
			return
		}
		var all []string
		scan := false
		for b := range g.keys.Bounds() {
			exact, ok := b.Exact()
			if !ok {
				scan = true
				continue
			}
			if all = append(all, exact); len(all) == batch {
				if !yield(all, nil) {
					return
				}
				all = nil
			}
		}
		if len(all) > 0 && !yield(all, nil) {
			return
		}
		if scan {
			s.scan(ctx, g, yield)
		}
	}
}

// scan goes through the keyspace.
func (s store) scan(ctx context.Context, g goal, yield func([]string, error) bool) {
	glob := g.glob
	if only, ok := g.keys.Only(); ok {
		glob = only
	}
	seen := map[string]bool{} // a key may come twice
	for cursor := uint64(0); ; {
		keys, next, err := s.c.Scan(ctx, cursor, glob.Glob(), scanning).Result()
		if err != nil {
			yield(nil, failed(err))
			return
		}
		var all []string
		for _, k := range keys {
			// The server matched a pattern for everybody; whose it is we say ourselves.
			if !seen[k] && g.keys.Match(k) {
				seen[k] = true
				all = append(all, k)
			}
		}
		if len(all) > 0 && !yield(all, nil) {
			return
		}
		if cursor = next; cursor == 0 {
			return
		}
	}
}

// A match is a key of the goal, or some members of it.
type match struct {
	key, kind string
	members   []string // nil for the whole key
	times     int64    // how many rows it is
}

// matches returns what of the keys the goal means.
func matches(ctx context.Context, c goredis.Cmdable, g goal, keys []string) ([]match, error) {
	kinds, err := c.Pipelined(ctx, func(p goredis.Pipeliner) error {
		for _, k := range keys {
			p.Type(ctx, k)
		}
		return nil
	})
	if err != nil {
		return nil, failed(err)
	}
	var there []match
	for i, k := range keys {
		if kind := kinds[i].(*goredis.StatusCmd).Val(); kind != "none" {
			there = append(there, match{key: k, kind: kind, times: 1})
		}
	}
	if g.plain() {
		return there, nil
	}
	whole, err := wholes(ctx, c, g, there)
	if err != nil || len(g.members) == 0 {
		return whole, err
	}
	taken := map[string]bool{}
	for _, m := range whole {
		taken[m.key] = true
	}
	some, err := memberships(ctx, c, g, there, taken)
	return append(whole, some...), err
}

// wholes returns the keys that match by the fields of their hash: found by one of
// them, where that is asked, and within all windows.
func wholes(ctx context.Context, c goredis.Cmdable, g goal, there []match) ([]match, error) {
	columns := g.columns()
	if len(columns) == 0 {
		return nil, nil
	}
	values, err := hashes(ctx, c, there, columns)
	if err != nil {
		return nil, err
	}
	var all []match
	for i, m := range there {
		if g.holds(values[i]) {
			all = append(all, m)
		}
	}
	return all, nil
}

// holds reports whether these fields are what the goal asks for.
func (g goal) holds(fields map[string]string) bool {
	found := !g.found
	for column, ids := range g.fields {
		v, ok := fields[column]
		found = found || ok && ids[v]
	}
	for column, ids := range g.asked {
		v, ok := fields[column]
		found = found || ok && ids[v] && g.by.Lets(fields[g.owner])
	}
	for _, w := range g.within {
		found = found && inside(w, fields[w.Column])
	}
	return found
}

// hashes returns the named fields of each key; none where it is no hash.
func hashes(ctx context.Context, c goredis.Cmdable, there []match, columns []string) ([]map[string]string, error) {
	asked := make([]*goredis.SliceCmd, len(there))
	_, err := c.Pipelined(ctx, func(p goredis.Pipeliner) error {
		for i, m := range there {
			if m.kind == "hash" {
				asked[i] = p.HMGet(ctx, m.key, columns...)
			}
		}
		return nil
	})
	if err != nil {
		return nil, failed(err)
	}
	all := make([]map[string]string, len(there))
	for i, cmd := range asked {
		if cmd == nil {
			continue
		}
		all[i] = map[string]string{}
		for j, v := range cmd.Val() {
			if text, ok := v.(string); ok {
				all[i][columns[j]] = text
			}
		}
	}
	return all, nil
}
