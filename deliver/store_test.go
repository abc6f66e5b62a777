package deliver

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store"
)

var _ Outbox = (*store.Store)(nil)

// TestThroughTheStore: what people say at a desk reaches two hooks, through the
// real outbox: a hook that is down gives dead letters, which are told once it is
// back, and the other hook never waits.
func TestThroughTheStore(t *testing.T) {
	ring, _, err := keys.Open(t.TempDir() + "/keys")
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Options{Data: t.TempDir() + "/data", Keys: ring})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	d := newDesk(t)
	d.now = time.Now()
	up, down := d.receiver(200), d.receiver(503)
	for _, h := range d.out.hooks {
		h.Created = d.now
		if err := s.PutHook(t.Context(), h); err != nil {
			t.Fatal(err)
		}
	}
	d.work = New(Options{Outbox: s, Allow: prefixes("127.0.0.1/32"), Slog: slog.New(slog.NewTextHandler(&d.log, nil)), Now: func() time.Time { return d.now }})
	const people = 5
	refuse(t, s, d.now, people)
	for range 2 * people {
		d.now = d.now.Add(time.Second)
		d.round()
	}
	if len(up.taken) != people || len(down.taken) != 0 {
		t.Fatalf("up %d, down %d", len(up.taken), len(down.taken))
	}
	for range Attempts * 4 {
		d.now = d.now.Add(2 * time.Hour)
		d.round()
	}
	dead, err := s.Buried(t.Context(), QueueOf("h1"), 99)
	if err != nil || len(dead) != people || len(down.tries) != people*Attempts {
		t.Fatalf("%d dead, %d tries: %v", len(dead), len(down.tries), err)
	}
	down.status = []int{200}
	for _, b := range dead {
		if err := s.Redeliver(t.Context(), b.Task.ID, d.now); err != nil {
			t.Fatal(err)
		}
	}
	d.round()
	if len(down.taken) != people || len(up.tries) != people {
		t.Errorf("after redelivery down %d, up %d tries", len(down.taken), len(up.tries))
	}
}

// refuse lets people say no to something in advance.
func refuse(t *testing.T, s *store.Store, now time.Time, people int) {
	t.Helper()
	desk := &consent.Desk{People: s, Record: s, Versions: s, Random: rand.Reader}
	text, err := os.ReadFile("../consent/testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	hash, err := desk.Upload(t.Context(), declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: string(text)}}}, now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Activate(t.Context(), hash, now); err != nil {
		t.Fatal(err)
	}
	for i := range people {
		who, err := ledger.NewSubject(fmt.Sprint("u-", i))
		if err != nil {
			t.Fatal(err)
		}
		target := consent.Target{Uses: []declaration.UseID{"shop/for-you/browsing-history/recommend"}}
		if _, _, err := desk.Withdraw(t.Context(), who, ledger.Subject{}, target, now); err != nil {
			t.Fatal(err)
		}
	}
}
