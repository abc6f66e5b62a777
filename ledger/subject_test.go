package ledger_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
	"pgregory.net/rapid"
)

const canary = "canary-13800138000"

// secrets returns values that must not be printed, and texts that would show
// that one was.
func secrets() (values []any, leaks []string) {
	who := person(canary)
	e := answer(who, 1, map[string]string{"said": canary})
	r := newRecord(1)
	r.append(e)
	receipt := receiptFor(r, 1, who)
	salt := who.Key.Salt(e.Leaf.Nonce)
	installation := ledger.InstallationKey(count(100, 32))

	values = []any{who.Subject, who.Key, installation, salt, e, receipt, who, ledger.NewChange(e)}
	leaks = []string{canary, fmt.Sprintf("%q", []byte(canary))}
	for _, b := range [][]byte{[]byte(canary), who.Key[:], installation[:], salt[:]} {
		dec := strings.Trim(fmt.Sprint(b[:8]), "[]")
		leaks = append(leaks, fmt.Sprintf("%x", b[:8]), fmt.Sprintf("%X", b[:8]), dec, strings.ReplaceAll(dec, " ", ","), strings.ReplaceAll(dec, " ", ", "))
	}
	return values, leaks
}

// holder holds values as other packages would: in an unexported field, where
// fmt does not call methods.
type holder struct{ subject ledger.Subject }

func TestNothingSecretIsPrinted(t *testing.T) {
	values, leaks := secrets()
	check := func(how, printed string) {
		t.Helper()
		for _, leak := range leaks {
			if strings.Contains(printed, leak) {
				t.Errorf("%s prints %q", how, printed)
			}
		}
	}
	verbs := []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%20s", "%t"}
	for _, v := range values {
		for _, verb := range verbs {
			check(fmt.Sprintf("%T with %s", v, verb), fmt.Sprintf(verb, v))
			check(fmt.Sprintf("%T in a slice with %s", v, verb), fmt.Sprintf(verb, []any{v}))
		}
		if s, ok := v.(fmt.Stringer); ok {
			check(fmt.Sprintf("%T.String", v), s.String())
		}
		var text, js bytes.Buffer
		slog.New(slog.NewTextHandler(&text, nil)).Info("m", "v", v)
		check(fmt.Sprintf("slog text of %T", v), text.String())
		slog.New(slog.NewJSONHandler(&js, nil)).Info("m", "v", v)
		check(fmt.Sprintf("slog JSON of %T", v), js.String())
	}
	s := person(canary).Subject
	for _, verb := range verbs {
		check("unexported field with "+verb, fmt.Sprintf(verb, holder{s}))
		check("error with "+verb, fmt.Errorf("about "+verb, s).Error())
	}
	for _, v := range []any{s, &s, ledger.InstallationKey(count(100, 32)), []ledger.Subject{s}, map[ledger.Subject]int{s: 1}, person(canary), ledger.NewChange(answer(person(canary), 1, canary))} {
		js, err := json.Marshal(v)
		if err != nil {
			t.Errorf("json of %T: %v", v, err)
		}
		check(fmt.Sprintf("json of %T", v), string(js))
	}
	check("GoString", s.GoString())
}

func TestReceiptMarshalsForItsOwner(t *testing.T) {
	who := person(canary)
	r := newRecord(1)
	r.append(answer(who, 1, canary))
	js := must(json.Marshal(receiptFor(r, 1, who)))
	if !bytes.Contains(js, []byte(canary)) {
		t.Error("the person's own copy does not hold the person's id")
	}
}

func TestSubjectForms(t *testing.T) {
	for _, bad := range []string{"", strings.Repeat("x", ledger.MaxSubject+1), "a\x00b", "a\nb", "\x7f", "\u0085", "a\xffb"} {
		s, err := ledger.NewSubject(bad)
		if fault.KindOf(err) != fault.Invalid || !s.IsZero() {
			t.Errorf("NewSubject(%q) = %v", bad, err)
		}
		if bad != "" && err != nil && strings.Contains(err.Error(), bad) {
			t.Errorf("the error quotes the id %q", bad)
		}
	}
	if (ledger.Subject{}).Raw() != "" {
		t.Error("nobody has an id")
	}
	var in struct{ Subject ledger.Subject }
	if err := json.Unmarshal([]byte(`{"subject":"用户-1"}`), &in); err != nil || in.Subject.Raw() != "用户-1" {
		t.Errorf("subject from an API body: %v", err)
	}
	for _, bad := range []string{`{"subject":""}`, `{"subject":13800138000}`, `{"subject":["13800138000"]}`} {
		err := json.Unmarshal([]byte(bad), &in)
		if err == nil || strings.Contains(err.Error(), "13800138000") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	a, b := must(ledger.NewSubject("a")), must(ledger.NewSubject("a"))
	if a != b || !a.Equal(b) || a.Equal(in.Subject) {
		t.Error("subjects of one id must be equal, and of two not")
	}
}

func TestRawComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.StringOf(rapid.RuneFrom([]rune("aZ9-用户🙂\u2028<>&\"\\/"))).Draw(t, "raw")
		s, err := ledger.NewSubject(raw)
		if want := raw != "" && len(raw) <= ledger.MaxSubject; (err == nil) != want {
			t.Fatalf("NewSubject: %v", err)
		}
		if err == nil && s.Raw() != raw {
			t.Fatalf("Raw = %q", s.Raw())
		}
	})
}

func TestLookupSpreadsOverPartitions(t *testing.T) {
	seen := map[int]bool{}
	for i := range 2000 {
		p := person(fmt.Sprint(i)).Lookup.Partition()
		if p < 0 || p >= ledger.Partitions {
			t.Fatalf("partition %d", p)
		}
		seen[p] = true
	}
	if len(seen) != ledger.Partitions {
		t.Errorf("2000 people fall into %d of %d partitions", len(seen), ledger.Partitions)
	}
}

// Who has the leaves but no key cannot tell which of two candidates a leaf is
// about: all that a leaf shows of a person depends on the key.
func TestLeafDoesNotShowMembership(t *testing.T) {
	one := person("u1")
	other := one
	other.Key[0]++
	a, b := answer(one, 1, "x").Leaf, answer(other, 1, "x").Leaf
	if a.Subject == b.Subject || a.Body == b.Body {
		t.Error("a commitment does not depend on the person's key")
	}
	if again := answer(one, 2, "x").Leaf; a.Subject == again.Subject || a.Body == again.Body {
		t.Error("two leaves of one person can be linked")
	}
	if bytes.Contains(a.Bytes(), []byte(one.Lookup.String())) {
		t.Error("the leaf holds the lookup")
	}
}

func TestKeysComeFromTheReader(t *testing.T) {
	r := bytes.NewReader(count(0, 32+32+16))
	i, err1 := ledger.NewInstallationKey(r)
	k, err2 := ledger.NewSubjectKey(r)
	n, err3 := ledger.NewNonce(r)
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	if i != ledger.InstallationKey(count(0, 32)) || k != ledger.SubjectKey(count(32, 32)) || n != ledger.Nonce(count(64, 16)) {
		t.Error("keys are not what the reader gave")
	}
	if _, err := ledger.NewSubjectKey(r); !errors.Is(err, io.EOF) {
		t.Errorf("a reader without randomness: %v", err)
	}
	if _, _, err := ledger.NewLogKey(r, origin); !errors.Is(err, io.EOF) {
		t.Errorf("a reader without randomness: %v", err)
	}
}
