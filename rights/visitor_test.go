package rights

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

func claims(kind Kind, contact string) Order {
	return Order{Kind: kind, Detail: Detail{Claims: map[string]string{"phone": contact}}}
}

// visit makes a request as a visitor and returns the code that was sent.
func visit(t testing.TB, k *Desk, m *memory, o Order, at time.Time) (RequestID, News) {
	t.Helper()
	m.news(t)
	id, err := k.OpenVisitor(t.Context(), o, at)
	if err != nil {
		t.Fatal(err)
	}
	told := m.news(t)
	if len(told) != 1 || told[0].Event != EventCode {
		t.Fatalf("told %v", events(told))
	}
	return id, told[0]
}

func TestAVisitorProvesAContact(t *testing.T) {
	k, m := newDesk(t)
	id, sent := visit(t, k, m, claims(Delete, "+86 138-0013-8000"), now)
	if len(sent.Code) != CodeDigits || sent.To != "13800138000" || sent.Contact != "phone" {
		t.Errorf("sent %+v", sent)
	}
	if r := m.requests[id]; r.Keys() != nil || r.State != Verifying || bytes.Contains(m.codes[id].Hash, []byte(sent.Code)) {
		t.Errorf("before the code: %+v", r)
	}
	r, err := k.Prove(t.Context(), id, sent.Code, now.Add(time.Minute))
	if err != nil || r.State != InProgress || r.Keys()["phone"] != "13800138000" || len(m.codes) != 0 {
		t.Fatalf("%s %v, %v", r.State, r.Keys(), err)
	}
	if s, _ := VisitorSubject("phone", "13800138000"); r.Subject != s || s.Raw() != "visitor:phone:13800138000" {
		t.Error("the subject is not that of the contact")
	}
	if _, err := k.Prove(t.Context(), id, sent.Code, now.Add(time.Minute)); fault.RuleOf(err) != RuleCode {
		t.Errorf("the code a second time: %v", err)
	}
}

// TestCodesAreShortLived: too late, tried too often, another request's, or none at
// all, the answer is one and the same, and nothing comes of it.
func TestCodesAreShortLived(t *testing.T) {
	k, m := newDesk(t)
	id, sent := visit(t, k, m, claims(Copy, "13800138000"), now)
	other, _ := visit(t, k, m, claims(Copy, "13900139000"), now)
	letter := open(t, k, letter(t, "lin", Copy))
	var said []string
	try := func(id RequestID, code string, at time.Time) {
		t.Helper()
		_, err := k.Prove(t.Context(), id, code, at)
		said = append(said, fmt.Sprint(err, fault.KindOf(err), fault.RuleOf(err)))
	}
	try("07-nothing", sent.Code, now)
	try(other, sent.Code, now)
	try(letter.ID, sent.Code, now)
	try(id, sent.Code, now.Add(CodeFor))
	try(id, sent.Code, now) // the clock went back: gone is gone
	if len(slices.Compact(said)) != 1 {
		t.Errorf("the answers differ: %q", said)
	}
	for _, x := range []RequestID{id, other} {
		if m.requests[x].State != Verifying || !m.requests[x].Proof.At.IsZero() {
			t.Errorf("%s came to %s", x, m.requests[x].State)
		}
	}
}

func TestFiveTries(t *testing.T) {
	k, m := newDesk(t)
	id, sent := visit(t, k, m, claims(Copy, "13800138000"), now)
	wrong := "00000000"
	if wrong == sent.Code {
		wrong = "00000001"
	}
	for i := range CodeAttempts {
		if _, err := k.Prove(t.Context(), id, wrong, now); fault.RuleOf(err) != RuleCode {
			t.Fatal(err)
		}
		if c, ok := m.codes[id]; ok != (i+1 < CodeAttempts) || ok && c.Attempts != i+1 {
			t.Fatalf("after %d: %+v", i+1, c)
		}
	}
	if _, err := k.Prove(t.Context(), id, sent.Code, now); fault.RuleOf(err) != RuleCode || !m.requests[id].Proof.At.IsZero() {
		t.Errorf("the right code after five wrong ones: %v", err)
	}
}

// TestVisitorsLearnNothing: whether a contact is held, was asked for before, or had
// too many codes, the answer is an id of the same form, and no error.
func TestVisitorsLearnNothing(t *testing.T) {
	k, m := newDesk(t)
	seen := map[RequestID]bool{}
	for i := range CodesADay + 3 {
		id, err := k.OpenVisitor(t.Context(), claims(Delete, "13800138000"), now.Add(time.Duration(i)*time.Minute))
		if err != nil || len(id) != 35 || seen[id] {
			t.Fatalf("%d: %q, %v", i, id, err)
		}
		seen[id] = true
	}
	sent := slices.DeleteFunc(m.news(t), func(n News) bool { return n.Event != EventCode })
	if len(sent) != CodesADay {
		t.Errorf("%d codes, want %d", len(sent), CodesADay)
	}
	if id, err := k.OpenVisitor(t.Context(), claims(Delete, "13800138000"), now.Add(25*time.Hour)); err != nil || m.requests[id].ID == "" {
		t.Errorf("a day later: %v", err)
	}
}

func TestAVisitorWhoAsksTwice(t *testing.T) {
	k, m := newDesk(t)
	a, first := visit(t, k, m, claims(Delete, "13800138000"), now)
	b, second := visit(t, k, m, claims(Delete, "13800138000"), now.Add(time.Minute))
	if _, err := k.Prove(t.Context(), a, first.Code, now.Add(2*time.Minute)); err != nil {
		t.Fatal(err)
	}
	r, err := k.Prove(t.Context(), b, second.Code, now.Add(3*time.Minute))
	if err != nil || r.ID != a {
		t.Fatalf("got %s, %v; want the first, %s", r.ID, err, a)
	}
	if twin := m.requests[b]; twin.State != Cancelled || twin.Reason != Repeated || twin.Same != a {
		t.Errorf("the second is %s (%s), same as %s", twin.State, twin.Reason, twin.Same)
	}
}

func TestWhatVisitorsMayClaim(t *testing.T) {
	k, m := newDesk(t)
	before := m.counts()
	for name, c := range map[string]map[string]string{
		"nothing":        nil,
		"two contacts":   {"phone": "13800138000", "email": "a@b.cn"},
		"a document":     {"id-number": "110101199001011234"},
		"an own id":      {"person": "lin"},
		"no number":      {"phone": "lin"},
		"no address":     {"email": "lin"},
		"control":        {"phone": "138\x000013800"},
		"a long address": {"email": string(bytes.Repeat([]byte("a"), 300)) + "@b.cn"},
	} {
		if _, err := k.OpenVisitor(t.Context(), Order{Kind: Access, Detail: Detail{Claims: c}}, now); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if m.counts() != before {
		t.Error("something was written all the same")
	}
}

func TestUnprovedVisitorsAreClosed(t *testing.T) {
	k, m := newDesk(t)
	id, _ := visit(t, k, m, claims(Copy, "13800138000"), now)
	for _, after := range []time.Duration{time.Hour, unprovenFor - time.Second} {
		if err := k.Sweep(t.Context(), now.Add(after)); err != nil || m.requests[id].State != Verifying {
			t.Fatalf("after %s: %s, %v", after, m.requests[id].State, err)
		}
	}
	if err := k.Sweep(t.Context(), now.Add(unprovenFor)); err != nil || m.requests[id].State != Refused || m.requests[id].Reason != NotVerified || len(m.codes) != 0 {
		t.Errorf("%s, %v", m.requests[id].State, err)
	}
	if told := m.news(t); len(told) != 0 {
		t.Errorf("somebody who may be another was told: %v", events(told))
	}
}

// TestStaffNameOneIdentifier: what is entered for somebody without an account names
// them, and beside an account there is no identifier that could reach another.
func TestStaffNameOneIdentifier(t *testing.T) {
	k, _ := newDesk(t)
	s, err := VisitorSubject("order", "20260001")
	if err != nil {
		t.Fatal(err)
	}
	o := letter(t, "lin", Delete)
	o.Subject, o.Detail.Claims = s, map[string]string{"order": "20260001"}
	r := open(t, k, o)
	if r, err = k.Approve(t.Context(), r.ID, "bo", now); err != nil || r.Keys()["order"] != "20260001" {
		t.Errorf("keys %v, %v", r.Keys(), err)
	}
	for _, bad := range []Order{
		{Subject: s, Detail: Detail{Claims: map[string]string{"order": "20260002"}}},
		{Subject: s, Detail: Detail{Claims: map[string]string{"order": "20260001", "phone": "13800138000"}}},
		{Subject: s},
		{Subject: subject(t, "lin"), Detail: Detail{Claims: map[string]string{"phone": "13800138000"}}},
	} {
		o.Subject, o.Detail.Claims = bad.Subject, bad.Detail.Claims
		if _, err := k.Open(t.Context(), o, "", now); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%v: %v", o.Detail.Claims, err)
		}
	}
	if _, err := k.Mine(t.Context(), ledger.Lookup{}, ledger.Lookup{}, r.ID, now); fault.KindOf(err) != fault.NotFound {
		t.Errorf("nobody reads it: %v", err)
	}
}

// TestOneContactIsOneVisitor: however it is written, codes to it are counted together,
// and a code goes to it as it was typed.
func TestOneContactIsOneVisitor(t *testing.T) {
	for name, forms := range map[string][]string{
		"phone": {"13900001002", "8613900001002", "+86 139 0000 1002", "008613900001002", "86-139-0000-1002", "139 0000 1002"},
		"email": {"liang@mail.example", "LIANG@mail.example", "Liang@MAIL.Example", " liang@mail.example "},
	} {
		k, m := newDesk(t)
		for i := range 2 * CodesADay {
			o := Order{Kind: Access, Detail: Detail{Claims: map[string]string{name: forms[i%len(forms)]}}}
			if _, err := k.OpenVisitor(t.Context(), o, now); err != nil {
				t.Fatal(err)
			}
		}
		if len(m.codes) != CodesADay {
			t.Errorf("%s: %d codes for one contact", name, len(m.codes))
		}
		sent := false
		for _, n := range m.news(t) {
			sent = sent || n.To == "LIANG@mail.example"
		}
		if name == "email" && !sent {
			t.Error("the address was rewritten")
		}
	}
}
