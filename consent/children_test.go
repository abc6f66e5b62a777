package consent

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
)

var (
	mother  = ledger.Lookup{0x44, 1}
	another = ledger.Lookup{0x44, 2}
)

// child is the person of the fixtures at thirteen, with their mother as guardian;
// by speaks.
func child(t testing.TB, by ledger.Lookup) Party {
	t.Helper()
	return Party{Identity: person(t), By: by, Standing: Standing{
		Age:      Age{Band: Under14, Method: SelfDeclared, Lapses: now.AddDate(1, 0, 0), At: now.AddDate(-1, 0, 0)},
		Guardian: Guardian{Lookup: mother, Relation: "parent", Method: "signed-form", Evidence: "file 7", Since: now.AddDate(-1, 0, 0), Expires: now.AddDate(1, 0, 0)},
	}}
}

func playground(t testing.TB) *declaration.Declaration {
	return shop(t, "children: excluded", "children: intended")
}

func asked(t testing.TB, d *declaration.Declaration, req Request, p Party) Offer {
	t.Helper()
	o, err := Plan(d, req, Situation{Standing: p.Standing, Guardian: p.By}, now)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func silences(o Offer) []string {
	var all []string
	for _, s := range o.Silence {
		all = append(all, s.Rule)
	}
	return all
}

func TestOfAChildEveryUseIsAskedAlone(t *testing.T) {
	o := asked(t, playground(t), everything, child(t, mother))
	if len(o.Choices) == 0 {
		t.Fatalf("silence: %v", silences(o))
	}
	for i, c := range o.Choices {
		if len(c.Uses) != 1 || ChoiceID(c.Uses[0].Use) != c.ID || c.Step != i+1 || !slices.Contains(c.Separate, declaration.SeparateChild) {
			t.Errorf("choice %s covers %d uses on step %d, alone because %v", c.ID, len(c.Uses), c.Step, c.Separate)
		}
		if !strings.Contains(c.Wording.Question.ZH, "您孩子的") || !strings.Contains(c.Wording.Question.EN, "your child's") {
			t.Errorf("choice %s does not ask a guardian: %+v", c.ID, c.Wording.Question)
		}
		if c.Function == "for-you" || strings.HasSuffix(string(c.ID), "@acme-push") {
			t.Errorf("choice %s recommends to a child", c.ID)
		}
	}
}

func TestAsManyUsesAsWithoutChildren(t *testing.T) {
	d := playground(t)
	fingerprints := func(o Offer) map[declaration.UseID]declaration.Fingerprint {
		all := map[declaration.UseID]declaration.Fingerprint{}
		for _, c := range o.Choices {
			for _, u := range c.Uses {
				all[u.Use] = u.Fingerprint
			}
		}
		return all
	}
	grown := party(t, nil)
	grown.Standing.Age = Age{Band: Adult}
	of, to := fingerprints(asked(t, d, everything, child(t, mother))), fingerprints(asked(t, d, everything, grown))
	for use, fp := range of {
		if to[use] != fp {
			t.Errorf("%s has another fingerprint for a child", use)
		}
	}
}

func TestWhoIsAskedAboutAChild(t *testing.T) {
	ended, expired := child(t, mother), child(t, mother)
	ended.Standing.Guardian.Ended = now.Add(-time.Hour)
	expired.Standing.Guardian.Expires = now
	for name, p := range map[string]Party{"another's guardian": child(t, another), "a link that ended": ended, "a link that expired": expired} {
		if _, err := Plan(playground(t), everything, Situation{Standing: p.Standing, Guardian: p.By}, now); fault.RuleOf(err) != GuardianMissing {
			t.Errorf("%s: %v", name, err)
		}
	}
	if o := asked(t, playground(t), everything, child(t, ledger.Lookup{})); !o.empty() || !slices.Equal(silences(o), []string{GuardianMissing}) {
		t.Errorf("the child is asked: %+v", o)
	}
	if o := asked(t, shop(t), everything, child(t, mother)); !o.empty() || !slices.Equal(silences(o), []string{ChildrenExcluded}) {
		t.Errorf("a service that keeps children out asks: %+v", o)
	}
	grown := Party{Identity: person(t), By: mother}
	if _, err := Plan(playground(t), everything, Situation{Standing: grown.Standing, Guardian: mother}, now); fault.RuleOf(err) != AnswerForAnother {
		t.Errorf("a guardian of somebody not known to be a child: %v", err)
	}
}

func TestWhenAgeIsAsked(t *testing.T) {
	nobody := party(t, nil)
	possible := shop(t, "children: excluded", "children: possible")
	for _, trigger := range []Trigger{Start, Settings} {
		req := Request{Service: "shop", Trigger: trigger}
		if o := asked(t, playground(t), req, nobody); !o.Age || len(o.Choices) != 0 {
			t.Errorf("children intended, at %s: age %v, %d choices; want age alone", trigger, o.Age, len(o.Choices))
		}
		if o := asked(t, possible, req, nobody); !o.Age || len(o.Choices) == 0 {
			t.Errorf("children possible, at %s: age %v, %d choices; want both", trigger, o.Age, len(o.Choices))
		}
		if o := asked(t, shop(t), req, nobody); o.Age || len(o.Choices) == 0 {
			t.Errorf("children excluded, at %s: age %v, %d choices; want no age", trigger, o.Age, len(o.Choices))
		}
	}
	grown := party(t, nil)
	grown.Standing.Age = Age{Band: Adult}
	if o := asked(t, playground(t), everything, grown); o.Age || len(o.Choices) == 0 {
		t.Errorf("a known age is asked again: %+v", o)
	}
	lapsed := child(t, ledger.Lookup{})
	lapsed.Standing.Age.Lapses = now
	if o := asked(t, playground(t), everything, lapsed); !o.Age {
		t.Errorf("an age that lapsed is not asked anew: %+v", o)
	}
}

// After the age alone was asked and told, what follows belongs to it; while it is
// not told, the discipline holds for it as for any choice.
func TestAgeFirstThenChoices(t *testing.T) {
	d, req := playground(t), Request{Service: "shop", Trigger: Start}
	first := putTo(t, d, req, party(t, nil))
	told := Situation{Standing: Standing{Age: Age{Band: Adult, Method: SelfDeclared, At: now}}, Recent: []Past{first}}
	if o, err := Plan(d, req, told, now.Add(time.Minute)); err != nil || len(o.Choices) == 0 {
		t.Errorf("after the age was told: %+v, %v", o, err)
	}
	o, err := Plan(d, req, Situation{Recent: []Past{first}}, now.Add(47*time.Hour))
	if err != nil || !o.empty() || !slices.Equal(silences(o), []string{AskedRecently}) || !o.Next.Equal(now.Add(48*time.Hour)) {
		t.Errorf("the age again after 47 h: %+v, %v", o, err)
	}
}

func TestNobodyUnderEighteenIsMarketedTo(t *testing.T) {
	d := playground(t)
	p := party(t, nil)
	p.Standing.Age = Age{Band: Under18, Lapses: now.AddDate(2, 0, 0)}
	o := asked(t, d, Request{Service: "shop", Trigger: Settings, Functions: []string{"for-you"}}, p)
	if !o.empty() || !slices.Equal(silences(o), []string{MinorMarketing}) || !slices.Contains(o.Silence[0].Cites, law.Cite(law.Minors, "24¶3")) {
		t.Errorf("at sixteen: %+v", o)
	}
	before := putTo(t, shop(t), everything, party(t, nil)) // asked before the age was known
	yes := []Answer{{Choice: "shop/for-you/browsing-history/recommend", Grant: true, Evidence: Evidence{Act: "a"}}}
	if _, _, err := Take(shop(t), before, yes, p, ledger.Nonce{1}, now); fault.RuleOf(err) != MinorMarketing {
		t.Errorf("a yes at sixteen: %v", err)
	}
}

func TestAGuardianAnswersAndTheLapseEndsIt(t *testing.T) {
	d, p := playground(t), child(t, mother)
	ask := putTo(t, d, everything, p)
	const use = "shop/order/email/invoice"
	change, _, err := Take(d, ask, []Answer{{Choice: use, Grant: true, Evidence: Evidence{Act: "a"}}}, p, ledger.Nonce{1}, now)
	if err != nil {
		t.Fatal(err)
	}
	p.Standing.Consents = said(nil, change, 3)
	if p.Standing.Consents[use].By != ByGuardian {
		t.Errorf("consent: %+v", p.Standing.Consents[use])
	}
	u, _ := d.UseByID(use)
	if !p.Standing.Counts(&u, now) || p.Standing.Counts(&u, p.Standing.Age.Lapses) {
		t.Error("a guardian's consent counts until the lapse of the band, and not after")
	}
	own := p.Standing
	own.Consents = Consents{use: {Use: use, Fingerprint: u.Fingerprint(), State: Granted}}
	if own.Counts(&u, now) || own.Counts(&u, own.Age.Lapses) {
		t.Error("a child's own consent counts while they are one, or before the age is told anew")
	}
}

func TestRestrictedPeopleAreLeftAlone(t *testing.T) {
	for _, mode := range []Mode{Restricted, Erasing} {
		p := party(t, nil)
		p.Standing.Restriction = Restriction{Mode: mode}
		if o := asked(t, shop(t), everything, p); !o.empty() || !slices.Equal(silences(o), []string{PersonRestricted}) {
			t.Errorf("%s: %+v", mode, o)
		}
		ask := put(t, shop(t), everything)
		yes := []Answer{{Choice: "shop/comments/comment", Grant: true, Evidence: Evidence{Act: "a"}}}
		if _, _, err := Take(shop(t), ask, yes, p, ledger.Nonce{1}, now); fault.RuleOf(err) != PersonRestricted {
			t.Errorf("a yes while %s: %v", mode, err)
		}
		no := []Answer{{Choice: "shop/comments/comment"}}
		if _, _, err := Take(shop(t), ask, no, p, ledger.Nonce{1}, now); err != nil {
			t.Errorf("a no while %s: %v", mode, err)
		}
	}
}

func TestAgesThatCannotBe(t *testing.T) {
	good := map[string]Age{
		"a child": {Band: Under14, Method: SelfDeclared, Lapses: now.AddDate(3, 0, 0)},
		"a minor": {Band: Under18, Method: "account-record", Lapses: now.AddDate(3, 0, 0)},
		"grown":   {Band: Adult, Method: "identity-check"},
	}
	for name, a := range good {
		c, err := LearnAge(nil, "", a, party(t, nil), ledger.Nonce{1}, now)
		if err != nil || len(c.Entries) != 1 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		p := party(t, nil)
		p.Standing.Age = c.Rows[0].(SetAge).Age
		if again, err := LearnAge(nil, "", a, p, ledger.Nonce{1}, now.Add(time.Hour)); err != nil || len(again.Entries) != 0 {
			t.Errorf("%s again: %d entries, %v", name, len(again.Entries), err)
		}
	}
	for name, a := range map[string]Age{
		"no band":             {Method: SelfDeclared},
		"another band":        {Band: "12", Method: SelfDeclared, Lapses: now.AddDate(1, 0, 0)},
		"no method":           {Band: Adult},
		"an adult who lapses": {Band: Adult, Method: SelfDeclared, Lapses: now.AddDate(1, 0, 0)},
		"a child for ever":    {Band: Under14, Method: SelfDeclared},
		"a child too long":    {Band: Under14, Method: SelfDeclared, Lapses: now.AddDate(15, 0, 0)},
		"a minor too long":    {Band: Under18, Method: SelfDeclared, Lapses: now.AddDate(5, 0, 0)},
		"lapsed already":      {Band: Under14, Method: SelfDeclared, Lapses: now},
	} {
		if _, err := LearnAge(nil, "", a, party(t, nil), ledger.Nonce{1}, now); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestGuardianLinks(t *testing.T) {
	kid := child(t, ledger.Lookup{})
	kid.Standing.Guardian = Guardian{}
	g := Party{Identity: ledger.Identity{Lookup: mother}}
	link := Link{Relation: "parent", Method: "signed-form", Evidence: "file 7", Expires: now.AddDate(1, 0, 0)}
	c, err := LinkTo("", link, g, kid, ledger.Nonce{1}, now)
	if err != nil {
		t.Fatal(err)
	}
	kid.Standing.Guardian = c.Rows[0].(SetGuardian).Guardian
	if !kid.Standing.Guardian.InForce(now) || kid.Standing.Guardian.Lookup != mother {
		t.Errorf("link: %+v", kid.Standing.Guardian)
	}
	if again, err := LinkTo("", link, g, kid, ledger.Nonce{2}, now.Add(time.Hour)); err != nil || len(again.Entries) != 0 {
		t.Errorf("the same link again: %d entries, %v", len(again.Entries), err)
	}
	end, err := EndLink("", kid, ledger.Nonce{3}, now)
	if err != nil || len(end.Entries) != 1 {
		t.Fatal(err)
	}
	kid.Standing.Guardian = end.Rows[0].(SetGuardian).Guardian
	if kid.Standing.Guardian.InForce(now) {
		t.Error("a link that ended is in force")
	}
	if again, err := EndLink("", kid, ledger.Nonce{4}, now); err != nil || len(again.Entries) != 0 {
		t.Errorf("ending again: %d entries, %v", len(again.Entries), err)
	}
	grown, young := party(t, nil), g
	grown.Standing.Age, young.Standing.Age = Age{Band: Adult}, Age{Band: Under18, Lapses: now.AddDate(1, 0, 0)}
	broken := func(change func(*Link)) Link { l := link; change(&l); return l }
	for name, x := range map[string]struct {
		link   Link
		g, kid Party
		kind   fault.Kind
	}{
		"of an adult":     {link, g, grown, fault.Refused},
		"a minor":         {link, young, kid, fault.Refused},
		"themselves":      {link, kid, kid, fault.Invalid},
		"no relation":     {broken(func(l *Link) { l.Relation = "friend" }), g, kid, fault.Invalid},
		"no method":       {broken(func(l *Link) { l.Method = "" }), g, kid, fault.Invalid},
		"no evidence":     {broken(func(l *Link) { l.Evidence = "" }), g, kid, fault.Invalid},
		"long evidence":   {broken(func(l *Link) { l.Evidence = strings.Repeat("x", 513) }), g, kid, fault.Invalid},
		"already expired": {broken(func(l *Link) { l.Expires = now }), g, kid, fault.Invalid},
		"for ever":        {broken(func(l *Link) { l.Expires = now.AddDate(20, 0, 0) }), g, kid, fault.Invalid},
	} {
		if _, err := LinkTo("", x.link, x.g, x.kid, ledger.Nonce{1}, now); fault.KindOf(err) != x.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHold(t *testing.T) {
	p := party(t, nil)
	hold := func(mode Mode, reason string) (int, error) {
		c, err := Hold("", Restriction{Mode: mode, Reason: reason}, p, ledger.Nonce{1}, now)
		for _, r := range c.Rows {
			p.Standing.Restriction = r.(SetRestriction).Restriction
		}
		return len(c.Entries), err
	}
	steps := []struct {
		mode    Mode
		reason  string
		entries int
		kind    fault.Kind
	}{
		{Free, "", 0, ""},
		{Restricted, "whim", 0, fault.Invalid},
		{"paused", "person-asked", 0, fault.Invalid},
		{Restricted, "person-asked", 1, ""},
		{Restricted, "person-asked", 0, ""},
		{Restricted, "disputed", 1, ""},
		{Free, "", 1, ""},
		{Free, "", 0, ""},
		{Erasing, "erasure-asked", 1, ""},
		{Free, "", 0, fault.Conflict},
		{Restricted, "disputed", 0, fault.Conflict},
		{Erasing, "erasure-asked", 0, ""},
	}
	for i, s := range steps {
		n, err := hold(s.mode, s.reason)
		if n != s.entries || err == nil != (s.kind == "") || err != nil && fault.KindOf(err) != s.kind {
			t.Errorf("step %d, %s: %d entries, %v", i, s.mode, n, err)
		}
	}
}

// The lists are permanent: slugs stand in the record.
func TestTermsArePermanent(t *testing.T) {
	want := map[string][]string{
		"age":         {"self-declared", "guardian-declared", "account-record", "identity-check", "outside-service"},
		"guardian":    {"document-seen", "signed-form", "identity-check", "payment", "call", "account-link"},
		"relation":    {"parent", "grandparent", "sibling", "other-guardian"},
		"restriction": {"person-asked", "kept-by-law", "hard-to-erase", "disputed", "erasure-asked", "account-closed"},
		"flag":        {"answered-before-shown", "shown-before-ask", "in-the-future", "too-fast", "yes-heavier", "no-refuse-button", "wrong-order"},
	}
	got := map[string][]string{}
	for name, list := range map[string][]Term{"age": AgeMethods(), "guardian": GuardianMethods(), "relation": Relations(), "restriction": RestrictionReasons()} {
		for _, x := range list {
			got[name] = append(got[name], x.ID)
			if x.Text.ZH == "" || x.Text.EN == "" {
				t.Errorf("%s has no words", x.ID)
			}
		}
	}
	for _, f := range Flags() {
		got["flag"] = append(got["flag"], string(f))
		if f.Text().ZH == "" || f.Text().EN == "" {
			t.Errorf("%s has no words", f)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("terms (-want +got):\n%s", diff)
	}
}

// TestAMinorCannotSayThatTheyAreOlder presses another button after the first.
func TestAMinorCannotSayThatTheyAreOlder(t *testing.T) {
	child := Age{Band: Under14, Method: "guardian-declared", Lapses: now.AddDate(3, 0, 0), At: now.AddDate(0, -1, 0)}
	for name, c := range map[string]struct {
		was, said Age
		kind      fault.Kind
	}{
		"a child says adult":       {child, Age{Band: Adult, Method: SelfDeclared}, fault.Refused},
		"a child says fourteen":    {child, Age{Band: Under18, Method: SelfDeclared, Lapses: now.AddDate(3, 0, 0)}, fault.Refused},
		"a child was checked":      {child, Age{Band: Adult, Method: "identity-check"}, ""},
		"an adult says child":      {Age{Band: Adult, Method: SelfDeclared}, Age{Band: Under14, Method: SelfDeclared, Lapses: now.AddDate(1, 0, 0)}, ""},
		"the band has lapsed":      {Age{Band: Under18, Method: SelfDeclared, Lapses: now}, Age{Band: Adult, Method: SelfDeclared}, ""},
		"nobody knew anything yet": {Age{}, Age{Band: Adult, Method: SelfDeclared}, ""},
	} {
		p := party(t, nil)
		p.Standing.Age = c.was
		_, err := LearnAge(nil, "", c.said, p, ledger.Nonce{1}, now)
		if err == nil && c.kind != "" || err != nil && fault.KindOf(err) != c.kind || err != nil && fault.RuleOf(err) != AgeRaised {
			t.Errorf("%s: %v, want %q", name, err, c.kind)
		}
	}
}

// TestWhatIsKeptOfAnErasedPersonIsRestricted: until it is gone, or somebody registers
// anew and says something.
func TestWhatIsKeptOfAnErasedPersonIsRestricted(t *testing.T) {
	k, _ := newDesk(t, shop(t))
	kept, lin := true, subject(t, "lin")
	k.Kept = func(s ledger.Subject) (time.Time, bool, error) { return now, kept && s == lin, nil }
	want := func(s ledger.Subject, mode Mode) {
		t.Helper()
		if got, err := k.Standing(t.Context(), s); err != nil || got.Restriction.Mode != mode || mode == Restricted && got.Restriction.Reason != "kept-by-law" {
			t.Errorf("%+v, %v", got.Restriction, err)
		}
	}
	want(lin, Restricted)
	want(subject(t, "mei"), Free)
	kept = false
	want(lin, Free)
	kept = true
	if _, err := k.SetAge(t.Context(), lin, Age{Band: Adult, Method: SelfDeclared}, now); err != nil {
		t.Fatal(err)
	}
	want(lin, Free)
	k.Kept = func(ledger.Subject) (time.Time, bool, error) {
		return time.Time{}, false, fault.New(fault.Unavailable, "无", "none")
	}
	if _, err := k.Standing(t.Context(), subject(t, "tan")); err == nil {
		t.Error("what cannot be known is free")
	}
}
