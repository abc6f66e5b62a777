package consent

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
)

var nobody ledger.Subject

// counter is a desk over a shop that means to reach children, with a grown person
// "lin" and a child "xin" whose guardian is "fang".
func counter(t testing.TB) (*Desk, *memory) {
	t.Helper()
	k, m := newDesk(t, playground(t))
	link := Link{Relation: "parent", Method: "call", Evidence: "call 12", Expires: now.AddDate(1, 0, 0)}
	for _, err := range []error{
		only(k.SetAge(t.Context(), subject(t, "lin"), Age{Band: Adult, Method: SelfDeclared}, now)),
		only(k.SetAge(t.Context(), subject(t, "xin"), Age{Band: Under14, Method: "account-record", Lapses: now.AddDate(1, 0, 0)}, now)),
		only(k.LinkGuardian(t.Context(), subject(t, "xin"), subject(t, "fang"), link, now)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return k, m
}

func only[T any](_ T, err error) error { return err }

func open(t testing.TB, k *Desk, who ledger.Subject, req Request) Ask {
	t.Helper()
	res, err := k.Ask(t.Context(), who, req, "", now)
	if err != nil || res.Ask.ID == "" {
		t.Fatalf("no ask: %+v, %v", res.Offer.Silence, err)
	}
	return res.Ask
}

func yes(id ChoiceID, act string) Answer {
	return Answer{Choice: id, Grant: true, Evidence: Evidence{Act: act}}
}

// TestWhatDoesNotCount is the table of what must never count as consent, each with
// the article that says so.
func TestWhatDoesNotCount(t *testing.T) {
	k, m := counter(t)
	lin, xin, fang := subject(t, "lin"), subject(t, "xin"), subject(t, "fang")
	own, kids := open(t, k, lin, everything), open(t, k, xin, Request{Service: "shop", Trigger: Settings, Guardian: fang})
	const one, two = ChoiceID("shop/for-you/browsing-history/recommend"), ChoiceID("shop/for-you/heart-rate/recommend")
	if _, err := k.Answer(t.Context(), own.ID, nobody, []Answer{yes(one, "spent")}, now); err != nil {
		t.Fatal(err)
	}
	ticked := yes(two, "p")
	ticked.Evidence.Preselected = true
	mail := kids.Choices[0].ID
	cases := map[string]struct {
		ask     AskID
		by      ledger.Subject
		answers []Answer
		rule    string
		article law.Citation
	}{
		"a blanket yes":                  {own.ID, nobody, []Answer{yes("*", "p")}, AnswerBlanket, law.Cite(law.Draft, "21(1)")},
		"a whole service":                {own.ID, nobody, []Answer{yes("shop", "p")}, AnswerBlanket, law.Cite(law.Draft, "21(6)")},
		"a bundle by one act":            {own.ID, nobody, []Answer{yes(two, "p"), yes("shop/comments/comment", "p")}, AnswerOneAct, law.Cite(law.Order790, "62(7)")},
		"ticked by default":              {own.ID, nobody, []Answer{ticked}, AnswerPreselected, law.Cite(law.No191, "III.4")},
		"never put":                      {own.ID, nobody, []Answer{yes("shop/order/gender/statistics", "p")}, AnswerNotAsked, law.Cite(law.PIPL, "14")},
		"an act spent on another choice": {own.ID, nobody, []Answer{yes(two, "spent")}, AnswerOneAct, law.Cite(law.Draft, "73(8)")},
		"a child's own answer":           {kids.ID, nobody, []Answer{yes(mail, "p")}, AnswerByChild, law.Cite(law.PIPL, "31")},
		"a child's own no":               {kids.ID, nobody, []Answer{{Choice: mail}}, AnswerByChild, law.Cite(law.Draft, "21(3)")},
		"a guardian of another child":    {kids.ID, lin, []Answer{yes(mail, "p")}, GuardianMissing, law.Cite(law.Order790, "22(3)")},
		"somebody for an adult":          {own.ID, fang, []Answer{yes(two, "p")}, AnswerForAnother, law.Cite(law.PIPL, "14")},
	}
	entries := len(m.entries)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := k.Answer(t.Context(), c.ask, c.by, c.answers, now)
			f, ok := err.(*fault.Error)
			if !ok || f.Kind != fault.Refused || f.Rule != c.rule || !slices.Contains(f.Cites, c.article) {
				t.Errorf("got %v, rule %q", err, fault.RuleOf(err))
			}
			if len(m.entries) != entries {
				t.Error("it stands in the record all the same")
			}
		})
	}
	if _, err := k.Answer(t.Context(), "07-nobody", nobody, []Answer{yes(one, "p")}, now); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an ask that was never made: %v", err)
	}
}

func TestTheGuardianAnswersThroughTheDesk(t *testing.T) {
	k, m := counter(t)
	xin, fang := subject(t, "xin"), subject(t, "fang")
	ask := open(t, k, xin, Request{Service: "shop", Trigger: Settings, Guardian: fang})
	mail := ChoiceID("shop/order/email/invoice")
	if _, err := k.Answer(t.Context(), ask.ID, fang, []Answer{yes(mail, "p")}, now); err != nil {
		t.Fatal(err)
	}
	s, err := k.Standing(t.Context(), xin)
	if err != nil || s.Consents["shop/order/email/invoice"].By != ByGuardian {
		t.Errorf("standing %+v, %v", s, err)
	}
	if _, _, err := k.Withdraw(t.Context(), xin, subject(t, "lin"), Target{All: true}, now); fault.RuleOf(err) != GuardianMissing {
		t.Errorf("another's guardian withdraws: %v", err)
	}
	if _, done, err := k.Withdraw(t.Context(), xin, fang, Target{All: true}, now); err != nil || !slices.Equal(done, []declaration.UseID{"shop/order/email/invoice"}) {
		t.Errorf("the guardian withdraws: %v, %v", done, err)
	}
	if _, err := k.EndGuardian(t.Context(), xin, now); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Ask(t.Context(), xin, Request{Service: "shop", Trigger: Settings, Guardian: fang}, "", now); fault.RuleOf(err) != GuardianMissing {
		t.Errorf("after the link ended: %v", err)
	}
	for i, e := range m.entries {
		if strings.Contains(string(e.Body), "fang") {
			t.Errorf("entry %d names the guardian by their id", i)
		}
	}
}

func TestWithdrawalStartsErasureWhereConsentWasTheOnlyGround(t *testing.T) {
	k, m := newDesk(t, shop(t))
	who := subject(t, "u-1")
	ask := open(t, k, who, everything)
	_, err := k.Answer(t.Context(), ask.ID, nobody, []Answer{
		yes("shop/order/invoice", "a"), yes("shop/comments/comment", "b"), yes("shop/for-you/heart-rate/recommend", "c"), yes("shop/for-you/heart-rate/recommend>ads", "d"),
	}, now)
	if err != nil {
		t.Fatal(err)
	}
	l := ledger.InstallationKey{1}.Lookup(who)
	m.people[l].work = nil
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	if _, _, err := k.Withdraw(t.Context(), who, nobody, Target{Uses: []declaration.UseID{"shop/for-you/heart-rate/recommend>ads"}}, at); err != nil {
		t.Fatal(err)
	}
	if got := kinds(m.people[l].work); !slices.Equal(got, []string{"tell withdrawn"}) {
		t.Errorf("no longer given away, but still used: %v", got)
	}
	m.people[l].work = nil
	if _, _, err := k.Withdraw(t.Context(), who, nobody, Target{All: true}, at); err != nil {
		t.Fatal(err)
	}
	want := []string{"tell withdrawn", "erase shop/comments/avatar/comment", "erase shop/comments/nickname/comment", "erase shop/for-you/heart-rate/recommend", "erase shop/order/email/invoice"}
	if diff := cmp.Diff(want, kinds(m.people[l].work)); diff != "" {
		t.Errorf("work (-want +got):\n%s", diff)
	}
	for _, w := range m.people[l].work {
		if strings.Contains(string(w.Body), "u-1") {
			t.Errorf("the work names the person: %s", w.Body)
		}
		if w.Kind != WorkErase {
			continue
		}
		var b EraseBody
		if err := json.Unmarshal(w.Body, &b); err != nil || b.LastDay.String() != "2026-12-11" || b.Certainty != "final" || !w.Due.Equal(b.LastDay.End()) {
			t.Errorf("fifteen working days from 20 November 2026: %s, due %v, %v", w.Body, w.Due, err)
		}
	}
}

func kinds(all []Work) []string {
	var got []string
	for _, w := range all {
		got = append(got, string(w.Kind)+" "+w.Key)
	}
	return got
}

// An item that the service still has another ground for is not erased.
func TestAnotherGroundKeepsAnItem(t *testing.T) {
	d := shop(t, "- {item: email, for: invoice, without: {zh: 不发电子发票, en: no e-invoice}}",
		"- {item: email, for: invoice, without: {zh: 不发电子发票, en: no e-invoice}}\n          - {item: email, for: notify, basis: contract, necessary: true}")
	granted := Consents{"shop/order/email/invoice": {Use: "shop/order/email/invoice", State: Granted}}
	_, c, err := Withdraw(d, d.Source().Hash(), Target{All: true}, party(t, granted), ledger.Nonce{1}, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range c.Rows {
		if w, ok := r.(NewWork); ok && w.Work.Kind == WorkErase {
			t.Errorf("%s is to be erased although a contract needs the item", w.Work.Key)
		}
	}
}

func TestAProvisionalDateStaysProvisional(t *testing.T) {
	use := declaration.UseID("shop/order/email/invoice")
	w := erase(ledger.Lookup{1}, use, time.Date(2031, 5, 1, 0, 0, 0, 0, time.UTC)).(NewWork).Work
	var b EraseBody
	if err := json.Unmarshal(w.Body, &b); err != nil || b.Certainty != "provisional" || b.Item != "email" || b.Service != "shop" {
		t.Errorf("in a year whose notice is not loaded: %s, %v", w.Body, err)
	}
}

func TestSeenAndLeftAndReplayed(t *testing.T) {
	k, m := newDesk(t, shop(t))
	who := subject(t, "u-1")
	ask := open(t, k, who, everything)
	first := ask.Choices[0].ID
	seen := Seen{Choices: []SeenChoice{{Choice: first, Evidence: Evidence{ShownAt: now.UnixMilli(), Language: "zh-CN", Order: 1}}}}
	v, err := k.Shown(t.Context(), ask.ID, seen, now)
	if err != nil {
		t.Fatal(err)
	}
	seen.Choices[0].Evidence.ShownAt++
	if again, err := k.Shown(t.Context(), ask.ID, seen, now.Add(time.Second)); err != nil || again != v {
		t.Errorf("the same report again: version %d, %v; want %d", again, err, v)
	}
	if _, err := k.Answer(t.Context(), ask.ID, nobody, []Answer{{Choice: first, Evidence: Evidence{Language: "zh-CN"}}}, now.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Shown(t.Context(), ask.ID, Seen{Closed: true}, now.Add(2*time.Second)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		seen Seen
		at   time.Time
		kind fault.Kind
	}{
		"never put": {Seen{Choices: []SeenChoice{{Choice: "shop/x/y/z"}}}, now, fault.Refused},
		"nothing":   {Seen{}, now, fault.Invalid},
		"twice":     {Seen{Choices: []SeenChoice{{Choice: first}, {Choice: first}}}, now, fault.Invalid},
		"too late":  {Seen{Closed: true}, now.AddDate(0, 0, 2), fault.Conflict},
	} {
		if _, err := k.Shown(t.Context(), ask.ID, c.seen, c.at); fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	r, err := k.Replay(t.Context(), ask.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ask, r.Ask, cmpopts.IgnoreFields(Ask{}, "Version")); diff != "" || r.Ask.Declaration == "" {
		t.Errorf("the ask (-put +replayed):\n%s", diff)
	}
	if len(r.Shown) != 2 || !r.Shown[1].Body.Closed || r.Shown[0].Body.Choices[0].Evidence.ShownAt != now.UnixMilli() || !r.Shown[0].At.Equal(now) {
		t.Errorf("shown: %+v", r.Shown)
	}
	if len(r.Answers) != 1 || r.Answers[0].Body.Answers[0].Grant || len(r.Left) != len(ask.Choices)-1 || slices.Contains(r.Left, first) {
		t.Errorf("answers: %+v, left: %v", r.Answers, r.Left)
	}
	if n := len(m.people[ledger.InstallationKey{1}.Lookup(who)].standing.Consents); n != len(ask.Choices[0].Uses) {
		t.Errorf("seeing changed what was said: %d uses", n)
	}
}

func TestFlagsOnEvidence(t *testing.T) {
	ask := put(t, shop(t), everything)
	ms := func(d time.Duration) int64 { return now.Add(d).UnixMilli() }
	even := &Button{Width: 100, Height: 40, Contrast: 450}
	const alone, group = ChoiceID("shop/for-you/browsing-history/recommend"), ChoiceID("shop/comments/comment")
	cases := map[string]struct {
		choice ChoiceID
		e      Evidence
		no     bool
		want   []Flag
	}{
		"nothing reported":       {group, Evidence{}, false, nil},
		"as it should be":        {group, Evidence{ShownAt: ms(0), AnsweredAt: ms(5 * time.Second), Yes: even, No: even, Order: 3}, false, nil},
		"answered before":        {group, Evidence{ShownAt: ms(5 * time.Second), AnsweredAt: ms(0)}, false, []Flag{FlagBeforeShown}},
		"before the ask":         {group, Evidence{ShownAt: ms(-3 * time.Minute), AnsweredAt: ms(0)}, false, []Flag{FlagBeforeAsk}},
		"a clock a little off":   {group, Evidence{ShownAt: ms(-time.Minute), AnsweredAt: ms(time.Minute)}, false, nil},
		"in the future":          {group, Evidence{ShownAt: ms(0), AnsweredAt: ms(time.Hour)}, false, []Flag{FlagFuture}},
		"too fast":               {group, Evidence{ShownAt: ms(0), AnsweredAt: ms(400 * time.Millisecond)}, false, []Flag{FlagTooFast}},
		"a no is never too fast": {group, Evidence{ShownAt: ms(0), AnsweredAt: ms(400 * time.Millisecond)}, true, nil},
		"a larger yes":           {group, Evidence{Yes: &Button{Width: 101, Height: 40, Contrast: 450}, No: even}, false, []Flag{FlagHeavierYes}},
		"a brighter yes":         {group, Evidence{Yes: even, No: &Button{Width: 100, Height: 40, Contrast: 200}}, false, []Flag{FlagHeavierYes}},
		"a larger no":            {group, Evidence{Yes: even, No: &Button{Width: 200, Height: 40, Contrast: 700}}, false, nil},
		"no way to refuse":       {group, Evidence{Yes: even}, false, []Flag{FlagNoRefuse}},
		"second on its screen":   {alone, Evidence{Order: 2}, false, []Flag{FlagOrder}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			c.e.Act = "a"
			change, _, err := Take(shop(t), ask, []Answer{{Choice: c.choice, Grant: !c.no, Evidence: c.e}}, party(t, nil), ledger.Nonce{1}, now)
			if err != nil {
				t.Fatal(err)
			}
			var b AnswerBody
			if err := json.Unmarshal(change.Entries[0].Body, &b); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(b.Answers[0].Flags, c.want) || !cmp.Equal(b.Answers[0].Evidence, c.e) {
				t.Errorf("flags %v, evidence %+v", b.Answers[0].Flags, b.Answers[0].Evidence)
			}
		})
	}
	turned := []Answer{
		{Choice: "shop/order/deliver!", Evidence: Evidence{Order: 2}}, {Choice: "shop/order/invoice", Evidence: Evidence{Order: 1}}, {Choice: group, Evidence: Evidence{Order: 3}},
	}
	if got := ask.misplaced(turned); !got["shop/order/invoice"] || got["shop/order/deliver!"] || got[group] {
		t.Errorf("misplaced: %v", got)
	}
}

// Nowhere does a pretext purpose gate a function, whatever a declaration claims.
func TestPretextsGateNothingInAnyExample(t *testing.T) {
	files, err := filepath.Glob("../examples/*/*.yaml")
	more, _ := filepath.Glob("../examples/corpus/*/*.yaml")
	if files = append(files, more...); err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	pretexts, parsed := 0, 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: filepath.Base(file), Text: string(text)}}})
		if err != nil {
			continue // broken on purpose, or one of several files
		}
		parsed++
		for _, s := range d.Services {
			req := Request{Service: s.ID, Trigger: Settings}
			o, err := Plan(d, req, Situation{Standing: Standing{Age: Age{Band: Adult}}}, now)
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			for _, c := range o.Choices {
				u, _ := d.UseByID(c.Uses[0].Use)
				if u.Purpose.Class.Pretext() {
					pretexts++
					if c.Required {
						t.Errorf("%s: %s is required", file, c.ID)
					}
				}
			}
		}
	}
	if pretexts == 0 {
		t.Errorf("%d examples, and no pretext among them", parsed)
	}
}
