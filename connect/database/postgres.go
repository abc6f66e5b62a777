package database

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/volens/volens/erase/plan"
)

// postgres is the dialect of PostgreSQL.
type postgres struct{}

// The tables: ordinary ones, and those of several parts as a whole, whether they are
// partitioned or others inherit from them.
const postgresColumns = `
select n.nspname, r.relname, n.nspname = coalesce(current_schema(), ''), r.relkind = 'p' or r.relhassubclass, r.relkind = 'r' and r.relhassubclass, coalesce(obj_description(r.oid, 'pg_class'), ''),
       a.attname, format_type(a.atttypid, a.atttypmod), format_type(b.oid, -1), b.typname, b.typtype::text, not a.attnotnull,
       coalesce(col_description(r.oid, a.attnum), ''), a.attgenerated <> '' or a.attidentity = 'a',
       exists (select from pg_index i where i.indrelid = r.oid and i.indisunique and a.attnum = any (i.indkey)),
       coalesce((select k.collisdeterministic from pg_collation k where k.oid = a.attcollation), true),
       case when b.typname in ('varchar', 'bpchar') and a.atttypmod > 4 then a.atttypmod - 4 else 0 end,
       coalesce((select json_agg(e.enumlabel order by e.enumsortorder)::text from pg_enum e where e.enumtypid = b.oid), '[]')
from pg_class r
join pg_namespace n on n.oid = r.relnamespace
join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid
join pg_type b on b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
where r.relkind in ('r', 'p') and not r.relispartition
  and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
order by n.nspname, r.relname, a.attnum`

const postgresKeys = `
select n.nspname, r.relname, k.contype::text, a.attname, coalesce(fn.nspname, ''), coalesce(fr.relname, ''), coalesce(fa.attname, '')
from pg_constraint k
join pg_class r on r.oid = k.conrelid
join pg_namespace n on n.oid = r.relnamespace
cross join unnest(k.conkey) with ordinality as u(attnum, at)
join pg_attribute a on a.attrelid = r.oid and a.attnum = u.attnum
left join pg_class fr on fr.oid = k.confrelid
left join pg_namespace fn on fn.oid = fr.relnamespace
left join pg_attribute fa on fa.attrelid = fr.oid and fa.attnum = k.confkey[u.at]
where k.contype in ('p', 'f') and k.conparentid = 0
order by n.nspname, r.relname, k.contype, k.conname, u.at`

func (postgres) catalogue(ctx context.Context, q queryer) (catalogue, string, error) {
	version, err := one(ctx, q, "select 'PostgreSQL ' || current_setting('server_version')")
	if err != nil {
		return nil, "", err
	}
	var all catalogue
	err = each(ctx, q, postgresColumns, nil, func(scan func(...any) error) error {
		var t table
		var name, kind, labels string
		c := &column{}
		if err := scan(&t.schema, &t.name, &t.home, &t.parts, &t.heirs, &t.comment, &c.Name, &c.Type, &c.base, &name, &kind,
			&c.Nullable, &c.Comment, &c.made, &c.unique, &c.exact, &c.length, &labels); err != nil {
			return err
		}
		c.class = postgresClass(name, kind)
		c.exact = c.exact && (name == "text" || name == "varchar")
		if err := json.Unmarshal([]byte(labels), &c.labels); err != nil {
			return err
		}
		to, made := all.of(t.schema, t.name)
		if made {
			to.home, to.parts, to.heirs, to.comment = t.home, t.parts, t.heirs, t.comment
		}
		to.columns = append(to.columns, c)
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	return all, version, postgresPointers(ctx, q, all)
}

// postgresPointers reads primary and foreign keys.
func postgresPointers(ctx context.Context, q queryer, all catalogue) error {
	return each(ctx, q, postgresKeys, nil, func(scan func(...any) error) error {
		var schema, name, kind, column, toSchema, toTable, to string
		if err := scan(&schema, &name, &kind, &column, &toSchema, &toTable, &to); err != nil {
			return err
		}
		t := all.find(schema, name)
		switch {
		case t == nil: // a partition
		case kind == "p":
			t.primary = append(t.primary, column)
		default:
			if other := all.find(toSchema, toTable); other != nil {
				t.foreign = append(t.foreign, plan.Foreign{Column: column, Table: other.called(), To: to})
			}
		}
		return nil
	})
}

// postgresClass sorts the name of a type; kind e is a list.
func postgresClass(name, kind string) class {
	if kind == "e" {
		return listed
	}
	switch name {
	case "text", "varchar", "bpchar", "citext", "name":
		return text
	case "int2", "int4", "int8":
		return integer
	case "numeric", "float4", "float8":
		return decimal
	case "bool":
		return boolean
	case "uuid":
		return uuid
	case "bytea":
		return binary
	case "date":
		return date
	case "timestamp":
		return naive
	case "timestamptz":
		return zoned
	case "json", "jsonb":
		return document
	}
	return other
}

func (postgres) quote(name string) string {
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}

func (postgres) place(n int) string { return "$" + itoa(n) }

func (postgres) most() (keys, rows int) { return 10_000, 5_000 }

// among casts the keys to the type of the column, so that its indexes are used.
func (postgres) among(s *statement, c *column, keys []string) string {
	x := s.col(c)
	keys = fitting(c.class, keys)
	switch {
	case len(keys) == 0:
		return "false"
	case c.class == text && c.exact:
		return x + " = any(" + s.arg(keys) + "::text[])"
	case c.class == text:
		p := s.arg(keys)
		return "(" + x + " = any(" + p + "::text[]::" + c.base + "[]) and " + x + `::text collate "C" = any(` + p + "::text[]))"
	case c.class == integer:
		if keys = signed(keys); len(keys) == 0 {
			return "false"
		}
		return x + " = any(" + s.arg(keys) + "::text[]::bigint[])"
	case c.class == binary:
		var all [][]byte
		for _, k := range keys {
			all = append(all, asBytes(k)...)
		}
		return x + " = any(" + s.arg(all) + "::bytea[])"
	case c.class == uuid, c.class == boolean, c.base == "numeric":
		return x + " = any(" + s.arg(keys) + "::text[]::" + c.base + "[])"
	}
	if c.class == decimal {
		keys = spelled(keys)
	}
	return x + "::text = any(" + s.arg(keys) + "::text[])"
}

func (postgres) within(s *statement, c *column, w plan.Window) (string, bool) {
	x := s.col(c)
	switch c.class {
	case date, naive, zoned:
		return inTimes(s, c, w, "::text::"+c.base), true
	case integer:
		return inNumbers(x+"::bigint", w), true
	case text:
		return inTexts(s, w, textTimes{
			iso: x + ` ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?( ?(Z|[+]08(:?00)?))?)?$'`,
			utc: x + " like '%Z'",
			body: "(case length(" + x + ") when 10 then " + x + " || ' 00:00:00' when 16 then replace(" + x +
				", 'T', ' ') || ':00' else rtrim(split_part(rtrim(replace(" + x + `, 'T', ' '), 'Z'), '+', 1)) end) collate "C"`,
		}), true
	case other, decimal, boolean, uuid, binary, document, listed:
	}
	return "", false
}

func (postgres) shown(s *statement, c *column) string {
	if c.class == binary {
		return "encode(" + s.col(c) + ", 'hex')"
	}
	return s.col(c) + "::text"
}

func (postgres) read(c *column, shown string) string {
	switch c.class {
	case binary:
		return fromHex(c, shown)
	case naive, zoned:
		return isoTime(shown)
	case other, text, integer, decimal, boolean, uuid, date, document, listed:
	}
	return shown
}

// value gives a parameter as text and lets the engine read it as it reads a literal.
func (d postgres) value(s *statement, c *column, v any) string {
	if b, ok := v.([]byte); ok {
		return s.arg(b) + "::bytea"
	}
	return s.arg(v) + "::text::" + c.base
}

func (d postgres) differs(s *statement, c *column, v any) string {
	if v == nil {
		return s.col(c) + " is not null"
	}
	switch c.class {
	case other, document:
		return s.col(c) + "::text is distinct from " + d.value(s, c, v) + "::text"
	case text:
		return s.col(c) + `::text collate "C" is distinct from ` + d.value(s, c, v) + "::text"
	case integer, decimal, boolean, uuid, binary, date, naive, zoned, listed:
	}
	return s.col(c) + " is distinct from " + d.value(s, c, v)
}

// first picks rows by where they lie; in a table of several parts that alone names
// no row.
func (postgres) first(s *statement, cond condition, n int) string {
	if s.t.parts {
		return " where (tableoid, ctid) in (select tableoid, ctid from " + s.table() + " where " + cond(s) + " limit " + itoa(n) + ")"
	}
	return " where ctid = any(array(select ctid from " + s.table() + " where " + cond(s) + " limit " + itoa(n) + "))"
}

func (postgres) identity(s *statement, _ []*column) []string {
	if s.t.keyless() {
		return []string{s.table() + ".tableoid::text", s.table() + ".ctid::text"}
	}
	var all []string
	for _, c := range s.t.key() {
		all = append(all, s.col(c)+"::text")
	}
	return all
}

func (postgres) order(s *statement) []string {
	if s.t.keyless() {
		return []string{s.table() + ".tableoid", s.table() + ".ctid"}
	}
	var all []string
	for _, c := range s.t.key() {
		all = append(all, s.col(c))
	}
	return all
}

func (postgres) beyond(s *statement, id []any) string {
	if s.t.keyless() {
		return s.arg(id[0]) + "::text::oid, " + s.arg(id[1]) + "::text::tid"
	}
	var all []string
	for i, c := range s.t.key() {
		all = append(all, s.arg(id[i])+"::text::"+c.base)
	}
	return strings.Join(all, ", ")
}

func (postgres) holding() string { return " for update" }

// rewrite joins with the new values, given as one array for each column. The rows are
// held, so that what names them still does.
func (d postgres) rewrite(s *statement, id []string, columns []*column, rows [][]any, _ condition) error {
	given := s.given()
	s.say("update ", s.table(), " set ")
	for i, c := range columns {
		s.say(comma(i), d.quote(c.Name), " = ", given, ".n", itoa(i), "::", c.base)
	}
	s.say(" from unnest(")
	for i := range len(id) + len(columns) {
		all := make([]*string, len(rows))
		for j, row := range rows {
			switch v := row[i].(type) {
			case nil:
			case string:
				all[j] = &v
			case []byte:
				h := `\x` + hexOf(v)
				all[j] = &h
			}
		}
		s.say(comma(i), s.arg(all), "::text[]")
	}
	s.say(") as ", given, "(", names("k", len(id)), ", ", names("n", len(columns)), ") where ")
	if s.t.keyless() {
		s.say(id[0], " = ", given, ".k0 and ", id[1], " = ", given, ".k1")
		return nil
	}
	for i, c := range s.t.key() {
		if i > 0 {
			s.say(" and ")
		}
		s.say(s.col(c), " = ", given, ".k", itoa(i), "::", c.base)
	}
	return nil
}
