package web

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
)

// overview is everything that a person consented to or could.
type overview struct {
	Known     bool // whether there is anything about the person at all
	Guardian  bool // whether a guardian looks, on behalf of a child
	Granted   int  // how many uses are agreed to
	Nothing   bool // whether a withdrawal just found nothing to withdraw
	Withdrawn []entry
	Receipt   int64 // of what was just withdrawn
	Services  []serviceConsents
	Others    []entry // said on uses that are no longer declared to rest on consent
}

type serviceConsents struct {
	ID        string
	Name      lang.Text
	Granted   int
	Functions []functionConsents
}

type functionConsents struct {
	ID      string // service/function
	Name    lang.Text
	Granted int
	Entries []entry
}

// entry is one use and what the person last said on it.
type entry struct {
	Use       declaration.UseID
	Item      lang.Text
	Purpose   lang.Text
	Recipient lang.Text // zero unless the use is the giving to a third party
	Component lang.Text // zero unless third-party code does it
	State     consent.State
	By        consent.Giver
	At        time.Time
	Version   int64 // log index of what was last said
	Stale     bool  // whether the use has changed in substance since
}

// Withdrawable reports whether there is consent to withdraw. Stale consent no
// longer permits anything, but the person may want it gone.
func (e entry) Withdrawable() bool { return e.State == consent.Granted }

// Said names the message that says what stands.
func (e entry) Said() string { return stateText(e.State, e.By) }

// stateText names the message of a state. What ended by a merge or by law nobody
// withdrew.
func stateText(s consent.State, by consent.Giver) string {
	switch by {
	case consent.ByMerge:
		return "state-merged"
	case consent.ByLaw:
		return "state-void"
	case consent.ByPerson, consent.ByGuardian:
	}
	return "state-" + string(s)
}

// Label names the entry in one line.
func (e entry) Label() lang.Text {
	t := lang.Text{ZH: e.Item.In(lang.ZH), EN: e.Item.In(lang.EN)}
	add := func(key string, name lang.Text) {
		if !name.IsZero() {
			t.ZH += text("comma").ZH + fmt.Sprintf(text(key).ZH, name.In(lang.ZH))
			t.EN += text("comma").EN + fmt.Sprintf(text(key).EN, name.In(lang.EN))
		}
	}
	add("purpose", e.Purpose)
	add("recipient", e.Recipient)
	add("component", e.Component)
	return t
}

// consents shows the person's consents in the order of the declaration.
func (p *pages) consents(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	o, err := p.overview(r.Context(), pass)
	if err != nil {
		return err
	}
	o.Nothing = r.URL.Query().Has("nothing")
	p.show(w, r, http.StatusOK, "consents", text("consents-title").In(httpx.Lang(r)), o.just(r.URL.Query().Get("withdrawn")))
	return nil
}

func (p *pages) overview(ctx context.Context, pass httpx.Pass) (overview, error) {
	switch _, err := p.desk.People.PersonByLookup(ctx, pass.Lookup); {
	case err != nil && fault.KindOf(err) == fault.NotFound:
		return overview{}, nil
	case err != nil:
		return overview{}, err
	}
	d, _, err := p.desk.Current(ctx)
	if err != nil {
		return overview{}, err
	}
	said, err := p.desk.People.Consents(ctx, pass.Lookup)
	if err != nil {
		return overview{}, err
	}
	o, rest := overview{Known: true, Guardian: !pass.By.IsZero()}, maps.Clone(said)
	for _, u := range d.Uses() {
		if u.ByConsent() {
			o.add(u, said[u.ID])
			delete(rest, u.ID)
		}
	}
	if o.Others, err = p.others(ctx, rest); err != nil {
		return overview{}, err
	}
	for _, e := range o.Others {
		if e.Withdrawable() {
			o.Granted++
		}
	}
	return o, nil
}

func (o *overview) add(u declaration.Use, said consent.Consent) {
	if n := len(o.Services); n == 0 || o.Services[n-1].ID != u.Service.ID {
		o.Services = append(o.Services, serviceConsents{ID: u.Service.ID, Name: u.Service.Name})
	}
	s := &o.Services[len(o.Services)-1]
	id := u.Service.ID + "/" + u.Function.ID
	i := slices.IndexFunc(s.Functions, func(f functionConsents) bool { return f.ID == id })
	if i < 0 { // a component's uses come apart from the function's own
		i = len(s.Functions)
		s.Functions = append(s.Functions, functionConsents{ID: id, Name: u.Function.Name})
	}
	e := entryOf(u, said)
	s.Functions[i].Entries = append(s.Functions[i].Entries, e)
	if e.Withdrawable() {
		s.Functions[i].Granted++
		s.Granted++
		o.Granted++
	}
}

func entryOf(u declaration.Use, said consent.Consent) entry {
	e := entry{Use: u.ID, Item: u.Item.Name, Purpose: u.Purpose.Is, State: said.State, By: said.By, At: said.At, Version: said.Version}
	e.Stale = said.State != "" && said.Fingerprint != u.Fingerprint()
	if u.Recipient != nil {
		e.Recipient = u.Recipient.Name
	}
	if u.Component != nil {
		e.Component = u.Component.Name
	}
	return e
}

// others lists what was said on uses that are gone from the declaration, in the
// words in which they were asked, or by the id of the use.
func (p *pages) others(ctx context.Context, said consent.Consents) ([]entry, error) {
	var all []entry
	for _, id := range slices.Sorted(maps.Keys(said)) {
		c := said[id]
		e := entry{Use: id, State: c.State, By: c.By, At: c.At, Version: c.Version, Stale: true}
		if c.Ask != "" {
			ask, _, err := p.desk.People.Ask(ctx, c.Ask)
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return nil, err
			}
			e.Item = itemIn(ask, id)
		}
		if e.Item.IsZero() {
			e.Item = lang.Text{ZH: string(id), EN: string(id)}
		}
		all = append(all, e)
	}
	return all, nil
}

func itemIn(ask consent.Ask, id declaration.UseID) lang.Text {
	for _, c := range ask.Choices {
		for _, u := range c.Uses {
			if u.Use == id {
				return u.Item
			}
		}
	}
	return lang.Text{}
}
