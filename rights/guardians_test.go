package rights

import (
	"slices"
	"testing"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
)

// stranger is an order of a guardian whom no account is linked to, as staff enter it.
func stranger(t testing.TB, who string, k Kind) Order {
	o := letter(t, who, k)
	o.Speaker, o.Proof = Guardian, Proof{Method: GuardianShown, Reference: "desk 2: birth record seen"}
	return o
}

// TestGuardiansWithoutAnAccount are heard through staff, whom they show the relation,
// for what the Minors Regulations name, and by two keys.
func TestGuardiansWithoutAnAccount(t *testing.T) {
	k, m := newDesk(t)
	for _, kind := range []Kind{Access, Copy, Correct, Complete, Delete} {
		for _, who := range []string{"xin", "never-seen"} {
			r := open(t, k, stranger(t, who, kind))
			if r.State != Verifying || r.Reason != SecondApproval || !r.By.IsZero() {
				t.Fatalf("%s: %s (%s)", kind, r.State, r.Reason)
			}
			if _, err := k.Approve(t.Context(), r.ID, "anna", now); fault.RuleOf(err) != RuleApproval {
				t.Errorf("%s: approved twice by one: %v", kind, err)
			}
			if r, err := k.Approve(t.Context(), r.ID, "bo", now); err != nil || r.State != InProgress || r.Downloadable() {
				t.Errorf("%s: %s, %v", kind, r.State, err)
			}
		}
	}
	o := stranger(t, "mei", Delete)
	o.Proof = Proof{}
	r := open(t, k, o)
	if _, err := k.Verify(t.Context(), r.ID, Proof{Method: CalledBack, Reference: "call 1"}, "anna", now); fault.RuleOf(err) != RuleProof {
		t.Errorf("a call shows no relation: %v", err)
	}
	if r, err := k.Verify(t.Context(), r.ID, Proof{Method: GuardianShown, Reference: "desk 2"}, "anna", now); err != nil || r.Reason != SecondApproval {
		t.Errorf("%s, %v", r.Reason, err)
	}
	before := m.counts()
	for _, kind := range []Kind{Restrict, Transfer, Close, Withdraw, Explain} {
		if _, err := k.Open(t.Context(), stranger(t, "mei", kind), "", now); fault.KindOf(err) != fault.Refused || m.counts() != before {
			t.Errorf("%s: %v", kind, err)
		}
	}
	linked := letter(t, "xin", Copy)
	linked.Speaker, linked.By, linked.Proof = Guardian, lookup(t, "fang"), Proof{Method: GuardianShown, Reference: "x"}
	if _, err := k.Open(t.Context(), linked, "", now); fault.RuleOf(err) != RuleProof {
		t.Errorf("who is linked is known by what is held: %v", err)
	}
}

// TestNobodyElsesCopy: a guardian whom staff hear gets no request of the person's, and
// the person none of theirs.
func TestNobodyElsesCopy(t *testing.T) {
	k, _ := newDesk(t)
	mine := open(t, k, own(t, "mei", Copy))
	theirs := open(t, k, stranger(t, "mei", Copy))
	again, written := open(t, k, stranger(t, "mei", Copy)), open(t, k, letter(t, "mei", Copy))
	ids := []RequestID{mine.ID, theirs.ID, again.ID, written.ID}
	if slices.Sort(ids); len(slices.Compact(ids)) != 4 {
		t.Error("a request was taken for another's")
	}
}

// TestMoreWaysToKnowWhoWrites: what was sent to something that is held already counts.
func TestMoreWaysToKnowWhoWrites(t *testing.T) {
	k, _ := newDesk(t)
	for _, method := range []string{LetterToHeld, CodeToHeld, CalledBack, InPerson} {
		o := letter(t, "lin", Explain)
		o.Detail.Text = method
		o.Proof = Proof{Method: method, Reference: "letter 8"}
		if r := open(t, k, o); r.Proof.Method != method || r.State != InProgress || !slices.Contains(r.StaffMethods(), method) {
			t.Errorf("%s: %s", method, r.State)
		}
	}
	for _, m := range Methods() {
		if m.Text.ZH == "" || m.Text.EN == "" {
			t.Errorf("%s has no text", m.ID)
		}
	}
}

// TestRelativesAndComplaints: relatives may also complete and have the rules explained;
// a complaint takes no relation.
func TestRelativesAndComplaints(t *testing.T) {
	k, _ := newDesk(t)
	for _, kind := range []Kind{Complete, Explain} {
		if r := open(t, k, heir(t, kind)); !r.Proven() {
			t.Errorf("%s: %s", kind, r.State)
		}
	}
	o := heir(t, Complain)
	o.Proof = Proof{Method: InPerson, Reference: "desk 3"}
	if r := open(t, k, o); r.State != InProgress {
		t.Errorf("a complaint: %s", r.State)
	}
	o = heir(t, Complete)
	o.Detail.Text = ""
	if _, err := k.Open(t.Context(), o, "", now); fault.KindOf(err) != fault.Invalid {
		t.Errorf("without the interest that it serves: %v", err)
	}
}

// TestWhyElseItIsErased: staff may say why a deletion is due and since when, with two
// keys; nobody else may, and of nothing else.
func TestWhyElseItIsErased(t *testing.T) {
	k, m := newDesk(t)
	o := letter(t, "lin", Delete)
	plain := open(t, k, o)
	o.Detail.Trigger, o.Detail.Event = OnUnlawful, now.AddDate(-2, 0, 0)
	r := open(t, k, o)
	if r.ID == plain.ID || r.State != Verifying || r.Reason != SecondApproval || r.Detail.Trigger != OnUnlawful || !r.Detail.Event.Equal(o.Detail.Event) {
		t.Errorf("%s (%s) %+v", r.State, r.Reason, r.Detail)
	}
	before := m.counts()
	for name, change := range map[string]func(*Order){
		"no time":     func(o *Order) { o.Detail.Event = time.Time{} },
		"in time":     func(o *Order) { o.Detail.Event = now.Add(time.Hour) },
		"a copy":      func(o *Order) { o.Kind = Copy },
		"closing":     func(o *Order) { o.Kind = Close },
		"unheard of":  func(o *Order) { o.Detail.Trigger = "whim" },
		"only a time": func(o *Order) { o.Detail.Trigger = "" },
		"by the person": func(o *Order) {
			o.Way, o.Actor, o.Proof = BySelf, "", Proof{Method: AppLogin, At: now, StepUp: now}
		},
	} {
		o := letter(t, "lin", Delete)
		o.Detail.Trigger, o.Detail.Event = OnPurpose, now.AddDate(0, -1, 0)
		change(&o)
		if _, err := k.Open(t.Context(), o, "", now); fault.KindOf(err) != fault.Invalid || m.counts() != before {
			t.Errorf("%s: %v", name, err)
		}
	}
	o = letter(t, "lin", Delete)
	o.Detail.Trigger = OnRequest
	if r := open(t, k, o); r.ID != plain.ID {
		t.Error("that somebody asks is what nothing else is said of")
	}
}

// TestATransferIsLetGo by staff who say how they judged it, and only where what can be
// seen is met.
func TestATransferIsLetGo(t *testing.T) {
	k, m := newDesk(t)
	r := open(t, k, own(t, "lin", Transfer))
	said := lang.Text{ZH: "对方愿意接收，不涉及他人", EN: "the recipient takes it, and nobody else is touched"}
	o := own(t, "lin", Transfer)
	o.Uses = append(o.Uses, "shop/order/invoice-title/invoice")
	duty := open(t, k, o)
	before := m.counts()
	if _, err := k.Turn(t.Context(), r.ID, InProgress, CarryingOut, lang.Text{}, "anna", now); fault.KindOf(err) != fault.Invalid || fault.RuleOf(err) != RuleConditions || m.counts() != before {
		t.Errorf("without a word: %v", err)
	}
	if _, err := k.Turn(t.Context(), duty.ID, InProgress, CarryingOut, said, "anna", now); fault.KindOf(err) != fault.Conflict || fault.RuleOf(err) != RuleConditions || m.counts() != before {
		t.Errorf("what a law asks for: %v", err)
	}
	if r, err := k.Turn(t.Context(), r.ID, InProgress, CarryingOut, said, "anna", now); err != nil || r.Reason != CarryingOut {
		t.Errorf("%s, %v", r.Reason, err)
	}
}

// TestAVisitorIsShownWhatIsHeld: a proven code alone ends no request for access.
func TestAVisitorIsShownWhatIsHeld(t *testing.T) {
	k, m := newDesk(t)
	id, sent := visit(t, k, m, claims(Access, "13800138000"), now)
	r, err := k.Prove(t.Context(), id, sent.Code, now)
	if err != nil || r.State != InProgress || r.Reason != WithStaff || len(r.Clocks) != 1 {
		t.Errorf("%s (%s), %d clocks, %v", r.State, r.Reason, len(r.Clocks), err)
	}
	if r, err = k.Turn(t.Context(), id, Finished, Answered, lang.Text{}, "anna", now); err != nil || r.State != Finished {
		t.Errorf("%s, %v", r.State, err)
	}
}

// TestReasonsBelongToKinds: nobody is refused for what the law says of something else.
func TestReasonsBelongToKinds(t *testing.T) {
	only := map[Reason][]Kind{
		NotPortable: {Transfer}, NotFeasible: {Transfer}, HarmsOthers: {Transfer}, RightAsItIs: {Correct, Complete}, Secrecy: {Access, Copy},
		StillNeeded: {Delete}, HardToErase: {Delete, Close}, KeptByLaw: {Delete, Close}, ErasedButKept: {Delete, Close},
	}
	for _, g := range Reasons() {
		if want, ok := only[g.Reason]; ok && !slices.Equal(g.Kinds, want) {
			t.Errorf("%s is for %v, want %v", g.Reason, g.Kinds, want)
		}
	}
	for _, kind := range Kinds() {
		for _, speaker := range Speakers() {
			r := Request{Kind: kind, Way: ByStaff, Speaker: speaker, State: InProgress, Proof: Proof{At: now, Approved: []string{"a", "b"}}}
			offered := map[Reason]bool{}
			for _, g := range r.Refusals() {
				offered[g.Reason] = true
			}
			for _, g := range Reasons() {
				_, err := r.turn(Refused, g.Reason, lang.Text{ZH: "说明"}, "anna", now)
				if (err == nil) != offered[g.Reason] {
					t.Errorf("%s by a %s for %s: offered %v, %v", kind, speaker, g.Reason, offered[g.Reason], err)
				}
			}
			if relative := speaker == Relative; offered[ArrangedElse] != relative || offered[NoOwnInterest] != relative || offered["keeping-required"] || offered[PersonForgotten] {
				t.Errorf("%s by a %s: %v", kind, speaker, offered)
			}
			if _, err := r.turn(Held, KeptByLaw, lang.Text{}, "anna", now); (err == nil) != (kind == Delete || kind == Close) {
				t.Errorf("%s kept by law: %v", kind, err)
			}
		}
	}
}

// TestWhatAnAnswerRestsOn: another article with each kind.
func TestWhatAnAnswerRestsOn(t *testing.T) {
	for kind, want := range map[Kind]string{Access: "45¶2", Explain: "48", Complain: "20"} {
		cites := Request{Kind: kind, Reason: Answered}.Ground().Cites
		if len(cites) == 0 || cites[0].Ref() != want {
			t.Errorf("%s rests on %v", kind, cites)
		}
	}
	if g := MayCancel.Ground(); len(g.Cites) != 0 {
		t.Errorf("the window is our arrangement: %v", g.Cites)
	}
}

// TestDownloadable: nobody but the person, or the guardian, through the person's link.
func TestDownloadable(t *testing.T) {
	for _, way := range Ways() {
		for _, s := range Speakers() {
			for _, kind := range Kinds() {
				r := Request{Kind: kind, Way: way, Speaker: s, By: ledger.Lookup{1}}
				if want := kind == Copy && way == BySelf && (s == Person || s == Guardian); r.Downloadable() != want {
					t.Errorf("%s %s %s: %v", kind, way, s, !want)
				}
			}
		}
	}
}
