package consent

import (
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// MergeInto makes an unknown person's words those of the known one whom they
// turned out to be, without losing or widening consent. A no of either side
// stands. A yes of the unknown is carried where the known one said nothing on the
// use, it is declared today as it was agreed to, and the known one may answer for
// themselves; in any case it ends for the unknown, who keeps their no. Where
// nothing is left to do the change is empty.
//
// The change has an entry about the known person and then one about the unknown.
//
// Errors: fault.Invalid where both are one person.
func MergeInto(d *declaration.Declaration, declared string, unknown, known Party, n [2]ledger.Nonce, now time.Time) (ledger.Change, error) {
	if unknown.Identity.Lookup == known.Identity.Lookup {
		return ledger.Change{}, fault.New(fault.Invalid, "两个标识是同一个人", "both ids are one person")
	}
	m := merger{d: d, unknown: unknown, known: known, now: now}
	for _, c := range unknown.Standing.Consents.InOrder() {
		m.use(c)
	}
	if len(m.into)+len(m.from) == 0 {
		return ledger.Change{}, nil
	}
	into, err := half(declared, MergedInto, known, unknown, m.into, n[0], now)
	if err != nil {
		return ledger.Change{}, err
	}
	from, err := half(declared, MergedFrom, unknown, known, m.from, n[1], now)
	if err != nil {
		return ledger.Change{}, err
	}
	c := setting(ledger.NewChange(into, from), d, known, m.into, now)
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
	unknown, known Party
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
	band := m.known.Standing.Age.BandAt(m.now)
	own := theirs.By == ByPerson && band != Under14 && m.unknown.Standing.Age.BandAt(m.now) != Under14
	return own && (forMinors(u) || !band.Minor()) && m.known.Standing.Restriction.Mode == Free
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
