package server

import (
	"context"
	"encoding/base64"
	"strings"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"golang.org/x/mod/sumdb/tlog"
)

type linkIn struct {
	Body struct {
		Subject  subject  `json:"subject"`
		Guardian *subject `json:"guardian,omitempty" doc:"For the browser of this guardian, who answers for a person under fourteen"`
		Page     string   `json:"page" maxLength:"80" pattern:"^(consents|rights|held|requests|rights/(copy|correct|complete|delete|restrict|transfer|close|explain|complain)|(asks|requests)/[0-9]{2}-[a-z2-7]+)$" doc:"consents; rights (all that a person can ask for); held (what is held); requests (what was asked); rights/ and a kind (the form; rights/close closes the account); asks/ or requests/ and an id" example:"consents"`
		StepUp   bool     `json:"step_up,omitempty" doc:"The service has just done its own login again, of whoever's browser it is. For 15 minutes from now the browser may ask for a copy, deletion, transfer or closing; without it those pages say to come again. It says what the service did: never send it for a session that was merely still open"`
	}
}

type linkOut struct {
	Body struct {
		URL     string    `json:"url" doc:"For this person's browser only"`
		Expires time.Time `json:"expires_at"`
	}
}

// link makes a link to one of the person's own pages. A link to an ask of
// somebody else is refused here already, and again by the page.
func (a *api) link(ctx context.Context, in *linkIn) (*linkOut, error) {
	s, err := in.Body.Subject.person()
	if err != nil {
		return nil, err
	}
	p, err := a.Desk.People.Person(ctx, s)
	if err != nil {
		return nil, err
	}
	pass := httpx.Pass{Lookup: p.Identity.Lookup, Page: in.Body.Page}
	if !p.Known {
		pass.Subject = s
	}
	if in.Body.StepUp {
		pass.StepUp = a.Now()
	}
	if in.Body.Guardian != nil {
		if pass.By, err = a.guardianOf(ctx, pass.Lookup, *in.Body.Guardian); err != nil {
			return nil, err
		}
	}
	if id, isAsk := askOf(in.Body.Page); isAsk {
		ask, _, err := a.Desk.People.Ask(ctx, id)
		if err != nil {
			return nil, err
		}
		if ask.Lookup != pass.Lookup || ask.Guardian != pass.By {
			return nil, fault.New(fault.NotFound, "没有这次询问", "there is no such ask")
		}
	}
	if id, is := strings.CutPrefix(in.Body.Page, "requests/"); is {
		if _, err := a.Rights.Mine(ctx, pass.Lookup, pass.By, rights.RequestID(id), a.Now()); err != nil {
			return nil, err
		}
	}
	token, expires := a.Passes.Link(pass, a.Now())
	out := &linkOut{}
	out.Body.URL, out.Body.Expires = a.PublicURL+"/p/"+token, *instant(expires)
	return out, nil
}

// guardianOf finds the guardian who answers for a child now; nobody else gets a
// link to the child's pages.
func (a *api) guardianOf(ctx context.Context, child ledger.Lookup, g subject) (ledger.Lookup, error) {
	s, err := g.person()
	if err != nil {
		return ledger.Lookup{}, err
	}
	p, err := a.Desk.People.Person(ctx, s)
	if err != nil {
		return ledger.Lookup{}, err
	}
	standing, err := a.Desk.People.Standing(ctx, child)
	if err != nil {
		return ledger.Lookup{}, err
	}
	if standing.Guardian.Lookup != p.Identity.Lookup || !standing.Guardian.InForce(a.Now()) {
		return ledger.Lookup{}, consent.NoGuardian()
	}
	return p.Identity.Lookup, nil
}

// askOf returns the ask that a page is about.
func askOf(page string) (consent.AskID, bool) {
	id, ok := strings.CutPrefix(page, "asks/")
	return consent.AskID(id), ok
}

type checkpointOut struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func (a *api) checkpoint(ctx context.Context, _ *struct{}) (*checkpointOut, error) {
	b, err := a.Log.Checkpoint(ctx)
	return &checkpointOut{ContentType: "text/plain; charset=utf-8", Body: b}, err
}

type leafIn struct {
	Index int64 `path:"index" minimum:"0"`
}

type leafOut struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func (a *api) leaf(ctx context.Context, in *leafIn) (*leafOut, error) {
	b, err := a.Log.Leaf(ctx, in.Index)
	return &leafOut{ContentType: "application/json", Body: b}, err
}

type proofOut struct {
	Body struct {
		Hashes []string `json:"hashes" doc:"Base64, RFC 6962 order"`
	}
}

type inclusionIn struct {
	Index int64 `query:"index" minimum:"0" required:"true"`
	Size  int64 `query:"size" minimum:"1" required:"true"`
}

func (a *api) inclusion(ctx context.Context, in *inclusionIn) (*proofOut, error) {
	return proof(a.Log.Proof(ctx, in.Index, in.Size))
}

type consistencyIn struct {
	Old int64 `query:"old" minimum:"1" required:"true"`
	New int64 `query:"new" minimum:"1" required:"true"`
}

func (a *api) consistency(ctx context.Context, in *consistencyIn) (*proofOut, error) {
	return proof(a.Log.Consistency(ctx, in.Old, in.New))
}

func proof(hashes []tlog.Hash, err error) (*proofOut, error) {
	out := &proofOut{}
	out.Body.Hashes = []string{}
	for _, h := range hashes {
		out.Body.Hashes = append(out.Body.Hashes, base64.StdEncoding.EncodeToString(h[:]))
	}
	return out, err
}
