package redis

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"strconv"

	goredis "github.com/redis/go-redis/v9"

	"github.com/volens/volens/erase/plan"
)

// The columns of what is no hash, and of every key.
const (
	Key     = "key"
	Value   = "value"   // of a string, or of a field that is a row; of other types all they hold, as JSON
	Score   = "score"   // of a member that is a row
	Entries = "entries" // of a stream, as JSON
)

// Resolve returns the values of columns: of member, each member.
func (s store) Resolve(ctx context.Context, t plan.Target, by plan.Keys, gives map[string]string) (plan.Keys, error) {
	found := map[string]map[string]bool{}
	for r, err := range s.rows(ctx, t, by) {
		if err != nil {
			return nil, err
		}
		for column, identifier := range gives {
			for _, v := range r.columns[column] {
				if found[identifier] == nil {
					found[identifier] = map[string]bool{}
				}
				if v != "" {
					found[identifier][v] = true
				}
			}
		}
	}
	all := plan.Keys{}
	for identifier, values := range found {
		for v := range values {
			all[identifier] = append(all[identifier], v)
		}
		slices.Sort(all[identifier])
	}
	return all, nil
}

// Read returns keys, or members where members are rows. Several members of one key
// are a JSON array.
func (s store) Read(ctx context.Context, t plan.Target, by plan.Keys, columns []string) iter.Seq2[plan.Record, error] {
	return func(yield func(plan.Record, error) bool) {
		for r, err := range s.rows(ctx, t, by) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(r.record(columns), nil) {
				return
			}
		}
	}
}

// A row is the columns of a key or a member. Where many is set, member and score
// have as many values as there are members just now.
type row struct {
	columns map[string][]string
	many    bool
	kind    string // of a whole key
	named   bool   // key is a field of its hash
}

// record writes the columns that are asked for as text.
func (r row) record(columns []string) plan.Record {
	all := plan.Record{}
	for column, values := range r.columns {
		switch {
		case columns != nil && !slices.Contains(columns, column): // not asked for
		case r.many && column != Key:
			text, _ := json.Marshal(values) // strings always can be
			all[column] = string(text)
		default:
			all[column] = values[0]
		}
	}
	if _, held := r.columns[Value]; !held && slices.Contains(columns, Value) && r.kind != "" {
		all[Value] = r.value()
	}
	return all
}

// value writes all that a key holds which is no string. Whoever declares its value
// need not know of which type it is, and gets it whole.
func (r row) value() string {
	var all any
	switch r.kind {
	case "hash":
		fields := map[string]string{}
		for f, v := range r.columns {
			fields[f] = v[0]
		}
		if !r.named { // the name of the key is no field
			delete(fields, Key)
		}
		all = fields
	case "zset":
		type scored struct {
			Member string `json:"member"`
			Score  string `json:"score"`
		}
		members := []scored{}
		for i, m := range r.columns[Member] {
			members = append(members, scored{m, r.columns[Score][i]})
		}
		all = members
	case "stream":
		return r.columns[Entries][0]
	default:
		all = r.columns[Member]
	}
	text, _ := json.Marshal(all) // strings always can be
	return string(text)
}

// rows yields the rows of a target, up to its limit.
func (s store) rows(ctx context.Context, t plan.Target, by plan.Keys) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		g, err := understand(t, by)
		if err != nil {
			yield(row{}, err)
			return
		}
		n := 0
		for keys, err := range s.names(ctx, g) {
			var all []match
			if err == nil {
				all, err = matches(ctx, s.c, g, keys)
			}
			if err != nil {
				yield(row{}, err)
				return
			}
			for _, m := range all {
				for r, err := range s.contents(ctx, m) {
					if err != nil {
						yield(row{}, err)
						return
					}
					n++
					if !yield(r, nil) || n == g.limit {
						return
					}
				}
			}
		}
	}
}

// contents yields the rows of one match: one for a key, one for each member.
func (s store) contents(ctx context.Context, m match) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		if m.members == nil {
			r, err := s.whole(ctx, m)
			if !errors.Is(err, goredis.Nil) { // it went meanwhile
				yield(r, failed(err))
			}
			return
		}
		for _, id := range m.members {
			r, err := s.membership(ctx, m, id)
			if errors.Is(err, goredis.Nil) {
				continue
			}
			if !yield(r, failed(err)) || err != nil {
				return
			}
		}
	}
}

// membership reads one member with what is said of it.
func (s store) membership(ctx context.Context, m match, id string) (row, error) {
	r := row{columns: map[string][]string{Key: {m.key}, Member: {id}}}
	switch m.kind {
	case "hash":
		v, err := s.c.HGet(ctx, m.key, id).Result()
		r.columns[Value] = []string{v}
		return r, err
	case "zset":
		v, err := s.c.ZScore(ctx, m.key, id).Result()
		r.columns[Score] = []string{score(v)}
		return r, err
	}
	return r, nil
}

// whole reads a key; goredis.Nil where it went meanwhile.
func (s store) whole(ctx context.Context, m match) (row, error) {
	r := row{columns: map[string][]string{Key: {m.key}}, kind: m.kind}
	var err error
	switch m.kind {
	case "string":
		var v string
		v, err = s.c.Get(ctx, m.key).Result()
		r.columns[Value] = []string{v}
	case "hash":
		r.named, err = s.hash(ctx, m.key, r)
	case "list":
		r.many = true
		r.columns[Member], err = s.c.LRange(ctx, m.key, 0, -1).Result()
	case "set":
		r.many = true
		r.columns[Member], err = s.c.SMembers(ctx, m.key).Result()
		slices.Sort(r.columns[Member])
	case "zset":
		r.many = true
		err = s.zset(ctx, m.key, r)
	case "stream":
		err = s.stream(ctx, m.key, r)
	default:
		err = errKind
	}
	return r, err
}

// hash reads the fields of a hash, and reports whether one of them is called key: it
// hides the name of the key, for what is held comes first.
func (s store) hash(ctx context.Context, key string, r row) (named bool, err error) {
	fields, err := s.c.HGetAll(ctx, key).Result()
	for f, v := range fields {
		r.columns[f] = []string{v}
	}
	_, named = fields[Key]
	return named, err
}

func (s store) zset(ctx context.Context, key string, r row) error {
	all, err := s.c.ZRangeWithScores(ctx, key, 0, -1).Result()
	for _, z := range all {
		member, _ := z.Member.(string)
		r.columns[Member] = append(r.columns[Member], member)
		r.columns[Score] = append(r.columns[Score], score(z.Score))
	}
	return err
}

func (s store) stream(ctx context.Context, key string, r row) error {
	all, err := s.c.XRange(ctx, key, "-", "+").Result()
	if err != nil {
		return err
	}
	type entry struct {
		ID     string         `json:"id"`
		Fields map[string]any `json:"fields"`
	}
	entries := []entry{}
	for _, x := range all {
		entries = append(entries, entry{x.ID, x.Values})
	}
	text, err := json.Marshal(entries)
	r.columns[Entries] = []string{string(text)}
	return err
}

func score(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }
