package consent

import (
	"slices"
	"testing"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

var mergeNonces = [MergeNonces]ledger.Nonce{{1}, {2}, {3}, {4}, {5}}

// kindsOf lists the kinds of the entries about one person.
func kindsOf(entries []ledger.Entry, l ledger.Lookup) []ledger.Kind {
	var all []ledger.Kind
	for _, e := range entries {
		if e.Lookup == l {
			all = append(all, e.Leaf.Kind)
		}
	}
	return all
}

// TestAMergeCarriesWhatProtects: the younger band, the guardian and the stricter
// restriction go on with the known person, each on record as its own entry.
func TestAMergeCarriesWhatProtects(t *testing.T) {
	year := now.AddDate(1, 0, 0)
	band := func(b Band, lapses time.Time) Age {
		return Age{Band: b, Method: "account-record", Lapses: lapses, At: now.AddDate(-1, 0, 0)}
	}
	link := Guardian{Lookup: mother, Relation: "parent", Method: "call", Evidence: "call 12", Since: now.AddDate(-1, 0, 0), Expires: year}
	hers := link
	hers.Lookup = another
	hold := func(m Mode) Restriction {
		return Restriction{Mode: m, Reason: "person-asked", At: now.AddDate(-1, 0, 0)}
	}
	kid, teen, grown := band(Under14, year), band(Under18, year), Age{Band: Adult, Method: SelfDeclared, At: now.AddDate(-1, 0, 0)}
	for name, c := range map[string]struct {
		unknown, known Standing
		band           Band
		guardian       ledger.Lookup
		mode           Mode
		kinds          []ledger.Kind // about the known
	}{
		"a child with a guardian":         {Standing{Age: kid, Guardian: link}, Standing{}, Under14, mother, Free, []ledger.Kind{ledger.KindMerge, ledger.KindAge, ledger.KindGuardian}},
		"a child, who is called adult":    {Standing{Age: kid}, Standing{Age: grown}, Under14, ledger.Lookup{}, Free, []ledger.Kind{ledger.KindMerge, ledger.KindAge}},
		"a teen, who is called adult":     {Standing{Age: teen}, Standing{Age: grown}, Under18, ledger.Lookup{}, Free, []ledger.Kind{ledger.KindMerge, ledger.KindAge}},
		"an adult, of unknown age":        {Standing{Age: grown}, Standing{}, Adult, ledger.Lookup{}, Free, []ledger.Kind{ledger.KindMerge, ledger.KindAge}},
		"an adult, known as a child":      {Standing{Age: grown}, Standing{Age: kid, Guardian: link}, Under14, mother, Free, nil},
		"nothing, known as a child":       {Standing{}, Standing{Age: kid, Guardian: link, Restriction: hold(Restricted)}, Under14, mother, Restricted, nil},
		"another guardian":                {Standing{Age: kid, Guardian: hers}, Standing{Age: kid, Guardian: link}, Under14, mother, Free, nil},
		"a lapsed child, of unknown age":  {Standing{Age: band(Under14, now)}, Standing{}, Under14, ledger.Lookup{}, Free, []ledger.Kind{ledger.KindMerge, ledger.KindAge}},
		"a lapsed child, verified adult":  {Standing{Age: band(Under14, now)}, Standing{Age: Age{Band: Adult, Method: "identity-check"}}, Adult, ledger.Lookup{}, Free, nil},
		"a lapsed child, adult by word":   {Standing{Age: band(Under14, now)}, Standing{Age: grown}, Under14, ledger.Lookup{}, Free, []ledger.Kind{ledger.KindMerge, ledger.KindAge}},
		"erasing, of a restricted person": {Standing{Restriction: hold(Erasing)}, Standing{Restriction: hold(Restricted)}, AgeUnknown, ledger.Lookup{}, Erasing, []ledger.Kind{ledger.KindMerge, ledger.KindRestriction}},
		"restricted, of one being erased": {Standing{Restriction: hold(Restricted)}, Standing{Restriction: hold(Erasing)}, AgeUnknown, ledger.Lookup{}, Erasing, nil},
		"restricted, of a free person":    {Standing{Restriction: hold(Restricted)}, Standing{}, AgeUnknown, ledger.Lookup{}, Restricted, []ledger.Kind{ledger.KindMerge, ledger.KindRestriction}},
	} {
		t.Run(name, func(t *testing.T) {
			k, m := newDesk(t, shop(t))
			unknown, known := subject(t, "device-9"), subject(t, "lin")
			for s, x := range map[ledger.Subject]Standing{unknown: c.unknown, known: c.known} {
				p, _ := m.Person(t.Context(), s)
				x.Version, x.Consents = ledger.Absent, Consents{}
				m.people[p.Identity.Lookup] = &remembered{who: p.Identity, once: map[string][2]string{}, standing: x}
			}
			before := len(m.entries)
			v, err := k.Merge(t.Context(), unknown, known, now)
			if err != nil {
				t.Fatal(err)
			}
			got, _ := k.Standing(t.Context(), known)
			if got.Age.Band != c.band || got.Guardian.Lookup != c.guardian || got.Restriction.Mode != c.mode || got.Version != v {
				t.Errorf("version %d: %+v", v, got)
			}
			if kinds := kindsOf(m.entries[before:], ledger.InstallationKey{1}.Lookup(known)); !slices.Equal(kinds, c.kinds) {
				t.Errorf("entries: %v", kinds)
			}
			if c.unknown.Age.Band == got.Age.Band && len(c.kinds) > 1 && !got.Age.Lapses.Equal(c.unknown.Age.Lapses) {
				t.Errorf("the band lapses at %s", got.Age.Lapses)
			}
			n := len(m.entries)
			if again, err := k.Merge(t.Context(), unknown, known, now.Add(time.Hour)); err != nil || again != v || len(m.entries) != n {
				t.Errorf("merging again: %d more entries, version %d after %d, %v", len(m.entries)-n, again, v, err)
			}
		})
	}
}

// TestAMergeOpensNothing: a yes of the unknown is not carried past what else the
// merge brings.
func TestAMergeOpensNothing(t *testing.T) {
	d := shop(t)
	u, _ := d.UseByID(invoice)
	for name, s := range map[string]Standing{
		"under a restriction": {Restriction: Restriction{Mode: Restricted, Reason: "person-asked"}},
		"of a child":          {Age: Age{Band: Under14, Method: SelfDeclared, Lapses: now.AddDate(1, 0, 0)}},
		"of a lapsed child":   {Age: Age{Band: Under14, Method: SelfDeclared, Lapses: now}},
	} {
		s.Consents = Consents{invoice: {Use: invoice, Fingerprint: u.Fingerprint(), State: Granted, At: now}}
		device, lin := Party{Identity: person(t), Standing: s}, party(t, nil)
		device.Identity.Lookup = another
		c, err := MergeInto(d, "", device, lin, mergeNonces, now)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range c.Rows {
			if x, ok := r.(SetConsent); ok && x.Lookup == lin.Identity.Lookup {
				t.Errorf("a yes %s is carried: %+v", name, x.Consent)
			}
		}
	}
}

// TestAChildIsNotTheirGuardian: merging them would make the guardian a child.
func TestAChildIsNotTheirGuardian(t *testing.T) {
	kid, parent := child(t, ledger.Lookup{}), party(t, nil)
	parent.Identity.Lookup = mother
	for _, pair := range [][2]Party{{kid, parent}, {parent, kid}} {
		if c, err := MergeInto(shop(t), "", pair[0], pair[1], mergeNonces, now); fault.KindOf(err) != fault.Invalid {
			t.Errorf("merged: %d entries, %v", len(c.Entries), err)
		}
	}
}

// TestAMergeThatMakesAChildEndsWhatTheyGave: as learning it in another way does.
func TestAMergeThatMakesAChildEndsWhatTheyGave(t *testing.T) {
	d := shop(t)
	u, _ := d.UseByID(heart)
	device, lin := child(t, ledger.Lookup{}), party(t, Consents{heart: {Use: heart, Fingerprint: u.Fingerprint(), State: Granted, At: now}})
	device.Identity.Lookup = another
	c, err := MergeInto(d, "", device, lin, mergeNonces, now)
	if err != nil {
		t.Fatal(err)
	}
	var work []Work
	for _, r := range c.Rows {
		if w, ok := r.(NewWork); ok && w.Work.Lookup == lin.Identity.Lookup {
			work = append(work, w.Work)
		}
	}
	if got := kinds(work); !slices.Equal(got, []string{"tell withdrawn", "erase " + string(heart)}) {
		t.Errorf("work: %v", got)
	}
}
