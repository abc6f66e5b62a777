package database

import (
	"context"
	"crypto/rand"
	"database/sql"
	"iter"
	"slices"
	"sync"

	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
)

// most bytes of one value that is read; longer ones are left out of a record.
const longest = 16 << 20

// A connector is a database in which people are erased.
type connector struct {
	d   dialect
	db  *sql.DB
	key []byte // of hashes; it lives as long as the connector, so that nothing links them

	mu sync.Mutex
	// What the catalogue said, and nil where it has to be read. A connector is open for
	// one visit of one case, for one request or for one plan, and is asked several times
	// in it: all of that sees one catalogue. A column that is added meanwhile is seen by
	// the next visit, and by whoever looks, who reads the catalogue each time.
	tables catalogue
}

var _ plan.Connector = (*connector)(nil)

func newConnector(d dialect, db *sql.DB) (*connector, error) {
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	return &connector{d: d, db: db, key: key}, nil
}

// Survey implements plan.Connector.
func (c *connector) Survey(ctx context.Context) (plan.Survey, error) {
	all, version, err := c.read(ctx)
	if err != nil {
		return plan.Survey{}, err
	}
	return all.survey(version), nil
}

// read reads the catalogue anew.
func (c *connector) read(ctx context.Context) (catalogue, string, error) {
	all, version, err := c.d.catalogue(ctx, c.db)
	if err != nil {
		return nil, "", unavailable(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tables = all
	return all, version, nil
}

// tableOf finds a table in the catalogue, which is read again after every failure
// and where the name is not in it.
func (c *connector) tableOf(ctx context.Context, name string) (*table, error) {
	c.mu.Lock()
	all := c.tables
	c.mu.Unlock()
	if t, err := all.table(name); err == nil {
		return t, nil
	}
	all, _, err := c.read(ctx)
	if err != nil {
		return nil, err
	}
	return all.table(name)
}

// failed passes faults on and explains what a driver says. What was known of the
// catalogue may be why.
func (c *connector) failed(err error) error {
	if err == nil || fault.KindOf(err) != fault.Internal {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tables = nil
	return unavailable(err)
}

// Count implements plan.Connector.
func (c *connector) Count(ctx context.Context, t plan.Target, by plan.Keys) (int64, error) {
	a, err := c.aim(ctx, t, by)
	if err != nil {
		return 0, err
	}
	var n int64
	batch, _ := c.d.most()
	err = a.parts(batch, true, func(cond condition) error {
		if a.limit > 0 && n >= a.limit {
			return nil
		}
		s := a.counting(cond, a.left(n))
		return each(ctx, c.db, s.text.String(), s.args, func(scan func(...any) error) error {
			var m int64
			err := scan(&m)
			n += m
			return err
		})
	})
	if err != nil {
		return 0, c.failed(err)
	}
	return n, nil
}

// counting counts the rows of a condition, and no more of them than are left.
func (a *aim) counting(cond condition, left int64) *statement {
	s := a.statement()
	if left == 0 {
		s.say("select count(*) from ", s.table(), " where ", cond(s))
		return s
	}
	s.say("select count(*) from (select 1 as one from ", s.table(), " where ", cond(s), limited(left), ") as counted")
	return s
}

// Resolve implements plan.Connector.
func (c *connector) Resolve(ctx context.Context, t plan.Target, by plan.Keys, gives map[string]string) (plan.Keys, error) {
	a, err := c.aim(ctx, t, by)
	if err != nil {
		return nil, err
	}
	var columns []string
	for name := range gives {
		columns = append(columns, name)
	}
	slices.Sort(columns)
	found := map[string]map[string]bool{}
	for r, err := range c.rows(ctx, a, columns, true) {
		if err != nil {
			return nil, err
		}
		for name, v := range r {
			id := gives[name]
			if found[id] == nil {
				found[id] = map[string]bool{}
			}
			found[id][v] = true
		}
	}
	keys := plan.Keys{}
	for id, values := range found {
		for v := range values {
			if v != "" {
				keys[id] = append(keys[id], v)
			}
		}
		slices.Sort(keys[id])
	}
	return keys, nil
}

// Read implements plan.Connector. Bytes are base64, times ISO 8601 in Shanghai; a
// value of more than 16 MiB is left out.
func (c *connector) Read(ctx context.Context, t plan.Target, by plan.Keys, columns []string) iter.Seq2[plan.Record, error] {
	return func(yield func(plan.Record, error) bool) {
		a, err := c.aim(ctx, t, by)
		if err != nil {
			yield(nil, err)
			return
		}
		if len(columns) == 0 {
			for _, col := range a.table.columns {
				columns = append(columns, col.Name)
			}
		}
		c.rows(ctx, a, columns, false)(yield)
	}
}

// rows reads columns of the rows of an aim, each row once, or each set of values.
func (c *connector) rows(ctx context.Context, a *aim, columns []string, distinct bool) iter.Seq2[plan.Record, error] {
	return func(yield func(plan.Record, error) bool) {
		var all []*column
		for _, name := range columns {
			col, err := a.table.column(name)
			if err != nil {
				yield(nil, err)
				return
			}
			all = append(all, col)
		}
		if len(all) == 0 {
			return
		}
		var n int64
		batch, _ := c.d.most()
		err := a.parts(batch, !distinct, func(cond condition) error {
			s := a.statement()
			s.say("select ")
			if distinct {
				s.say("distinct ")
			}
			for i, col := range all {
				s.say(comma(i), c.d.shown(s, col))
			}
			s.say(" from ", s.table(), " where ", cond(s), limited(a.left(n)))
			return each(ctx, c.db, s.text.String(), s.args, func(scan func(...any) error) error {
				r, err := c.record(all, columns, scan)
				if err == nil && !yield(r, nil) {
					return errStop
				}
				if n++; err == nil && n == a.limit {
					return errStop
				}
				return err
			})
		})
		if err != nil && err != errStop { //nolint:errorlint // it is never wrapped
			yield(nil, c.failed(err))
		}
	}
}

// errStop ends a reading early.
var errStop = fault.New(fault.Internal, "停", "stop")

// record reads one row. Columns are called as they were asked for.
func (c *connector) record(all []*column, called []string, scan func(...any) error) (plan.Record, error) {
	shown, err := scanTexts(scan, len(all))
	if err != nil {
		return nil, err
	}
	r := plan.Record{}
	for i, col := range all {
		if shown[i].Valid && len(shown[i].String) <= longest {
			r[called[i]] = c.d.read(col, shown[i].String)
		}
	}
	return r, nil
}

// scanTexts scans n texts.
func scanTexts(scan func(...any) error, n int) ([]sql.NullString, error) {
	texts, into := make([]sql.NullString, n), make([]any, n)
	for i := range texts {
		into[i] = &texts[i]
	}
	return texts, scan(into...)
}

// Settle implements plan.Connector.
func (c *connector) Settle(ctx context.Context, holdings []string) ([]plan.Remnant, error) {
	var all []*table
	for _, name := range holdings {
		t, err := c.tableOf(ctx, name)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	left, err := c.d.settle(ctx, c.db, all)
	return left, c.failed(err)
}

// Close implements plan.Connector.
func (c *connector) Close() error {
	if err := c.db.Close(); err != nil {
		return unavailable(err)
	}
	return nil
}
