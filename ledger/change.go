package ledger

import (
	"errors"
	"fmt"
	"slices"
)

// A Row is a row that a change writes. Each domain package defines its own row
// types, which are plain data; the store knows how to write every one of them.
type Row interface {
	// RowOf returns the permanent name of the sort of row, such as
	// "consent.answer".
	RowOf() string
}

// Absent is the version of a row that does not exist.
const Absent int64 = -1

// An Expectation is what a change was worked out from. The store checks it
// inside the commit and refuses the whole change where it no longer holds; the
// caller then loads again and works it out anew.
type Expectation struct {
	Of      string // the sort of row: the RowOf of the rows it speaks of
	Lookup  Lookup // whose row it is; zero for a row about no person
	Key     string // which row, as the domain package and the store agreed for this sort
	Version int64  // the Committed.First that last wrote the row, or Absent
}

// A Change is the only thing that a store can commit: rows and entries that
// become visible together or not at all. It is plain data, so a store may
// commit many at once. It has at least one entry: what is not in the record
// did not happen. Work for the background rides in Rows.
type Change struct {
	Expect  []Expectation
	Rows    []Row
	Entries []Entry
}

// NewChange returns a change with these entries. All carry the same time.
func NewChange(first Entry, rest ...Entry) Change {
	return Change{Entries: append([]Entry{first}, rest...)}
}

// Writing returns a copy of c that also writes rows.
func (c Change) Writing(rows ...Row) Change {
	c.Rows = append(slices.Clone(c.Rows), rows...)
	return c
}

// Expecting returns a copy of c that also expects e.
func (c Change) Expecting(e ...Expectation) Change {
	c.Expect = append(slices.Clone(c.Expect), e...)
	return c
}

var (
	errNoEntry   = errors.New("a change needs at least one entry")
	errTwoTimes  = errors.New("all entries of a change carry the same time")
	errNilRow    = errors.New("a row of the change is nil")
	errExpectRow = errors.New("an expectation must name a sort of row, a key and a version")
)

// Check reports what is wrong with c, if anything. A store refuses to commit a
// change that fails it.
func (c Change) Check() error {
	if len(c.Entries) == 0 {
		return errNoEntry
	}
	for i, e := range c.Entries {
		if err := e.Check(); err != nil {
			return fmt.Errorf("entry %d of the change: %w", i, err)
		}
		if e.Leaf.At != c.Entries[0].Leaf.At {
			return errTwoTimes
		}
	}
	if slices.Contains(c.Rows, nil) {
		return errNilRow
	}
	for _, e := range c.Expect {
		if e.Of == "" || e.Key == "" || e.Version < Absent {
			return errExpectRow
		}
	}
	return nil
}

// Committed is what a store gives back once a change is durable.
type Committed struct {
	First      int64  // index of the change's first entry in the log; also its number in the feed and the version of its rows
	Checkpoint []byte // signed checkpoint that covers all of its entries
}
