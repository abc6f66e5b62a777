package redis

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"

	goredis "github.com/redis/go-redis/v9"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

// attempts is how often a batch is tried whose keys change meanwhile.
const attempts = 10

// Count counts keys, or members where members are rows.
func (s store) Count(ctx context.Context, t plan.Target, by plan.Keys) (int64, error) {
	g, err := understand(t, by)
	if err != nil {
		return 0, err
	}
	var n int64
	for keys, err := range s.names(ctx, g) {
		if err != nil {
			return 0, err
		}
		all, err := matches(ctx, s.c, g, keys)
		if err != nil {
			return 0, err
		}
		for _, m := range all {
			n += m.times
		}
		if g.limit > 0 && n >= int64(g.limit) {
			return int64(g.limit), nil
		}
	}
	return n, nil
}

// Do deletes keys or members, or changes the fields of hashes.
func (s store) Do(ctx context.Context, t plan.Target, by plan.Keys, d plan.Deed) (int64, error) {
	g, err := understand(t, by)
	if err != nil {
		return 0, err
	}
	if d.Change == nil && g.plain() {
		return s.unlink(ctx, g)
	}
	change := removal
	if d.Change != nil {
		change = transformation(d.Change)
	}
	return s.carryOut(ctx, g, change)
}

// unlink deletes keys that match by their name alone, in one command a batch.
func (s store) unlink(ctx context.Context, g goal) (int64, error) {
	var done int64
	for keys, err := range s.names(ctx, g) {
		if err != nil {
			return done, err
		}
		if left := int64(g.limit) - done; g.limit > 0 && int64(len(keys)) > left {
			there, err := matches(ctx, s.c, g, keys) // the limit is one of keys that are there
			if err != nil {
				return done, err
			}
			keys = nil
			for _, m := range there[:min(int(left), len(there))] {
				keys = append(keys, m.key)
			}
		}
		if len(keys) == 0 {
			continue
		}
		n, err := s.c.Unlink(ctx, keys...).Result()
		if done += n; err != nil {
			return done, failed(err)
		}
		if g.limit > 0 && done >= int64(g.limit) {
			return done, nil
		}
	}
	return done, nil
}

// A change writes what becomes of a match into a pipeline. It reads through c and
// returns how many rows it changes.
type change func(ctx context.Context, c goredis.Cmdable, p goredis.Pipeliner, m match) (int64, error)

// carryOut makes a change batch by batch.
func (s store) carryOut(ctx context.Context, g goal, make change) (int64, error) {
	var done int64
	for keys, err := range s.names(ctx, g) {
		if err != nil {
			return done, err
		}
		for part := range slices.Chunk(keys, 100) {
			n, err := s.atOnce(ctx, g, part, make, g.limit-int(done))
			if done += n; err != nil {
				return done, err
			}
			if g.limit > 0 && done >= int64(g.limit) {
				return done, nil
			}
		}
	}
	return done, nil
}

// atOnce finds out what of some keys is meant and changes it, or nothing where
// another client changes one of the keys in between: a key that came to belong to
// somebody else is left alone.
func (s store) atOnce(ctx context.Context, g goal, keys []string, make change, left int) (int64, error) {
	var done int64
	try := func(tx *goredis.Tx) error {
		done = 0
		all, err := matches(ctx, tx, g, keys)
		if err != nil || len(all) == 0 {
			return err
		}
		if g.limit > 0 && len(all) > left {
			all = all[:left]
		}
		p := tx.TxPipeline()
		for _, m := range all {
			n, err := make(ctx, tx, p, m)
			if err != nil {
				return err
			}
			done += n
		}
		if p.Len() == 0 {
			return nil
		}
		_, err = p.Exec(ctx)
		return err
	}
	for range attempts {
		err := s.c.Watch(ctx, try, keys...)
		if err == nil {
			return done, nil
		}
		if !errors.Is(err, goredis.TxFailedErr) {
			return 0, failed(err)
		}
	}
	return 0, errBusy
}

// removal deletes the key, or takes the members out of it.
func removal(ctx context.Context, _ goredis.Cmdable, p goredis.Pipeliner, m match) (int64, error) {
	if m.members == nil {
		p.Unlink(ctx, m.key)
	} else {
		m.remove(ctx, p)
	}
	return m.times, nil
}

// transformation changes fields of hashes. Values that are hashed together have one
// key, which nobody keeps.
func transformation(by map[string]declaration.Transform) change {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // it never fails
	var columns []string
	for c := range by {
		columns = append(columns, c)
	}
	slices.Sort(columns)
	return func(ctx context.Context, c goredis.Cmdable, p goredis.Pipeliner, m match) (int64, error) {
		if m.kind != "hash" || m.members != nil {
			return 0, errOnly
		}
		if len(columns) == 0 {
			return 0, nil
		}
		fields, err := hashes(ctx, c, []match{m}, columns)
		if err != nil {
			return 0, err
		}
		changed := int64(0)
		for _, column := range columns {
			old, there := fields[0][column]
			to, null := become(by[column], key, old)
			switch {
			case !there, !null && to == old: // it is so already
				continue
			case null:
				p.HDel(ctx, m.key, column)
			default:
				p.HSet(ctx, m.key, column, to)
			}
			changed = 1
		}
		return changed, nil
	}
}

// become returns what becomes of a value.
func become(t declaration.Transform, key []byte, value string) (to string, null bool) {
	if name, _ := t.Parts(); name == string(declaration.ToHash) {
		return declaration.Hash(key, value), false
	}
	return t.Apply(value)
}

// Set corrects fields of hashes, or the value of a string.
func (s store) Set(ctx context.Context, t plan.Target, by plan.Keys, values map[string]string) (int64, error) {
	g, err := understand(t, by)
	if err != nil {
		return 0, err
	}
	return s.carryOut(ctx, g, correction(values))
}

func correction(values map[string]string) change {
	return func(ctx context.Context, c goredis.Cmdable, p goredis.Pipeliner, m match) (int64, error) {
		to, only := values[Value]
		switch {
		case m.members != nil || len(values) == 0:
			return 0, errOnly
		case m.kind == "hash":
			return corrected(ctx, c, p, m, values)
		case m.kind != "string" || !only || len(values) > 1:
			return 0, errOnly
		}
		if old, err := c.Get(ctx, m.key).Result(); err != nil || old == to {
			return 0, err
		}
		p.Set(ctx, m.key, to, goredis.KeepTTL)
		return 1, nil
	}
}

// corrected writes the fields of a hash that are different.
func corrected(ctx context.Context, c goredis.Cmdable, p goredis.Pipeliner, m match, values map[string]string) (int64, error) {
	var columns []string
	for column := range values {
		columns = append(columns, column)
	}
	fields, err := hashes(ctx, c, []match{m}, columns)
	if err != nil {
		return 0, err
	}
	changed := int64(0)
	for _, column := range columns {
		if old, there := fields[0][column]; !there || old != values[column] {
			p.HSet(ctx, m.key, column, values[column])
			changed = 1
		}
	}
	return changed, nil
}
