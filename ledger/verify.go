package ledger

import (
	"context"
	"fmt"
	"iter"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Verify recomputes the record from its leaves, in one pass and in the memory
// of log2(size) hashes, and compares everything stored with it: leaf hashes,
// tree hashes, signed checkpoints. kept is a signed checkpoint kept elsewhere,
// or nil: with it, a record that was rolled back or rebuilt is found too.
//
// What is wrong with the record is in the report. The error is for a source
// that cannot be read; the report is then incomplete.
func Verify(ctx context.Context, src Source, v note.Verifier, kept []byte) (Report, error) {
	leaves, stopLeaves := pull(src.Leaves(ctx))
	defer stopLeaves()
	hashes, stopHashes := pull(src.Hashes(ctx))
	defer stopHashes()
	checkpoints, stopCheckpoints := pull(src.Checkpoints(ctx))
	defer stopCheckpoints()

	a := &audit{
		verifier: v, leaves: leaves, hashes: hashes, checkpoints: checkpoints,
		believed: believed{trees: []*Frontier{{}}}, covered: -1,
	}
	a.readKept(kept)
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return a.report, fmt.Errorf("verifying the record: %w", err)
		}
		a.meetCheckpoints()
		more = a.step()
		if err := a.err(); err != nil {
			return a.report, err
		}
	}
	a.finish()
	return a.report, a.err()
}

// An audit is one run of Verify. size counts the leaves passed so far.
type audit struct {
	believed
	verifier    note.Verifier
	leaves      *cursor[LeafRow]
	hashes      *cursor[HashRow]
	checkpoints *cursor[CheckpointRow]
	report      Report

	size         int64
	lost         bool  // leaves are missing without a trace: roots cannot be recomputed from here on
	covered      int64 // size of the last valid checkpoint, or -1
	agreed       int64 // size of the last checkpoint that agreed with the leaves
	contradicted bool  // the checkpoint met last did not agree
	short        bool  // a checkpoint signs more leaves than there are
	keptMet      bool
}

func (a *audit) find(where, zh, en string) {
	if len(a.report.Findings) == MaxFindings {
		a.report.More++
		return
	}
	a.report.Findings = append(a.report.Findings, finding(where, zh, en))
}

func (a *audit) err() error {
	switch {
	case a.leaves.err != nil:
		return fmt.Errorf("reading the leaves of the record: %w", a.leaves.err)
	case a.hashes.err != nil:
		return fmt.Errorf("reading the stored hashes of the record: %w", a.hashes.err)
	case a.checkpoints.err != nil:
		return fmt.Errorf("reading the checkpoints of the record: %w", a.checkpoints.err)
	}
	return nil
}

// step passes one leaf row, or one place where a row should be. It reports
// whether there is more.
func (a *audit) step() bool {
	row := a.leaves.row
	switch {
	case a.leaves.ok && (row.Index < a.size || row.Index >= MaxSize):
		a.find(whereLeaf(row.Index, row.Index), "这一条的序号重复、越界或次序颠倒", "this index is repeated, out of range or out of order")
		a.nextLeaf()
	case a.leaves.ok && row.Index == a.size:
		a.passLeaf(row)
		a.nextLeaf()
	default:
		return a.passGap()
	}
	return true
}

func (a *audit) nextLeaf() {
	a.report.Leaves++
	a.leaves.advance()
}

// signedBeyond reports whether something signed speaks of more leaves than have
// been passed, so that stored hashes at the end are not merely too many.
func (a *audit) signedBeyond() bool {
	return a.checkpoints.ok || a.report.Kept != nil && a.report.Kept.Size > a.size
}

// passLeaf checks one leaf against its own row and the stored hashes.
func (a *audit) passLeaf(row LeafRow) {
	d := doubt{index: a.size, content: LeafHash(row.Leaf), column: row.Hash}
	d.row, d.hasRow = a.takeHash(tlog.StoredHashIndex(0, a.size))
	if !d.hasRow {
		d.row = d.column
	}
	switch {
	case d.settled():
		if _, err := ParseLeaf(row.Leaf); err != nil {
			a.find(whereLeaf(a.size, a.size), "哈希一致，但内容不是格式正确的条目", "the hashes agree, but the content is not a well-formed leaf")
		}
	case !a.doubt(d):
		a.report.More++
	}
	a.grow(d)
}

// grow adds a leaf to the trees and checks the upper hashes that it completes.
func (a *audit) grow(d doubt) {
	base := tlog.StoredHashIndex(0, a.size)
	a.size++
	if a.lost {
		return
	}
	grown := a.add(d)
	for level := 1; level < len(grown[0]); level++ {
		k := base + int64(level)
		if stored, ok := a.takeHash(k); ok && !believable(grown, level, stored) {
			first, last := a.size-1<<level, a.size-1
			a.find(whereHash(k),
				fmt.Sprintf("%s的上层哈希与由这些条目算出的不同", zhLeaves(first, last)),
				fmt.Sprintf("the stored hash over %s is not what they amount to", whereLeaf(first, last)))
		}
	}
}

// takeHash returns the stored hash with index k and reports one that is not
// there, or those before it that should not be.
func (a *audit) takeHash(k int64) (tlog.Hash, bool) {
	a.dropHashes(k)
	if !a.hashes.ok || a.hashes.row.Index != k {
		a.find(whereHash(k), "存储的哈希缺失", "the stored hash is missing")
		return tlog.Hash{}, false
	}
	h := a.hashes.row.Hash
	a.nextHash()
	return h, true
}

// dropHashes passes the stored hashes before index k. Once the tree is lost,
// upper hashes are passed this way unchecked.
func (a *audit) dropHashes(k int64) {
	for a.hashes.ok && a.hashes.row.Index < k {
		if !a.lost {
			a.find(whereHash(a.hashes.row.Index), "多余或重复的哈希，不属于任何条目", "this stored hash is repeated or belongs to no leaf")
		}
		a.nextHash()
	}
}

func (a *audit) nextHash() {
	a.report.Hashes++
	a.hashes.advance()
}

// passGap passes leaves that have no row, up to the next that has one. As long
// as the stored hashes know them, the tree goes on with those; where they know
// nothing, it cannot. It reports whether there is more.
func (a *audit) passGap() bool {
	first := a.size
	for a.missing() && a.hashesKnow(a.size) {
		h, _ := a.takeHash(tlog.StoredHashIndex(0, a.size))
		a.grow(doubt{index: a.size, content: h, column: h, row: h})
		a.meetCheckpoints()
	}
	known := a.size > first
	if a.leaves.ok && a.missing() {
		a.size, a.lost = a.leaves.row.Index, true
	}
	if a.size > first {
		a.find(whereLeaf(first, a.size-1), "条目缺失", "missing from the record")
	}
	return a.leaves.ok || known
}

func (a *audit) missing() bool {
	return a.leaves.ok && a.leaves.row.Index > a.size || !a.leaves.ok && a.signedBeyond()
}

func (a *audit) hashesKnow(index int64) bool {
	k := tlog.StoredHashIndex(0, index)
	a.dropHashes(k)
	return a.hashes.ok && a.hashes.row.Index == k
}

// finish reports what can be seen only at the end.
func (a *audit) finish() {
	for a.checkpoints.ok {
		a.meetCheckpoint()
	}
	for _, d := range a.open {
		a.find(d.undecided())
	}
	a.report.Root = a.trees[0].Root()
	for a.hashes.ok {
		a.dropHashes(a.hashes.row.Index + 1)
	}
	if covered := max(a.covered, 0); covered < a.size {
		a.find(whereLeaf(covered, a.size-1), "没有签名的检查点覆盖到这里", "no signed checkpoint covers this")
	}
	a.missKept()
	a.report.Size = a.size
}

// A cursor is a sequence that is read a row at a time.
type cursor[T any] struct {
	next func() (T, error, bool)
	row  T
	ok   bool // row is a row
	err  error
}

func pull[T any](seq iter.Seq2[T, error]) (*cursor[T], func()) {
	next, stop := iter.Pull2(seq)
	c := &cursor[T]{next: next}
	c.advance()
	return c, stop
}

func (c *cursor[T]) advance() {
	if c.row, c.err, c.ok = c.next(); c.err != nil {
		c.ok = false
	}
}
