package deliver

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fulfil"
	"github.com/volens/volens/internal/keys"
	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/rights"
	"github.com/volens/volens/store"
)

// nowhere is the stores of a company that has none with a connector.
type nowhere struct{ plan.Stores }

// TestCopyThroughTheStore: a person asks for a copy at the real desk; the office hands
// it to staff, since a store has no connector, and makes it on their word; the store keeps it sealed until it expires, and the systems that subscribed
// hear of every step in order.
func TestCopyThroughTheStore(t *testing.T) {
	ctx := t.Context()
	ring, _, err := keys.Open(t.TempDir() + "/keys")
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, store.Options{Data: t.TempDir() + "/data", Keys: ring})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	d := newDesk(t)
	d.now = time.Now()
	up := d.receiver(200)
	d.out.hooks[0].Created = d.now
	if err := s.PutHook(ctx, d.out.hooks[0]); err != nil {
		t.Fatal(err)
	}
	d.work = New(Options{Outbox: s, Allow: prefixes("127.0.0.1/32"), Slog: slog.New(slog.NewTextHandler(&d.log, nil)), Now: func() time.Time { return d.now }})
	refuse(t, s, d.now, 1) // u-0 said no to something

	people := &consent.Desk{People: s, Record: s, Versions: s, Random: rand.Reader}
	desk := &rights.Desk{Consent: people, Requests: s, Random: rand.Reader}
	office := &fulfil.Office{Rights: desk, Requests: s, Consent: people, Cases: s, Stores: nowhere{}, Queue: s, Log: slog.New(slog.DiscardHandler)}
	who, err := ledger.NewSubject("u-0")
	if err != nil {
		t.Fatal(err)
	}
	r, err := desk.Open(ctx, rights.Order{Subject: who, Kind: rights.Copy, Way: rights.BySelf, Speaker: rights.Person,
		Proof: rights.Proof{Method: rights.AppLogin, At: d.now, StepUp: d.now}}, "", d.now)
	if err != nil {
		t.Fatal(err)
	}
	work := func() {
		for range 3 {
			d.now = d.now.Add(time.Second)
			if _, err := office.Work(ctx, d.now); err != nil {
				t.Fatal(err)
			}
			d.round()
		}
	}
	work()
	if r, err = s.Request(ctx, r.ID); err != nil || r.Reason != rights.WithStaff { // the declared store has no address
		t.Fatalf("%s %s %v", r.State, r.Reason, err)
	}
	if _, err := desk.Turn(ctx, r.ID, rights.InProgress, rights.CarryingOut, lang.Text{}, "officer", d.now); err != nil {
		t.Fatal(err)
	}
	work()
	if r, err = s.Request(ctx, r.ID); err != nil || r.State != rights.Finished || r.Reason != rights.CarriedOut {
		t.Fatalf("%s %s %v", r.State, r.Reason, err)
	}
	data := copyOf(ctx, t, s, r.ID, d.now)
	for _, yes := range []string{"shop/for-you/browsing-history/recommend", `"refused"`, string(r.ID), "青禾商城"} {
		if !strings.Contains(data, yes) {
			t.Errorf("the copy lacks %q", yes)
		}
	}
	var events []string
	for _, m := range up.taken {
		if m.Request != nil && m.Request.ID == r.ID && m.Subject == "u-0" {
			events = append(events, m.Event)
		}
	}
	if len(events) == 0 || events[len(events)-1] != string(rights.EventDone) {
		t.Errorf("told %v", events)
	}
	if left, err := s.Lease(ctx, rights.WorkRequest, 9, d.now.Add(time.Hour), d.now.Add(2*time.Hour)); err != nil || len(left) != 0 {
		t.Errorf("%d pieces of work left: %v", len(left), err)
	}
}

// copyOf reads the data of the copy that is kept.
func copyOf(ctx context.Context, t *testing.T, s *store.Store, id rights.RequestID, now time.Time) string {
	t.Helper()
	a, err := s.Archive(ctx, id, now)
	if err != nil {
		t.Fatal(err)
	}
	if !a.Expires.After(now.Add(6 * 24 * time.Hour)) {
		t.Errorf("kept until %v", a.Expires)
	}
	z, err := zip.NewReader(bytes.NewReader(a.Body), int64(len(a.Body)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("data.json")
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
