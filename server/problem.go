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
			p.Errors = append(p.Errors, httpx.FieldError{Location: safeLocation(d.Location), Message: safeMessage(d.Message)})
		}
	}
	_ = msg // huma's own words: they can quote the input
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

// safeLocation keeps the names that this API defines; a stranger's key could be
// anything.
func safeLocation(at string) string {
	if i := strings.LastIndexAny(at, "."); i >= 0 && !known[strings.Trim(at[i+1:], "[]0123456789")] {
		return at[:i]
	}
	return at
}

// safeMessage keeps messages that name an expectation only.
func safeMessage(m string) string {
	for _, prefix := range []string{"expected", "unexpected property", "unrecognized", "required", "invalid"} {
		if strings.HasPrefix(m, prefix) && !strings.ContainsAny(m, "\"'`") {
			return m
		}
	}
	return "invalid"
}

// known are the names of fields in this API.
var known = map[string]bool{
	"subject": true, "service": true, "functions": true, "trigger": true, "answers": true, "choice": true, "grant": true, "evidence": true,
	"act": true, "language": true, "element": true, "shown_at": true, "answered_at": true, "preselected": true, "uses": true, "use": true,
	"function": true, "action": true, "recipient": true, "at_least": true, "page": true, "name": true, "scopes": true, "index": true,
	"size": true, "old": true, "new": true, "body": true, "id": true,
}
