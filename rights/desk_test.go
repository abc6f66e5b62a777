package rights

import (
	"slices"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
)

// own is an order through the person's own link, just after a login.
func own(t testing.TB, who string, k Kind) Order {
	o := Order{Subject: subject(t, who), Kind: k, Way: BySelf, Speaker: Person, Proof: Proof{Method: AppLogin, At: now, StepUp: now.Add(-time.Minute)}}
	o.Detail = wants(k)
	return o
}

// letter is an order that staff enter and vouch for.
func letter(t testing.TB, who string, k Kind) Order {
	o := own(t, who, k)
	o.Way, o.Actor, o.Proof = ByStaff, "anna", Proof{Method: CalledBack, Reference: "call 7"}
	return o
}

// wants is a detail that a request of the kind can be carried out with.
func wants(k Kind) Detail {
	switch k {
	case Correct, Complete:
		return Detail{Values: map[string]string{"nickname": "阿林"}}
	case Explain, Complain:
		return Detail{Text: "为什么推荐这些书？"}
	case Transfer:
		return Detail{Target: "https://other.example/import"}
	}
	return Detail{}
}

func open(t testing.TB, k *Desk, o Order) Request {
	t.Helper()
	r, err := k.Open(t.Context(), o, "", now)
	if err != nil {
		t.Fatalf("%s by %s: %v", o.Kind, o.Way, err)
	}
	return r
}

func TestWhereARequestGoesByItself(t *testing.T) {
	for _, c := range []struct {
		kind   Kind
		state  State
		reason Reason
		work   bool
		told   []Event
	}{
		{Access, Finished, Answered, false, []Event{EventReceived, EventDone}},
		{Copy, InProgress, CarryingOut, true, []Event{EventReceived, EventInProgress}},
		{Correct, InProgress, CarryingOut, true, []Event{EventReceived, EventInProgress}},
		{Complete, InProgress, CarryingOut, true, []Event{EventReceived, EventInProgress}},
		{Delete, InProgress, CarryingOut, true, []Event{EventReceived, EventInProgress}},
		{Restrict, Finished, CarriedOut, false, []Event{EventReceived, EventDone}},
		{Transfer, InProgress, WithStaff, false, []Event{EventReceived, EventInProgress}},
		{Close, Received, MayCancel, false, []Event{EventReceived}},
		{Withdraw, Finished, CarriedOut, false, []Event{EventReceived, EventDone}},
		{Explain, InProgress, WithStaff, false, []Event{EventReceived, EventInProgress}},
		{Complain, InProgress, WithStaff, false, []Event{EventReceived, EventInProgress}},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			k, m := newDesk(t)
			r := open(t, k, own(t, "lin", c.kind))
			work := slices.IndexFunc(m.work, func(w consent.Work) bool { return w.Kind == WorkRequest })
			if r.State != c.state || r.Reason != c.reason || (work >= 0) != c.work {
				t.Errorf("it is %s (%s), work %v", r.State, r.Reason, work >= 0)
			}
			if work >= 0 && (m.work[work].Key != string(r.ID) || !m.work[work].Lookup.IsZero() || m.work[work].Body != nil) {
				t.Errorf("the work says more than the id: %+v", m.work[work])
			}
			if told := events(m.news(t)); !slices.Equal(told, c.told) {
				t.Errorf("told %v, want %v", told, c.told)
			}
			if kept, err := k.Mine(t.Context(), r.Lookup, ledger.Lookup{}, r.ID, now); err != nil || kept.State != c.state {
				t.Errorf("kept as %s, %v", kept.State, err)
			}
		})
	}
}

func TestRestrictingAndWithdrawingHappenAtOnce(t *testing.T) {
	k, m := newDesk(t)
	use := declaration.UseID("shop/reading/browsing-history/recommend")
	u, _ := shop(t, k).UseByID(use)
	m.people[lookup(t, "lin")].standing.Consents[use] = consent.Consent{Use: use, Fingerprint: u.Fingerprint(), State: consent.Granted}
	open(t, k, own(t, "lin", Withdraw))
	open(t, k, own(t, "lin", Restrict))
	s, _ := m.Standing(t.Context(), lookup(t, "lin"))
	if s.Consents[use].State != consent.Withdrawn || s.Restriction.Mode != consent.Restricted || s.Restriction.Reason != "person-asked" {
		t.Errorf("afterwards %+v", s)
	}
}

// TestNothingIsDoneThatWasNot: what consent refuses leaves no request behind that
// says otherwise.
func TestNothingIsDoneThatWasNot(t *testing.T) {
	k, m := newDesk(t)
	o := own(t, "lin", Withdraw)
	o.Uses = []declaration.UseID{"shop/never/declared/anywhere"}
	before := m.counts()
	if _, err := k.Open(t.Context(), o, "", now); fault.KindOf(err) != fault.Invalid || m.counts() != before {
		t.Errorf("got %v, %v after %v", err, m.counts(), before)
	}
}

func TestDuplicates(t *testing.T) {
	k, m := newDesk(t)
	first := open(t, k, own(t, "lin", Delete))
	m.news(t)
	if again := open(t, k, own(t, "lin", Delete)); again.ID != first.ID || len(m.news(t)) != 0 {
		t.Errorf("the same again is %s, want %s", again.ID, first.ID)
	}
	part := own(t, "lin", Delete)
	part.Uses = []declaration.UseID{"shop/reading/nickname/comment"}
	if other := open(t, k, part); other.ID == first.ID {
		t.Error("another scope is no repetition")
	}
	if other := open(t, k, own(t, "mei", Delete)); other.ID == first.ID {
		t.Error("another person's is no repetition")
	}
	late := letter(t, "lin", Delete)
	late.Received = now.AddDate(0, 0, -5)
	if moved := open(t, k, late); moved.ID != first.ID || !moved.Received.Equal(late.Received) || !moved.Due().Before(first.Due()) {
		t.Errorf("a letter that came before the click moves the clock back: %s due %s, was %s", moved.ID, moved.Due(), first.Due())
	}
	must := func(to State, why Reason) {
		t.Helper()
		if _, err := k.Turn(t.Context(), first.ID, to, why, lang.Text{}, System, now); err != nil {
			t.Fatal(err)
		}
	}
	must(Finished, CarriedOut)
	if anew := open(t, k, own(t, "lin", Delete)); anew.ID == first.ID {
		t.Error("what is done is not repeated but asked for anew")
	}
}

// TestUnprovenLettersStandInNobodysWay: a letter that anybody may have written does
// not swallow what the person asks for.
func TestUnprovenLettersStandInNobodysWay(t *testing.T) {
	k, _ := newDesk(t)
	o := letter(t, "lin", Delete)
	o.Proof = Proof{}
	forged := open(t, k, o)
	if mine := open(t, k, own(t, "lin", Delete)); mine.ID == forged.ID || mine.State != InProgress {
		t.Errorf("the person's own became %s (%s)", mine.ID, mine.State)
	}
}

func TestIdempotencyKeys(t *testing.T) {
	k, m := newDesk(t)
	o := own(t, "lin", Explain)
	a, err := k.Open(t.Context(), o, "k1", now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Answer(t.Context(), a.ID, "因为您买过", "anna", now); err != nil {
		t.Fatal(err)
	}
	before := m.counts()
	if b, err := k.Open(t.Context(), o, "k1", now); err != nil || b.ID != a.ID || m.counts() != before {
		t.Errorf("again under the key: %s, %v", b.ID, err)
	}
	o.Detail.Text = "别的"
	if _, err := k.Open(t.Context(), o, "k1", now); fault.RuleOf(err) != consent.IdempotencyReused {
		t.Errorf("another order under the key: %v", err)
	}
}

func TestSomebodyFasterIsNoError(t *testing.T) {
	k, m := newDesk(t)
	m.races = 5
	if r := open(t, k, own(t, "lin", Withdraw)); r.State != Finished {
		t.Errorf("it is %s", r.State)
	}
}

func TestTwoKeysForWhatIsGrave(t *testing.T) {
	k, m := newDesk(t)
	for _, kind := range []Kind{Copy, Delete, Transfer, Close, Withdraw, Restrict} {
		r := open(t, k, letter(t, "lin", kind))
		if r.State != Verifying || r.Reason != SecondApproval {
			t.Fatalf("%s: %s (%s)", kind, r.State, r.Reason)
		}
		before := m.counts()
		for _, actor := range []string{"anna", "", System, ByPerson} {
			if _, err := k.Approve(t.Context(), r.ID, actor, now); fault.KindOf(err) != fault.Forbidden || m.counts() != before {
				t.Errorf("%s: approved by %q: %v", kind, actor, err)
			}
		}
		if _, err := k.Turn(t.Context(), r.ID, InProgress, CarryingOut, lang.Text{}, "anna", now); err == nil || m.counts() != before {
			t.Errorf("%s: begun by one alone", kind)
		}
		if s, _ := m.Standing(t.Context(), lookup(t, "lin")); s.Restriction.Mode != consent.Free {
			t.Errorf("%s: everything has stopped on the word of one", kind)
		}
		if r, err := k.Approve(t.Context(), r.ID, "bo", now); err != nil || r.State == Verifying {
			t.Errorf("%s: by a second: %s, %v", kind, r.State, err)
		}
	}
}

func TestVerifyingLater(t *testing.T) {
	k, _ := newDesk(t)
	o := letter(t, "lin", Explain)
	o.Proof = Proof{}
	r := open(t, k, o)
	if r.State != Verifying || r.Reason != WhoAsks {
		t.Fatalf("%s (%s)", r.State, r.Reason)
	}
	if _, err := k.Verify(t.Context(), r.ID, Proof{Method: "face", Reference: "x"}, "anna", now); fault.RuleOf(err) != RuleProof {
		t.Errorf("a method that is none: %v", err)
	}
	r, err := k.Verify(t.Context(), r.ID, Proof{Method: InPerson, Reference: "desk 3", Approved: []string{"x", "y"}}, "anna", now)
	if err != nil || r.State != InProgress || !slices.Equal(r.Proof.Approved, []string{"anna"}) {
		t.Errorf("%s %+v, %v", r.State, r.Proof, err)
	}
}

func TestCancelling(t *testing.T) {
	k, m := newDesk(t)
	r := open(t, k, own(t, "lin", Close))
	if !r.Until.Equal(now.Add(DefaultWindow)) || !r.Until.Before(r.Due()) {
		t.Errorf("window until %s, due %s", r.Until, r.Due())
	}
	if _, err := k.Turn(t.Context(), r.ID, InProgress, CarryingOut, lang.Text{}, "anna", now); fault.RuleOf(err) != RuleWindowOpen {
		t.Errorf("begun within the window: %v", err)
	}
	due := r.Due()
	r, err := k.Cancel(t.Context(), r.Lookup, ledger.Lookup{}, r.ID, now.Add(time.Hour))
	if err != nil || r.State != Cancelled || !r.Due().Equal(due) {
		t.Fatalf("%s, %v", r.State, err)
	}
	again := open(t, k, own(t, "lin", Close))
	if _, err := k.Cancel(t.Context(), again.Lookup, ledger.Lookup{}, again.ID, again.Until); fault.RuleOf(err) != RuleState {
		t.Errorf("cancelled after the window: %v", err)
	}
	if err := k.Sweep(t.Context(), again.Until); err != nil {
		t.Fatal(err)
	}
	m.news(t)
	if _, err := k.Cancel(t.Context(), again.Lookup, ledger.Lookup{}, again.ID, now); fault.RuleOf(err) != RuleState {
		t.Errorf("cancelled after it began, by a clock that went back: %v", err)
	}
}

// TestNobodyHasToWait: whoever closes the account can do without the window, at once or
// while it runs, through the link as well as in a letter that two of staff took; and what
// began is not called back.
func TestNobodyHasToWait(t *testing.T) {
	k, m := newDesk(t)
	atOnce := func(o Order) Order { o.Detail.AtOnce = true; return o }
	called := func() int {
		work := slices.DeleteFunc(m.work, func(w consent.Work) bool { return w.Kind != WorkRequest })
		m.work = nil
		return len(work)
	}
	r := open(t, k, atOnce(own(t, "lin", Close)))
	if r.State != InProgress || r.Reason != CarryingOut || !r.Until.IsZero() || called() != 1 {
		t.Errorf("at once: %s (%s), until %s", r.State, r.Reason, r.Until)
	}
	if _, err := k.Cancel(t.Context(), r.Lookup, ledger.Lookup{}, r.ID, now); fault.RuleOf(err) != RuleState {
		t.Errorf("called back: %v", err)
	}
	first := open(t, k, own(t, "mei", Close))
	if first.State != Received || first.Until.IsZero() || called() != 0 {
		t.Fatalf("by default there is a window: %s", first.State)
	}
	again := open(t, k, atOnce(own(t, "mei", Close)))
	if again.ID != first.ID || again.State != InProgress || !again.Until.IsZero() || !again.Due().Equal(first.Due()) || called() != 1 {
		t.Errorf("while it runs: %s %s until %s", again.ID, again.State, again.Until)
	}
	if third := open(t, k, atOnce(own(t, "mei", Close))); third.ID != first.ID || called() != 0 {
		t.Error("said once more, it begins once more")
	}
	waits := open(t, k, own(t, "xin", Close))
	if forged := open(t, k, atOnce(letter(t, "xin", Close))); forged.ID != waits.ID || forged.State != Received || called() != 0 {
		t.Errorf("on the word of one: %s", forged.State)
	}
	post := open(t, k, atOnce(letter(t, "fang", Close)))
	if post.State != Verifying {
		t.Errorf("a letter: %s", post.State)
	}
	if post, err := k.Approve(t.Context(), post.ID, "bo", now); err != nil || post.State != InProgress || !post.Until.IsZero() {
		t.Errorf("a letter, approved: %s, %v", post.State, err)
	}
	for _, kind := range []Kind{Delete, Copy, Restrict} {
		if _, err := k.Open(t.Context(), atOnce(own(t, "lin", kind)), "", now); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s at once: %v", kind, err)
		}
	}
}

// TestNoWindowToSpeakOf: one that is over at once keeps nobody waiting for a sweep.
func TestNoWindowToSpeakOf(t *testing.T) {
	k, _ := newDesk(t)
	k.Window = time.Nanosecond
	if r := open(t, k, own(t, "lin", Close)); r.State != InProgress || !r.Until.IsZero() {
		t.Errorf("%s, until %s", r.State, r.Until)
	}
}

func TestRefusingSaysWhyAndWhereToTurn(t *testing.T) {
	k, m := newDesk(t)
	r := open(t, k, own(t, "lin", Delete))
	m.news(t)
	for _, c := range []struct {
		why  Reason
		note lang.Text
	}{{"", lang.Text{ZH: "不行"}}, {"because", lang.Text{ZH: "不行"}}, {StillNeeded, lang.Text{}}, {CarriedOut, lang.Text{ZH: "不行"}}, {PersonForgotten, lang.Text{ZH: "不行"}}} {
		if _, err := k.Turn(t.Context(), r.ID, Refused, c.why, c.note, "anna", now); fault.KindOf(err) != fault.Invalid {
			t.Errorf("refused for %q: %v", c.why, err)
		}
	}
	if _, err := k.Turn(t.Context(), r.ID, Refused, StillNeeded, lang.Text{ZH: "订单还在路上"}, "anna", now); err != nil {
		t.Fatal(err)
	}
	told := m.news(t)
	if len(told) != 1 || told[0].Event != EventRefused || told[0].Text.IsZero() || told[0].Note.ZH != "订单还在路上" ||
		told[0].Remedies != Remedies(shop(t, k)) || told[0].Remedies.IsZero() {
		t.Errorf("told %+v", told)
	}
}

// TestTheLastWordReachesWhoIsForgotten: it rests on no key of the person.
func TestTheLastWordReachesWhoIsForgotten(t *testing.T) {
	k, m := newDesk(t)
	r := open(t, k, own(t, "lin", Delete))
	m.work = nil
	if _, err := k.Turn(t.Context(), r.ID, Finished, CarriedOut, lang.Text{}, "anna", now); fault.RuleOf(err) != RuleByLooking {
		t.Errorf("done because somebody says so: %v", err)
	}
	if _, err := k.Turn(t.Context(), r.ID, Finished, CarriedOut, lang.Text{}, System, now); err != nil {
		t.Fatal(err)
	}
	if len(m.work) != 1 || !m.work[0].Lookup.IsZero() {
		t.Fatalf("work %+v", m.work)
	}
	m.work = nil
	r.Note = lang.Text{ZH: "正在删除，尚未完成的：主库", EN: "It is being erased; not finished yet: main"}
	for why, event := range map[Reason]Event{CarriedOut: EventDone, ErasedButKept: EventDone, PersonForgotten: EventRefused} {
		last := LastNews(shop(t, k), r, why, lang.Text{ZH: "编号：1", EN: "number: 1"}, now).(consent.NewWork)
		m.work = append(m.work, last.Work)
		n := m.news(t)
		if n[0].Person != "lin" || n[0].Event != event || n[0].Reason != why || n[0].Note.ZH != "编号：1" || !last.Work.Lookup.IsZero() {
			t.Errorf("told %+v", n)
		}
	}
}

// TestWhoIsCalledAgain: staff who let a request go on call package fulfil; fulfil
// itself, which comes back after a failure, is not called a second time.
func TestWhoIsCalledAgain(t *testing.T) {
	k, m := newDesk(t)
	r := open(t, k, own(t, "lin", Transfer))
	for _, s := range []struct {
		to    State
		why   Reason
		actor string
		calls int
	}{
		{InProgress, CarryingOut, "anna", 1}, {InProgress, StoreFails, System, 0}, {InProgress, CarryingOut, System, 0},
		{InProgress, CarryingOut, System, 0}, {Waiting, NameRecipient, System, 0}, {InProgress, CarryingOut, "anna", 1},
	} {
		m.work = nil
		if _, err := k.Turn(t.Context(), r.ID, s.to, s.why, lang.Text{ZH: "对方愿意接收，不涉及他人", EN: "the recipient takes it, and nobody else is touched"}, s.actor, now); err != nil {
			t.Fatal(err)
		}
		calls := len(slices.DeleteFunc(slices.Clone(m.work), func(w consent.Work) bool { return w.Kind != WorkRequest }))
		if calls != s.calls {
			t.Errorf("%s (%s) by %s: called %d times, want %d", s.to, s.why, s.actor, calls, s.calls)
		}
	}
}

func TestArchivesComeWithTheTurn(t *testing.T) {
	k, m := newDesk(t)
	r := open(t, k, own(t, "lin", Copy))
	row := NewArchive{Request: r.ID, Lookup: r.Lookup, Name: "copy.zip"}
	for range 2 { // said again after a crash, with the archive
		if _, err := k.Turn(t.Context(), r.ID, Finished, CarriedOut, lang.Text{}, System, now, row); err != nil && fault.RuleOf(err) != RuleState {
			t.Fatal(err)
		}
	}
	if len(m.archives) != 1 || m.requests[r.ID].State != Finished {
		t.Errorf("%d archives, %s", len(m.archives), m.requests[r.ID].State)
	}
}

// TestEveryTurn walks every state, reason and target: what leads on is exactly what
// the table says, and nothing leaves an end.
func TestEveryTurn(t *testing.T) {
	for _, kind := range Kinds() {
		for _, from := range States() {
			for _, to := range States() {
				for _, g := range Reasons() {
					r := Request{ID: "00-x", Kind: kind, Way: BySelf, Speaker: Person, State: from, Proof: Proof{At: now}}
					after, err := r.turn(to, g.Reason, lang.Text{ZH: "说明"}, "anna", now)
					want := slices.Contains(leads(from), to) && slices.Contains(g.Of, to) && (from != Received || to == Refused) && g.Reason != PersonForgotten &&
						(len(g.Kinds) == 0 || slices.Contains(g.Kinds, kind)) && len(g.Speakers) == 0 && (to != Finished || !slices.Contains([]Kind{Delete, Close, Explain, Complain}, kind))
					if (err == nil) != want {
						t.Errorf("%s: %s to %s for %s: %v", kind, from, to, g.Reason, err)
					}
					if err == nil && (after.State != to || len(after.History) != 1 || r.Open() != true) {
						t.Errorf("%s: %s to %s came to %+v", kind, from, to, after)
					}
				}
			}
		}
	}
}

func TestReasonsAreWhole(t *testing.T) {
	seen := map[Reason]bool{}
	for _, g := range Reasons() {
		if seen[g.Reason] || g.Text.ZH == "" || g.Text.EN == "" || len(g.Of) == 0 {
			t.Errorf("%+v", g)
		}
		if g.Of[0] == Refused && len(g.Cites) == 0 {
			t.Errorf("refusing for %s rests on nothing", g.Reason)
		}
		seen[g.Reason] = true
	}
	for _, k := range Kinds() {
		if k.Text().ZH == string(k) {
			t.Errorf("%s has no text", k)
		}
	}
}

// TestRestrictingSaysThatPeriodsRunOn: nobody believes that it keeps anything for longer.
func TestRestrictingSaysThatPeriodsRunOn(t *testing.T) {
	k, _ := newDesk(t)
	if r := open(t, k, own(t, "lin", Restrict)); r.State != Finished || r.Note != noteRestricted {
		t.Errorf("%s, and says %q", r.State, r.Note.EN)
	}
	if r := open(t, k, own(t, "lin", Withdraw)); !r.Note.IsZero() {
		t.Errorf("withdrawing says %q", r.Note.EN)
	}
}
