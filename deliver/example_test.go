package deliver_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/deliver"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store"
	"github.com/volens/volens/webhook"
)

// A person says no to something in the settings, and the mailing system of the
// same company hears of it.
func Example() {
	ctx, stop := context.WithCancel(context.Background())
	dir, _ := os.MkdirTemp("", "volens")
	defer func() { _ = os.RemoveAll(dir) }()
	ring, _, _ := keys.Open(dir + "/keys")
	s, _ := store.Open(ctx, store.Options{Data: dir + "/data", Keys: ring})
	defer func() { _ = s.Close() }()
	desk := &consent.Desk{People: s, Record: s, Versions: s, Random: rand.Reader}
	text, _ := os.ReadFile("../consent/testdata/shop.yaml")
	hash, _ := desk.Upload(ctx, declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: string(text)}}}, time.Now())
	_, _ = desk.Activate(ctx, hash, time.Now())

	// The mailing system: it checks, and only then reads.
	secret, _ := webhook.NewSecret(rand.Reader)
	seen, heard := webhook.NewMemory(10_000), make(chan webhook.Message, 1)
	mailing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if _, err := webhook.Verify(r.Header, body, time.Now(), seen, secret); err != nil {
			http.Error(w, "no", http.StatusUnauthorized)
			return
		}
		m, _ := webhook.ParseMessage(body)
		heard <- m
	}))
	defer mailing.Close()
	_ = s.PutHook(ctx, consent.Hook{ID: "mailing", URL: mailing.URL, Secret: webhook.Join(secret), Created: time.Now()})

	worker := deliver.New(deliver.Options{
		Outbox: s, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Slog: slog.New(slog.DiscardHandler),
		Now: time.Now, Every: 10 * time.Millisecond,
	})
	ended := make(chan struct{})
	go func() { worker.Run(ctx); close(ended) }()

	person, _ := ledger.NewSubject("user-1001")
	target := consent.Target{Uses: []declaration.UseID{"shop/for-you/browsing-history/recommend"}}
	_, _, _ = desk.Withdraw(ctx, person, ledger.Subject{}, target, time.Now())
	m := <-heard
	fmt.Println(m.Event, m.Subject, m.Uses[0])
	stop()
	<-ended
	// Output:
	// consent.refused user-1001 shop/for-you/browsing-history/recommend
}
