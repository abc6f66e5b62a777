package database

import (
	"context"
	"strconv"
	"strings"
	"unicode"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

// mySQL is the dialect of MySQL and MariaDB.
type mySQL struct{}

const mysqlColumns = `
select c.table_name, t.table_comment, c.column_name, c.data_type, c.column_type, c.is_nullable = 'YES', c.column_comment,
       coalesce(c.character_set_name, ''), coalesce(c.collation_name, ''), coalesce(c.character_maximum_length, 0), c.extra like '%GENERATED%'
from information_schema.columns c
join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
where c.table_schema = database() and t.table_type in ('BASE TABLE', 'SYSTEM VERSIONED')
order by c.table_name, c.ordinal_position`

const mysqlUnique = `
select distinct table_name, column_name from information_schema.statistics where table_schema = database() and non_unique = 0`

const mysqlKeys = `
select table_name, column_name, constraint_name = 'PRIMARY', coalesce(referenced_table_name, ''), coalesce(referenced_column_name, '')
from information_schema.key_column_usage
where table_schema = database() and (constraint_name = 'PRIMARY' or referenced_table_schema = database())
order by table_name, constraint_name, ordinal_position`

func (mySQL) catalogue(ctx context.Context, q queryer) (catalogue, string, error) {
	version, err := one(ctx, q, "select version()")
	if err != nil {
		return nil, "", err
	}
	if !strings.Contains(version, "MariaDB") {
		version = "MySQL " + version
	}
	var all catalogue
	err = each(ctx, q, mysqlColumns, nil, func(scan func(...any) error) error {
		var name, about, kind string
		var length uint64
		c := &column{}
		if err := scan(&name, &about, &c.Name, &kind, &c.Type, &c.Nullable, &c.Comment, &c.charset, &c.collate, &length, &c.made); err != nil {
			return err
		}
		c.class = mysqlClass(kind, c.Type)
		c.length = int(min(length, 1<<31-1))
		if c.class == listed {
			c.labels = mysqlLabels(c.Type)
		}
		to, made := all.of("", name)
		if made {
			to.home, to.comment = true, about
		}
		to.columns = append(to.columns, c)
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	if err := all.documents(ctx, q, version); err != nil {
		return nil, "", err
	}
	return all, version, mysqlPointers(ctx, q, all)
}

// mysqlPointers reads what is unique, and primary and foreign keys.
func mysqlPointers(ctx context.Context, q queryer, all catalogue) error {
	err := each(ctx, q, mysqlUnique, nil, func(scan func(...any) error) error {
		var name, column string
		if err := scan(&name, &column); err != nil {
			return err
		}
		if t := all.find("", name); t != nil {
			if c, err := t.column(column); err == nil {
				c.unique = true
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return each(ctx, q, mysqlKeys, nil, func(scan func(...any) error) error {
		var name, column, toTable, to string
		var primary bool
		if err := scan(&name, &column, &primary, &toTable, &to); err != nil {
			return err
		}
		switch t := all.find("", name); {
		case t == nil:
		case primary:
			t.primary = append(t.primary, column)
		default:
			t.foreign = append(t.foreign, plan.Foreign{Column: column, Table: toTable, To: to})
		}
		return nil
	})
}

func mysqlClass(kind, full string) class {
	switch strings.ToLower(kind) {
	case "char", "varchar", "tinytext", "text", "mediumtext", "longtext":
		return text
	case "tinyint":
		if strings.HasPrefix(full, "tinyint(1)") {
			return boolean
		}
		return integer
	case "smallint", "mediumint", "int", "bigint":
		return integer
	case "decimal", "float", "double":
		return decimal
	case "uuid":
		return uuid
	case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "geometry", "point", "polygon", "linestring":
		return binary
	case "date":
		return date
	case "datetime":
		return naive
	case "timestamp":
		return zoned
	case "json":
		return document
	case "enum":
		return listed
	}
	return other // among them bit, set, time and year
}

// mysqlLabels reads enum('a','b'); a quote in a label is doubled.
func mysqlLabels(full string) []string {
	from, to := strings.IndexByte(full, '(')+2, strings.LastIndexByte(full, ')')-1
	if from < 2 || to < from {
		return nil
	}
	all := strings.Split(full[from:to], "','")
	for i := range all {
		all[i] = strings.ReplaceAll(all[i], "''", "'")
	}
	return all
}

// mariadbDocuments is what MariaDB calls JSON: a text with a check, which no empty
// text passes. MySQL has a type for it.
const mariadbDocuments = `
select table_name, constraint_name from information_schema.check_constraints
where constraint_schema = database() and lower(check_clause) like 'json\\_valid(%'`

func (all catalogue) documents(ctx context.Context, q queryer, version string) error {
	if !strings.Contains(version, "MariaDB") {
		return nil
	}
	return each(ctx, q, mariadbDocuments, nil, func(scan func(...any) error) error {
		var name, column string
		if err := scan(&name, &column); err != nil {
			return err
		}
		if t := all.find("", name); t != nil {
			if c, err := t.column(column); err == nil && c.class == text {
				c.class = document
			}
		}
		return nil
	})
}

func (mySQL) quote(name string) string {
	return "`" + strings.ReplaceAll(name, "`", "``") + "`"
}

func (mySQL) place(int) string { return "?" }

func (mySQL) most() (keys, rows int) { return 10_000, 500 }

var errMany = fault.New(fault.TooLarge, "标识太多，一次查不完", "too many identifiers at once").
	WithFix("分批查", "ask in smaller sets")

// among gives numbers as numbers and texts as texts: MySQL compares a text with a
// number as floating point, where many texts are 0. Its own equality of texts
// overlooks case, accents and blanks at the end, so that it only finds the index,
// and the bytes decide.
func (d mySQL) among(s *statement, c *column, keys []string) string {
	x := s.col(c)
	switch c.class {
	case integer, decimal:
		if c.class == decimal && !strings.HasPrefix(c.Type, "decimal") {
			return d.list(s, "cast("+x+" as char)", anys(spelled(fitting(c.class, keys))))
		}
		if c.class == decimal {
			return "(" + d.list(s, x, numbers(keys)) + " or " + d.fractions(s, x, keys) + ")"
		}
		return d.list(s, x, numbers(keys))
	case boolean:
		return d.list(s, x, truths(fitting(boolean, keys)))
	case binary:
		var all []any
		for _, k := range keys {
			for _, b := range asBytes(k) {
				all = append(all, b)
			}
		}
		return d.list(s, x, all)
	case text:
		return d.texts(s, c, keys)
	case uuid:
		return d.list(s, x, anys(fitting(uuid, keys)))
	case other, date, naive, zoned, document, listed:
	}
	return d.list(s, d.bytes("cast("+x+" as char)"), bytesOf(keys))
}

// fractions is true for numbers that are one of the keys and not whole.
func (d mySQL) fractions(s *statement, x string, keys []string) string {
	var all []string
	for _, k := range fitting(decimal, keys) {
		if strings.Contains(k, ".") {
			all = append(all, "cast("+s.arg(k)+" as decimal(65,30))")
		}
	}
	if len(all) == 0 {
		return "false"
	}
	return x + " in (" + strings.Join(all, ", ") + ")"
}

// bytes is a text as its bytes in UTF-8.
func (mySQL) bytes(x string) string { return "cast(convert(" + x + " using utf8mb4) as binary)" }

// texts lets the index find the keys that can certainly be written in the column's own
// characters; the others, which a deed must not be asked to write in them, are looked
// for by their bytes alone.
func (d mySQL) texts(s *statement, c *column, keys []string) string {
	x := s.col(c)
	var sure, others []string
	for _, k := range keys {
		if writable(c.charset, k) {
			sure = append(sure, k)
		} else {
			others = append(others, k)
		}
	}
	found := "(" + d.list(s, x, anys(sure), c.charset) + " and " + d.list(s, d.bytes(x), bytesOf(sure)) + ")"
	if len(others) == 0 {
		return found
	}
	return "(" + found + " or " + d.list(s, d.bytes(x), bytesOf(others)) + ")"
}

// writable reports whether a text can be written in a set of characters, as far as
// its name tells.
func writable(charset, text string) bool {
	most := rune(unicode.MaxASCII)
	switch charset {
	case "utf8mb4", "utf16", "utf32", "gb18030":
		most = unicode.MaxRune
	case "utf8", "utf8mb3", "ucs2":
		most = 0xffff
	}
	return !strings.ContainsFunc(text, func(r rune) bool { return r > most })
}

// list is x in (…). Keys are brought into the column's own set of characters, by whose
// order its index is sorted.
func (mySQL) list(s *statement, x string, keys []any, charset ...string) string {
	if len(keys) == 0 {
		return "false"
	}
	var b strings.Builder
	b.WriteString(x + " in (")
	for i, k := range keys {
		p := s.arg(k)
		if len(charset) > 0 && charset[0] != "utf8mb4" && isPlain(charset[0]) {
			p = "convert(" + p + " using " + charset[0] + ")"
		}
		b.WriteString(comma(i) + p)
	}
	b.WriteString(")")
	return b.String()
}

// isPlain reports whether a name of the engine's own is nothing but letters, digits
// and underscores.
func isPlain(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

func anys(keys []string) []any {
	var all []any
	for _, k := range keys {
		all = append(all, k)
	}
	return all
}

func bytesOf(keys []string) []any {
	var all []any
	for _, k := range keys {
		all = append(all, []byte(k))
	}
	return all
}

// numbers returns the keys that are whole numbers, as numbers.
func numbers(keys []string) []any {
	var all []any
	for _, k := range fitting(integer, keys) {
		if n, err := strconv.ParseInt(k, 10, 64); err == nil {
			all = append(all, n)
		} else if n, err := strconv.ParseUint(k, 10, 64); err == nil {
			all = append(all, n)
		}
	}
	return all
}

func truths(keys []string) []any {
	var all []any
	for _, k := range keys {
		all = append(all, k == "true")
	}
	return all
}

func (d mySQL) within(s *statement, c *column, w plan.Window) (string, bool) {
	x := s.col(c)
	switch c.class {
	case date, naive, zoned:
		from, null := w.From, w.Null
		w.Null = false
		if from.IsZero() {
			w.From = leastTime // 0000-00-00 is no time
		}
		cond := inTimes(s, c, w, "")
		if null {
			cond = "(" + cond + " or " + x + " is null or " + x + " < '1000-01-01')"
		}
		return cond, true
	case integer:
		return inNumbers("cast("+x+" as signed)", w), true
	case text:
		return inTexts(s, w, textTimes{
			iso: "(" + x + " regexp '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?( ?(Z|[+]08(:?00)?))?)?$')",
			utc: x + " like '%Z'",
			body: "(case length(" + x + ") when 10 then concat(" + x + ", ' 00:00:00') when 16 then concat(replace(" + x +
				", 'T', ' '), ':00') else rtrim(substring_index(trim(trailing 'Z' from replace(" + x + ", 'T', ' ')), '+', 1)) end)",
		}), true
	case other, decimal, boolean, uuid, binary, document, listed:
	}
	return "", false
}

func (mySQL) shown(s *statement, c *column) string {
	x := s.col(c)
	switch {
	case c.class == binary:
		return "hex(" + x + ")"
	case strings.HasPrefix(c.Type, "bit"):
		return "cast(" + x + " + 0 as char)"
	}
	return "cast(" + x + " as char)"
}

func (mySQL) read(c *column, shown string) string {
	switch c.class {
	case binary:
		return fromHex(c, shown)
	case naive, zoned:
		return isoTime(shown)
	case boolean:
		return truth(shown)
	case other, text, integer, decimal, uuid, date, document, listed:
	}
	return shown
}

// truth writes 0 and 1 as the other engines do; a small number that is neither stays
// what it is.
func truth(shown string) string {
	switch shown {
	case "0":
		return "false"
	case "1":
		return "true"
	}
	return shown
}

func (mySQL) value(s *statement, c *column, v any) string { return s.arg(plain(c, v)) }

// plain is a value as engines without a boolean take it.
func plain(c *column, v any) any {
	if s, ok := v.(string); ok && c.class == boolean {
		return s == "true" || s == "1"
	}
	return v
}

func (d mySQL) differs(s *statement, c *column, v any) string {
	x := s.col(c)
	switch {
	case v == nil:
		return x + " is not null"
	case c.class == text:
		return "not (" + d.bytes(x) + " <=> cast(" + s.arg(v) + " as binary))"
	case c.class == document:
		return "not (cast(" + x + " as char) <=> " + s.arg(v) + ")"
	}
	return "not (" + x + " <=> " + d.value(s, c, v) + ")"
}

// first takes rows in the order of their key: a replica that runs the statement again
// would take others where there is none.
func (mySQL) first(s *statement, cond condition, n int) string {
	end := " where " + cond(s)
	for i, c := range s.t.key() {
		if i == 0 {
			end += " order by "
		}
		end += comma(i) + s.col(c)
	}
	return end + " limit " + itoa(n)
}

func (d mySQL) identity(s *statement, changing []*column) []string {
	by := s.t.key()
	if len(by) == 0 {
		by = changing
	}
	var all []string
	for _, c := range by {
		all = append(all, d.shown(s, c))
	}
	return all
}

// order is that of the primary key, where it is numbers and texts: what is shown of
// others is not what they are compared as.
func (mySQL) order(s *statement) []string {
	var all []string
	for _, c := range s.t.key() {
		if c.class != integer && (c.class != text || !isPlain(c.charset) || !isPlain(c.collate)) {
			return nil
		}
		all = append(all, s.col(c))
	}
	return all
}

func (d mySQL) beyond(s *statement, id []any) string {
	var all []string
	for i, c := range s.t.key() {
		all = append(all, d.native(s, c, id[i]))
	}
	return strings.Join(all, ", ")
}

func (mySQL) holding() string { return " for update" }

// rewrite joins with a table of new values that is written out in the statement.
// Rows with a primary key are held; others are those that look as they did.
func (d mySQL) rewrite(s *statement, id []string, columns []*column, rows [][]any, cond condition) error {
	given := s.given()
	key := s.t.key()
	called := strings.Split(names("k", len(id))+", "+names("n", len(columns)), ", ")
	s.say("update (")
	for i, row := range rows {
		if i > 0 {
			s.say(" union all ")
		}
		s.say("select ")
		for j, v := range row {
			if n := j - len(id); n >= 0 {
				s.say(comma(j), d.whole(s, plain(columns[n], v)))
			} else if len(key) > 0 {
				s.say(comma(j), d.native(s, key[j], v))
			} else {
				s.say(comma(j), d.whole(s, v))
			}
			if i == 0 {
				s.say(" as ", called[j])
			}
		}
	}
	s.say(") ", given, " straight_join ", s.table(), " on ")
	for i, x := range id {
		if i > 0 {
			s.say(" and ")
		}
		if len(key) > 0 && (key[i].class == integer || key[i].class == text) {
			s.say(s.col(key[i]), " = ", given, ".k", itoa(i), " and ")
		}
		s.say("cast(", x, " as binary) <=> cast(", given, ".k", itoa(i), " as binary)")
	}
	s.say(" set ")
	for i, c := range columns {
		s.say(comma(i), s.col(c), " = ", given, ".n", itoa(i))
	}
	if len(key) == 0 {
		s.say(" where ", cond(s))
	}
	return nil
}

// whole is a parameter in a table of new values. A text that stands there by itself
// would lose the blanks at its end.
func (mySQL) whole(s *statement, v any) string {
	if _, ok := v.(string); ok {
		return "concat(" + s.arg(v) + ", '')"
	}
	return s.arg(v)
}

// native is a part of a key as the index has it: a number, or a text that is
// compared as its column is.
func (d mySQL) native(s *statement, c *column, v any) string {
	shown, _ := v.(string)
	if n := numbers([]string{shown}); c.class == integer && len(n) == 1 {
		return s.arg(n[0])
	}
	if c.class == text && isPlain(c.charset) && isPlain(c.collate) {
		return "convert(" + d.whole(s, v) + " using " + c.charset + ") collate " + c.collate
	}
	return d.whole(s, v)
}
