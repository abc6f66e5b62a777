package httpx

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/lang"
)

type (
	requestIDKey struct{}
	langKey      struct{}
)

// LangOf returns the language that Observe found in the request.
func LangOf(ctx context.Context) lang.Lang {
	l, _ := ctx.Value(langKey{}).(lang.Lang)
	return l
}

// RequestID returns the id that Observe gave the request, or "".
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// Observe gives every request an id, counts and logs it by the pattern of its
// route (paths can hold tokens), bounds its body, sets the headers that every
// answer carries, and turns a panic into an internal error. The mux inside sets
// the pattern.
func Observe(inner http.Handler, log *slog.Logger, reg prometheus.Registerer, maxBody int64) http.Handler {
	seconds := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "volens_http_request_duration_seconds", Help: "Time to answer, by route pattern, method and status.",
		Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5},
	}, []string{"route", "method", "status"})
	reg.MustRegister(seconds)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		id := rand.Text()
		ctx := context.WithValue(context.WithValue(r.Context(), requestIDKey{}, id), langKey{}, Lang(r))
		r = r.WithContext(ctx)
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		out := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		headers(out.Header(), id)
		defer func() {
			if p := recover(); p != nil {
				log.LogAttrs(r.Context(), slog.LevelError, "panic", slog.String("request_id", id), slog.String("stack", string(debug.Stack())))
				if !out.wrote {
					WriteProblem(out, r, log, fault.New(fault.Internal, "服务器内部错误，请凭请求编号查日志", "internal error: look up the request id in the log"))
				}
			}
			route, took := pattern(r), time.Since(start)
			seconds.WithLabelValues(route, method(r), strconv.Itoa(out.status)).Observe(took.Seconds())
			log.LogAttrs(r.Context(), levelOf(r, out.status), "request", slog.String("request_id", id), slog.String("route", route),
				slog.String("method", method(r)), slog.Int("status", out.status), slog.Duration("took", took))
		}()
		inner.ServeHTTP(out, r)
	})
}

// busy are the paths that back ends ask on every request of theirs. What goes well
// there is counted, and not written down one by one.
var busy = []string{"/v1/decisions", "/v1/ext-authz", "/access/v1/", "/v1/feed"}

// levelOf is how loudly a request is logged.
func levelOf(r *http.Request, status int) slog.Level {
	if status < http.StatusBadRequest && slices.ContainsFunc(busy, func(b string) bool { return strings.HasPrefix(r.URL.Path, b) }) {
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// pattern is the route as it was registered: never the path, which can hold a
// token or whatever a stranger typed.
func pattern(r *http.Request) string {
	if r.Pattern == "" {
		return "unmatched"
	}
	return r.Pattern
}

// method keeps strangers from making new metric labels.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodPatch:
		return r.Method
	}
	return "OTHER"
}

func headers(h http.Header, id string) {
	h.Set("X-Request-Id", id)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	h.Set("X-Frame-Options", "DENY")
}

// statusWriter remembers the status for the log.
type statusWriter struct {
	http.ResponseWriter
	status int
	wrote  bool
}

// WriteHeader remembers the status.
func (w *statusWriter) WriteHeader(status int) {
	w.status, w.wrote = status, true
	w.ResponseWriter.WriteHeader(status)
}

// Write counts as an answer.
func (w *statusWriter) Write(b []byte) (int, error) {
	w.wrote = true
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the writer below.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
