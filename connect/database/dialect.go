package database

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"github.com/volens/volens/erase/plan"
)

// A dialect is what is different from engine to engine.
type dialect interface {
	grammar
	finder
	values
	writer
	// catalogue reads what is there, and says which version the engine is.
	catalogue(ctx context.Context, q queryer) (catalogue, string, error)
	// settle removes what is left below the level of rows.
	settle(ctx context.Context, db *sql.DB, tables []*table) ([]plan.Remnant, error)
}

// A grammar is how names and parameters are written.
type grammar interface {
	// quote quotes a name.
	quote(name string) string
	// place returns the nth parameter.
	place(n int) string
	// most is how many keys, and how many rows to rewrite, one statement can take.
	most() (keys, rows int)
}

// A finder writes conditions.
type finder interface {
	// among is true for rows whose column is one of the keys, letter by letter.
	among(s *statement, c *column, keys []string) string
	// within is true for rows in a window; ok is false where the column has no times.
	within(s *statement, c *column, w plan.Window) (cond string, ok bool)
	// differs is true for rows whose column is not this value. Nil is null.
	differs(s *statement, c *column, v any) string
	// first is the end of a statement that changes n rows at most.
	first(s *statement, cond condition, n int) string
}

// values go into statements and come out of rows.
type values interface {
	// shown is the value of a column as text, and read is what that text means;
	// bytes are read as base64, times as ISO 8601.
	shown(s *statement, c *column) string
	read(c *column, shown string) string
	// value is a parameter that can be assigned to a column.
	value(s *statement, c *column, v any) string
}

// A writer writes rows back that were read in the same transaction.
type writer interface {
	// identity is what a row is known by within a transaction, as text; where there
	// is nothing else, the values that are about to change.
	identity(s *statement, changing []*column) []string
	// order is what rows are sorted by, by which each comes after another; nil where the
	// engine has nothing of the kind.
	order(s *statement) []string
	// beyond is the identity of a row as parameters to compare that with.
	beyond(s *statement, id []any) string
	// holding keeps others from changing rows that are being read, until the end of
	// the transaction.
	holding() string
	// rewrite updates rows by identity: each has its identity and its new values.
	rewrite(s *statement, id []string, columns []*column, rows [][]any, cond condition) error
}

// A queryer is a database or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// A statement is being built for one table. Names come from the catalogue, and
// values are parameters.
type statement struct {
	d    dialect
	t    *table
	text strings.Builder
	args []any
}

// A condition is written where a statement needs it: parameters have an order.
type condition func(s *statement) string

// say adds pieces of the statement.
func (s *statement) say(pieces ...string) {
	for _, p := range pieces {
		s.text.WriteString(p)
	}
}

// arg adds a parameter and returns its place.
func (s *statement) arg(v any) string {
	s.args = append(s.args, v)
	return s.d.place(len(s.args))
}

// table is the quoted name of the table.
func (s *statement) table() string {
	if s.t.schema == "" {
		return s.d.quote(s.t.name)
	}
	return s.d.quote(s.t.schema) + "." + s.d.quote(s.t.name)
}

// col is the quoted name of a column, with its table.
func (s *statement) col(c *column) string { return s.table() + "." + s.d.quote(c.Name) }

// given is a name for the new values, which is not that of the table.
func (s *statement) given() string {
	name := "volens_new"
	if strings.EqualFold(s.t.name, name) {
		name += "er"
	}
	return name
}

// exec runs the statement and returns how many rows it changed.
func (s *statement) exec(ctx context.Context, q queryer) (int64, error) {
	r, err := q.ExecContext(ctx, s.text.String(), s.args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func itoa(n int) string { return strconv.Itoa(n) }
