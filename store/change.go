package store

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/ledger"
)

// An order is a change worked out as far as possible before it waits for the
// log: all but the indexes.
type order struct {
	about   []ledger.Lookup // whose version has to be known
	people  []raised        // whose version it raises or makes
	before  []headBefore    // what theirs were before this change, while it is being committed
	heads   []ledger.Expectation
	writes  []write
	entries []line
}

// A raised person has entries in the change, or comes with it; last is the place
// of the last entry about them.
type raised struct {
	lookup ledger.Lookup
	last   version
	fresh  bool
}

// A headBefore is the version of a person who may be there.
type headBefore struct {
	version int64
	there   bool
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
func (s *Store) orderOf(ctx context.Context, c ledger.Change) (*order, error) {
	if err := c.Check(); err != nil {
		return nil, internal.Because(fmt.Errorf("checking a change: %w", err))
	}
	for _, e := range c.Expect {
		if e.Of != (consent.NewPerson{}).RowOf() || e.Key != head || e.Lookup.IsZero() {
			return nil, internal.Because(fmt.Errorf("the store does not know the expectation %q %q", e.Of, e.Key))
		}
	}
	o := &order{heads: c.Expect}
	w := writer{store: s, change: c}
	for _, row := range c.Rows {
		writes, err := w.writeOf(ctx, row)
		if err != nil {
			return nil, err
		}
		o.writes = append(o.writes, writes...)
	}
	for _, e := range c.Expect {
		o.knows(e.Lookup)
	}
	for _, row := range c.Rows {
		if p, ok := row.(consent.NewPerson); ok {
			o.raises(p.Identity.Lookup, w.last(p.Identity.Lookup), true)
		}
	}
	for i, e := range c.Entries {
		leaf := e.Leaf.Bytes()
		o.entries = append(o.entries, line{entry: e, leaf: string(leaf), hash: ledger.LeafHash(leaf)})
		if !e.Lookup.IsZero() {
			o.raises(e.Lookup, version(i), false)
		}
	}
	return o, nil
}

func (o *order) knows(l ledger.Lookup) {
	if !slices.Contains(o.about, l) {
		o.about = append(o.about, l)
	}
}

func (o *order) raises(l ledger.Lookup, last version, fresh bool) {
	o.knows(l)
	at := slices.IndexFunc(o.people, func(r raised) bool { return r.lookup == l })
	if at < 0 || fresh { // making somebody twice cannot succeed
		o.people = append(o.people, raised{l, last, fresh})
		return
	}
	o.people[at].last = last
}
