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
	want := Schema{Dialect: MySQL, Tables: []Table{{"u", "人; 表", 3, []Column{
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
	want := Schema{Dialect: Postgres, Tables: []Table{{"User", "people", 7, []Column{
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
	want := Schema{Dialect: SQLite, Tables: []Table{
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
	}, Problems: []*Error{{15, 1, derivedTable}}}
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

func names(s Schema) string {
	var all []string
	for _, t := range s.Tables {
		all = append(all, t.Name)
	}
	return strings.Join(all, " ")
}

func problems(s Schema) string {
	var all []string
	for _, e := range s.Problems {
		all = append(all, e.Error())
	}
	return strings.Join(all, "\n")
}

func TestGoAndMissingSemicolonsEndAStatement(t *testing.T) {
	s := parse(t, "CREATE TABLE [dbo].[Member] (\n  [Phone] [nvarchar](20) NOT NULL,\n CONSTRAINT [PK] PRIMARY KEY CLUSTERED ([Id] ASC) WITH (PAD_INDEX = OFF) ON [PRIMARY]\n) ON [PRIMARY]\nGO\n"+
		"CREATE TABLE [dbo].[Orders] ([Addr] nvarchar(max))\ngo 2\nALTER TABLE [dbo].[Orders] ADD [Tel] varchar(9)\nGO\r\nCREATE TABLE c (a int)\n\nCREATE TABLE d (go int,\n b int)\nSELECT 1\nCREATE TABLE e (a int)")
	if got := names(s); got != "Member Orders c d e" || problems(s) != "" {
		t.Errorf("tables %s; %s", got, problems(s))
	}
	if c := s.Tables[1].Columns; len(c) != 2 || c[1].Name != "Tel" || s.Tables[0].Columns[0].Type != "nvarchar(20)" {
		t.Errorf("columns %+v", s.Tables)
	}
}

func TestCommentsOfSQLServer(t *testing.T) {
	s := parse(t, "CREATE TABLE [dbo].[M] ([a] int, [b] int)\nGO\n"+
		"EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'手机号' , @level0type=N'SCHEMA',@level0name=N'dbo', @level1type=N'TABLE',@level1name=N'M', @level2type=N'COLUMN',@level2name=N'a'\nGO\n"+
		"EXEC sp_addextendedproperty 'MS_Description', N'姓名', 'SCHEMA', N'dbo', 'TABLE', N'M', 'COLUMN', N'b'\n"+
		"exec sp_addextendedproperty N'MS_Description', N'会员', N'SCHEMA', N'dbo', N'TABLE', N'M'\nEXEC other 'x'\nCREATE TABLE n (c int)")
	if got := names(s); got != "M n" || s.Tables[0].Comment != "会员" || s.Tables[0].Columns[0].Comment != "手机号" || s.Tables[0].Columns[1].Comment != "姓名" {
		t.Errorf("tables %+v", s.Tables)
	}
}

// What is broken is said with its place, and the rest is read.
func TestOneBrokenTableCostsNoOther(t *testing.T) {
	for src, want := range map[string]string{
		"CREATE TABLE a (x int);\nCREATE TABLE b (\n  x varchar(9) COMMENT 'never closed,\n  y int\n);\nCREATE TABLE c (x int);":              "a c|3:24: 引号没有闭合 / this quote is never closed",
		"CREATE TABLE b (\n x int,\n y varchar(9;\nCREATE TABLE c (x int);":                                                                   "c|1:14: 建表语句没有写完 / this CREATE TABLE is not finished",
		"CREATE TABLE b (\n x int,\n y varchar(9\nCREATE TABLE c (x int);":                                                                    "c|1:14: 建表语句没有写完 / this CREATE TABLE is not finished",
		"CREATE TABLE b (\n x int\nGO\nCREATE TABLE c (x int)":                                                                                "c|1:14: 建表语句没有写完 / this CREATE TABLE is not finished",
		"CREATE TABLE ${prefix}b (x int);\nCREATE TABLE c (x int);":                                                                           "c|1:1: 没有读懂这条建表语句 / this CREATE TABLE was not understood",
		"CREATE TABLE b AS SELECT 1;\nCREATE TABLE c (x int);\nCREATE TABLE p PARTITION OF c DEFAULT;":                                        "c|1:1: 这条建表语句没有列出字段 / this CREATE TABLE lists no columns",
		"CREATE TABLE c (x int);\nCREATE TABLE d (y int) /* no end":                                                                           "c d|2:24: 注释没有闭合 / this comment is never closed",
		"CREATE TABLE c (x int);\nCREATE TABLE":                                                                                               "c|2:1: 没有读懂这条建表语句 / this CREATE TABLE was not understood",
		"CREATE TABLE c (`x int,\n y int);\nCREATE TABLE d (y int)":                                                                           "d|1:17: 引号没有闭合 / this quote is never closed",
		"CREATE TABLE b (x text COMMENT 'never closed,\n y int);\nCREATE TABLE c (z text DEFAULT 'q');\nCREATE TABLE d (z text DEFAULT 'q');": "c d|1:32: 引号没有闭合 / this quote is never closed",
		"CREATE TABLE c ([x int,\n y int);\nCREATE TABLE d ([y] int)":                                                                         "d|1:17: 方括号没有闭合 / this bracket is never closed",
	} {
		s, err := Parse(src)
		if got := names(s) + "|" + problems(s); err != nil || got != want {
			t.Errorf("%q: %v, %s, want %s", src, err, got, want)
		}
	}
}

// A text may hold what looks like a statement.
func TestTextsInTablesMayRunOverLines(t *testing.T) {
	s := parse(t, "CREATE TABLE a (x text COMMENT 'one\ntwo', y text DEFAULT 'GO');\nINSERT INTO a VALUES ('\nCREATE TABLE no (x int);\nGO\n');\nCREATE TABLE b (x int);")
	if got := names(s); got != "a b" || problems(s) != "" || len(s.Tables[0].Columns) != 2 {
		t.Errorf("tables %s; %s", got, problems(s))
	}
}

// However much is broken, reading ends: after some problems it gives up.
func TestManyBrokenTablesAreGivenUp(t *testing.T) {
	for _, piece := range []string{"create table t (a $x$ int\n", "create table t (a /* int\n", "create table t (a 'int\n", "create table t (a int,\n", "create table t\n"} {
		s, _ := Parse(strings.Repeat(piece, 1<<16))
		if len(s.Problems) > mostProblems+1 {
			t.Errorf("%q: %d problems", piece, len(s.Problems))
		}
	}
}
