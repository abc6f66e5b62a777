package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/volens/volens/ledger"
)

// A liteSession is one transaction on the connection that writes to SQLite.
type liteSession struct {
	store *Store
	tx    *sql.Tx
}

func liteSessions(_ context.Context, s *Store) (session, error) {
	return &liteSession{store: s}, nil
}

// prepared returns a statement that is prepared once for as long as the store is
// open, and not for each transaction; nil the first time that it is wanted.
func (c *liteSession) prepared(ctx context.Context, query string) *sql.Stmt {
	st, ok := c.store.prepared[query]
	switch {
	case !ok:
		c.store.prepared[query] = nil
		return nil
	case st == nil:
		return nil
	}
	return c.tx.StmtContext(ctx, st)
}

const selectHead = `select ` + headOf + ` from persons p where p.part = $1 and p.lookup = $2`

func (c *liteSession) begin(ctx context.Context, people []ledger.Lookup, rows []rowKey) (ending, error) {
	end := ending{heads: make(map[ledger.Lookup]int64, len(people)), rows: map[rowKey]int64{}}
	var err error
	if c.tx, err = c.store.write.BeginTx(ctx, nil); err != nil { // which takes the lock of the file at once
		return end, fmt.Errorf("beginning: %w", err)
	}
	if err := c.read(ctx, selectEnd, nil, &end.size, &end.number, &end.note, &end.ends); err != nil {
		return end, fmt.Errorf("reading the end of the record: %w", err)
	}
	for _, l := range people {
		version := ledger.Absent - 1
		if err := c.read(ctx, selectHead, []any{l.Partition(), l[:]}, &version); err != nil {
			return end, fmt.Errorf("reading the version of a person: %w", err)
		}
		if version >= ledger.Absent {
			end.heads[l] = version
		}
	}
	for _, k := range rows {
		version := ledger.Absent - 1
		query, args := k.query()
		if err := c.read(ctx, query, args, &version); err != nil {
			return end, fmt.Errorf("reading the version of a row: %w", err)
		}
		if version >= ledger.Absent {
			end.rows[k] = version
		}
	}
	return end, nil
}

// read reads the first row of a query, if there is one.
func (c *liteSession) read(ctx context.Context, query string, args []any, into ...any) error {
	var row *sql.Row
	if st := c.prepared(ctx, query); st != nil { //nolint:sqlclosecheck // kept for the life of the store
		row = st.QueryRowContext(ctx, args...)
	} else {
		row = c.tx.QueryRowContext(ctx, query, args...)
	}
	if err := row.Scan(into...); !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return nil
}

// chunks are the numbers of rows that are written at once: a few, so that there
// are few statements to prepare.
var chunks = []int{64, 16, 4, 1}

func (c *liteSession) write(ctx context.Context, sets []rowset) ([]int64, error) {
	wrote := make([]int64, len(sets))
	var args []any
	for i, set := range sets {
		for rest := set.rows; len(rest) > 0; {
			n := 0
			for chunks[n] > len(rest) || chunks[n] > 1 && set.to.whole != "" {
				n++
			}
			args = args[:0]
			for _, row := range rest[:chunks[n]] {
				args = append(args, row...)
			}
			k, err := c.run(ctx, set.to.statement(chunks[n], false), args...)
			if err != nil {
				return nil, err
			}
			wrote[i] += k
			rest = rest[chunks[n]:]
		}
	}
	return wrote, nil
}

func (c *liteSession) run(ctx context.Context, query string, args ...any) (int64, error) {
	var res sql.Result
	var err error
	if st := c.prepared(ctx, query); st != nil { //nolint:sqlclosecheck // kept for the life of the store
		res, err = st.ExecContext(ctx, args...)
	} else {
		res, err = c.tx.ExecContext(ctx, query, args...)
	}
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (c *liteSession) exec(ctx context.Context, query string) error {
	_, err := c.run(ctx, query)
	return err
}

// writeAndCommit is not for an engine without round trips.
func (c *liteSession) writeAndCommit(context.Context, []rowset) (bool, error) { return false, nil }

func (c *liteSession) commit(context.Context) error { return c.store.afterCommit(c.tx.Commit()) }

// end also prepares what was wanted: the transaction had the only connection.
func (c *liteSession) end() {
	if c.tx != nil {
		_ = c.tx.Rollback() // after Commit it does nothing
	}
	for query, st := range c.store.prepared {
		if st != nil {
			continue
		}
		if st, err := c.store.write.Prepare(query); err == nil { //nolint:sqlclosecheck // closed with the store
			c.store.prepared[query] = st
		}
	}
}
