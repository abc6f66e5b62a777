package server

import (
	"context"
	"encoding/json"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

type answerIn struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Answers []answer `json:"answers" maxItems:"256"`
		By      *subject `json:"by,omitempty" doc:"The guardian who answers for a person under fourteen; absent: the person"`
	}
}

type answer struct {
	Choice   consent.ChoiceID `json:"choice" maxLength:"512"`
	Grant    bool             `json:"grant"`
	Evidence *evidence        `json:"evidence,omitempty"`
}

type evidence struct {
	Act         string  `json:"act,omitempty" maxLength:"128" doc:"Id of the person's act, such as one press of one button; a grant needs it. One act may save several choices that stand on one step, and gives no more than one separate consent"`
	Language    string  `json:"language,omitempty" maxLength:"35" doc:"In which the choice was read"`
	Element     string  `json:"element,omitempty" maxLength:"128" doc:"What was pressed"`
	ShownAt     int64   `json:"shown_at,omitempty" minimum:"0" maximum:"253402300799999" doc:"UTC milliseconds"`
	AnsweredAt  int64   `json:"answered_at,omitempty" minimum:"0" maximum:"253402300799999" doc:"UTC milliseconds"`
	Preselected bool    `json:"preselected,omitempty" doc:"Whether yes stood ticked before the person acted"`
	Order       int     `json:"order,omitempty" minimum:"0" maximum:"1024" doc:"Place on the screen, from 1"`
	Yes         *button `json:"yes,omitempty" doc:"What agrees"`
	No          *button `json:"no,omitempty" doc:"What refuses"`
}

// button is how heavily a control weighs on the screen.
type button struct {
	Width    int `json:"width" minimum:"0" maximum:"100000" doc:"CSS pixels"`
	Height   int `json:"height" minimum:"0" maximum:"100000" doc:"CSS pixels"`
	Contrast int `json:"contrast" minimum:"0" maximum:"2100" doc:"Of its text, in hundredths of a ratio: 450 is 4.5 to 1"`
}

// told is what the caller reports of how a choice was shown.
func (e *evidence) told() consent.Evidence {
	if e == nil {
		return consent.Evidence{}
	}
	return consent.Evidence{
		Act: e.Act, Language: e.Language, Element: e.Element, ShownAt: e.ShownAt, AnsweredAt: e.AnsweredAt,
		Preselected: e.Preselected, Order: e.Order, Yes: (*consent.Button)(e.Yes), No: (*consent.Button)(e.No),
	}
}

// who is the person a body names, or nobody.
func who(s *subject) (ledger.Subject, error) {
	if s == nil {
		return ledger.Subject{}, nil
	}
	return s.person()
}

type answerOut struct{ Body receipt }

// receipt is a ledger.Receipt with what the caller needs at hand.
type receipt struct {
	Version int64           `json:"version" doc:"Log index of the answer: send it as at_least"`
	Receipt json.RawMessage `json:"receipt" doc:"The person's own copy: enough to prove the answer later"`
}

func (a *api) answer(ctx context.Context, in *answerIn) (*answerOut, error) {
	var answers []consent.Answer
	for _, x := range in.Body.Answers {
		answers = append(answers, consent.Answer{Choice: x.Choice, Grant: x.Grant, Evidence: x.Evidence.told()})
	}
	by, err := who(in.Body.By)
	if err != nil {
		return nil, err
	}
	r, err := a.Desk.Answer(ctx, consent.AskID(in.ID), by, answers, a.Now())
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	return &answerOut{Body: receipt{Version: r.Index, Receipt: b}}, nil
}

type withdrawIn struct {
	Body struct {
		Subject  subject             `json:"subject"`
		Uses     []declaration.UseID `json:"uses,omitempty" maxItems:"256"`
		Function string              `json:"function,omitempty" maxLength:"128" example:"shop/for-you"`
		Service  string              `json:"service,omitempty" maxLength:"64"`
		All      bool                `json:"all,omitempty" doc:"Everything, in every service"`
		By       *subject            `json:"by,omitempty" doc:"The guardian who withdraws for a person under fourteen; absent: the person"`
	}
}

type withdrawOut struct {
	Body struct {
		Version int64               `json:"version" doc:"From here on verdicts know of it: send it as at_least"`
		Uses    []declaration.UseID `json:"uses" doc:"What ended now; empty where nothing was left to end"`
	}
}

func (a *api) withdraw(ctx context.Context, in *withdrawIn) (*withdrawOut, error) {
	s, err := in.Body.Subject.person()
	if err != nil {
		return nil, err
	}
	by, err := who(in.Body.By)
	if err != nil {
		return nil, err
	}
	target := consent.Target{Uses: in.Body.Uses, Function: in.Body.Function, Service: in.Body.Service, All: in.Body.All}
	version, done, err := a.Desk.Withdraw(ctx, s, by, target, a.Now())
	if err != nil {
		return nil, err
	}
	out := &withdrawOut{}
	out.Body.Version, out.Body.Uses = max(version, 0), append([]declaration.UseID{}, done...)
	return out, nil
}

type searchIn struct {
	Body struct {
		Subject subject `json:"subject"`
	}
}

type searchOut struct {
	Body struct {
		Consents []spoken `json:"consents"`
		Version  int64    `json:"version" doc:"Log index of the last entry about the person; -1 where there is none"`
	}
}

type spoken struct {
	Use         declaration.UseID       `json:"use"`
	State       consent.State           `json:"state"`
	Stale       bool                    `json:"stale" doc:"The use changed in substance since, or is declared no more: the consent no longer counts"`
	Fingerprint declaration.Fingerprint `json:"fingerprint"`
	Declaration string                  `json:"declaration"`
	At          time.Time               `json:"at"`
	Ask         consent.AskID           `json:"ask,omitempty"`
	By          consent.Giver           `json:"by,omitempty" doc:"guardian, or absent: the person"`
	Quality     consent.Quality         `json:"quality,omitempty" doc:"Of consent from before Volens: separate, specific or general; absent: asked here"`
	Version     int64                   `json:"version"`
}

func (a *api) consents(ctx context.Context, in *searchIn) (*searchOut, error) {
	s, err := in.Body.Subject.person()
	if err != nil {
		return nil, err
	}
	d, _, err := a.Desk.Current(ctx)
	if err != nil {
		return nil, err
	}
	all, version, err := a.Desk.Said(ctx, s)
	if err != nil {
		return nil, err
	}
	out := &searchOut{}
	out.Body.Consents, out.Body.Version = []spoken{}, version
	for _, c := range all.InOrder() {
		u, ok := d.UseByID(c.Use)
		out.Body.Consents = append(out.Body.Consents, spoken{
			Use: c.Use, State: c.State, Stale: !ok || u.Fingerprint() != c.Fingerprint, Fingerprint: c.Fingerprint,
			Declaration: c.Declaration, At: *instant(c.At), Ask: c.Ask,
			By: c.By, Quality: c.Quality, Version: c.Version,
		})
	}
	return out, nil
}
