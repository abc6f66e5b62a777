package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/pressly/goose/v3"
)

// A dialect is what differs between the engines. Everything else is written in
// what both understand, with $1 for parameters.
type dialect struct {
	goose    goose.Dialect
	write    sql.TxOptions // of a transaction that writes beside the record
	snapshot sql.TxOptions // of one that reads a single moment
	patience time.Duration // how long a transaction may wait and take; 0: as long as it needs
	trouble  func(error) trouble
	undone   func(error) bool // whether an error of COMMIT says that nothing was committed
	// integrity is a query whose rows say "ok" or what is damaged; "" where there is none.
	integrity string
	session   func(context.Context, *Store) (session, error)
	// clear clears what is left of deleted rows below the level of rows; done is
	// false where it could not be finished yet.
	clear  func(context.Context, *Store) (done bool, err error)
	vacuum string // the statement that rewrites or frees what deleted rows left
}

// A trouble says what a driver's error means for us.
type trouble int

const (
	defect  trouble = iota // our mistake, or data that the engine does not take
	passing                // connection lost, busy, deadlock: nothing was done, it may work next time
	full                   // no room or no right to write
	failing                // the disk did not do what it was asked: nothing can be trusted to be durable
)

// A querier is a database, a connection or a transaction.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}
