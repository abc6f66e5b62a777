package ledger_test

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"github.com/volens/volens/ledger"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

func TestCheckpointComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := ledger.Checkpoint{
			Origin: origin,
			Size:   rapid.Int64Range(1, ledger.MaxSize).Draw(t, "size"),
			Root:   tlog.Hash(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "root")),
		}
		signed := must(c.Sign(signer))
		back, err := ledger.OpenCheckpoint(signed, verifier)
		if err != nil || back != c {
			t.Fatalf("OpenCheckpoint = %+v, %v; want %+v", back, err, c)
		}
		flip(t, signed)
		if _, err := ledger.OpenCheckpoint(signed, verifier); err == nil {
			t.Fatalf("a flipped bit went unseen:\n%s", signed)
		}
	})
}

func TestEveryBitOfACheckpointCounts(t *testing.T) {
	for i := range len(goldenCheckpoint) * 8 {
		b := []byte(goldenCheckpoint)
		b[i/8] ^= 1 << (i % 8)
		if _, err := ledger.OpenCheckpoint(b, verifier); err == nil {
			t.Errorf("bit %d of byte %d (%q) does not count", i%8, i/8, goldenCheckpoint[i/8])
		}
	}
}

func TestOpenCheckpointRefuses(t *testing.T) {
	sign := func(text string) string { return string(must(note.Sign(&note.Note{Text: text}, signer))) }
	root := goldenRoot()
	line := goldenCheckpoint[strings.Index(goldenCheckpoint, "—"):]
	otherPrivate, _, err := ledger.NewLogKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	impostor := must(ledger.Checkpoint{Origin: origin, Size: 2}.Sign(must(note.NewSigner(otherPrivate))))
	tests := map[string]string{
		"nothing":            "",
		"no signature":       goldenCheckpoint[:strings.Index(goldenCheckpoint, "—")],
		"another key":        string(impostor),
		"other origin":       sign("other.example\n2\n" + root + "\n"),
		"leading zero":       sign(origin + "\n02\n" + root + "\n"),
		"plus":               sign(origin + "\n+2\n" + root + "\n"),
		"negative":           sign(origin + "\n-2\n" + root + "\n"),
		"no number":          sign(origin + "\ntwo\n" + root + "\n"),
		"too large":          sign(origin + "\n9007199254740992\n" + root + "\n"),
		"extension line":     sign(origin + "\n2\n" + root + "\nmore\n"),
		"two lines":          sign(origin + "\n2\n"),
		"root not base64":    sign(origin + "\n2\n!\n"),
		"short root":         sign(origin + "\n2\nAAAA\n"),
		"spare bits in root": sign(origin + "\n2\n" + root[:42] + "R=\n"),
		"empty, with a root": sign(origin + "\n0\n" + root + "\n"),
		"spare bits at end":  strings.Replace(goldenCheckpoint, "NwY=", "NwZ=", 1),
		"signed twice":       goldenCheckpoint + line,
		"too long":           goldenCheckpoint + strings.Repeat("— w AAAAAAAA\n", ledger.MaxCheckpoint),
	}
	for name, msg := range tests {
		if c, err := ledger.OpenCheckpoint([]byte(msg), verifier); err == nil || c != (ledger.Checkpoint{}) {
			t.Errorf("%s: accepted as %+v", name, c)
		}
	}
}

func goldenRoot() string { return strings.Split(goldenCheckpoint, "\n")[2] }

func TestCheckpointWithWitness(t *testing.T) {
	private, _, err := note.GenerateKey(rand.Reader, "witness.example")
	if err != nil {
		t.Fatal(err)
	}
	n := must(note.Open([]byte(goldenCheckpoint), note.VerifierList(verifier)))
	cosigned := must(note.Sign(n, must(note.NewSigner(private))))
	if c, err := ledger.OpenCheckpoint(cosigned, verifier); err != nil || c.Size != 2 {
		t.Errorf("a witness beside the log: %+v, %v", c, err)
	}
}

type brokenSigner struct{ note.Signer }

func (brokenSigner) Sign([]byte) ([]byte, error) { return nil, errDisk }

func TestSignRefuses(t *testing.T) {
	good := ledger.Checkpoint{Origin: origin, Size: 1}
	if _, err := good.Sign(brokenSigner{signer}); !errors.Is(err, errDisk) {
		t.Errorf("a signer that fails: %v", err)
	}
	for name, c := range map[string]ledger.Checkpoint{
		"other origin": {Origin: "other.example", Size: 1},
		"negative":     {Origin: origin, Size: -1},
		"too large":    {Origin: origin, Size: ledger.MaxSize + 1},
		"empty root":   {Origin: origin},
	} {
		if _, err := c.Sign(signer); err == nil {
			t.Errorf("%s: signed", name)
		}
	}
}

func TestNewLogKey(t *testing.T) {
	private, public, err := ledger.NewLogKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	c := ledger.Checkpoint{Origin: origin, Size: 1}
	signed := must(c.Sign(must(note.NewSigner(private))))
	if _, err := ledger.OpenCheckpoint(signed, must(note.NewVerifier(public))); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"", "with space", "with+plus", "with\nnewline"} {
		if _, _, err := ledger.NewLogKey(rand.Reader, bad); err == nil {
			t.Errorf("origin %q accepted", bad)
		}
	}
}
