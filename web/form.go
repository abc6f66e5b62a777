package web

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
)

// A formPage is what is needed to ask for one thing: one page, and no reason.
type formPage struct {
	right
	Guardian  bool
	Closed    bool // the login has to be done again first: there is no form
	Once      string
	Items     []heldItem
	Functions []namedFunction
	Clocks    []clockLine // what the clocks would be if the person asked now
	Until     time.Time   // until when it could be cancelled; zero where there is no window
	Contacts  bool        // a change of contacts needs the login to be done again first
	Kept      []lang.Text // what law makes the processor keep
	Processor declaration.Processor
}

// form shows the form of a right, or that the login has to be done again.
func (p *pages) form(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	what, ok := rightOf(r.PathValue("kind"))
	if !ok {
		return errNotFound
	}
	if _, err := p.subject(r.Context(), pass); err != nil {
		return err
	}
	d, _, err := p.desk.Current(r.Context())
	if err != nil {
		return err
	}
	page := formPage{right: what, Guardian: !pass.By.IsZero(), Closed: what.StepUp && !pass.SteppedUp(p.now()), Once: rand.Text(), Processor: d.Processor}
	if what.Values {
		page.Items = correctable(d)
		page.Contacts = !pass.SteppedUp(p.now())
	}
	if what.Scope {
		page.Functions = functionsOf(d)
	}
	clocks, until, err := p.rights.Preview(r.Context(), what.Kind, p.now())
	if err != nil {
		return err
	}
	page.Clocks, page.Until = clockLines(clocks, p.now()), until
	if what.Kind == rights.Close || what.Kind == rights.Delete {
		page.Kept = p.keptBeside(d)
	}
	p.show(w, r, http.StatusOK, "form", what.Title.In(httpx.Lang(r)), page)
	return nil
}

var errStepUp = fault.New(fault.Forbidden, "这一步要先在应用里重新登录一次", "this needs a login that was done again just before").
	WithFix("请回到应用重新登录，再从应用打开这个页面，十五分钟内有效", "log in again in the app and open this page from there; it then counts for fifteen minutes").
	Citing(rights.RuleStepUp)

// submit takes a form. What it may ask for, and whether it repeats another, is for
// the desk to say.
func (p *pages) submit(w http.ResponseWriter, r *http.Request, pass httpx.Pass) error {
	what, ok := rightOf(r.PathValue("kind"))
	if !ok {
		return errNotFound
	}
	now := p.now()
	if what.StepUp && !pass.SteppedUp(now) {
		return errStepUp
	}
	if err := form(w, r); err != nil {
		return err
	}
	d, _, err := p.desk.Current(r.Context())
	if err != nil {
		return err
	}
	o := rights.Order{Kind: what.Kind, Way: rights.BySelf, Speaker: rights.Person, By: pass.By, Proof: rights.Proof{Method: rights.AppLogin, At: now}}
	if pass.SteppedUp(now) {
		o.Proof.StepUp = pass.StepUp
	}
	if !pass.By.IsZero() {
		o.Speaker = rights.Guardian
	}
	if o.Subject, err = p.subject(r.Context(), pass); err != nil {
		return err
	}
	if err := what.read(&o, d, r.PostForm); err != nil {
		return err
	}
	q, err := p.rights.Open(r.Context(), o, once(r.PostForm, pass.By), now)
	if fault.RuleOf(err) == rights.RuleStepUp {
		return errStepUp // in the words of a person and not of a service
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, in(httpx.Lang(r), "/me/requests/"+string(q.ID)), http.StatusSeeOther)
	return nil
}

// once is the mark that makes a double press one request. The form of a guardian
// and that of the person do not meet.
func once(form url.Values, by ledger.Lookup) string {
	mark := form.Get("once")
	if mark == "" || len(mark) > 64 {
		return ""
	}
	return "web/" + by.String()[:8] + "/" + mark
}

// read takes what the form of this right says.
func (what right) read(o *rights.Order, d *declaration.Declaration, form url.Values) error {
	o.Detail.Text = field(form, "text", maxWords)
	if what.Text && o.Detail.Text == "" {
		return errNoWords
	}
	if what.Age {
		o.Detail.Age = field(form, "age", 128)
	}
	if what.Target {
		if o.Detail.Target = field(form, "target", 512); o.Detail.Target == "" {
			return errNoTarget
		}
	}
	if what.Values {
		for _, item := range correctable(d) {
			if v := field(form, "value:"+string(item.ID), 1000); v != "" {
				if o.Detail.Values == nil {
					o.Detail.Values = map[string]string{}
				}
				o.Detail.Values[string(item.ID)] = v
			}
		}
		if o.Detail.Values == nil && o.Detail.Text == "" {
			return errNoValues
		}
	}
	o.Detail.AtOnce = what.Kind == rights.Close && form.Get("press") == "at-once"
	if what.Scope {
		return what.scope(o, d, form)
	}
	return nil
}

// scope reads which functions are meant: what is pressed says so, and nothing
// stands ticked.
func (what right) scope(o *rights.Order, d *declaration.Declaration, form url.Values) error {
	chosen := form["function"]
	switch {
	case form.Get("press") == "all":
		return nil
	case form.Get("press") != "some", len(chosen) == 0:
		return errNoScope
	}
	for _, id := range chosen {
		before := len(o.Uses)
		for u := range d.All() {
			if u.Service.ID+"/"+u.Function.ID == id && !slices.Contains(o.Uses, u.ID) {
				o.Uses = append(o.Uses, u.ID)
			}
		}
		if len(o.Uses) == before {
			return errForm
		}
	}
	return nil
}

// maxWords is the longest text that a form takes, in bytes.
const maxWords = 8000

// field is a field without the space around it, cut to so many bytes at most.
func field(form url.Values, name string, most int) string {
	v := strings.TrimSpace(strings.ToValidUTF8(form.Get(name), ""))
	if len(v) > most {
		v = strings.ToValidUTF8(v[:most], "")
	}
	return v
}

var (
	errNoWords  = fault.New(fault.Invalid, "请写下要说明或投诉的内容", "please write what should be explained, or what is wrong").WithFix("请返回上一页填写", "go back and fill it in")
	errNoTarget = fault.New(fault.Invalid, "请写明转移给谁", "please say to whom it should be transferred").WithFix("请返回上一页填写", "go back and fill it in")
	errNoValues = fault.New(fault.Invalid, "请至少填写一项", "please fill in at least one item").WithFix("请返回上一页填写", "go back and fill it in")
	errNoScope  = fault.New(fault.Invalid, "请选择范围：勾选功能后按“删除所选的”，或者选“删除全部”", "please choose the range: tick functions and press “delete what I ticked”, or choose everything").WithFix("请返回上一页选择", "go back and choose")
)
