package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/volens/volens/ledger"
)

// The values below were computed outside Go with SHA-256, HMAC and Ed25519 from
// the descriptions in this package. They are in records that live for ever: if
// one changes, the format is broken, not the test.
const (
	goldenLookup  = "b915dc8efb89cb44d8575770340b46488d7769710483eb2690a890aeaed7bfbd"
	goldenSalt    = "bcfed8d918f5cafc54532b848cf8619edd8ee039c006770372f4c3dce9b7752a"
	goldenSubject = "sha256:584e1e43523d5e5c4bd9a9102969779b6a2b23598a30fe13d513c96fa0f5b311"
	goldenBody    = "sha256:5e1b8ef0487fe451fbbcf11214cd1b31dff514fe5e48b3c3b915e790f9c96b90"

	goldenLeaf = `{"at":1700000000123,"body":"` + goldenBody + `","declaration":"` + declHash +
		`","kind":"answer","nonce":"404142434445464748494a4b4c4d4e4f","subject":"` + goldenSubject + `","v":1}`
	goldenLeafHash  = "M/qLWmnlBCAvHzgmqoyw/0xKj9wYKT4VtXtq8VD2ixY="
	goldenPlain     = `{"at":1700000000000,"declaration":"` + declHash + `","kind":"declaration","v":1}`
	goldenPlainHash = "lDkQacksgHHNGB4i63uxOYJb1X8Ms58oEFja+GtezYM="

	goldenEvidence    = "sha256:2feddf6ac5b6640c56f22ce82c03b18a9e51a0fcb07ccc79ded193be71a18aa2"
	goldenErasure     = `{"at":1700000000123,"declaration":"` + declHash + `","evidence":"` + goldenEvidence + `","kind":"erasure","v":1}`
	goldenErasureHash = "ZRqHaC/flbCNVrm3c+V4TwtLyxwXT9JA9sefcmERa58="

	goldenCheckpoint = `qinghe.example/volens
2
FAxkUL6BDn13/FpIPmQR0gXkVmOSpoNodeZoZASXYBQ=

— qinghe.example/volens RyzvNLXzZFGNZsjr46i58+X6IyWopY2xtiKyJsB/Pr+Fy4jTvbs+wXYIP2T3Ot6AVILCxuYvgcrN8sfaszYaRo9VNwY=
`
)

type goldenChoice struct {
	Use     string `json:"use"`
	Granted bool   `json:"granted"`
}

// goldenRecord has the two leaves above, in the order plain, answer.
func goldenRecord() *record {
	body := struct {
		Shown   string         `json:"shown"`
		Choices []goldenChoice `json:"choices"`
	}{"zh-CN", []goldenChoice{{"shop/order/address/deliver", true}}}
	r := &record{}
	r.append(
		must(ledger.PlainEntry(ledger.KindDeclaration, someTime.Truncate(1e9), declHash)),
		answer(person("用户-1001"), 64, body),
	)
	return r
}

func TestFormatsArePermanent(t *testing.T) {
	who, r := person("用户-1001"), goldenRecord()
	salt := who.Key.Salt(ledger.Nonce(count(64, 16)))
	saltText := must(salt.MarshalText())
	erasure := must(ledger.EvidenceEntry(someTime, declHash, []byte(`{"case":"c1","v":1}`)))
	got := []string{
		string(erasure.Leaf.Bytes()), erasure.Leaf.Hash().String(),
		who.Lookup.String(), string(saltText),
		r.entries[1].Leaf.Subject.String(), r.entries[1].Leaf.Body.String(),
		string(r.leaves[1].Leaf), r.leaves[1].Hash.String(),
		string(r.leaves[0].Leaf), r.leaves[0].Hash.String(),
		string(r.last()),
	}
	want := []string{
		goldenErasure, goldenErasureHash,
		goldenLookup, goldenSalt, goldenSubject, goldenBody,
		goldenLeaf, goldenLeafHash, goldenPlain, goldenPlainHash, goldenCheckpoint,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a permanent format changed (-want +got):\n%s", diff)
	}
	if p := who.Lookup.Partition(); p != 46 {
		t.Errorf("partition = %d, want 46", p)
	}
}

func TestKindsArePermanent(t *testing.T) {
	want := []ledger.Kind{"declaration", "activation", "ask", "answer", "withdrawal",
		"shown", "age", "guardian", "import", "merge", "restriction", "stop", "request", "erasure"}
	if diff := cmp.Diff(want, ledger.Kinds()[:len(want)]); diff != "" {
		t.Errorf("kinds are append only (-want +got):\n%s", diff)
	}
	for _, k := range ledger.Kinds() {
		if !k.Known() {
			t.Errorf("kind %q is listed and not known", k)
		}
	}
	if k := ledger.Kind("nonsense"); k.Known() || k.Personal() {
		t.Error("an unknown kind is taken for a known one")
	}
}

func TestMarksArePermanent(t *testing.T) {
	k := ledger.SubjectKey{1, 2, 3}
	if got := k.Mark("act", "press-1"); got != "8faadecd3bba58fc6a322cc9355f7015b89aca5e70123bec04dceb6ab2d7c78c" {
		t.Errorf("a permanent format changed: %s", got)
	}
	if k.Mark("act", "press-1") == k.Mark("request", "press-1") || k.Mark("act", "a") == (ledger.SubjectKey{}).Mark("act", "a") {
		t.Error("marks of different ends or people are the same")
	}
}
