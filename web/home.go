package web

import (
	"net/http"

	"github.com/volens/volens/internal/httpx"
)

// homePage says whether there is anything to do here without a link.
type homePage struct{ Visitors bool }

// home answers whoever opens the bare address: people come here by a link from
// their app, so there is nothing to see without one.
func (p *pages) home(w http.ResponseWriter, r *http.Request) error {
	p.show(w, r, http.StatusOK, "home", text("home-title").In(httpx.Lang(r)), homePage{Visitors: p.visitors})
	return nil
}
