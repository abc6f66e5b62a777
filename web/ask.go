package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
)

// step is one page of an ask: the group of choices that need no separate
// consent, or one separate choice alone.
type step struct {
	Path      string // where the form goes
	Processor declaration.Processor
	Service   lang.Text
	Number    int
	Of        int
	Shown     string // the sealed mark of this page: what the form brings back
	Guardian  bool   // whether a guardian answers for a child
	Missing   bool   // whether something was saved or pressed without a choice
	Alone     *item  // nil on the step of the group
	Functions []function
}

// function is the choices of one business function.
type function struct {
	Name  lang.Text
	Items []item
}

// item is one choice with its facts parted into what is always to be seen and
// what can be unfolded.
type item struct {
	consent.Choice
	Function lang.Text
	Effect   lang.Text // of refusing; zero where the declaration names none
	Facts    []consent.Fact
}

// ask shows the question of age where it is asked, then the first step that has
// something unanswered.
func (p *pages) ask(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	return p.showAsk(w, r, pass, true)
}

func (p *pages) showAsk(w http.ResponseWriter, r *http.Request, pass httpx.Pass, ageFirst bool) error {
	ask, before, err := p.ownAsk(r.Context(), r.PathValue("id"), pass)
	if err != nil {
		return err
	}
	s, err := p.desk.People.Standing(r.Context(), ask.Lookup)
	if err != nil {
		return err
	}
	switch band, lapsed := s.Age.BandAt(p.now()), s.Age.Lapsed(p.now()); {
	case !ask.Guardian.IsZero():
	case lapsed: // nothing else is asked until the age is told anew
		return p.showAge(w, r, ask, true)
	case band == consent.Under14:
		p.showChild(w, r)
		return nil
	case ask.Age && band == consent.AgeUnknown && (ageFirst || len(ask.Choices) == 0):
		return p.showAge(w, r, ask, false)
	}
	return p.showStep(w, r, ask, before)
}

func (p *pages) showStep(w http.ResponseWriter, r *http.Request, ask consent.Ask, before map[consent.ChoiceID]consent.Answered) error {
	open := ask.Open(before)
	now := p.now()
	switch {
	case len(open) == 0:
		http.Redirect(w, r, in(httpx.Lang(r), donePath(ask)), http.StatusSeeOther)
		return nil
	case now.After(ask.Expires):
		return errExpired()
	}
	current, _, err := p.desk.Current(r.Context())
	if err != nil {
		return err
	}
	if (consent.Ask{Choices: open}).Outdated(current) {
		return errExpired() // nobody is asked in words that no longer hold
	}
	s, err := p.step(r.Context(), ask, open, now)
	if err != nil {
		return err
	}
	s.Missing = r.URL.Query().Has("missing")
	title := "ask-title"
	if s.Alone != nil {
		title = "alone-title"
	}
	p.show(w, r, http.StatusOK, "ask", text(title).In(httpx.Lang(r)), s)
	return nil
}

// ownAsk returns an ask of the person of the pass, or errNotFound.
func (p *pages) ownAsk(ctx context.Context, id string, pass httpx.Pass) (consent.Ask, map[consent.ChoiceID]consent.Answered, error) {
	ask, before, err := p.desk.People.Ask(ctx, consent.AskID(id))
	if err == nil && (ask.Lookup != pass.Lookup || ask.Guardian != pass.By) {
		return consent.Ask{}, nil, errNotFound
	}
	return ask, before, err
}

func (p *pages) step(ctx context.Context, ask consent.Ask, open []consent.Choice, now time.Time) (step, error) {
	d, err := p.declaration(ctx, ask.Declaration)
	if err != nil {
		return step{}, err
	}
	s := step{Path: askPath(ask), Processor: d.Processor, Number: open[0].Step, Guardian: !ask.Guardian.IsZero()}
	for _, c := range open {
		s.Number = min(s.Number, c.Step)
	}
	for _, c := range ask.Choices {
		s.Of = max(s.Of, c.Step)
	}
	s.Shown = p.mark(ask.ID, s.Number, now)
	service, ok := d.Service(ask.Service)
	if !ok {
		return step{}, errors.New("an ask names a service that its declaration lacks")
	}
	s.Service = service.Name
	for _, c := range open {
		if c.Step == s.Number {
			s.add(itemOf(c, service))
		}
	}
	return s, nil
}

func (s *step) add(i item) {
	if i.Alone() {
		s.Alone = &i
		return
	}
	if n := len(s.Functions); n == 0 || s.Functions[n-1].Items[0].Choice.Function != i.Choice.Function {
		s.Functions = append(s.Functions, function{Name: i.Function})
	}
	last := &s.Functions[len(s.Functions)-1]
	last.Items = append(last.Items, i)
}

func itemOf(c consent.Choice, s *declaration.Service) item {
	i := item{Choice: c, Effect: c.Wording.Refusing, Facts: c.Wording.Facts}
	for _, f := range s.Functions {
		if f.ID == c.Function {
			i.Function = f.Name
		}
	}
	return i
}

// declaration returns the version under which something was asked, which need
// not be the active one any more.
func (p *pages) declaration(ctx context.Context, hash string) (*declaration.Declaration, error) {
	if d, active, err := p.desk.Current(ctx); err == nil && active == hash {
		return d, nil
	}
	src, err := p.desk.Versions.Declaration(ctx, hash)
	if err != nil {
		return nil, err
	}
	return declaration.Parse(src)
}

func askPath(a consent.Ask) string     { return "/me/asks/" + string(a.ID) }
func choicesPath(a consent.Ask) string { return askPath(a) + "/choices" }
func donePath(a consent.Ask) string    { return askPath(a) + "/done" }

// summary is what was answered to an ask.
type summary struct {
	Path    string // of the ask, where something is left to answer
	Lines   []line
	Granted int
}

// line is one choice and what was said to it.
type line struct {
	Question lang.Text
	Answered bool
	Granted  bool
	Receipt  int64
}

// done shows what was answered to an ask.
func (p *pages) done(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	ask, before, err := p.ownAsk(r.Context(), r.PathValue("id"), pass)
	if err != nil {
		return err
	}
	var s summary
	for _, c := range ask.Choices {
		b, ok := before[c.ID]
		s.Lines = append(s.Lines, line{Question: c.Wording.Question, Answered: ok, Granted: b.Granted, Receipt: b.Version})
		if b.Granted {
			s.Granted++
		}
		if !ok && !p.now().After(ask.Expires) {
			s.Path = askPath(ask)
		}
	}
	title := "done-title"
	if s.Path != "" {
		title = "done-open"
	}
	p.show(w, r, http.StatusOK, "done", text(title).In(httpx.Lang(r)), s)
	return nil
}
