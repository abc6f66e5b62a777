package redis

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/internal/testdb"
)

// odd is what ids are made of here: what begins others, what a pattern, a glob or a
// protocol takes for something else, and twins that look the same.
var odd = []string{"a", "A", "ab", "1", "12", "*", "?", "[", "]", "[a-z]", `\`, "{", "}", "{person}", "^", "-", ".", "..", " ", "\n", "\r\n", "%", "%2A", "\x00", "é", "e\u0301", "ａ", "張", "张", ":", "/", "|", "#"}

// drawIDs draws people, of whom the first are erased. None holds one of the characters.
func drawIDs(t *rapid.T, without string) (erased, others []string) {
	id := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(odd), 1, 4), func(parts []string) string { return strings.Join(parts, "") }).
		Filter(func(id string) bool { return !strings.ContainsAny(id, without) })
	all := rapid.SliceOfNDistinct(id, 2, 12, rapid.ID[string]).Draw(t, "people")
	for _, id := range slices.Clone(all) { // and what is nearly one of them
		for _, twin := range []string{id + "a", id[:len(id)-1], strings.ToUpper(id), id + " ", id + "*"} {
			if twin != "" && !slices.Contains(all, twin) {
				all = append(all, twin)
			}
		}
	}
	n := rapid.IntRange(1, 2).Draw(t, "erased")
	return all[:n], all[n:]
}

// TestNobodyElsesKeyIsTouched knows whose each key is from having made it, and has
// some people erased.
func TestNobodyElsesKeyIsTouched(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	rapid.Check(t, func(rt *rapid.T) {
		c := rapid.SampledFrom([]struct {
			target  plan.Target
			make    []string // keys of one person; @ is the id
			without string   // what ids do not hold, as the documents ask
		}{
			{plan.Target{Holding: "s:{person}"}, []string{"s:@"}, ""},
			{plan.Target{Holding: "{person}"}, []string{"@"}, ""},
			{plan.Target{Holding: "s:{person}:end"}, []string{"s:@:end"}, ""},
			{plan.Target{Holding: "[x]?{person}^"}, []string{"[x]?@^"}, ""},
			{plan.Target{Holding: "c:{person}:*"}, []string{"c:@:", "c:@:1", "c:@:a*", "c:@:x:y"}, ":"},
			{plan.Target{Holding: "*#{person}"}, []string{"#@", "x#@", "?#@"}, "#"},
			{plan.Target{Holding: "a/*/{person}/b"}, []string{"a//@/b", "a/x/@/b"}, "/"},
			{plan.Target{Holding: "login:*", Found: found("user_id", "person")}, []string{"login:1@", "login:2@"}, ""},
			{plan.Target{Holding: "login:*", Found: found(Member, "person")}, []string{"login:1"}, ""},
		}).Draw(rt, "pattern")
		erased, others := drawIDs(rt, c.without)
		if err := f.c.FlushDB(t.Context()).Err(); err != nil {
			rt.Fatal(err)
		}
		member := len(c.target.Found) > 0 && c.target.Found[0].In == Member
		mine := map[string]bool{}
		for i, id := range append(slices.Clone(erased), others...) {
			for _, form := range c.make {
				key := strings.ReplaceAll(form, "@", id)
				if len(c.target.Found) > 0 {
					key = strings.ReplaceAll(form, "@", strconv.Itoa(i))
				}
				fields := []any{"user_id", id, "v", strconv.Itoa(i)}
				if member {
					fields = []any{id, strconv.Itoa(i)}
				}
				if err := f.c.HSet(t.Context(), key, fields...).Err(); err != nil {
					rt.Fatal(err)
				}
				mine[key] = mine[key] || i < len(erased)
			}
		}
		before := f.contents(rt)
		by := person(erased...)
		search := plan.Search{By: by, Targets: []plan.Target{c.target}}
		if left, err := f.look.Look(t.Context(), search); err != nil || len(left) == 0 {
			rt.Fatalf("nothing is seen: %v", err)
		}
		if _, err := f.Do(t.Context(), c.target, by, plan.Deed{}); err != nil {
			rt.Fatal(err)
		}
		want := maps.Clone(before)
		for key, gone := range mine {
			switch {
			case member:
				want[key] = maps.Clone(want[key])
				for _, id := range erased {
					delete(want[key], id)
				}
			case gone:
				delete(want, key)
			}
		}
		if diff := cmp.Diff(want, f.contents(rt)); diff != "" {
			rt.Fatalf("%q of %s: %s", erased, c.target.Holding, diff)
		}
		if left, err := f.look.Look(t.Context(), search); err != nil || len(left) != 0 {
			rt.Fatalf("afterwards: %v %v", left, err)
		}
	})
}

// contents returns every hash of the database.
func (f fixture) contents(t *rapid.T) map[string]map[string]string {
	all := map[string]map[string]string{}
	keys, err := f.c.Keys(f.t.Context(), "*").Result()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range keys {
		if all[k], err = f.c.HGetAll(f.t.Context(), k).Result(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}
