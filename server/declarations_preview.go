package server

import (
	"context"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
)

type previewOut struct {
	Body struct {
		From      string           `json:"from,omitempty" doc:"Hash of the version in use; absent where none is"`
		To        string           `json:"to"`
		People    int64            `json:"people" doc:"Different people who would be asked again about something"`
		Uses      []previewUse     `json:"uses"`
		Functions []functionChange `json:"functions"`
	}
}

type previewUse struct {
	Use      declaration.UseID   `json:"use"`
	Kind     declaration.Kind    `json:"kind"`
	Facets   []declaration.Facet `json:"facets,omitempty" doc:"What differs"`
	Reask    bool                `json:"reask" doc:"Whether people have to be asked before it goes on"`
	Asked    int64               `json:"asked" doc:"People who spoke on it, and whose word would not hold any more"`
	Granted  int64               `json:"granted" doc:"Those among them who agreed: what rests on it stops until they agree anew"`
	Why      string              `json:"why"`
	Articles []httpx.Article     `json:"articles,omitempty"`
}

type functionChange struct {
	Function string           `json:"function"`
	Kind     declaration.Kind `json:"kind"`
}

// preview says what activating a version would change, and for how many people.
func (a *api) preview(ctx context.Context, in *hashIn) (*previewOut, error) {
	p, err := a.Desk.Preview(ctx, in.Body.Hash)
	if err != nil {
		return nil, err
	}
	out := &previewOut{}
	out.Body.From, out.Body.To, out.Body.People = p.From, in.Body.Hash, p.People
	out.Body.Uses, out.Body.Functions = []previewUse{}, []functionChange{}
	l := httpx.LangOf(ctx)
	for _, u := range p.Uses {
		out.Body.Uses = append(out.Body.Uses, showEffect(u.Difference, u.Asked, u.Granted, l))
	}
	for _, f := range p.Functions {
		out.Body.Functions = append(out.Body.Functions, functionChange(f))
	}
	return out, nil
}

func showEffect(d declaration.Difference, asked, granted int64, l lang.Lang) previewUse {
	return previewUse{
		Use: d.Use, Kind: d.Kind, Facets: d.Facets, Reask: d.Reask, Asked: asked, Granted: granted,
		Why: d.Why.In(l), Articles: httpx.Articles(d.Cites),
	}
}
