package server

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/decide"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"golang.org/x/mod/sumdb/tlog"
)

// A Log is what the API shows of the record. None of it is personal.
type Log interface {
	Size(ctx context.Context) (int64, error)
	Checkpoint(ctx context.Context) ([]byte, error)
	Leaf(ctx context.Context, index int64) ([]byte, error)
	Proof(ctx context.Context, index, size int64) ([]tlog.Hash, error)
	Consistency(ctx context.Context, older, newer int64) ([]tlog.Hash, error)
}

// Options are what the API needs. All are required.
type Options struct {
	Desk      *consent.Desk
	Judge     *decide.Judge
	Log       Log
	Keys      Keys
	Passes    httpx.Passes
	PublicURL string // what links begin with, without a slash at the end
	Metrics   prometheus.Gatherer
	Slog      *slog.Logger
	Now       func() time.Time
}

type api struct {
	Options
	huma huma.API
}

// New returns the handler of the API.
func New(o Options) http.Handler {
	mux := http.NewServeMux()
	config := huma.DefaultConfig("Volens", "1")
	config.Info.Description = "以声明、法律与个人的选择回答：能否询问、能否处理、能否拒绝服务。 / Answers from declaration, law and what people chose: may we ask, may we process, may we refuse service."
	config.DocsPath, config.SchemasPath = "", "" // the stock docs page loads remote assets
	config.CreateHooks = nil                     // no $schema links in answers
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"key": {Type: "http", Scheme: "bearer"}}
	// The stock errors repeat rejected values, which can be personal data.
	huma.NewErrorWithContext = problem
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return problem(nil, status, msg, errs...)
	}
	a := &api{Options: o, huma: humago.New(mux, config)}
	huma.ValidateStrictCasing = true // {"grant": false, "GRANT": true} is a mistake, not a yes
	a.routes()
	health(mux, o)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { httpx.WriteProblem(w, r, o.Slog, errRoute) })
	return strict(mux, o.Slog)
}

var errRoute = fault.New(fault.NotFound, "没有这个接口", "there is no such route").
	WithFix("接口见 /openapi.json", "the routes are in /openapi.json")

// routes is the table of contents of the API.
func (a *api) routes() {
	post(a, "/v1/asks", ScopeConsent, a.ask, "问 | what may be put to this person now, or silence and why")
	post(a, "/v1/asks/{id}/answers", ScopeConsent, a.answer, "答 | take the person's answers; the same again gives the same receipt")
	post(a, "/v1/withdrawals", ScopeConsent, a.withdraw, "撤回 | end consent at once")
	post(a, "/v1/consents/search", ScopeConsent, a.consents, "查 | what this person said, use by use")
	post(a, "/v1/decisions", ScopeDecide, a.decide, "断 | may this be done now; may service be refused")
	create(a, "/v1/links", ScopeLink, a.link, "链接 | a short-lived link to the person's own pages")
	create(a, "/v1/keys", ScopeKeys, a.newKey, "密钥 | make an API key; it is shown once")
	text(a, "/v1/record/checkpoint", "text/plain", a.checkpoint, "检查点 | newest signed checkpoint: keep copies elsewhere")
	text(a, "/v1/record/leaves/{index}", "application/json", a.leaf, "叶 | the public half of an entry")
	get(a, "/v1/record/proofs/inclusion", a.inclusion, "包含证明 | that a leaf is in the tree of a size")
	get(a, "/v1/record/proofs/consistency", a.consistency, "一致性证明 | that a smaller tree is the beginning of a larger one")
}

func post[I, O any](a *api, path string, s Scope, h func(context.Context, *I) (*O, error), says string) {
	register(a, path, s, http.StatusOK, h, says)
}

func create[I, O any](a *api, path string, s Scope, h func(context.Context, *I) (*O, error), says string) {
	register(a, path, s, http.StatusCreated, h, says)
}

func register[I, O any](a *api, path string, s Scope, status int, h func(context.Context, *I) (*O, error), says string) {
	huma.Register(a.huma, huma.Operation{
		OperationID: operationID(path), Method: http.MethodPost, Path: path, Summary: says, MaxBodyBytes: maxBody, DefaultStatus: status,
		Security:    []map[string][]string{{"key": {string(s)}}},
		Middlewares: huma.Middlewares{a.require(s)},
		Errors:      []int{400, 401, 403, 404, 409, 413, 415, 422, 500, 503},
	}, guarded(a, h))
}

func get[I, O any](a *api, path string, h func(context.Context, *I) (*O, error), says string) {
	huma.Register(a.huma, huma.Operation{OperationID: operationID(path), Method: http.MethodGet, Path: path, Summary: says, Errors: []int{404, 422, 500}}, guarded(a, h))
}

// text is get for answers that are handed over byte for byte.
func text[I, O any](a *api, path, mediaType string, h func(context.Context, *I) (*O, error), says string) {
	huma.Register(a.huma, huma.Operation{
		OperationID: operationID(path), Method: http.MethodGet, Path: path, Summary: says, Errors: []int{404, 422, 500},
		Responses: map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{mediaType: {Schema: &huma.Schema{}}}}},
	}, guarded(a, h))
}

// maxBody is far above any request of the API, in bytes.
const maxBody = 256 << 10

// guarded turns every error of a handler into a problem document.
func guarded[I, O any](a *api, h func(context.Context, *I) (*O, error)) func(context.Context, *I) (*O, error) {
	return func(ctx context.Context, in *I) (*O, error) {
		out, err := h(ctx, in)
		if err != nil {
			return nil, httpx.ProblemOf(ctx, a.Slog, err)
		}
		return out, nil
	}
}
