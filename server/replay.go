package server

import (
	"context"
	"encoding/json"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/dpv"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

type shownIn struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Choices []onScreen `json:"choices,omitempty" maxItems:"256" doc:"Those that were on the screen"`
		Closed  bool       `json:"closed,omitempty" doc:"The person closed it without an answer"`
	}
}

type onScreen struct {
	Choice   consent.ChoiceID `json:"choice" maxLength:"512"`
	Evidence *evidence        `json:"evidence,omitempty"`
}

// shown records that an ask was seen; it is no answer.
func (a *api) shown(ctx context.Context, in *shownIn) (*changedOut, error) {
	seen := consent.Seen{Closed: in.Body.Closed}
	for _, c := range in.Body.Choices {
		seen.Choices = append(seen.Choices, consent.SeenChoice{Choice: c.Choice, Evidence: c.Evidence.told()})
	}
	return changed(a.Desk.Shown(ctx, consent.AskID(in.ID), seen, a.Now()))
}

type replayIn struct {
	Body struct {
		Subject subject `json:"subject"`
		Ask     string  `json:"ask" maxLength:"64"`
	}
}

type replayOut struct{ Body replay }

// replay is one ask as the record has it, for whoever has to prove it.
type replay struct {
	Ask         consent.AskID      `json:"ask"`
	Service     string             `json:"service"`
	Trigger     consent.Trigger    `json:"trigger"`
	Declaration string             `json:"declaration" doc:"Hash of the version it was asked under"`
	Guardian    bool               `json:"guardian" doc:"Whether it was put to the guardian of a person under fourteen"`
	Age         bool               `json:"age" doc:"Whether the age band was asked too"`
	At          time.Time          `json:"at"`
	Expires     time.Time          `json:"expires_at"`
	Version     int64              `json:"version"`
	Choices     []choice           `json:"choices" doc:"To the word, and in their order"`
	Shown       []replayed         `json:"shown" doc:"When what was on the screen, and how"`
	Answers     []replayed         `json:"answers"`
	Left        []consent.ChoiceID `json:"left" doc:"Without an answer"`
}

// replayed is an entry of the record about the ask.
type replayed struct {
	Version int64           `json:"version" doc:"Log index: its receipt proves it"`
	At      time.Time       `json:"at"`
	Body    json.RawMessage `json:"body" doc:"As the record commits to it"`
}

// replay gives back what was shown and how it was answered, to whoever names the
// person it was put to.
func (a *api) replay(ctx context.Context, in *replayIn) (*replayOut, error) {
	s, err := in.Body.Subject.person()
	if err != nil {
		return nil, err
	}
	p, err := a.Desk.People.Person(ctx, s)
	if err != nil {
		return nil, err
	}
	r, err := a.Desk.Replay(ctx, consent.AskID(in.Body.Ask))
	if err != nil {
		return nil, err
	}
	if r.Ask.Lookup != p.Identity.Lookup {
		return nil, fault.New(fault.NotFound, "没有这次询问", "there is no such ask")
	}
	return &replayOut{Body: showReplay(ctx, r)}, nil
}

type receiptIn struct {
	Body struct {
		Subject subject `json:"subject"`
		Index   int64   `json:"index" minimum:"0" doc:"Version of the entry"`
		Format  string  `json:"format,omitempty" enum:"volens,dpv" default:"volens" doc:"volens: our own; dpv: a consent receipt with the fields of ISO/IEC TS 27560 in JSON-LD, ours inside, of answers and withdrawals"`
	}
}

type receiptOut struct {
	Body struct {
		Format  string          `json:"format"`
		Receipt json.RawMessage `json:"receipt"`
	}
}

var errReceipt = fault.New(fault.NotFound, "此人没有这份回执", "this person has no such receipt")

// receipt hands out the receipt of an entry to whoever names the person it is
// about.
func (a *api) receipt(ctx context.Context, in *receiptIn) (*receiptOut, error) {
	s, err := in.Body.Subject.person()
	if err != nil {
		return nil, err
	}
	r, err := a.Desk.Record.Receipt(ctx, in.Body.Index)
	switch {
	case fault.KindOf(err) == fault.NotFound && err != nil, err == nil && r.Subject != s.Raw():
		return nil, errReceipt // that it is somebody else's is not said
	case err != nil:
		return nil, err
	}
	out := &receiptOut{}
	out.Body.Format = in.Body.Format
	if in.Body.Format == "dpv" {
		out.Body.Receipt, err = a.dpv(ctx, s, r)
	} else {
		out.Body.Format = "volens"
		out.Body.Receipt, err = json.Marshal(r)
	}
	return out, err
}

// dpv gathers what a receipt in the words of DPV is made from.
func (a *api) dpv(ctx context.Context, s ledger.Subject, r ledger.Receipt) ([]byte, error) {
	in := dpv.Input{Receipt: r, Principal: s.Raw(), Manage: a.PublicURL + "/me/consents"}
	var leaf struct {
		Declaration string `json:"declaration"`
	}
	var body struct {
		Ask consent.AskID `json:"ask"`
	}
	if err := json.Unmarshal(r.Leaf, &leaf); err != nil {
		return nil, err
	}
	if json.Unmarshal(r.Body, &body) != nil {
		return nil, fault.New(fault.Internal, "记录中的内容不能解析", "an entry of the record cannot be read")
	}
	var err error
	if in.Declaration, err = a.Desk.Parsed(ctx, leaf.Declaration); err != nil {
		return nil, err
	}
	if body.Ask != "" {
		if in.Ask, _, err = a.Desk.People.Ask(ctx, body.Ask); err != nil {
			return nil, err
		}
	}
	if in.Said, _, err = a.Desk.Said(ctx, s); err != nil {
		return nil, err
	}
	return dpv.Receipt(in)
}
