package server

import (
	"context"
	"time"

	"github.com/volens/volens/consent"
)

type standingOut struct{ Body standing }

type standing struct {
	Version     int64              `json:"version" doc:"Log index of the last entry about the person; -1 where there is none"`
	Age         *standingAge       `json:"age,omitempty" doc:"Absent where nothing is known"`
	Guardian    *standingGuardian  `json:"guardian,omitempty" doc:"The link in force, or the last that was"`
	Restriction *standingRestraint `json:"restriction,omitempty" doc:"Absent where there is none"`
	Consents    int                `json:"consents" doc:"On how many uses the person said anything: see /v1/consents/search"`
}

type standingAge struct {
	Band   consent.Band `json:"band"`
	Method string       `json:"method"`
	Lapses *time.Time   `json:"lapses_at,omitempty"`
	Lapsed bool         `json:"lapsed" doc:"The band has ended: the person is asked anew, and until then the data is restricted"`
	At     time.Time    `json:"at"`
}

type standingGuardian struct {
	InForce  bool       `json:"in_force"`
	Relation string     `json:"relation"`
	Method   string     `json:"method"`
	Evidence string     `json:"evidence,omitempty"`
	Since    time.Time  `json:"since"`
	Expires  time.Time  `json:"expires_at"`
	Ended    *time.Time `json:"ended_at,omitempty"`
}

type standingRestraint struct {
	Mode   consent.Mode `json:"mode"`
	Reason string       `json:"reason"`
	At     time.Time    `json:"at"`
}

// standing says what is known of a person beside what they said.
func (a *api) standing(ctx context.Context, in *personIn) (*standingOut, error) {
	s, err := in.Body.Subject.person()
	if err != nil {
		return nil, err
	}
	known, err := a.Desk.Standing(ctx, s)
	if err != nil {
		return nil, err
	}
	return &standingOut{Body: showStanding(known, a.Now())}, nil
}

func showStanding(s consent.Standing, now time.Time) standing {
	out := standing{Version: s.Version, Consents: len(s.Consents)}
	if x := s.Age; x.Band != consent.AgeUnknown {
		out.Age = &standingAge{Band: x.Band, Method: x.Method, Lapses: instantOf(x.Lapses), Lapsed: x.BandAt(now) == consent.AgeUnknown, At: *instant(x.At)}
	}
	if g := s.Guardian; !g.Lookup.IsZero() {
		out.Guardian = &standingGuardian{
			InForce: g.InForce(now), Relation: g.Relation, Method: g.Method, Evidence: g.Evidence,
			Since: *instant(g.Since), Expires: *instant(g.Expires), Ended: instantOf(g.Ended),
		}
	}
	if r := s.Restriction; r.Mode != consent.Free {
		out.Restriction = &standingRestraint{Mode: r.Mode, Reason: r.Reason, At: *instant(r.At)}
	}
	return out
}
