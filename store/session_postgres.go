package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
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

const selectHeads = `select p.lookup, ` + headOf + ` from unnest($1::smallint[], $2::bytea[]) v(part, lookup)
	join persons p on p.part = v.part and p.lookup = v.lookup`

func (c *postgresSession) begin(ctx context.Context, people []ledger.Lookup) (ending, error) {
	end := ending{heads: make(map[ledger.Lookup]int64, len(people))}
	b := &pgx.Batch{}
	b.Queue(beginAppend)
	b.Queue(takeLock)
	b.Queue(selectEnd).QueryRow(func(row pgx.Row) error { return row.Scan(&end.size, &end.number, &end.note, &end.ends) })
	c.queueHeads(b, people, end.heads)
	if err := c.conn.SendBatch(ctx, b).Close(); err != nil {
		return ending{}, fmt.Errorf("taking the log's lock and reading the end of the record: %w", err)
	}
	return end, nil
}

// queueHeads asks for the versions of people.
func (c *postgresSession) queueHeads(b *pgx.Batch, people []ledger.Lookup, heads map[ledger.Lookup]int64) {
	if c.store.spread {
		for _, l := range people {
			b.Queue(selectHead, int16(l.Partition()), l[:]).Query(func(rows pgx.Rows) error {
				var version int64
				_, err := pgx.ForEachRow(rows, []any{&version}, func() error {
					heads[l] = version
					return nil
				})
				return err
			})
		}
		return
	}
	parts, lookups := make([]int16, len(people)), make([][]byte, len(people))
	for i, l := range people {
		parts[i], lookups[i] = int16(l.Partition()), l[:]
	}
	b.Queue(selectHeads, parts, lookups).Query(func(rows pgx.Rows) error {
		var lookup []byte
		var version int64
		_, err := pgx.ForEachRow(rows, []any{&lookup, &version}, func() error {
			if len(lookup) == len(ledger.Lookup{}) {
				heads[ledger.Lookup(lookup)] = version
			}
			return nil
		})
		return err
	})
}

func (c *postgresSession) write(ctx context.Context, sets []rowset) ([]int64, error) {
	wrote := make([]int64, len(sets))
	b := &pgx.Batch{}
	for i, set := range sets {
		if err := c.queue(b, set, func(tag pgconn.CommandTag) error {
			wrote[i] += tag.RowsAffected()
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return wrote, c.conn.SendBatch(ctx, b).Close()
}

// queue adds the statements that write the rows of a set: one for all of them, if
// that can be.
func (c *postgresSession) queue(b *pgx.Batch, set rowset, done func(pgconn.CommandTag) error) error {
	if len(set.rows) > 1 && set.to.many != "" && !c.store.spread {
		args, err := arrays(set)
		if err == nil {
			b.Queue(set.to.many, args...).Exec(done)
		}
		return err
	}
	for _, row := range set.rows {
		b.Queue(set.to.one, row...).Exec(done)
	}
	return nil
}

// writeAndCommit writes all rows in one statement and sends the commit along:
// where the statement fails, PostgreSQL passes over the commit.
func (c *postgresSession) writeAndCommit(ctx context.Context, sets []rowset) (bool, error) {
	if c.store.spread || slices.ContainsFunc(sets, func(s rowset) bool { return s.to.sure == "" }) {
		return false, nil
	}
	query, args, err := together(sets)
	if err != nil {
		return false, err
	}
	var end pgconn.CommandTag
	written := false
	b := &pgx.Batch{}
	b.Queue(query, args...).Exec(func(pgconn.CommandTag) error { written = true; return nil })
	b.Queue("commit").Exec(func(tag pgconn.CommandTag) error { end = tag; return nil })
	c.store.warned.Store(false)
	err = c.conn.SendBatch(ctx, b).Close()
	if e := (*pgconn.PgError)(nil); err != nil && !written && errors.As(err, &e) {
		return true, err // of a row
	}
	return true, c.store.afterCommit(c.ended(end, err))
}

// together makes one statement of those that write the sets: with … insert ….
func together(sets []rowset) (query string, args []any, err error) {
	var b strings.Builder
	for i, set := range sets {
		columns, err := arrays(set)
		if err != nil {
			return "", nil, err
		}
		switch {
		case i == len(sets)-1:
			b.WriteString(" ")
		case i == 0:
			fmt.Fprintf(&b, "with t%d as (", i)
		default:
			fmt.Fprintf(&b, ", t%d as (", i)
		}
		b.WriteString(renumbered(set.to.sure, len(args)))
		if i < len(sets)-1 {
			b.WriteString(")")
		}
		args = append(args, columns...)
	}
	return b.String(), args, nil
}

// renumbered raises the numbers of a statement's parameters.
func renumbered(query string, by int) string {
	if by == 0 {
		return query
	}
	return parameter.ReplaceAllStringFunc(query, func(p string) string {
		n, _ := strconv.Atoi(p[1:])
		return "$" + strconv.Itoa(n+by)
	})
}

var parameter = regexp.MustCompile(`\$[0-9]+`)

// arrays turns rows into one array a column.
func arrays(set rowset) ([]any, error) {
	columns := make([]any, len(set.to.types))
	for i, kind := range set.to.types {
		var err error
		switch kind {
		case "smallint":
			columns[i], err = column[int64](set.rows, i)
		case "bigint":
			columns[i], err = column[int64](set.rows, i)
		case "text":
			columns[i], err = column[string](set.rows, i)
		case "boolean":
			columns[i], err = column[bool](set.rows, i)
		case "bytea":
			columns[i], err = column[[]byte](set.rows, i)
		default:
			err = fmt.Errorf("no way to write a column of type %s", kind)
		}
		if err != nil {
			return nil, err
		}
	}
	return columns, nil
}

// column gathers one column of rows; nil is null.
func column[T any](rows [][]any, i int) ([]*T, error) {
	all, values := make([]*T, len(rows)), make([]T, len(rows))
	for n, row := range rows {
		if row[i] == nil {
			continue
		}
		v, ok := row[i].(T)
		if !ok {
			return nil, fmt.Errorf("a %T where a %T belongs", row[i], v)
		}
		values[n] = v
		all[n] = &values[n]
	}
	return all, nil
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
