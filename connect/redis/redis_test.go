package redis

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	goredis "github.com/redis/go-redis/v9"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/testdb"
)

// hostile are ids made of what means something to Redis or to a pattern.
var hostile = []string{"*", "?", "[a-z]", "[^x]", `\`, `\*`, "a*", "1]", "-", "{person}", "张三", "a\r\nDEL x", " ", "^", "%2A", "\x00", "\xff\xfe"}

type fixture struct {
	t *testing.T
	c *goredis.Client
	store
	look plan.Looker
}

func open(t *testing.T, address string) fixture {
	t.Helper()
	s, err := Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	l, err := Look(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	o, err := goredis.ParseURL(address)
	if err != nil {
		t.Fatal(err)
	}
	f := fixture{t, goredis.NewClient(o), s.(store), l}
	t.Cleanup(func() { _, _, _ = f.c.Close(), s.Close(), l.Close() })
	return f
}

// run runs commands as text without spaces inside of words.
func (f fixture) run(commands ...string) {
	f.t.Helper()
	for _, command := range commands {
		var words []any
		for _, w := range strings.Fields(command) {
			words = append(words, w)
		}
		if err := f.c.Do(f.t.Context(), words...).Err(); err != nil {
			f.t.Fatalf("%s: %v", command, err)
		}
	}
}

// dump returns every key of the database as Redis serialises it.
func (f fixture) dump() map[string]string {
	f.t.Helper()
	all := map[string]string{}
	keys, err := f.c.Keys(f.t.Context(), "*").Result()
	if err != nil {
		f.t.Fatal(err)
	}
	for _, k := range keys {
		if all[k], err = f.c.Dump(f.t.Context(), k).Result(); err != nil {
			f.t.Fatal(err)
		}
	}
	return all
}

func (f fixture) do(t plan.Target, by plan.Keys, change map[string]declaration.Transform) int64 {
	f.t.Helper()
	counted, err := f.Count(f.t.Context(), t, by)
	if err != nil {
		f.t.Fatal(err)
	}
	n, err := f.Do(f.t.Context(), t, by, plan.Deed{Change: change})
	if err != nil {
		f.t.Fatal(err)
	}
	if change == nil && n != counted {
		f.t.Errorf("%s: %d done, %d counted before", t.Holding, n, counted)
	}
	again, err := f.Do(f.t.Context(), t, by, plan.Deed{Change: change})
	if err != nil || again != 0 {
		f.t.Errorf("%s: %d done again, %v", t.Holding, again, err)
	}
	return n
}

func (f fixture) residue(s plan.Search) []plan.Residue {
	f.t.Helper()
	left, err := f.look.Look(f.t.Context(), s)
	if err != nil {
		f.t.Fatal(err)
	}
	return left
}

func (f fixture) read(t plan.Target, by plan.Keys, columns ...string) []plan.Record {
	f.t.Helper()
	var all []plan.Record
	for r, err := range f.Read(f.t.Context(), t, by, columns) {
		if err != nil {
			f.t.Fatal(err)
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b plan.Record) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return all
}

func person(ids ...string) plan.Keys { return plan.Keys{"person": ids} }

func found(column, by string) []*declaration.Found {
	return []*declaration.Found{{In: column, By: by}}
}

// TestNobodyElseIsTouched erases each hostile person among many, and compares the
// whole database before and after, key by key.
func TestNobodyElseIsTouched(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	for i, id := range append(slices.Clone(hostile), "a", "ab", "1", "12") {
		for _, other := range append(slices.Clone(hostile), "a", "ab", "1", "12", "x") {
			f.c.Set(t.Context(), "session:"+other, "s", 0)
			f.c.HSet(t.Context(), "cart:"+other+":items", "sku", "1")
			f.c.HSet(t.Context(), fmt.Sprintf("login:%x", other), "user_id", other, "ip", "10.0.0.1")
			f.c.SAdd(t.Context(), "online", other)
			f.c.ZAdd(t.Context(), "rank", goredis.Z{Score: 1, Member: other})
			f.c.HSet(t.Context(), "emails", other, "e")
		}
		f.c.Del(t.Context(), "queue")
		f.c.RPush(t.Context(), "queue", id, "other", id)
		want := f.dump()
		maps.DeleteFunc(want, func(k, _ string) bool {
			return k == "session:"+id || k == "cart:"+id+":items" || k == fmt.Sprintf("login:%x", id)
		})
		rows := map[string]int64{}
		for holding, in := range map[string][]*declaration.Found{
			"session:{person}": nil, "cart:{person}:*": nil, "login:*": found("user_id", "person"),
			"online": found(Member, "person"), "rank": found(Member, "person"), "emails": found(Member, "person"), "queue": found(Member, "person"),
		} {
			rows[holding] = f.do(plan.Target{Holding: holding, Found: in}, person(id), nil)
		}
		if diff := cmp.Diff(map[string]int64{"session:{person}": 1, "cart:{person}:*": 1, "login:*": 1, "online": 1, "rank": 1, "emails": 1, "queue": 2}, rows); diff != "" {
			t.Fatalf("%q (%d): %s", id, i, diff)
		}
		got := f.dump()
		for _, shared := range []string{"online", "rank", "emails", "queue"} {
			delete(got, shared)
			delete(want, shared)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q: somebody else's keys: %s", id, diff)
		}
		if n := f.c.SCard(t.Context(), "online").Val(); n != int64(len(hostile)+4) {
			t.Fatalf("%q: %d left online", id, n)
		}
	}
}

func TestAnIdThatCannotBeToldApartIsRefused(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	f.run("set cart:1:2:x 1", "set session:1:2 1")
	_, err := f.Do(t.Context(), plan.Target{Holding: "cart:{person}:*"}, person("1:2"), plan.Deed{})
	if fault.KindOf(err) != fault.Invalid || fault.RuleOf(err) != "ambiguous-identifier" {
		t.Errorf("%v", err)
	}
	if n := f.do(plan.Target{Holding: "session:{person}"}, person("1:2"), nil); n != 1 {
		t.Errorf("%d sessions", n)
	}
}

func TestTargetsThatMeanNothing(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	f.run("set plain x", "rpush l a")
	for name, target := range map[string]plan.Target{
		"everybody's": {Holding: "session:*"}, "no pattern": {Holding: "session:{"}, "touching": {Holding: "s{person}*"},
		"everyone without an end": {Holding: "session:{person}", Everyone: true},
		"a key has no time":       {Holding: "session:{person}", Within: []plan.Window{{}}},
		"a member has no time":    {Holding: "l", Found: found(Member, "person"), Within: []plan.Window{{Column: "t"}}},
		"a string has no members": {Holding: "plain", Found: found(Member, "person")},
	} {
		if _, err := f.Do(t.Context(), target, person("a"), plan.Deed{}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := f.Do(t.Context(), plan.Target{Holding: "l{person}"}, person(""), plan.Deed{}); err != nil || len(f.dump()) != 2 {
		t.Errorf("an empty id: %v, %v", err, f.dump())
	}
	_, err := f.Do(t.Context(), plan.Target{Holding: "pla{person}"}, person("in"), plan.Deed{Change: map[string]declaration.Transform{"a": "null"}})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("changing a string: %v", err)
	}
}

func TestEveryTypeIsReadAndResolved(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	f.run("set t:1 tok", "hset h:1 phone 138 name n", "rpush l:1 a b a", "sadd s:1 tok1 tok2", "zadd z:1 1.5 m 2 n", "xadd x:1 5-0 f v", "hset mail 1 a@b 2 c@d", "zadd rank 7 1")
	for holding, want := range map[string]plan.Record{
		"t:{person}": {"key": "t:1", "value": "tok"}, "h:{person}": {"key": "h:1", "phone": "138", "name": "n"},
		"l:{person}": {"key": "l:1", "member": `["a","b","a"]`}, "s:{person}": {"key": "s:1", "member": `["tok1","tok2"]`},
		"z:{person}": {"key": "z:1", "member": `["m","n"]`, "score": `["1.5","2"]`},
		"x:{person}": {"key": "x:1", "entries": `[{"id":"5-0","fields":{"f":"v"}}]`},
	} {
		if diff := cmp.Diff([]plan.Record{want}, f.read(plan.Target{Holding: holding}, person("1", "none"))); diff != "" {
			t.Errorf("%s: %s", holding, diff)
		}
	}
	for holding, want := range map[string]plan.Record{"mail": {"key": "mail", "member": "1", "value": "a@b"}, "rank": {"key": "rank", "member": "1", "score": "7"}} {
		if diff := cmp.Diff([]plan.Record{want}, f.read(plan.Target{Holding: holding, Found: found(Member, "person")}, person("1"))); diff != "" {
			t.Errorf("%s: %s", holding, diff)
		}
	}
	for holding, want := range map[string]string{
		"t:{person}": "tok", "h:{person}": `{"name":"n","phone":"138"}`, "l:{person}": `["a","b","a"]`, "s:{person}": `["tok1","tok2"]`,
		"z:{person}": `[{"member":"m","score":"1.5"},{"member":"n","score":"2"}]`, "x:{person}": `[{"id":"5-0","fields":{"f":"v"}}]`,
	} {
		if diff := cmp.Diff([]plan.Record{{"value": want}}, f.read(plan.Target{Holding: holding}, person("1", "none"), Value)); diff != "" {
			t.Errorf("the value of %s: %s", holding, diff)
		}
	}
	f.run("hset own:1 value v other o")
	if diff := cmp.Diff([]plan.Record{{"value": "v"}}, f.read(plan.Target{Holding: "own:{person}"}, person("1"), Value)); diff != "" {
		t.Errorf("a field of that name: %s", diff)
	}
	if diff := cmp.Diff([]plan.Record{{"phone": "138"}}, f.read(plan.Target{Holding: "h:{person}"}, person("1"), "phone")); diff != "" {
		t.Error(diff)
	}
	for holding, gives := range map[string]map[string]string{"t:{person}": {Value: "token"}, "s:{person}": {Member: "token"}, "h:{person}": {"phone": "token", "none": "token"}} {
		got, err := f.Resolve(t.Context(), plan.Target{Holding: holding}, person("1"), gives)
		want := map[string][]string{"t:{person}": {"tok"}, "s:{person}": {"tok1", "tok2"}, "h:{person}": {"138"}}[holding]
		if diff := cmp.Diff(plan.Keys{"token": want}, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", holding, err, diff)
		}
	}
}

func TestFieldsAreChangedAndCorrected(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	f.run("hset p:1 name n born 1990-05-06 phone 13800138000 keep k", "hset p:2 name n born 1990-05-06 phone 13800138000", "expire p:1 1000", "set v:1 old", "expire v:1 1000")
	before := f.dump()
	n := f.do(plan.Target{Holding: "p:{person}"}, person("1"), map[string]declaration.Transform{"name": "null", "born": "year", "phone": "hash", "absent": "fixed:x"})
	got := f.c.HGetAll(t.Context(), "p:1").Val()
	if n != 1 || got["keep"] != "k" || got["born"] != "1990-01-01" || got["name"] != "" || got["absent"] != "" || !strings.HasPrefix(got["phone"], "anon-") || len(got) != 3 {
		t.Errorf("%d %v", n, got)
	}
	if f.c.TTL(t.Context(), "p:1").Val() <= 0 {
		t.Error("the key would never expire any more")
	}
	if _, err := f.Set(t.Context(), plan.Target{Holding: "v:{person}"}, person("1", "none"), map[string]string{Value: "new"}); err != nil {
		t.Fatal(err)
	}
	if f.c.Get(t.Context(), "v:1").Val() != "new" || f.c.TTL(t.Context(), "v:1").Val() <= 0 || f.c.Exists(t.Context(), "v:none").Val() != 0 {
		t.Error("the string is not corrected in its place")
	}
	for range 2 {
		if _, err := f.Set(t.Context(), plan.Target{Holding: "p:{person}"}, person("2", "none"), map[string]string{"name": "new"}); err != nil {
			t.Fatal(err)
		}
	}
	if f.c.HGet(t.Context(), "p:2", "name").Val() != "new" || f.c.Exists(t.Context(), "p:none").Val() != 0 || len(before) != len(f.dump()) {
		t.Error("the hash is not corrected")
	}
}

func TestWindowsAreOfFields(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	all := func() []string { return slices.Sorted(maps.Keys(f.dump())) }
	f.run("hset o:1:a at 2020-01-01", "hset o:1:b at 1767225600", "hset o:1:c x y", "set o:1:d x", "hset o:2:a at 2019-12-31T23:00:00Z", "hset o:2:b at 1577808000000")
	end, _ := timeOf("2020-01-01 00:00:00")
	window := []plan.Window{{Column: "at", To: end}}
	if n := f.do(plan.Target{Holding: "o:{person}:*", Within: window, Everyone: true}, nil, nil); n != 0 {
		t.Errorf("%d were older", n)
	}
	window[0].To = end.AddDate(0, 0, 1)
	for n := int64(1); n > 0; {
		var err error
		if n, err = f.Do(t.Context(), plan.Target{Holding: "o:{person}:*", Within: window, Everyone: true, Limit: 1}, nil, plan.Deed{}); err != nil || n > 1 {
			t.Fatalf("%d %v", n, err)
		}
	}
	if got := all(); !slices.Equal(got, []string{"o:1:b", "o:1:c", "o:1:d"}) {
		t.Errorf("%v are left", got)
	}
	window[0].Null = true
	if n := f.do(plan.Target{Holding: "o:{person}:*", Within: window}, person("1"), nil); n != 2 || !slices.Equal(all(), []string{"o:1:b"}) {
		t.Errorf("%d, %v are left", n, all())
	}
}

// TestAKeyThatChangesHandsIsLeftAlone lets another client give a session to
// somebody else between the look and the deed.
func TestAKeyThatChangesHandsIsLeftAlone(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	f.run("hset login:a user_id 1", "hset login:b user_id 1")
	g, err := understand(plan.Target{Holding: "login:*", Found: found("user_id", "person")}, person("1"))
	if err != nil {
		t.Fatal(err)
	}
	taken := false
	n, err := f.carryOut(t.Context(), g, func(ctx context.Context, c goredis.Cmdable, p goredis.Pipeliner, m match) (int64, error) {
		if !taken {
			taken = true
			f.run("hset login:b user_id 2")
		}
		return removal(ctx, c, p, m)
	})
	if left := f.dump(); err != nil || n != 1 || len(left) != 1 || left["login:b"] == "" {
		t.Errorf("%d, %v, %v", n, err, slices.Sorted(maps.Keys(left)))
	}
}
