package server

import (
	"context"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/internal/httpx"
)

type importIn struct {
	Body struct {
		Source string       `json:"source" minLength:"1" maxLength:"128" doc:"Where it was kept before, such as the name of the old system"`
		People []importedBy `json:"people" minItems:"1" maxItems:"100"`
	}
}

type importedBy struct {
	Subject subject    `json:"subject"`
	Said    []imported `json:"said" minItems:"1" maxItems:"256"`
}

type imported struct {
	Use      declaration.UseID `json:"use" maxLength:"512"`
	State    consent.State     `json:"state" enum:"granted,refused,withdrawn"`
	At       time.Time         `json:"at" doc:"When it was said"`
	By       consent.Giver     `json:"by,omitempty" enum:"guardian" doc:"Absent: the person"`
	Quality  consent.Quality   `json:"quality,omitempty" enum:"separate,specific,general" doc:"How good the evidence of a grant is; where in doubt general, which permits nothing. It never rises"`
	Evidence string            `json:"evidence,omitempty" maxLength:"512" doc:"Where the evidence is kept: a reference"`
	Wording  string            `json:"wording,omitempty" maxLength:"4096" doc:"What was shown then"`
}

type importOut struct {
	Body struct {
		People []broughtIn `json:"people" doc:"One for each person, in their order. Sending the same again changes nothing"`
	}
}

type broughtIn struct {
	Version int64               `json:"version"`
	Taken   []declaration.UseID `json:"taken" doc:"Now as imported"`
	Kept    []declaration.UseID `json:"kept" doc:"What stands here goes before what was imported"`
	Problem *httpx.Problem      `json:"problem,omitempty" doc:"Why nothing of this person was taken"`
}

// bring imports person by person: what is wrong with one takes nothing from the
// others. What is wrong with the server ends it; what was taken until then is
// taken, and the whole can be sent again.
func (a *api) bring(ctx context.Context, in *importIn) (*importOut, error) {
	out := &importOut{}
	for _, p := range in.Body.People {
		one := broughtIn{Version: -1, Taken: []declaration.UseID{}, Kept: []declaration.UseID{}}
		done, err := a.bringOne(ctx, in.Body.Source, p)
		if err != nil {
			if one.Problem = httpx.ProblemOf(ctx, a.Slog, err); one.Problem.Status >= 500 {
				return nil, err
			}
		} else {
			one.Version = done.Version
			one.Taken, one.Kept = append(one.Taken, done.Taken...), append(one.Kept, done.Kept...)
		}
		out.Body.People = append(out.Body.People, one)
	}
	return out, nil
}

func (a *api) bringOne(ctx context.Context, source string, p importedBy) (consent.Brought, error) {
	s, err := p.Subject.person()
	if err != nil {
		return consent.Brought{}, err
	}
	batch := consent.Batch{Source: source}
	for _, x := range p.Said {
		batch.Said = append(batch.Said, consent.Before(x))
	}
	return a.Desk.Import(ctx, s, batch, a.Now())
}
