package server

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/volens/volens/authzen"
	"github.com/volens/volens/consent"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/rights"
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

// Options are what the API needs. All are required, but for those that say so.
type Options struct {
	Desk      *consent.Desk
	Judge     Decider
	Log       Log
	Keys      Keys
	KeyBook   KeyBook
	Hooks     Hooks
	Passes    httpx.Passes
	PublicURL string // what links begin with, without a slash at the end
	Metrics   prometheus.Gatherer
	Slog      *slog.Logger
	Rights    Rights
	Staff     Staff
	Requests  rights.Requests
	Erasures  Erasures
	Cases     Cases
	Copies    Copies
	Feed      Feed // optional: without it clients keep no replicas
	Now       func() time.Time
	Overlay   *authzen.Overlay // optional: plain rules for AuthZEN questions that are not ours
	People    authzen.People   // optional: without it AuthZEN does not search people
}

type api struct {
	Options
	huma huma.API
	keys *keyring

	feeding  gauge
	visitors httpx.Dam
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
	a := &api{Options: o, huma: humago.New(mux, config), keys: newKeyring(o.Keys, o.Now)}
	huma.ValidateStrictCasing = true // {"grant": false, "GRANT": true} is a mistake, not a yes
	a.routes()
	health(mux, o)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { httpx.WriteProblem(w, r, o.Slog, errRoute) })
	outer := http.NewServeMux() // what reads its bodies by itself
	a.decisions(outer)
	a.gateways(outer)
	a.authzen(outer)
	a.feeds(outer)
	outer.Handle("/", strict(mux, o.Slog))
	return outer
}

var errRoute = fault.New(fault.NotFound, "没有这个接口", "there is no such route").
	WithFix("接口见 /openapi.json", "the routes are in /openapi.json")

// routes is the table of contents of the API.
func (a *api) routes() {
	post(a, "/v1/asks", ScopeConsent, a.ask, "问 | what may be put to this person now, or silence and why")
	post(a, "/v1/asks/{id}/answers", ScopeConsent, a.answer, "答 | take the person's answers; the same again gives the same receipt")
	post(a, "/v1/withdrawals", ScopeConsent, a.withdraw, "撤回 | end consent at once")
	post(a, "/v1/consents/search", ScopeConsent, a.consents, "查 | what this person said, use by use")
	create(a, "/v1/links", ScopeLink, a.link, "链接 | a short-lived link to the person's own pages")
	create(a, "/v1/keys", ScopeKeys, a.newKey, "密钥 | make an API key; it is shown once")
	getAs(a, "/v1/keys", ScopeKeys, a.listKeys, "密钥清单 | the API keys, without the keys themselves")
	post(a, "/v1/keys/revoke", ScopeKeys, a.revokeKey, "撤销密钥 | end the use of an API key, on every node")
	post(a, "/v1/asks/{id}/shown", ScopeConsent, a.shown, "已展示 | an ask was on the screen, or closed without an answer")
	post(a, "/v1/asks/replay", ScopeConsent, a.replay, "重放 | exactly what was shown, and how it was answered or left")
	post(a, "/v1/receipts", ScopeConsent, a.receipt, "回执 | the receipt of an entry: ours, or with the fields of ISO/IEC TS 27560 in DPV")
	post(a, "/v1/people/standing", ScopePeople, a.standing, "状况 | what is known of a person's age, guardian and restriction")
	post(a, "/v1/people/age", ScopePeople, a.age, "年龄段 | the band of a person's age; no date of birth is kept")
	post(a, "/v1/people/guardian", ScopePeople, a.guardian, "监护人 | link the guardian who answers for a person under fourteen")
	post(a, "/v1/people/guardian/end", ScopePeople, a.guardianEnd, "终止监护 | end the guardian link")
	post(a, "/v1/people/restrict", ScopePeople, a.restrict, "限制处理 | leave nothing but storage and protection, or say that erasing has begun")
	post(a, "/v1/people/lift", ScopePeople, a.lift, "解除限制 | lift a restriction")
	post(a, "/v1/people/merge", ScopePeople, a.merge, "合并 | an unknown person turned out to be a known one")
	post(a, "/v1/people/import", ScopePeople, a.bring, "导入 | consent from before Volens, with its evidence and quality")
	getAs(a, "/v1/declarations", ScopeDeclare, a.declarations, "声明版本 | the versions of the declaration, and when which was in use")
	create(a, "/v1/declarations", ScopeDeclare, a.upload, "上传声明 | store a version without using it, with what lint finds")
	post(a, "/v1/declarations/preview", ScopeDeclare, a.preview, "预览 | whom activating it would ask again, about which uses")
	post(a, "/v1/declarations/activate", ScopeDeclare, a.activate, "启用 | use a version from now on, on every node")
	post(a, "/v1/declarations/rollback", ScopeDeclare, a.rollback, "回退 | use the version before again")
	post(a, "/v1/who", ScopeWho, a.who, "多少人 | how many people, at which version, and what numbers of the law that meets")
	getAs(a, "/v1/hooks", ScopeHooks, a.hooks, "订阅 | the systems that are told of changes")
	create(a, "/v1/hooks", ScopeHooks, a.newHook, "新订阅 | tell a system of changes; its secret is shown once")
	del(a, "/v1/hooks/{id}", ScopeHooks, a.disable, "停用订阅 | tell it no more")
	post(a, "/v1/hooks/{id}/secrets", ScopeHooks, a.rotate, "换密钥 | a new secret, beside the one before")
	getAs(a, "/v1/hooks/dead", ScopeHooks, a.dead, "死信 | deliveries that were given up")
	post(a, "/v1/hooks/redeliver", ScopeHooks, a.redeliver, "重投 | try a dead letter again")
	getAs(a, "/v1/stops", ScopeStop, a.stops, "停止项 | what is stopped for everybody")
	post(a, "/v1/stops", ScopeStop, a.halt, "停止 | stop processing for everybody at once, or suspend a recipient")
	post(a, "/v1/stops/lift", ScopeStop, a.resume, "恢复 | lift a stop")
	create(a, "/v1/requests", ScopeLink, a.request, "请求 | what a person asks for in the service's own app: a copy, a correction, deletion, closing the account")
	registerAs(a, http.MethodPost, operationID("/v1/requests/visitor"), "/v1/requests/visitor", ScopeLink, http.StatusCreated, a.visitorRequest,
		"访客请求 | of somebody who cannot log in: the answer is always the same", http.StatusTooManyRequests)
	post(a, "/v1/requests/{id}/code", ScopeLink, a.code, "验证码 | the code that was sent to the contact that is held")
	create(a, "/v1/requests/staff", ScopeRequests, a.staffRequest, "代录请求 | a letter, a call, or a request passed on by an authority")
	post(a, "/v1/requests/search", ScopeRequests, a.requestsOf, "查请求 | the requests of one person")
	getAs(a, "/v1/requests", ScopeRequests, a.openRequests, "未结请求 | what is open, by due time, without what people wrote")
	getAs(a, "/v1/requests/due", ScopeRequests, a.due, "到期 | what falls due soon or is overdue")
	getAs(a, "/v1/requests/{id}", ScopeRequests, a.oneRequest, "一个请求 | with its history, clocks and reasons")
	post(a, "/v1/requests/{id}/verify", ScopeRequests, a.verify, "核实 | how staff came to know who asks, for a request that was entered before that")
	post(a, "/v1/requests/{id}/approve", ScopeRequests, a.approve, "复核 | the word of a second member of staff, with another key")
	post(a, "/v1/requests/{id}/turn", ScopeRequests, a.turn, "改变状态 | to another state, with the reason and what the person is told")
	post(a, "/v1/requests/{id}/answer", ScopeRequests, a.answerRequest, "答复 | answer an explanation or a complaint, which ends it")
	a.handOver()
	post(a, "/v1/requests/{id}/cancel", ScopeLink, a.cancelRequest, "取消请求 | the person's own wish, while it may still be cancelled")
	post(a, "/v1/requests/{id}/reply", ScopeLink, a.reply, "补充 | what the person answers to what the request waits for; the clock never stopped")
	getAs(a, "/v1/erasures", ScopeRequests, a.erasures, "未结删除 | open erasures, by due time; no person is in them")
	getAs(a, "/v1/erasures/{id}", ScopeRequests, a.erasure, "一次删除 | how far every store and recipient has come, and why not further")
	getAs(a, "/v1/erasures/{id}/evidence", ScopeRequests, a.certificate, "删除证明 | what was done, how many, verified how, and where it stands in the record; no values")
	post(a, "/v1/erasures/{id}/manual", ScopeRequests, a.manual, "人工完成 | people did by hand what no connector can, with evidence")
	post(a, "/v1/erasures/{id}/confirm", ScopeRequests, a.confirm, "接收方确认 | a recipient confirmed that it erased, with evidence")
	post(a, "/v1/erasures/{id}/hold", ScopeRequests, a.holdStore, "难以删除 | technically hard to erase: stored and protected only, and never called erased")
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
	registerAs(a, http.MethodPost, operationID(path), path, s, status, h, says)
}

// getAs is get for what takes a key.
func getAs[I, O any](a *api, path string, s Scope, h func(context.Context, *I) (*O, error), says string) {
	id := "get-" + operationID(path)
	if strings.HasSuffix(path, "/{id}") { // one of those that the same path without it lists
		id = "get-one-" + operationID(path)
	}
	registerAs(a, http.MethodGet, id, path, s, http.StatusOK, h, says)
}

func del[I, O any](a *api, path string, s Scope, h func(context.Context, *I) (*O, error), says string) {
	registerAs(a, http.MethodDelete, "delete-"+operationID(path), path, s, http.StatusOK, h, says)
}

func registerAs[I, O any](a *api, method, id, path string, s Scope, status int, h func(context.Context, *I) (*O, error), says string, more ...int) {
	huma.Register(a.huma, huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: says, MaxBodyBytes: maxBody, DefaultStatus: status,
		Security:    []map[string][]string{{"key": {string(s)}}},
		Middlewares: huma.Middlewares{a.require(s)},
		Errors:      append([]int{400, 401, 403, 404, 409, 413, 415, 422, 500, 503}, more...),
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
