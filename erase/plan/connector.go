package plan

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/volens/volens/declaration"
)

// Keys are the identifiers under which people are found: values by the name of
// the identifier, such as person, phone or order. They are personal data.
type Keys map[string][]string

// A Window narrows rows by the time in a column: at or after From, before To; zero
// times do not narrow. A time without a zone is Shanghai's. Objects and files have
// one time, that of writing: its column is declaration.Written, or none.
type Window struct {
	Column   string
	From, To time.Time
	Null     bool // rows without a time are inside too
}

// A Target is rows, keys or objects of one holding.
type Target struct {
	Holding  string               // table, pattern or path, as declared
	Found    []*declaration.Found // any of these ways; none for a pattern with identifiers in it
	Within   []Window             // all of these
	Everyone bool                 // not of anybody in particular; needs a window with To
	Owner    string               // the column that says whose row it is, where any but the own id leads there too
	Others   bool                 // instead, the rows that Owner leaves to others: only to be spared
	Limit    int                  // at most so many rows a call; 0 for all
}

// Asks reports whether Owner has a say in what a way finds: a row that an order
// number or a phone number leads to is the person's only where the column says that
// it is nobody's, or theirs. A gift carries the phone number of whoever gets it.
func (t Target) Asks(f *declaration.Found) bool {
	return t.Owner != "" && f.By != declaration.Person && f.In != t.Owner
}

// Nobodies are the values of a column that say that a row is nobody's, beside null.
func Nobodies() []string { return []string{"", "0", "00000000-0000-0000-0000-000000000000"} }

// Lets reports whether the value of the column Owner lets a row be the person's.
func (by Keys) Lets(owner string) bool {
	return slices.Contains(Nobodies(), owner) || slices.Contains(by[declaration.Person], owner)
}

// A Deed is what is done to the rows of a target.
type Deed struct {
	Change map[string]declaration.Transform // by column; nil deletes the row, none changes nothing
}

// A Record is one row, key or object: values by column, as text. A missing value is
// absent. An object has the columns path, size, written and, where it is Asked for
// and not too long, content.
type Record map[string]string

// A Column is a column as it really is.
type Column struct {
	Name, Type, Comment string
	Nullable            bool
}

// A Foreign is a foreign key as it really is: one column to one column.
type Foreign struct{ Column, Table, To string }

// A Table is a table as it really is. Stores without tables have none.
type Table struct {
	Name    string
	Comment string
	Columns []Column
	Primary []string
	Foreign []Foreign
}

// A Survey is what a store really holds.
type Survey struct {
	Engine string // with its version
	Tables []Table
}

// A Remnant is what may be left of deleted data below the level of rows: free
// pages, a log, dead tuples, versions of objects. Gone is when it is certainly
// overwritten; zero where it is gone now.
type Remnant struct {
	What string    // a permanent slug, such as wal, dead-tuples, binlog, versions
	Gone time.Time // zero: gone. Far future: not before somebody does something
}

// A Connector is a company's own store, opened with the account that may change
// it. All methods take sets: a call with ten thousand keys is a few statements.
// Names come from the declaration and are checked against the live catalogue
// before they reach a statement.
//
// Errors are faults: Invalid where a name is not in the catalogue or a target means
// nothing, Unavailable where the store cannot be reached or refuses. They never
// repeat an address or a value.
type Connector interface {
	// Survey returns what is really there.
	Survey(ctx context.Context) (Survey, error)
	// Resolve returns the values that the columns hold in the rows of the target:
	// by the name of the identifier that gives says a column is.
	Resolve(ctx context.Context, t Target, by Keys, gives map[string]string) (Keys, error)
	// Count counts the rows of the target, and changes nothing.
	Count(ctx context.Context, t Target, by Keys) (int64, error)
	// Read returns the named columns of the rows of the target, or all columns.
	Read(ctx context.Context, t Target, by Keys, columns []string) iter.Seq2[Record, error]
	// Do carries the deed out and returns how many rows it changed. What is not
	// there, or is already as the deed would make it, is done and counts nothing.
	Do(ctx context.Context, t Target, by Keys, d Deed) (int64, error)
	// Set writes values into columns of the rows of the target, as a correction.
	Set(ctx context.Context, t Target, by Keys, values map[string]string) (int64, error)
	// Settle removes what is left of deleted data below the level of rows, as far as
	// the account may, and says what remains.
	Settle(ctx context.Context, holdings []string) ([]Remnant, error)
	// Close ends the connection.
	Close() error
}

// Timed is a connector to a store that has a clock of its own.
type Timed interface {
	// Now returns what time it is there. Errors are as with Connector.
	Now(ctx context.Context) (time.Time, error)
}

// A Search is what is looked for after the deed.
type Search struct {
	Targets []Target // by identifier, as the deed did it
	By      Keys
	Changed []Changed // rows that stay, in which columns were to be changed
	Values  []string  // looked for everywhere: in every text of every table, in names and contents of objects, in keys and values
	Spare   []Target  // rows that are no residue: kept on a ground, or written later by somebody else (then of everyone, within a window)
}

// Changed is rows that stay, and what their columns are now. A row in which one
// of them is anything else is residue, as far as the column can tell: not null
// where it was to be null, not the text where it was to be fixed.
type Changed struct {
	Target Target
	As     map[string]declaration.Transform
}

// Residue is what was found after the deed.
type Residue struct {
	Where string // table and column, pattern or path
	Count int64
	How   string // identifier, column or value: what found it
}

// A Looker looks into a store through a connection of its own, with code of its
// own, and changes nothing. It says what it looked at, so that nobody can take one
// store's answer for another's.
type Looker interface {
	// Store returns a fingerprint of the store that it really is connected to, which
	// two different stores never share: system identifier and database, file id,
	// endpoint and bucket.
	Store(ctx context.Context) (string, error)
	// Look returns what is left; none where nothing is. An error is never "nothing".
	Look(ctx context.Context, s Search) ([]Residue, error)
	// Close ends the connection.
	Close() error
}

// Stores opens a company's stores. Addresses are looked up when they are needed
// and never kept.
type Stores interface {
	// Open opens a store with the account that may change it.
	Open(ctx context.Context, s *declaration.Store) (Connector, error)
	// Look opens a store for looking: the store itself and each of its replicas.
	Look(ctx context.Context, s *declaration.Store) ([]Looker, error)
}
