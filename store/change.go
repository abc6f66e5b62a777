package store

import (
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/ledger"
)

// An order is a change worked out as far as possible before it waits for the
// log: all but the indexes.
type order struct {
	people  []ledger.Lookup // whose version it raises: known before, with an entry in it
	heads   []ledger.Expectation
	writes  []write
	entries []line
}

// A line is an entry ready to be written.
type line struct {
	entry ledger.Entry
	leaf  string // its exact bytes
	hash  tlog.Hash
}

// head is the only key that an expectation about a person can have: the version
// of the person's row.
const head = "head"

// orderOf works out a change, or reports that it cannot be committed.
func (s *Store) orderOf(c ledger.Change) (*order, error) {
	if err := c.Check(); err != nil {
		return nil, internal.Because(fmt.Errorf("checking a change: %w", err))
	}
	o := &order{heads: c.Expect}
	for _, e := range c.Expect {
		if e.Of != (consent.NewPerson{}).RowOf() || e.Key != head || e.Lookup.IsZero() {
			return nil, internal.Because(fmt.Errorf("the store does not know the expectation %q %q", e.Of, e.Key))
		}
	}
	var fresh []ledger.Lookup
	for _, row := range c.Rows {
		w, err := s.writeOf(row, c.Entries[0].Leaf.At)
		if err != nil {
			return nil, err
		}
		o.writes = append(o.writes, w)
		if p, ok := row.(consent.NewPerson); ok {
			fresh = append(fresh, p.Identity.Lookup)
		}
	}
	for _, e := range c.Entries {
		leaf := e.Leaf.Bytes()
		o.entries = append(o.entries, line{entry: e, leaf: string(leaf), hash: ledger.LeafHash(leaf)})
		if !e.Lookup.IsZero() && !slices.Contains(fresh, e.Lookup) && !slices.Contains(o.people, e.Lookup) {
			o.people = append(o.people, e.Lookup)
		}
	}
	return o, nil
}
