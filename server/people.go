package server

import (
	"context"
	"time"

	"github.com/volens/volens/consent"
)

// changedOut is the answer of whatever changed how a person stands.
type changedOut struct {
	Body struct {
		Version int64 `json:"version" doc:"From here on verdicts know of it: send it as at_least; -1 where nothing is recorded of the person"`
	}
}

func changed(version int64, err error) (*changedOut, error) {
	out := &changedOut{}
	out.Body.Version = version
	return out, err
}

type ageIn struct {
	Body struct {
		Subject subject      `json:"subject"`
		Band    consent.Band `json:"band" enum:"under-14,14-to-17,adult" doc:"All that is kept of an age: no date of birth, no document"`
		Method  string       `json:"method" enum:"self-declared,guardian-declared,account-record,identity-check,outside-service" doc:"How it became known"`
		Lapses  *time.Time   `json:"lapses_at,omitempty" doc:"When the band ends and the person is asked anew; not for adults"`
	}
}

func (a *api) age(ctx context.Context, in *ageIn) (*changedOut, error) {
	s, err := in.Body.Subject.person()
	if err != nil {
		return nil, err
	}
	return changed(a.Desk.SetAge(ctx, s, consent.Age{Band: in.Body.Band, Method: in.Body.Method, Lapses: timeOf(in.Body.Lapses)}, a.Now()))
}

type guardianIn struct {
	Body struct {
		Subject  subject   `json:"subject" doc:"The child"`
		Guardian subject   `json:"guardian"`
		Relation string    `json:"relation" enum:"parent,grandparent,sibling,other-guardian"`
		Method   string    `json:"method" enum:"document-seen,signed-form,identity-check,payment,call,account-link" doc:"How it was verified"`
		Evidence string    `json:"evidence" maxLength:"512" doc:"Where you can find the evidence: a reference, never a copy"`
		Expires  time.Time `json:"expires_at"`
	}
}

func (a *api) guardian(ctx context.Context, in *guardianIn) (*changedOut, error) {
	child, err := in.Body.Subject.person()
	if err != nil {
		return nil, err
	}
	g, err := in.Body.Guardian.person()
	if err != nil {
		return nil, err
	}
	link := consent.Link{Relation: in.Body.Relation, Method: in.Body.Method, Evidence: in.Body.Evidence, Expires: in.Body.Expires}
	return changed(a.Desk.LinkGuardian(ctx, child, g, link, a.Now()))
}

// personIn is a request about a person and nothing else.
type personIn struct {
	Body struct {
		Subject subject `json:"subject"`
	}
}

func (a *api) guardianEnd(ctx context.Context, in *personIn) (*changedOut, error) {
	child, err := in.Body.Subject.person()
	if err != nil {
		return nil, err
	}
	return changed(a.Desk.EndGuardian(ctx, child, a.Now()))
}

type restrictIn struct {
	Body struct {
		Subject subject      `json:"subject"`
		Mode    consent.Mode `json:"mode" enum:"restricted,erasing" doc:"restricted: storage and protection only; erasing: erasing has begun, and is not undone"`
		Reason  string       `json:"reason" enum:"person-asked,kept-by-law,hard-to-erase,disputed,erasure-asked,account-closed"`
	}
}

func (a *api) restrict(ctx context.Context, in *restrictIn) (*changedOut, error) {
	s, err := in.Body.Subject.person()
	if err != nil {
		return nil, err
	}
	return changed(a.Desk.Restrict(ctx, s, in.Body.Mode, in.Body.Reason, a.Now()))
}

func (a *api) lift(ctx context.Context, in *personIn) (*changedOut, error) {
	s, err := in.Body.Subject.person()
	if err != nil {
		return nil, err
	}
	return changed(a.Desk.Lift(ctx, s, a.Now()))
}

type mergeIn struct {
	Body struct {
		Unknown subject `json:"unknown" doc:"Under whom the person went before, such as the id of a visitor"`
		Known   subject `json:"known" doc:"Who they turned out to be"`
	}
}

func (a *api) merge(ctx context.Context, in *mergeIn) (*changedOut, error) {
	unknown, err := in.Body.Unknown.person()
	if err != nil {
		return nil, err
	}
	known, err := in.Body.Known.person()
	if err != nil {
		return nil, err
	}
	return changed(a.Desk.Merge(ctx, unknown, known, a.Now()))
}

// timeOf is the time, or the zero one where there is none.
func timeOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// instantOf is instant where there is a time.
func instantOf(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return instant(t)
}
