package server

import (
	"context"
	"encoding/json"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/erase/report"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/workday"
)

// Erasures is what the API needs of the runner of erasures; erase.Runner is one.
type Erasures interface {
	Manual(ctx context.Context, id erase.CaseID, store, evidence, by string, now time.Time) error
	Confirm(ctx context.Context, id erase.CaseID, recipient, evidence, by string, now time.Time) error
	Hold(ctx context.Context, id erase.CaseID, store, reason, by string, now time.Time) error
	Certificate(ctx context.Context, id erase.CaseID) (erase.Certificate, error)
}

// Cases is where erasures are read; it is part of an erase.Book.
type Cases interface {
	Case(ctx context.Context, id erase.CaseID) (erase.Case, error)
	OpenCases(ctx context.Context, limit int) ([]erase.Case, error)
}

// eraseCase is a case without anything of the person: neither lookup nor file.
type eraseCase struct {
	ID          erase.CaseID        `json:"id"`
	Trigger     erase.Trigger       `json:"trigger"`
	Request     string              `json:"request,omitempty"`
	Uses        []declaration.UseID `json:"uses,omitempty" doc:"Absent: everything"`
	Declaration string              `json:"declaration" doc:"Hash of the declaration that the plan is made from"`
	Event       time.Time           `json:"event_at" doc:"What the clock runs from"`
	Due         time.Time           `json:"due_at"`
	Certainty   workday.Certainty   `json:"certainty"`
	Articles    []httpx.Article     `json:"articles"`
	Reading     string              `json:"reading,omitempty"  doc:"From when the clock runs, where the law can be read in more ways than one"`
	State       erase.State         `json:"state" doc:"restricted: hard to erase, stored and protected only; never erased"`
	Reason      string              `json:"reason,omitempty" doc:"Why it does not end though every store and recipient is done"`
	Says        string              `json:"reason_text,omitempty"`
	Opened      time.Time           `json:"opened_at"`
	Ended       *time.Time          `json:"ended_at,omitempty"`
	Stores      []eraseStore        `json:"stores"`
	Told        []eraseTold         `json:"told"`
}

type eraseStore struct {
	Store    string      `json:"store"`
	Phase    erase.Phase `json:"phase"`
	Erased   int64       `json:"erased" doc:"Rows, keys or objects so far"`
	Attempts int         `json:"attempts"`
	Reason   string      `json:"reason,omitempty" doc:"Why it does not come further"`
	Says     string      `json:"reason_text,omitempty"`
	Since    time.Time   `json:"since"`
	Looked   *time.Time  `json:"looked_at,omitempty" doc:"When it was last found empty, by another connection: before the end of the case once more"`
	Residue  []eraseLeft `json:"residue,omitempty" doc:"What was found when it was last looked at, until nothing is; never a value"`
	Manual   string      `json:"manual,omitempty" doc:"Evidence of what people did by hand"`
}

type eraseLeft struct {
	Where string `json:"where" doc:"Table and column, or the pattern of a key or path, without what is personal in it"`
	Count int64  `json:"count"`
	How   string `json:"found_by" doc:"identifier, value, or column: a row that stays does not hold what it should by now"`
}

type eraseTold struct {
	Recipient string     `json:"recipient"`
	By        string     `json:"by,omitempty" doc:"webhook or letter"`
	At        *time.Time `json:"told_at,omitempty"`
	Confirmed *time.Time `json:"confirmed_at,omitempty" doc:"Absent until they say that it is done; the case stays open until then"`
	Evidence  string     `json:"evidence,omitempty"`
}

func showCase(c erase.Case, l lang.Lang) eraseCase {
	out := eraseCase{
		ID: c.ID, Trigger: c.Trigger, Request: c.Request, Uses: c.Scope.Uses, Declaration: c.Declaration, Event: *instant(c.Event), Due: *instant(c.Due.At),
		Certainty: c.Due.Certainty, Articles: httpx.Articles(c.Cites), Reading: c.Trigger.Reading().In(l), State: c.State, Reason: c.Reason, Says: reasonText(c.Reason, l), Opened: *instant(c.Opened), Ended: instantOf(c.Ended),
		Stores: []eraseStore{}, Told: []eraseTold{},
	}
	for _, s := range c.Stores {
		out.Stores = append(out.Stores, eraseStore{Store: s.Store, Phase: s.Phase, Erased: s.Erased, Attempts: s.Attempts, Reason: s.Reason, Says: reasonText(s.Reason, l),
			Since: *instant(s.Since), Looked: instantOf(s.Looked), Residue: showResidue(s.Residue), Manual: s.Manual})
	}
	for _, t := range c.Told {
		out.Told = append(out.Told, eraseTold{Recipient: t.Recipient, By: t.By, At: instantOf(t.At), Confirmed: instantOf(t.Confirmed), Evidence: t.Evidence})
	}
	return out
}

func showResidue(all []plan.Residue) []eraseLeft {
	var out []eraseLeft
	for _, r := range all {
		out = append(out, eraseLeft{Where: r.Where, Count: r.Count, How: r.How})
	}
	return out
}

// reasonText says why a store does not come further, or nothing where it does.
func reasonText(r erase.Reason, l lang.Lang) string {
	if r == "" {
		return ""
	}
	return report.Reason(r).In(l)
}

type erasuresOut struct {
	Body struct {
		Erasures []eraseCase `json:"erasures"`
	}
}

func (a *api) erasures(ctx context.Context, in *listIn) (*erasuresOut, error) {
	out := &erasuresOut{}
	out.Body.Erasures = []eraseCase{}
	all, err := a.Cases.OpenCases(ctx, in.Limit)
	for _, c := range all {
		out.Body.Erasures = append(out.Body.Erasures, showCase(c, httpx.LangOf(ctx)))
	}
	return out, err
}

type caseIn struct {
	ID erase.CaseID `path:"id" maxLength:"64"`
}

type erasureOut struct{ Body eraseCase }

func (a *api) erasure(ctx context.Context, in *caseIn) (*erasureOut, error) {
	c, err := a.Cases.Case(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &erasureOut{Body: showCase(c, httpx.LangOf(ctx))}, nil
}

type certificateOut struct {
	Body struct {
		Case     erase.CaseID  `json:"case"`
		Trigger  erase.Trigger `json:"trigger"`
		State    erase.State   `json:"state"`
		Event    time.Time     `json:"event_at"`
		Due      time.Time     `json:"due_at"`
		Reading  string        `json:"reading,omitempty" doc:"From when the clock runs, where the law can be read in more ways than one"`
		Ended    *time.Time    `json:"ended_at,omitempty"`
		Evidence []provedStep  `json:"evidence"`
		Kept     []erase.Kept  `json:"kept" doc:"What a ground in force keeps, and until when"`
	}
}

type provedStep struct {
	Index int64           `json:"index" doc:"Place in the record: the leaf holds the hash of this body"`
	Body  json.RawMessage `json:"body" doc:"What, how many, when, verified how; never a value"`
}

func (a *api) certificate(ctx context.Context, in *caseIn) (*certificateOut, error) {
	c, err := a.Erasures.Certificate(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := &certificateOut{}
	b := &out.Body
	b.Case, b.Trigger, b.State, b.Event, b.Due, b.Ended = c.Case, c.Trigger, c.State, *instant(c.Event), *instant(c.Due), instantOf(c.Ended)
	b.Reading = c.Trigger.Reading().In(httpx.LangOf(ctx))
	b.Evidence, b.Kept = []provedStep{}, append([]erase.Kept{}, c.Kept...)
	for _, e := range c.Evidence {
		b.Evidence = append(b.Evidence, provedStep{Index: e.Index, Body: e.Body})
	}
	return out, nil
}

type manualIn struct {
	ID   erase.CaseID `path:"id" maxLength:"64"`
	Body struct {
		Store    string `json:"store" minLength:"1" maxLength:"64"`
		Evidence string `json:"evidence" minLength:"1" maxLength:"512" doc:"Where the evidence is: a reference, without anything of the person"`
	}
}

func (a *api) manual(ctx context.Context, in *manualIn) (*doneOut, error) {
	return done(a.Erasures.Manual(ctx, in.ID, in.Body.Store, in.Body.Evidence, actor(ctx), a.Now()))
}

type confirmIn struct {
	ID   erase.CaseID `path:"id" maxLength:"64"`
	Body struct {
		Recipient string `json:"recipient" minLength:"1" maxLength:"64"`
		Evidence  string `json:"evidence" minLength:"1" maxLength:"512" doc:"Where the confirmation is: a reference, without anything of the person"`
	}
}

func (a *api) confirm(ctx context.Context, in *confirmIn) (*doneOut, error) {
	return done(a.Erasures.Confirm(ctx, in.ID, in.Body.Recipient, in.Body.Evidence, actor(ctx), a.Now()))
}

type holdIn struct {
	ID   erase.CaseID `path:"id" maxLength:"64"`
	Body struct {
		Store  string `json:"store" minLength:"1" maxLength:"64"`
		Reason string `json:"reason" minLength:"1" maxLength:"512" doc:"Why it is technically hard, without anything of the person"`
	}
}

func (a *api) holdStore(ctx context.Context, in *holdIn) (*doneOut, error) {
	return done(a.Erasures.Hold(ctx, in.ID, in.Body.Store, in.Body.Reason, actor(ctx), a.Now()))
}
