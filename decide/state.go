package decide

import (
	"math"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
)

// A State is what was said on a use, by whom and how well proved, in four bits,
// and whether it was said of the use as it is declared now. It is all that a
// verdict needs of a consent. The numbers are on the wire between nodes and
// clients, and permanent.
type State uint8

// The states.
const (
	SaidNothing       State = 0
	Granted           State = 1 // asked here, or imported with the evidence of a separate consent
	GrantedByGuardian State = 2
	SpecificConsent   State = 3 // imported, a choice of its own
	SpecificGuardian  State = 4
	GeneralConsent    State = 5 // imported, bundled or blanket: never enough
	Refused           State = 6
	RefusedByGuardian State = 7
	Withdrawn         State = 8
	WithdrawnGuardian State = 9

	said  State = 0x0f
	Stale State = 0x10 // added to a state: it was said of another fingerprint
)

// StateOf returns the state of what was said, leaving aside whether it is stale.
// What is not known is nothing: nobody is taken to have agreed.
func StateOf(c consent.Consent) State {
	guardian := State(0)
	if c.By == consent.ByGuardian {
		guardian = 1
	}
	switch c.State {
	case consent.Refused:
		return Refused + guardian
	case consent.Withdrawn:
		return Withdrawn + guardian
	case consent.Granted:
	default:
		return SaidNothing
	}
	switch c.Quality {
	case consent.AskedHere, consent.Separate:
		return Granted + guardian
	case consent.Specific:
		return SpecificConsent + guardian
	case consent.General:
	}
	return GeneralConsent
}

// Of returns the state with Stale added where it was said of another fingerprint
// than now.
func Of(c consent.Consent, now declaration.Fingerprint) State {
	s := StateOf(c)
	if s != SaidNothing && c.Fingerprint != now {
		s |= Stale
	}
	return s
}

func (s State) is(a, b State) bool { return s&said == a || s&said == b }

// byGuardian reports whether a guardian said it.
func (s State) byGuardian() bool {
	switch s & said {
	case GrantedByGuardian, SpecificGuardian, RefusedByGuardian, WithdrawnGuardian:
		return true
	}
	return false
}

// granted reports whether it is a yes of any kind.
func (s State) granted() bool { return s&said >= Granted && s&said <= GeneralConsent }

// A Who is what verdicts need to know of a person besides consents. Most people
// need none: nothing is known of their age, or that they are adults, and nothing
// about them is restricted. Times are Unix milliseconds.
type Who struct {
	Band          uint8 `json:"band,omitempty"`     // 0 unknown or adult, 1 under fourteen, 2 fourteen to seventeen
	Mode          uint8 `json:"mode,omitempty"`     // 0 free, 1 restricted, 2 erasing
	Lapses        int64 `json:"lapses,omitempty"`   // from when the band is unknown; 0 for never
	GuardianUntil int64 `json:"guardian,omitempty"` // until when the guardian may answer; 0 for no guardian
	AgeAt         int64 `json:"age_at"`             // log indexes of what says so, or -1
	GuardianAt    int64 `json:"guardian_at"`
	RestrictedAt  int64 `json:"restricted_at"`
}

const (
	under14 = 1
	under18 = 2

	restricted = 1
	erasing    = 2
)

// WhoOf returns what verdicts need to know of a person, or nil where that is
// nothing.
func WhoOf(s *consent.Standing) *Who {
	w := Who{AgeAt: -1, GuardianAt: -1, RestrictedAt: -1}
	switch s.Age.Band {
	case consent.Under14:
		w.Band = under14
	case consent.Under18:
		w.Band = under18
	case consent.AgeUnknown, consent.Adult:
	}
	if w.Band != 0 {
		w.AgeAt, w.Lapses = s.Age.Version, milli(s.Age.Lapses)
	}
	switch s.Restriction.Mode {
	case consent.Restricted:
		w.Mode = restricted
	case consent.Erasing:
		w.Mode = erasing
	case consent.Free:
	}
	if w.Mode != 0 {
		w.RestrictedAt = s.Restriction.Version
	}
	if g := s.Guardian; w.Band == under14 && !g.Lookup.IsZero() {
		w.GuardianAt = g.Version
		if g.Ended.IsZero() {
			w.GuardianUntil = milli(g.Expires)
		}
	}
	if w.Band == 0 && w.Mode == 0 {
		return nil
	}
	return &w
}

// milli is zero for the zero time.
func milli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// facts are what holds of a person at one moment.
type facts struct {
	child    bool // known to be under fourteen
	minor    bool // known to be under eighteen
	guardian bool // there is one who may answer
	lapsed   bool // was known to be a minor, and the band has ended since
	restrict bool
	erase    bool
}

func (w *Who) at(now int64) facts {
	if w == nil {
		return facts{}
	}
	known := w.Lapses == 0 || now < w.Lapses
	return facts{
		child: known && w.Band == under14, minor: known && w.Band != 0, lapsed: !known && w.Band != 0, guardian: now < w.GuardianUntil,
		restrict: w.Mode == restricted, erase: w.Mode == erasing,
	}
}

// changes returns the next moment at which what holds of the person changes by
// itself.
func (w *Who) changes(now int64) int64 {
	next := int64(math.MaxInt64)
	if w != nil && w.Lapses > now {
		next = w.Lapses
	}
	if w != nil && w.GuardianUntil > now {
		next = min(next, w.GuardianUntil)
	}
	return next
}

// Granted reports whether it is a yes, in force or not.
func (s State) Granted() bool { return s.granted() }

// Says reports whether it is what was said, by whomever and of whichever
// fingerprint.
func (s State) Says(what consent.State) bool {
	switch what {
	case consent.Granted:
		return s.granted()
	case consent.Refused:
		return s.is(Refused, RefusedByGuardian)
	case consent.Withdrawn:
		return s.is(Withdrawn, WithdrawnGuardian)
	}
	return false
}

// InForce reports whether what was said on a use is a consent that carries it now.
func (t *Table) InForce(row int32, s State, w *Who, now time.Time) bool {
	r, p := &t.rows[row], w.at(now.UnixMilli())
	return r.is.has(byConsent) && r.consented(s, p) == consentGranted.bit() && !p.lapsed && (!p.minor || r.young(p)&deny == 0)
}
