package database

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/volens/volens/erase/plan"
)

// sqlite is the dialect of SQLite, where a value has a type of its own, whatever
// the column says.
type sqlite struct{}

const sqliteColumns = `
select t.name, t.wr, c.name, c.type, c."notnull" = 0, c.pk, c.hidden > 0,
       c.pk > 0 or exists (select 1 from pragma_index_list(t.name, 'main') i, pragma_index_info(i.name, 'main') x where i."unique" and x.name = c.name)
from pragma_table_list t, pragma_table_xinfo(t.name, 'main') c
where t.schema = 'main' and t.type in ('table', 'virtual') and t.name not like 'sqlite\_%' escape '\' and (t.type = 'table' or c.hidden = 0)
order by t.name, c.cid`

const sqlitePointers = `
select t.name, f."from", f."table", coalesce(f."to", (select c.name from pragma_table_info(f."table", 'main') c where c.pk = f.seq + 1), '')
from pragma_table_list t, pragma_foreign_key_list(t.name, 'main') f
where t.schema = 'main' and t.type = 'table' order by t.name, f.id desc, f.seq`

func (sqlite) catalogue(ctx context.Context, q queryer) (catalogue, string, error) {
	version, err := one(ctx, q, "select 'SQLite ' || sqlite_version()")
	if err != nil {
		return nil, "", err
	}
	var all catalogue
	keys := map[string][]string{}
	err = each(ctx, q, sqliteColumns, nil, func(scan func(...any) error) error {
		var name string
		var rowless bool
		var at int
		c := &column{}
		if err := scan(&name, &rowless, &c.Name, &c.Type, &c.Nullable, &at, &c.made, &c.unique); err != nil {
			return err
		}
		c.Type = strings.ToLower(c.Type)
		c.class = sqliteClass(c.Type)
		to, made := all.of("", name)
		if made {
			to.home, to.rowless = true, rowless
		}
		to.columns = append(to.columns, c)
		if at > 0 {
			k := keys[name]
			for len(k) < at {
				k = append(k, "")
			}
			k[at-1] = c.Name
			keys[name], to.primary = k, k
		}
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	err = each(ctx, q, sqlitePointers, nil, func(scan func(...any) error) error {
		var name string
		var f plan.Foreign
		if err := scan(&name, &f.Column, &f.Table, &f.To); err != nil {
			return err
		}
		if t := all.find("", name); t != nil {
			t.foreign = append(t.foreign, f)
		}
		return nil
	})
	return all, version, err
}

// sqliteClass reads what a type that anybody may invent is meant to be.
func sqliteClass(declared string) class {
	name, _, _ := strings.Cut(declared, "(")
	switch strings.TrimSpace(name) {
	case "boolean", "bool":
		return boolean
	case "date":
		return date
	case "datetime":
		return naive
	case "timestamp", "timestamptz":
		return zoned
	case "json", "jsonb":
		return document
	case "uuid":
		return uuid
	}
	switch {
	case strings.Contains(declared, "int"):
		return integer
	case strings.Contains(declared, "char"), strings.Contains(declared, "clob"), strings.Contains(declared, "text"):
		return text
	case strings.Contains(declared, "blob"), strings.Contains(declared, "binary"):
		return binary
	case strings.Contains(declared, "real"), strings.Contains(declared, "floa"), strings.Contains(declared, "double"),
		strings.Contains(declared, "dec"), strings.Contains(declared, "num"):
		return decimal
	}
	return other
}

func (sqlite) quote(name string) string {
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}

func (sqlite) place(n int) string { return "?" + itoa(n) }

func (sqlite) most() (keys, rows int) { return 10_000, 5_000 }

// list gives texts as one parameter.
func (sqlite) list(s *statement, keys any) string {
	b, err := json.Marshal(keys)
	if err != nil {
		return "'[]'" // texts and nils can always be written
	}
	return s.arg(string(b))
}

// among finds by the column's own rules, which an index knows, and then by the text
// of the value, letter by letter.
func (d sqlite) among(s *statement, c *column, keys []string) string {
	x := s.col(c)
	if c.class == boolean {
		keys = sqliteTruths(keys)
	}
	if c.class == decimal {
		keys = spelled(keys)
	}
	p := d.list(s, keys)
	in := " in (select value from json_each(" + p + "))"
	exact := "cast(" + x + " as text) collate binary" + in // or the column's own, which may overlook case, holds
	if c.class == binary || c.class == other {
		return d.bytes(s, x, keys, exact)
	}
	return "(" + x + in + " and " + exact + ")"
}

// bytes also finds keys that are stored as bytes.
func (d sqlite) bytes(s *statement, x string, keys []string, exact string) string {
	var all []string
	for _, k := range keys {
		for _, b := range asBytes(k) {
			all = append(all, hexOf(b))
		}
	}
	return "(" + exact + " or hex(" + x + ") in (select value from json_each(" + d.list(s, all) + ")))"
}

func sqliteTruths(keys []string) []string {
	var all []string
	for _, k := range keys {
		switch k {
		case "true":
			all = append(all, "1")
		case "false":
			all = append(all, "0")
		}
	}
	return all
}

// within asks each value what it is.
func (sqlite) within(s *statement, c *column, w plan.Window) (string, bool) {
	x := s.col(c)
	switch c.class {
	case boolean, uuid, binary, document, listed:
		return "", false
	case other, text, integer, decimal, date, naive, zoned:
	}
	const digits = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
	const clock = "[T ][0-9][0-9]:[0-9][0-9]"
	texts := inTexts(s, w, textTimes{
		iso: "(" + x + " glob '" + digits + "' or " + x + " glob '" + digits + clock + "' or " + x + " glob '" + digits + clock + ":[0-9][0-9]' or " +
			x + " glob '" + digits + clock + ":[0-9][0-9][.Z+ ]*' and " +
			"(" + x + " like '%Z' or " + x + " glob '*+08:00' or " + x + " glob '*+0800' or " + x + " glob '*+08' or " + x + " like '% +0800 %' or substr(" + x + ", 20) not glob '*[^.0-9]*'))",
		utc: x + " like '%Z'",
		body: "(case length(" + x + ") when 10 then " + x + " || ' 00:00:00' when 16 then replace(" + x +
			", 'T', ' ') || ':00' else substr(replace(" + x + ", 'T', ' '), 1, 19) || rtrim(substr(" + x + ", 20, case instr(" + x + ", '+') when 0 then 99 else instr(" + x + ", '+') - 20 end), 'Z ') end)",
	})
	null := "false"
	if w.Null {
		null = "true"
	}
	return "case typeof(" + x + ") when 'integer' then " + inNumbers(x, w) + " when 'real' then " + inNumbers(x, w) +
		" when 'text' then " + texts + " else " + null + " end", true
}

// shown says first whether the value is bytes.
func (sqlite) shown(s *statement, c *column) string {
	x := s.col(c)
	return "case typeof(" + x + ") when 'null' then null when 'blob' then 'x' || hex(" + x + ") else 't' || cast(" + x + " as text) end"
}

func (sqlite) read(c *column, shown string) string {
	if shown == "" {
		return ""
	}
	kind, v := shown[0], shown[1:]
	if kind == 'x' {
		return fromHex(c, v)
	}
	switch c.class {
	case naive, zoned:
		return isoTime(v)
	case boolean:
		return truth(v)
	case other, text, integer, decimal, uuid, binary, date, document, listed:
	}
	return v
}

func (sqlite) value(s *statement, c *column, v any) string { return s.arg(plain(c, v)) }

func (d sqlite) differs(s *statement, c *column, v any) string {
	if v == nil {
		return s.col(c) + " is not null"
	}
	return s.col(c) + " is not " + d.value(s, c, v) + " collate binary"
}

func (d sqlite) first(s *statement, cond condition, n int) string {
	x := strings.Join(d.row(s), ", ")
	if s.t.rowid() == "" {
		x = strings.Join(d.identity(s, nil), ", ") // null is equal to nothing, but its literal is
	}
	return " where (" + x + ") in (select " + x + " from " + s.table() + " where " + cond(s) + " limit " + itoa(n) + ")"
}

// row is what names a row: the rowid, by the name that no column has taken, or else
// the primary key.
func (sqlite) row(s *statement) []string {
	if name := s.t.rowid(); name != "" {
		return []string{s.table() + "." + name}
	}
	key := s.t.key()
	if len(key) == 0 { // rows that are alike in everything are one row
		key = s.t.columns
	}
	var all []string
	for _, c := range key {
		all = append(all, s.col(c))
	}
	return all
}

// rowid is the name of the rowid of a table of SQLite, or "".
func (t *table) rowid() string {
	for _, name := range []string{"_rowid_", "rowid", "oid"} {
		if !t.rowless && !slices.ContainsFunc(t.columns, func(c *column) bool { return strings.EqualFold(c.Name, name) }) {
			return name
		}
	}
	return ""
}

// identity is a number, or literals: a number is not the text of its digits.
func (d sqlite) identity(s *statement, _ []*column) []string {
	var all []string
	for _, x := range d.row(s) {
		if s.t.rowid() == "" {
			all = append(all, "quote("+x+")")
		} else {
			all = append(all, "cast("+x+" as text)")
		}
	}
	return all
}

// order is that of rowids. Keys of a table without them are known by literals.
func (d sqlite) order(s *statement) []string {
	if s.t.rowid() == "" {
		return nil
	}
	return d.row(s)
}

func (sqlite) beyond(s *statement, id []any) string { return "cast(" + s.arg(id[0]) + " as integer)" }

func (sqlite) holding() string { return "" } // its transactions begin with the lock

// rewrite joins with the new values, given as one parameter. Its transactions hold
// all rows.
func (d sqlite) rewrite(s *statement, id []string, columns []*column, rows [][]any, _ condition) error {
	given := s.given()
	for _, row := range rows {
		for i, c := range columns {
			v := plain(c, row[len(id)+i])
			if b, ok := v.([]byte); ok {
				if v = ""; len(b) > 0 {
					return errTransform
				}
			}
			row[len(id)+i] = v
		}
	}
	s.say("update ", s.table(), " set ")
	for i, c := range columns {
		s.say(comma(i), d.quote(c.Name), " = ", given, ".n", itoa(i))
	}
	s.say(" from (select ")
	for i, name := range strings.Split(names("k", len(id))+", "+names("n", len(columns)), ", ") {
		s.say(comma(i), "value ->> ", itoa(i), " as ", name)
	}
	s.say(" from json_each(", d.list(s, rows), ")) as ", given, " where ")
	for i, x := range d.row(s) {
		if i > 0 {
			s.say(" and ")
		}
		if s.t.rowid() == "" {
			s.say("quote(", x, ") = ", given, ".k", itoa(i))
			continue
		}
		s.say(x, " = cast(", given, ".k", itoa(i), " as integer)")
	}
	return nil
}
