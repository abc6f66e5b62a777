package ledger_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/volens/volens/ledger"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// tree is a tree of random leaf hashes, in our storage.
type tree struct {
	leaves []tlog.Hash
	stored []tlog.Hash
}

func (t *tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, k := range indexes {
		if k < 0 || k >= int64(len(t.stored)) {
			return nil, errDisk
		}
		out[i] = t.stored[k]
	}
	return out, nil
}

func newTree(n int) *tree {
	t, f := &tree{}, &ledger.Frontier{}
	for i := range n {
		h := ledger.LeafHash([]byte{byte(i), byte(i >> 8)})
		t.leaves, t.stored = append(t.leaves, h), append(t.stored, f.Append(h)...)
	}
	return t
}

// other computes the same with independent code.
func (t *tree) other(size int) []byte {
	r := (&compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}).NewEmptyRange(0)
	for _, h := range t.leaves[:size] {
		if err := r.Append(h[:], nil); err != nil {
			panic(err)
		}
	}
	root := must(r.GetRootHash(nil))
	if size == 0 {
		return rfc6962.DefaultHasher.EmptyRoot()
	}
	return root
}

func TestTreeAgreesWithIndependentCode(t *testing.T) {
	tr := newTree(130)
	for size := range int64(131) {
		root, err := ledger.Root(size, tr)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tr.other(int(size)), root[:]); diff != "" {
			t.Fatalf("root of %d leaves: %s", size, diff)
		}
		if f := must(ledger.LoadFrontier(size, tr)); f.Root() != root || f.Size() != size {
			t.Fatalf("the frontier of %d leaves has another root", size)
		}
		for index := range size {
			p := must(ledger.Prove(size, index, tr))
			if err := ledger.CheckProof(p, size, root, index, tr.leaves[index]); err != nil {
				t.Fatalf("leaf %d of %d: %v", index, size, err)
			}
			var hashes [][]byte
			for _, h := range p {
				hashes = append(hashes, h[:])
			}
			if err := proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(index), uint64(size), tr.leaves[index][:], hashes, root[:]); err != nil {
				t.Fatalf("leaf %d of %d: the independent code refuses our proof: %v", index, size, err)
			}
		}
	}
}

func TestStoredHashesAreThoseOfTheTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tr := newTree(rapid.IntRange(0, 200).Draw(t, "n"))
		n := int64(len(tr.leaves))
		h := ledger.LeafHash([]byte("new"))
		ours, err := ledger.StoredHashes(n, h, tr)
		theirs, err2 := tlog.StoredHashesForRecordHash(n, h, tr)
		if diff := cmp.Diff(theirs, ours); diff != "" || err != nil || err2 != nil {
			t.Fatalf("stored hashes of leaf %d: %v %v %s", n, err, err2, diff)
		}
		if int64(len(tr.stored)) != tlog.StoredHashCount(n) || int64(len(tr.stored)) != tlog.StoredHashIndex(0, n) {
			t.Fatalf("%d leaves store %d hashes", n, len(tr.stored))
		}
	})
}

func TestCheckProofRefuses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tr := newTree(rapid.IntRange(2, 70).Draw(t, "n"))
		size := int64(len(tr.leaves))
		index := rapid.Int64Range(0, size-1).Draw(t, "index")
		root, p := must(ledger.Root(size, tr)), must(ledger.Prove(size, index, tr))
		leaf := tr.leaves[index]

		switch rapid.SampledFrom([]string{"leaf", "root", "proof", "short", "long", "index"}).Draw(t, "what") {
		case "leaf":
			flip(t, leaf[:])
		case "root":
			flip(t, root[:])
		case "proof":
			flip(t, p[rapid.IntRange(0, len(p)-1).Draw(t, "hash")][:])
		case "short":
			p = p[1:]
		case "long":
			p = append(p, tlog.Hash{})
		case "index":
			index = (index + 1) % size
		}
		if ledger.CheckProof(p, size, root, index, leaf) == nil {
			t.Fatal("accepted")
		}
	})
}

// flip flips one bit.
func flip(t *rapid.T, b []byte) {
	i := rapid.IntRange(0, len(b)*8-1).Draw(t, "bit")
	b[i/8] ^= 1 << (i % 8)
}

func TestTreeRanges(t *testing.T) {
	tr := newTree(3)
	short := tlog.HashReaderFunc(func([]int64) ([]tlog.Hash, error) { return nil, nil })
	for _, size := range []int64{-1, math.MinInt64, math.MaxInt64, ledger.MaxSize + 1} {
		if _, err := ledger.Root(size, tr); err == nil {
			t.Errorf("Root(%d) accepted", size)
		}
		if _, err := ledger.LoadFrontier(size, tr); err == nil {
			t.Errorf("LoadFrontier(%d) accepted", size)
		}
		if _, err := ledger.StoredHashes(size, tlog.Hash{}, tr); err == nil {
			t.Errorf("StoredHashes(%d) accepted", size)
		}
		if _, err := ledger.Prove(size, 0, tr); err == nil {
			t.Errorf("Prove(%d) accepted", size)
		}
		if ledger.CheckProof(nil, size, tlog.Hash{}, 0, tlog.Hash{}) == nil {
			t.Errorf("CheckProof(%d) accepted", size)
		}
	}
	for _, index := range []int64{-1, 3, math.MaxInt64} {
		if _, err := ledger.Prove(3, index, tr); err == nil {
			t.Errorf("Prove(3, %d) accepted", index)
		}
	}
	// Sizes that are in range and not in storage: an error, and no panic.
	for _, size := range []int64{4, 9, ledger.MaxSize} {
		_, err1 := ledger.Root(size, tr)
		_, err2 := ledger.LoadFrontier(size, tr)
		_, err3 := ledger.Prove(size, 0, tr)
		for _, err := range []error{err1, err2, err3} {
			if !errors.Is(err, errDisk) {
				t.Errorf("size %d: %v", size, err)
			}
		}
	}
	if _, err := ledger.LoadFrontier(3, short); err == nil {
		t.Error("a reader that gives too few hashes is believed")
	}
	if ledger.CheckProof(make(tlog.RecordProof, 60), ledger.MaxSize, tlog.Hash{}, 7, tlog.Hash{}) == nil {
		t.Error("a proof of nothing accepted")
	}
}
