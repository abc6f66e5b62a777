package rights

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
)

// waiting is a request that staff asked the person about.
func waiting(t testing.TB, k *Desk, o Order) Request {
	t.Helper()
	r, err := k.Turn(t.Context(), open(t, k, o).ID, Waiting, TellMore, lang.Text{ZH: "哪一笔订单？", EN: "Which order?"}, "anna", now)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestAPersonAnswersWhatTheyAreAsked: it goes on with staff, who are told, and the
// clocks are those that ran all along.
func TestAPersonAnswersWhatTheyAreAsked(t *testing.T) {
	k, m := newDesk(t)
	q := waiting(t, k, own(t, "lin", Explain))
	m.news(t)
	later := now.Add(48 * time.Hour)
	r, err := k.Reply(t.Context(), q.Lookup, ledger.Lookup{}, q.ID, "上周的那一笔", "k1", later)
	if err != nil || r.State != InProgress || r.Reason != WithStaff || !r.Due().Equal(q.Due()) || !r.Received.Equal(q.Received) {
		t.Fatalf("%s (%s) due %s, was %s: %v", r.State, r.Reason, r.Due(), q.Due(), err)
	}
	if said := r.Detail.Replies; len(said) != 1 || said[0].Text != "上周的那一笔" || said[0].By != ByPerson || !said[0].At.Equal(later) {
		t.Errorf("kept %+v", said)
	}
	told := m.news(t)
	if !slices.Equal(slices.Sorted(slices.Values(events(told))), []Event{EventInProgress, EventReplied}) {
		t.Errorf("told %v", events(told))
	}
	for _, n := range told {
		if strings.Contains(string(plain(n)), "上周") {
			t.Errorf("what was written is told: %+v", n)
		}
	}
	if last := m.entries[len(m.entries)-1]; !strings.Contains(string(last.Body), "上周的那一笔") {
		t.Errorf("the record does not have it: %s", last.Body)
	}
}

func TestRepliesUnderAKey(t *testing.T) {
	k, m := newDesk(t)
	q := waiting(t, k, own(t, "lin", Explain))
	say := func(text, once string) error {
		_, err := k.Reply(t.Context(), q.Lookup, ledger.Lookup{}, q.ID, text, once, now)
		return err
	}
	if err := say("第一次", "k1"); err != nil {
		t.Fatal(err)
	}
	before := m.counts()
	if err := say("第一次", "k1"); err != nil || m.counts() != before || len(m.requests[q.ID].Detail.Replies) != 1 {
		t.Errorf("the same under the key: %v", err)
	}
	if err := say("第二次", "k1"); fault.RuleOf(err) != consent.IdempotencyReused {
		t.Errorf("another under the key: %v", err)
	}
	if err := say("第二次", ""); fault.RuleOf(err) != RuleState {
		t.Errorf("it does not wait any more: %v", err)
	}
	o := own(t, "lin", Complain)
	if _, err := k.Open(t.Context(), o, "k1", now); fault.RuleOf(err) != consent.IdempotencyReused {
		t.Errorf("a request under the key of a reply: %v", err)
	}
	if m.counts() != before {
		t.Errorf("%v after %v", m.counts(), before)
	}
}

// TestWhoCannotReply: others, and whoever is not asked; and nothing empty or long.
func TestWhoCannotReply(t *testing.T) {
	k, m := newDesk(t)
	q := waiting(t, k, own(t, "lin", Explain))
	going := open(t, k, own(t, "lin", Complain))
	relative := letter(t, "lin", Explain)
	relative.Speaker, relative.Proof = Relative, Proof{}
	kin := waiting(t, k, relative)
	o := letter(t, "mei", Copy)
	o.Speaker, o.Proof = Guardian, Proof{}
	unlinked := waiting(t, k, o)
	before := m.counts()
	for name, c := range map[string]struct {
		who, by ledger.Lookup
		id      RequestID
		text    string
		kind    fault.Kind
	}{
		"another":             {lookup(t, "mei"), ledger.Lookup{}, q.ID, "x", fault.NotFound},
		"no guardian":         {lookup(t, "lin"), lookup(t, "fang"), q.ID, "x", fault.NotFound},
		"nobody":              {ledger.Lookup{}, ledger.Lookup{}, q.ID, "x", fault.NotFound},
		"not asked":           {lookup(t, "lin"), ledger.Lookup{}, going.ID, "x", fault.Conflict},
		"a relative is asked": {lookup(t, "lin"), ledger.Lookup{}, kin.ID, "x", fault.Conflict},
		"a guardian is asked": {lookup(t, "mei"), ledger.Lookup{}, unlinked.ID, "x", fault.Conflict},
		"nothing":             {lookup(t, "lin"), ledger.Lookup{}, q.ID, " \n", fault.Invalid},
		"too long":            {lookup(t, "lin"), ledger.Lookup{}, q.ID, strings.Repeat("x", maxReply+1), fault.Invalid},
		"no text":             {lookup(t, "lin"), ledger.Lookup{}, q.ID, "\xff", fault.Invalid},
	} {
		if _, err := k.Reply(t.Context(), c.who, c.by, c.id, c.text, "", now); fault.KindOf(err) != c.kind || m.counts() != before {
			t.Errorf("%s: %v", name, err)
		}
	}
	o = own(t, "lin", Complain)
	o.Detail.Replies = []Reply{{Text: "x"}}
	if _, err := k.Open(t.Context(), o, "", now); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a reply that nobody asked for: %v", err)
	}
}

// TestRepliesEnd: however often staff ask, one request does not grow without bound.
func TestRepliesEnd(t *testing.T) {
	k, _ := newDesk(t)
	q := waiting(t, k, own(t, "lin", Explain))
	for range maxReplies {
		if _, err := k.Reply(t.Context(), q.Lookup, ledger.Lookup{}, q.ID, "x", "", now); err != nil {
			t.Fatal(err)
		}
		if _, err := k.Turn(t.Context(), q.ID, Waiting, TellMore, lang.Text{}, "anna", now); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := k.Reply(t.Context(), q.Lookup, ledger.Lookup{}, q.ID, "x", "", now); fault.RuleOf(err) != RuleState {
		t.Errorf("one more: %v", err)
	}
}

// TestAReplyProvesNothing: a letter that nobody has verified still waits for that.
func TestAReplyProvesNothing(t *testing.T) {
	k, m := newDesk(t)
	for _, proof := range []Proof{{}, {Method: CalledBack, Reference: "call 7"}} {
		o := letter(t, "lin", Delete)
		o.Proof = proof
		q := waiting(t, k, o)
		r, err := k.Reply(t.Context(), q.Lookup, ledger.Lookup{}, q.ID, "是我", "", now)
		if err != nil || r.State != Verifying || r.Proven() || slices.Contains(events(m.news(t)), EventInProgress) {
			t.Errorf("%s (%s), %v", r.State, r.Reason, err)
		}
		if _, err := k.Turn(t.Context(), q.ID, Refused, NotVerified, lang.Text{ZH: "不是"}, "anna", now); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAGuardianReplies while they are the guardian in force, and is named as one.
func TestAGuardianReplies(t *testing.T) {
	k, _ := newDesk(t)
	o := own(t, "xin", Explain)
	o.Speaker, o.By = Guardian, lookup(t, "fang")
	q := waiting(t, k, o)
	r, err := k.Reply(t.Context(), q.Lookup, lookup(t, "fang"), q.ID, "x", "", now)
	if err != nil || r.Detail.Replies[0].By != ByGuardian {
		t.Fatalf("%+v, %v", r.Detail, err)
	}
	if _, err := k.Turn(t.Context(), q.ID, Waiting, TellMore, lang.Text{}, "anna", now); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Consent.EndGuardian(t.Context(), subject(t, "xin"), now); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Reply(t.Context(), q.Lookup, lookup(t, "fang"), q.ID, "x", "", now); fault.KindOf(err) != fault.NotFound {
		t.Errorf("after the link ended: %v", err)
	}
}
