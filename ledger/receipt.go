package ledger

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// ReceiptVersion is the version of the receipt format written today.
const ReceiptVersion = 1

// MaxReceipt is the longest receipt read, in bytes.
const MaxReceipt = 1 << 20

// A Receipt is the person's own copy of an entry about them. With nothing but
// the log's public key it proves later what was recorded, also after the
// person was erased here. It is personal data; printing shows a fixed text,
// and only marshalling, which is how it is handed over, shows the rest.
type Receipt struct {
	V          int              `json:"v"`          // ReceiptVersion
	Index      int64            `json:"index"`      // place of the leaf in the log
	Leaf       json.RawMessage  `json:"leaf"`       // the leaf; Verify makes it canonical again
	Salt       Salt             `json:"salt"`       // opens the commitments of this leaf and of no other
	Subject    string           `json:"subject"`    // raw id of the person
	Body       json.RawMessage  `json:"body"`       // personal body of the entry
	Proof      tlog.RecordProof `json:"proof"`      // from the leaf to the root, base64
	Checkpoint string           `json:"checkpoint"` // signed checkpoint with that root
	LogKey     string           `json:"log_key"`    // public key of the log, for note.NewVerifier
}

// NewReceipt makes the receipt of a personal entry that was committed at index,
// with its proof in the tree of the checkpoint. It refuses to make a receipt
// that does not verify.
func NewReceipt(index int64, e Entry, who Identity, proof tlog.RecordProof, checkpoint []byte, logKey string) (Receipt, error) {
	v, err := note.NewVerifier(logKey)
	if err != nil {
		return Receipt{}, fmt.Errorf("making the receipt of leaf %d: %w", index, err)
	}
	r := Receipt{
		V: ReceiptVersion, Index: index,
		Leaf: e.Leaf.Bytes(), Salt: who.Key.Salt(e.Leaf.Nonce), Subject: who.Subject.Raw(), Body: e.Body,
		Proof: proof, Checkpoint: string(checkpoint), LogKey: logKey,
	}
	if err := r.Verify(v); err != nil {
		return Receipt{}, fmt.Errorf("making the receipt of leaf %d: %w", index, err)
	}
	return r, nil
}

var errReceiptForm = fault.New(fault.Invalid,
	"这不是一份格式正确的回执", "this is not a well-formed receipt")

// ParseReceipt reads a receipt in JSON. Spacing, the order of fields and the
// way of writing strings are free; unknown, repeated, missing or oddly cased
// fields are refused, so that no two readers see different receipts. Errors do
// not quote the input.
func ParseReceipt(b []byte) (Receipt, error) {
	if len(b) > MaxReceipt {
		return Receipt{}, errReceiptForm
	}
	var r Receipt
	if json.Unmarshal(b, &r) != nil {
		return Receipt{}, errReceiptForm
	}
	given, err := Canonical(json.RawMessage(b))
	if err != nil {
		return Receipt{}, errReceiptForm
	}
	if read, err := Canonical(r); err != nil || !bytes.Equal(given, read) {
		return Receipt{}, errReceiptForm
	}
	return r, nil
}

// String returns a fixed text.
func (Receipt) String() string { return receiptRedacted }

const receiptRedacted = "receipt(redacted)"

// Format writes a fixed text for every verb.
func (Receipt) Format(f fmt.State, _ rune) { redact(f, receiptRedacted) }

// LogValue returns a fixed text.
func (Receipt) LogValue() slog.Value { return slog.StringValue(receiptRedacted) }

// A Step is one step in checking a receipt. The values are wire names.
type Step string

// The steps, in the order in which they are taken.
const (
	StepVersion    Step = "version"
	StepLeaf       Step = "leaf"
	StepSubject    Step = "subject"
	StepBody       Step = "body"
	StepLogKey     Step = "log-key"
	StepCheckpoint Step = "checkpoint"
	StepInclusion  Step = "inclusion"
)

// A ReceiptError says which step a receipt failed. It holds no personal data.
type ReceiptError struct {
	Step  Step
	What  lang.Text // for the person who holds the receipt
	cause error
}

// Error returns the step, the text in both languages and the cause.
func (e *ReceiptError) Error() string {
	return fmt.Sprintf("receipt (%s): %s: %v", e.Step, e.What.Both(), e.cause)
}

// Unwrap returns the cause.
func (e *ReceiptError) Unwrap() error { return e.cause }

func failed(s Step, cause error, zh, en string) error {
	return &ReceiptError{Step: s, What: lang.Text{ZH: zh, EN: en}, cause: cause}
}

var (
	errReceiptVersion = errors.New("unknown receipt version")
	errLogKey         = errors.New("the receipt names another log key")
)

// Verify checks the whole receipt against the log's public key, which must come
// from somewhere else than the receipt. It returns a *ReceiptError for the
// first step that fails.
func (r Receipt) Verify(v note.Verifier) error {
	if r.V != ReceiptVersion {
		return failed(StepVersion, errReceiptVersion,
			"这份回执的版本本程序不认识", "this program does not know the version of this receipt")
	}
	leaf, err := r.open()
	if err != nil {
		return err
	}
	return r.included(leaf, v)
}

// open checks that the leaf is well formed and is about this person and body.
func (r Receipt) open() (Leaf, error) {
	leaf, err := r.leaf()
	if err != nil {
		return Leaf{}, failed(StepLeaf, err,
			"回执里的记录条目格式不对", "the entry in the receipt is not well formed")
	}
	who, err := NewSubject(r.Subject)
	if err != nil {
		return Leaf{}, failed(StepSubject, err,
			"回执里的个人标识格式不对", "the person's id in the receipt is not well formed")
	}
	body, err := Canonical(r.Body)
	if err != nil {
		return Leaf{}, failed(StepBody, err,
			"回执里的内容格式不对", "the content of the receipt is not well formed")
	}
	switch err := leaf.Opens(r.Salt, who, body); {
	case errors.Is(err, ErrSubject):
		return Leaf{}, failed(StepSubject, err,
			"记录条目说的不是这个人，或者盐值被改动", "the entry is not about this person, or the salt was changed")
	case err != nil:
		return Leaf{}, failed(StepBody, err,
			"回执里的内容与当时记录的不一致", "the content of the receipt is not what was recorded")
	}
	return leaf, nil
}

func (r Receipt) leaf() (Leaf, error) {
	canonical, err := Canonical(r.Leaf)
	if err != nil {
		return Leaf{}, err
	}
	return ParseLeaf(canonical)
}

// included checks that the log signed a tree that has the leaf at its place.
func (r Receipt) included(leaf Leaf, v note.Verifier) error {
	if !isKeyOf(r.LogKey, v) {
		return failed(StepLogKey, errLogKey,
			"回执写的日志公钥不是用来验证的这一把", "the log key named in the receipt is not the one it is checked with")
	}
	cp, err := OpenCheckpoint([]byte(r.Checkpoint), v)
	if err != nil {
		return failed(StepCheckpoint, err,
			"检查点不是这个日志签发的，或者被改动", "the checkpoint was not signed by this log, or was changed")
	}
	if err := CheckProof(r.Proof, cp.Size, cp.Root, r.Index, leaf.Hash()); err != nil {
		return failed(StepInclusion, err,
			"证明不成立：签名的记录在这个位置上没有这一条", "the proof does not hold: the signed record does not have this entry at this place")
	}
	return nil
}

// isKeyOf reports whether text is the public key of v, written the one way that
// such keys are written: the hexadecimal and base64 in it have other spellings
// that a lenient reader takes for the same.
func isKeyOf(text string, v note.Verifier) bool {
	own, err := note.NewVerifier(text)
	if err != nil || own.Name() != v.Name() || own.KeyHash() != v.KeyHash() {
		return false
	}
	head := fmt.Sprintf("%s+%08x+", own.Name(), own.KeyHash())
	encoded, ok := strings.CutPrefix(text, head)
	if !ok {
		return false
	}
	key, err := base64.StdEncoding.Strict().DecodeString(encoded)
	return err == nil && base64.StdEncoding.EncodeToString(key) == encoded
}
