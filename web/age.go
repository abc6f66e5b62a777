package web

import (
	"net/http"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
)

// bandLasts is how long a band counts that somebody chose for themselves before
// they are asked anew: our choice, since no date of birth is taken.
const bandLasts = 365 * 24 * time.Hour

// answerLater is the button that leaves the question of age open.
const answerLater = "later"

// agePage asks for the band of an age.
type agePage struct {
	Path      string
	Processor declaration.Processor
	Service   lang.Text
	Optional  bool // whether the rest of the ask can be answered without it
	Lapsed    bool // whether a band was known and has ended
}

// choices shows the ask behind the question of age: whoever chose not to answer
// that now is not sent back to it at every step.
func (p *pages) choices(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	return p.showAsk(w, r, pass, false)
}

func (p *pages) showAge(w http.ResponseWriter, r *http.Request, ask consent.Ask, lapsed bool) error {
	d, err := p.declaration(r.Context(), ask.Declaration)
	if err != nil {
		return err
	}
	page := agePage{Path: askPath(ask) + "/age", Processor: d.Processor, Optional: len(ask.Choices) > 0 && !lapsed, Lapsed: lapsed}
	if s, ok := d.Service(ask.Service); ok {
		page.Service = s.Name
	}
	p.show(w, r, http.StatusOK, "age", text("age-title").In(httpx.Lang(r)), page)
	return nil
}

// age takes the band that one button names.
func (p *pages) age(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	ask, _, err := p.ownAsk(r.Context(), r.PathValue("id"), pass)
	if err != nil {
		return err
	}
	if err := form(w, r); err != nil {
		return err
	}
	onward := in(httpx.Lang(r), choicesPath(ask))
	if r.PostForm.Get("band") == answerLater {
		http.Redirect(w, r, onward, http.StatusSeeOther)
		return nil
	}
	now := p.now()
	s, err := p.desk.People.Standing(r.Context(), pass.Lookup)
	if err != nil {
		return err
	}
	if !ask.Age && !s.Age.Lapsed(now) || !ask.Guardian.IsZero() {
		return errForm
	}
	who, err := p.desk.People.PersonByLookup(r.Context(), pass.Lookup)
	if err != nil {
		return err
	}
	a := consent.Age{Band: consent.Band(r.PostForm.Get("band")), Method: "self-declared"}
	if a.Band != consent.Adult {
		a.Lapses = now.Add(bandLasts)
	}
	if _, err := p.desk.SetAge(r.Context(), who.Identity.Subject, a, now); err != nil {
		return err
	}
	if len(ask.Choices) == 0 && a.Band != consent.Under14 {
		onward, err = p.askAfterAge(r, ask, who.Identity.Subject, now)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, onward, http.StatusSeeOther)
	return nil
}

// askAfterAge goes on with what could not be asked before the age was known. What
// the person was using when the app asked is known to the app alone.
func (p *pages) askAfterAge(r *http.Request, ask consent.Ask, who ledger.Subject, now time.Time) (string, error) {
	if ask.Trigger == consent.Function {
		return in(httpx.Lang(r), donePath(ask)), nil
	}
	res, err := p.desk.Ask(r.Context(), who, consent.Request{Service: ask.Service, Trigger: ask.Trigger}, "", now)
	if err != nil || res.Ask.ID == "" {
		return in(httpx.Lang(r), donePath(ask)), err
	}
	return in(httpx.Lang(r), askPath(res.Ask)), nil
}

// showChild says who decides for a person under fourteen.
func (p *pages) showChild(w http.ResponseWriter, r *http.Request) {
	p.show(w, r, http.StatusOK, "child", text("child-title").In(httpx.Lang(r)), nil)
}
