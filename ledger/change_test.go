package ledger_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/ledger"
)

func TestPersonalEntry(t *testing.T) {
	who := person("u1")
	e := answer(who, 1, map[string]any{"b": 1, "a": "<é>"})
	if string(e.Body) != `{"a":"<é>","b":1}` || e.Lookup != who.Lookup || e.Leaf.V != 1 || e.Leaf.At != someTime.UnixMilli() {
		t.Errorf("entry = %s, %+v", e.Body, e.Leaf)
	}
	if err := e.Check(); err != nil {
		t.Error(err)
	}
}

func TestEntryRefuses(t *testing.T) {
	who, n := person("u1"), ledger.Nonce{1}
	long := strings.Repeat("x", ledger.MaxBody)
	personal := func(k ledger.Kind, at time.Time, decl string, who ledger.Identity, n ledger.Nonce, body any) error {
		_, err := ledger.PersonalEntry(k, at, decl, who, n, body)
		return err
	}
	plain := func(k ledger.Kind, at time.Time, decl string) error {
		_, err := ledger.PlainEntry(k, at, decl)
		return err
	}
	nobody, unfound, keyless := who, who, who
	nobody.Subject, unfound.Lookup, keyless.Key = ledger.Subject{}, ledger.Lookup{}, ledger.SubjectKey{}
	tests := map[string]error{
		"plain kind":          personal(ledger.KindDeclaration, someTime, declHash, who, n, 1),
		"unknown kind":        personal("guess", someTime, declHash, who, n, 1),
		"nobody":              personal(ledger.KindAsk, someTime, declHash, nobody, n, 1),
		"no lookup":           personal(ledger.KindAsk, someTime, declHash, unfound, n, 1),
		"no key":              personal(ledger.KindAsk, someTime, declHash, keyless, n, 1),
		"no nonce":            personal(ledger.KindAsk, someTime, declHash, who, ledger.Nonce{}, 1),
		"body not whole":      personal(ledger.KindAsk, someTime, declHash, who, n, 1.5),
		"body too long":       personal(ledger.KindAsk, someTime, declHash, who, n, long),
		"no time":             personal(ledger.KindAsk, time.Time{}, declHash, who, n, 1),
		"declaration no hash": personal(ledger.KindAsk, someTime, "v1", who, n, 1),
		"personal kind":       plain(ledger.KindAnswer, someTime, declHash),
		"unknown plain kind":  plain("guess", someTime, declHash),
		"no declaration":      plain(ledger.KindActivation, someTime, ""),
		"erasure unproved":    plain(ledger.KindErasure, someTime, declHash),
		"request of nobody":   plain(ledger.KindRequest, someTime, declHash),
	}
	for name, err := range tests {
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if err := personal(ledger.KindAsk, someTime, "", who, n, 1); err != nil {
		t.Errorf("an ask before any declaration: %v", err)
	}
}

func TestEvidenceEntry(t *testing.T) {
	e, err := ledger.EvidenceEntry(someTime, declHash, []byte("{}"))
	if err != nil || e.Check() != nil || e.Leaf.Evidence != ledger.Digest([]byte("{}")) || len(e.Body) != 0 || !e.Lookup.IsZero() {
		t.Errorf("entry = %+v, %v", e.Leaf, err)
	}
	if e, err := ledger.EvidenceEntry(someTime, "", []byte("{}")); err == nil {
		t.Errorf("without a declaration: %+v", e.Leaf)
	}
}

type row struct{}

func (row) RowOf() string { return "test.row" }

func TestChange(t *testing.T) {
	e := answer(person("u1"), 1, 1)
	first := ledger.NewChange(e, answer(person("u2"), 2, 2))
	whole := first.Writing(row{}).Expecting(ledger.Expectation{Of: "test.row", Key: "k", Version: ledger.Absent})
	if err := errors.Join(first.Check(), whole.Check()); err != nil {
		t.Error(err)
	}
	if len(first.Rows)+len(first.Expect) != 0 || len(whole.Rows) != 1 || len(whole.Expect) != 1 || len(whole.Entries) != 2 {
		t.Errorf("Writing and Expecting must return copies: %d %d", len(first.Rows), len(whole.Rows))
	}
}

func TestChangeRefuses(t *testing.T) {
	e := answer(person("u1"), 1, 1)
	later := must(ledger.PlainEntry(ledger.KindActivation, someTime.Add(time.Millisecond), declHash))
	broken := func(f func(e *ledger.Entry)) ledger.Change {
		c := e
		f(&c)
		return ledger.NewChange(e, c)
	}
	tests := map[string]ledger.Change{
		"no entry":           {Rows: []ledger.Row{row{}}},
		"two times":          ledger.NewChange(e, later),
		"leaf not right":     broken(func(e *ledger.Entry) { e.Leaf.V = 0 }),
		"no lookup":          broken(func(e *ledger.Entry) { e.Lookup = ledger.Lookup{} }),
		"no body":            broken(func(e *ledger.Entry) { e.Body = nil }),
		"body too long":      broken(func(e *ledger.Entry) { e.Body = make([]byte, ledger.MaxBody+1) }),
		"body about nobody":  ledger.NewChange(ledger.Entry{Leaf: later.Leaf, Body: []byte("1")}),
		"nil row":            ledger.NewChange(e).Writing(nil),
		"nothing expected":   ledger.NewChange(e).Expecting(ledger.Expectation{}),
		"version below none": ledger.NewChange(e).Expecting(ledger.Expectation{Of: "a", Key: "k", Version: -2}),
	}
	for name, c := range tests {
		if c.Check() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
