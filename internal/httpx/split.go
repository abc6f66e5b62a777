package httpx

import (
	"net/http"
	"strings"
)

// Split keeps the pages that browsers see apart from the API that services
// call: cookies mean nothing to the API, and API keys nothing to the pages.
func Split(api, pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isPage(r.URL.Path) {
			pages.ServeHTTP(w, r)
		} else {
			api.ServeHTTP(w, r)
		}
	})
}

func isPage(path string) bool {
	return path == "/" || path == "/request" || strings.HasPrefix(path, "/request/") || strings.HasPrefix(path, "/erasure/") || strings.HasPrefix(path, "/p/") || strings.HasPrefix(path, "/me/") || strings.HasPrefix(path, "/static/")
}
