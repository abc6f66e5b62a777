package server

import (
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/volens/volens/authzen"
	"github.com/volens/volens/internal/httpx"
)

// authzen adds the OpenID Authorization API 1.0. Its errors are a line of text
// and a status, as that specification has them, and no problem documents.
func (a *api) authzen(mux *http.ServeMux) {
	point := &authzen.Point{Decider: a.Judge, Declared: a.Desk, People: a.People, Overlay: a.Overlay}
	mux.HandleFunc("POST "+authzen.PathEvaluation, a.evaluating(func(r *http.Request, body []byte) (any, error) {
		q, err := authzen.ParseQuery(body)
		if err != nil {
			return nil, err
		}
		return point.Evaluate(r.Context(), q, a.Now())
	}))
	mux.HandleFunc("POST "+authzen.PathEvaluations, a.evaluating(func(r *http.Request, body []byte) (any, error) { return a.evaluations(r, point, body) }))
	for path, target := range map[string]authzen.Target{
		authzen.PathSearchSubject: authzen.Subjects, authzen.PathSearchResource: authzen.Resources, authzen.PathSearchAction: authzen.Actions,
	} {
		mux.HandleFunc("POST "+path, a.evaluating(func(r *http.Request, body []byte) (any, error) { return a.search(r, point, target, body) }))
	}
	mux.HandleFunc("GET "+authzen.PathMetadata, a.metadata)
	a.describeAuthZEN()
}

func (a *api) evaluations(r *http.Request, point *authzen.Point, body []byte) (any, error) {
	b, err := authzen.ParseBatch(body)
	if err != nil {
		return nil, err
	}
	all, err := point.Evaluations(r.Context(), b, a.Now())
	if err != nil || b.Single {
		if err != nil {
			return nil, err
		}
		return all[0], nil
	}
	return evaluated{all}, nil
}

type evaluated struct {
	Evaluations []authzen.Decision `json:"evaluations"`
}

// search asks for one scope more where the answer would list people.
func (a *api) search(r *http.Request, point *authzen.Point, t authzen.Target, body []byte) (any, error) {
	s, err := authzen.ParseSearch(t, body)
	if err != nil {
		return nil, err
	}
	if s.OverPeople() {
		if err := a.keys.authorise(r.Context(), r.Header.Get("Authorization"), ScopeWho); err != nil {
			return nil, err
		}
	}
	return point.Search(r.Context(), s, a.Now())
}

// evaluating makes a handler in the manner of the specification.
func (a *api) evaluating(h func(r *http.Request, body []byte) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if id := r.Header.Get("X-Request-Id"); id != "" { // theirs goes back; ours stays in the log
			w.Header().Set("X-Volens-Request-Id", httpx.RequestID(r.Context()))
			w.Header().Set("X-Request-Id", id)
		}
		d := desktops.Get().(*desktop)
		defer d.back()
		err := a.keys.authorise(r.Context(), r.Header.Get("Authorization"), ScopeDecide)
		if err == nil {
			err = d.read(r)
		}
		var out any
		if err == nil {
			out, err = h(r, d.in.Bytes())
		}
		if err != nil {
			a.sayError(w, r, err)
			return
		}
		b, _ := json.Marshal(out) // numbers, booleans and texts only: cannot fail
		d.out = append(append(d.out, b...), '\n')
		_ = d.send(w)
	}
}

// sayError answers with a line of text in the language of the request. What is
// wrong with a request is 400, whatever it is; what is wrong here is 500.
func (a *api) sayError(w http.ResponseWriter, r *http.Request, err error) {
	p := httpx.ProblemOf(r.Context(), a.Slog, err)
	status := p.Status
	switch {
	case status == http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", "Bearer")
	case status == http.StatusForbidden, status == http.StatusRequestEntityTooLarge:
	case status >= http.StatusInternalServerError:
		status = http.StatusInternalServerError
	default:
		status = http.StatusBadRequest
	}
	plain(w, status, p.Detail+"\n")
}

func (a *api) metadata(w http.ResponseWriter, _ *http.Request) {
	b, _ := json.Marshal(authzen.MetadataOf(a.PublicURL)) // texts only: cannot fail
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=300") // nothing in it is secret or personal
	_, _ = w.Write(append(b, '\n'))
}

func (a *api) describeAuthZEN() {
	open := reflect.TypeFor[map[string]any]()
	for _, op := range []struct{ path, says string }{
		{authzen.PathEvaluation, "AuthZEN 评估 | evaluation"}, {authzen.PathEvaluations, "AuthZEN 批量评估 | evaluations"},
		{authzen.PathSearchSubject, "AuthZEN 查主体；查个人另需 who 权限 | subject search; over people it needs the scope who, too"},
		{authzen.PathSearchResource, "AuthZEN 查资源 | resource search"}, {authzen.PathSearchAction, "AuthZEN 查动作 | action search"},
	} {
		a.describe(http.MethodPost, op.path, ScopeDecide, op.says, open, open)
	}
	a.describe(http.MethodGet, authzen.PathMetadata, "", "AuthZEN 元数据 | metadata", nil, reflect.TypeFor[authzen.Metadata]())
}
