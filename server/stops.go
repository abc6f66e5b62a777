package server

import (
	"context"
	"time"

	"github.com/volens/volens/consent"
)

// Halting is what is stopped, why and by whom. It is exported so that the description
// of the API finds its fields in what embeds it.
type Halting struct {
	ID        string     `json:"id" minLength:"1" maxLength:"128" doc:"Permanent, chosen by whoever stops"`
	Service   string     `json:"service,omitempty" maxLength:"64"`
	Function  string     `json:"function,omitempty" maxLength:"128" example:"shop/for-you"`
	Use       string     `json:"use,omitempty" maxLength:"512"`
	Item      string     `json:"item,omitempty" maxLength:"64"`
	Recipient string     `json:"recipient,omitempty" maxLength:"64" doc:"A recipient or component"`
	Reason    string     `json:"reason" minLength:"1" maxLength:"512"`
	By        string     `json:"by" minLength:"1" maxLength:"512" doc:"Who stops it"`
	Until     *time.Time `json:"until,omitempty" doc:"Absent: until it is lifted"`
}

type standingStop struct {
	Halting
	At      time.Time `json:"at"`
	Version int64     `json:"version"`
}

type stopsOut struct {
	Body struct {
		Stops []standingStop `json:"stops" doc:"All that are not lifted"`
	}
}

func (a *api) stops(ctx context.Context, _ *struct{}) (*stopsOut, error) {
	all, err := a.Desk.Versions.Stops(ctx)
	if err != nil {
		return nil, err
	}
	out := &stopsOut{}
	out.Body.Stops = []standingStop{}
	for _, s := range all {
		out.Body.Stops = append(out.Body.Stops, standingStop{Halting: Halting{
			ID: s.ID, Service: s.Service, Function: s.Function, Use: s.Use, Item: s.Item, Recipient: s.Recipient,
			Reason: s.Reason, By: s.By, Until: instantOf(s.Until),
		}, At: *instant(s.At), Version: s.Version})
	}
	return out, nil
}

type stopIn struct{ Body Halting }

// halt stops processing for everybody at once.
func (a *api) halt(ctx context.Context, in *stopIn) (*changedOut, error) {
	s := in.Body
	return changed(a.Desk.Stop(ctx, consent.Stop{
		ID: s.ID, Service: s.Service, Function: s.Function, Use: s.Use, Item: s.Item, Recipient: s.Recipient,
		Reason: s.Reason, By: s.By, Until: timeOf(s.Until),
	}, a.Now()))
}

type resumeIn struct {
	Body struct {
		ID string `json:"id" minLength:"1" maxLength:"128"`
		By string `json:"by" minLength:"1" maxLength:"512" doc:"Who lifts it"`
	}
}

func (a *api) resume(ctx context.Context, in *resumeIn) (*changedOut, error) {
	return changed(a.Desk.LiftStop(ctx, in.Body.ID, in.Body.By, a.Now()))
}
