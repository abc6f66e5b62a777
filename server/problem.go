package server

import (
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/lang"
)

// problem replaces huma's error: it says where the input is wrong and what was
// expected, never what stood there.
func problem(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
	l, id := lang.ZH, ""
	if ctx != nil {
		l, id = httpx.LangOf(ctx.Context()), httpx.RequestID(ctx.Context())
	}
	p := &httpx.Problem{Type: "urn:volens:problem:" + string(kindOf(status)), Title: http.StatusText(status), Status: status, RequestID: id,
		Detail: said(status).In(l)}
	for _, err := range errs {
		if d := (*huma.ErrorDetail)(nil); errors.As(err, &d) {
			p.Errors = append(p.Errors, httpx.FieldError{Location: safeLocation(d.Location), Message: safeMessage(d.Message, l)})
		}
	}
	if len(p.Errors) == 0 && status < 500 { // huma's own words can quote the input
		p.Errors = append(p.Errors, httpx.FieldError{Location: "body", Message: safeMessage(msg, l)})
	}
	return p
}

func kindOf(status int) fault.Kind {
	for _, k := range fault.Kinds() {
		if httpx.StatusOf(k) == status {
			return k
		}
	}
	if status < 500 {
		return fault.Invalid
	}
	return fault.Internal
}

func said(status int) lang.Text {
	switch {
	case status == http.StatusRequestEntityTooLarge:
		return lang.Text{ZH: "请求体过大", EN: "the request body is too large"}
	case status == http.StatusUnsupportedMediaType:
		return lang.Text{ZH: "请求体须为 application/json", EN: "the request body must be application/json"}
	case status < 500:
		return lang.Text{ZH: "请求不合接口约定，见 errors", EN: "the request does not fit the API, see errors"}
	}
	return lang.Text{ZH: "服务器内部错误，请凭请求编号查日志", EN: "internal error: look up the request id in the log"}
}

// safeLocation keeps the names that this API defines, up to the first that it
// does not: a stranger's key could be anything, dots included.
func safeLocation(at string) string {
	names := strings.Split(at, ".")
	for i, name := range names {
		if name, _, _ = strings.Cut(name, "["); !known[name] {
			return strings.Join(names[:i], ".")
		}
	}
	return at
}

// safeMessage keeps the messages that are made from our schema alone and says
// in Chinese what they mean; any other could quote what was sent.
func safeMessage(m string, l lang.Lang) string {
	for _, k := range []struct{ prefix, zh string }{
		{"expected required property ", "缺少必填的键"}, {"unexpected property", "没有这个键"}, {"expected value to be one of ", "只能是列出的值之一"},
		{"expected length ", "长度不合要求"}, {"expected array length ", "项数不合要求"}, {"expected number ", "数值不合要求"},
		{"expected string to match pattern ", "写法不合要求"}, {"expected ", "类型不对"}, {"request body is required", "须有请求体"},
	} {
		if strings.HasPrefix(m, k.prefix) {
			if l == lang.ZH {
				return k.zh + "（" + m + "）"
			}
			return m
		}
	}
	return lang.Text{ZH: "写法不对", EN: "invalid"}.In(l)
}

// known are the names of fields in this API.
var known = map[string]bool{
	"subject": true, "service": true, "functions": true, "trigger": true, "answers": true, "choice": true, "grant": true, "evidence": true,
	"act": true, "language": true, "element": true, "shown_at": true, "answered_at": true, "preselected": true, "uses": true, "use": true,
	"function": true, "action": true, "recipient": true, "at_least": true, "page": true, "name": true, "scopes": true, "index": true,
	"questions": true, "from": true, "limit": true, "wait_ms": true, "active": true, "lease_s": true, "secret": true,
	"band": true, "method": true, "lapses_at": true, "guardian": true, "relation": true, "expires_at": true, "mode": true, "reason": true,
	"unknown": true, "known": true, "source": true, "people": true, "said": true, "state": true, "at": true, "by": true, "quality": true,
	"wording": true, "choices": true, "closed": true, "ask": true, "format": true, "files": true, "text": true, "hash": true, "item": true,
	"url": true, "events": true, "until": true, "order": true, "yes": true, "no": true, "width": true, "height": true, "contrast": true,
	"size": true, "old": true, "new": true, "body": true, "id": true, "path": true, "query": true, "header": true, "Idempotency-Key": true,
	"kind": true, "values": true, "target": true, "age": true, "step_up": true, "speaker": true, "contact": true, "value": true, "code": true, "proof": true, "arrangement": true,
	"received_at": true, "event_at": true, "at_once": true, "reference": true, "note": true, "zh": true, "en": true, "store": true,
}
