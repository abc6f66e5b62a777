package server

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
)

var (
	errBody = fault.New(fault.Invalid, "请求体不是严格的 JSON：须为 UTF-8，键不得重复", "the request body is not strict JSON: it must be UTF-8, and no key may stand twice").
		WithFix("检查编码，并确认每个键只写一次", "check the encoding, and write each key once")
	errLarge = fault.New(fault.TooLarge, "请求体过大", "the request body is too large")
)

// strict lets only bodies through that every reader reads alike. Go's decoder
// replaces what is not UTF-8, so that two people could become one, and takes the
// last of two equal keys, so that a no could become a yes.
func strict(next http.Handler, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		switch tooLarge := (*http.MaxBytesError)(nil); {
		case errors.As(err, &tooLarge):
			httpx.WriteProblem(w, r, log, errLarge)
			return
		case err != nil:
			httpx.WriteProblem(w, r, log, errBody)
			return
		case len(body) > 0 && !jsontext.Value(body).IsValid():
			httpx.WriteProblem(w, r, log, errBody)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		next.ServeHTTP(w, r)
	})
}
