package replica

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// A Header is the first line of a sealed snapshot: what it is, and the secret that
// its keys are made with. Whoever has the file can tell what people they know of
// said, so it is personal data.
type Header struct {
	V      int       `json:"v"`       // version of this format, now 1
	Log    string    `json:"log"`     // name of the log whose key signs
	MadeAt time.Time `json:"made_at"` // when reading began
	LeaseS int64     `json:"lease_s"` // how long it may be relied on from then, in seconds
	Secret []byte    `json:"secret"`  // see Shared
}

// sealedAs begins the text that is signed. A checkpoint begins with the name of
// its log, so that neither can be taken for the other.
const sealedAs = "volens/snapshot/v1"

// maxNote is far above the length of a signed note, in bytes.
const maxNote = 4 << 10

// ErrSeal says that a sealed snapshot was changed, cut off, or signed by somebody
// else.
var ErrSeal = errors.New("the snapshot was changed, is not complete, or is not signed with the log's key")

// Seal writes a snapshot of the source between h and a note over the SHA-256 of
// every byte before it, signed with s. An empty line, which no other line is,
// stands before the note. A snapshot that was cut off has no note.
func Seal(ctx context.Context, w io.Writer, src Source, h Header, s note.Signer) error {
	h.V, h.Log = 1, s.Name()
	head, err := json.Marshal(h)
	if err != nil {
		return err
	}
	sum := sha256.New()
	body := io.MultiWriter(w, sum)
	if _, err := fmt.Fprintf(body, "%s\n", head); err != nil {
		return err
	}
	if err := Export(ctx, body, src, h.MadeAt); err != nil {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: sealedText(sum.Sum(nil))}, s)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "\n%s", signed)
	return err
}

func sealedText(sum []byte) string {
	return sealedAs + "\n" + base64.StdEncoding.EncodeToString(sum) + "\n"
}

// Unseal gives read the header and what stands between it and the note, as it
// comes, and checks the note last: what read took in counts only where Unseal
// returns nil. Without a verifier only the sum is checked, for a connection that
// is trusted itself.
//
// Errors: ErrSeal, those of read and of reading.
func Unseal(r io.Reader, v note.Verifier, read func(h Header, body io.Reader) error) error {
	b := &body{in: bufio.NewReaderSize(r, 1<<16), sum: sha256.New()}
	head, err := b.line()
	if err != nil {
		return errors.Join(ErrSeal, err)
	}
	var h Header
	if json.Unmarshal(head, &h) != nil || h.V != 1 || len(h.Secret) != 32 || v != nil && h.Log != v.Name() {
		return ErrSeal
	}
	if err := read(h, b); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, b); err != nil {
		return err
	}
	signed, err := io.ReadAll(io.LimitReader(b.in, maxNote+1))
	if err != nil {
		return err
	}
	return checkNote(string(signed), sealedText(b.sum.Sum(nil)), v)
}

// checkNote wants exactly one note, to the last bit: package note passes over
// further signatures, and base64 over spare bits.
func checkNote(signed, text string, v note.Verifier) error {
	if len(signed) > maxNote || !strings.HasPrefix(signed, text+"\n") {
		return ErrSeal
	}
	if v == nil {
		return nil
	}
	n, err := note.Open([]byte(signed), note.VerifierList(v))
	if err != nil || n.Text != text || len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0 {
		return ErrSeal
	}
	if _, err := base64.StdEncoding.Strict().DecodeString(n.Sigs[0].Base64); err != nil || signed != text+"\n— "+n.Sigs[0].Name+" "+n.Sigs[0].Base64+"\n" {
		return ErrSeal
	}
	return nil
}

// A body reads up to the empty line, and sums up what it reads.
type body struct {
	in    *bufio.Reader
	sum   hash.Hash
	rest  []byte
	inner bool // in the middle of a line
	ended bool
}

// maxHeader is far above the length of a header, in bytes.
const maxHeader = 4 << 10

// line reads the first line.
func (b *body) line() ([]byte, error) {
	line, err := b.in.ReadSlice('\n')
	if err != nil || len(line) > maxHeader {
		return nil, errors.Join(ErrSeal, err)
	}
	b.sum.Write(line)
	return bytes.Clone(line), nil
}

// Read reads on within the body.
func (b *body) Read(p []byte) (int, error) {
	if len(b.rest) == 0 {
		if err := b.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

func (b *body) fill() error {
	if b.ended {
		return io.EOF
	}
	part, err := b.in.ReadSlice('\n')
	switch {
	case errors.Is(err, io.EOF): // the note is missing
		return io.ErrUnexpectedEOF
	case err != nil && !errors.Is(err, bufio.ErrBufferFull):
		return err
	case err == nil && !b.inner && len(part) == 1:
		b.ended = true
		return io.EOF
	}
	b.inner = err != nil
	b.sum.Write(part)
	b.rest = part
	return nil
}

// Chunks reads what Export wrote, for a replica that follows from afar: the
// declaration in it is left to Source.Declaration.
//
// Errors: ErrSnapshot, those of yield and of reading.
func Chunks(from io.Reader, yield func(Chunk) error) error {
	dec := json.NewDecoder(from)
	var line snapshotLine
	if err := dec.Decode(&line); err != nil || line.Snapshot == nil || line.Snapshot.V != 1 {
		return errors.Join(ErrSnapshot, err)
	}
	for n := int64(0); ; {
		line = snapshotLine{}
		if err := dec.Decode(&line); err != nil {
			return errors.Join(ErrSnapshot, err)
		}
		switch {
		case line.Chunk != nil:
			n += int64(len(line.Chunk.People))
			if err := yield(*line.Chunk); err != nil {
				return err
			}
		case line.People != nil && *line.People == n:
			return nil
		default:
			return ErrSnapshot
		}
	}
}
