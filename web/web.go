package web

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
)

// Options is what the pages need. All fields are required, but for those that say so.
type Options struct {
	Desk         *consent.Desk
	Rights       Rights
	Holdings     Holdings
	Copies       Copies
	Cases        Cases
	Certificates Certificates
	Passes       httpx.Passes
	Log          *slog.Logger
	Now          func() time.Time
	Keeps        bool // optional: custodians keep what law says to keep of Volens' own records
	NoVisitors   bool // optional: whoever cannot log in is not served here, and there is no /request
}

type pages struct {
	desk         *consent.Desk
	rights       Rights
	holdings     Holdings
	copies       Copies
	cases        Cases
	certificates Certificates
	passes       httpx.Passes
	log          *slog.Logger
	now          func() time.Time
	views        views
	style        asset
	visitors     bool
	asking       httpx.Dam // requests of visitors
	looking      httpx.Dam // certificates, by number
	keeps        bool
}

// New returns the handler of /, /p/, /me/, /request, /erasure/ and /static/; any other path is a page
// that says there is nothing. It refuses cross-origin form posts itself, and
// expects httpx.Observe around it for the headers and the request id.
//
// Errors: a missing option.
func New(o Options) (http.Handler, error) {
	if o.Desk == nil || o.Passes.Sealer == nil || o.Log == nil || o.Now == nil {
		return nil, errors.New("web.Options: Desk, Passes, Log and Now are required")
	}
	if o.Rights == nil || o.Holdings == nil || o.Copies == nil || o.Cases == nil || o.Certificates == nil {
		return nil, errors.New("web.Options: Rights, Holdings, Copies, Cases and Certificates are required")
	}
	v, err := parseViews()
	if err != nil {
		return nil, err
	}
	p := &pages{desk: o.Desk, rights: o.Rights, holdings: o.Holdings, copies: o.Copies, cases: o.Cases, certificates: o.Certificates,
		passes: o.Passes, log: o.Log, now: o.Now, views: v, style: stylesheet(), visitors: !o.NoVisitors, keeps: o.Keeps}
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(p.page(func(http.ResponseWriter, *http.Request) error { return errCrossOrigin }))
	return guard.Handler(p.routes()), nil
}

// A handler answers a request, or returns why it does not.
type handler func(http.ResponseWriter, *http.Request) error

// A private handler answers a request of the person of the pass.
type private func(http.ResponseWriter, *http.Request, httpx.Pass) error

// A route is a path and what it does with either method.
type route struct {
	path      string
	get, post handler
}

func (p *pages) routes() *http.ServeMux {
	all := []route{
		{path: "/p/{token}", get: p.open},
		{path: "/me/asks/{id}", get: p.mine(p.ask), post: p.mine(p.answer)},
		{path: "/me/asks/{id}/age", post: p.mine(p.age)},
		{path: "/me/asks/{id}/choices", get: p.mine(p.choices)},
		{path: "/me/asks/{id}/done", get: p.mine(p.done)},
		{path: "/me/receipts/{index}", get: p.mine(p.receipt)},
		{path: "/me/receipts/{index}/file", get: p.mine(p.receiptFile)},
		{path: "/me/consents", get: p.mine(p.consents)},
		{path: "/me/withdrawals", post: p.mine(p.withdraw)},
		{path: "/me/rights", get: p.mine(p.rightsOverview)},
		{path: "/me/rights/{kind}", get: p.mine(p.form), post: p.mine(p.submit)},
		{path: "/me/held", get: p.mine(p.held)},
		{path: "/me/requests", get: p.mine(p.requests)},
		{path: "/me/requests/{id}", get: p.mine(p.request)},
		{path: "/me/requests/{id}/cancel", post: p.mine(p.cancel)},
		{path: "/me/requests/{id}/copy", post: p.mine(p.copy)},
		{path: "/me/requests/{id}/reply", post: p.mine(p.reply)},
		{path: "/erasure/{id}", get: p.certificate},
		{path: "/static/volens.css", get: p.style.serve},
		{path: "/{$}", get: p.home},
		{path: "/", get: nothing, post: nothing},
	}
	if p.visitors {
		all = append(all, route{path: "/request", get: p.visitor, post: p.visitorAsk}, route{path: "/request/{id}", get: p.codeForm, post: p.code})
	}
	mux := http.NewServeMux()
	for _, r := range all {
		mux.Handle(r.path, p.page(byMethod(r.get, r.post)))
	}
	return mux
}

func nothing(http.ResponseWriter, *http.Request) error { return errNotFound }

// byMethod keeps both methods of a path under one pattern, so that a method the
// path does not take gets our page and not the mux's plain text.
func byMethod(get, post handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		switch {
		case get != nil && (r.Method == http.MethodGet || r.Method == http.MethodHead):
			return get(w, r)
		case post != nil && r.Method == http.MethodPost:
			return post(w, r)
		case get != nil && post != nil:
			w.Header().Set("Allow", "GET, HEAD, POST")
		case get != nil:
			w.Header().Set("Allow", "GET, HEAD")
		default:
			w.Header().Set("Allow", "POST")
		}
		return errMethod()
	}
}

// page shows an error as a page.
func (p *pages) page(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			p.fail(w, r, err)
		}
	})
}

// mine lets only a session through.
func (p *pages) mine(h private) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		pass, err := p.passes.Session(r, p.now())
		if err != nil {
			return err
		}
		if err := p.stillGuardian(r, pass); err != nil {
			return err
		}
		return h(w, r, pass)
	}
}

// stillGuardian lets a guardian's browser through while the guardian may answer,
// and not a moment longer: a link or a session outlives what it was made for.
func (p *pages) stillGuardian(r *http.Request, pass httpx.Pass) error {
	if pass.By.IsZero() {
		return nil
	}
	s, err := p.desk.People.Standing(r.Context(), pass.Lookup)
	if err != nil {
		return err
	}
	now := p.now()
	if s.Guardian.Lookup != pass.By || !s.Guardian.InForce(now) || s.Age.BandAt(now) == consent.Adult || s.Age.BandAt(now) == consent.Under18 {
		return errNoGuardian
	}
	return nil
}

// open turns a link into a session and goes to the page it was made for. It
// changes nothing else: previewers of messages fetch links too.
func (p *pages) open(w http.ResponseWriter, r *http.Request) error {
	now := p.now()
	pass, err := p.passes.Open(r.PathValue("token"), now)
	if err != nil {
		return err
	}
	p.passes.Start(w, pass, now)
	to := "/me/" + pass.Page
	if l := r.URL.Query().Get("lang"); l != "" {
		to = in(httpx.Lang(r), to)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// maxForm is more than the longest form of an ask.
const maxForm = 256 << 10

// form reads the posted fields.
func form(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	err := r.ParseForm()
	if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
		return fault.New(fault.TooLarge, "提交的内容太长", "what was sent is too long")
	}
	if err != nil {
		return errForm
	}
	return nil
}
