// Package sqlschema reads which tables and columns an SQL file makes, with the
// comments that people left on them. It knows enough of MySQL, MariaDB,
// PostgreSQL and SQLite to find CREATE TABLE, ALTER TABLE … ADD and COMMENT ON
// in a dump among everything else that a dump holds, and steps over the rest. It
// reads no rows: what stands in an INSERT or a COPY is passed by.
package sqlschema

import (
	"fmt"

	"github.com/volens/volens/lang"
)

// A Dialect is the database that a file was written for, as its text gives it
// away. The values are engines of a declaration.
type Dialect string

// The dialects. Unknown is for files that any of them would accept.
const (
	MySQL    Dialect = "mysql" // and MariaDB
	Postgres Dialect = "postgres"
	SQLite   Dialect = "sqlite"
	Unknown  Dialect = "other"
)

// A Schema is what one file makes.
type Schema struct {
	Dialect Dialect
	Tables  []Table // in the order written; the columns of one table are together

	Problems []*Error // what was not read, though a table may stand there
}

// A Table is one table. One that a file only alters has the added columns alone.
type Table struct {
	Name    string // without its schema
	Comment string
	Line    int
	Columns []Column
}

// A Column is one column of a table.
type Column struct {
	Name       string
	Type       string // in small letters, such as "varchar(20)"; "" where none is written
	Comment    string // of the column itself, or the remark written beside or above it
	References string // the table that it points to, or ""
	Line       int
	Enum       bool // of a type that lists its values
}

// An Error is what makes a file unreadable, and where. Line and Column count
// from 1, the column in bytes.
type Error struct {
	Line, Column int
	Message      lang.Text
}

// Error shows the place and the message in both languages.
func (e *Error) Error() string {
	return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message.Both())
}
