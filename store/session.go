package store

import (
	"context"

	"github.com/volens/volens/ledger"
)

// An ending is where the record ends, and what a batch must know of people, as
// read under the log's lock.
type ending struct {
	size, number int64  // of the newest checkpoint
	note         string // "" where there is none
	ends         int64  // after the last leaf
	heads        map[ledger.Lookup]int64
	rows         map[rowKey]int64
}

// A session is one transaction that appends, on the connection that writes.
type session interface {
	// begin takes the log's lock and only then, in statements of their own, reads
	// where the record ends, and the versions of people and of rows.
	begin(ctx context.Context, people []ledger.Lookup, rows []rowKey) (ending, error)
	// write writes rows and returns how many of each set were written.
	write(ctx context.Context, sets []rowset) ([]int64, error)
	// exec runs a statement without parameters.
	exec(ctx context.Context, query string) error
	commit(ctx context.Context) error
	// writeAndCommit does both in one go, where the engine makes it certain that
	// every row is written or nothing is; done is false, and nothing happened,
	// where it does not. An error of the commit itself is marked by errUnknown
	// where it may have been carried out.
	writeAndCommit(ctx context.Context, sets []rowset) (done bool, err error)
	// end gives up the transaction, unless it was committed, and the connection.
	end()
}

// A rowset is rows for one table.
type rowset struct {
	to   *table
	rows [][]any
}
