package ledger

import (
	"context"
	"fmt"
	"iter"

	"github.com/volens/volens/lang"
	"golang.org/x/mod/sumdb/tlog"
)

// A Source is a stored record as Verify reads it. Each sequence is in
// increasing order of its number and ends at the first error. The three are
// read in step, a little of each in turn, so a source on one database
// connection reads pages by key and holds no cursor open. Rows are handed over
// as they are stored: a source repairs and hides nothing. All three must show
// the same moment.
type Source interface {
	// Leaves returns the rows of leaves, by index.
	Leaves(ctx context.Context) iter.Seq2[LeafRow, error]
	// Hashes returns the rows of stored hashes, level 0 included, by index.
	Hashes(ctx context.Context) iter.Seq2[HashRow, error]
	// Checkpoints returns the rows of signed checkpoints, by size. Older ones
	// may have been dropped, the newest not.
	Checkpoints(ctx context.Context) iter.Seq2[CheckpointRow, error]
}

// A LeafRow is a stored leaf.
type LeafRow struct {
	Index int64     // place in the log, from 0
	Leaf  []byte    // canonical bytes
	Hash  tlog.Hash // LeafHash of them, as stored in the same row
}

// A HashRow is a stored hash of the tree.
type HashRow struct {
	Index int64 // tlog.StoredHashIndex(level, n)
	Hash  tlog.Hash
}

// A CheckpointRow is a stored checkpoint.
type CheckpointRow struct {
	Size int64  // number of leaves, as stored beside the note
	Note []byte // the signed note
}

// MaxFindings is the number of findings that a report lists.
const MaxFindings = 100

// A Finding is one thing that is wrong with a stored record.
type Finding struct {
	Where string    `json:"where"` // "leaf 41", "leaves 41-57", "hash row 80", "checkpoint 64" or "kept checkpoint"
	What  lang.Text `json:"what"`
}

// A Report is what Verify found.
type Report struct {
	Leaves      int64       // rows of leaves read
	Hashes      int64       // rows of stored hashes read
	Checkpoints int64       // rows of checkpoints read
	Size        int64       // number of leaves that the rows amount to, missing ones included
	Root        tlog.Hash   // root recomputed from the leaves; means nothing unless OK
	Kept        *Checkpoint // the checkpoint kept elsewhere, or nil where none was given or it could not be read
	KeptAgrees  bool        // the record still has the past that Kept describes
	Findings    []Finding   // at most MaxFindings, in the order met
	More        int64       // findings beyond those listed
}

// OK reports whether nothing was found.
func (r Report) OK() bool { return len(r.Findings) == 0 }

// Shows says in words what the report shows and what it cannot show.
func (r Report) Shows() lang.Text {
	switch total := int64(len(r.Findings)) + r.More; {
	case total > 0:
		return lang.Text{
			ZH: fmt.Sprintf("记录被改动过或不完整：发现 %d 处问题。", total),
			EN: fmt.Sprintf("The record was changed or is incomplete; findings: %d.", total),
		}
	case r.KeptAgrees:
		return lang.Text{
			ZH: fmt.Sprintf("记录共 %d 条，前后一致；与另存的检查点相符，当时的 %d 条至今没有改动。", r.Size, r.Kept.Size),
			EN: fmt.Sprintf("The record (leaves: %d) agrees with itself and with the checkpoint kept elsewhere (leaves: %d): what was recorded by then is unchanged.", r.Size, r.Kept.Size),
		}
	}
	return lang.Text{
		ZH: fmt.Sprintf("记录共 %d 条，前后一致。没有另存的检查点可比对，所以只能说明一致，不能排除整个记录被换成旧的或另造的一份。请把检查点另存到本系统之外。", r.Size),
		EN: fmt.Sprintf("The record (leaves: %d) agrees with itself. Without a checkpoint kept elsewhere this shows consistency only: an older or a rebuilt record would look the same. Keep checkpoints outside this system.", r.Size),
	}
}
