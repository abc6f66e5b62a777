package database

import (
	"context"
	"time"
)

// Now implements plan.Timed. A file has the clock of the machine that reads it.
func (c *connector) Now(ctx context.Context) (time.Time, error) {
	query := `select unixepoch() * 1000`
	switch c.d.(type) {
	case postgres:
		query = `select (extract(epoch from clock_timestamp()) * 1000)::bigint`
	case mySQL:
		query = `select unix_timestamp() * 1000`
	}
	var ms int64
	if err := c.db.QueryRowContext(ctx, query).Scan(&ms); err != nil {
		return time.Time{}, c.failed(err)
	}
	return time.UnixMilli(ms), nil
}
