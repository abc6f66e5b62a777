package consent

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/workday"
)

var now = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// shop parses the fixture, with old→new replacements of its text.
func shop(t testing.TB, replace ...string) *declaration.Declaration {
	t.Helper()
	b, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(replace...).Replace(string(b))
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: text}}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func person(t testing.TB) ledger.Identity {
	t.Helper()
	s, err := ledger.NewSubject("u-1")
	if err != nil {
		t.Fatal(err)
	}
	return ledger.Identity{Subject: s, Lookup: ledger.InstallationKey{1}.Lookup(s), Key: ledger.SubjectKey{2}}
}

// said applies the consents of a change to what was said before.
func said(before Consents, c ledger.Change, version int64) Consents {
	after := Consents{}
	for id, x := range before {
		after[id] = x
	}
	for _, r := range c.Rows {
		if s, ok := r.(SetConsent); ok {
			s.Consent.Version = version
			after[s.Consent.Use] = s.Consent
		}
	}
	return after
}

// party is the person of the fixtures, who said this before.
func party(t testing.TB, said Consents) Party {
	return Party{Identity: person(t), Standing: Standing{Consents: said}}
}

func put(t testing.TB, d *declaration.Declaration, req Request) Past {
	t.Helper()
	return putTo(t, d, req, party(t, nil))
}

// putTo is put for somebody about whom something is known.
func putTo(t testing.TB, d *declaration.Declaration, req Request, p Party) Past {
	t.Helper()
	o, err := Plan(d, req, Situation{Standing: p.Standing, Guardian: p.By}, now)
	if err != nil {
		t.Fatal(err)
	}
	ask, _, err := Put(o, req, p, "07-abc", d.Source().Hash(), ledger.Nonce{3}, now)
	if err != nil {
		t.Fatal(err)
	}
	return Past{Ask: ask}
}

// given is a situation in which this was said, and this put.
func given(said Consents, recent ...Past) Situation {
	return Situation{Standing: Standing{Consents: said}, Recent: recent}
}

// answered is p with earlier answers.
func (p Past) answered(before map[ChoiceID]Answered) Past {
	p.Answered = before
	return p
}

func ids(cs []Choice) []ChoiceID {
	var all []ChoiceID
	for _, c := range cs {
		all = append(all, c.ID)
	}
	return all
}

var everything = Request{Service: "shop", Trigger: Settings}

func TestChoicesGroupAndSeparate(t *testing.T) {
	ask := put(t, shop(t), everything)
	want := []ChoiceID{
		"shop/order/deliver!", "shop/order/invoice", "shop/comments/comment",
		"shop/order/device-id/push@acme-push",
		"shop/for-you/browsing-history/recommend", "shop/for-you/heart-rate/recommend", "shop/for-you/heart-rate/recommend>ads",
	}
	got := ids(ask.Choices)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("choices (-want +got):\n%s", diff)
	}
	steps := map[int]int{}
	for _, c := range ask.Choices {
		steps[c.Step]++
		if c.Alone() && len(c.Uses) != 1 {
			t.Errorf("separate choice %s covers %d uses", c.ID, len(c.Uses))
		}
		if c.Required != strings.HasSuffix(string(c.ID), "!") {
			t.Errorf("choice %s required = %v", c.ID, c.Required)
		}
	}
	if diff := cmp.Diff(map[int]int{1: 3, 2: 1, 3: 1, 4: 1, 5: 1}, steps); diff != "" {
		t.Errorf("choices on each step (-want +got):\n%s", diff)
	}
}

func TestPretextIsNeverRequired(t *testing.T) {
	d := shop(t, "for: recommend,", "for: recommend, necessary: true,")
	for _, c := range put(t, d, everything).Choices {
		if c.Required && c.Function == "for-you" {
			t.Errorf("choice %s is required for a pretext purpose", c.ID)
		}
	}
}

func TestStartAsksAboutBasicFunctionsOnly(t *testing.T) {
	for _, c := range put(t, shop(t), Request{Service: "shop", Trigger: Start}).Choices {
		if c.Function != "order" {
			t.Errorf("at the start %s is asked", c.ID)
		}
	}
}

func TestRefusalIsRemembered(t *testing.T) {
	d := shop(t)
	ask := put(t, d, everything)
	change, _, err := Take(shop(t), ask, Basic(ask.Ask, Evidence{}), party(t, nil), ledger.Nonce{4}, now)
	if err != nil {
		t.Fatal(err)
	}
	refused := said(nil, change, 7)
	for _, c := range refused {
		if c.State != Refused {
			t.Errorf("%s is %s after refusing everything", c.Use, c.State)
		}
	}
	later := now.AddDate(10, 0, 0)
	o, err := Plan(d, Request{Service: "shop", Functions: []string{"order", "comments", "for-you"}, Trigger: Start}, given(refused), later)
	if err != nil || len(o.Choices) != 0 || len(o.Silence) != 1 || o.Silence[0].Rule != RefusedBefore || !o.Next.IsZero() {
		t.Errorf("on our own initiative after a refusal: %+v, %v", o, err)
	}
	o, err = Plan(d, Request{Service: "shop", Functions: []string{"for-you"}, Trigger: Function}, given(refused), now)
	if err != nil || len(o.Choices) != 3 {
		t.Errorf("when the person uses the function: %d choices, %v; want 3", len(o.Choices), err)
	}
}

func TestChangedUseReopensThatUseOnly(t *testing.T) {
	ask := put(t, shop(t), everything)
	change, _, err := Take(shop(t), ask, Basic(ask.Ask, Evidence{}), party(t, nil), ledger.Nonce{4}, now)
	if err != nil {
		t.Fatal(err)
	}
	refused := said(nil, change, 7)
	all := Request{Service: "shop", Functions: []string{"order", "comments", "for-you"}, Trigger: Start}
	reworded := shop(t, "商品按销量排序", "改按销量排序", "青禾商城", "青禾")
	if o, err := Plan(reworded, all, given(refused), now); err != nil || len(o.Choices) != 0 {
		t.Errorf("a new wording reopened %v, %v", ids(o.Choices), err)
	}
	longer := shop(t, "for: 90d", "for: 91d")
	o, err := Plan(longer, all, given(refused), now)
	want := []ChoiceID{"shop/for-you/browsing-history/recommend", "shop/for-you/heart-rate/recommend", "shop/for-you/heart-rate/recommend>ads"}
	if diff := cmp.Diff(want, ids(o.Choices)); diff != "" || err != nil {
		t.Errorf("a longer period reopened (-want +got):\n%s%v", diff, err)
	}
}

func TestUnansweredAskIsNotRepeatedSoon(t *testing.T) {
	d, req := shop(t), Request{Service: "shop", Trigger: Start}
	ask := put(t, d, req)
	o, err := Plan(d, req, given(nil, ask), now.Add(47*time.Hour))
	if err != nil || len(o.Choices) != 0 || !o.Next.Equal(now.Add(48*time.Hour)) || o.Silence[0].Rule != AskedRecently {
		t.Errorf("after 47 h: %+v, %v", o, err)
	}
	if o, err = Plan(d, req, given(nil, ask), now.Add(48*time.Hour)); err != nil || len(o.Choices) == 0 {
		t.Errorf("after 48 h: %+v, %v", o, err)
	}
}

func TestUnansweredSeparateAskNamesWhatLiesBehindIt(t *testing.T) {
	for _, c := range put(t, shop(t), everything).Choices {
		if c.Alone() == c.Wording.Why.IsZero() {
			t.Errorf("%s: separate %v, why %+v", c.ID, c.Separate, c.Wording.Why)
		}
		if c.Wording.Question.ZH == "" || c.Wording.Question.EN == "" || len(c.Wording.Facts) < 3 {
			t.Errorf("%s: thin wording %+v", c.ID, c.Wording)
		}
	}
}

func TestAnswersThatDoNotCount(t *testing.T) {
	ask := put(t, shop(t), everything)
	one, two := ChoiceID("shop/for-you/browsing-history/recommend"), ChoiceID("shop/for-you/heart-rate/recommend")
	press := Evidence{Act: "press-1"}
	cases := map[string]struct {
		answers []Answer
		kind    fault.Kind
		rule    string
	}{
		"everything at once": {[]Answer{{Choice: "*", Grant: true, Evidence: press}}, fault.Refused, AnswerBlanket},
		"a whole service":    {[]Answer{{Choice: "shop", Grant: true, Evidence: press}}, fault.Refused, AnswerBlanket},
		"a whole function":   {[]Answer{{Choice: "shop/for-you", Grant: true, Evidence: press}}, fault.Refused, AnswerBlanket},
		"never asked":        {[]Answer{{Choice: "shop/order/gender/statistics", Grant: true, Evidence: press}}, fault.Refused, AnswerNotAsked},
		"one act, two separate consents": {[]Answer{{Choice: one, Grant: true, Evidence: press}, {Choice: two, Grant: true, Evidence: press}},
			fault.Refused, AnswerOneAct},
		"one act, a separate consent and a group": {[]Answer{{Choice: one, Grant: true, Evidence: press}, {Choice: "shop/comments/comment", Grant: true, Evidence: press}},
			fault.Refused, AnswerOneAct},
		"ticked by default":            {[]Answer{{Choice: one, Grant: true, Evidence: Evidence{Act: "a", Preselected: true}}}, fault.Refused, AnswerPreselected},
		"no act":                       {[]Answer{{Choice: one, Grant: true}}, fault.Invalid, ""},
		"a blank act":                  {[]Answer{{Choice: one, Grant: true, Evidence: Evidence{Act: " "}}}, fault.Invalid, ""},
		"an act with an invisible end": {[]Answer{{Choice: two, Grant: true, Evidence: Evidence{Act: press.Act + "\u200b"}}}, fault.Invalid, ""},
		"nothing":                      {nil, fault.Invalid, ""},
		"twice":                        {[]Answer{{Choice: one}, {Choice: one}}, fault.Invalid, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			change, replay, err := Take(shop(t), ask, c.answers, party(t, nil), ledger.Nonce{5}, now)
			if fault.KindOf(err) != c.kind || fault.RuleOf(err) != c.rule || len(change.Rows) != 0 || replay != -1 {
				t.Errorf("got %v (rule %q), %d rows", err, fault.RuleOf(err), len(change.Rows))
			}
		})
	}
}

func TestSeparateConsentsByActsOfTheirOwn(t *testing.T) {
	ask := put(t, shop(t), everything)
	change, _, err := Take(shop(t), ask, []Answer{
		{Choice: "shop/for-you/browsing-history/recommend", Grant: true, Evidence: Evidence{Act: "a"}},
		{Choice: "shop/for-you/heart-rate/recommend", Grant: true, Evidence: Evidence{Act: "b"}},
		{Choice: "shop/for-you/heart-rate/recommend>ads", Evidence: Evidence{Act: "b"}},
	}, party(t, nil), ledger.Nonce{5}, now)
	if err != nil {
		t.Fatal(err)
	}
	got := said(nil, change, 1)
	if got["shop/for-you/heart-rate/recommend"].State != Granted || got["shop/for-you/heart-rate/recommend>ads"].State != Refused {
		t.Errorf("consents: %+v", got)
	}
	for _, c := range got {
		if c.Declaration != ask.Declaration || c.Fingerprint == "" || c.Ask != ask.ID {
			t.Errorf("%s is stored without its declaration, fingerprint or ask: %+v", c.Use, c)
		}
	}
}

func TestSameAnswerAgainAndAnotherOne(t *testing.T) {
	ask := put(t, shop(t), everything)
	yes := []Answer{{Choice: "shop/comments/comment", Grant: true, Evidence: Evidence{Act: "a", AnsweredAt: 1}}}
	before := map[ChoiceID]Answered{"shop/comments/comment": {Granted: true, Digest: Digest(yes), Version: 41}}
	yes[0].Evidence.AnsweredAt = 2 // a retry reads its clock again
	late := now.AddDate(1, 0, 0)   // and may come long after the ask expired
	if _, replay, err := Take(shop(t), ask.answered(before), yes, party(t, nil), ledger.Nonce{6}, late); replay != 41 || err != nil {
		t.Errorf("the same answer again: replay %d, %v", replay, err)
	}
	no := []Answer{{Choice: "shop/comments/comment", Evidence: Evidence{Act: "a"}}}
	if _, _, err := Take(shop(t), ask.answered(before), no, party(t, nil), ledger.Nonce{6}, now); fault.KindOf(err) != fault.Conflict || fault.RuleOf(err) != AnswerTwice {
		t.Errorf("another answer: %v", err)
	}
	if _, _, err := Take(shop(t), ask, yes, party(t, nil), ledger.Nonce{6}, late); fault.RuleOf(err) != AskExpired {
		t.Errorf("a first answer to an expired ask: %v", err)
	}
}

func TestReplayIsOfTheWholeAnswer(t *testing.T) {
	ask := put(t, shop(t), everything)
	a := Answer{Choice: "shop/comments/comment"}
	b := Answer{Choice: "shop/order/invoice"}
	before := map[ChoiceID]Answered{a.Choice: {Digest: Digest([]Answer{a}), Version: 3}}
	if _, _, err := Take(shop(t), ask.answered(before), []Answer{b, a}, party(t, nil), ledger.Nonce{6}, now); fault.KindOf(err) != fault.Conflict {
		t.Errorf("an answered choice together with an open one: %v, want a conflict", err)
	}
}

func TestWithdraw(t *testing.T) {
	d := shop(t)
	ask := put(t, d, everything)
	change, _, err := Take(shop(t), ask, []Answer{
		{Choice: "shop/for-you/browsing-history/recommend", Grant: true, Evidence: Evidence{Act: "a"}},
		{Choice: "shop/comments/comment", Grant: true, Evidence: Evidence{Act: "b"}},
	}, party(t, nil), ledger.Nonce{5}, now)
	if err != nil {
		t.Fatal(err)
	}
	granted := said(nil, change, 1)
	cases := map[string]struct {
		target Target
		done   []declaration.UseID
	}{
		"a use":             {Target{Uses: []declaration.UseID{"shop/for-you/browsing-history/recommend"}}, []declaration.UseID{"shop/for-you/browsing-history/recommend"}},
		"a function":        {Target{Function: "shop/comments"}, []declaration.UseID{"shop/comments/avatar/comment", "shop/comments/nickname/comment"}},
		"a service":         {Target{Service: "shop"}, []declaration.UseID{"shop/comments/avatar/comment", "shop/comments/nickname/comment", "shop/for-you/browsing-history/recommend"}},
		"never agreed to":   {Target{Uses: []declaration.UseID{"shop/order/email/invoice"}}, []declaration.UseID{"shop/order/email/invoice"}},
		"an empty function": {Target{Function: "shop/order"}, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			done, change, err := Withdraw(d, d.Source().Hash(), c.target, party(t, granted), ledger.Nonce{6}, now)
			if diff := cmp.Diff(c.done, done); diff != "" || err != nil {
				t.Fatalf("withdrawn (-want +got):\n%s%v", diff, err)
			}
			after := said(granted, change, 2)
			for _, id := range done {
				if want := map[State]State{Granted: Withdrawn, "": Refused}[granted[id].State]; after[id].State != want {
					t.Errorf("%s is %s, want %s", id, after[id].State, want)
				}
			}
			if again, _, err := Withdraw(d, d.Source().Hash(), c.target, party(t, after), ledger.Nonce{6}, now); err != nil || len(again) != 0 {
				t.Errorf("withdrawing again ended %v, %v", again, err)
			}
		})
	}
}

func TestWithdrawReachesWhatIsDeclaredNoMore(t *testing.T) {
	old := Consents{"shop/gone/gender/statistics": {Use: "shop/gone/gender/statistics", Fingerprint: "fp1:x", State: Granted}}
	d := shop(t)
	done, _, err := Withdraw(d, d.Source().Hash(), Target{Service: "shop"}, party(t, old), ledger.Nonce{6}, now)
	if err != nil || len(done) != 1 {
		t.Errorf("withdrew %v, %v", done, err)
	}
}

func TestWithdrawTargets(t *testing.T) {
	d := shop(t)
	for name, target := range map[string]Target{
		"nothing":             {},
		"two things":          {Function: "shop/order", Service: "shop"},
		"an unknown service":  {Service: "shp"},
		"an unknown function": {Function: "shop/oder"},
		"an unknown use":      {Uses: []declaration.UseID{"shop/order/gender/statistics"}},
		"not by consent":      {Uses: []declaration.UseID{"shop/order/recipient-name/deliver"}},
	} {
		if _, _, err := Withdraw(d, d.Source().Hash(), target, party(t, nil), ledger.Nonce{6}, now); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRequestsThatMakeNoSense(t *testing.T) {
	for name, req := range map[string]Request{
		"unknown service":  {Service: "bank", Trigger: Start},
		"unknown trigger":  {Service: "shop", Trigger: "whim"},
		"unknown function": {Service: "shop", Trigger: Function, Functions: []string{"teleport"}},
		"no function":      {Service: "shop", Trigger: Function},
	} {
		if _, err := Plan(shop(t), req, Situation{}, now); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The personal halves of entries are permanent formats: receipts and evidence
// hold them for years.
func TestBodiesAreGolden(t *testing.T) {
	d := shop(t)
	o, err := Plan(d, Request{Service: "shop", Functions: []string{"comments"}, Trigger: Function}, Situation{}, now)
	if err != nil {
		t.Fatal(err)
	}
	ask, asked, err := Put(o, Request{Service: "shop", Trigger: Function}, party(t, nil), "07-abc", d.Source().Hash(), ledger.Nonce{3}, now)
	if err != nil {
		t.Fatal(err)
	}
	answer, _, err := Take(shop(t), Past{Ask: ask}, []Answer{{Choice: "shop/comments/comment", Grant: true, Evidence: Evidence{Act: "a", Language: "zh-CN", Element: "agree", ShownAt: now.UnixMilli(), AnsweredAt: now.UnixMilli() + 2500}}}, party(t, nil), ledger.Nonce{4}, now)
	if err != nil {
		t.Fatal(err)
	}
	_, withdrawal, err := Withdraw(d, d.Source().Hash(), Target{Service: "shop"}, party(t, said(nil, answer, 1)), ledger.Nonce{5}, now)
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	for _, c := range append([]ledger.Change{asked, answer, withdrawal}, otherChanges(t)...) {
		for _, e := range c.Entries {
			got.Write(e.Body)
			got.WriteString("\n")
		}
		for _, r := range c.Rows {
			if w, ok := r.(NewWork); ok && w.Work.Kind == WorkErase {
				// The version of the calendar changes with each year that is added to it.
				got.Write(bytes.ReplaceAll(w.Work.Body, []byte(workday.China().Version()), []byte("…")))
				got.WriteString("\n")
			}
		}
	}
	stop, err := Stop{ID: "leak-1", Recipient: "ads", Reason: "leak", By: "wang", At: now}.Hash()
	if err != nil {
		t.Fatal(err)
	}
	got.WriteString(stop + "\n")
	want, err := os.ReadFile("testdata/bodies.golden")
	if os.Getenv("VOLENS_UPDATE") != "" {
		err = os.WriteFile("testdata/bodies.golden", got.Bytes(), 0o644)
		want = got.Bytes()
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("bodies (-want +got):\n%s", diff)
	}
}

// otherChanges is one change of every kind that has a body but asks, answers and
// withdrawals.
func otherChanges(t *testing.T) []ledger.Change {
	t.Helper()
	d, p, kid := shop(t), party(t, nil), child(t, mother)
	ask := put(t, d, everything)
	pressed := Evidence{Act: "a", Order: 2, ShownAt: now.UnixMilli(), AnsweredAt: now.UnixMilli() + 100, Yes: &Button{Width: 200, Height: 40, Contrast: 700}, No: &Button{Width: 80, Height: 40, Contrast: 300}}
	flagged, _, err := Take(d, ask, []Answer{{Choice: ChoiceID(recommend), Grant: true, Evidence: pressed}}, p, ledger.Nonce{6}, now)
	var all []ledger.Change
	add := func(c ledger.Change, err error) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	add(flagged, err)
	byMother := putTo(t, playground(t), Request{Service: "shop", Trigger: Function, Functions: []string{"comments"}}, kid)
	_, c, err := Put(Offer{Choices: byMother.Choices[:1], Age: true}, Request{Service: "shop", Trigger: Function}, kid, "07-kid", d.Source().Hash(), ledger.Nonce{7}, now)
	add(c, err)
	c, _, err = Take(playground(t), byMother, []Answer{{Choice: byMother.Choices[0].ID}}, kid, ledger.Nonce{8}, now)
	add(c, err)
	granted := party(t, said(nil, flagged, 1))
	_, c, err = Withdraw(d, d.Source().Hash(), Target{All: true}, granted, ledger.Nonce{9}, now)
	add(c, err)
	add(See(ask.Ask, Seen{Closed: true, Choices: []SeenChoice{{Choice: ChoiceID(recommend), Evidence: Evidence{Order: 1}}}}, p, ledger.Nonce{10}, now))
	add(LearnAge(d, "", Age{Band: Under14, Method: "account-record", Lapses: now.AddDate(1, 0, 0)}, p, ledger.Nonce{11}, now))
	add(LinkTo("", Link{Relation: "parent", Method: "call", Evidence: "call 12", Expires: now.AddDate(1, 0, 0)}, Party{Identity: ledger.Identity{Lookup: another}}, kid, ledger.Nonce{12}, now))
	add(EndLink("", kid, ledger.Nonce{13}, now))
	add(Hold("", Restriction{Mode: Restricted, Reason: "person-asked"}, p, ledger.Nonce{14}, now))
	_, c, err = Bring(d, "", Batch{Source: "crm", Said: []Before{before(invoice, Granted, Specific, 0)}}, p, ledger.Nonce{15}, now)
	add(c, err)
	unknown := granted
	unknown.Identity.Lookup, unknown.Identity.Subject = another, subject(t, "device-9")
	add(MergeInto(d, d.Source().Hash(), unknown, p, [MergeNonces]ledger.Nonce{{16}, {17}}, now))
	return all
}

// Reason ids stand in other people's code and records: none may be renamed.
func TestReasonIDsArePermanent(t *testing.T) {
	want := []string{
		"refused-before", "asked-recently", "already-granted", "nothing-to-ask",
		"asked-in-vain", "disturbed-today", "minor-marketing", "children-excluded", "person-restricted", "guardian-missing",
		"answer-blanket", "answer-not-asked", "answer-one-act", "answer-preselected", "answer-twice", "ask-expired", "ask-outdated", "idempotency-reused",
		"answer-by-child", "answer-for-another", "stop-exists", "age-lapsed",
	}
	got := []string{
		RefusedBefore, AskedRecently, AlreadyGranted, NothingToAsk,
		AskedInVain, DisturbedToday, MinorMarketing, ChildrenExcluded, PersonRestricted, GuardianMissing,
		AnswerBlanket, AnswerNotAsked, AnswerOneAct, AnswerPreselected, AnswerTwice, AskExpired, AskOutdated, IdempotencyReused,
		AnswerByChild, AnswerForAnother, StopExists, AgeLapsed,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	states := []State{"granted", "refused", "withdrawn"}
	if diff := cmp.Diff(states, []State{Granted, Refused, Withdrawn}); diff != "" {
		t.Error(diff)
	}
}

// TestAskIDsBeginWithThePartition: the store finds an ask by the partition in
// its id, without knowing whose it is.
func TestAskIDsBeginWithThePartition(t *testing.T) {
	k := &Desk{Random: bytes.NewReader(make([]byte, 4096))}
	for first, want := range map[byte]string{0: "00-", 4: "01-", 0xff: "63-"} {
		id, _, err := k.fresh(Person{Identity: ledger.Identity{Lookup: ledger.Lookup{first}}})
		if err != nil || !strings.HasPrefix(string(id), want) || len(id) != len("00-")+32 {
			t.Errorf("lookup %#x: id %q, %v", first, id, err)
		}
	}
}

// TestNobodyAgreesToWhatChanged: a yes in old words would count for nothing, so
// it is not taken; a no counts whatever the words.
func TestNobodyAgreesToWhatChanged(t *testing.T) {
	ask := put(t, shop(t), everything)
	longer := shop(t, "for: 90d", "for: 91d")
	if !ask.Outdated(longer) || ask.Outdated(shop(t, "青禾商城", "青禾")) {
		t.Error("outdated is not what changed in law, and only that")
	}
	yes := Answer{Choice: "shop/for-you/browsing-history/recommend", Grant: true, Evidence: Evidence{Act: "a"}}
	if _, _, err := Take(longer, ask, []Answer{yes}, party(t, nil), ledger.Nonce{5}, now); fault.RuleOf(err) != AskOutdated {
		t.Errorf("a yes to what changed: %v", err)
	}
	other := Answer{Choice: "shop/comments/comment", Grant: true, Evidence: Evidence{Act: "b"}}
	no := Answer{Choice: yes.Choice}
	if _, _, err := Take(longer, ask, []Answer{no, other}, party(t, nil), ledger.Nonce{5}, now); err != nil {
		t.Errorf("a no, and a yes to what did not change: %v", err)
	}
}

// TestNobodyIsAskedToGiveAwayWhatTheyRefused, neither in the same ask nor in a
// later one.
func TestNobodyIsAskedToGiveAwayWhatTheyRefused(t *testing.T) {
	d := shop(t)
	ask := put(t, d, everything)
	const heart = ChoiceID("shop/for-you/heart-rate/recommend")
	for granted, want := range map[bool]bool{true: true, false: false} {
		open := ask.Open(map[ChoiceID]Answered{heart: {Granted: granted}})
		if got := slices.Contains(ids(open), heart+">ads"); got != want {
			t.Errorf("after the use was answered with %v the giving is open: %v", granted, got)
		}
	}
	change, _, err := Take(d, ask, []Answer{{Choice: heart}}, party(t, nil), ledger.Nonce{4}, now)
	if err != nil {
		t.Fatal(err)
	}
	o, err := Plan(d, Request{Service: "shop", Functions: []string{"for-you"}, Trigger: Start}, given(said(nil, change, 7)), now)
	if err != nil || slices.Contains(ids(o.Choices), heart+">ads") {
		t.Errorf("a later ask offers %v, %v", ids(o.Choices), err)
	}
}
