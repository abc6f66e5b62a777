package client_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/volens/volens/client"
	"github.com/volens/volens/decide"
)

// A page that an item makes better runs for everybody; who said no gets it
// without the item.
func Example() {
	volens := httptest.NewServer(volens(map[string]object{"process": deny(decide.ConsentRefused)}))
	defer volens.Close()

	v, err := client.New(client.Options{URL: volens.URL, Key: "vk_…"})
	if err != nil {
		fmt.Println(err)
		return
	}
	signedIn := func(r *http.Request) string { return r.Header.Get("X-Signed-In") }
	goods := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if client.Permitted(r.Context(), "shop/for-you/browsing-history/recommend") {
			_, _ = w.Write([]byte("goods for you"))
			return
		}
		_, _ = w.Write([]byte("goods by sales"))
	})
	page := v.Optional("shop/for-you/browsing-history/recommend", signedIn)(goods)

	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "/goods", nil)
	r.Header.Set("X-Signed-In", "u-1")
	page.ServeHTTP(w, r)
	fmt.Println(w.Code, w.Body)
	// Output: 200 goods by sales
}
