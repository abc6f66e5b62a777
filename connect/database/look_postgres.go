package database

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/volens/volens/connect/needle"
)

// lookPostgres looks at PostgreSQL. Names are quoted by the engine.
type lookPostgres struct{}

// store is the system and the database in it; a standby has those of its primary,
// and says that it is one.
func (lookPostgres) store(ctx context.Context, tx *sql.Tx) (string, error) {
	var system, database string
	var standby bool
	err := tx.QueryRowContext(ctx, `select s.system_identifier::text, d.oid || '/' || d.datname, pg_is_in_recovery()
		from pg_control_system() s, pg_database d where d.datname = current_database()`).Scan(&system, &database, &standby)
	if standby {
		database += "/standby"
	}
	return "postgres:" + system + "/" + database, err
}

// tables are ordinary, partitioned and foreign tables and materialised views.
func (lookPostgres) tables(ctx context.Context, tx *sql.Tx) ([]seenTable, error) {
	rows, err := tx.QueryContext(ctx, `
		select c.table_oid, quote_ident(c.ns) || '.' || quote_ident(c.rel), c.ns || '.' || c.rel,
		       case when c.ns = current_schema() then c.rel else '' end,
		       a.attname, quote_ident(a.attname), format_type(coalesce(nullif(t.typbasetype, 0), t.oid), -1), not a.attnotnull,
		       coalesce((select e.enumlabel from pg_catalog.pg_enum e where e.enumtypid = coalesce(nullif(t.typbasetype, 0), t.oid) order by e.enumsortorder limit 1), '')
		from (select r.oid as table_oid, n.nspname as ns, r.relname as rel from pg_catalog.pg_class r
		      join pg_catalog.pg_namespace n on n.oid = r.relnamespace
		      where r.relkind in ('r', 'p', 'm', 'f') and not r.relispartition
		        and n.nspname <> 'information_schema' and left(n.nspname, 3) <> 'pg_') c
		join pg_catalog.pg_attribute a on a.attrelid = c.table_oid and a.attnum > 0 and not a.attisdropped
		join pg_catalog.pg_type t on t.oid = a.atttypid
		order by 1, a.attnum`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []seenTable
	last := uint32(0)
	for rows.Next() {
		var oid uint32
		var from, full, short string
		var c seenColumn
		if err := rows.Scan(&oid, &from, &full, &short, &c.name, &c.x, &c.typ, &c.null, &c.first); err != nil {
			return nil, err
		}
		if oid != last {
			t := seenTable{names: []string{full}, from: from}
			if short != "" {
				t.names = []string{short, full}
			}
			all, last = append(all, t), oid
		}
		c.kind = map[string]kind{"text": letters, "character varying": letters, "smallint": whole, "integer": whole, "bigint": whole,
			"numeric": amounts, "real": amounts, "double precision": amounts, "bytea": raw, "date": moments,
			"timestamp without time zone": moments, "timestamp with time zone": moments}[c.typ]
		all[len(all)-1].columns = append(all[len(all)-1].columns, c)
	}
	return all, rows.Err()
}

func (lookPostgres) text(c seenColumn) string {
	if c.kind == raw {
		return "encode(" + c.x + ", 'hex')"
	}
	return c.x + "::text"
}

func (e lookPostgres) maybe(q *question, c seenColumn, keys []string) string {
	switch c.kind {
	case letters:
		return c.x + " = any(" + q.put(keys) + ")"
	case whole:
		var n []int64
		for _, k := range keys {
			if v, err := strconv.ParseInt(k, 10, 64); err == nil {
				n = append(n, v)
			}
		}
		if len(n) == 0 {
			return "false"
		}
		return c.x + " = any(" + q.put(n) + ")"
	case raw:
		return c.x + " = any(" + q.put(octets(keys)) + ")"
	case amounts:
		if c.typ == "numeric" {
			return c.x + " = any(" + q.put(plainNumbers(keys)) + "::text[]::numeric[])"
		}
		keys = append(plainNumbers(keys), keys...)
	case words, moments:
	}
	lower := make([]string, len(keys))
	for i, k := range keys {
		lower[i] = strings.ToLower(k)
	}
	return "lower(" + e.text(c) + ") = any(" + q.put(lower) + ")"
}

// around leaves texts that do not begin with a year to whoever reads them.
func (e lookPostgres) around(q *question, c seenColumn, s span) string {
	switch {
	case c.kind == whole:
		return amount(c.x+"::bigint", s)
	case c.kind == moments:
		cond := s.days(c.x, func(day string) string { return q.put(day) + "::text::date" })
		if s.null {
			cond += " or " + c.x + " is null or " + c.x + " < '0001-01-01' or " + c.x + " > '9999-12-31'"
		}
		return cond
	case s.null, c.kind == raw, c.kind == amounts:
		return ""
	}
	x := "(" + e.text(c) + `) collate "C"`
	return s.days(x, func(day string) string { return q.put(day) + "::text" }) + " or " + x + " !~ '^[0-9]{4}-'"
}

func (lookPostgres) bytes(c seenColumn) string {
	if c.kind == raw {
		return c.x
	}
	return c.x + "::text"
}

// maybeHolds makes letters small in plain ASCII only, once for all values; of bytes,
// as the engine escapes them.
func (lookPostgres) maybeHolds(q *question, c seenColumn, h needle.Hints) string {
	within := func(x, hints string) string {
		return "exists (select from (select " + x + " as held offset 0) once, unnest(" + hints + ") hint where position(hint in held) > 0)"
	}
	switch c.kind {
	case whole, amounts:
		if len(h.Numbers) == 0 {
			return "false"
		}
		return c.x + "::text = any(" + q.put(h.Numbers) + ")"
	case moments:
		return c.x + "::text = any(" + q.put(h.Whole) + ")"
	case raw:
		cond := c.x + " = any(" + q.put(octets(h.Whole)) + ")"
		if len(h.Exact) > 0 {
			cond += " or " + within(c.x, q.put(h.Exact)+"::bytea[]")
		}
		if len(h.Folded) > 0 {
			backslashes := make([]string, len(h.Folded))
			for i, v := range h.Folded {
				backslashes[i] = strings.ReplaceAll(v, `\`, `\\`)
			}
			cond += " or " + within("lower(encode("+c.x+`, 'escape') collate "C")`, q.put(backslashes)+"::text[]")
		}
		return "(" + cond + ")"
	case words, letters:
	}
	x := "(" + c.x + `::text collate "C")`
	cond := x + " = any(" + q.put(h.Whole) + ")"
	var texts []string
	for _, v := range h.Exact {
		if utf8.Valid(v) {
			texts = append(texts, string(v))
		}
	}
	if len(texts) > 0 {
		cond += " or " + within(x, q.put(texts)+"::text[]")
	}
	if len(h.Folded) > 0 {
		cond += " or " + within("lower"+x, q.put(h.Folded)+"::text[]")
	}
	return "(" + cond + ")"
}
