package ledger_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/ledger"
	"pgregory.net/rapid"
)

func TestLeafBytesAreCanonicalJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLeaf(t)
		if want := must(ledger.Canonical(l)); !bytes.Equal(l.Bytes(), want) {
			t.Fatalf("Bytes    = %s\nCanonical = %s", l.Bytes(), want)
		}
		back, err := ledger.ParseLeaf(l.Bytes())
		if err != nil || back != l {
			t.Fatalf("ParseLeaf = %+v, %v; want %+v", back, err, l)
		}
		if ledger.LeafHash(l.Bytes()) != l.Hash() {
			t.Fatal("Hash is not the hash of Bytes")
		}
	})
}

func drawLeaf(t *rapid.T) ledger.Leaf {
	some := func(n int, label string) []byte { return rapid.SliceOfN(rapid.ByteRange(1, 255), n, n).Draw(t, label) }
	l := ledger.Leaf{
		V:    ledger.LeafVersion,
		Kind: rapid.SampledFrom(ledger.Kinds()).Draw(t, "kind"),
		At:   rapid.Int64Range(0, 253402300799999).Draw(t, "at"),
	}
	if !l.Kind.Personal() || rapid.Bool().Draw(t, "declared") {
		l.Declaration = ledger.Commitment(some(32, "declaration")).String()
	}
	if l.Kind.Personal() {
		l.Nonce, l.Subject, l.Body = ledger.Nonce(some(16, "nonce")), ledger.Commitment(some(32, "subject")), ledger.Commitment(some(32, "body"))
	}
	if l.Kind == ledger.KindErasure {
		l.Evidence = ledger.Commitment(some(32, "evidence")).String()
	}
	return l
}

func TestParseLeafRefuses(t *testing.T) {
	swap := func(old, new string) string {
		if !strings.Contains(goldenLeaf, old) {
			panic(old)
		}
		return strings.Replace(goldenLeaf, old, new, 1)
	}
	tests := map[string]string{
		"nothing":              ``,
		"null":                 `null`,
		"no object":            `[]`,
		"space":                swap(`"v":1`, `"v": 1`),
		"newline after":        goldenLeaf + "\n",
		"other order":          `{"v":1,"at":1,"declaration":"` + declHash + `","kind":"declaration"}`,
		"unknown field":        swap(`"v":1`, `"v":1,"w":1`),
		"repeated field":       swap(`{"at":1700000000123`, `{"at":1,"at":1700000000123`),
		"other case":           swap(`"kind"`, `"Kind"`),
		"escaped letter":       swap(`"answer"`, `"\u0061nswer"`),
		"unknown version":      swap(`"v":1`, `"v":2`),
		"unknown kind":         swap(`"answer"`, `"guess"`),
		"before 1970":          swap(`1700000000123`, `-1`),
		"after 9999":           swap(`1700000000123`, `253402300800000`),
		"fraction":             swap(`1700000000123`, `1700000000123.5`),
		"upper-case digits":    swap(`40414243`, `4041424A`),
		"short nonce":          swap(`404142`, `4041`),
		"no hexadecimal":       swap(`404142`, `40414g`),
		"other hash":           swap(`"subject":"sha256:`, `"subject":"sha512:`),
		"no declaration hash":  swap(declHash, `v1`),
		"no nonce":             swap(`"nonce":"404142434445464748494a4b4c4d4e4f",`, ``),
		"no subject":           swap(`"subject":"`+goldenSubject+`",`, ``),
		"no body":              swap(`"body":"`+goldenBody+`",`, ``),
		"plain with person":    swap(`"answer"`, `"declaration"`),
		"plain of nothing":     `{"at":1,"kind":"declaration","v":1}`,
		"evidence of nothing":  swap(`"kind"`, `"evidence":"`+goldenEvidence+`","kind"`),
		"erasure unproved":     `{"at":1,"declaration":"` + declHash + `","kind":"erasure","v":1}`,
		"evidence no hash":     `{"at":1,"declaration":"` + declHash + `","evidence":"v1","kind":"erasure","v":1}`,
		"zero written out":     swap(`404142434445464748494a4b4c4d4e4f`, strings.Repeat("0", 32)),
		"too long":             swap(`"v":1`, strings.Repeat(" ", ledger.MaxLeaf)+`"v":1`),
		"personal data inside": swap(declHash, canary),
	}
	if _, err := ledger.ParseLeaf([]byte(goldenLeaf)); err != nil {
		t.Fatal(err)
	}
	for name, in := range tests {
		t.Run(name, func(t *testing.T) {
			l, err := ledger.ParseLeaf([]byte(in))
			if err == nil || l != (ledger.Leaf{}) {
				t.Fatalf("ParseLeaf accepted %s", in)
			}
			if strings.Contains(err.Error(), canary) {
				t.Errorf("the error quotes the input: %v", err)
			}
		})
	}
}

func TestLeafOpens(t *testing.T) {
	who, e := person("u1"), answer(person("u1"), 1, map[string]bool{"yes": true})
	salt := who.Key.Salt(e.Leaf.Nonce)
	if err := e.Leaf.Opens(salt, who.Subject, e.Body); err != nil {
		t.Errorf("the right person, body and salt: %v", err)
	}
	if err := e.Leaf.Opens(salt, person("u2").Subject, e.Body); err != ledger.ErrSubject {
		t.Errorf("another person: %v", err)
	}
	if err := e.Leaf.Opens(salt, who.Subject, []byte(`{"yes":false}`)); err != ledger.ErrBody {
		t.Errorf("another body: %v", err)
	}
	other := who.Key
	other[31] ^= 1
	if err := e.Leaf.Opens(other.Salt(e.Leaf.Nonce), who.Subject, e.Body); err != ledger.ErrSubject {
		t.Errorf("another key: %v", err)
	}
	plain := must(ledger.PlainEntry(ledger.KindActivation, someTime, declHash))
	if err := plain.Leaf.Opens(salt, who.Subject, nil); err != ledger.ErrSubject {
		t.Errorf("a leaf about nobody: %v", err)
	}
}

func TestLeafTime(t *testing.T) {
	if got := answer(person("u1"), 1, 1).Leaf.Time(); !got.Equal(someTime) || got.Location() != time.UTC {
		t.Errorf("Time = %v", got)
	}
}

func TestTextFormsAreStrict(t *testing.T) {
	var c ledger.Commitment
	var n ledger.Nonce
	var s ledger.Salt
	if err := c.UnmarshalText([]byte(goldenBody)); err != nil || c.String() != goldenBody {
		t.Errorf("commitment: %v", err)
	}
	for _, bad := range []string{"", strings.ToUpper(goldenBody), goldenBody[8:], goldenBody + "0", "sha256:" + strings.Repeat("g", 64)} {
		if c.UnmarshalText([]byte(bad)) == nil || n.UnmarshalText([]byte(bad)) == nil || s.UnmarshalText([]byte(bad)) == nil {
			t.Errorf("accepted %q", bad)
		}
	}
	if s.UnmarshalText([]byte(strings.ToUpper(goldenSalt))) == nil || n.UnmarshalText([]byte(strings.Repeat("4A", 16))) == nil {
		t.Error("accepted upper case: one value must have one text")
	}
	if c.String() != goldenBody {
		t.Error("a refused text left a value behind")
	}
	lookup := person("用户-1001").Lookup
	if js := must(json.Marshal(lookup)); string(js) != `"`+goldenLookup+`"` || fmt.Sprint(lookup) != goldenLookup {
		t.Errorf("lookup = %s", js)
	}
}
