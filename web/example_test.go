package web_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/fulfil"
	"github.com/volens/volens/internal/httpx"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/store"
	"github.com/volens/volens/web"
)

// A service asks for a link, sends the person's browser there, and the browser
// gets a session for that person and no other.
func ExampleNew() {
	dir, err := os.MkdirTemp("", "keys")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	ring, _, err := keys.Open(filepath.Join(dir, "keys"))
	if err != nil {
		fmt.Println(err)
		return
	}
	passes := httpx.Passes{Sealer: ring}
	desk, runner := &consent.Desk{}, &erase.Runner{}
	pages, err := web.New(web.Options{
		Desk: desk, Rights: &rights.Desk{Consent: desk}, Holdings: &fulfil.Office{}, Copies: &store.Store{}, Cases: &store.Store{}, Certificates: runner,
		Passes: passes, Log: slog.Default(), Now: time.Now,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	token, _ := passes.Link(httpx.Pass{Lookup: ledger.Lookup{7}, Page: "consents"}, time.Now())
	for _, path := range []string{"/p/" + token, "/p/somebody-elses"} {
		w := httptest.NewRecorder()
		pages.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		fmt.Println(w.Code, w.Header().Get("Location"))
	}
	// Output:
	// 303 /me/consents
	// 401
}
