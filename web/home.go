package web

import (
	"net/http"

	"github.com/volens/volens/internal/httpx"
)

// home answers whoever opens the bare address: people come here by a link from
// their app, so there is nothing to see without one.
func (p *pages) home(w http.ResponseWriter, r *http.Request) error {
	p.show(w, r, http.StatusOK, "home", text("home-title").In(httpx.Lang(r)), nil)
	return nil
}
