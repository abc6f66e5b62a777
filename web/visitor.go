package web

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/rights"
)

// visitorKinds is what somebody who cannot log in can ask for.
var visitorKinds = []rights.Kind{rights.Access, rights.Copy, rights.Correct, rights.Complete, rights.Delete, rights.Restrict, rights.Explain, rights.Complain}

// visitorPage is the page for whoever cannot log in: a recipient of parcels, a
// caller, a relative of somebody who died.
type visitorPage struct {
	Kinds     []right
	Claims    []claim
	Processor declaration.Processor
}

// A claim is a contact that may be held; it is asked for and nothing else is.
type claim struct {
	ID   string
	Name lang.Text
}

// visitor shows what can be asked for without a login.
func (p *pages) visitor(w http.ResponseWriter, r *http.Request) error {
	d, _, err := p.desk.Current(r.Context())
	if err != nil {
		return err
	}
	page := visitorPage{Claims: claimsOf(d), Processor: d.Processor}
	for _, k := range rightsInOrder {
		if slices.Contains(visitorKinds, k.Kind) {
			page.Kinds = append(page.Kinds, k)
		}
	}
	p.show(w, r, http.StatusOK, "visitor", text("visitor-title").In(httpx.Lang(r)), page)
	return nil
}

// claimsOf lists the contacts that the declaration's holdings know people by, and
// that a code can go to.
func claimsOf(d *declaration.Declaration) []claim {
	var all []claim
	for _, c := range rights.Contacts() {
		if gives(d, c.ID) {
			all = append(all, claim{ID: c.ID, Name: c.Text})
		}
	}
	return all
}

func gives(d *declaration.Declaration, identifier string) bool {
	for _, s := range d.Stores {
		for _, h := range s.Holds {
			if slices.ContainsFunc(h.Fields, func(f *declaration.Field) bool { return f.Gives == identifier }) {
				return true
			}
		}
	}
	return false
}

var (
	errNoKind  = fault.New(fault.Invalid, "请选择您要什么", "please choose what you want").WithFix("请返回上一页选择", "go back and choose")
	errNoClaim = fault.New(fault.Invalid, "请填写一种联系方式，只填一种", "please give one contact, and no more than one").WithFix("请返回上一页填写", "go back and fill it in")
)

// visitorAsk takes the form. Whatever was claimed, and whoever is known here, the
// answer is the same page.
func (p *pages) visitorAsk(w http.ResponseWriter, r *http.Request) error {
	if err := p.asking.Take(p.now()); err != nil {
		return err
	}
	if err := form(w, r); err != nil {
		return err
	}
	d, _, err := p.desk.Current(r.Context())
	if err != nil {
		return err
	}
	o, err := visitorOrder(d, r.PostForm)
	if err != nil {
		return err
	}
	id, err := p.rights.OpenVisitor(r.Context(), o, p.now())
	if err != nil {
		return err
	}
	http.Redirect(w, r, in(httpx.Lang(r), "/request/"+string(id)), http.StatusSeeOther)
	return nil
}

func visitorOrder(d *declaration.Declaration, form url.Values) (rights.Order, error) {
	o := rights.Order{Kind: rights.Kind(form.Get("kind")), Way: rights.ByVisitor, Speaker: rights.Person}
	if !slices.Contains(visitorKinds, o.Kind) {
		return o, errNoKind
	}
	o.Detail.Text = field(form, "text", maxWords)
	o.Detail.Claims = map[string]string{}
	for _, c := range claimsOf(d) {
		if v := field(form, "claim:"+c.ID, 160); v != "" {
			o.Detail.Claims[c.ID] = v
		}
	}
	if len(o.Detail.Claims) != 1 {
		return o, errNoClaim
	}
	return o, nil
}

// codePage takes the code. It is shown for every id that has the form of one.
type codePage struct {
	Path      string
	Wrong     bool
	Proved    rights.RequestID // the number to ask by, once the code was taken
	Clocks    []clockLine
	Processor declaration.Processor
}

var visitorID = regexp.MustCompile(`^[0-9]{2}-[a-z2-7]{8,60}$`)

func (p *pages) codeForm(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if !visitorID.MatchString(id) {
		return errNotFound
	}
	return p.showCode(w, r, http.StatusOK, codePage{Path: "/request/" + id})
}

// code takes the code that was sent. A wrong one, a late one, one too many and one
// for a request that is not there are told in the same words.
func (p *pages) code(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if !visitorID.MatchString(id) {
		return errNotFound
	}
	if err := form(w, r); err != nil {
		return err
	}
	page, status := codePage{Path: "/request/" + id}, http.StatusOK
	q, err := p.rights.Prove(r.Context(), rights.RequestID(id), field(r.PostForm, "code", 32), p.now())
	switch kind := fault.KindOf(err); {
	case err == nil:
		page.Proved, page.Clocks = q.ID, clockLines(q.Clocks, p.now())
	case kind == fault.Internal, kind == fault.Unavailable:
		return err
	default:
		page.Wrong, status = true, http.StatusUnprocessableEntity
	}
	return p.showCode(w, r, status, page)
}

// showCode shows the page for the code, with whom to write to or call.
func (p *pages) showCode(w http.ResponseWriter, r *http.Request, status int, page codePage) error {
	d, _, err := p.desk.Current(r.Context())
	if err != nil {
		return err
	}
	page.Processor = d.Processor
	p.show(w, r, status, "code", text("code-title").In(httpx.Lang(r)), page)
	return nil
}
