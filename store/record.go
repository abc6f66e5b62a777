package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store/row"
)

var (
	noLeaf       = fault.New(fault.NotFound, "记录中没有这一条", "the record has no such entry")
	noCheckpoint = fault.New(fault.NotFound, "记录还是空的", "the record is still empty")
	badRange     = fault.New(fault.Invalid, "序号或大小超出记录的范围", "the index or size is outside the record")
)

const (
	selectLeaf      = `select leaf from leaves where idx = $1`
	selectCovering  = `select size, note from checkpoints where size > $1 order by size limit 1`
	selectReceipt   = `select e.part, e.lookup, e.body, l.leaf from entries e join leaves l on l.idx = e.idx where e.idx = $1`
	selectSomeHash  = `select idx, hash from leaves where idx in `
	maxHashesAtOnce = 128
)

// Size returns the number of entries in the record.
func (s *Store) Size(ctx context.Context) (int64, error) {
	var n int64
	err := s.read.QueryRowContext(ctx, selectSize).Scan(&n)
	return n, s.explain(err, "reading the size of the record")
}

// Checkpoint returns the newest signed checkpoint, or fault.NotFound where
// nothing was recorded yet.
func (s *Store) Checkpoint(ctx context.Context) ([]byte, error) {
	var size int64
	var note string
	err := s.read.QueryRowContext(ctx, selectTip).Scan(&size, &note)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noCheckpoint
	}
	return []byte(note), s.explain(err, "reading the newest checkpoint")
}

// Leaf returns the bytes of the leaf at index, or fault.NotFound.
func (s *Store) Leaf(ctx context.Context, index int64) ([]byte, error) {
	var leaf string
	err := s.read.QueryRowContext(ctx, selectLeaf, index).Scan(&leaf)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noLeaf
	}
	return []byte(leaf), s.explain(err, "reading a leaf")
}

// Proof returns the proof that the leaf at index is in the tree of the first
// size leaves; fault.Invalid where there is no such leaf or tree.
func (s *Store) Proof(ctx context.Context, index, size int64) ([]tlog.Hash, error) {
	n, err := s.Size(ctx)
	if err != nil {
		return nil, err
	}
	if index < 0 || index >= size || size > n {
		return nil, badRange
	}
	p, err := ledger.Prove(size, index, hashReader{ctx, s.read})
	return p, s.explain(err, "proving a leaf")
}

// Consistency returns the proof that the tree of the first newer leaves begins
// with that of the first older ones, for tlog.CheckTree. The sizes are
// 1 ≤ older ≤ newer ≤ Size; otherwise fault.Invalid.
func (s *Store) Consistency(ctx context.Context, older, newer int64) ([]tlog.Hash, error) {
	n, err := s.Size(ctx)
	if err != nil {
		return nil, err
	}
	if older < 1 || older > newer || newer > n {
		return nil, badRange
	}
	p, err := tlog.ProveTree(newer, older, hashReader{ctx, s.read})
	return p, s.explain(err, "proving consistency")
}

// Receipt returns the person's receipt of the entry at index, with a proof in
// the smallest tree that was signed with the entry in it: the same bytes every
// time. fault.NotFound where there is no such entry about a person who is still
// there.
func (s *Store) Receipt(ctx context.Context, index int64) (ledger.Receipt, error) {
	var part int
	var lookup []byte
	var body, leafText, note string
	err := s.read.QueryRowContext(ctx, selectReceipt, index).Scan(&part, &lookup, &body, &leafText)
	if errors.Is(err, sql.ErrNoRows) {
		return ledger.Receipt{}, noLeaf
	}
	if err != nil {
		return ledger.Receipt{}, s.explain(err, "reading an entry")
	}
	if len(lookup) != len(ledger.Lookup{}) {
		return ledger.Receipt{}, changed.Because(fmt.Errorf("the lookup of entry %d", index))
	}
	who, err := s.PersonByLookup(ctx, ledger.Lookup(lookup))
	if err != nil {
		return ledger.Receipt{}, err
	}
	leaf, err := ledger.ParseLeaf([]byte(leafText))
	if err != nil {
		return ledger.Receipt{}, changed.Because(fmt.Errorf("leaf %d: %w", index, err))
	}
	var size int64
	if err := s.read.QueryRowContext(ctx, selectCovering, index).Scan(&size, &note); err != nil {
		return ledger.Receipt{}, s.explain(err, "reading the checkpoint of an entry")
	}
	proof, err := ledger.Prove(size, index, hashReader{ctx, s.read})
	if err != nil {
		return ledger.Receipt{}, s.explain(err, "proving an entry")
	}
	entry := ledger.Entry{Leaf: leaf, Lookup: who.Identity.Lookup, Body: []byte(body)}
	r, err := ledger.NewReceipt(index, entry, who.Identity, proof, []byte(note), s.keys.LogPublic)
	if err != nil {
		return ledger.Receipt{}, changed.Because(err)
	}
	return r, nil
}

var errNoHash = errors.New("a stored hash of the record is missing or damaged")

// A hashReader reads stored hashes of the tree. Each lies with the leaf that
// completed it, by level.
type hashReader struct {
	ctx context.Context
	q   querier
}

// ReadHashes returns the hashes with these storage indexes, in this order.
func (r hashReader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	with := make(map[int64][]byte, len(indexes))
	for rest := indexes; len(rest) > 0; {
		n := min(len(rest), maxHashesAtOnce)
		if err := r.readSome(rest[:n], with); err != nil {
			return nil, err
		}
		rest = rest[n:]
	}
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		leaf, level := leafOf(index)
		at := level * tlog.HashSize
		if stored := with[leaf]; len(stored) >= at+tlog.HashSize {
			hashes[i] = tlog.Hash(stored[at : at+tlog.HashSize])
			continue
		}
		return nil, errNoHash
	}
	return hashes, nil
}

// leafOf returns the index of the leaf with which a stored hash lies, and its
// level.
func leafOf(storageIndex int64) (leaf int64, level int) {
	level, n := tlog.SplitStoredHashIndex(storageIndex)
	return (n+1)<<level - 1, level
}

func (r hashReader) readSome(indexes []int64, with map[int64][]byte) error {
	args := make([]any, len(indexes))
	for i, index := range indexes {
		args[i], _ = leafOf(index)
	}
	rows, err := r.q.QueryContext(r.ctx, selectSomeHash+row.Tuples(1, len(args)), args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var index int64
		var stored []byte
		if err := rows.Scan(&index, &stored); err != nil {
			return err
		}
		with[index] = stored
	}
	return rows.Err()
}
