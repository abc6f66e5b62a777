package database

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

type transforms = map[string]declaration.Transform

// stays is a search for rows that stay.
func stays(t plan.Target, as transforms) plan.Search {
	return plan.Search{By: anna, Changed: []plan.Changed{{Target: t, As: as}}}
}

// anonymous is what is made of a person of the shop, one transform or more for every
// kind of column.
var anonymous = transforms{
	"name": "first:1", "phone": "null", "email": "hash", "birthday": "year", "born": "month", "seen": "null", "balance": "band:10",
	"uid": "null", "flag": "blank", "mood": "null", "extra": "blank", "photo": "null", "ms": "fixed:5", "secs": "null", "note": "null",
}

func TestEveryColumnOfARowThatStaysIsLookedAt(t *testing.T) {
	onAll(t, func(t *testing.T, b *bed) {
		b.exec("delete from items", `delete from "订单 表"`)
		others := b.dump("users")
		s := stays(users, anonymous)
		var all []string
		for _, column := range slices.Sorted(maps.Keys(anonymous)) {
			all = append(all, "users."+column+" column 1")
		}
		b.look(s, all...)
		b.do(users, anna, plan.Deed{Change: anonymous}, 1)
		b.look(s)
		for column, as := range anonymous { // one column is skipped
			b.exec("delete from users where id = 7")
			b.exec(shop[1])
			some := maps.Clone(anonymous)
			delete(some, column)
			b.do(users, anna, plan.Deed{Change: some}, 1)
			b.look(s, "users."+column+" column 1")
			b.do(users, anna, plan.Deed{Change: transforms{column: as}}, 1)
			b.look(s)
		}
		if now := b.dump("users"); !slices.Equal(without(others, "users|7|"), without(now, "users|7|")) {
			t.Error("rows of others changed")
		}
	})
}

func without(lines []string, begin string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return strings.HasPrefix(l, begin) })
}

// TestADeedHalfDone changes some of the rows, and finds the rest: each once, however
// many ways find it, whatever ground keeps it, and none of anybody else.
func TestADeedHalfDone(t *testing.T) {
	onAll(t, func(t *testing.T, b *bed) {
		as := transforms{"place": "fixed:gone"}
		s := stays(visits, as)
		s.Spare = []plan.Target{visits}
		b.look(s, "visits.place column 3")
		b.exec("update visits set place = 'gone' where place in ('a', 'd')")
		b.look(s, "visits.place column 2")
		b.do(visits, anna, plan.Deed{Change: as}, 2)
		b.look(s)
		old := orders
		old.Within = []plan.Window{{Column: "at", To: shanghaiAt("2025-01-01 00:00:00")}}
		as = transforms{"地址": "city"}
		b.look(stays(old, as), "订单 表.地址 column 1") // nothing is made of nothing
		b.do(old, anna, plan.Deed{Change: as}, 1)
		b.look(stays(old, as))
		b.look(stays(orders, as), "订单 表.地址 column 1")
		sweep := plan.Target{Holding: "users", Everyone: true, Within: []plan.Window{{Column: "ms", To: shanghaiAt("2025-02-01 00:00:00")}}}
		b.look(stays(sweep, transforms{"email": "null"}), "users.email column 2")
		b.look(stays(users, nil))
		if _, err := b.l.Look(t.Context(), stays(users, transforms{"nothing": "null"})); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a column that is not there: %v", err)
		}
	})
}

// TestColumnsThatMustHoldSomething has the looker take what the connector writes
// where there can be no null, and nothing else.
func TestColumnsThatMustHoldSomething(t *testing.T) {
	onAll(t, func(t *testing.T, b *bed) {
		columns := []string{"a varchar(40)", "b varchar(40) unique", "c bigint", "d decimal(8,2)", "e boolean", "f uuid", "g BLOB", "h date", "i TIME6", "j MOOD2", "k varchar(5) unique", "l char(9)"}
		values := []string{"'x'", "'y'", "5", "1.50", "true", "'0b54c3b2-7f0a-4f3e-9a52-0d4d4e0ffb01'", "HEX'41'", "'1988-05-04'", "'1988-05-04 10:11:12'", "'low'", "'z'", "'w'"}
		if b.engine == "postgres" {
			b.exec("create type mood2 as enum ('ok', 'low')")
			b.exec("create extension if not exists citext")
			columns, values = append(columns, "m JSON", "n timestamptz", "o citext"), append(values, `'{"a": 1}'`, "'1988-05-04 10:11:12'", "'W'")
		}
		if b.engine == "mysql" {
			columns, values = append(columns, "m JSON", "n timestamp", "o binary(16)", "p longtext"), append(values, "'[1]'", "'1988-05-04 10:11:12'", "x'41'", "'x'")
		}
		mood := map[string]string{"postgres": "mood2", "mysql": "enum('ok', 'low')", "sqlite": "text"}[b.engine]
		as := transforms{}
		for i, c := range columns {
			as[c[:1]] = "null"
			columns[i] = strings.Replace(c, "MOOD2", mood, 1) + " not null"
		}
		b.exec("create table must (who varchar(9), "+strings.Join(columns, ", ")+")", "insert into must values ('7', "+strings.Join(values, ", ")+")")
		must := target("must", "who", "person")
		var all []string
		for _, c := range slices.Sorted(maps.Keys(as)) {
			all = append(all, "must."+c+" column 1")
		}
		b.look(stays(must, as), all...)
		b.do(must, anna, plan.Deed{Change: as}, 1)
		b.look(stays(must, as))
		for c, v := range map[string]string{"a": "'0'", "b": "'~anna'", "c": "1", "d": "0.01", "e": "true", "h": "'1970-01-02'", "i": "'1970-01-01 00:00:01'", "j": "'low'"} {
			b.exec(fmt.Sprintf("update must set %s = %s", c, v))
			b.look(stays(must, as), "must."+c+" column 1")
			b.do(must, anna, plan.Deed{Change: as}, 1)
		}
	})
}

// TestFixedTextsAreComparedAsTheirTypesAre writes one thing in two ways.
func TestFixedTextsAreComparedAsTheirTypesAre(t *testing.T) {
	onAll(t, func(t *testing.T, b *bed) {
		as := transforms{"name": "fixed:已注销", "phone": "fixed:0", "birthday": "fixed:2000-01-01", "born": "fixed:2000-01-01", "seen": "fixed:2000-01-01T00:00:00+08:00",
			"balance": "fixed:1", "uid": "fixed:00000000-0000-0000-0000-0000000000AB", "flag": "fixed:false", "extra": `fixed:{"b":[1]}`, "photo": "fixed:AAE=", "ms": "fixed:-1", "mood": "fixed:low"}
		if b.engine == "postgres" {
			b.exec("alter table users add ip inet, add c9 char(9)", "update users set ip = '10.1.2.3', c9 = 'x'")
			b.exec("insert into users (id, name, phone, note, c9) values (9, 'Nine', '9', '', 'nine')")
			b.count(target("users", "c9", "person"), plan.Keys{"person": {"nine"}}, 1)
			as["ip"], as["c9"] = "fixed:0.0.0.0", "fixed:none"
		}
		b.do(users, anna, plan.Deed{Change: as}, 1)
		b.look(stays(users, as))
		b.exec("update users set name = '已注销 ' where id = 7", "update users set balance = 1.01 where id = 7", "update users set born = '2000-01-01 00:00:01' where id = 7", "update users set flag = true where id = 7")
		b.look(stays(users, as), "users.balance column 1", "users.born column 1", "users.flag column 1", "users.name column 1")
	})
}
