package database

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

// look has to find this, as "place how count".
func (b *bed) look(s plan.Search, want ...string) {
	b.t.Helper()
	left, err := b.l.Look(b.t.Context(), s)
	if err != nil {
		b.t.Fatal(err)
	}
	var got []string
	for _, r := range left {
		got = append(got, fmt.Sprint(r.Where, " ", r.How, " ", r.Count))
	}
	if d := cmp.Diff(want, got); d != "" {
		b.t.Error(d)
	}
}

func TestLookingByIdentifier(t *testing.T) {
	onAll(t, func(t *testing.T, b *bed) {
		s := plan.Search{Targets: []plan.Target{users, orders, visits}, By: anna}
		b.look(s, "users.id identifier 1", "visits.phone identifier 1", "visits.who identifier 2", "订单 表.用户 id identifier 3")
		late := orders
		late.Within = []plan.Window{{Column: "at", From: shanghaiAt("2024-02-01 00:00:00")}}
		b.look(plan.Search{Targets: []plan.Target{orders}, By: anna, Spare: []plan.Target{late}}, "订单 表.用户 id identifier 1")
		old := users
		old.Within = []plan.Window{{Column: "born", To: shanghaiAt("2024-03-01 10:11:12.123456")}}
		b.look(plan.Search{Targets: []plan.Target{old}, By: anna})
		for _, key := range []string{"07", "", "7 or 1=1", "99999999999999999999", "7\x00", "abc"} {
			b.look(plan.Search{Targets: []plan.Target{users}, By: plan.Keys{"person": {key}}})
		}
		b.look(plan.Search{Targets: []plan.Target{target("users", "name", "n")}, By: plan.Keys{"n": {"anna", "ANNA"}}}, "users.name identifier 1")
		b.look(plan.Search{Targets: []plan.Target{target("users", "uid", "n")}, By: plan.Keys{"n": {"0B54C3B2-7F0A-4F3E-9A52-0D4D4E0FFB01"}}}, "users.uid identifier 1")
		b.look(plan.Search{Targets: []plan.Target{{Holding: "users", Everyone: true, Within: []plan.Window{{Column: "ms", To: shanghaiAt("2025-01-01 00:00:00")}}}}}, "users identifier 1")
		before := plan.Target{Holding: "订单 表", Everyone: true, Within: []plan.Window{{Column: "at", To: shanghaiAt("2024-03-01 10:00:01")}}}
		b.exec(`insert into "订单 表" values (9, 9, 8, null, '2024-03-01T10:00:00+09:00')`) // of no zone that a deed knows
		b.count(before, nil, 3)
		b.left(plan.Search{Targets: []plan.Target{before}}, 3)
		b.exec("delete from items", `delete from "订单 表" where shop = 9`)
		b.do(orders, anna, plan.Deed{}, 3)
		b.do(visits, anna, plan.Deed{}, 3)
		b.do(users, anna, plan.Deed{}, 1)
		b.look(s)
	})
}

func TestLookingForValuesEverywhere(t *testing.T) {
	onAll(t, func(t *testing.T, b *bed) {
		b.exec("create table leak (a varchar(200), n bigint, j JSON, x BLOB)",
			"insert into leak values ('tel. 13800138000!', 13800138000, '[1]', null), ('13800138000', 5, '[2]', HEX'003133383030313338303030'), ('x', 138001380001, '[3]', null)")
		s := plan.Search{Values: []string{"13800138000"}}
		b.look(s, "leak.a value 2", "leak.n value 1", "leak.x value 1", "users.extra value 1", "users.phone value 1", "visits.phone value 2")
		s.Values = []string{"Anna", "7"} // too short to be looked for within texts
		b.look(s, "users.name value 1", "users.note value 1", "visits.who value 2")
		b.exec(`insert into leak values ('{"n": "\u5f20\u4e09\u4e30", "url": "https:\/\/example.com\/a"}', null, '[4]', null)`)
		if b.engine == "mysql" { // where a backslash in a literal is one more
			b.exec(`update leak set a = '{"n": "\\u5f20\\u4e09\\u4e30", "url": "https:\\/\\/example.com\\/a"}' where a like '{%'`)
		}
		b.look(plan.Search{Values: []string{"张三丰"}}, "leak.a value 1")
		b.look(plan.Search{Values: []string{"https://example.com/a"}}, "leak.a value 1")
		b.look(plan.Search{Values: []string{"1988-05-04"}}, "users.birthday value 1")
		b.look(plan.Search{Values: []string{"", "%", "'; drop table canary; --", "nowhere to be found", "a\x00b"}})
		by := plan.Keys{"person": {"7"}}
		b.look(plan.Search{By: by, Spare: []plan.Target{orders}, Values: []string{"浙江省杭州市西湖区示例路 1 号", "上海市浦东新区示例路 2 号"}}, "订单 表.地址 value 1")
	})
}

// TestLookingForValuesAsTheyAreCommonlyWritten puts an address of e-mail, a mobile
// number and a name into texts, documents, bytes and numbers of an undeclared table,
// one at a time, and what belongs to others beside them.
func TestLookingForValuesAsTheyAreCommonlyWritten(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("客户:周小鸥，")
	if err != nil {
		t.Fatal(err)
	}
	others := []string{
		"xzhou.ou@mail.example", "zhou.ou@mail.example.com", "x+zhou.ou@mail.example", "x%2Bzhou.ou%40mail.example", "139111122223", "18613911112222", "139 1111 22223", "周小明", "周小", "1391111", `{"n":"\\u5468\\u5c0f\\u660e"}`,
	}
	onAll(t, func(t *testing.T, b *bed) {
		b.exec("create table leak (a varchar(200), x BLOB, n bigint)")
		mark := func(i int) string {
			if b.engine == "postgres" {
				return fmt.Sprintf("$%d", i)
			}
			return "?"
		}
		put := func(text, bytes, number any) {
			t.Helper()
			if _, err := b.db.ExecContext(t.Context(), "insert into leak values ("+mark(1)+", "+mark(2)+", "+mark(3)+")", text, bytes, number); err != nil {
				t.Fatal(err)
			}
		}
		for _, other := range others {
			put(other, []byte(other+"\x00\xff"), 139111122223)
		}
		s := plan.Search{Values: []string{"Zhou.Ou@mail.example", "13911112222", "周小鸥"}}
		b.look(s)
		for _, text := range []string{
			"zhou.ou@mail.example", "ZHOU.OU@MAIL.EXAMPLE", "https://x.example/?e=zhou.ou%40mail.example&a=1", "?e=Zhou.Ou%40Mail.Example", `{"n":"\u5468\u5C0F\u9E25"}`, `{"n":"\u5468\u5c0f\u9e25"}`, "?n=%e5%91%a8%e5%b0%8f%e9%b8%a5", "+86 139-1111-2222", "139 1111 2222",
			"tel:8613911112222", "给周小鸥的信",
		} {
			put(text, nil, nil)
			put(nil, []byte("\xfe\x00"+text+"\x00"), nil)
			b.look(s, "leak.a value 1", "leak.x value 1")
			b.exec("delete from leak where a is null or x is null")
		}
		put(nil, []byte(gb), nil)
		put(nil, nil, int64(8613911112222))
		b.look(s, "leak.n value 1", "leak.x value 1")
	})
}

// TestLargeObjectsAreSaidNotToBeLookedInto has one: it lies in no table.
func TestLargeObjectsAreSaidNotToBeLookedInto(t *testing.T) {
	b := newBed(t, "postgres", shop...)
	for _, there := range []bool{false, true} {
		left, err := b.c.Settle(t.Context(), []string{"visits"})
		if err != nil || there != slices.ContainsFunc(left, func(r plan.Remnant) bool { return r.What == large }) {
			t.Errorf("%v: %v %v", there, left, err)
		}
		b.exec("select lo_create(0)")
	}
}

// A person who is erased as planned is gone, whatever the looker does to find them;
// one whom the connector forgot is found.
func TestAStoreSaysWhichItIs(t *testing.T) {
	onAll(t, func(t *testing.T, b *bed) {
		first, err := b.l.Store(t.Context())
		if err != nil || !strings.HasPrefix(first, b.engine+":") || len(first) < 20 {
			t.Fatal(first, err)
		}
		again := newBed(t, b.engine)
		second, err := again.l.Store(t.Context())
		if err != nil || first == second {
			t.Errorf("%s and %s, %v", first, second, err)
		}
		_, l := b.open(b.address)
		if third, err := l.Store(t.Context()); third != first || err != nil {
			t.Errorf("%s, then %s, %v", first, third, err)
		}
	})
}

func TestALookerCannotWrite(t *testing.T) {
	onAll(t, func(t *testing.T, b *bed) {
		l := b.l.(*looker)
		err := l.reading(t.Context(), func(tx *sqlTx) error {
			_, err := tx.ExecContext(t.Context(), "delete from canary")
			return err
		})
		if err == nil {
			t.Error("it can")
		}
	})
}

func TestWhatCannotBeSeenIsAnError(t *testing.T) {
	onAll(t, func(t *testing.T, b *bed) {
		for _, s := range []plan.Search{
			{Targets: []plan.Target{target("nobody", "id", "person")}}, {Targets: []plan.Target{target("users", "nothing", "person")}},
			{Spare: []plan.Target{target("nobody", "id", "person")}}, {Targets: []plan.Target{{Holding: "users"}}},
		} {
			if _, err := b.l.Look(t.Context(), s); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%+v: %v", s, err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := b.l.Look(ctx, plan.Search{Values: []string{"x"}}); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("cancelled: %v", err)
		}
	})
}

// accounts makes the two accounts of a plan, exactly as the grants say.
func (b *bed) accounts(p *plan.StorePlan) (eraser, viewer string) {
	b.t.Helper()
	u, err := url.Parse(b.address)
	if err != nil {
		b.t.Fatal(err)
	}
	a := Accounts{Database: strings.TrimPrefix(u.Path, "/"), Erase: "volens_erase", Look: "volens_look"}
	as := func(name string) string {
		v, q := *u, u.Query()
		if b.engine == "postgres" {
			q.Set("user", name)
			v.User = nil
			b.exec(`drop role if exists "`+name+`"`, `create role "`+name+`" login`)
			b.t.Cleanup(func() {
				for _, s := range []string{`drop owned by "` + name + `"`, `drop role "` + name + `"`} {
					if _, err := b.db.ExecContext(context.Background(), s); err != nil {
						b.t.Error(err)
					}
				}
			})
		} else {
			v.User = url.User(name)
			b.exec("create or replace user '" + name + "'@'%'")
		}
		v.RawQuery = q.Encode()
		return v.String()
	}
	eraser, viewer = as(a.Erase), as(a.Look)
	for _, g := range Grants(b.engine, p, a) {
		if _, err := b.db.ExecContext(b.t.Context(), g); err != nil {
			b.t.Fatalf("%s: %v", g, err)
		}
	}
	return eraser, viewer
}

func TestGrantsAreEnoughAndNoMore(t *testing.T) {
	own := &plan.StorePlan{
		Store: &declaration.Store{Holds: []*declaration.Holding{{ID: "users", Fields: []*declaration.Field{{Column: "name"}}}}},
		Finds: []*plan.Find{{Target: users}},
		Deeds: []*plan.Action{{Target: visits}, {Target: orders, Deed: plan.Deed{Change: map[string]declaration.Transform{"地址": "city", "用户 id": "null"}}}},
	}
	for _, engine := range []string{"postgres", "mysql"} {
		t.Run(engine, func(t *testing.T) {
			b := newBed(t, engine, shop...)
			eraser, viewer := b.accounts(own)
			least := &bed{t: t, engine: engine, db: b.db}
			least.c, _ = b.open(eraser)
			_, least.l = b.open(viewer)
			least.count(users, anna, 1)
			least.do(visits, anna, plan.Deed{}, 3)
			least.do(orders, anna, own.Deeds[1].Deed, 3)
			if n, err := least.c.Set(t.Context(), users, anna, map[string]string{"name": "A"}); n != 1 || err != nil {
				t.Error(n, err)
			}
			if left, err := least.c.Settle(t.Context(), []string{"visits"}); err != nil || len(left) == 0 {
				t.Error(left, err)
			}
			if _, err := least.l.Store(t.Context()); err != nil {
				t.Error(err)
			}
			least.look(plan.Search{Targets: []plan.Target{users, orders, visits}, By: anna, Values: []string{"13800138000"}},
				"users.extra value 1", "users.id identifier 1", "users.phone value 1")
			before := b.dump()
			for _, refused := range []plan.Target{users, target("canary", "who", "person"), target("items", "thing", "person")} {
				if _, err := least.c.Do(t.Context(), refused, plan.Keys{"person": {"7", "bird", "pen"}}, plan.Deed{}); err == nil {
					t.Errorf("%s could be deleted from", refused.Holding)
				}
			}
			if _, err := least.c.Set(t.Context(), users, anna, map[string]string{"email": "x"}); fault.KindOf(err) != fault.Unavailable {
				t.Errorf("a column that is not declared could be written: %v", err)
			}
			for _, account := range []string{eraser, viewer} {
				_, db, err := Dial(account, Writing)
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range []string{"drop table visits", "drop table canary", "delete from canary", "create table mine (id integer)", "update users set phone = 'x'"} {
					if _, err := db.ExecContext(t.Context(), s); err == nil {
						t.Errorf("%s was allowed", s)
					}
				}
				_ = db.Close()
			}
			if d := cmp.Diff(before, b.dump()); d != "" {
				t.Error(d)
			}
			_, l := b.open(eraser)
			if _, err := l.Look(t.Context(), plan.Search{Values: []string{"13800138000"}}); fault.KindOf(err) != fault.Unavailable {
				t.Errorf("an account that does not see everything says what is there: %v", err)
			}
			if engine == "postgres" {
				b.exec("alter table users enable row level security") // no policy: no row is shown
				if _, err := least.l.Look(t.Context(), plan.Search{Values: []string{"13800138000"}}); fault.KindOf(err) != fault.Unavailable {
					t.Errorf("rows that are hidden are not there: %v", err)
				}
			}
		})
	}
}
