package ledger_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/ledger"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// many returns a record of 21 leaves in batches; checkpoints are at 1, 3, 6,
// 10, 15 and 21.
func many() *record { return newRecord(1, 2, 3, 4, 5, 6) }

func TestVerifyWholeRecord(t *testing.T) {
	r := many()
	alone := verify(t, r, nil)
	root := must(ledger.Root(21, r))
	if !alone.OK() || alone.Leaves != 21 || alone.Size != 21 || alone.Hashes != int64(len(r.hashes)) || alone.Checkpoints != 6 || alone.Root != root {
		t.Errorf("report = %+v", alone)
	}
	if alone.Kept != nil || alone.KeptAgrees {
		t.Error("nothing was kept, and the report speaks of it")
	}
	if s := alone.Shows(); !strings.Contains(s.EN, "consistency only") || !strings.Contains(s.ZH, "只能说明一致") {
		t.Errorf("without a kept checkpoint the report must say what it cannot show: %v", s)
	}
	for _, cp := range r.checkpoints {
		report := verify(t, r, cp.Note)
		if !report.OK() || !report.KeptAgrees || report.Kept.Size != cp.Size {
			t.Errorf("with the checkpoint of %d leaves: %+v", cp.Size, report)
		}
		if s := report.Shows(); strings.Contains(s.EN, "only") || !strings.Contains(s.ZH, "相符") {
			t.Errorf("with a kept checkpoint: %v", s)
		}
	}
}

func TestVerifyEmptyRecord(t *testing.T) {
	r := &record{}
	if report := verify(t, r, nil); !report.OK() || report.Size != 0 {
		t.Errorf("report = %+v", report)
	}
	r.sign()
	if report := verify(t, r, r.last()); !report.OK() || !report.KeptAgrees {
		t.Errorf("with a checkpoint of nothing: %+v", report)
	}
}

func TestVerifyNeedsOnlyTheNewestCheckpoint(t *testing.T) {
	r := many()
	r.checkpoints = r.checkpoints[5:]
	if report := verify(t, r, nil); !report.OK() {
		t.Errorf("findings: %s", wheres(report))
	}
}

// One change each, and exactly the findings that it deserves.
func TestVerifySaysWhere(t *testing.T) {
	tests := map[string]struct {
		alter func(r *record)
		want  string
	}{
		"leaf content":              {func(r *record) { r.leaves[8].Leaf[20] ^= 4 }, "leaf 8"},
		"leaf content replaced":     {func(r *record) { r.leaves[8].Leaf = r.leaves[7].Leaf }, "leaf 8"},
		"leaf content gone":         {func(r *record) { r.leaves[8].Leaf = nil }, "leaf 8"},
		"leaf hash":                 {func(r *record) { r.leaves[8].Hash[0] ^= 1 }, "leaf 8"},
		"leaf with its hash":        {func(r *record) { rehash(&r.leaves[8]) }, "leaf 8"},
		"leaf, hash and stored one": {func(r *record) { r.hashes[index(0, 8)].Hash = rehash(&r.leaves[8]) }, "hash row 17, checkpoint 10, hash row 21, hash row 29, hash row 30"},
		"last leaf rewritten whole": {func(r *record) { r.hashes[index(0, 20)].Hash = rehash(&r.leaves[20]) }, "checkpoint 21"},
		"every hash rewritten":      {func(r *record) { rehash(&r.leaves[8]); rebuild(r) }, "checkpoint 10"},
		"only the leaf is right":    {func(r *record) { r.leaves[8].Hash, r.hashes[index(0, 8)].Hash = tlog.Hash{}, tlog.Hash{} }, "leaf 8, hash row 15"},
		"all three differ":          {func(r *record) { rehash(&r.leaves[8]); r.leaves[8].Hash = tlog.Hash{} }, "leaf 8"},
		"two leaves swapped":        {func(r *record) { swap(r, 4, 8) }, "leaf 4, leaf 8"},
		"neighbours swapped":        {func(r *record) { swap(r, 8, 9) }, "leaf 8, leaf 9"},
		"contents swapped": {func(r *record) {
			r.leaves[4].Leaf, r.leaves[8].Leaf = r.leaves[8].Leaf, r.leaves[4].Leaf
		}, "leaf 4, leaf 8"},
		"swapped and a hash changed": {func(r *record) { swap(r, 8, 9); r.hashes[index(0, 11)].Hash[3]++ }, "leaf 8, leaf 9, hash row 19"},
		"swapped in one batch with a hash changed": {func(r *record) {
			swap(r, 16, 17)
			r.hashes[index(0, 18)].Hash[3]++
		}, "hash row 37, checkpoint 21, leaf 16, leaf 17, leaf 18"},
		"first leaf gone":           {func(r *record) { cut(&r.leaves, 0) }, "leaf 0"},
		"leaf gone":                 {func(r *record) { cut(&r.leaves, 8) }, "leaf 8"},
		"three leaves gone":         {func(r *record) { cut(&r.leaves, 8); cut(&r.leaves, 8); cut(&r.leaves, 8) }, "leaves 8-10"},
		"last leaf gone":            {func(r *record) { cut(&r.leaves, 20) }, "leaf 20"},
		"last with its hashes":      {func(r *record) { cut(&r.leaves, 20); r.hashes = r.hashes[:index(0, 20)] }, "checkpoint 21"},
		"tail with its hashes":      {func(r *record) { r.leaves = r.leaves[:7]; r.hashes = r.hashes[:index(0, 7)] }, "checkpoint 10"},
		"leaf with its hash gone":   {func(r *record) { cut(&r.leaves, 8); cut(&r.hashes, int(index(0, 8))) }, "leaf 8"},
		"all leaves gone":           {func(r *record) { r.leaves = nil }, "leaves 0-20"},
		"all gone but checkpoints":  {func(r *record) { r.leaves, r.hashes = nil, nil }, "checkpoint 1"},
		"leaf twice":                {func(r *record) { r.leaves = slices.Insert(r.leaves, 8, r.leaves[8]) }, "leaf 8"},
		"leaf out of order":         {func(r *record) { r.leaves[8], r.leaves[9] = r.leaves[9], r.leaves[8] }, "leaf 8, leaf 8"},
		"leaf index negative":       {func(r *record) { r.leaves[0].Index = -7 }, "leaf -7, leaf 0"},
		"leaf index far away":       {func(r *record) { move(r, 8, 1<<40) }, "leaf 8, leaves 21-1099511627775, hash row 2199023255551, leaves 21-1099511627776"},
		"leaf index out of range":   {func(r *record) { move(r, 8, 1<<60) }, "leaf 8, leaf 1152921504606846976"},
		"stored leaf hash":          {func(r *record) { r.hashes[index(0, 8)].Hash[9] ^= 1 }, "hash row 15"},
		"stored upper hash":         {func(r *record) { r.hashes[index(2, 1)].Hash[9] ^= 1 }, "hash row 13"},
		"stored top hash":           {func(r *record) { r.hashes[index(4, 0)].Hash[9] ^= 1 }, "hash row 30"},
		"stored leaf hash gone":     {func(r *record) { cut(&r.hashes, int(index(0, 8))) }, "hash row 15"},
		"stored upper hash gone":    {func(r *record) { cut(&r.hashes, int(index(2, 1))) }, "hash row 13"},
		"last stored hash gone":     {func(r *record) { cut(&r.hashes, len(r.hashes)-1) }, "hash row 38"},
		"stored hash twice":         {func(r *record) { r.hashes = slices.Insert(r.hashes, 13, r.hashes[13]) }, "hash row 13"},
		"stored hash of nothing":    {func(r *record) { r.hashes = append(r.hashes, ledger.HashRow{Index: index(0, 21)}) }, "hash row 39"},
		"stored hash far away":      {func(r *record) { r.hashes = append(r.hashes, ledger.HashRow{Index: 1 << 62}) }, "hash row 4611686018427387904"},
		"stored hash before all":    {func(r *record) { r.hashes = slices.Insert(r.hashes, 0, ledger.HashRow{Index: -1}) }, "hash row -1"},
		"hash and leaf hash":        {func(r *record) { cut(&r.hashes, int(index(0, 8))); r.leaves[8].Hash[0]++ }, "hash row 15, leaf 8"},
		"checkpoint changed":        {func(r *record) { r.checkpoints[3].Note[30] ^= 1 }, "checkpoint 10"},
		"checkpoint gone":           {func(r *record) { r.checkpoints[3].Note = nil }, "checkpoint 10"},
		"newest checkpoint gone":    {func(r *record) { cut(&r.checkpoints, 5) }, "leaves 15-20"},
		"newest checkpoint changed": {func(r *record) { r.checkpoints[5].Note[30] ^= 1 }, "checkpoint 21, leaves 15-20"},
		"all checkpoints gone":      {func(r *record) { r.checkpoints = nil }, "leaves 0-20"},
		"last leaf uncovered":       {func(r *record) { r.grow(newRecord(1).entries...) }, "leaf 21"},
		"checkpoint of another":     {func(r *record) { r.checkpoints[3].Note = newRecordFor("x", 10).last() }, "checkpoint 10"},
		"first one of another":      {func(r *record) { r.checkpoints[0].Note = forged(1) }, "checkpoint 1"},
		"checkpoint size changed":   {func(r *record) { r.checkpoints[3].Size = 12 }, "checkpoint 12"},
		"checkpoint size far away":  {func(r *record) { r.checkpoints[3].Size = 1 << 40; r.sort() }, "checkpoint 1099511627776"},
		"checkpoints exchanged": {func(r *record) {
			r.checkpoints[3].Note, r.checkpoints[4].Note = r.checkpoints[4].Note, r.checkpoints[3].Note
		}, "checkpoint 10, checkpoint 15"},
		"checkpoint twice":       {func(r *record) { r.checkpoints = slices.Insert(r.checkpoints, 3, r.checkpoints[3]) }, "checkpoint 10"},
		"leaf and later hash":    {func(r *record) { r.leaves[4].Leaf[0]++; r.hashes[index(0, 8)].Hash[0]++ }, "leaf 4, hash row 15"},
		"the same in one batch":  {func(r *record) { r.leaves[16].Leaf[0]++; r.hashes[index(0, 18)].Hash[0]++ }, "leaf 16, hash row 34"},
		"leaf in uncovered tail": {func(r *record) { cut(&r.checkpoints, 5); swap(r, 17, 19) }, "leaf 17, leaf 19, leaves 15-20"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := many()
			tt.alter(r)
			report := verify(t, r, nil)
			if got := wheres(report); got != tt.want {
				t.Errorf("findings at %q, want %q", got, tt.want)
				for _, f := range report.Findings {
					t.Logf("%s: %s", f.Where, f.What.Both())
				}
			}
			if s := report.Shows(); report.OK() || !strings.Contains(s.EN, "findings: ") || !strings.Contains(s.ZH, "处问题") {
				t.Errorf("Shows = %v", s)
			}
		})
	}
}

func index(level int, n int64) int64 { return tlog.StoredHashIndex(level, n) }

// rehash alters a leaf that stays well formed, with the hash in its row.
func rehash(row *ledger.LeafRow) tlog.Hash {
	row.Leaf = bytes.Replace(row.Leaf, []byte(`{"at":17`), []byte(`{"at":16`), 1)
	row.Hash = ledger.LeafHash(row.Leaf)
	return row.Hash
}

// rebuild recomputes all stored hashes from the leaves, as a careful forger would.
func rebuild(r *record) {
	r.hashes = nil
	f := &ledger.Frontier{}
	for _, l := range r.leaves {
		for i, h := range f.Append(ledger.LeafHash(l.Leaf)) {
			r.hashes = append(r.hashes, ledger.HashRow{Index: index(0, l.Index) + int64(i), Hash: h})
		}
	}
}

// swap exchanges two leaves with the hashes in their rows.
func swap(r *record, a, b int) {
	r.leaves[a], r.leaves[b] = r.leaves[b], r.leaves[a]
	r.leaves[a].Index, r.leaves[b].Index = r.leaves[b].Index, r.leaves[a].Index
}

// move gives a leaf another index, where a database would then return it.
func move(r *record, a int, to int64) {
	r.leaves[a].Index = to
	r.sort()
}

func cut[T any](list *[]T, i int) { *list = slices.Delete(*list, i, i+1) }

// forged is a rightly signed checkpoint of a record that never was.
func forged(size int64) []byte {
	return must(ledger.Checkpoint{Origin: origin, Size: size, Root: tlog.Hash{7}}.Sign(signer))
}

// Any single bit in any row is found, where it is.
func TestVerifyFindsAnyFlippedBit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRecord(rapid.SliceOfN(rapid.IntRange(1, 6), 1, 6).Draw(t, "batches")...)
		report, _ := ledger.Verify(context.Background(), r, verifier, nil)
		if !report.OK() {
			t.Fatalf("before: %s", wheres(report))
		}
		want := flipSomewhere(t, r)
		report, _ = ledger.Verify(context.Background(), r, verifier, nil)
		if report.OK() || report.Findings[0].Where != want {
			t.Fatalf("findings at %q, want first %q", wheres(report), want)
		}
	})
}

func flipSomewhere(t *rapid.T, r *record) (where string) {
	l := rapid.IntRange(0, len(r.leaves)-1).Draw(t, "leaf")
	h := rapid.IntRange(0, len(r.hashes)-1).Draw(t, "hash")
	c := rapid.IntRange(0, len(r.checkpoints)-1).Draw(t, "checkpoint")
	switch rapid.SampledFrom([]string{"leaf", "leaf hash", "hash", "checkpoint"}).Draw(t, "what") {
	case "leaf":
		flip(t, r.leaves[l].Leaf)
		return fmt.Sprintf("leaf %d", l)
	case "leaf hash":
		flip(t, r.leaves[l].Hash[:])
		return fmt.Sprintf("leaf %d", l)
	case "hash":
		flip(t, r.hashes[h].Hash[:])
		return fmt.Sprintf("hash row %d", h)
	}
	flip(t, r.checkpoints[c].Note)
	return fmt.Sprintf("checkpoint %d", r.checkpoints[c].Size)
}

// Also a bit in an index or size is found, and nothing hangs or panics.
func TestVerifyFindsAnyFlippedNumber(t *testing.T) {
	place := regexp.MustCompile(`^(leaf|leaves|hash row|checkpoint) `)
	rapid.Check(t, func(t *rapid.T) {
		r := newRecord(rapid.SliceOfN(rapid.IntRange(1, 6), 1, 6).Draw(t, "batches")...)
		bit := int64(1) << rapid.IntRange(0, 63).Draw(t, "bit")
		switch rapid.SampledFrom([]string{"leaf", "hash", "checkpoint"}).Draw(t, "what") {
		case "leaf":
			r.leaves[rapid.IntRange(0, len(r.leaves)-1).Draw(t, "leaf")].Index ^= bit
		case "hash":
			r.hashes[rapid.IntRange(0, len(r.hashes)-1).Draw(t, "hash")].Index ^= bit
		case "checkpoint":
			r.checkpoints[rapid.IntRange(0, len(r.checkpoints)-1).Draw(t, "checkpoint")].Size ^= bit
		}
		r.sort()
		report, err := ledger.Verify(context.Background(), r, verifier, nil)
		if err != nil || report.OK() || !place.MatchString(report.Findings[0].Where) {
			t.Fatalf("findings %q, %v", wheres(report), err)
		}
	})
}

func TestVerifyFindsRollback(t *testing.T) {
	now := many()
	old := newRecord(1, 2, 3, 4)
	if report := verify(t, old, nil); !report.OK() {
		t.Fatalf("an old snapshot agrees with itself: %s", wheres(report))
	}
	if report := verify(t, old, now.last()); wheres(report) != "kept checkpoint" || report.KeptAgrees || report.Kept.Size != 21 {
		t.Errorf("rolled back: %s", wheres(report))
	} else if what := report.Findings[0].What; !strings.Contains(what.EN, "rolled back") || !strings.Contains(what.ZH, "退回") {
		t.Errorf("rolled back: %v", what)
	}
	if report := verify(t, &record{}, now.last()); wheres(report) != "kept checkpoint" {
		t.Errorf("rolled back to nothing: %s", wheres(report))
	}
	// Back to an old state and on from there with other people.
	for _, e := range newRecordFor("x", 12).entries {
		old.grow(e)
	}
	old.sign()
	if report := verify(t, old, now.last()); wheres(report) != "kept checkpoint" {
		t.Errorf("rolled back and continued: %s", wheres(report))
	}
	if report := verify(t, old, now.checkpoints[3].Note); !report.OK() || !report.KeptAgrees {
		t.Errorf("the common past is unchanged: %s", wheres(report))
	}
}

func TestVerifyFindsForkSignedAgain(t *testing.T) {
	kept := many().checkpoints[2].Note
	rebuilt := newRecordFor("x", 21)
	if report := verify(t, rebuilt, nil); !report.OK() {
		t.Fatalf("a rebuilt record agrees with itself: %s", wheres(report))
	}
	report := verify(t, rebuilt, kept)
	if wheres(report) != "kept checkpoint" || report.KeptAgrees {
		t.Errorf("forked: %s", wheres(report))
	}
}

func TestVerifyKept(t *testing.T) {
	kept := many().checkpoints[4].Note
	tests := map[string]struct {
		alter func(r *record)
		kept  []byte
		want  string
	}{
		"not a checkpoint":            {func(*record) {}, []byte("a"), "kept checkpoint"},
		"empty file":                  {func(*record) {}, []byte{}, "kept checkpoint"},
		"decides instead of ours":     {func(r *record) { r.checkpoints = r.checkpoints[:1]; swap(r, 4, 8) }, kept, "leaf 4, leaf 8, leaves 1-20"},
		"tells a leaf that is gone":   {func(r *record) { r.checkpoints = nil; r.leaves = r.leaves[:14] }, kept, "leaf 14, hash row 26, hash row 27, hash row 28, hash row 29, hash row 30, hash row 31, hash row 32, hash row 33, hash row 34, hash row 35, hash row 36, hash row 37, hash row 38, leaves 0-14"},
		"leaf before it lost":         {func(r *record) { cut(&r.leaves, 8); cut(&r.hashes, int(index(0, 8))) }, kept, "leaf 8, kept checkpoint"},
		"between our own checkpoints": {func(r *record) { r.leaves[8].Leaf[0]++; cut(&r.checkpoints, 4) }, kept, "leaf 8"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := many()
			tt.alter(r)
			report := verify(t, r, tt.kept)
			if got := wheres(report); got != tt.want {
				t.Errorf("findings at %q, want %q", got, tt.want)
			}
			if last := report.Findings[len(report.Findings)-1]; last.Where == "kept checkpoint" && !strings.Contains(last.What.EN, "cannot be compared") {
				t.Errorf("%s: %v", last.Where, last.What)
			}
		})
	}
}

func TestVerifyNamesTheRangeBetweenCheckpoints(t *testing.T) {
	r := many()
	rehash(&r.leaves[8])
	rebuild(r)
	what := verify(t, r, nil).Findings[0].What
	if !strings.Contains(what.EN, "leaves 6-9") || !strings.Contains(what.ZH, "第 6 条至第 9 条") {
		t.Errorf("the change is in leaf 8, between the checkpoints of 6 and 10 leaves: %v", what)
	}
	one := many()
	one.checkpoints[0].Note = forged(1)
	what = verify(t, one, nil).Findings[0].What
	if !strings.Contains(what.EN, "in leaf 0,") || !strings.Contains(what.ZH, "第 0 条之内") {
		t.Errorf("the change is in leaf 0: %v", what)
	}
}

func TestVerifyNamesTheLeavesUnderAHash(t *testing.T) {
	r := many()
	r.hashes[index(2, 1)].Hash[0]++
	what := verify(t, r, nil).Findings[0].What
	if !strings.Contains(what.EN, "over leaves 4-7") || !strings.Contains(what.ZH, "第 4 条至第 7 条") {
		t.Errorf("hash (2, 1) is over leaves 4 to 7: %v", what)
	}
}

// After a run of contradictions the next is reported again.
func TestVerifyReportsEachContradiction(t *testing.T) {
	r := many()
	r.checkpoints[1].Note, r.checkpoints[2].Note, r.checkpoints[4].Note = forged(3), forged(6), forged(15)
	if got := wheres(verify(t, r, nil)); got != "checkpoint 3, checkpoint 15" {
		t.Errorf("findings at %q", got)
	}
}

func TestVerifyIllFormedLeaf(t *testing.T) {
	r := &record{}
	r.append(newRecord(3).entries...)
	r.leaves[1].Leaf = []byte(`{"name":"not a leaf"}`)
	r.leaves[1].Hash = ledger.LeafHash(r.leaves[1].Leaf)
	rebuild(r)
	r.checkpoints = nil
	r.sign()
	if got := wheres(verify(t, r, nil)); got != "leaf 1" {
		t.Errorf("findings at %q", got)
	}
}

// In a tree that is lost, single rows are still held against each other.
func TestVerifyAfterALoss(t *testing.T) {
	r := many()
	cut(&r.leaves, 4)
	cut(&r.hashes, int(index(0, 4)))
	r.leaves[10].Leaf[0]++ // leaf 11
	if got := wheres(verify(t, r, nil)); got != "leaf 4, leaf 11" {
		t.Errorf("findings at %q", got)
	}
}

func TestVerifyCapsFindings(t *testing.T) {
	r := newRecord(300)
	for i := range r.leaves {
		rehash(&r.leaves[i])
	}
	report := verify(t, r, nil)
	if len(report.Findings) != ledger.MaxFindings || report.More != 200 {
		t.Errorf("%d findings and %d more", len(report.Findings), report.More)
	}
	r.hashes = nil
	report = verify(t, r, nil)
	if len(report.Findings) != ledger.MaxFindings || report.More == 0 {
		t.Errorf("%d findings and %d more", len(report.Findings), report.More)
	}
	if s := report.Shows().EN; !strings.Contains(s, fmt.Sprint(report.More+100)) {
		t.Errorf("Shows = %s", s)
	}
}

func TestVerifySourceFails(t *testing.T) {
	for _, part := range []string{"leaves", "hashes", "checkpoints"} {
		r := many()
		r.fail = part
		if _, err := ledger.Verify(t.Context(), r, verifier, nil); !errors.Is(err, errDisk) {
			t.Errorf("%s: %v", part, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ledger.Verify(ctx, many(), verifier, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
