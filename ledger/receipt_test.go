package ledger_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// receiptFor makes the receipt of the entry at index under the last checkpoint.
func receiptFor(r *record, index int64, who ledger.Identity) ledger.Receipt {
	p := must(ledger.Prove(int64(len(r.leaves)), index, r))
	return must(ledger.NewReceipt(index, r.entries[index], who, p, r.last(), publicKey))
}

// someReceipt is of the third of five leaves, with letters in the body that
// JSON writers like to escape.
func someReceipt() ledger.Receipt {
	who, r := person("用户-1001"), newRecord(2)
	r.grow(answer(who, 9, map[string]any{"use": "shop/order/address/deliver", "shown": "<b>同意</b> & \"go\"", "step": 2}))
	r.append(newRecord(2).entries...)
	return receiptFor(r, 2, who)
}

func TestReceiptOutlivesErasureAndReformatting(t *testing.T) {
	want := someReceipt()
	if err := want.Verify(verifier); err != nil {
		t.Fatal(err)
	}
	plain := must(json.Marshal(want))
	var pretty, escaped bytes.Buffer
	if err := json.Indent(&pretty, plain, "", "\t"); err != nil {
		t.Fatal(err)
	}
	json.HTMLEscape(&escaped, plain)
	var any map[string]any
	if err := json.Unmarshal(plain, &any); err != nil {
		t.Fatal(err)
	}
	reordered := must(json.Marshal(any))
	for name, form := range map[string][]byte{"plain": plain, "pretty": pretty.Bytes(), "escaped": escaped.Bytes(), "reordered": reordered} {
		r, err := ledger.ParseReceipt(form)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := r.Verify(verifier); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReceiptFailsAtTheRightStep(t *testing.T) {
	other := newRecord(5)
	_, otherKey, err := ledger.NewLogKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		alter func(r *ledger.Receipt)
		step  ledger.Step
	}{
		"version":        {func(r *ledger.Receipt) { r.V = 2 }, ledger.StepVersion},
		"leaf gone":      {func(r *ledger.Receipt) { r.Leaf = nil }, ledger.StepLeaf},
		"leaf broken":    {func(r *ledger.Receipt) { r.Leaf = []byte(`{`) }, ledger.StepLeaf},
		"leaf time":      {func(r *ledger.Receipt) { r.Leaf = replace(r.Leaf, "1700000000123", "1700000000124") }, ledger.StepInclusion},
		"leaf kind":      {func(r *ledger.Receipt) { r.Leaf = replace(r.Leaf, "answer", "withdrawal") }, ledger.StepInclusion},
		"leaf law":       {func(r *ledger.Receipt) { r.Leaf = replace(r.Leaf, declHash, goldenBody) }, ledger.StepInclusion},
		"leaf nonce":     {func(r *ledger.Receipt) { r.Leaf = replace(r.Leaf, "090a0b", "090a0c") }, ledger.StepInclusion},
		"another leaf":   {func(r *ledger.Receipt) { r.Leaf = other.leaves[1].Leaf }, ledger.StepSubject},
		"plain leaf":     {func(r *ledger.Receipt) { r.Leaf = other.leaves[0].Leaf }, ledger.StepSubject},
		"salt":           {func(r *ledger.Receipt) { r.Salt[31] ^= 1 }, ledger.StepSubject},
		"subject":        {func(r *ledger.Receipt) { r.Subject = "用户-1002" }, ledger.StepSubject},
		"subject gone":   {func(r *ledger.Receipt) { r.Subject = "" }, ledger.StepSubject},
		"body":           {func(r *ledger.Receipt) { r.Body = replace(r.Body, "同意", "拒绝") }, ledger.StepBody},
		"body gone":      {func(r *ledger.Receipt) { r.Body = nil }, ledger.StepBody},
		"body broken":    {func(r *ledger.Receipt) { r.Body = []byte(`{`) }, ledger.StepBody},
		"log key":        {func(r *ledger.Receipt) { r.LogKey = otherKey }, ledger.StepLogKey},
		"log key broken": {func(r *ledger.Receipt) { r.LogKey = r.LogKey[1:] }, ledger.StepLogKey},
		"log key in another spelling": {func(r *ledger.Receipt) {
			name, rest, _ := strings.Cut(r.LogKey, "+")
			r.LogKey = name + "+" + strings.ToUpper(rest[:8]) + rest[8:]
		}, ledger.StepLogKey},
		"checkpoint":     {func(r *ledger.Receipt) { r.Checkpoint = strings.Replace(r.Checkpoint, "\n5\n", "\n6\n", 1) }, ledger.StepCheckpoint},
		"other record":   {func(r *ledger.Receipt) { r.Checkpoint = string(other.last()) }, ledger.StepInclusion},
		"index":          {func(r *ledger.Receipt) { r.Index = 3 }, ledger.StepInclusion},
		"index below":    {func(r *ledger.Receipt) { r.Index = -1 }, ledger.StepInclusion},
		"index beyond":   {func(r *ledger.Receipt) { r.Index = 5 }, ledger.StepInclusion},
		"proof":          {func(r *ledger.Receipt) { r.Proof[0][0] ^= 1 }, ledger.StepInclusion},
		"proof gone":     {func(r *ledger.Receipt) { r.Proof = nil }, ledger.StepInclusion},
		"proof too long": {func(r *ledger.Receipt) { r.Proof = append(r.Proof, tlog.Hash{}) }, ledger.StepInclusion},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := someReceipt()
			tt.alter(&r)
			var failed *ledger.ReceiptError
			if err := r.Verify(verifier); !errors.As(err, &failed) || failed.Step != tt.step {
				t.Fatalf("Verify = %v, want step %s", err, tt.step)
			}
			if failed.What.ZH == "" || failed.What.EN == "" || errors.Unwrap(failed) == nil {
				t.Errorf("no text in both languages, or no cause: %+v", failed)
			}
			if strings.Contains(failed.Error(), "用户") {
				t.Errorf("the error shows the person: %v", failed)
			}
		})
	}
}

func replace(b json.RawMessage, old, new string) json.RawMessage {
	if !bytes.Contains(b, []byte(old)) {
		panic(old)
	}
	return bytes.Replace(b, []byte(old), []byte(new), 1)
}

// The key in the receipt is the receipt's own word: the one given decides.
func TestReceiptOfAForgedLog(t *testing.T) {
	private, public, err := ledger.NewLogKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	r := someReceipt()
	cp := must(ledger.OpenCheckpoint([]byte(r.Checkpoint), verifier))
	r.Checkpoint, r.LogKey = string(must(cp.Sign(must(note.NewSigner(private))))), public
	if err := r.Verify(must(note.NewVerifier(public))); err != nil {
		t.Fatalf("the forged log agrees with itself: %v", err)
	}
	if r.Verify(verifier) == nil {
		t.Error("a forged log is believed")
	}
	r.LogKey = publicKey
	if r.Verify(verifier) == nil {
		t.Error("a forged checkpoint is believed")
	}
}

func TestNewReceiptRefuses(t *testing.T) {
	who, r := person("u1"), newRecord(4)
	p := must(ledger.Prove(4, 1, r))
	if _, err := ledger.NewReceipt(1, r.entries[1], who, p, r.last(), publicKey); err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.NewReceipt(1, r.entries[1], who, p, r.last(), "no key"); err == nil {
		t.Error("a receipt without a log key")
	}
	if _, err := ledger.NewReceipt(2, r.entries[1], who, p, r.last(), publicKey); err == nil {
		t.Error("a receipt that does not verify")
	}
}

func TestParseReceiptRefuses(t *testing.T) {
	good := string(must(json.Marshal(someReceipt())))
	tests := map[string]string{
		"nothing":           ``,
		"null":              `null`,
		"broken":            good[:len(good)-1],
		"two":               good + good,
		"unknown field":     strings.Replace(good, `{"v":1`, `{"w":1,"v":1`, 1),
		"missing field":     strings.Replace(good, `{"v":1,`, `{`, 1),
		"repeated field":    strings.Replace(good, `{"v":1`, `{"v":1,"v":1`, 1),
		"repeated by case":  strings.Replace(good, `{"v":1`, `{"V":2,"v":1`, 1),
		"other case":        strings.Replace(good, `"v":1`, `"V":1`, 1),
		"fraction":          strings.Replace(good, `"index":2`, `"index":2.5`, 1),
		"fraction in body":  strings.Replace(good, `"step":2`, `"step":2.5`, 1),
		"salt in upper":     strings.Replace(good, `"salt":"`, `"salt":"A`, 1),
		"null salt":         strings.Replace(good, `"salt":`, `"salt":null,"x":`, 1),
		"repeated in body":  strings.Replace(good, `"step":2`, `"step":3,"step":2`, 1),
		"too long":          good + strings.Repeat(" ", ledger.MaxReceipt),
		"unreadable proof":  strings.Replace(good, `"proof":[`, `"proof":["x",`, 1),
		"deep":              strings.Repeat("[", 20000),
		"another thing":     `{"where":"leaf 1"}`,
		"surrogate in body": strings.Replace(good, `"step":2`, `"step":"\ud800"`, 1),
	}
	for name, in := range tests {
		if in == good {
			t.Fatalf("%s: the case changes nothing", name)
		}
		if _, err := ledger.ParseReceipt([]byte(in)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every text that still parses either says exactly the same or does not verify.
func TestReceiptFlips(t *testing.T) {
	want := someReceipt()
	good := must(json.Marshal(want))
	rapid.Check(t, func(t *rapid.T) {
		b := bytes.Clone(good)
		flip(t, b)
		r, err := ledger.ParseReceipt(b)
		if err != nil || r.Verify(verifier) != nil {
			return
		}
		if diff := cmp.Diff(must(ledger.Canonical(want)), must(ledger.Canonical(r))); diff != "" {
			t.Fatalf("another receipt verifies: %s", diff)
		}
	})
}
