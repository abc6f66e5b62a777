package consent

import (
	"slices"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// MergeNonces is how many entries a merge has at most.
const MergeNonces = 5

// MergeInto makes an unknown person's words those of the known one whom they
// turned out to be, without losing or widening consent. A no of either side
// stands. A yes of the unknown is carried where the known one said nothing on the
// use, it is declared today as it was agreed to, and the known one may answer for
// themselves; in any case it ends for the unknown, who keeps their no. What
// protects the unknown protects the known: the younger band of age, the guardian
// where the known has none, and the stricter restriction. Where nothing is left to
// do the change is empty.
//
// The change has an entry about the known person, one for each of these, and then
// one about the unknown.
//
// Errors: fault.Invalid where both are one person, or one is the guardian of the
// other.
func MergeInto(d *declaration.Declaration, declared string, unknown, known Party, n [MergeNonces]ledger.Nonce, now time.Time) (ledger.Change, error) {
	if unknown.Identity.Lookup == known.Identity.Lookup {
		return ledger.Change{}, fault.New(fault.Invalid, "两个标识是同一个人", "both ids are one person")
	}
	if unknown.Standing.Guardian.Lookup == known.Identity.Lookup || known.Standing.Guardian.Lookup == unknown.Identity.Lookup {
		return ledger.Change{}, fault.New(fault.Invalid, "其中一人是另一人的监护人，不会是同一个人", "one of them is the guardian of the other: they are not one person")
	}
	m := merger{d: d, declared: declared, unknown: unknown, known: known, becomes: becomes(unknown.Standing, known.Standing, now), n: n[2:], now: now}
	for _, c := range unknown.Standing.Consents.InOrder() {
		m.use(c)
	}
	protects, err := m.protects()
	if err != nil || len(m.into)+len(m.from)+len(protects.Entries) == 0 {
		return ledger.Change{}, err
	}
	into, err := half(declared, MergedInto, known, unknown, m.into, n[0], now)
	if err != nil {
		return ledger.Change{}, err
	}
	from, err := half(declared, MergedFrom, unknown, known, m.from, n[1], now)
	if err != nil {
		return ledger.Change{}, err
	}
	c := ledger.NewChange(into, append(protects.Entries, from)...).Writing(protects.Rows...)
	c.Rows = append(c.Rows, m.goesOn()...)
	for _, x := range m.from {
		c.Rows = append(c.Rows, SetConsent{Lookup: unknown.Identity.Lookup, Consent: x})
	}
	c.Rows = append(c.Rows, tell(unknown.Identity.Lookup, m.from, now)...)
	for _, x := range m.lost {
		c.Rows = append(c.Rows, erase(unknown.Identity.Lookup, x, now))
	}
	return c, nil
}

// A merger works out what both sides say from now on.
type merger struct {
	d              *declaration.Declaration
	declared       string
	unknown, known Party
	becomes        Standing       // of the known: age, guardian and restriction after the merge
	n              []ledger.Nonce // of the entries about these
	now            time.Time
	into, from     []Consent
	lost           []declaration.UseID // grants of the unknown that nobody goes on with
}

func (m *merger) use(theirs Consent) {
	ours := m.known.Standing.Consents[theirs.Use]
	u, declared := m.d.UseByID(theirs.Use)
	current := declared && theirs.Fingerprint == u.Fingerprint()
	theirs.Version = 0
	if theirs.By == ByMerge {
		return // it ended in an earlier merge, and nobody said no
	}
	if theirs.State != Granted {
		// A no to a use as it was is none to the use as it is.
		fresh := current && ours.Fingerprint != theirs.Fingerprint
		if ours.State == "" || fresh || ours.State == Granted && ours.Fingerprint == theirs.Fingerprint {
			m.into = append(m.into, theirs)
		}
		return
	}
	switch {
	case ours.State == "" && current && m.mayCarry(&u, theirs):
		m.into = append(m.into, theirs)
	case !ours.In(Granted, theirs.Fingerprint):
		if !grounded(m.d, Standing{}, theirs.Use, m.now) {
			m.lost = append(m.lost, theirs.Use)
		}
	}
	theirs.State, theirs.At, theirs.By = Withdrawn, m.now, ByMerge
	m.from = append(m.from, theirs)
}

// mayCarry reports whether the known person can be taken to have agreed.
func (m *merger) mayCarry(u *declaration.Use, theirs Consent) bool {
	if theirs.By != ByPerson || m.becomes.Restriction.Mode != Free {
		return false
	}
	for _, age := range []Age{m.becomes.Age, m.unknown.Standing.Age} {
		band := age.BandAt(m.now)
		if age.Lapsed(m.now) || band == Under14 || band.Minor() && !forMinors(u) {
			return false
		}
	}
	return true
}

// becomes is how the known person stands after the merge, consents aside.
func becomes(unknown, known Standing, now time.Time) Standing {
	is := known
	theirs, ours := unknown.Age, known.Age
	over := theirs.Lapsed(now) && !ours.Lapsed(now) && !ours.raises(theirs, now) // what was learned since goes before what lapsed
	if theirs.Band != AgeUnknown && (ours.Band == AgeUnknown || theirs.Band.youngerThan(ours.Band) && !over) {
		is.Age = theirs
	}
	band := is.Age.BandAt(now)
	if g := unknown.Guardian; known.Guardian.Lookup.IsZero() && !g.Lookup.IsZero() && g.Ended.IsZero() && band != Under18 && band != Adult {
		is.Guardian = g
	}
	if known.Restriction.Mode == Free || known.Restriction.Mode == Restricted && unknown.Restriction.Mode == Erasing {
		is.Restriction = unknown.Restriction
	}
	return is
}

// protects is the entries and rows of what the known person becomes.
func (m *merger) protects() (c ledger.Change, err error) {
	add := func(x ledger.Change, failed error) {
		c.Entries, c.Rows = append(c.Entries, x.Entries...), append(c.Rows, x.Rows...)
		if err == nil {
			err = failed
		}
	}
	was, is := m.known.Standing, m.becomes
	if is.Age != was.Age {
		add(ageChange(m.declared, is.Age, nil, m.known, m.n[0], m.now))
	}
	if is.Guardian != was.Guardian {
		add(guardianChange(m.declared, is.Guardian, m.known, m.n[1], m.now))
	}
	if is.Restriction.Mode != was.Restriction.Mode {
		add(holdChange(m.declared, is.Restriction, m.known, m.n[2], m.now))
	}
	return c, err
}

// goesOn is the rows of what the known person says from now on, and what follows
// from it and from being a child.
func (m *merger) goesOn() []ledger.Row {
	who, said := m.known.Identity.Lookup, m.known.Standing
	var rows []ledger.Row
	for _, x := range m.into {
		rows = append(rows, SetConsent{Lookup: who, Consent: x})
	}
	changed := slices.Clone(m.into)
	if m.becomes.Age.Band == Under14 && said.Age.Band != Under14 {
		for _, x := range said.Consents.endedForChild(m.declared, m.now) {
			if !slices.ContainsFunc(m.into, func(c Consent) bool { return c.Use == x.Use }) {
				changed = append(changed, x)
			}
		}
	}
	said.Age = m.becomes.Age
	return append(rows, follows(m.d, who, said, changed, m.now)...)
}

// half is one entry of a merge.
func half(declared string, role MergeRole, p, other Party, says []Consent, n ledger.Nonce, now time.Time) (ledger.Entry, error) {
	body := MergeBody{V: 1, Role: role, Other: WhoOf(other.Identity.Lookup), Uses: []MergedUse{}}
	for _, c := range says {
		body.Uses = append(body.Uses, MergedUse{
			Use: c.Use, Fingerprint: c.Fingerprint, Declaration: c.Declaration, State: c.State, At: c.At.UnixMilli(), Ask: c.Ask, By: c.By, Quality: c.Quality,
		})
	}
	return ledger.PersonalEntry(ledger.KindMerge, now, declared, p.Identity, n, body)
}
