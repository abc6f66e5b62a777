package ledger

import (
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// MaxSize is the largest number of leaves of a record.
const MaxSize = MaxInteger

var (
	errTreeRange = errors.New("tree size or leaf index out of range")
	errProof     = errors.New("the proof does not lead from the leaf to the root")
)

// Root returns the root of the tree of the first size leaves. The reader is
// asked for stored hashes by their storage index, tlog.StoredHashIndex(level, n).
func Root(size int64, r tlog.HashReader) (tlog.Hash, error) {
	if size < 0 || size > MaxSize {
		return tlog.Hash{}, errTreeRange
	}
	root, err := tlog.TreeHash(size, r)
	if err != nil {
		return tlog.Hash{}, fmt.Errorf("computing the root of %d leaves: %w", size, err)
	}
	return root, nil
}

// Prove returns the proof that the leaf at index is in the tree of the first
// size leaves.
func Prove(size, index int64, r tlog.HashReader) (tlog.RecordProof, error) {
	if index < 0 || index >= size || size > MaxSize {
		return nil, errTreeRange
	}
	p, err := tlog.ProveRecord(size, index, r)
	if err != nil {
		return nil, fmt.Errorf("proving leaf %d of %d: %w", index, size, err)
	}
	return p, nil
}

// CheckProof checks that p leads from the hash of the leaf at index to the root
// of the tree of size leaves.
func CheckProof(p tlog.RecordProof, size int64, root tlog.Hash, index int64, leafHash tlog.Hash) error {
	if index < 0 || index >= size || size > MaxSize {
		return errTreeRange
	}
	if tlog.CheckRecord(p, size, root, index, leafHash) != nil {
		return errProof
	}
	return nil
}

// StoredHashes returns the hashes to store with the leaf at index, in the order
// of their storage indexes, the first being tlog.StoredHashIndex(0, index). It
// reads at most log2(index) earlier ones. To append several leaves at once, use
// a Frontier.
func StoredHashes(index int64, leafHash tlog.Hash, r tlog.HashReader) ([]tlog.Hash, error) {
	f, err := LoadFrontier(index, r)
	if err != nil {
		return nil, err
	}
	return f.Append(leafHash), nil
}

// A Frontier is the right edge of a tree: all that appending to it and
// computing its root needs, in the memory of log2(size) hashes. The zero value
// is the empty tree. It is not safe for use by several goroutines.
type Frontier struct {
	size  int64
	edges []tlog.Hash // roots of the perfect subtrees, largest first
}

// LoadFrontier reads the right edge of the tree of the first size leaves.
func LoadFrontier(size int64, r tlog.HashReader) (*Frontier, error) {
	if size < 0 || size > MaxSize {
		return nil, errTreeRange
	}
	var indexes []int64
	for level := 62; level >= 0; level-- {
		if n := size >> level; n&1 == 1 {
			indexes = append(indexes, tlog.StoredHashIndex(level, n-1))
		}
	}
	if len(indexes) == 0 {
		return &Frontier{}, nil
	}
	edges, err := r.ReadHashes(indexes)
	if err != nil {
		return nil, fmt.Errorf("reading the edge of %d leaves: %w", size, err)
	}
	if len(edges) != len(indexes) {
		return nil, fmt.Errorf("reading the edge of %d leaves: got %d hashes for %d", size, len(edges), len(indexes))
	}
	return &Frontier{size: size, edges: slices.Clone(edges)}, nil
}

// Size returns the number of leaves.
func (f *Frontier) Size() int64 { return f.size }

// Append adds a leaf and returns the hashes to store with it, in the order of
// their storage indexes, the first being tlog.StoredHashIndex(0, size before).
func (f *Frontier) Append(leafHash tlog.Hash) []tlog.Hash {
	stored := []tlog.Hash{leafHash}
	h := leafHash
	for n := f.size; n&1 == 1; n >>= 1 {
		last := len(f.edges) - 1
		h = tlog.NodeHash(f.edges[last], h)
		f.edges = f.edges[:last]
		stored = append(stored, h)
	}
	f.edges = append(f.edges, h)
	f.size++
	return stored
}

// Root returns the root of the tree.
func (f *Frontier) Root() tlog.Hash {
	if f.size == 0 {
		return emptyRoot
	}
	last := len(f.edges) - 1
	root := f.edges[last]
	for i := last - 1; i >= 0; i-- {
		root = tlog.NodeHash(f.edges[i], root)
	}
	return root
}

func (f *Frontier) clone() *Frontier {
	return &Frontier{size: f.size, edges: slices.Clone(f.edges)}
}
