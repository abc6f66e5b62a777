package store

import (
	"context"
	"errors"
	"time"

	"github.com/pressly/goose/v3"
)

// stillAlone is how often a node that does something alone looks whether it still may.
const stillAlone = time.Second

// Alone does something as long as no other node that shares the database does it, and
// reports whether it did. Whoever dies lets others do it: the database ends what was
// held together with the connection, and when that is cut off do is told to end.
func (s *Store) Alone(ctx context.Context, do func(context.Context) error) (did bool, err error) {
	if s.dialect.goose != goose.DialectPostgres {
		return true, do(ctx)
	}
	c, err := s.read.Conn(ctx)
	if err != nil {
		return false, s.explain(err, "asking whether another node does it")
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	if err := c.QueryRowContext(ctx, "select pg_try_advisory_lock($1)", int64(sweepLock)).Scan(&did); err != nil || !did {
		return false, s.explain(err, "asking whether another node does it")
	}
	held, end := context.WithCancel(ctx)
	defer end()
	go func() {
		for held.Err() == nil {
			select {
			case <-held.Done():
			case <-time.After(stillAlone):
				if c.PingContext(held) != nil {
					end()
				}
			}
		}
	}()
	err = do(held)
	end()
	_, _ = c.ExecContext(context.WithoutCancel(ctx), "select pg_advisory_unlock($1)", int64(sweepLock))
	return true, err
}
