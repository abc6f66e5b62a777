package ledger_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/volens/volens/ledger"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A person answers; the answer enters the record; the person takes a receipt
// away. Later somebody changes the record: the checkpoint kept elsewhere and
// the receipt both tell.
func Example() {
	seed := bytes.NewReader(bytes.Repeat([]byte{7}, 256)) // crypto/rand.Reader in earnest
	private, public, _ := ledger.NewLogKey(seed, "qinghe.example/volens")
	signer, _ := note.NewSigner(private)
	verifier, _ := note.NewVerifier(public)
	installation, _ := ledger.NewInstallationKey(seed)

	// Who answers, and what.
	subject, _ := ledger.NewSubject("user-1001")
	key, _ := ledger.NewSubjectKey(seed)
	who := ledger.Identity{Subject: subject, Lookup: installation.Lookup(subject), Key: key}
	nonce, _ := ledger.NewNonce(seed)
	answer, _ := ledger.PersonalEntry(ledger.KindAnswer, time.UnixMilli(1700000000000), "", who, nonce,
		map[string]bool{"shop/for-you/browsing-history/recommend": false})
	fmt.Println("printing a person shows", who.Subject)

	// What a store does with it, shown for a record of one leaf.
	var tree ledger.Frontier
	stored := tree.Append(answer.Leaf.Hash())
	kept, _ := ledger.Checkpoint{Origin: verifier.Name(), Size: tree.Size(), Root: tree.Root()}.Sign(signer)
	row := ledger.LeafRow{Index: 0, Leaf: answer.Leaf.Bytes(), Hash: stored[0]}
	record := oneLeaf{row, kept}

	receipt, _ := ledger.NewReceipt(0, answer, who, nil, kept, public)
	fmt.Println("the receipt verifies:", receipt.Verify(verifier) == nil)

	report, _ := ledger.Verify(context.Background(), record, verifier, kept)
	fmt.Println(report.Shows().EN)

	record.leaf.Leaf = bytes.Replace(row.Leaf, []byte("1700000000000"), []byte("1600000000000"), 1)
	report, _ = ledger.Verify(context.Background(), record, verifier, kept)
	for _, f := range report.Findings {
		fmt.Printf("%s: %s\n", f.Where, f.What.Both())
	}
	// Output:
	// printing a person shows subject(redacted)
	// the receipt verifies: true
	// The record (leaves: 1) agrees with itself and with the checkpoint kept elsewhere (leaves: 1): what was recorded by then is unchanged.
	// leaf 0: 内容被改动、替换或移动过 / the content was changed, replaced or moved
}

// oneLeaf is the smallest record.
type oneLeaf struct {
	leaf       ledger.LeafRow
	checkpoint []byte
}

func (r oneLeaf) Leaves(context.Context) iter.Seq2[ledger.LeafRow, error] { return one(r.leaf) }

func (r oneLeaf) Hashes(context.Context) iter.Seq2[ledger.HashRow, error] {
	return one(ledger.HashRow{Index: tlog.StoredHashIndex(0, 0), Hash: r.leaf.Hash})
}

func (r oneLeaf) Checkpoints(context.Context) iter.Seq2[ledger.CheckpointRow, error] {
	return one(ledger.CheckpointRow{Size: 1, Note: r.checkpoint})
}

func one[T any](row T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) { yield(row, nil) }
}
