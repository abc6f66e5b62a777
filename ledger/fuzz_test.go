package ledger_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/volens/volens/ledger"
)

func FuzzParseLeaf(f *testing.F) {
	f.Add([]byte(goldenLeaf))
	f.Add([]byte(goldenPlain))
	f.Add([]byte(goldenErasure))
	f.Add([]byte(`{"at":1,"kind":"ask","v":1}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := ledger.ParseLeaf(b)
		if err != nil {
			return
		}
		if !bytes.Equal(l.Bytes(), b) || !bytes.Equal(must(ledger.Canonical(l)), b) {
			t.Fatalf("two texts for one leaf: %s and %s", b, l.Bytes())
		}
	})
}

func FuzzOpenCheckpoint(f *testing.F) {
	f.Add([]byte(goldenCheckpoint))
	f.Add(must(ledger.Checkpoint{Origin: origin, Size: 1}.Sign(signer)))
	f.Add([]byte("a\n1\n\n\n— a AAAAAAAA\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ledger.OpenCheckpoint(b, verifier)
		if err != nil {
			return
		}
		if again := must(c.Sign(signer)); !bytes.HasPrefix(b, again[:bytes.Index(again, []byte("\n\n"))]) {
			t.Fatalf("opened a text that the log never signs: %q", b)
		}
	})
}

func FuzzParseReceipt(f *testing.F) {
	good := must(json.Marshal(someReceipt()))
	f.Add(good)
	f.Add([]byte(`{"v":1,"index":0,"leaf":{},"salt":"","subject":"","body":1,"proof":[],"checkpoint":"","log_key":""}`))
	f.Add([]byte(`{}`))
	want := must(ledger.Canonical(json.RawMessage(good)))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := ledger.ParseReceipt(b)
		if err != nil || r.Verify(verifier) != nil {
			return
		}
		if got := must(ledger.Canonical(r)); !bytes.Equal(got, want) {
			t.Fatalf("another receipt verifies: %s", got)
		}
	})
}

func FuzzCanonical(f *testing.F) {
	f.Add([]byte(`{"b":[1,-2,"\u20ac"],"a":null}`))
	f.Add([]byte(`"\\"`))
	f.Fuzz(func(t *testing.T, b []byte) {
		once, err := ledger.Canonical(json.RawMessage(b))
		if err != nil {
			return
		}
		if twice := must(ledger.Canonical(json.RawMessage(once))); !bytes.Equal(once, twice) {
			t.Fatalf("%s is not canonical: %s", once, twice)
		}
	})
}
