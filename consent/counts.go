package consent

import (
	"time"

	"github.com/volens/volens/declaration"
)

// BandAt returns the band that holds at now: none once it has lapsed.
func (a Age) BandAt(now time.Time) Band {
	if !a.Lapses.IsZero() && !now.Before(a.Lapses) {
		return AgeUnknown
	}
	return a.Band
}

// Lapsed reports whether a band was known and has ended: until the age is told
// anew nothing is opened by consent, whoever gave it (PIPL 31; that this holds up
// to eighteen too is our choice).
func (a Age) Lapsed(now time.Time) bool {
	return a.Band != AgeUnknown && a.BandAt(now) == AgeUnknown
}

// Minor reports whether the band is under eighteen.
func (b Band) Minor() bool { return b == Under14 || b == Under18 }

// Counts reports whether what was said is consent to u as it is declared now, by
// who may give it for this person now: a child's guardian, for any other nobody
// but the person, and after the lapse of a band nobody until the age is told anew
// (PIPL 31). Imported consent counts as far as its
// evidence goes: general consent to nothing, specific consent to nothing that
// needs a separate one.
func (s Standing) Counts(u *declaration.Use, now time.Time) bool {
	said, child := s.Consents[u.ID], s.Age.BandAt(now) == Under14
	if s.Age.Lapsed(now) || !said.In(Granted, u.Fingerprint()) || (said.By == ByGuardian) != child {
		return false
	}
	switch said.Quality {
	case AskedHere, Separate:
		return true
	case Specific:
		return !child && len(u.Separate()) == 0
	case General:
		return false
	}
	return false
}

// forMinors reports whether the use may be asked about of a person under
// eighteen: nothing that recommends or markets by what it knows of them (Minors
// Regulations 24¶3; that it reaches recommendation is our reading).
func forMinors(u *declaration.Use) bool {
	return u.Purpose.Class != declaration.Personalise && u.Purpose.Class != declaration.Market
}
