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
	about   []ledger.Lookup      // whose version has to be known
	people  []raised             // whose version it raises or makes
	before  []headBefore         // what theirs were before this change, while it is being committed
	heads   []ledger.Expectation // of people
	rows    []ledger.Expectation // of other rows
	needs   []ledger.Lookup      // who must be there, since something is sealed under their key
	forgets []ledger.Lookup      // who is not there any more afterwards
	tidies  bool                 // whether it leaves something below the level of rows that is to be cleared
	wrote   []wrote

	rowsBefore []headBefore // what the versions of the rows were before
	writes     []write
	entries    []line
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
	o := &order{}
	if err := o.expects(c.Expect); err != nil {
		return nil, err
	}
	w := &writer{store: s, change: c, order: o}
	if err := w.forgetting(ctx); err != nil {
		return nil, err
	}
	c = w.change
	if err := w.proved(); err != nil {
		return nil, err
	}
	for _, row := range c.Rows {
		writes, err := w.writeOf(ctx, row)
		if err != nil {
			return nil, err
		}
		o.writes = append(o.writes, writes...)
	}
	for _, e := range o.heads {
		o.knows(e.Lookup)
	}
	for _, l := range o.needs {
		o.knows(l)
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
