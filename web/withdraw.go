package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
)

// withdraw ends the consent that one button names: to a use, to a function, to a
// service or all of it. It takes one press, as agreeing does.
func (p *pages) withdraw(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	if err := form(w, r); err != nil {
		return err
	}
	target, err := target(r.PostForm)
	if err != nil {
		return err
	}
	none := in(httpx.Lang(r), "/me/consents", "nothing", 1)
	who, err := p.desk.People.PersonByLookup(r.Context(), pass.Lookup)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		http.Redirect(w, r, none, http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	version, done, err := p.desk.WithdrawAs(r.Context(), who.Identity.Subject, pass.By, target, p.now())
	switch {
	case err != nil:
		return err
	case len(done) == 0:
		http.Redirect(w, r, none, http.StatusSeeOther)
	default:
		http.Redirect(w, r, in(httpx.Lang(r), "/me/consents", "withdrawn", version), http.StatusSeeOther)
	}
	return nil
}

func target(form url.Values) (consent.Target, error) {
	t := consent.Target{Function: form.Get("function"), Service: form.Get("service")}
	if use := form.Get("use"); use != "" {
		t.Uses = []declaration.UseID{declaration.UseID(use)}
	}
	t.All = form.Get("all") == "yes"
	named := len(form["use"]) + len(form["function"]) + len(form["service"]) + len(form["all"])
	if named != 1 || t.Function == "" && t.Service == "" && t.Uses == nil && !t.All {
		return consent.Target{}, errForm
	}
	return t, nil
}

// just fills in what the entry at this log index withdrew. The page says
// "withdrawn" only of what the record says so of, whatever its address claims.
func (o overview) just(version string) overview {
	at, err := strconv.ParseInt(version, 10, 64)
	if err != nil {
		return o
	}
	all := o.Others
	for _, s := range o.Services {
		for _, f := range s.Functions {
			all = append(all, f.Entries...)
		}
	}
	for _, e := range all {
		if e.State == consent.Withdrawn && e.By != consent.ByMerge && e.By != consent.ByLaw && e.Version == at {
			o.Withdrawn, o.Receipt = append(o.Withdrawn, e), at
		}
	}
	return o
}
