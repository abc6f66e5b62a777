package database

import (
	"fmt"
	"slices"
	"strings"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

// A class is what a type means for reading, comparing and writing values.
type class int

// The classes.
const (
	other class = iota // compared by its text; written as text where the engine takes it
	text
	integer
	decimal
	boolean
	uuid
	binary
	date
	naive // a time without a zone
	zoned // a time with a zone
	document
	listed // one of a list
)

// A column is a column as it really is.
type column struct {
	plan.Column
	class   class
	base    string   // PostgreSQL: the type below a domain, as it is cast to
	charset string   // MySQL: of its text
	collate string   // MySQL: how its text is compared
	exact   bool     // equality of the engine is equality letter by letter
	unique  bool     // part of a unique index
	made    bool     // the engine makes its value
	length  int      // most characters; 0 where there is no limit or it is not known
	labels  []string // of a list
}

// A table is a table as it really is.
type table struct {
	schema, name string
	home         bool // in the schema that names without one mean
	comment      string
	columns      []*column
	primary      []string
	foreign      []plan.Foreign
	parts        bool // PostgreSQL: rows lie in several tables, where a place alone names none
	heirs        bool // PostgreSQL: other tables inherit from it, whose rows may have the same key
	rowless      bool // SQLite: without rowid
}

// called is what a table is called in a declaration: with its schema only where
// that is not the usual one.
func (t *table) called() string {
	if t.home || t.schema == "" {
		return t.name
	}
	return t.schema + "." + t.name
}

// A catalogue is the tables of a database.
type catalogue []*table

var (
	errTable  = fault.New(fault.Invalid, "库里没有这张表", "there is no such table in the database")
	errColumn = fault.New(fault.Invalid, "表里没有这一列", "there is no such column in the table")
)

// table finds a table by its name, letter by letter, or else without regard to case
// where there is only one.
func (c catalogue) table(name string) (*table, error) {
	var same, alike []*table
	for _, t := range c {
		full := t.schema + "." + t.name
		switch {
		case t.called() == name || t.schema != "" && full == name:
			same = append(same, t)
		case strings.EqualFold(t.called(), name):
			alike = append(alike, t)
		}
	}
	if len(same) == 0 {
		same = alike
	}
	if len(same) != 1 {
		return nil, errTable.Because(fmt.Errorf("%q", clip(name)))
	}
	return same[0], nil
}

// column finds a column in the same way.
func (t *table) column(name string) (*column, error) {
	var alike []*column
	for _, c := range t.columns {
		if c.Name == name {
			return c, nil
		}
		if strings.EqualFold(c.Name, name) {
			alike = append(alike, c)
		}
	}
	if len(alike) != 1 {
		return nil, errColumn.Because(fmt.Errorf("%q of %q", clip(name), clip(t.name)))
	}
	return alike[0], nil
}

// keyless reports whether no key tells its rows apart.
func (t *table) keyless() bool { return len(t.primary) == 0 || t.heirs }

// key returns the columns of the primary key.
func (t *table) key() []*column {
	var all []*column
	for _, name := range t.primary {
		if c, err := t.column(name); err == nil {
			all = append(all, c)
		}
	}
	return all
}

// clip keeps a wrong name from filling a log.
func clip(name string) string {
	const most = 64
	if r := []rune(name); len(r) > most {
		return string(r[:most]) + "…"
	}
	return name
}

// survey shows the catalogue to others.
func (c catalogue) survey(engine string) plan.Survey {
	s := plan.Survey{Engine: engine}
	for _, t := range c {
		shown := plan.Table{Name: t.called(), Comment: t.comment, Primary: slices.Clone(t.primary), Foreign: slices.Clone(t.foreign)}
		for _, col := range t.columns {
			shown.Columns = append(shown.Columns, col.Column)
		}
		s.Tables = append(s.Tables, shown)
	}
	return s
}

// of returns the table of a schema and name, made where it is not there yet.
func (c *catalogue) of(schema, name string) (t *table, made bool) {
	if n := len(*c); n > 0 && (*c)[n-1].schema == schema && (*c)[n-1].name == name {
		return (*c)[n-1], false
	}
	t = &table{schema: schema, name: name}
	*c = append(*c, t)
	return t, true
}

// find returns the table of a schema and name, or nil.
func (c catalogue) find(schema, name string) *table {
	for _, t := range c {
		if t.schema == schema && t.name == name {
			return t
		}
	}
	return nil
}
