package ledger

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// emptyRoot is the root of the tree without leaves, by RFC 6962.
var emptyRoot = tlog.Hash(sha256.Sum256(nil))

// MaxCheckpoint is the longest signed checkpoint read, in bytes. It leaves room
// for the signatures of witnesses.
const MaxCheckpoint = 64 << 10

// A Checkpoint is the state of the whole record at one moment. Signed, it is a
// C2SP tlog-checkpoint: a note with origin, size and root, one a line.
type Checkpoint struct {
	Origin string    // name of the log, which is also the name of its key
	Size   int64     // number of leaves
	Root   tlog.Hash // root of the tree of that size
}

var (
	errOrigin     = errors.New("the origin of the checkpoint is not the name of the log's key")
	errCheckpoint = errors.New("not a checkpoint")
	errSignature  = errors.New("the checkpoint is not signed with the log's key")
	errSize       = errors.New("the size of the checkpoint is out of range")
	errEmptyRoot  = errors.New("a checkpoint of no leaves must have the empty root")
)

func (c Checkpoint) text() string {
	return c.Origin + "\n" + strconv.FormatInt(c.Size, 10) + "\n" + c.Root.String() + "\n"
}

func (c Checkpoint) check() error {
	switch {
	case c.Size < 0 || c.Size > MaxSize:
		return errSize
	case c.Size == 0 && c.Root != emptyRoot:
		return errEmptyRoot
	}
	return nil
}

// Sign returns the checkpoint as a note signed with s, whose name must be the
// origin.
func (c Checkpoint) Sign(s note.Signer) ([]byte, error) {
	if c.Origin != s.Name() {
		return nil, errOrigin
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	signed, err := note.Sign(&note.Note{Text: c.text()}, s)
	if err != nil {
		return nil, fmt.Errorf("signing the checkpoint of %d leaves: %w", c.Size, err)
	}
	return signed, nil
}

// OpenCheckpoint reads a signed checkpoint and checks the log's signature.
// Signatures of others, such as witnesses, may stand beside it and are not
// checked. It is strict: one checkpoint has one text, to the last bit of the
// log's signature line, and extension lines are refused.
func OpenCheckpoint(msg []byte, v note.Verifier) (Checkpoint, error) {
	if len(msg) > MaxCheckpoint {
		return Checkpoint{}, errCheckpoint
	}
	n, err := note.Open(msg, note.VerifierList(v))
	if err != nil {
		return Checkpoint{}, errSignature
	}
	if err := checkSignatureLines(n, msg); err != nil {
		return Checkpoint{}, err
	}
	c, err := parseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, err
	}
	if c.Origin != v.Name() {
		return Checkpoint{}, errOrigin
	}
	return c, nil
}

// checkSignatureLines closes two gaps of package note: it skips repeated lines
// of the same key unread, and base64 has spare bits that it does not look at.
func checkSignatureLines(n *note.Note, msg []byte) error {
	lines := strings.Count(string(msg[len(n.Text):]), "\n") - 1
	if lines != len(n.Sigs)+len(n.UnverifiedSigs) {
		return errCheckpoint
	}
	for _, s := range append(n.Sigs, n.UnverifiedSigs...) {
		if _, err := base64.StdEncoding.Strict().DecodeString(s.Base64); err != nil {
			return errCheckpoint
		}
	}
	return nil
}

func parseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 {
		return Checkpoint{}, errCheckpoint
	}
	c := Checkpoint{Origin: lines[0]}
	var err error
	if c.Size, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return Checkpoint{}, errCheckpoint
	}
	if c.Root, err = tlog.ParseHash(lines[2]); err != nil {
		return Checkpoint{}, errCheckpoint
	}
	// Leading zeros, signs and spare bits show as another text.
	if c.text() != text {
		return Checkpoint{}, errCheckpoint
	}
	return c, c.check()
}

// NewLogKey makes the key pair of a log: the private key for note.NewSigner,
// the public one for note.NewVerifier. origin names the log for ever: a name
// without spaces and plus signs, by custom a domain and path that the operator
// holds, such as "qinghe.example/volens". r must be a secure source.
func NewLogKey(r io.Reader, origin string) (private, public string, err error) {
	private, public, err = note.GenerateKey(r, origin)
	if err != nil {
		return "", "", fmt.Errorf("making a log key: %w", err)
	}
	if _, err := note.NewSigner(private); err != nil {
		return "", "", fmt.Errorf("making a log key: the origin must be a name without spaces and plus signs")
	}
	return private, public, nil
}
