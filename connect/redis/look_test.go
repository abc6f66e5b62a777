package redis

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/testdb"
)

// TestEveryPlaceIsLookedAt puts one value into each kind of place, one at a time.
func TestEveryPlaceIsLookedAt(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	long := strings.Repeat(".", 3*piece)
	for name, put := range map[string]func(v string){
		"a name":         func(v string) { f.c.Set(t.Context(), "x:"+v, 1, 0) },
		"a string":       func(v string) { f.c.Set(t.Context(), "s", "a"+v+"b", 0) },
		"across pieces":  func(v string) { f.c.Set(t.Context(), "s", long[:piece-3]+v+long, 0) },
		"the very end":   func(v string) { f.c.Set(t.Context(), "s", long+v, 0) },
		"a hash's field": func(v string) { f.c.HSet(t.Context(), "h", v, "1") },
		"a hash's value": func(v string) { f.c.HSet(t.Context(), "h", "f", v) },
		"a list":         func(v string) { f.c.RPush(t.Context(), "l", v) },
		"a set":          func(v string) { f.c.SAdd(t.Context(), "set", v) },
		"a sorted set":   func(v string) { f.run("zadd z 1 " + v) },
		"a stream":       func(v string) { f.run("xadd x * f " + v) },
		"a stream's key": func(v string) { f.run("xadd x * " + v + " 1") },
	} {
		for i := range 3 * page { // so that nothing fits on one page
			p := f.c.Pipeline()
			n := fmt.Sprint(i)
			p.HSet(t.Context(), "h", n, n)
			p.RPush(t.Context(), "l", n)
			p.SAdd(t.Context(), "set", n, "m"+n)
			p.Do(t.Context(), "zadd", "z", i, "m"+n)
			p.Do(t.Context(), "xadd", "x", "*", "f", n)
			if _, err := p.Exec(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		search := plan.Search{Values: []string{"13800138000"}}
		if left := f.residue(search); len(left) != 0 {
			t.Errorf("%s, before: %v", name, left)
		}
		put("13800138000")
		left := f.residue(search)
		if len(left) != 1 || left[0].Count != 1 || left[0].How != "value" || strings.Contains(left[0].Where, "138") {
			t.Errorf("%s: %v", name, left)
		}
		f.run("flushdb")
	}
}

// TestValuesInOtherFormsAreFoundInKeysNobodyDeclared has an address and a number as
// software writes them, and those of others, which contain them.
func TestValuesInOtherFormsAreFoundInKeysNobodyDeclared(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	search := plan.Search{Values: []string{"Zhou.Ou@mail.example", "13911112222", "anna"}}
	for _, other := range []string{"xzhou.ou@mail.example", "zhou.ou@mail.example.com", "139111122223", "annabel"} {
		f.run("set other:"+other+" "+other, "hset others "+other+" "+other, "sadd set "+other)
	}
	if left := f.residue(search); len(left) != 0 {
		t.Errorf("of others: %v", left)
	}
	for _, form := range []string{"zhou.ou@mail.example", "ZHOU.OU@MAIL.EXAMPLE", "zhou.ou%40mail.example", "8613911112222", "139-1111-2222", "anna"} {
		f.run("set mail:"+form+":seen 1", "hset h f "+form, "set s "+form, "xadd x * f "+form)
		if left := f.residue(search); len(left) != 4 {
			t.Errorf("%s: %v", form, left)
		}
		f.run("del mail:" + form + ":seen h s x")
	}
}

// TestAValueOfManyKeysIsNobodysOwn has one code in the keys of many people, and one
// token in a key of one person and in a copy that nobody declared.
func TestAValueOfManyKeysIsNobodysOwn(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	for i := range 5 {
		f.run(fmt.Sprintf("set captcha:1380000000%d 443322", i))
	}
	f.run("hset captcha:13800000007 value 443322 token token-of-seven", "set copy token-of-seven")
	whole := &plan.StorePlan{Finds: []*plan.Find{{Target: plan.Target{Holding: "captcha:{phone}"}}}}
	by := plan.Keys{"phone": {"13800000007"}}
	for _, c := range []struct {
		values []string
		want   bool
	}{
		{[]string{"443322"}, false},
		{[]string{"token-of-seven"}, true},
		{[]string{"443322", "token-of-seven"}, false},
		{[]string{"nowhere-else"}, true},
	} {
		got, err := whole.Apart(t.Context(), f.look.Look, "captcha:{phone}", by, c.values)
		if err != nil || got != c.want {
			t.Errorf("%q: %t %v", c.values, got, err)
		}
	}
}

func TestResidueByIdentifier(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	f.run("set session:1 x", "set session:11 x", "hset login:a user_id 1", "hset login:b user_id 11", "sadd online 1 2", "hset kept:1 at 2026-01-01 name canary-name", "hset kept:2 at 2026-01-01 name x")
	search := plan.Search{By: person("1"), Values: []string{"canary-name"}, Targets: []plan.Target{
		{Holding: "session:{person}"}, {Holding: "login:*", Found: found("user_id", "person")}, {Holding: "online", Found: found(Member, "person")}, {Holding: "kept:{person}"}, {Holding: "o:{order}"},
	}}
	want := []plan.Residue{{Where: "kept:*", Count: 1, How: "value"}, {Where: "kept:{person}", Count: 1, How: "identifier"}, {Where: "login:*", Count: 1, How: "identifier"}, {Where: "online", Count: 1, How: "identifier"}, {Where: "session:{person}", Count: 1, How: "identifier"}}
	if diff := cmp.Diff(want, f.residue(search)); diff != "" {
		t.Error(diff)
	}
	at, _ := timeOf("2025-01-01")
	search.Spare = []plan.Target{{Holding: "kept:{person}", Within: []plan.Window{{Column: "at", From: at}}}}
	if left := f.residue(search); len(left) != 3 {
		t.Errorf("what is kept is residue: %v", left)
	}
	search.Spare[0].Within[0].From = at.AddDate(2, 0, 0)
	if left := f.residue(search); len(left) != 5 {
		t.Errorf("what is no longer kept is spared: %v", left)
	}
	for _, holding := range search.Targets[:4] {
		f.do(holding, search.By, nil)
	}
	if left := f.residue(search); len(left) != 0 {
		t.Errorf("after the deed: %v", left)
	}
}

// TestHostileIdsAreLookedForAsText looks for each id where only others are.
func TestHostileIdsAreLookedForAsText(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	for _, id := range hostile {
		f.run("flushdb")
		for _, other := range append([]string{"a", "1", "zz"}, hostile...) {
			if other != id {
				f.c.Set(t.Context(), "session:"+other, "s", 0)
			}
		}
		search := plan.Search{By: person(id), Targets: []plan.Target{{Holding: "session:{person}"}}}
		if left := f.residue(search); len(left) != 0 {
			t.Errorf("%q: %v", id, left)
		}
		f.c.Set(t.Context(), "session:"+id, "s", 0)
		if left := f.residue(search); len(left) != 1 {
			t.Errorf("%q: %v", id, left)
		}
	}
}

// TestWhoMayNotLookSaysSo uses an account that sees a part of the keys only.
func TestWhoMayNotLookSaysSo(t *testing.T) {
	server := testdb.Redis(t)
	f := open(t, server.URL())
	f.run("set a:1 x", "hset b:1 f v", "acl setuser part on >x ~a:* +@all")
	part := open(t, strings.Replace(server.URL(), "unix://", "unix://part:x@", 1))
	_, err := part.look.Look(t.Context(), plan.Search{Values: []string{"v"}})
	if fault.KindOf(err) != fault.Unavailable || fault.RuleOf(err) != "no-right" {
		t.Errorf("%v", err)
	}
}
