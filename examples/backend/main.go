// Command backend is a small shop that asks Volens before it touches anybody's
// personal information. It has two pages:
//
//	GET  /goods   the goods, in the order of the person's own interests where they
//	              agreed to that, and by sales for everybody else
//	POST /orders  an order, which cannot be delivered without a phone number
//
// The key needs the scopes decide and feed; it listens on 127.0.0.1:8091.
//
//	VOLENS_URL=http://127.0.0.1:8090 VOLENS_API_KEY_FILE=api.key go run ./examples/backend
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/volens/volens/client"
)

// The uses of the declaration that this back end makes.
const (
	recommend = "shop/for-you/browsing-history/recommend"
	phone     = "shop/order/recipient-phone/deliver"
)

func main() {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	v, err := client.New(client.Options{URL: os.Getenv("VOLENS_URL"), KeyFile: os.Getenv("VOLENS_API_KEY_FILE"), Log: log})
	if err != nil {
		log.Error("starting", slog.Any("error", err))
		os.Exit(2)
	}
	go func() { _ = v.Follow(context.Background()) }() // verdicts from here on cost no request
	s := &http.Server{Addr: "127.0.0.1:8091", Handler: shop(v), ReadHeaderTimeout: 5 * time.Second}
	log.Error("serving", slog.Any("error", s.ListenAndServe()))
}

// shop guards the pages: one that an item makes better, and one that cannot do
// without it.
func shop(v *client.Client) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /goods", v.Optional(recommend, who)(http.HandlerFunc(goods)))
	mux.Handle("POST /orders", v.Guard(phone, who)(http.HandlerFunc(order)))
	return mux
}

// who is the person who is signed in. A real shop looks into its session.
func who(r *http.Request) string { return r.Header.Get("X-Signed-In") }

// A good is something to buy.
type good struct {
	Name  string `json:"name"`
	Kind  string `json:"kind"`
	Sales int    `json:"sales"`
}

var shelf = []good{{"茶", "tea", 120}, {"帐篷", "outdoor", 40}, {"毛巾", "home", 300}, {"登山鞋", "outdoor", 90}}

// interests is what the browsing history of a person says. It is only looked at
// where the person agreed.
func interests(person string) string { return map[string]string{"xiaoming": "outdoor"}[person] }

// goods lists everything to everybody. Whoever said no sees the same goods in
// another order.
func goods(w http.ResponseWriter, r *http.Request) {
	list := slices.Clone(shelf)
	slices.SortFunc(list, func(a, b good) int { return cmp.Compare(b.Sales, a.Sales) })
	if client.Permitted(r.Context(), recommend) {
		liked := interests(who(r))
		slices.SortStableFunc(list, func(a, b good) int { return cmp.Compare(rank(a, liked), rank(b, liked)) })
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(list) // whoever asked has gone: nothing to do about it
}

func rank(g good, liked string) int {
	if g.Kind == liked {
		return 0
	}
	return 1
}

// order only runs where the phone number may be used for the delivery.
func order(w http.ResponseWriter, r *http.Request) {
	if !client.Permitted(r.Context(), phone) {
		http.Error(w, "no delivery", http.StatusConflict)
		return
	}
	w.WriteHeader(http.StatusCreated)
}
