package httpx

import (
	"context"
	"net/http"
	"time"
)

// Bound ends the work for a request after d: a database that hangs must not hold
// up whoever waits for an answer. What was being committed is waited for all the
// same, so that its outcome is known. Paths in unbounded are long on purpose. It goes
// around Observe, which learns the route from the request that it hands on.
func Bound(next http.Handler, d time.Duration, unbounded ...string) http.Handler {
	free := map[string]bool{}
	for _, path := range unbounded {
		free[path] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if free[r.URL.Path] {
			next.ServeHTTP(w, r)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), d)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}
