package replica_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/replica"
)

// chunked is a source of one chunk.
type chunked struct{ chunk replica.Chunk }

func (c chunked) Load(_ context.Context, yield func(replica.Chunk) error) error {
	return yield(c.chunk)
}
func (c chunked) Poll(context.Context, int64, int) (replica.Chunk, error) { return c.chunk, nil }
func (c chunked) Declaration(context.Context, string) (declaration.Source, error) {
	return declaration.Source{}, errors.New("there is none")
}

func pair(t *testing.T, name string) (note.Signer, note.Verifier) {
	t.Helper()
	private, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	s, err1 := note.NewSigner(private)
	v, err2 := note.NewVerifier(public)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	return s, v
}

func seal(t *testing.T, s note.Signer) []byte {
	t.Helper()
	people := make([]replica.Person, 3)
	for i := range people {
		people[i] = replica.Person{Key: replica.KeyOf([16]byte{byte(i)}), Version: int64(i)}
	}
	var b bytes.Buffer
	h := replica.Header{MadeAt: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), LeaseS: 60, Secret: make([]byte, 32)}
	if err := replica.Seal(t.Context(), &b, chunked{replica.Chunk{To: 9, People: people}}, h, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func unseal(file []byte, v note.Verifier) (people int, err error) {
	err = replica.Unseal(bytes.NewReader(file), v, func(_ replica.Header, body io.Reader) error {
		return replica.Chunks(body, func(c replica.Chunk) error { people += len(c.People); return nil })
	})
	return people, err
}

func TestSealedSnapshotComesBack(t *testing.T) {
	s, v := pair(t, "volens.example")
	for _, verifier := range []note.Verifier{v, nil} {
		if n, err := unseal(seal(t, s), verifier); n != 3 || err != nil {
			t.Errorf("%d people, %v", n, err)
		}
	}
}

// TestSealedSnapshotIsRefusedChanged changes every byte of a snapshot in turn,
// cuts it off at every length, and adds to it.
func TestSealedSnapshotIsRefusedChanged(t *testing.T) {
	s, v := pair(t, "volens.example")
	file := seal(t, s)
	for i := range file {
		for _, bit := range []byte{0x01, 0x20, 0x80} {
			changed := bytes.Clone(file)
			changed[i] ^= bit
			if _, err := unseal(changed, v); err == nil {
				t.Fatalf("byte %d of %d (%q) changed by %#x, and nobody saw", i, len(file), file[i], bit)
			}
		}
		if _, err := unseal(file[:i], v); err == nil {
			t.Fatalf("cut off after %d of %d bytes, and nobody saw", i, len(file))
		}
	}
	signed := file[bytes.LastIndex(file, []byte("\n\n"))+2:]
	for _, more := range []string{"\n", " ", string(signed), "— other AAAAAAAA\n"} {
		if _, err := unseal(append(bytes.Clone(file), more...), v); err == nil {
			t.Errorf("%q follows, and nobody saw", more)
		}
	}
}

func TestSealedSnapshotOfAnotherLogIsRefused(t *testing.T) {
	s, _ := pair(t, "volens.example")
	for _, name := range []string{"volens.example", "other.example"} {
		_, other := pair(t, name)
		if _, err := unseal(seal(t, s), other); !errors.Is(err, replica.ErrSeal) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUnsealBoundsItsLines(t *testing.T) {
	_, v := pair(t, "volens.example")
	if _, err := unseal([]byte(strings.Repeat("x", 1<<20)), v); !errors.Is(err, replica.ErrSeal) {
		t.Errorf("a header without an end: %v", err)
	}
}
