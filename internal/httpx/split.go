package httpx

import (
	"net/http"
	"strings"
)

// Split keeps the pages that browsers see apart from the API that services
// call: cookies mean nothing to the API, and API keys nothing to the pages.
func Split(api, pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, prefix := range []string{"/p/", "/me/", "/static/"} {
			if r.URL.Path == "/" || strings.HasPrefix(r.URL.Path, prefix) {
				pages.ServeHTTP(w, r)
				return
			}
		}
		api.ServeHTTP(w, r)
	})
}
