package web

import (
	"crypto/rand"
	"net/http"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/internal/httpx"
)

// The buttons of a step, as forms send them under "press" and as evidence
// names them.
const (
	pressAgree  = "agree"  // of a separate choice
	pressRefuse = "refuse" // of a separate choice
	pressSave   = "save"   // of the group: what stands chosen, and no more
	pressBasic  = "basic"  // no to everything that is open
)

// answer takes the form of a step. What was answered before in the same way is
// passed over, so that a second press, or a page left open, does no harm.
func (p *pages) answer(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	ask, before, err := p.ownAsk(r.Context(), r.PathValue("id"), pass)
	if err != nil {
		return err
	}
	if err := form(w, r); err != nil {
		return err
	}
	now := p.now()
	page, ok := p.seen(r.PostForm.Get("shown"), ask.ID)
	answers, err := chosen(r, ask, ask.Open(before), evidence(r, page, now))
	if err != nil {
		return err
	}
	if err := checkShown(answers, ask, page, ok); err != nil {
		return err
	}
	if fresh := unsaid(answers, before); len(fresh) > 0 {
		if _, err := p.desk.AnswerAs(r.Context(), ask.ID, pass.By, fresh, now); err != nil {
			return err
		}
	}
	next := askPath(ask)
	if ask.Age {
		next = choicesPath(ask) // the question of age was answered, or left open
	}
	to := in(httpx.Lang(r), next)
	if missing(r.PostForm.Get("press"), ask, before, answers) {
		to = in(httpx.Lang(r), next, "missing", 1)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// evidence is one press of one button.
func evidence(r *http.Request, page seen, now time.Time) consent.Evidence {
	return consent.Evidence{
		Act: rand.Text(), Language: string(httpx.Lang(r)), Element: r.PostForm.Get("press"),
		ShownAt: page.At, AnsweredAt: now.UnixMilli(),
	}
}

// chosen reads what the person did. Errors: errForm for a form that none of our
// pages makes, such as one that names two separate choices.
func chosen(r *http.Request, ask consent.Ask, open []consent.Choice, e consent.Evidence) ([]consent.Answer, error) {
	switch press := r.PostForm["press"]; {
	case len(press) != 1:
		return nil, errForm
	case press[0] == pressBasic:
		rest := ask
		rest.Choices = open
		return consent.Basic(rest, e), nil
	case press[0] == pressSave:
		return radios(r, ask, e)
	case press[0] == pressAgree, press[0] == pressRefuse:
		return separate(r, ask, e)
	}
	return nil, errForm
}

func radios(r *http.Request, ask consent.Ask, e consent.Evidence) ([]consent.Answer, error) {
	var all []consent.Answer
	for _, c := range ask.Choices {
		said := r.PostForm["choice:"+string(c.ID)]
		switch {
		case len(said) == 0:
		case c.Alone(), len(said) > 1, said[0] != pressAgree && said[0] != pressRefuse:
			return nil, errForm
		default:
			all = append(all, consent.Answer{Choice: c.ID, Grant: said[0] == pressAgree, Evidence: e})
		}
	}
	return all, nil
}

// separate reads the press on a page that holds one separate choice. The form
// names its choice: a second press that arrives when the ask has moved on must
// not count for the next one.
func separate(r *http.Request, ask consent.Ask, e consent.Evidence) ([]consent.Answer, error) {
	named := r.PostForm["choice"]
	if len(named) != 1 {
		return nil, errForm
	}
	for _, c := range ask.Choices {
		if string(c.ID) == named[0] && c.Alone() {
			return []consent.Answer{{Choice: c.ID, Grant: e.Element == pressAgree, Evidence: e}}, nil
		}
	}
	return nil, errForm
}

// unsaid leaves out what was said before in the same way. What was said
// otherwise stays in, for the desk to refuse.
func unsaid(answers []consent.Answer, before map[consent.ChoiceID]consent.Answered) []consent.Answer {
	var fresh []consent.Answer
	for _, a := range answers {
		if b, ok := before[a.Choice]; !ok || b.Granted != a.Grant {
			fresh = append(fresh, a)
		}
	}
	return fresh
}

// missing reports whether the group was saved with a choice still open.
func missing(press string, ask consent.Ask, before map[consent.ChoiceID]consent.Answered, answers []consent.Answer) bool {
	said := map[consent.ChoiceID]bool{}
	for _, a := range answers {
		said[a.Choice] = true
	}
	for _, c := range ask.Open(before) {
		if press == pressSave && !c.Alone() && !said[c.ID] {
			return true
		}
	}
	return false
}
