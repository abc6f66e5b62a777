package database

import (
	"bytes"
	"context"
	"crypto/x509"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgconn"
	"pgregory.net/rapid"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

type sqlTx = sql.Tx

// hostile is names that want to be more than names.
var hostile = []string{
	"", " ", `"`, "`", "'", ";", "--", "/*", "*/", "\\", "\x00", "\n", "%", "_", "$1", "?", "?1", "@@version", "users\x00", "users;", "users --", "public.users.id",
	`users"; drop table canary; --`, "users`; drop table canary; --", "users'; drop table canary; --", `users" where 1=1 or "id`, "id`=1 or `id",
	"users where 1=1", "(select 1)", "*", "canary, users", "ｕｓｅｒｓ", "users\u200b", "usеrs", "\u202euser", "\xff\xfe", "information_schema.tables", "pg_catalog.pg_class",
	"mysql.user", "sqlite_schema", "main.users", "temp.users", "../users", strings.Repeat("a", 1<<16), strings.Repeat(`"`, 4096), strings.Repeat("户", 1000),
}

func TestHostileNamesReachNoStatement(t *testing.T) {
	onAll(t, func(t *testing.T, b *bed) {
		before := b.dump()
		check := func(t interface{ Errorf(string, ...any) }, name string, ways ...int) {
			w := []plan.Window{{Column: name, To: time.Unix(1e9, 0)}}
			change := plan.Deed{Change: map[string]declaration.Transform{name: "null"}}
			for i, f := range []func() error{
				func() error {
					_, err := b.c.Do(context.Background(), target(name, "id", "person"), anna, plan.Deed{})
					return err
				},
				func() error {
					_, err := b.c.Do(context.Background(), target("users", name, "person"), anna, plan.Deed{})
					return err
				},
				func() error {
					_, err := b.c.Do(context.Background(), plan.Target{Holding: "users", Everyone: true, Within: w}, anna, plan.Deed{})
					return err
				},
				func() error { _, err := b.c.Do(context.Background(), users, anna, change); return err },
				func() error {
					_, err := b.c.Set(context.Background(), users, anna, map[string]string{name: "x"})
					return err
				},
				func() error {
					_, err := b.c.Count(context.Background(), target(name, "id", "person"), anna)
					return err
				},
				func() error {
					_, err := b.c.Resolve(context.Background(), users, anna, map[string]string{name: "x"})
					return err
				},
				func() error { _, err := b.c.Settle(context.Background(), []string{name}); return err },
				func() error {
					_, err := b.l.Look(context.Background(), plan.Search{Targets: []plan.Target{target(name, "id", "person")}})
					return err
				},
				func() error {
					_, err := b.l.Look(context.Background(), plan.Search{Targets: []plan.Target{target("users", name, "person")}})
					return err
				},
				func() error {
					for _, err := range b.c.Read(context.Background(), users, anna, []string{name}) {
						return err
					}
					return nil
				},
			} {
				if len(ways) > 0 && !slices.Contains(ways, i) {
					continue
				}
				if err := f(); fault.KindOf(err) != fault.Invalid {
					t.Errorf("%d: %.80q: %v", i, name, err)
				}
			}
		}
		for _, name := range hostile {
			check(t, name)
		}
		known := map[string]bool{}
		for _, table := range []string{"users", "items", "visits", "canary", "id", "name", "phone", "ms", "secs", "note", "born", "flag", "mood", "seen", "uid"} {
			known[table] = true
		}
		rapid.Check(t, func(rt *rapid.T) {
			name := rapid.OneOf(rapid.String(), rapid.SampledFrom(hostile)).Draw(rt, "name") + rapid.SampledFrom([]string{"", "'", `"`, "`", ";--", "\x00"}).Draw(rt, "end")
			if !known[strings.ToLower(name)] {
				check(rt, name, 0, 1, 9)
			}
		})
		for _, key := range hostile { // values may be anything
			b.count(users, plan.Keys{"person": {key}}, 0)
			b.count(visits, plan.Keys{"person": {key}, "phone": {key}}, 0)
			if _, err := b.l.Look(t.Context(), plan.Search{Targets: []plan.Target{users, visits}, By: plan.Keys{"person": {key}}, Values: []string{key}}); err != nil {
				t.Errorf("%.80q: %v", key, err)
			}
		}
		if d := cmp.Diff(before, b.dump()); d != "" {
			t.Error(d)
		}
	})
}

// Names that are hostile and are there really are names like any other.
func TestHostileNamesThatExist(t *testing.T) {
	onAll(t, func(t *testing.T, b *bed) {
		for _, name := range []string{`a"b`, "a`b", "a'b", "a;b", "a--b", "a b", "a?b", "a$1b", "a%sb", "a/*b", "用户", `a\b`, "select", "volens_new"} {
			q := b.c.(*connector).d.quote
			b.execRaw("create table "+q(name)+" ("+q(name)+" varchar(20), "+q("key"+name)+" integer primary key, x varchar(20))",
				"insert into "+q(name)+" values ('7', 1, 'mine'), ('8', 2, 'others')")
			holding := target(name, name, "person")
			b.count(holding, anna, 1)
			b.look(plan.Search{Targets: []plan.Target{holding}, By: anna}, name+"."+name+" identifier 1")
			b.do(holding, anna, plan.Deed{Change: map[string]declaration.Transform{"x": "first:1"}}, 1)
			b.do(holding, anna, plan.Deed{Change: map[string]declaration.Transform{"x": "blank"}}, 1)
			b.do(holding, anna, plan.Deed{}, 1)
			b.look(plan.Search{Targets: []plan.Target{holding}, By: anna, Values: []string{"others"}}, name+".x value 1")
			if _, err := b.c.Settle(t.Context(), []string{name}); err != nil {
				t.Error(err)
			}
			b.execRaw("drop table " + q(name))
		}
	})
}

func (b *bed) execRaw(statements ...string) {
	b.t.Helper()
	for _, s := range statements {
		if _, err := b.db.ExecContext(b.t.Context(), s); err != nil {
			b.t.Fatalf("%s: %v", s, err)
		}
	}
}

func TestSchemasOfPostgreSQL(t *testing.T) {
	b := newBed(t, "postgres", append(shop, "create schema s2", "create table s2.users (id bigint, name text)", "insert into s2.users values (7, 'x')",
		`create table s2."a.b" (id bigint)`, "create table parted (id bigint, at date) partition by range (at)", "create table part1 partition of parted for values from ('2020-01-01') to ('2030-01-01')",
		"create table part2 partition of parted default", "insert into parted values (7, '2024-01-01'), (7, null), (7, '2024-01-02'), (8, '2024-01-01')",
		"create materialized view seen_once as select name as who from users", "create domain code as bigint", "create table coded (c code, l text collate \"C\")", "insert into coded values (7, 'x')")...)
	b.count(target("s2.users", "id", "person"), anna, 1)
	b.count(target("public.users", "id", "person"), anna, 1)
	b.count(target("coded", "c", "person"), anna, 1)
	b.look(plan.Search{Values: []string{"anna@example.com", "Anna"}}, "seen_once.who value 1", "users.email value 2", "users.name value 1") // ANNA@EXAMPLE.COM is found too: nobody minds the case
	b.do(target("s2.users", "id", "person"), anna, plan.Deed{Change: map[string]declaration.Transform{"name": "hash"}}, 1)
	b.do(target("s2.users", "id", "person"), anna, plan.Deed{}, 1)
	b.count(users, anna, 1)
	parted := target("parted", "id", "person")
	b.do(parted, anna, plan.Deed{Change: map[string]declaration.Transform{"at": "year"}}, 1)
	parted.Limit = 2
	for _, want := range []int64{2, 1, 0} {
		if n, err := b.c.Do(t.Context(), parted, anna, plan.Deed{}); n != want || err != nil {
			t.Error(n, err)
		}
	}
	if left, err := b.c.Settle(t.Context(), []string{"s2.users", "parted"}); err != nil || strings.Contains(fmt.Sprint(left), deadTuples) {
		t.Error(left, err)
	}
}

// Rows of a table that inherits lie where rows of the other lie, and may have their
// keys: neither names a row.
func TestTablesThatInherit(t *testing.T) {
	start := []string{"create table parent (id bigint primary key, who text, note text)", "create table child () inherits (parent)",
		"insert into parent values (1, '7', 'mine'), (2, '8', 'others')", "insert into child values (1, '8', 'others'), (2, '7', 'mine'), (3, '7', 'mine')"}
	for name, d := range map[string]plan.Deed{"delete": {}, "anonymise": {Change: transforms{"note": "first:1"}}, "blank": {Change: transforms{"note": "blank"}}} {
		for _, limit := range []int{0, 1, 100} {
			b := newBed(t, "postgres", start...)
			parent := target("parent", "who", "person")
			parent.Limit = limit
			var n int64
			for range 4 {
				m, err := b.c.Do(t.Context(), parent, anna, d)
				if err != nil {
					t.Fatal(name, err)
				}
				n += m
			}
			if left := b.read(target("parent", "note", "note"), plan.Keys{"note": {"others"}}); n != 3 || len(left) != 2 {
				t.Errorf("%s, at most %d: %d rows changed, and of others are left %v", name, limit, n, left)
			}
		}
	}
}

// Blanks at the end tell rows apart where a collation says so, and are kept by a
// change.
func TestBlanksAtTheEndOfMySQL(t *testing.T) {
	for name, table := range map[string]string{
		"a key":  "create table blanks (k varchar(20) collate utf8mb4_nopad_bin primary key, who varchar(9), v varchar(80))",
		"no key": "create table blanks (k varchar(20), who varchar(9), v varchar(80))",
	} {
		b := newBed(t, "mysql", table, "insert into blanks values ('a', '7', 'x'), ('abc', '8', 'ab c'), ('abc ', '7', 'ab c'), ('abc  ', '7', 'ab '), ('d', '7', 'ab')")
		blanks := target("blanks", "who", "person")
		b.do(blanks, anna, plan.Deed{Change: transforms{"v": "first:3"}}, 1)
		want := []string{"blanks|abc  |7|ab ", "blanks|abc |7|ab ", "blanks|abc|8|ab c", "blanks|a|7|x", "blanks|d|7|ab"}
		if d := cmp.Diff(want, b.dump("blanks")); d != "" {
			t.Error(name, d)
		}
		b.do(blanks, anna, plan.Deed{Change: transforms{"v": "city"}}, 4)
		if n := strings.Count(fmt.Sprint(b.dump("blanks")), "<nil>"); n != 4 {
			t.Errorf("%s: %d rows became nothing", name, n)
		}
	}
}

// Where columns have taken all names of the rowid, or a key may hold a number and the
// text of its digits, rows are told apart all the same.
func TestRowsOfSQLiteThatAreHardToName(t *testing.T) {
	for name, table := range map[string]string{
		"no name left":         "create table hard (rowid, oid, _rowid_, who text, note text)",
		"no name left, a key":  "create table hard (rowid, oid, _rowid_, who text, note text, primary key (rowid, who))",
		"without rowid, mixed": "create table hard (rowid, oid, _rowid_, who text, note text, primary key (rowid)) without rowid",
	} {
		for _, d := range []plan.Deed{{}, {Change: transforms{"note": "first:1"}}, {Change: transforms{"note": "blank"}}} {
			b := newBed(t, "sqlite", table, "insert into hard values (1, 1, null, '7', 'mine'), ('1', 1, null, '8', 'others'), (x'31', 1, null, '8', 'others'), (2, null, null, '7', 'mine')")
			hard := target("hard", "who", "person")
			hard.Limit = 1
			var n int64
			for range 3 {
				m, err := b.c.Do(t.Context(), hard, anna, d)
				if err != nil {
					t.Fatal(name, err)
				}
				n += m
			}
			if left := b.read(target("hard", "note", "note"), plan.Keys{"note": {"others"}}); n != 2 || len(left) != 2 {
				t.Errorf("%s: %d rows changed, and of others are left %v", name, n, left)
			}
		}
	}
}

// What was in the file is not in it afterwards, nor beside it.
func TestNothingIsLeftInTheFileOfSQLite(t *testing.T) {
	for _, mode := range []string{"wal", "delete", "persist", "truncate"} {
		t.Run(mode, func(t *testing.T) {
			b := newBed(t, "sqlite", append([]string{"pragma journal_mode = " + mode}, shop...)...)
			b.exec("pragma secure_delete = 0", "create virtual table search using fts5(body)")
			const canary = "QuinceAndMedlar"
			for i := range 300 {
				b.exec(fmt.Sprintf("insert into visits values ('p%d', '%s', '%s')", i%2, strings.Repeat(canary, 1+i%40), "here"),
					fmt.Sprintf("insert into search values ('%s%d here')", canary, i), fmt.Sprintf("update visits set place = '%s' where phone = 'x'", canary))
			}
			b.exec("delete from visits where place = 'here' and who = 'p0' and phone like '%Quince%'", "delete from search where rowid % 2 = 0")
			if !bytes.Contains(b.files(), []byte(canary)) {
				t.Fatal("the canary never was there")
			}
			_ = b.db.Close()
			by := plan.Keys{"person": {"p0", "p1"}}
			b.look(plan.Search{Targets: []plan.Target{visits}, By: by}, "visits.who identifier 150")
			b.do(visits, by, plan.Deed{}, 150)
			b.db, _ = sql.Open("sqlite", liteName(pathOf(b.address), Writing))
			b.exec("delete from search")
			left, err := b.c.Settle(t.Context(), []string{"visits"})
			if err != nil || len(left) != 0 {
				t.Fatal(left, err)
			}
			if bytes.Contains(bytes.ToLower(b.files()), []byte(strings.ToLower(canary))) {
				t.Error("the canary is still in the file, or beside it")
			}
			b.look(plan.Search{Values: []string{canary, strings.ToLower(canary)}})
		})
	}
}

// Bytes of what is deleted are overwritten at once, before anything is settled; and
// the tables in which full-text search keeps its words are looked at too.
func TestSQLiteOverwritesAndIsSearched(t *testing.T) {
	const canary = "QuinceAndMedlar"
	b := newBed(t, "sqlite", append(shop, "pragma secure_delete = 0", "create virtual table search using fts5(body)",
		"insert into search values ('"+canary+"')", "insert into visits values ('p0', '"+strings.Repeat(canary, 400)+"', '')")...)
	b.look(plan.Search{Values: []string{canary}}, "search_content.c0 value 1", "visits.phone value 1")
	b.look(plan.Search{Values: []string{strings.ToLower(canary)}}, "search_data.block value 1")
	b.exec("delete from search")
	b.do(visits, plan.Keys{"person": {"p0"}}, plan.Deed{}, 1)
	if bytes.Contains(b.files(), []byte(strings.Repeat(canary, 2))) {
		t.Error("the canary is still in the file")
	}
}

// files returns all bytes of the database, its log and its journal.
func (b *bed) files() []byte {
	b.t.Helper()
	all, err := filepath.Glob(pathOf(b.address) + "*")
	if err != nil {
		b.t.Fatal(err)
	}
	var text []byte
	for _, path := range all {
		part, err := os.ReadFile(path)
		if err != nil {
			b.t.Fatal(err)
		}
		text = append(text, part...)
	}
	return text
}

func TestWhatRemainsIsSaid(t *testing.T) {
	onAll(t, func(t *testing.T, b *bed) {
		left, err := b.c.Settle(t.Context(), []string{"users", "visits"})
		if err != nil {
			t.Fatal(err)
		}
		if (len(left) == 0) != (b.engine == "sqlite") {
			t.Errorf("%v", left)
		}
	})
}

// A lock of somebody else ends the waiting, and so does a context.
func TestNothingWaitsForEver(t *testing.T) {
	onAll(t, func(t *testing.T, b *bed) {
		tx, err := b.db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = tx.Rollback() }()
		if _, err := tx.ExecContext(t.Context(), "update visits set place = 'locked'"); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		began := time.Now() //nolint:forbidigo // how long it took is what is tested
		_, err = b.c.Do(ctx, visits, anna, plan.Deed{})
		if fault.KindOf(err) != fault.Unavailable || time.Since(began) > 15*time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		t.Log(time.Since(began))
	})
}

func TestCauses(t *testing.T) {
	for want, err := range map[Cause]error{
		NoHost:  &net.OpError{Err: &net.DNSError{Name: "secret.host"}},
		TooSlow: fmt.Errorf("secret: %w", context.DeadlineExceeded),
		Nobody:  &net.OpError{Err: errors.New("secret")},
		NoTLS:   fmt.Errorf("x: %w", x509.HostnameError{Certificate: &x509.Certificate{}, Host: "secret"}),
		NoEntry: &mysql.MySQLError{Number: 1045, Message: "secret"},
		NoRight: &pgconn.PgError{Code: "42501", Message: "secret"},
		Locked:  &pgconn.PgError{Code: "55P03", Message: "secret"},
		Pointed: &mysql.MySQLError{Number: 1451, Message: "secret"},
		Broken:  errors.New("secret"),
		NoSuch:  NoSuch,
	} {
		if got := unavailable(err); strings.Contains(got.Error(), "secret") || !strings.HasSuffix(got.Error(), want.Error()) {
			t.Errorf("%v: %v, want %v", err, got, want)
		}
	}
}

func TestErrorsRepeatNothing(t *testing.T) {
	const password, user, name = "hunter-two", "user-nine", "base-seven"
	for address, want := range map[string]fault.Kind{
		"postgres://" + user + ":" + password + "@127.0.0.1:1/" + name: fault.Unavailable,
		"mysql://" + user + ":" + password + "@127.0.0.1:1/" + name:    fault.Unavailable,
		"sqlite:///nowhere/" + name:                                    fault.Unavailable,
		"file:" + name:                                                 fault.Unavailable,
		"sqlite://host/" + name:                                        fault.Invalid,
		"mysql://u:" + password + "@127.0.0.1:1/":                      fault.Invalid,
		"postgres://u:" + password + "@h/db?sslmode=" + password:       fault.Invalid,
		"://" + password:                                               fault.Invalid, "": fault.Invalid,
	} {
		engine, _, _ := strings.Cut(address, ":")
		if engine == "file" {
			engine = "sqlite"
		}
		for _, open := range []func() error{
			func() error { _, err := Open(t.Context(), engine, address); return err },
			func() error { _, err := Look(t.Context(), engine, address); return err },
		} {
			err := open()
			if fault.KindOf(err) != want {
				t.Errorf("%s: %v, want %s", address, err, want)
			}
			for _, secret := range []string{password, user, name, "127.0.0.1"} {
				if err != nil && strings.Contains(err.Error(), secret) {
					t.Errorf("%s: the error says %s: %v", address, secret, err)
				}
			}
		}
	}
	if _, err := Open(t.Context(), "mysql", "sqlite:///x"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("another engine than was declared: %v", err)
	}
	onAll(t, func(t *testing.T, b *bed) {
		_, err := b.c.Set(t.Context(), users, anna, map[string]string{"phone": "13800138001"}) // Bob's
		if fault.KindOf(err) != fault.Unavailable || strings.Contains(err.Error(), "1380013") {
			t.Errorf("%v", err)
		}
		if _, err := b.c.Do(t.Context(), users, anna, plan.Deed{}); b.engine != "sqlite" && (fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), Pointed.EN)) {
			t.Errorf("rows that others point to: %v", err)
		}
	})
}
