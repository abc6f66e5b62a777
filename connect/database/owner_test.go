package database

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

// gifts are parcels on which Anna's phone number stands. By n: her own, Bob's, and two
// or three of nobody.
var gifts = []string{
	`create table gifts (n integer primary key, uid bigint, who varchar(40), phone varchar(20), no varchar(20))`,
	`insert into gifts values (1, 7, '7', '13800138000', 'o-1'), (2, 8, '8', '13800138000', 'o-2'), (3, 0, '0', '13800138000', 'o-3'),
		(4, null, null, '13800138000', 'o-4'), (5, null, '', '13800138000', 'o-5'), (6, 8, '8', '13800138001', 'o-6'), (7, 7, '7', null, 'o-7')`,
}

// TestWhatOthersOwnIsLeft: a number leads to a row, and the row says that it is
// somebody else's.
func TestWhatOthersOwnIsLeft(t *testing.T) {
	onAll(t, func(t *testing.T, b *bed) {
		for _, owner := range []string{"uid", "who"} {
			b.exec(gifts...)
			for name, ways := range map[string][]string{"own first": {owner, "person", "phone", "phone"}, "own last": {"phone", "phone", owner, "person"}} {
				mine := target("gifts", ways...)
				mine.Owner = owner
				b.count(mine, anna, 5)
				visitor := plan.Keys{"phone": {"13800138000"}}
				b.count(mine, visitor, 3)
				got, err := b.c.Resolve(t.Context(), mine, anna, map[string]string{"no": "order"})
				slices.Sort(got["order"])
				if d := cmp.Diff([]string{"o-1", "o-3", "o-4", "o-5", "o-7"}, got["order"]); d != "" || err != nil {
					t.Errorf("%s, %s: %s %v", owner, name, d, err)
				}
				if rows := b.read(mine, visitor, "n"); len(rows) != 3 {
					t.Errorf("%s, %s: a visitor reads %v", owner, name, rows)
				}
				b.left(plan.Search{Targets: []plan.Target{mine}, By: anna}, 5)
				b.left(plan.Search{Targets: []plan.Target{mine}, By: visitor}, 3)
			}
			mine := target("gifts", owner, "person", "phone", "phone")
			mine.Owner = owner
			b.do(mine, anna, plan.Deed{Change: map[string]declaration.Transform{"no": "fixed:x"}}, 5)
			if n, err := b.c.Set(t.Context(), mine, anna, map[string]string{"no": "y"}); n != 5 || err != nil {
				t.Errorf("%d set, %v", n, err)
			}
			b.do(mine, anna, plan.Deed{}, 5)
			if lines := b.lines("gifts"); len(lines) != 2 {
				t.Errorf("%s: %v", owner, lines)
			}
			b.left(plan.Search{Targets: []plan.Target{mine}, By: anna}, 0)
			b.exec("drop table gifts")
		}
	})
}

// TestOthersAreSpared: a value that stands in somebody else's row is no residue where
// it is said so.
func TestOthersAreSpared(t *testing.T) {
	onAll(t, func(t *testing.T, b *bed) {
		b.exec(gifts...)
		b.exec("delete from items", `delete from "订单 表"`, "delete from users", "delete from visits", "delete from gifts where uid = 7")
		others := target("gifts", "uid", "person", "phone", "phone")
		others.Owner, others.Others = "uid", true
		all := plan.Target{Holding: "gifts", Everyone: true, Owner: "uid", Others: true}
		for name, c := range map[string]struct {
			value string
			spare []plan.Target
			want  int64
		}{
			"nobody is spared":                {"13800138000", nil, 4},
			"what a number leads to":          {"13800138000", []plan.Target{others}, 3},
			"all of others":                   {"13800138000", []plan.Target{all}, 3},
			"others, where no number leads":   {"13800138001", []plan.Target{others}, 1},
			"others, wherever a number leads": {"13800138001", []plan.Target{all}, 0},
		} {
			t.Run(name, func(t *testing.T) { b.left(plan.Search{Values: []string{c.value}, By: anna, Spare: c.spare}, c.want) })
		}
		if _, err := b.c.Count(t.Context(), others, anna); err == nil {
			t.Error("others' rows can be aimed at")
		}
	})
}

// left has to find n rows.
func (b *bed) left(s plan.Search, n int64) {
	b.t.Helper()
	left, err := b.l.Look(b.t.Context(), s)
	total := int64(0)
	for _, r := range left {
		total += r.Count
	}
	if err != nil || total != n {
		b.t.Errorf("%d left, %v; want %d: %v", total, err, n, left)
	}
}
