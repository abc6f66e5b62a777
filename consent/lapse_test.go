package consent

import (
	"slices"
	"testing"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// lapsed is the person of the fixtures, whose band has just ended.
func lapsed(t testing.TB, b Band) Party {
	t.Helper()
	p := child(t, ledger.Lookup{})
	p.Standing.Age.Band, p.Standing.Age.Lapses = b, now
	return p
}

// TestALapsedBandOpensNothing: until the age is told anew no consent counts,
// whoever gave it and however long ago.
func TestALapsedBandOpensNothing(t *testing.T) {
	u, _ := playground(t).UseByID(invoice)
	for _, band := range []Band{Under14, Under18} {
		for _, by := range []Giver{ByPerson, ByGuardian} {
			s := lapsed(t, band).Standing
			s.Consents = Consents{invoice: {Use: invoice, Fingerprint: u.Fingerprint(), State: Granted, By: by}}
			if s.Counts(&u, now) {
				t.Errorf("a yes by %q counts after %s has lapsed", by, band)
			}
		}
	}
}

// TestALapsedBandIsAskedAlone in every service, and at every trigger that the
// discipline lets through.
func TestALapsedBandIsAskedAlone(t *testing.T) {
	for _, children := range []string{"excluded", "possible", "intended"} {
		d := shop(t, "children: excluded", "children: "+children)
		for _, trigger := range []Trigger{Start, Settings} {
			for _, band := range []Band{Under14, Under18} {
				o := asked(t, d, Request{Service: "shop", Trigger: trigger}, lapsed(t, band))
				if !o.Age || len(o.Choices) != 0 {
					t.Errorf("children %s, %s, %s: age %v, %d choices, silence %v; want the age alone", children, trigger, band, o.Age, len(o.Choices), silences(o))
				}
			}
		}
	}
}

func TestNoYesIsTakenWhileTheBandHasLapsed(t *testing.T) {
	d := shop(t, "children: excluded", "children: possible")
	for _, band := range []Band{Under14, Under18} {
		p := lapsed(t, band)
		before := putTo(t, d, everything, party(t, nil)) // asked before the band lapsed
		agree := []Answer{{Choice: ChoiceID(recommend), Grant: true, Evidence: Evidence{Act: "a"}}}
		if _, _, err := Take(d, before, agree, p, ledger.Nonce{1}, now); fault.RuleOf(err) != AgeLapsed || fault.KindOf(err) != fault.Refused {
			t.Errorf("a yes after %s has lapsed: %v", band, err)
		}
		if _, _, err := Take(d, before, []Answer{{Choice: ChoiceID(recommend)}}, p, ledger.Nonce{1}, now); err != nil {
			t.Errorf("a no after %s has lapsed: %v", band, err)
		}
		p.Standing.Age = Age{Band: Under18, Method: SelfDeclared, Lapses: now.AddDate(1, 0, 0), At: now}
		sells := []Answer{{Choice: "shop/order/email/invoice", Grant: true, Evidence: Evidence{Act: "a"}}}
		if ask := putTo(t, d, everything, p); slices.ContainsFunc(ask.Choices, func(c Choice) bool { return c.ID == sells[0].Choice }) {
			if _, _, err := Take(d, ask, sells, p, ledger.Nonce{1}, now); err != nil {
				t.Errorf("a yes after the age was told anew: %v", err)
			}
		} else if len(ask.Choices) == 0 {
			t.Error("after the age was told anew nothing is asked")
		}
	}
}

// TestAGuardiansNoCountsAfterTheLapse: only a yes waits for the age.
func TestAGuardiansNoCountsAfterTheLapse(t *testing.T) {
	d, p := playground(t), child(t, mother)
	ask := putTo(t, d, everything, p)
	p.Standing.Age.Lapses = now
	answer := Answer{Choice: ask.Choices[0].ID, Evidence: Evidence{Act: "a"}}
	if _, _, err := Take(d, ask, []Answer{answer}, p, ledger.Nonce{1}, now); err != nil {
		t.Errorf("a guardian's no: %v", err)
	}
	answer.Grant = true
	if _, _, err := Take(d, ask, []Answer{answer}, p, ledger.Nonce{1}, now); fault.RuleOf(err) != AgeLapsed {
		t.Errorf("a guardian's yes: %v", err)
	}
}

// TestNobodyGrowsUpFasterThanTheCalendar: who was under fourteen is not eighteen
// within four years by their own word.
func TestNobodyGrowsUpFasterThanTheCalendar(t *testing.T) {
	teen := Age{Band: Under18, Method: SelfDeclared, Lapses: now.AddDate(1, 0, 0)}
	grown, checked := Age{Band: Adult, Method: SelfDeclared}, Age{Band: Adult, Method: "identity-check"}
	was := func(b Band, years int, off time.Duration) Age {
		return Age{Band: b, Method: SelfDeclared, At: now.AddDate(-years, 0, 0).Add(off), Lapses: now}
	}
	for name, c := range map[string]struct {
		was, said Age
		rule      string
	}{
		"adult a year after":             {was(Under14, 1, 0), grown, AgeRaised},
		"adult just short of four years": {was(Under14, 4, time.Millisecond), grown, AgeRaised},
		"adult after four years":         {was(Under14, 4, 0), grown, ""},
		"adult, verified":                {was(Under14, 1, 0), checked, ""},
		"fourteen a year after":          {was(Under14, 1, 0), teen, ""},
		"adult after fourteen to 17":     {was(Under18, 1, 0), grown, ""},
	} {
		p := party(t, nil)
		p.Standing.Age = c.was
		if _, err := LearnAge(nil, "", c.said, p, ledger.Nonce{1}, now); fault.RuleOf(err) != c.rule {
			t.Errorf("%s: %v, want %q", name, err, c.rule)
		}
	}
}

// TestAGuardianTakesBackWhatTheyGave although the link has expired or the band
// has lapsed; not once the link was ended, and nothing that the person said.
func TestAGuardianTakesBackWhatTheyGave(t *testing.T) {
	d := playground(t)
	u, _ := d.UseByID(invoice)
	said := func(by Giver) Consents {
		return Consents{invoice: {Use: invoice, Fingerprint: u.Fingerprint(), State: Granted, By: by}}
	}
	expired, gone, ended, other := child(t, mother), lapsed(t, Under14), child(t, mother), child(t, another)
	gone.By = mother
	expired.Standing.Guardian.Expires, ended.Standing.Guardian.Ended = now, now
	grown := gone
	grown.Standing.Age = Age{Band: Under18, Lapses: now.AddDate(1, 0, 0)}
	for name, c := range map[string]struct {
		p    Party
		by   Giver
		done int
		rule string
	}{
		"the link expired":               {expired, ByGuardian, 1, ""},
		"the band lapsed":                {gone, ByGuardian, 1, ""},
		"the child is fourteen now":      {grown, ByGuardian, 1, ""},
		"what the person gave":           {gone, ByPerson, 0, AnswerForAnother},
		"the link was ended":             {ended, ByGuardian, 0, GuardianMissing},
		"somebody who never was a guard": {other, ByGuardian, 0, GuardianMissing},
	} {
		c.p.Standing.Consents = said(c.by)
		done, change, err := Withdraw(d, "", Target{Uses: []declaration.UseID{invoice}}, c.p, ledger.Nonce{1}, now)
		if len(done) != c.done || fault.RuleOf(err) != c.rule {
			t.Errorf("%s: %v, %v", name, done, err)
		}
		if c.done > 0 && change.Rows[0].(SetConsent).Consent.By != ByGuardian {
			t.Errorf("%s: %+v", name, change.Rows[0])
		}
		if done, _, err := Withdraw(d, "", Target{All: true}, c.p, ledger.Nonce{1}, now); c.rule != GuardianMissing && (len(done) != c.done || err != nil) {
			t.Errorf("%s, all: %v, %v", name, done, err)
		}
	}
}

// TestLearningOfAChildEndsWhatTheyGave: whoever subscribed is told, and what only
// the child's own consent carried is erased (PIPL 31, 47).
func TestLearningOfAChildEndsWhatTheyGave(t *testing.T) {
	d := shop(t, "children: excluded", "children: possible")
	k, m := newDesk(t, d)
	kid := subject(t, "kid")
	ask := open(t, k, kid, everything)
	if _, err := k.Answer(t.Context(), ask.ID, nobody, []Answer{yes(ChoiceID(recommend), "a"), yes(ChoiceID(heart), "b")}, now); err != nil {
		t.Fatal(err)
	}
	l := ledger.InstallationKey{1}.Lookup(kid)
	m.people[l].work = nil
	child := Age{Band: Under14, Method: "guardian-declared", Lapses: now.AddDate(3, 0, 0)}
	if _, err := k.SetAge(t.Context(), kid, child, now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	got := kinds(m.people[l].work)
	if len(got) == 0 || got[0] != "tell withdrawn" || !slices.Contains(got, "erase "+string(heart)) {
		t.Errorf("work: %v", got)
	}
	m.people[l].work = nil
	child.Lapses = now.AddDate(2, 0, 0)
	if _, err := k.SetAge(t.Context(), kid, child, now.Add(2*time.Hour)); err != nil || len(m.people[l].work) != 0 {
		t.Errorf("told again: %v, %v", kinds(m.people[l].work), err)
	}
}
