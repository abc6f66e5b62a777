package sqlschema

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// parse reads a file that has to be readable.
func parse(t *testing.T, src string) Schema {
	t.Helper()
	s, err := Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMySQL(t *testing.T) {
	got := parse(t, "/*!40101 SET NAMES utf8 */;\n"+
		"DROP TABLE IF EXISTS `u`;\n"+
		"CREATE TABLE IF NOT EXISTS `db`.`u` (\n"+
		"  `id` int(11) unsigned NOT NULL AUTO_INCREMENT,\n"+
		"  `key` varchar(64) CHARACTER SET utf8 DEFAULT 'it\\'s, (so)' COMMENT '键，''引号''',\n"+
		"  `kind` enum('a','b') NOT NULL COMMENT \"种类\",\n"+
		"  PRIMARY KEY (`id`), KEY `k` (`key`), UNIQUE KEY `u` (`kind`), FULLTEXT KEY `f` (`key`),\n"+
		"  CONSTRAINT `c` FOREIGN KEY (`id`) REFERENCES `o` (`id`)\n"+
		") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='人; 表';\n"+
		"INSERT INTO `u` VALUES (1,'CREATE TABLE x (a int);','b');\n")
	want := Schema{MySQL, []Table{{"u", "人; 表", 3, []Column{
		{Name: "id", Type: "int(11) unsigned", Line: 4},
		{Name: "key", Type: "varchar(64)", Comment: "键，'引号'", Line: 5},
		{Name: "kind", Type: "enum(a,b)", Comment: "种类", Line: 6, Enum: true},
	}}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestPostgres(t *testing.T) {
	got := parse(t, `
CREATE TYPE public.mood AS ENUM ('ok', 'not; ok');
CREATE FUNCTION f() RETURNS text AS $body$ create table no (a int); $body$ LANGUAGE plpgsql;
COPY public.old (a) FROM stdin;
it's a row; create table nor_this (a int);
\.
CREATE UNLOGGED TABLE public."User" (
    "Id" bigint DEFAULT nextval('public.s'::regclass) NOT NULL,
    tags text[] NOT NULL,
    name character varying(60) DEFAULT 'x\',
    at timestamp with time zone,
    feeling public.mood,
    boss bigint REFERENCES public."User" ("Id"),
    key varchar(9),
    CONSTRAINT c CHECK ((char_length(name) > 0))
);
COMMENT ON TABLE public."User" IS 'people';
COMMENT ON COLUMN public."User".name IS 'what people
 are called';
ALTER TABLE ONLY public."User" ADD CONSTRAINT p PRIMARY KEY ("Id");
ALTER TABLE public."User" ADD COLUMN IF NOT EXISTS mail text NOT NULL, ADD phone text;
`)
	want := Schema{Postgres, []Table{{"User", "people", 7, []Column{
		{Name: "Id", Type: "bigint", Line: 8},
		{Name: "tags", Type: "text[]", Line: 9},
		{Name: "name", Type: "character varying(60)", Comment: "what people are called", Line: 10},
		{Name: "at", Type: "timestamp with time zone", Line: 11},
		{Name: "feeling", Type: "mood", Line: 12, Enum: true},
		{Name: "boss", Type: "bigint", References: "User", Line: 13},
		{Name: "key", Type: "varchar(9)", Line: 14},
		{Name: "mail", Type: "text", Line: 21},
		{Name: "phone", Type: "text", Line: 21},
	}}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestSQLiteAndRemarks(t *testing.T) {
	got := parse(t, `
-- people
CREATE TABLE [user] (
  Id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- 手机号
  Phone TEXT,
  Name, -- 姓名
  Plain INT,
  Note TEXT /* kept
  short */
  -- the end
);
CREATE TABLE t2 (a INTEGER, b TEXT -- last
);
CREATE TABLE t3 AS SELECT * FROM t2;
CREATE TABLE t2 (c TEXT, PRIMARY KEY (c)) WITHOUT ROWID;`)
	want := Schema{SQLite, []Table{
		{"user", "people", 3, []Column{
			{Name: "Id", Type: "integer", Line: 4},
			{Name: "Phone", Type: "text", Comment: "手机号", Line: 6},
			{Name: "Name", Comment: "姓名", Line: 7},
			{Name: "Plain", Type: "int", Line: 8},
			{Name: "Note", Type: "text", Comment: "kept short", Line: 9},
		}},
		{"t2", "", 13, []Column{
			{Name: "a", Type: "integer", Line: 13}, {Name: "b", Type: "text", Comment: "last", Line: 13}, {Name: "c", Type: "text", Line: 16},
		}},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// Nothing in a file says whether a backslash escapes a quote; both are read.
func TestBackslashes(t *testing.T) {
	for _, src := range []string{
		"create table t (a text default 'it\\'s', b text comment 'x');",
		"create table t (a text default 'c:\\', b text comment 'x');",
		"create table `t` (a text default 'c:\\', b text comment 'x');",
	} {
		if got := parse(t, src).Tables; len(got) != 1 || len(got[0].Columns) != 2 || got[0].Columns[1].Comment != "x" {
			t.Errorf("%s: %+v", src, got)
		}
	}
}

func TestWhatDoesNotCloseIsAnErrorWithItsPlace(t *testing.T) {
	for src, want := range map[string]string{
		"create table t (\n  a text default 'x\n);": "2:18: 引号没有闭合 / this quote is never closed",
		"select 1;\n/* never":                       "2:1: 注释没有闭合 / this comment is never closed",
		"create table\n  t (a int,\n b int":         "2:3: 建表语句没有写完 / this CREATE TABLE is not finished",
		"select [a":                                 "1:8: 方括号没有闭合 / this bracket is never closed",
		"create table t (a $x$ int":                 "1:19: 引号没有闭合 / this quote is never closed",
	} {
		_, err := Parse(src)
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Error() != want {
			t.Errorf("%q: %v, want %s", src, err, want)
		}
	}
}

// Whatever comes in, Parse ends, and what it returns is one line per text.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("../testdata/schemas/*.sql")
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text[:min(len(text), 600)])) // short ones, or the fuzzer spends its time on shrinking them
	}
	f.Add("create table t (a int")
	f.Add("alter table t add (a int, b text), add c text; copy t from stdin;\n1\n\\.\n")
	f.Fuzz(func(t *testing.T, src string) {
		s, err := Parse(src)
		if e, ok := errors.AsType[*Error](err); err != nil && (!ok || e.Line < 1 || e.Column < 1) {
			t.Fatalf("no place: %v", err)
		}
		for _, table := range s.Tables {
			for _, c := range table.Columns {
				if c.Name == "" || c.Line < 1 || strings.ContainsAny(table.Name+table.Comment+c.Name+c.Type+c.Comment+c.References, "\n\r") {
					t.Fatalf("unsound column %+v of %q", c, table.Name)
				}
			}
		}
	})
}
