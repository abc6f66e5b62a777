package connect

import (
	"context"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/connect/database"
	"github.com/volens/volens/discover"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/testdb"
)

func TestMain(m *testing.M) { os.Exit(testdb.Main(m)) }

// open returns a connection to the database at an address, as its owner.
func open(t *testing.T, address string) engine {
	t.Helper()
	e, err := engineOf(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.db.Close() })
	return e
}

func TestCatalogueOfPostgreSQL(t *testing.T) {
	address := testdb.Postgres(t)
	e := open(t, address)
	e.db.SetMaxOpenConns(1)
	if _, err := e.db.ExecContext(t.Context(), "set default_transaction_read_only = off"); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		`create type mood as enum ('ok', 'low')`,
		`create table "User" (id bigint primary key, mobile varchar(20), feeling mood, tags text[])`,
		`comment on table "User" is '用户'`,
		`comment on column "User".mobile is '手机号'`,
		`create schema s2`,
		`create table s2.orders (id int, user_id bigint references "User") partition by range (id)`,
		`create table s2.orders1 partition of s2.orders for values from (0) to (9)`,
		`insert into "User" values (1, '13800138000', 'ok')`,
	} {
		if _, err := e.db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	got, err := Catalogue(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	want := discover.Source{Kind: discover.Database, Engine: "postgres", Tables: []discover.Table{
		{Name: "User", Comment: "用户", Fields: []discover.Field{
			{Name: "id", Type: "bigint"}, {Name: "mobile", Type: "character varying", Comment: "手机号"},
			{Name: "feeling", Type: "mood", Enum: true}, {Name: "tags", Type: "array"},
		}},
		{Name: "orders", Fields: []discover.Field{{Name: "id", Type: "integer"}, {Name: "user_id", Type: "bigint", Reference: true}}},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	readOnly(t, address, `delete from "User"`)
}

func TestCatalogueOfMariaDB(t *testing.T) {
	address := testdb.MariaDB(t)
	e := open(t, address)
	for _, s := range []string{
		"create table user (id int primary key, sjh varchar(20) comment '手机号', kind enum('a','b'), flag tinyint(1)) comment '用户' engine=innodb",
		"create table orders (id int, user_id int, foreign key (user_id) references user (id)) engine=innodb",
		"create view v as select sjh from user",
		"insert into user values (1, '13800138000', 'a', 1)",
	} {
		if _, err := e.db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	got, err := Catalogue(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	want := discover.Source{Kind: discover.Database, Engine: "mysql", Tables: []discover.Table{
		{Name: "orders", Fields: []discover.Field{{Name: "id", Type: "int(11)"}, {Name: "user_id", Type: "int(11)", Reference: true}}},
		{Name: "user", Comment: "用户", Fields: []discover.Field{
			{Name: "id", Type: "int(11)"}, {Name: "sjh", Type: "varchar(20)", Comment: "手机号"},
			{Name: "kind", Type: "enum('a','b')", Enum: true}, {Name: "flag", Type: "tinyint(1)"},
		}},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	readOnly(t, address, "delete from user")
}

// readOnly checks that nothing can be written where a catalogue is read.
func readOnly(t *testing.T, address, write string) {
	t.Helper()
	e := open(t, address)
	if e.name == "postgres" {
		if _, err := e.db.ExecContext(t.Context(), write); err == nil {
			t.Error("the connection can write")
		}
	}
	e.query = write
	if _, err := e.tables(t.Context()); err == nil {
		t.Error("a catalogue could be read by writing")
	}
}

func TestErrorsNeverRepeatTheAddress(t *testing.T) {
	const password, user, name = "hunter-two", "user-nine", "base-seven"
	for address, want := range map[string]fault.Kind{
		"postgres://" + user + ":" + password + "@127.0.0.1:1/" + name:     fault.Unavailable,
		"mysql://" + user + ":" + password + "@127.0.0.1:1/" + name:        fault.Unavailable,
		"mysql://u:" + password + "@127.0.0.1:1/":                          fault.Invalid,
		"mysql://u:" + password + "@127.0.0.1:1/db?tls=" + password:        fault.Invalid,
		"postgres://u:" + password + "@127.0.0.1:1/db?sslmode=" + password: fault.Invalid,
		"oracle://u:" + password + "@h/db":                                 fault.Invalid,
		"://" + password:                                                   fault.Invalid,
		"":                                                                 fault.Invalid,
	} {
		_, err := Catalogue(context.Background(), address)
		if got := fault.KindOf(err); err == nil || got != want {
			t.Errorf("%s: %v, want %s", address, err, want)
		}
		for _, secret := range []string{password, user, name, "127.0.0.1"} {
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("%s: the error says %s: %v", address, secret, err)
			}
		}
	}
}

// A server that refuses repeats what it was asked with; that is not passed on.
func TestCausesAreSaidWithoutTheAddress(t *testing.T) {
	for engine, open := range map[string]func(testing.TB) string{"postgres": testdb.Postgres, "mysql": testdb.MariaDB} {
		u, err := url.Parse(open(t))
		if err != nil {
			t.Fatal(err)
		}
		wrong := *u
		wrong.Path = "/base-seven"
		_, err = Catalogue(t.Context(), wrong.String())
		if err == nil || strings.Contains(err.Error(), "base-seven") || !(strings.Contains(err.Error(), database.NoSuch.EN) || strings.Contains(err.Error(), database.NoEntry.EN)) {
			t.Errorf("%s: %v", engine, err)
		}
	}
	if got := unavailable(errTooMany); !strings.HasSuffix(got.Error(), errTooMany.Error()) {
		t.Error(got)
	}
}
