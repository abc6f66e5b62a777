package database

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/volens/volens/connect/needle"
)

// lookSQLite looks at a file of SQLite. Names are quoted by the engine.
type lookSQLite struct{}

// store is the file that really is open, by its path, and what its owner says that
// it is.
func (lookSQLite) store(ctx context.Context, tx *sql.Tx) (string, error) {
	var file, application string
	err := tx.QueryRowContext(ctx, "select file, (select application_id from pragma_application_id) from pragma_database_list where name = 'main'").Scan(&file, &application)
	if err != nil {
		return "", err
	}
	path, err := filepath.EvalSymlinks(file)
	if err != nil {
		return "", err
	}
	if path, err = filepath.Abs(path); err != nil {
		return "", err
	}
	return "sqlite:" + digest(path, application), nil
}

// digest keeps a path out of the evidence.
func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// tables are ordinary tables and those in which virtual tables keep their data.
func (lookSQLite) tables(ctx context.Context, tx *sql.Tx) ([]seenTable, error) {
	rows, err := tx.QueryContext(ctx, `
		select l.name, format('"%w"', l.name), x.name, format('"%w"', x.name), lower(x.type), x."notnull" = 0
		from pragma_table_list l join pragma_table_xinfo(l.name) x
		where l.schema = 'main' and l.type in ('table', 'shadow') and l.name not in ('sqlite_schema', 'sqlite_sequence')
		order by l.name, x.cid`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []seenTable
	last := ""
	for rows.Next() {
		var name, from string
		var c seenColumn
		if err := rows.Scan(&name, &from, &c.name, &c.x, &c.typ, &c.null); err != nil {
			return nil, err
		}
		if name != last {
			all, last = append(all, seenTable{names: []string{name}, from: from}), name
		}
		all[len(all)-1].columns = append(all[len(all)-1].columns, c)
	}
	return all, rows.Err()
}

func (lookSQLite) text(c seenColumn) string { return "cast(" + c.x + " as text)" }

func list(keys []string) string {
	if keys == nil {
		keys = []string{}
	}
	b, err := json.Marshal(keys)
	if err != nil {
		return "[]" // texts can always be written
	}
	return string(b)
}

// maybe asks for the value as it is, which an index knows, and as text.
func (e lookSQLite) maybe(q *question, c seenColumn, keys []string) string {
	var coded []string
	for _, b := range octets(keys) {
		coded = append(coded, fmt.Sprintf("%X", b))
	}
	return fmt.Sprintf("(%s in (select value from json_each(%s)) or %s in (select value from json_each(%s)) or typeof(%s) = 'blob' and hex(%s) in (select value from json_each(%s)))",
		c.x, q.put(list(keys)), e.text(c), q.put(list(keys)), c.x, c.x, q.put(list(coded)))
}

// around asks numbers as numbers, and leaves what does not begin with a year to
// whoever reads it.
func (e lookSQLite) around(q *question, c seenColumn, s span) string {
	if s.null {
		return ""
	}
	x := e.text(c)
	return "case typeof(" + c.x + ") when 'integer' then " + amount(c.x, s) + " when 'null' then false else " +
		s.days(x, func(day string) string { return q.put(day) }) + " or " + x + " not glob '[0-9][0-9][0-9][0-9]-*' end"
}

func (lookSQLite) bytes(c seenColumn) string { return "cast(" + c.x + " as blob)" }

// maybeHolds looks at every value, whatever it is: the type of a column binds nothing.
func (e lookSQLite) maybeHolds(q *question, c seenColumn, h needle.Hints) string {
	numbers, all := q.put(list(h.Numbers)), q.put(list(h.Whole)) // in the order of the statement
	var texts []string
	cond := ""
	for _, v := range h.Exact {
		if utf8.Valid(v) {
			texts = append(texts, string(v))
		} else {
			cond += fmt.Sprintf(" or instr(%s, %s) > 0", e.bytes(c), q.put(v))
		}
	}
	within := func(x string, hints []string) string {
		return fmt.Sprintf(" or exists (select 1 from json_each(%s) v where instr(%s, cast(v.value as blob)) > 0)", q.put(list(hints)), x)
	}
	if cond = "false" + cond; len(texts) > 0 {
		cond += within(e.bytes(c), texts)
	}
	if len(h.Folded) > 0 {
		cond += within("cast(lower("+c.x+") as blob)", h.Folded)
	}
	return fmt.Sprintf("case when typeof(%s) in ('integer', 'real') then %s in (select value from json_each(%s)) else %s in (select value from json_each(%s)) or %s end",
		c.x, e.text(c), numbers, e.text(c), all, cond)
}
