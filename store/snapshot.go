package store

import (
	"context"
	"database/sql"
	"iter"
	"math"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store/audit"
)

// A Snapshot is the stored record at one moment, as rows, for ledger.Verify. It
// holds a connection until Close and is for one goroutine.
type Snapshot struct {
	store *Store
	tx    *sql.Tx
}

var _ ledger.Source = (*Snapshot)(nil)

// Snapshot begins to read the record as it is now; commits go on meanwhile.
func (s *Store) Snapshot(ctx context.Context) (*Snapshot, error) {
	tx, err := s.read.BeginTx(ctx, &s.dialect.snapshot)
	if err != nil {
		return nil, s.explain(err, "beginning to read the record")
	}
	return &Snapshot{store: s, tx: tx}, nil
}

// Close ends the snapshot.
func (n *Snapshot) Close() error { return n.tx.Rollback() }

// Verify recomputes the record from its leaves and compares everything stored
// with it; kept is a checkpoint kept elsewhere, or nil. See ledger.Verify.
func (s *Store) Verify(ctx context.Context, kept []byte) (ledger.Report, error) {
	n, err := s.Snapshot(ctx)
	if err != nil {
		return ledger.Report{}, err
	}
	defer func() { _ = n.Close() }()
	return ledger.Verify(ctx, n, s.keys.Verifier, kept)
}

// Audit checks what Verify cannot see without the keys: that every personal
// body is the one its leaf commits to, that every leaf about a person who is
// still there has its body, and that persons, asks, answers, consents and the
// active declaration are what the entries amount to; that requests and what belongs
// to erasures bear our mark, and that every leaf of an erasure has its evidence. It
// returns at most
// ledger.MaxFindings, which name entries and never people, and one more that
// counts the rest. The error is for a database that cannot be read.
//
// Nothing in the record tells what idempotency keys, API keys and the end of an
// ask should be; they are not checked.
//
// Leaves whose body is gone with the person are those of erasures, whose evidence
// says how many they are: one more is found, though not which one.
func (s *Store) Audit(ctx context.Context) ([]ledger.Finding, error) {
	n, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = n.Close() }()
	found, err := audit.Run(ctx, n.tx, s.rows, s.dialect.integrity)
	return found, s.explain(err, "auditing")
}

const (
	pageLeaves      = `select idx, leaf, hash from leaves where idx > $1 order by idx limit $2`
	pageHashes      = `select idx, hash from leaves where idx > $1 order by idx limit $2`
	pageCheckpoints = `select size, note from checkpoints where size > $1 order by size limit $2`
	pageSize        = 1000
)

// Leaves returns the rows of leaves, by index.
func (n *Snapshot) Leaves(ctx context.Context) iter.Seq2[ledger.LeafRow, error] {
	return pages(ctx, n, pageLeaves, func(r *sql.Rows) (row ledger.LeafRow, number int64, err error) {
		var hashes []byte
		err = r.Scan(&row.Index, &row.Leaf, &hashes)
		row.Hash = hashOf(hashes[:min(len(hashes), tlog.HashSize)])
		return row, row.Index, err
	})
}

// Hashes returns the stored hashes, by index: those that lie with each leaf. What
// is left over behind them is a hash that nothing has.
func (n *Snapshot) Hashes(ctx context.Context) iter.Seq2[ledger.HashRow, error] {
	type with struct {
		leaf   int64
		hashes []byte
	}
	return func(yield func(ledger.HashRow, error) bool) {
		for w, err := range pages(ctx, n, pageHashes, func(r *sql.Rows) (w with, number int64, err error) {
			err = r.Scan(&w.leaf, &w.hashes)
			return w, w.leaf, err
		}) {
			if err != nil {
				yield(ledger.HashRow{}, err)
				return
			}
			index := int64(-1) // of a leaf that there cannot be
			if w.leaf >= 0 {
				index = tlog.StoredHashIndex(0, w.leaf)
			}
			for rest := range slices.Chunk(w.hashes, tlog.HashSize) {
				if !yield(ledger.HashRow{Index: index, Hash: hashOf(rest)}, nil) {
					return
				}
				index++
			}
		}
	}
}

// Checkpoints returns the rows of signed checkpoints, by size.
func (n *Snapshot) Checkpoints(ctx context.Context) iter.Seq2[ledger.CheckpointRow, error] {
	return pages(ctx, n, pageCheckpoints, func(r *sql.Rows) (row ledger.CheckpointRow, number int64, err error) {
		err = r.Scan(&row.Size, &row.Note)
		return row, row.Size, err
	})
}

// hashOf returns stored bytes as a hash. What is no hash becomes one that
// nothing has: cutting it to size could hide that it was changed.
func hashOf(b []byte) tlog.Hash {
	if len(b) != tlog.HashSize {
		return tlog.Hash{}
	}
	return tlog.Hash(b)
}

// pages reads rows in the order of their number, a page at a time, so that
// several sequences can share one connection.
func pages[T any](ctx context.Context, n *Snapshot, query string, scan func(*sql.Rows) (T, int64, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		for after := int64(math.MinInt64); ; {
			page, last, err := readPage(ctx, n.tx, query, after, scan)
			if err != nil {
				yield(zero, n.store.explain(err, "reading the record"))
				return
			}
			for _, row := range page {
				if !yield(row, nil) {
					return
				}
			}
			if len(page) < pageSize {
				return
			}
			after = last
		}
	}
}

func readPage[T any](ctx context.Context, q querier, query string, after int64, scan func(*sql.Rows) (T, int64, error)) (page []T, last int64, err error) {
	rows, err := q.QueryContext(ctx, query, after, pageSize)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		row, number, err := scan(rows)
		if err != nil {
			return nil, 0, unreadable.Because(err)
		}
		page, last = append(page, row), number
	}
	return page, last, rows.Err()
}
