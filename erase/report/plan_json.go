package report

import (
	"encoding/json"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// PlanJSON writes a plan for programs, indented, with a line end. Keys are
// permanent. It names stores, tables and columns; addresses are not in it.
func PlanJSON(p plan.Plan) ([]byte, error) {
	out := planJSON{V: 1, Declaration: p.Declaration, Stores: []storeJSON{}, Told: []toldJSON{}, Findings: []findingJSON{}}
	for _, s := range p.Stores {
		out.Stores = append(out.Stores, storeOf(s))
	}
	for _, r := range p.Told {
		by := "webhook"
		if r.Letter {
			by = "letter"
		}
		out.Told = append(out.Told, toldJSON{r.ID, r.Name, r.Role, by})
	}
	for _, f := range p.Findings {
		j := findingJSON{Problem: f.Problem, Store: f.Store, Where: f.Where, Text: f.Text}
		if !f.Place.IsZero() {
			j.Place = &f.Place
		}
		out.Findings = append(out.Findings, j)
	}
	b, err := json.MarshalIndent(out, "", "  ")
	return append(b, '\n'), err
}

type planJSON struct {
	V           int           `json:"v"`
	Declaration string        `json:"declaration"`
	Stores      []storeJSON   `json:"stores"`
	Told        []toldJSON    `json:"told"`
	Findings    []findingJSON `json:"findings"`
}

type storeJSON struct {
	Store  string       `json:"store"`
	Engine string       `json:"engine"`
	Manual bool         `json:"manual,omitempty"`
	Needs  []string     `json:"needs,omitempty"`
	Finds  []findJSON   `json:"finds,omitempty"`
	Deeds  []actionJSON `json:"deeds,omitempty"`
}

type findJSON struct {
	Holding string            `json:"holding"`
	Found   []foundJSON       `json:"found,omitempty"`
	Gives   map[string]string `json:"gives,omitempty"`
	Values  []string          `json:"values,omitempty"`
}

type foundJSON struct {
	In string `json:"in"`
	By string `json:"by"`
}

type actionJSON struct {
	Holding string                           `json:"holding"`
	Found   []foundJSON                      `json:"found,omitempty"`
	By      []string                         `json:"by"`
	Deed    string                           `json:"deed"` // delete, anonymise or keep
	Change  map[string]declaration.Transform `json:"change,omitempty"`
	Items   []law.ItemID                     `json:"items,omitempty"`
	Ground  *groundJSON                      `json:"ground,omitempty"` // of rows that it keeps, or keeps no longer
	Account bool                             `json:"account,omitempty"`
	Born    string                           `json:"born,omitempty"`
}

type groundJSON struct {
	Under lang.Text          `json:"under"`
	Rank  declaration.Rank   `json:"rank"`
	For   declaration.Period `json:"for"`
	From  string             `json:"from"`
	Over  bool               `json:"over"` // the rows that it keeps no longer
	Keeps []string           `json:"keeps,omitempty"`
}

type toldJSON struct {
	ID   string               `json:"id"`
	Name lang.Text            `json:"name"`
	Role declaration.Standing `json:"role"`
	By   string               `json:"by"`
}

type findingJSON struct {
	Problem plan.Problem       `json:"problem"`
	Store   string             `json:"store"`
	Where   string             `json:"where,omitempty"`
	Text    lang.Text          `json:"text"`
	Place   *declaration.Place `json:"place,omitempty"`
}

func storeOf(s *plan.StorePlan) storeJSON {
	out := storeJSON{Store: s.Store.ID, Engine: s.Store.Engine, Manual: s.Manual, Needs: s.Needs}
	for _, f := range s.Finds {
		out.Finds = append(out.Finds, findJSON{f.Target.Holding, foundOf(f.Target), f.Gives, f.Values})
	}
	for _, a := range s.Deeds {
		out.Deeds = append(out.Deeds, actionOf(a))
	}
	return out
}

func foundOf(t plan.Target) []foundJSON {
	var all []foundJSON
	for _, f := range t.Found {
		all = append(all, foundJSON{f.In, f.By})
	}
	return all
}

func actionOf(a *plan.Action) actionJSON {
	out := actionJSON{
		Holding: a.Target.Holding, Found: foundOf(a.Target), By: a.By, Deed: "delete",
		Change: a.Deed.Change, Items: a.Items, Account: a.Account, Born: a.Born,
	}
	if a.Deed.Change != nil {
		out.Deed = "anonymise"
	}
	switch {
	case a.Keep != nil:
		out.Deed, out.Ground = "keep", ground(a.Keep, a.Fields, false)
	case a.Past != nil:
		out.Ground = ground(a.Past, nil, true)
	}
	return out
}

func ground(r *declaration.Retention, keeps []string, over bool) *groundJSON {
	return &groundJSON{Under: r.Under, Rank: r.Rank, For: r.For, From: r.From, Over: over, Keeps: keeps}
}
