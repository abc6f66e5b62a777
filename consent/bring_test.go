package consent

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

const (
	invoice   = declaration.UseID("shop/order/email/invoice")
	recommend = declaration.UseID("shop/for-you/browsing-history/recommend")
	heart     = declaration.UseID("shop/for-you/heart-rate/recommend")
)

func before(use declaration.UseID, s State, q Quality, ago time.Duration) Before {
	return Before{Use: use, State: s, At: now.Add(-ago), Quality: q, Evidence: "crm/7", Wording: "是否同意"}
}

func TestImportedConsentCountsAsFarAsItsEvidence(t *testing.T) {
	d := shop(t)
	for q, counts := range map[Quality]map[declaration.UseID]bool{
		General:  {invoice: false, recommend: false},
		Specific: {invoice: true, recommend: false},
		Separate: {invoice: true, recommend: true},
	} {
		k, _ := newDesk(t, d)
		who := subject(t, "u-1")
		_, err := k.Import(t.Context(), who, Batch{Source: "crm", Said: []Before{before(invoice, Granted, q, time.Hour), before(recommend, Granted, q, time.Hour)}}, now)
		if err != nil {
			t.Fatal(err)
		}
		s, err := k.Standing(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		for use, want := range counts {
			u, _ := d.UseByID(use)
			if s.Counts(&u, now) != want {
				t.Errorf("%s consent to %s counts: %v", q, use, !want)
			}
		}
		o, err := Plan(d, everything, Situation{Standing: s}, now)
		if asksAgain := slices.Contains(ids(o.Choices), ChoiceID(recommend)); err != nil || asksAgain == counts[recommend] {
			t.Errorf("%s: asked about the recommendation: %v, %v", q, asksAgain, err)
		}
	}
}

func TestNothingRaisesWhatWasImported(t *testing.T) {
	hour, day := time.Hour, 24*time.Hour
	cases := map[string]struct {
		was, then Before
		taken     bool
		state     State
		quality   Quality
	}{
		"the same again":        {before(invoice, Granted, Specific, day), before(invoice, Granted, Specific, day), false, Granted, Specific},
		"a better quality":      {before(invoice, Granted, General, day), before(invoice, Granted, Separate, hour), false, Granted, General},
		"a lower quality":       {before(invoice, Granted, Separate, day), before(invoice, Granted, General, day), true, Granted, General},
		"a later no":            {before(invoice, Granted, Separate, day), before(invoice, Refused, "", hour), true, Refused, General},
		"an earlier no":         {before(invoice, Granted, Separate, hour), before(invoice, Refused, "", day), false, Granted, Separate},
		"a later yes over a no": {before(invoice, Withdrawn, "", day), before(invoice, Granted, Separate, hour), false, Withdrawn, General},
		"a no again":            {before(invoice, Refused, "", day), before(invoice, Refused, "", hour), false, Refused, General},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			k, m := newDesk(t, shop(t))
			who := subject(t, "u-1")
			if _, err := k.Import(t.Context(), who, Batch{Source: "crm", Said: []Before{c.was}}, now); err != nil {
				t.Fatal(err)
			}
			n := len(m.entries)
			got, err := k.Import(t.Context(), who, Batch{Source: "crm", Said: []Before{c.then}}, now)
			if err != nil || (len(got.Taken) == 1) != c.taken || (len(m.entries) > n) != c.taken {
				t.Errorf("%+v, %v", got, err)
			}
			s, _ := k.Standing(t.Context(), who)
			if x := s.Consents[invoice]; x.State != c.state || x.Quality != c.quality || s.Version != got.Version {
				t.Errorf("stands as %+v", x)
			}
		})
	}
}

func TestWhatWasSaidHereStands(t *testing.T) {
	k, _ := newDesk(t, shop(t))
	who := subject(t, "u-1")
	ask := open(t, k, who, everything)
	if _, err := k.Answer(t.Context(), ask.ID, nobody, []Answer{{Choice: "shop/order/invoice"}, yes(ChoiceID(recommend), "a")}, now); err != nil {
		t.Fatal(err)
	}
	got, err := k.Import(t.Context(), who, Batch{Source: "crm", Said: []Before{
		before(invoice, Granted, Separate, time.Hour), before(recommend, Refused, "", time.Hour),
	}}, now)
	if diff := cmp.Diff(Brought{Version: got.Version, Kept: []declaration.UseID{invoice, recommend}}, got); diff != "" || err != nil {
		t.Errorf("brought (-want +got):\n%s%v", diff, err)
	}
	if got, err := k.Import(t.Context(), who, Batch{Source: "crm", Said: []Before{before(recommend, Granted, General, time.Hour)}}, now); err != nil || len(got.Taken) != 0 {
		t.Errorf("a yes given here became general: %+v, %v", got, err)
	}
}

func TestImportsThatCannotBe(t *testing.T) {
	kid := child(t, ledger.Lookup{})
	change := func(f func(*Before)) []Before {
		b := before(invoice, Granted, Separate, time.Hour)
		f(&b)
		return []Before{b}
	}
	cases := map[string]struct {
		said []Before
		p    Party
		kind fault.Kind
	}{
		"nothing":         {nil, party(t, nil), fault.Invalid},
		"not declared":    {change(func(b *Before) { b.Use = "shop/a/b/c" }), party(t, nil), fault.Invalid},
		"not by consent":  {change(func(b *Before) { b.Use = "shop/order/recipient-name/deliver" }), party(t, nil), fault.Invalid},
		"no state":        {change(func(b *Before) { b.State = "" }), party(t, nil), fault.Invalid},
		"no time":         {change(func(b *Before) { b.At = time.Time{} }), party(t, nil), fault.Invalid},
		"tomorrow":        {change(func(b *Before) { b.At = now.Add(time.Hour) }), party(t, nil), fault.Invalid},
		"by somebody":     {change(func(b *Before) { b.By = "clerk" }), party(t, nil), fault.Invalid},
		"no quality":      {change(func(b *Before) { b.Quality = "" }), party(t, nil), fault.Invalid},
		"no evidence":     {change(func(b *Before) { b.Evidence = "" }), party(t, nil), fault.Invalid},
		"no wording":      {change(func(b *Before) { b.Wording = "" }), party(t, nil), fault.Invalid},
		"a long evidence": {change(func(b *Before) { b.Evidence = strings.Repeat("x", 513) }), party(t, nil), fault.TooLarge},
		"twice":           {append(change(func(*Before) {}), change(func(*Before) {})...), party(t, nil), fault.Invalid},
		"a child's own":   {change(func(*Before) {}), kid, fault.Refused},
	}
	for name, c := range cases {
		if _, _, err := Bring(shop(t), "", Batch{Source: "crm", Said: c.said}, c.p, ledger.Nonce{1}, now); fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := Bring(shop(t), "", Batch{Said: change(func(*Before) {})}, party(t, nil), ledger.Nonce{1}, now); fault.KindOf(err) != fault.Invalid {
		t.Errorf("no source: %v", err)
	}
}

func TestMergeNeitherLosesNorWidens(t *testing.T) {
	d := shop(t)
	fp := func(id declaration.UseID) declaration.Fingerprint { u, _ := d.UseByID(id); return u.Fingerprint() }
	as := func(s State) Consents {
		return Consents{invoice: {Use: invoice, State: s, Fingerprint: fp(invoice), At: now.Add(-time.Hour)}}
	}
	stale := func(s State) Consents {
		return Consents{invoice: {Use: invoice, State: s, Fingerprint: "fp1:old", At: now.Add(-time.Hour)}}
	}
	adult := Age{Band: Adult}
	cases := map[string]struct {
		theirs, ours Consents
		age          Age
		becomes      State // of the known
		counts       bool  // for the use as it is declared
		left         State // of the unknown
	}{
		"a yes, and nothing":          {as(Granted), nil, adult, Granted, true, Withdrawn},
		"a yes, and a yes":            {as(Granted), as(Granted), adult, Granted, true, Withdrawn},
		"a yes, and a no":             {as(Granted), as(Refused), adult, Refused, false, Withdrawn},
		"a yes, and a withdrawal":     {as(Granted), as(Withdrawn), adult, Withdrawn, false, Withdrawn},
		"a stale yes, and nothing":    {stale(Granted), nil, adult, "", false, Withdrawn},
		"a yes, and a stale no":       {as(Granted), stale(Refused), adult, Refused, false, Withdrawn},
		"a no, and nothing":           {as(Refused), nil, adult, Refused, false, Refused},
		"a no, and a yes":             {as(Refused), as(Granted), adult, Refused, false, Refused},
		"a withdrawal, and a yes":     {as(Withdrawn), as(Granted), adult, Withdrawn, false, Withdrawn},
		"a no, and a stale yes":       {as(Refused), stale(Granted), adult, Refused, false, Refused},
		"a stale no, and a fresh yes": {stale(Refused), as(Granted), adult, Granted, true, Refused},
		"a stale no, and nothing":     {stale(Refused), nil, adult, Refused, false, Refused},
		"a yes, for a child":          {as(Granted), nil, Age{Band: Under14, Lapses: now.AddDate(1, 0, 0)}, "", false, Withdrawn},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			k, m := newDesk(t, d)
			unknown, known := subject(t, "device-9"), subject(t, "lin")
			for s, x := range map[ledger.Subject]Consents{unknown: c.theirs, known: c.ours} {
				p, _ := m.Person(t.Context(), s)
				m.people[p.Identity.Lookup] = &remembered{who: p.Identity, once: map[string][2]string{}, standing: Standing{Consents: said(x, ledger.Change{}, 0), Version: ledger.Absent}}
			}
			m.people[ledger.InstallationKey{1}.Lookup(known)].standing.Age = c.age
			if _, err := k.Merge(t.Context(), unknown, known, now); err != nil {
				t.Fatal(err)
			}
			ours, _ := k.Standing(t.Context(), known)
			theirs, _ := k.Standing(t.Context(), unknown)
			u, _ := d.UseByID(invoice)
			if ours.Consents[invoice].State != c.becomes || ours.Counts(&u, now) != c.counts || theirs.Consents[invoice].State != c.left {
				t.Errorf("known %+v, unknown %+v", ours.Consents[invoice], theirs.Consents[invoice])
			}
			n := len(m.entries)
			if _, err := k.Merge(t.Context(), unknown, known, now.Add(time.Hour)); err != nil || len(m.entries) != n {
				t.Errorf("merging again: %d more entries, %v", len(m.entries)-n, err)
			}
		})
	}
}

func TestMergeIsTwoEntriesAndTells(t *testing.T) {
	k, m := newDesk(t, shop(t))
	unknown, known := subject(t, "device-9"), subject(t, "lin")
	ask := open(t, k, unknown, everything)
	if _, err := k.Answer(t.Context(), ask.ID, nobody, []Answer{yes(ChoiceID(recommend), "a"), {Choice: ChoiceID(heart)}}, now); err != nil {
		t.Fatal(err)
	}
	l, lin := ledger.InstallationKey{1}.Lookup(unknown), ledger.InstallationKey{1}.Lookup(known)
	m.people[l].work = nil
	n := len(m.entries)
	v, err := k.Merge(t.Context(), unknown, known, now)
	if err != nil || len(m.entries) != n+2 || v != int64(n) || m.entries[n].Lookup != lin || m.entries[n+1].Lookup != l {
		t.Fatalf("version %d, %d entries, %v", v, len(m.entries)-n, err)
	}
	if got := m.people[l].standing.Version; got != int64(n+1) {
		t.Errorf("the unknown is at version %d", got)
	}
	if diff := cmp.Diff([]string{"tell withdrawn"}, kinds(m.people[l].work)); diff != "" {
		t.Errorf("about the unknown, whose data goes on (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"tell granted", "tell refused"}, kinds(m.people[lin].work)); diff != "" {
		t.Errorf("about the known (-want +got):\n%s", diff)
	}
	if _, err := k.Merge(t.Context(), known, known, now); fault.KindOf(err) != fault.Invalid {
		t.Errorf("one person with themselves: %v", err)
	}
}
