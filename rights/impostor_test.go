package rights

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
)

// A proofCase is a way of showing who asks, and whether it shows it.
type proofCase struct {
	name  string
	proof Proof
}

func proofs() []proofCase {
	return []proofCase{
		{"none", Proof{}},
		{"login", Proof{Method: AppLogin, At: now}},
		{"login and step-up", Proof{Method: AppLogin, At: now, StepUp: now.Add(-time.Minute)}},
		{"login and stale step-up", Proof{Method: AppLogin, At: now, StepUp: now.Add(-StepUpFor - time.Second)}},
		{"login and step-up to come", Proof{Method: AppLogin, At: now, StepUp: now.Add(time.Hour)}},
		{"login to come", Proof{Method: AppLogin, At: now.Add(time.Hour), StepUp: now}},
		{"login never done", Proof{Method: AppLogin, StepUp: now}},
		{"a code that nobody typed", Proof{Method: CodeToHeld, At: now}},
		{"called back", Proof{Method: CalledBack, Reference: "call 7", Approved: []string{"x", "y"}}},
		{"called back, no evidence", Proof{Method: CalledBack}},
		{"relation", Proof{Method: RelationShown, Reference: "file 9", Relation: "child", Arrangement: "file 9: none known"}},
		{"relation, no arrangement", Proof{Method: RelationShown, Reference: "file 9", Relation: "child"}},
		{"relation, a friend", Proof{Method: RelationShown, Reference: "file 9", Relation: "friend", Arrangement: "file 9"}},
		{"authority", Proof{Method: AuthorityLetter, Reference: "letter 3"}},
		{"letter", Proof{Method: LetterToHeld, Reference: "letter 8"}},
		{"guardian", Proof{Method: GuardianShown, Reference: "desk 2"}},
		{"guardian, no evidence", Proof{Method: GuardianShown}},
		{"face", Proof{Method: "face", At: now, Reference: "photo"}},
		{"document", Proof{Method: "id-copy", At: now, Reference: "scan"}},
	}
}

// lets is the table, written down a second time: whether a proof lets this speaker
// ask for this kind in this way, so that the request is taken.
func lets(k Kind, w Way, s Speaker, p string) bool {
	grave := k == Copy || k == Delete || k == Transfer || k == Close
	switch {
	case !slices.Contains(Kinds(), k):
		return false
	case w == BySelf && (s == Person || s == Guardian):
		return p == "login and step-up" || !grave && (p == "login" || p == "login and stale step-up" || p == "login and step-up to come")
	case w == ByStaff && (s == Person || s == Guardian):
		return p == "none" || p == "called back" || p == "letter"
	case w == ByStaff && s == Authority:
		return p == "none" || p == "authority"
	case w == ByStaff && s == Relative:
		asks := k == Access || k == Copy || k == Correct || k == Complete || k == Delete || k == Explain
		return asks && (p == "none" || p == "relation") || k == Complain && (p == "none" || p == "relation" || p == "called back")
	}
	return false
}

// letsUnlinked is the same of a guardian whom no account is linked to.
func letsUnlinked(k Kind, w Way, p string) bool {
	asks := k == Access || k == Copy || k == Correct || k == Complete || k == Delete
	return w == ByStaff && (asks && (p == "none" || p == "guardian") || k == Complain && (p == "none" || p == "guardian" || p == "called back"))
}

// byTwo lists what staff enter and one of them alone does not let through.
func byTwo(k Kind) bool {
	return slices.Contains([]Kind{Copy, Delete, Transfer, Close, Restrict, Withdraw}, k)
}

// TestImpostors goes through every kind, way, speaker, proof and person: what the
// table does not let through leaves nothing behind at all, and what is let through
// without proof has no effect but to wait for it.
func TestImpostors(t *testing.T) {
	k, m := newDesk(t)
	speakers := map[string]ledger.Lookup{"nobody": {}, "fang": lookup(t, "fang"), "lin": lookup(t, "lin"), "mei": lookup(t, "mei")}
	tried, denied := 0, 0
	for _, kind := range append(Kinds(), "everything", "") {
		for _, way := range append(Ways(), "carrier-pigeon") {
			for _, speaker := range append(Speakers(), "friend") {
				for _, p := range proofs() {
					for _, whose := range []string{"lin", "xin", "never-seen"} {
						for name, by := range speakers {
							o := Order{Subject: subject(t, whose), Kind: kind, Way: way, Speaker: speaker, By: by, Proof: p.proof, Detail: wants(kind)}
							if o.Detail.Text == "" && speaker == Relative {
								o.Detail.Text = "办理遗产"
							}
							if way == ByStaff {
								o.Actor = "anna"
							}
							own := speaker != Guardian && (name == "nobody" || name == whose)
							guardian := speaker == Guardian && whose == "xin" && name == "fang"
							want := lets(kind, way, speaker, p.name) && (own || guardian)
							unlinked := speaker == Guardian && !guardian && name != whose
							want = want || unlinked && letsUnlinked(kind, way, p.name)
							before, standing := m.counts(), m.people[lookup(t, whose)]
							r, err := k.Open(t.Context(), o, "", now)
							what := fmt.Sprintf("%s %s %s by %s about %s with %s", kind, way, speaker, name, whose, p.name)
							tried++
							switch {
							case !want:
								denied++
								if err == nil || m.counts() != before {
									t.Fatalf("%s: let through: %v", what, err)
								}
								if kind := fault.KindOf(err); kind != fault.Forbidden && kind != fault.Refused && kind != fault.Invalid {
									t.Fatalf("%s: %v", what, err)
								}
							case err != nil:
								t.Fatalf("%s: %v", what, err)
							case p.name == "none" && r.State != Verifying && r.Proof.At.IsZero():
								t.Fatalf("%s: went on to %s without proof", what, r.State)
							case unlinked && kind != Complain && r.State != Verifying:
								t.Fatalf("%s: went on to %s on the word of one", what, r.State)
							case way == ByStaff && r.State != Verifying && byTwo(kind) && len(r.Proof.Approved) < 2:
								t.Fatalf("%s: went on to %s by one alone", what, r.State)
							}
							if standing != nil && r.ID != "" {
								m.people[lookup(t, whose)].standing.Restriction = standing.standing.Restriction
							}
							clear(m.requests) // each stands for itself
						}
					}
				}
			}
		}
	}
	if tried < 10_000 || denied < tried/2 {
		t.Errorf("%d tried, %d denied", tried, denied)
	}
}

// TestEveryIdIsChecked: nobody reads, cancels or goes on with another's request.
func TestEveryIdIsChecked(t *testing.T) {
	k, m := newDesk(t)
	lin := open(t, k, own(t, "lin", Close))
	child := own(t, "xin", Close)
	child.Speaker, child.By = Guardian, lookup(t, "fang")
	xin := open(t, k, child)
	before := m.counts()
	none := func(what string, err error) {
		t.Helper()
		if err == nil || fault.KindOf(err) != fault.NotFound || m.counts() != before {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, who := range []string{"lin", "mei", "xin", "fang", "never-seen"} {
		for _, by := range []string{"", "lin", "mei", "xin", "fang"} {
			for _, r := range []Request{lin, xin, {ID: "00-nothing"}} {
				var speaker ledger.Lookup
				if by != "" {
					speaker = lookup(t, by)
				}
				mine := r.ID == lin.ID && who == "lin" && (by == "" || by == "lin") ||
					r.ID == xin.ID && who == "xin" && (by == "" || by == "xin" || by == "fang")
				got, err := k.Mine(t.Context(), lookup(t, who), speaker, r.ID, now)
				if mine {
					if err != nil || got.ID != r.ID {
						t.Errorf("%s by %q does not see their own: %v", who, by, err)
					}
					continue
				}
				none(fmt.Sprintf("%s by %q reads", who, by), err)
				_, err = k.Cancel(t.Context(), lookup(t, who), speaker, r.ID, now)
				none(fmt.Sprintf("%s by %q cancels", who, by), err)
			}
		}
	}
	for _, try := range []func() error{
		func() error { _, err := k.Approve(t.Context(), "00-nothing", "anna", now); return err },
		func() error { _, err := k.Verify(t.Context(), "00-nothing", Proof{}, "anna", now); return err },
		func() error { _, err := k.Answer(t.Context(), "00-nothing", "x", "anna", now); return err },
		func() error {
			_, err := k.Turn(t.Context(), "00-nothing", Refused, NotVerified, lang.Text{ZH: "x"}, "anna", now)
			return err
		},
	} {
		none("what is not there", try())
	}
}

// TestGuardiansWhoseLinkEnded read nothing, cancel nothing, and what they asked for
// goes no further.
func TestGuardiansWhoseLinkEnded(t *testing.T) {
	k, m := newDesk(t)
	o := letter(t, "xin", Copy)
	o.Speaker, o.By = Guardian, lookup(t, "fang")
	r := open(t, k, o)
	o.Kind, o.Proof = Restrict, Proof{}
	unproven := open(t, k, o)
	if _, err := k.Consent.EndGuardian(t.Context(), subject(t, "xin"), now); err != nil {
		t.Fatal(err)
	}
	before := m.counts()
	if _, err := k.Approve(t.Context(), r.ID, "bo", now); fault.KindOf(err) != fault.Refused || m.counts() != before {
		t.Errorf("approved: %v", err)
	}
	if _, err := k.Verify(t.Context(), unproven.ID, Proof{Method: InPerson, Reference: "x"}, "bo", now); fault.KindOf(err) != fault.Refused || m.counts() != before {
		t.Errorf("verified: %v", err)
	}
	if _, err := k.Mine(t.Context(), r.Lookup, lookup(t, "fang"), r.ID, now); fault.KindOf(err) != fault.NotFound {
		t.Errorf("read: %v", err)
	}
	if all, err := k.List(t.Context(), r.Lookup, lookup(t, "fang"), now); len(all) != 0 || fault.KindOf(err) != fault.NotFound {
		t.Errorf("listed: %v, %v", all, err)
	}
}

// TestForgedStaff: who acts is never one of the names that Volens uses itself, and
// staff do not enter what is a person's own.
func TestForgedStaff(t *testing.T) {
	k, m := newDesk(t)
	r := open(t, k, own(t, "lin", Explain))
	before := m.counts()
	for _, actor := range []string{"", System, ByPerson, ByGuardian} {
		o := letter(t, "lin", Restrict)
		o.Actor = actor
		_, opened := k.Open(t.Context(), o, "", now)
		_, answered := k.Answer(t.Context(), r.ID, "因为", actor, now)
		_, verified := k.Verify(t.Context(), r.ID, Proof{Method: InPerson, Reference: "x"}, actor, now)
		for _, err := range []error{opened, answered, verified} {
			if fault.KindOf(err) != fault.Forbidden || m.counts() != before {
				t.Errorf("as %q: %v", actor, err)
			}
		}
	}
	for _, change := range []func(*Order){
		func(o *Order) { o.Actor = "anna" },
		func(o *Order) { o.Received = now.AddDate(0, 0, -14) },
		func(o *Order) { o.Detail.Answer = "好" },
		func(o *Order) { o.Detail.Claims = map[string]string{"phone": "13800138000"} },
		func(o *Order) { o.Subject, _ = VisitorSubject("phone", "13800138000") },
		func(o *Order) { o.Subject = ledger.Subject{} },
		func(o *Order) { o.Way = ByVisitor },
		func(o *Order) { o.Service = "another" },
		func(o *Order) { o.Detail.Age = "age1x" },
		func(o *Order) { o.Detail.Target = "https://x.example" },
		func(o *Order) { o.Detail.Text = string(make([]byte, maxText+1)) },
	} {
		o := own(t, "lin", Restrict)
		change(&o)
		if _, err := k.Open(t.Context(), o, "", now); err == nil || m.counts() != before {
			t.Errorf("taken: %+v", o.Kind)
		}
	}
}

// TestChangedContact: to change what the next code goes to takes what the code would.
func TestChangedContact(t *testing.T) {
	k, m := newDesk(t)
	before := m.counts()
	for _, item := range []string{"recipient-phone", "recipient-address"} {
		o := own(t, "lin", Correct)
		o.Detail.Values = map[string]string{item: "13900139000"}
		o.Proof.StepUp = time.Time{}
		if _, err := k.Open(t.Context(), o, "", now); fault.RuleOf(err) != RuleStepUp || m.counts() != before {
			t.Errorf("%s: %v", item, err)
		}
	}
	o := own(t, "lin", Correct)
	o.Proof.StepUp = time.Time{}
	if r := open(t, k, o); r.State != InProgress {
		t.Errorf("a nickname: %s", r.State)
	}
}
