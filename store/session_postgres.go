package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/volens/volens/ledger"
)

// A postgresSession is one transaction on a connection to PostgreSQL. Statements
// that do not wait for each other's results go there together.
type postgresSession struct {
	store *Store
	held  *sql.Conn // nobody else uses conn meanwhile
	conn  *pgx.Conn
}

func postgresSessions(ctx context.Context, s *Store) (session, error) {
	held, err := s.write.Conn(ctx)
	if err != nil {
		return nil, err
	}
	c := &postgresSession{store: s, held: held}
	if err := held.Raw(func(driven any) error {
		native, ok := driven.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("no connection but a %T", driven)
		}
		c.conn = native.Conn()
		return nil
	}); err != nil {
		return nil, errors.Join(err, held.Close())
	}
	return c, nil
}

// Each statement must see what was committed before it: under a stricter level,
// the statement that waits for the lock would also fix the moment, and the next
// index would be read from before the wait.
const beginAppend = `begin isolation level read committed read write`

var takeLock = fmt.Sprintf("select pg_advisory_xact_lock(%d)", int64(logLock))

// selectEndAndHeads reads where the record ends and the versions of people: a row
// for each who is there, and one where nobody is.
const selectEndAndHeads = `select e.size, e.number, e.note, e.ends, h.lookup, h.version from (` + selectEnd + `) e left join (
	select p.lookup, ` + headOf + ` as version from unnest($1::smallint[], $2::bytea[]) v(part, lookup)
	join persons p on p.part = v.part and p.lookup = v.lookup) h on true`

func (c *postgresSession) begin(ctx context.Context, people []ledger.Lookup, rows []rowKey) (ending, error) {
	end := ending{heads: make(map[ledger.Lookup]int64, len(people)), rows: map[rowKey]int64{}}
	b := &pgx.Batch{}
	b.Queue(beginAppend)
	b.Queue(takeLock)
	if c.store.spread {
		c.queueApart(b, people, &end)
	} else {
		c.queueEnd(b, people, &end)
	}
	for _, k := range rows {
		query, args := k.query()
		b.Queue(query, args...).Query(func(rows pgx.Rows) error {
			var version int64
			_, err := pgx.ForEachRow(rows, []any{&version}, func() error {
				end.rows[k] = version
				return nil
			})
			return err
		})
	}
	if err := c.conn.SendBatch(ctx, b).Close(); err != nil {
		return ending{}, fmt.Errorf("taking the log's lock and reading the end of the record: %w", err)
	}
	return end, nil
}

func (c *postgresSession) queueEnd(b *pgx.Batch, people []ledger.Lookup, end *ending) {
	parts, lookups := make([]int16, len(people)), make([][]byte, len(people))
	for i, l := range people {
		parts[i], lookups[i] = int16(l.Partition()), l[:]
	}
	b.Queue(selectEndAndHeads, parts, lookups).Query(func(rows pgx.Rows) error {
		var lookup []byte
		var version *int64
		_, err := pgx.ForEachRow(rows, []any{&end.size, &end.number, &end.note, &end.ends, &lookup, &version}, func() error {
			if version != nil && len(lookup) == len(ledger.Lookup{}) {
				end.heads[ledger.Lookup(lookup)] = *version
			}
			return nil
		})
		return err
	})
}

// queueApart asks person by person, since they may live on several nodes.
func (c *postgresSession) queueApart(b *pgx.Batch, people []ledger.Lookup, end *ending) {
	b.Queue(selectEnd).QueryRow(func(row pgx.Row) error { return row.Scan(&end.size, &end.number, &end.note, &end.ends) })
	for _, l := range people {
		b.Queue(selectHead, int16(l.Partition()), l[:]).Query(func(rows pgx.Rows) error {
			var version int64
			_, err := pgx.ForEachRow(rows, []any{&version}, func() error {
				end.heads[l] = version
				return nil
			})
			return err
		})
	}
}

func (c *postgresSession) write(ctx context.Context, sets []rowset) ([]int64, error) {
	wrote := make([]int64, len(sets))
	b := &pgx.Batch{}
	for i, set := range sets {
		c.queue(b, set, false, func(tag pgconn.CommandTag) error {
			wrote[i] += tag.RowsAffected()
			return nil
		})
	}
	return wrote, c.conn.SendBatch(ctx, b).Close()
}

// queue adds the statements that write the rows of a set, some rows at a time.
// Rows as one array a column would take fewer statements, and longer: PostgreSQL
// stores such rows away before it reads them.
func (c *postgresSession) queue(b *pgx.Batch, set rowset, sure bool, done func(pgconn.CommandTag) error) {
	for rest := set.rows; len(rest) > 0; {
		n := 1
		for n < 64 && 2*n <= len(rest) && set.to.whole == "" && !c.store.spread {
			n *= 2
		}
		args := make([]any, 0, n*len(rest[0]))
		for _, row := range rest[:n] {
			args = append(args, row...)
		}
		q := b.Queue(set.to.statement(n, sure), args...)
		if done != nil {
			q.Exec(done)
		}
		rest = rest[n:]
	}
}

// writeAndCommit sends the commit along with the rows: where a statement fails,
// PostgreSQL passes over those behind it.
func (c *postgresSession) writeAndCommit(ctx context.Context, sets []rowset) (bool, error) {
	b := &pgx.Batch{}
	for _, set := range sets {
		if !set.to.certain {
			return false, nil
		}
		c.queue(b, set, true, nil)
	}
	left := b.Len()
	for _, q := range b.QueuedQueries {
		q.Exec(func(pgconn.CommandTag) error { left--; return nil })
	}
	var end pgconn.CommandTag
	b.Queue("commit").Exec(func(tag pgconn.CommandTag) error { end = tag; return nil })
	c.store.warned.Store(false)
	err := c.conn.SendBatch(ctx, b).Close()
	if e := (*pgconn.PgError)(nil); err != nil && left > 0 && errors.As(err, &e) {
		return true, err // of a row
	}
	return true, c.store.afterCommit(c.ended(end, err))
}

func (c *postgresSession) exec(ctx context.Context, query string) error {
	_, err := c.conn.Exec(ctx, query)
	return err
}

func (c *postgresSession) commit(ctx context.Context) error {
	c.store.warned.Store(false)
	tag, err := c.conn.Exec(ctx, "commit")
	return c.store.afterCommit(c.ended(tag, err))
}

// ended judges how a commit went.
func (c *postgresSession) ended(tag pgconn.CommandTag, err error) error {
	switch {
	case err != nil:
		return err
	case tag.String() != "COMMIT":
		return pgx.ErrTxCommitRollback
	case c.store.warned.Load():
		return errWarned
	}
	return nil
}

// errWarned is a commit that PostgreSQL carried out with a warning: the wait for
// the standby was broken off, and a failover could lose what was committed.
var errWarned = errors.New("PostgreSQL warned about the commit: a standby may not have it")

// end gives the connection back. One that is still in a transaction, or lost, is
// not used again.
func (c *postgresSession) end() {
	if !c.conn.IsClosed() && c.conn.PgConn().TxStatus() != 'I' {
		ctx, stop := context.WithTimeout(context.Background(), patience)
		defer stop()
		_, _ = c.conn.Exec(ctx, "rollback")
	}
	_ = c.held.Close()
}

// patience is how long a connection may take to give up a transaction.
const patience = 5 * time.Second
