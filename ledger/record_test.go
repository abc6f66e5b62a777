package ledger_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/ledger"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// The fixed key of the tests: the seed is the bytes 0 to 31.
const (
	origin     = "qinghe.example/volens"
	privateKey = "PRIVATE+KEY+qinghe.example/volens+472cef34+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
	publicKey  = "qinghe.example/volens+472cef34+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
	declHash   = "sha256:abcd0ee1fc2cdf511d8a85bd020c5f2f18468d6c442f5506fec7d859b8fea335"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var (
	signer   = must(note.NewSigner(privateKey))
	verifier = must(note.NewVerifier(publicKey))
	someTime = time.UnixMilli(1700000000123)
)

// count returns n consecutive byte values from first.
func count(first byte, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = first + byte(i)
	}
	return b
}

func person(raw string) ledger.Identity {
	s := must(ledger.NewSubject(raw))
	return ledger.Identity{
		Subject: s,
		Lookup:  ledger.InstallationKey(count(0, 32)).Lookup(s),
		Key:     ledger.SubjectKey(count(32, 32)),
	}
}

func answer(who ledger.Identity, nonce byte, body any) ledger.Entry {
	return must(ledger.PersonalEntry(ledger.KindAnswer, someTime, declHash, who, ledger.Nonce(count(nonce, 16)), body))
}

// A record is a stored record in memory.
type record struct {
	leaves      []ledger.LeafRow
	hashes      []ledger.HashRow
	checkpoints []ledger.CheckpointRow
	entries     []ledger.Entry
	fail        string // the sequence that breaks off
}

// append commits entries as one batch with a checkpoint.
func (r *record) append(entries ...ledger.Entry) {
	r.grow(entries...)
	r.sign()
}

func (r *record) grow(entries ...ledger.Entry) {
	f := must(ledger.LoadFrontier(int64(len(r.leaves)), r))
	for _, e := range entries {
		index, h := f.Size(), e.Leaf.Hash()
		r.leaves = append(r.leaves, ledger.LeafRow{Index: index, Leaf: e.Leaf.Bytes(), Hash: h})
		for i, h := range f.Append(h) {
			r.hashes = append(r.hashes, ledger.HashRow{Index: tlog.StoredHashIndex(0, index) + int64(i), Hash: h})
		}
	}
	r.entries = append(r.entries, entries...)
}

func (r *record) sign() {
	size := int64(len(r.leaves))
	cp := ledger.Checkpoint{Origin: origin, Size: size, Root: must(ledger.Root(size, r))}
	r.checkpoints = append(r.checkpoints, ledger.CheckpointRow{Size: size, Note: must(cp.Sign(signer))})
}

// last returns the newest checkpoint.
func (r *record) last() []byte { return r.checkpoints[len(r.checkpoints)-1].Note }

func (r *record) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, k := range indexes {
		if k >= int64(len(r.hashes)) {
			return nil, errors.New("no such hash")
		}
		out[i] = r.hashes[k].Hash
	}
	return out, nil
}

// sort puts the rows in the order in which a database would return them.
func (r *record) sort() {
	slices.SortStableFunc(r.leaves, func(a, b ledger.LeafRow) int { return cmp.Compare(a.Index, b.Index) })
	slices.SortStableFunc(r.hashes, func(a, b ledger.HashRow) int { return cmp.Compare(a.Index, b.Index) })
	slices.SortStableFunc(r.checkpoints, func(a, b ledger.CheckpointRow) int { return cmp.Compare(a.Size, b.Size) })
}

var errDisk = errors.New("the disk is gone")

func rows[T any](list []T, fails bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, row := range list {
			if !yield(row, nil) {
				return
			}
		}
		if fails {
			yield(*new(T), errDisk)
		}
	}
}

func (r *record) Leaves(context.Context) iter.Seq2[ledger.LeafRow, error] {
	return rows(r.leaves, r.fail == "leaves")
}

func (r *record) Hashes(context.Context) iter.Seq2[ledger.HashRow, error] {
	return rows(r.hashes, r.fail == "hashes")
}

func (r *record) Checkpoints(context.Context) iter.Seq2[ledger.CheckpointRow, error] {
	return rows(r.checkpoints, r.fail == "checkpoints")
}

// newRecord returns a record with batches of the given sizes. Every third leaf
// is about a declaration, the others about people.
func newRecord(batches ...int) *record { return newRecordFor("u", batches...) }

func newRecordFor(prefix string, batches ...int) *record {
	r := &record{}
	n := 0
	for _, size := range batches {
		var entries []ledger.Entry
		for range size {
			if n%3 == 0 {
				entries = append(entries, must(ledger.PlainEntry(ledger.KindActivation, someTime.Add(time.Duration(n)*time.Second), declHash)))
			} else {
				entries = append(entries, answer(person(fmt.Sprint(prefix, n)), byte(n+1), map[string]int{"n": n}))
			}
			n++
		}
		r.append(entries...)
	}
	return r
}

func verify(t testing.TB, r *record, kept []byte) ledger.Report {
	t.Helper()
	report, err := ledger.Verify(t.Context(), r, verifier, kept)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Findings {
		if f.What.ZH == "" || f.What.EN == "" || f.Where == "" {
			t.Errorf("finding without a text in both languages: %+v", f)
		}
	}
	return report
}

func wheres(r ledger.Report) string {
	var w []string
	for _, f := range r.Findings {
		w = append(w, f.Where)
	}
	return strings.Join(w, ", ")
}
