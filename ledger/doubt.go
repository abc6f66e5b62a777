package ledger

import (
	"fmt"
	"slices"

	"github.com/volens/volens/lang"
	"golang.org/x/mod/sumdb/tlog"
)

// The hash of a leaf is at hand three times: computed from the content, stored
// in the leaf's row, stored at level 0 of the tree. Where they differ, it is
// open which of them is the true one until a signed checkpoint decides. Until
// then there are several believable trees.

// A doubt is a leaf whose three hashes are not the same.
type doubt struct {
	index                int64
	content, column, row tlog.Hash
	hasRow               bool // the tree has the hash; otherwise row repeats column
}

// A belief picks the hash that is taken for the true one.
type belief func(doubt) tlog.Hash

// beliefs are tried in this order.
var beliefs = []belief{doubt.most, doubt.inContent, doubt.inTree}

// most is the hash that stands two times out of three, which is true where only
// single places were changed.
func (d doubt) most() tlog.Hash {
	if d.column == d.row {
		return d.row
	}
	return d.content
}

// inContent is true where only stored hashes were changed.
func (d doubt) inContent() tlog.Hash { return d.content }

// inTree is true where only rows of leaves were changed.
func (d doubt) inTree() tlog.Hash { return d.row }

func (d doubt) settled() bool { return d.content == d.column && d.column == d.row }

// believed are the trees that the record may have had.
type believed struct {
	trees []*Frontier // one, or one for each belief while there are doubts
	open  []doubt     // doubts since the trees were one
}

// doubt opens a doubt. It returns false where there are too many to keep.
func (b *believed) doubt(d doubt) bool {
	if len(b.trees) == 1 {
		b.trees = []*Frontier{b.trees[0], b.trees[0].clone(), b.trees[0].clone()}
	}
	if len(b.open) == MaxFindings {
		return false
	}
	b.open = append(b.open, d)
	return true
}

// add adds a leaf to every tree and returns, for every tree, the hashes of the
// leaf and of the nodes above that it completes.
func (b *believed) add(d doubt) [][]tlog.Hash {
	grown := make([][]tlog.Hash, len(b.trees))
	for i, t := range b.trees {
		grown[i] = t.Append(beliefs[i](d))
	}
	return grown
}

func believable(grown [][]tlog.Hash, level int, h tlog.Hash) bool {
	return slices.ContainsFunc(grown, func(hashes []tlog.Hash) bool { return hashes[level] == h })
}

// decide keeps the tree that has the root and returns the belief it stands for
// and the doubts that this decides. It returns no belief where no tree has it.
func (b *believed) decide(root tlog.Hash) (belief, []doubt) {
	for i, t := range b.trees {
		if t.Root() == root {
			decided := b.open
			b.trees, b.open = []*Frontier{t}, nil
			return beliefs[i], decided
		}
	}
	return nil, nil
}

// verdicts lists what was changed, once it is known which hash is the true one.
func (d doubt) verdicts(truth tlog.Hash) []Finding {
	var out []Finding
	switch {
	case d.content != truth:
		out = append(out, finding(whereLeaf(d.index, d.index), "内容被改动、替换或移动过", "the content was changed, replaced or moved"))
	case d.column != truth:
		out = append(out, finding(whereLeaf(d.index, d.index), "内容无误，但同一行存储的哈希被改动过", "the content is right, but the hash stored in the same row was changed"))
	}
	if d.hasRow && d.row != truth {
		k := tlog.StoredHashIndex(0, d.index)
		out = append(out, finding(whereHash(k),
			fmt.Sprintf("树中为第 %d 条存储的哈希被改动过", d.index), fmt.Sprintf("the hash stored in the tree for leaf %d was changed", d.index)))
	}
	return out
}

// undecided is the finding for a doubt that no checkpoint decides.
func (d doubt) undecided() (where, zh, en string) {
	k := tlog.StoredHashIndex(0, d.index)
	return whereLeaf(d.index, d.index),
		fmt.Sprintf("内容、同一行存储的哈希与树中的哈希（hash row %d）互不相符，没有检查点能判定哪一个是原来的", k),
		fmt.Sprintf("the content, the hash stored in the same row and the hash in the tree (hash row %d) contradict each other, and no checkpoint decides which is the original", k)
}

func finding(where, zh, en string) Finding {
	return Finding{Where: where, What: lang.Text{ZH: zh, EN: en}}
}

func whereLeaf(first, last int64) string {
	if first == last {
		return fmt.Sprintf("leaf %d", first)
	}
	return fmt.Sprintf("leaves %d-%d", first, last)
}

func zhLeaves(first, last int64) string {
	if first == last {
		return fmt.Sprintf("第 %d 条", first)
	}
	return fmt.Sprintf("第 %d 条至第 %d 条", first, last)
}

func whereHash(k int64) string { return fmt.Sprintf("hash row %d", k) }

func whereCheckpoint(size int64) string { return fmt.Sprintf("checkpoint %d", size) }

const whereKept = "kept checkpoint"
