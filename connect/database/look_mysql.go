package database

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"github.com/volens/volens/connect/needle"
	"github.com/volens/volens/fault"
)

// lookMySQL looks at MySQL and MariaDB. Names are quoted by the engine.
type lookMySQL struct{}

// store is the server's own number where it has one: server_uuid of MySQL,
// server_uid of MariaDB; or else where it runs and keeps its data.
func (lookMySQL) store(ctx context.Context, tx *sql.Tx) (string, error) {
	rows, err := tx.QueryContext(ctx, `show global variables where variable_name in ('server_uuid', 'server_uid', 'hostname', 'port', 'socket', 'datadir')`)
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }()
	v := map[string]string{}
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return "", err
		}
		v[strings.ToLower(name)] = value
	}
	if err := rows.Err(); err != nil {
		return "", err
	}
	server := v["server_uuid"]
	if server == "" {
		server = v["server_uid"]
	}
	if server == "" {
		server = digest(v["hostname"], v["port"], v["socket"], v["datadir"])
	}
	var database string
	err = tx.QueryRowContext(ctx, "select database()").Scan(&database)
	return "mysql:" + server + "/" + database, err
}

var errHidden = fault.New(fault.Unavailable, "这个账号未必看得到库里所有的表，不能据以核查", "this account may not see all tables of the database: nothing can be concluded from what it sees").
	WithFix("授予对整个库的 SELECT，见 volens erase grants", "grant SELECT on the whole database, see volens erase grants")

// sees checks that no table is hidden: what an account has no right to is not even
// in the catalogue that it is shown.
func (lookMySQL) sees(ctx context.Context, tx *sql.Tx) error {
	var n int
	err := tx.QueryRowContext(ctx, `
		select (select count(*) from information_schema.user_privileges where privilege_type = 'SELECT' and grantee = g.me)
		     + (select count(*) from information_schema.schema_privileges where privilege_type = 'SELECT' and grantee = g.me and database() like table_schema)
		from (select concat('''', replace(current_user(), '@', '''@'''), '''') as me) g`).Scan(&n)
	if err == nil && n == 0 {
		return errHidden
	}
	return err
}

func (e lookMySQL) tables(ctx context.Context, tx *sql.Tx) ([]seenTable, error) {
	if err := e.sees(ctx, tx); err != nil {
		return nil, err
	}
	rows, err := tx.QueryContext(ctx, `
		select t.table_name, concat('`+"`', replace(t.table_name, '`', '``'), '`"+`'), t.table_type = 'SYSTEM VERSIONED',
		       c.column_name, concat('`+"`', replace(c.column_name, '`', '``'), '`"+`'), lower(c.data_type), c.column_type, c.is_nullable = 'YES'
		from information_schema.tables t join information_schema.columns c using (table_schema, table_name)
		where t.table_schema = database() and t.table_type not in ('VIEW', 'SYSTEM VIEW', 'SEQUENCE')
		order by t.table_name, c.ordinal_position`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []seenTable
	last := ""
	for rows.Next() {
		var name, from, typ string
		var past bool
		var c seenColumn
		if err := rows.Scan(&name, &from, &past, &c.name, &c.x, &typ, &c.typ, &c.null); err != nil {
			return nil, err
		}
		if name != last {
			if past {
				from += " for system_time all" // rows that are gone are there still
			}
			all, last = append(all, seenTable{names: []string{name}, from: from}), name
		}
		c.kind, c.first = mysqlKind(typ), firstOf(c.typ)
		all[len(all)-1].columns = append(all[len(all)-1].columns, c)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return all, e.documents(ctx, tx, all)
}

// documents notes which texts are JSON in MariaDB: those that are checked to be.
func (lookMySQL) documents(ctx context.Context, tx *sql.Tx, all []seenTable) error {
	var version string
	if err := tx.QueryRowContext(ctx, "select version()").Scan(&version); err != nil || !strings.Contains(version, "MariaDB") {
		return err
	}
	rows, err := tx.QueryContext(ctx, `select table_name, constraint_name from information_schema.check_constraints
		where constraint_schema = database() and locate('json_valid(', lower(check_clause)) = 1`)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			return err
		}
		for _, t := range all {
			for i := range t.columns {
				if t.names[0] == table && t.columns[i].name == column {
					t.columns[i].typ = "json"
				}
			}
		}
	}
	return rows.Err()
}

// firstOf is what comes first in enum('a','b'); a quote in it is doubled.
func firstOf(typ string) string {
	rest, ok := strings.CutPrefix(typ, "enum('")
	if !ok {
		return ""
	}
	rest = strings.ReplaceAll(rest, "''", "\x00")
	name, _, _ := strings.Cut(rest, "'")
	return strings.ReplaceAll(name, "\x00", "'")
}

func mysqlKind(typ string) kind {
	switch typ {
	case "char", "varchar", "tinytext", "text", "mediumtext", "longtext":
		return letters
	case "tinyint", "smallint", "mediumint", "int", "bigint":
		return whole
	case "decimal", "float", "double", "year":
		return amounts
	case "date", "datetime", "timestamp", "time":
		return moments
	case "bit", "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "geometry", "point", "linestring", "polygon":
		return raw
	}
	return words
}

func (lookMySQL) text(c seenColumn) string {
	if c.kind == raw {
		return "hex(" + c.x + ")"
	}
	return "convert(" + c.x + ", char)"
}

// maybe compares texts with texts and numbers with numbers.
func (e lookMySQL) maybe(q *question, c seenColumn, keys []string) string {
	if c.kind == whole {
		var marks []string
		for _, k := range keys {
			if v, err := strconv.ParseInt(k, 10, 64); err == nil {
				marks = append(marks, q.put(v))
			} else if v, err := strconv.ParseUint(k, 10, 64); err == nil {
				marks = append(marks, q.put(v))
			}
		}
		if len(marks) == 0 {
			return "false"
		}
		return c.x + " in (" + strings.Join(marks, ",") + ")"
	}
	var marks []string
	if c.kind == raw {
		for _, b := range octets(keys) {
			marks = append(marks, q.put(b))
		}
		return c.x + " in (" + strings.Join(marks, ",") + ")"
	}
	if c.kind == amounts {
		for _, k := range plainNumbers(keys) {
			marks = append(marks, "cast("+q.put(k)+" as decimal(65,30))")
		}
		if len(marks) == 0 {
			return "false"
		}
		return c.x + " in (" + strings.Join(marks, ",") + ")"
	}
	for _, k := range keys {
		marks = append(marks, q.put(k))
	}
	return "convert(" + c.x + " using utf8mb4) in (" + strings.Join(marks, ",") + ")"
}

// around leaves texts that do not begin with a year to whoever reads them, and asks
// where there may be no time for days that no calendar has, too.
func (lookMySQL) around(q *question, c seenColumn, s span) string {
	day, _, _ := strings.Cut(c.typ, "(")
	switch {
	case c.kind == whole:
		return amount(c.x, s)
	case day == "date", day == "datetime", day == "timestamp":
		cond := s.days(c.x, func(day string) string { return q.put(day) })
		if s.null {
			cond += " or " + c.x + " is null or " + c.x + " < '0001-01-01' or month(" + c.x + ") = 0 or dayofmonth(" + c.x + ") = 0"
		}
		return cond
	case s.null, c.kind != letters:
		return ""
	}
	x := "cast(convert(" + c.x + " using utf8mb4) as binary)"
	return s.days(x, func(day string) string { return q.put([]byte(day)) }) + " or " + c.x + " not regexp '^[0-9]{4}-'"
}

func (lookMySQL) bytes(c seenColumn) string {
	if c.kind == raw {
		return "cast(" + c.x + " as binary)"
	}
	return "cast(convert(" + c.x + " using utf8mb4) as binary)"
}

func (e lookMySQL) maybeHolds(q *question, c seenColumn, h needle.Hints) string {
	x := e.bytes(c)
	var all []string
	alone := h.Whole
	switch c.kind {
	case whole, amounts:
		alone = h.Numbers
	case raw, words, letters, moments:
	}
	for _, v := range alone {
		all = append(all, x+" = "+q.put([]byte(v)))
	}
	if !c.kind.exact() {
		letters := "utf8mb4"
		if c.kind == raw {
			letters = "latin1" // every byte is a letter of it
		}
		for _, v := range h.Exact {
			all = append(all, "locate("+q.put(v)+", "+x+") > 0")
		}
		for _, v := range h.Folded {
			all = append(all, "locate("+q.put([]byte(v))+", cast(lower(convert("+c.x+" using "+letters+")) as binary)) > 0")
		}
	}
	if len(all) == 0 {
		return "false"
	}
	return "(" + strings.Join(all, " or ") + ")"
}
