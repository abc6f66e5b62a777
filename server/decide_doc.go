package server

import (
	"net/http"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/internal/httpx"
)

// A question is decide.Question as it stands in a body. readQuestion reads it;
// this describes it.
type question struct {
	Subject   string            `json:"subject" doc:"The service's own id of the person"`
	Action    decide.Action     `json:"action" enum:"process,collect,provide,export,recommend,authenticate,refuse-service,ask"`
	Use       declaration.UseID `json:"use,omitempty" maxLength:"512" example:"shop/for-you/browsing-history/recommend"`
	Function  string            `json:"function,omitempty" maxLength:"128" example:"shop/order"`
	Recipient string            `json:"recipient,omitempty" maxLength:"64" doc:"To whom the item would be given"`
	Item      string            `json:"item,omitempty" maxLength:"64" doc:"With authenticate and a function: by which item, or way, such as face"`
	Country   string            `json:"country,omitempty" maxLength:"8" doc:"With export: where to"`
	LastAt    *time.Time        `json:"last_at,omitempty" doc:"With collect: when the item was last collected; without it the frequency is not checked"`
	AtLeast   int64             `json:"at_least,omitempty" minimum:"-1" doc:"A version that the answer must know of; -1 is that of a person about whom nothing is recorded"`
	Primary   bool              `json:"primary,omitempty" doc:"Answer from the primary: reasons then name the entries behind them"`
}

// A verdict is decide.Verdict as appendVerdict writes it.
type verdict struct {
	Permit     bool      `json:"permit"`
	Reasons    []reason  `json:"reasons"`
	ValidUntil time.Time `json:"valid_until" doc:"Past this moment ask again; if you cannot, deny"`
	ValidMS    int64     `json:"valid_ms" doc:"The same as milliseconds from the moment this was answered: count them from the moment you sent the request, and no clock has to agree with another"`
	Version    int64     `json:"version" doc:"Log index of the last entry about the person that the answer knows of; -1 for none"`
}

type reason struct {
	Rule     string          `json:"rule"`
	Articles []httpx.Article `json:"articles"`
	Path     string          `json:"path,omitempty" doc:"Place in the declaration"`
	Record   *int64          `json:"record,omitempty" doc:"Log index of the entry behind it"`
	Checked  *bool           `json:"checked,omitempty" doc:"false: this could not be checked, and decided nothing"`
	Message  string          `json:"message"`
}

type questions struct {
	Questions []question `json:"questions" minItems:"1" maxItems:"1000"`
}

type verdicts struct {
	Verdicts []batchVerdict `json:"verdicts" doc:"One for each question, in their order"`
}

// A batchVerdict is a verdict, or what is wrong with the question: one that is
// not well formed takes nothing from its neighbours, and is denied.
type batchVerdict struct {
	verdict
	Problem *httpx.Problem `json:"problem,omitempty" doc:"Why there is no verdict; permit is then false"`
}

// describe adds an operation that is answered by hand to the description of the
// API.
func (a *api) describe(method, path string, s Scope, says string, in, out reflect.Type, errors ...int) {
	api := a.huma.OpenAPI()
	op := &huma.Operation{
		OperationID: operationID(path), Method: method, Path: path, Summary: says,
		Responses: map[string]*huma.Response{"200": {Description: http.StatusText(http.StatusOK), Content: content(api, "application/json", out)}},
	}
	if s != "" {
		op.Security = []map[string][]string{{"key": {string(s)}}}
	}
	if in != nil {
		op.RequestBody = &huma.RequestBody{Required: true, Content: content(api, "application/json", in)}
	}
	for _, status := range errors {
		op.Responses[strconv.Itoa(status)] = &huma.Response{Description: http.StatusText(status), Content: content(api, "application/problem+json", reflect.TypeFor[httpx.Problem]())}
	}
	api.AddOperation(op)
}

func content(api *huma.OpenAPI, media string, t reflect.Type) map[string]*huma.MediaType {
	return map[string]*huma.MediaType{media: {Schema: api.Components.Schemas.Schema(t, true, "")}}
}

func (a *api) decisions(mux *http.ServeMux) {
	mux.HandleFunc("POST /v1/decisions", a.byHand(ScopeDecide, a.decide))
	mux.HandleFunc("POST /v1/decisions/batch", a.byHand(ScopeDecide, a.decideMany))
	problems := []int{401, 403, 413, 415, 422, 500, 503}
	a.describe(http.MethodPost, "/v1/decisions", ScopeDecide, "断 | may this be done now; may service be refused", reflect.TypeFor[question](), reflect.TypeFor[verdict](), problems...)
	a.describe(http.MethodPost, "/v1/decisions/batch", ScopeDecide, "批断 | many verdicts in one request, each by itself", reflect.TypeFor[questions](), reflect.TypeFor[verdicts](), problems...)
}
