package database

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/internal/testdb"
)

func TestMain(m *testing.M) { os.Exit(testdb.Main(m, "fsync=off")) }

// A bed is one engine with a database to test in, opened as its owner too.
type bed struct {
	t               testing.TB
	engine, address string
	db              *sql.DB
	c               plan.Connector
	l               plan.Looker
}

// onAll runs a test on every engine, with the shop in it.
func onAll(t *testing.T, f func(t *testing.T, b *bed)) {
	for _, engine := range []string{"postgres", "mysql", "sqlite"} {
		t.Run(engine, func(t *testing.T) { f(t, newBed(t, engine, shop...)) })
	}
}

func newBed(t testing.TB, engine string, statements ...string) *bed {
	t.Helper()
	b := &bed{t: t, engine: engine}
	switch engine {
	case "postgres":
		b.address = testdb.Postgres(t)
	case "mysql":
		b.address = testdb.MariaDB(t)
	default:
		path := filepath.Join(t.TempDir(), "a shop.db")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		b.address = "sqlite://" + path
	}
	var err error
	if _, b.db, err = Dial(b.address, Writing); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.db.Close() })
	b.exec(statements...)
	b.c, b.l = b.open(b.address)
	return b
}

// open opens a connector and a looker.
func (b *bed) open(address string) (plan.Connector, plan.Looker) {
	b.t.Helper()
	c, err := Open(b.t.Context(), b.engine, address)
	if err != nil {
		b.t.Fatal(err)
	}
	l, err := Look(b.t.Context(), b.engine, address)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _, _ = c.Close(), l.Close() })
	return c, l
}

// exec runs statements, written for PostgreSQL, in the words of the engine.
func (b *bed) exec(statements ...string) {
	b.t.Helper()
	for _, s := range statements {
		if _, err := b.db.ExecContext(b.t.Context(), b.said(s)); err != nil {
			b.t.Fatalf("%s: %v", b.said(s), err)
		}
	}
}

var words3 = map[string]*strings.Replacer{
	"postgres": strings.NewReplacer("BLOB", "bytea", "TIME6", "timestamp(6)", "ZONED", "timestamptz", "MOOD", "text check (mood in ('ok', 'low'))", "JSON", "jsonb", "HEX'", `'\x`),
	"mysql": strings.NewReplacer(`{"phone": "13800138000"}`, `{"phone": "13800138000"}`, "BLOB", "blob", "TIME6", "datetime(6)", "ZONED", "timestamp null", "MOOD", "enum('ok', 'low')", "JSON", "json", "HEX'", "x'",
		"uuid", "char(36)", `"`, "`"),
	"sqlite": strings.NewReplacer("BLOB", "blob", "TIME6", "datetime", "ZONED", "timestamp", "MOOD", "text", "JSON", "json", "HEX'", "x'", "jsonb", "json"),
}

func (b *bed) said(s string) string { return words3[b.engine].Replace(s) }

// shop is people with what belongs to them. Anna is 7, with a phone that begins like
// Bob's; Bob is 8; ANNA is 70.
var shop = []string{
	`create table users (id bigint primary key, name varchar(40), phone varchar(20) not null unique, email varchar(60), birthday date, born TIME6,
		seen ZONED, balance decimal(10,2), uid uuid, flag boolean, mood MOOD, extra JSON, photo BLOB, ms bigint, secs bigint, note text not null)`,
	`insert into users values (7, 'Anna', '13800138000', 'anna@example.com', '1988-05-04', '2024-03-01 10:11:12.123456',
		'2024-03-02 03:04:05', 37.50, '0b54c3b2-7f0a-4f3e-9a52-0d4d4e0ffb01', true, 'ok', '{"phone": "13800138000"}', HEX'00ff41', 1709258400000, 1709258400, 'hello')`,
	`insert into users values (8, 'Bob', '13800138001', 'bob@example.com', '1990-12-31', '2025-01-01 00:00:00',
		'2025-01-02 03:04:05', 99.99, '0b54c3b2-7f0a-4f3e-9a52-0d4d4e0ffb02', false, 'low', '{}', HEX'01', 1735689600000, 1735689600, '')`,
	`insert into users values (70, 'ANNA', '13900139000', 'ANNA@EXAMPLE.COM', null, null, null, null, null, null, null, null, null, null, null, '7')`,
	`create table "订单 表" (shop integer not null, no integer not null, "用户 id" bigint, "地址" varchar(80), at varchar(40), primary key (shop, no),
		foreign key ("用户 id") references users (id))`,
	`insert into "订单 表" values (1, 1, 7, '浙江省杭州市西湖区示例路 1 号', '2024-03-01 10:00:00'), (1, 2, 8, '上海市浦东新区示例路 2 号', '2024-03-01T02:00:00Z'),
		(2, 1, 7, '江苏省南京市玄武区示例路 3 号', '2025-06-01T10:00:00+08:00'), (2, 2, null, null, 'yesterday'), (2, 3, 7, null, '2024-01-31')`,
	`create table items (shop integer, no integer, thing varchar(20), foreign key (shop, no) references "订单 表" (shop, no))`,
	`insert into items values (1, 1, 'book'), (1, 2, 'pen'), (2, 1, 'ink'), (2, 1, 'ink'), (2, 3, null)`,
	`create table visits (who varchar(40), phone varchar(20), place varchar(40))`,
	`insert into visits values ('7', null, 'a'), ('7', '13800138000', 'b'), (null, '13800138000', 'c'), ('70', '13900139000', 'd'), ('07', null, 'e'), ('', '', 'f'), ('7 ', null, 'g')`,
	`create table canary (id integer primary key, who varchar(40))`,
	`insert into canary values (1, 'bird')`,
}

func found(pairs ...string) []*declaration.Found {
	var all []*declaration.Found
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, &declaration.Found{In: pairs[i], By: pairs[i+1]})
	}
	return all
}

func target(holding string, pairs ...string) plan.Target {
	return plan.Target{Holding: holding, Found: found(pairs...)}
}

var (
	users  = target("users", "id", "person")
	orders = target("订单 表", "用户 id", "person")
	visits = target("visits", "who", "person", "phone", "phone")
	anna   = plan.Keys{"person": {"7"}, "phone": {"13800138000"}}
)

// dump returns every row of every table as one line, in order.
func (b *bed) dump(tables ...string) []string {
	b.t.Helper()
	if len(tables) == 0 {
		tables = []string{"users", `"订单 表"`, "items", "visits", "canary"}
	}
	var all []string
	for _, name := range tables {
		all = append(all, b.lines(name)...)
	}
	slices.Sort(all)
	return all
}

func (b *bed) lines(table string) []string {
	rows, err := b.db.QueryContext(b.t.Context(), b.said("select * from "+table))
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var all []string
	columns, _ := rows.Columns()
	for rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			b.t.Fatal(err)
		}
		line := table
		for _, v := range row {
			if bytes, ok := v.([]byte); ok {
				v = string(bytes)
			}
			line += fmt.Sprintf("|%v", v)
		}
		all = append(all, line)
	}
	if err := rows.Err(); err != nil {
		b.t.Fatal(err)
	}
	return all
}

// do does a deed that has to change n rows, and then none.
func (b *bed) do(t plan.Target, by plan.Keys, d plan.Deed, n int64) {
	b.t.Helper()
	for _, want := range []int64{n, 0} {
		got, err := b.c.Do(b.t.Context(), t, by, d)
		if err != nil || got != want {
			b.t.Fatalf("%s: %d rows, %v; want %d", t.Holding, got, err, want)
		}
	}
}

// count has to count n rows.
func (b *bed) count(t plan.Target, by plan.Keys, n int64) {
	b.t.Helper()
	got, err := b.c.Count(b.t.Context(), t, by)
	if err != nil || got != n {
		b.t.Errorf("%s: %d rows, %v; want %d", t.Holding, got, err, n)
	}
}

// read reads rows as sorted lines.
func (b *bed) read(t plan.Target, by plan.Keys, columns ...string) []plan.Record {
	b.t.Helper()
	var all []plan.Record
	for r, err := range b.c.Read(b.t.Context(), t, by, columns) {
		if err != nil {
			b.t.Fatal(err)
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(x, y plan.Record) int { return strings.Compare(fmt.Sprint(x), fmt.Sprint(y)) })
	return all
}
