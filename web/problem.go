package web

import (
	"maps"
	"net/http"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
)

// errNotFound is for what does not exist and for what is somebody else's. fail
// says the same of everything that was not found, whoever found it missing.
var errNotFound = fault.New(fault.NotFound, "没有这个页面", "there is no such page")

var (
	errForm        = fault.New(fault.Invalid, "提交的内容不完整或有误", "what was sent is incomplete or wrong").WithFix("请返回上一页重试", "go back and try again")
	errNoGuardian  = fault.New(fault.Forbidden, "您现在不是这个孩子的有效监护人，不能打开这些页面", "you are not the guardian in force of this child, and cannot open these pages").Citing(consent.GuardianMissing)
	errCrossOrigin = fault.New(fault.Forbidden, "这次提交来自另一个网站，未予接受", "this was sent from another website and was not accepted")
)

// errMethod and errExpired are statuses that no kind of fault has. They are made
// anew each time, since a problem takes the id of its request.
func errMethod() error  { return &httpx.Problem{Status: http.StatusMethodNotAllowed} }
func errExpired() error { return &httpx.Problem{Status: http.StatusGone} }

// failure is what the error page shows.
type failure struct {
	Status    int
	Heading   string
	Detail    string
	Fix       string
	RequestID string
	Mine      bool // whether the visitor has a session, and so a page to go to
}

// fail shows the page of an error. The page never repeats what was sent.
func (p *pages) fail(w http.ResponseWriter, r *http.Request, err error) {
	if rule := fault.RuleOf(err); rule == consent.AskExpired || rule == consent.AskOutdated {
		err = errExpired()
	}
	l, problem := httpx.Lang(r), httpx.ProblemOf(r.Context(), p.log, err)
	f := failure{Status: problem.Status, Detail: problem.Detail, Fix: problem.Fix, RequestID: httpx.RequestID(r.Context())}
	f.Heading = heading(f.Status).In(l)
	switch f.Status {
	case http.StatusInternalServerError, http.StatusServiceUnavailable:
		f.Detail, f.Fix = text("error-later").In(l), ""
	case http.StatusGone:
		f.Detail = text("expired-detail").In(l)
	case http.StatusNotFound:
		f.Detail, f.Fix = text("not-found-detail").In(l), ""
	case http.StatusMethodNotAllowed:
		f.Detail = text("method-detail").In(l)
	}
	maps.Copy(w.Header(), problem.GetHeaders())
	_, none := p.passes.Session(r, p.now())
	f.Mine = none == nil
	p.show(w, r, problem.Status, "problem", f.Heading, f)
}
