package ledger

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// meetCheckpoints compares every checkpoint of the leaves passed so far, the
// kept one included.
func (a *audit) meetCheckpoints() {
	for a.checkpoints.ok && a.checkpoints.row.Size <= a.size {
		a.meetCheckpoint()
	}
	if kept := a.report.Kept; kept != nil && !a.keptMet && kept.Size == a.size && !a.lost {
		a.keptMet = true
		a.report.KeptAgrees = a.agrees(kept.Root)
		if !a.report.KeptAgrees {
			a.find(whereKept,
				fmt.Sprintf("前 %d 条与另存的检查点不符：记录被改写，或换成了另一份", kept.Size),
				fmt.Sprintf("the leaves up to the checkpoint kept elsewhere (%d) are not those that it was signed over: the record was rewritten or exchanged", kept.Size))
		}
	}
}

// meetCheckpoint checks the next checkpoint row and moves on.
func (a *audit) meetCheckpoint() {
	row := a.checkpoints.row
	a.report.Checkpoints++
	a.checkpoints.advance()

	where := whereCheckpoint(row.Size)
	cp, err := OpenCheckpoint(row.Note, a.verifier)
	switch {
	case err != nil:
		a.find(where, "不是这个日志签发的检查点，或者被改动过", "not a checkpoint signed by this log, or changed")
	case cp.Size != row.Size:
		a.find(where, "这一行写的条数与签名的条数不同", "the number of leaves stored in this row is not the one signed")
	case cp.Size <= a.covered:
		a.find(where, "检查点重复或次序颠倒", "this checkpoint is repeated or out of order")
	default:
		a.covered = cp.Size
		a.compare(cp)
	}
}

// compare holds a valid checkpoint against the leaves. Of several in a row that
// do not agree only the first is reported: it says where to look.
func (a *audit) compare(cp Checkpoint) {
	switch {
	case a.lost:
	case cp.Size > a.size && !a.short:
		a.short = true
		a.find(whereCheckpoint(cp.Size),
			fmt.Sprintf("签名时有 %d 条，现在只有 %d 条：末尾的条目缺失", cp.Size, a.size),
			fmt.Sprintf("it was signed over more leaves (%d) than there are (%d): leaves at the end are missing", cp.Size, a.size))
	case cp.Size > a.size:
	case a.agrees(cp.Root):
		a.agreed, a.contradicted = cp.Size, false
	case !a.contradicted:
		a.contradicted = true
		a.find(whereCheckpoint(cp.Size),
			fmt.Sprintf("由条目算出的根与签名的不同：改动在%s之内，或者签名的是另一份记录", zhLeaves(a.agreed, cp.Size-1)),
			fmt.Sprintf("the root of the leaves is not the one signed: the change is in %s, or another record was signed", whereLeaf(a.agreed, cp.Size-1)))
	}
}

// agrees reports whether a believable tree has this root, and reports the
// changes that it thereby brings to light.
func (a *audit) agrees(root tlog.Hash) bool {
	truth, decided := a.decide(root)
	for _, d := range decided {
		for _, f := range d.verdicts(truth(d)) {
			a.find(f.Where, f.What.ZH, f.What.EN)
		}
	}
	return truth != nil
}

// readKept opens the checkpoint kept elsewhere, if there is one.
func (a *audit) readKept(kept []byte) {
	if kept == nil {
		return
	}
	cp, err := OpenCheckpoint(kept, a.verifier)
	if err != nil {
		a.find(whereKept, "另存的检查点不是这个日志签发的，或者被改动过，无法比对", "the checkpoint kept elsewhere was not signed by this log, or was changed; it cannot be compared")
		return
	}
	a.report.Kept = &cp
}

// missKept reports a kept checkpoint whose size was never met.
func (a *audit) missKept() {
	kept := a.report.Kept
	switch {
	case kept == nil || a.keptMet:
	case kept.Size > a.size:
		a.find(whereKept,
			fmt.Sprintf("另存的检查点有 %d 条，现在只有 %d 条：记录被退回到以前的状态", kept.Size, a.size),
			fmt.Sprintf("the checkpoint kept elsewhere has more leaves (%d) than there are (%d): the record was rolled back", kept.Size, a.size))
	default:
		a.find(whereKept, "前面有条目缺失，无法与另存的检查点比对", "leaves before it are missing, so the checkpoint kept elsewhere cannot be compared")
	}
}
