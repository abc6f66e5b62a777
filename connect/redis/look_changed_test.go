package redis

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/internal/testdb"
)

// places writes residue as "place how count".
func places(all []plan.Residue) (lines []string) {
	for _, r := range all {
		lines = append(lines, fmt.Sprint(r.Where, " ", r.How, " ", r.Count))
	}
	return lines
}

// TestFieldsOfKeysThatStay does a deed without one field at a time, and with all.
func TestFieldsOfKeysThatStay(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	as := map[string]declaration.Transform{"name": "null", "phone": "first:3", "born": "year", "since": "month", "at": "city", "spent": "band:100", "mail": "hash", "note": "blank", "state": "fixed:gone", "none": "null"}
	login := plan.Target{Holding: "login:*", Found: found("user_id", "person")}
	search := plan.Search{By: person("1"), Changed: []plan.Changed{{Target: login, As: as}}, Spare: []plan.Target{login}}
	for skipped := range as {
		f.run("flushdb")
		for _, key := range []string{"login:a 1", "login:b 1", "login:c 11", "else:a 1"} {
			var name, id string
			_, _ = fmt.Sscan(key, &name, &id)
			f.run("hset " + name + " user_id " + id + " name anna phone 13800138000 born 1988-05-04 since 2024-05-04T10:00:00Z at 浙江省杭州市西湖区 spent 137.5 mail a@example.com note hello state here")
		}
		before := f.dump()
		if left := f.residue(search); len(left) != 9 || left[0].Count != 2 {
			t.Fatalf("before: %v", left)
		}
		some := maps.Clone(as)
		delete(some, skipped)
		f.do(login, search.By, some)
		var want []string
		if skipped != "none" {
			want = []string{"login:*." + skipped + " column 2"}
		}
		if diff := cmp.Diff(want, places(f.residue(search))); diff != "" {
			t.Error(diff)
		}
		f.do(login, search.By, as)
		if left := f.residue(search); len(left) != 0 {
			t.Errorf("after: %v", left)
		}
		after := f.dump()
		for _, other := range []string{"login:c", "else:a"} {
			if before[other] != after[other] {
				t.Errorf("%s changed", other)
			}
		}
	}
}

// TestKeysThatCannotBeChangedAreResidue has keys that stay and are no hashes, and
// keys of others, and outside the window.
func TestKeysThatCannotBeChangedAreResidue(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	f.run("set v:1 x", "rpush v:2 x", "set v:3 x", "hset v:4 at 2026-01-01 name a", "hset v:5 at 2020-01-01 name a", "hset v:6 name a", "hset v:7 at 2026-01-01")
	at, _ := timeOf("2025-01-01")
	whole, late := plan.Target{Holding: "v:{person}"}, plan.Target{Holding: "v:{person}", Within: []plan.Window{{Column: "at", From: at}}}
	null := map[string]declaration.Transform{"name": "null"}
	for _, c := range []struct {
		t    plan.Target
		as   map[string]declaration.Transform
		ids  []string
		want []string
	}{
		{whole, null, []string{"1", "2"}, []string{"v:{person} column 2"}},
		{whole, null, []string{"4", "5", "6", "7"}, []string{"v:{person}.name column 3"}},
		{late, null, []string{"4", "5", "6", "7"}, []string{"v:{person}.name column 1"}},
		{whole, nil, []string{"1", "4"}, nil}, {whole, null, []string{"8"}, nil}, {whole, null, nil, nil},
	} {
		got := places(f.residue(plan.Search{By: person(c.ids...), Changed: []plan.Changed{{Target: c.t, As: c.as}}}))
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.ids, got, c.want)
		}
	}
}
