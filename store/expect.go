package store

import (
	"fmt"
	"slices"
	"strings"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/store/row"
)

// A rowKey names a row, other than of a person, that changes may expect something
// of.
type rowKey struct{ of, key string }

// The sorts of such rows.
var (
	ofPerson  = consent.NewPerson{}.RowOf()
	ofRequest = rights.NewRequest{}.RowOf()
	ofCase    = erase.NewCase{}.RowOf()
	ofStore   = erase.SetProgress{}.RowOf()
	ofTold    = erase.SetTold{}.RowOf()
)

// caseKey names a row of a case, by store or recipient.
func caseKey(id erase.CaseID, of string) string { return string(id) + "/" + of }

// known reports whether the row can be looked for.
func (k rowKey) known() bool {
	id, of, two := strings.Cut(k.key, "/")
	switch {
	case !clean(k.key):
		return false
	case k.of == ofRequest:
		_, ok := row.PartOf(k.key)
		return ok
	case k.of == ofCase:
		return k.key != "" && !two
	case k.of == ofStore, k.of == ofTold:
		return id != "" && of != ""
	}
	return false
}

// query reads the version of the row.
func (k rowKey) query() (string, []any) {
	id, of, _ := strings.Cut(k.key, "/")
	switch part := row.CasePart(erase.CaseID(id)); k.of {
	case ofCase:
		return `select version from cases where part = $1 and id = $2`, []any{part, id}
	case ofStore:
		return `select version from case_stores where part = $1 and case_id = $2 and store = $3`, []any{part, id, of}
	case ofTold:
		return `select version from case_told where part = $1 and case_id = $2 and recipient = $3`, []any{part, id, of}
	}
	part, _ := row.PartOf(k.key)
	return `select version from requests where part = $1 and id = $2`, []any{part, k.key}
}

// rowsOf lists every row whose version a batch has to know, each once.
func rowsOf(batch []*pending) (all []rowKey) {
	for _, p := range batch {
		for _, e := range p.order.rows {
			if k := (rowKey{e.Of, e.Key}); !slices.Contains(all, k) {
				all = append(all, k)
			}
		}
	}
	return all
}

// A wrote is a row that a change writes anew.
type wrote struct {
	key     rowKey
	version version
}

// expects sorts what a change expects.
func (o *order) expects(all []ledger.Expectation) error {
	for _, e := range all {
		switch {
		case e.Of == ofPerson && e.Key == head && !e.Lookup.IsZero():
			o.heads = append(o.heads, e)
		case rowKey{e.Of, e.Key}.known():
			o.rows = append(o.rows, e)
		default:
			return internal.Because(fmt.Errorf("the store does not know the expectation %q", e.Of))
		}
	}
	return nil
}

// makes reports whether the change brings this person.
func (o *order) makes(l ledger.Lookup) bool {
	return slices.ContainsFunc(o.people, func(r raised) bool { return r.lookup == l && r.fresh })
}

// pass notes what an accepted change leaves: other versions, and people gone.
func (a *appender) pass(o *order, first int64) {
	for _, w := range o.wrote {
		now, there := a.rows[w.key]
		o.rowsBefore = append(o.rowsBefore, headBefore{now, there})
		a.rows[w.key] = w.version.at(first)
	}
	for _, l := range o.forgets {
		now, there := a.heads[l]
		o.before = append(o.before, headBefore{now, there})
		delete(a.heads, l)
	}
}
