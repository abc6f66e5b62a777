package server

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
)

// The headers by which a gateway asks. The gateway sets every one of them itself
// and drops what its clients send under these names.
const (
	headerSubject   = "X-Volens-Subject"
	headerAction    = "X-Volens-Action" // process where there is none
	headerUse       = "X-Volens-Use"
	headerFunction  = "X-Volens-Function"
	headerItem      = "X-Volens-Item"
	headerRecipient = "X-Volens-Recipient"
	headerAtLeast   = "X-Volens-At-Least"
	headerMode      = "X-Volens-Mode" // tell: always let the request through, and say what was decided
)

// modeTell is for what a service can do without: whoever refuses it is served
// all the same, with less (draft 19(3), PIPL 16).
const modeTell = "tell"

// gateways adds external authorisation over HTTP, for nginx's auth_request and
// others that pass a request on if another is answered with 200. It is asked with
// the method of the request it is about, so any will do; bodies are not read.
func (a *api) gateways(mux *http.ServeMux) {
	mux.HandleFunc(pathGateway, a.gateway)
	mux.HandleFunc(pathGateway+"/", a.gateway) // Envoy adds the path of the request it asks about
	op := &huma.Operation{
		OperationID: operationID(pathGateway), Method: http.MethodGet, Path: pathGateway, Security: []map[string][]string{{"key": {string(ScopeDecide)}}},
		Summary: "网关 | for gateways: 200 lets the request through, 403 does not",
		Responses: map[string]*huma.Response{
			"200": {Description: "Permitted; or X-Volens-Mode is tell, and X-Volens-Permit says what was decided"}, "401": {Description: http.StatusText(http.StatusUnauthorized)},
			"403": {Description: "Not permitted"}, "422": {Description: "The gateway asks what cannot be asked"}, "500": {Description: http.StatusText(http.StatusInternalServerError)}, "503": {Description: http.StatusText(http.StatusServiceUnavailable)},
		},
	}
	for _, name := range []string{headerSubject, headerAction, headerUse, headerFunction, headerItem, headerRecipient, headerAtLeast, headerMode} {
		op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "header", Required: name == headerSubject, Schema: &huma.Schema{Type: huma.TypeString}})
	}
	a.huma.OpenAPI().AddOperation(op)
}

const pathGateway = "/v1/ext-authz"

// gateway answers one request of a gateway: what it decides is in the status and
// in headers, for nothing reads the body.
func (a *api) gateway(w http.ResponseWriter, r *http.Request) {
	if err := a.keys.authorise(r.Context(), r.Header.Get("Authorization"), ScopeDecide); err != nil {
		a.refuse(w, r, err)
		return
	}
	tell, err := tells(r.Header)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	v, err := a.gatewayVerdict(r)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	h := w.Header()
	h.Set("X-Volens-Permit", strconv.FormatBool(v.Permit))
	h.Set("X-Volens-Rule", strings.Join(deciding(&v), ","))
	h.Set("X-Volens-Version", strconv.FormatInt(v.Version, 10))
	h.Set("Content-Length", "0")
	if v.Permit || tell {
		w.WriteHeader(http.StatusOK) // nginx takes any 2xx, Envoy takes 200 only
		return
	}
	w.WriteHeader(http.StatusForbidden)
}

func (a *api) gatewayVerdict(r *http.Request) (decide.Verdict, error) {
	h := r.Header
	who, err := subject(h.Get(headerSubject)).person()
	if err != nil {
		return decide.Verdict{}, errGatewaySubject
	}
	q := decide.Question{
		Subject: who, Action: decide.Action(h.Get(headerAction)), Use: declaration.UseID(h.Get(headerUse)), Function: h.Get(headerFunction),
		Item: h.Get(headerItem), Recipient: h.Get(headerRecipient),
	}
	if q.Action == "" {
		q.Action = decide.ActionProcess
	}
	if n := h.Get(headerAtLeast); n != "" {
		if q.AtLeast, err = strconv.ParseInt(n, 10, 64); err != nil || q.AtLeast < 0 {
			return decide.Verdict{}, fault.New(fault.Invalid, headerAtLeast+" 应为不小于 0 的整数", headerAtLeast+" must be an integer, at least 0")
		}
	}
	return a.Judge.Decide(r.Context(), q, a.Now())
}

// tells reads the mode. Two modes, or one nobody knows, are a mistake in the
// gateway's configuration, and nothing goes through on a mistake.
func tells(h http.Header) (bool, error) {
	switch modes := h.Values(headerMode); {
	case len(h.Values(headerSubject)) > 1 || len(h.Values(headerUse)) > 1 || len(h.Values(headerAction)) > 1 || len(modes) > 1:
		return false, fault.New(fault.Invalid, "X-Volens- 开头的请求头不得重复：网关没有去掉客户端所写", "no X-Volens- header may stand twice: the gateway does not drop what its clients send")
	case len(modes) == 0 || modes[0] == "" || modes[0] == "enforce":
		return false, nil
	case modes[0] == modeTell:
		return true, nil
	}
	return false, fault.New(fault.Invalid, headerMode+" 应为 enforce 或 tell", headerMode+" must be enforce or tell")
}

var errGatewaySubject = fault.New(fault.Invalid, headerSubject+" 应为 1 至 256 字节的 UTF-8 文本，由网关写入", headerSubject+" must be 1 to 256 bytes of UTF-8, set by the gateway").
	WithFix("没有登录的请求不该走到这里：先让网关核实身份", "a request of nobody should not come this far: let the gateway find out first who it is")

// deciding are the rules that decided: those against, or all where there are
// none. They are ids of ours and tell nothing of a person but the decision.
func deciding(v *decide.Verdict) (rules []string) {
	for _, r := range v.Reasons {
		if r.Permit == v.Permit && !r.NotChecked {
			rules = append(rules, r.Rule)
		}
	}
	return rules
}
