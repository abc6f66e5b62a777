package erase

import (
	"context"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/law"
)

// TestSweepPeriods: what is older than the longest period of its items goes, of
// everybody; what is kept by no number stays; what has no time is said.
func TestSweepPeriods(t *testing.T) {
	w := newWorld(t).unled(t)
	old := plan.Record{"sn": "S-1", "user_id": "9", "order_sn": "S-1", "receiver": "旧", "created": "2023-11-01 10:00:00"}
	w.bases["orders"].rows["sales"] = append(w.bases["orders"].rows["sales"], old)
	w.bases["orders"].rows["users"][2]["created"] = "2010-01-01 00:00:00" // kept while the account exists
	did, err := w.r.Sweep(t.Context(), start)
	if err != nil {
		t.Fatal(err)
	}
	all := w.of("", true)
	if strings.Contains(all, "order_sn=S-1 ") || !strings.Contains(all, "S-70001") || !strings.Contains(all, "id=9") {
		t.Errorf("after:\n%s", all)
	}
	swept := slices.ContainsFunc(did, func(e Evidence) bool {
		return e.Store == "orders" && e.Trigger == TriggerPeriod && e.Steps[0].Holding == "sales" && e.Steps[0].Rows == 1 && e.Looked == "fp-orders" && e.Reason == ""
	})
	untimed := slices.ContainsFunc(did, func(e Evidence) bool { return e.Store == "cache" && e.Reason == ReasonUntimed })
	if !swept || !untimed {
		t.Errorf("did %+v", did)
	}
	if n := len(w.book.proofs[Swept]); n != 1 {
		t.Errorf("%d pieces of evidence", n)
	}
	if did, _ = w.r.Sweep(t.Context(), start); len(w.book.proofs[Swept]) != 1 {
		t.Errorf("swept twice: %+v", did)
	}
}

// TestSweepIsLookedAt: a store that only says that it swept is found out.
func TestSweepIsLookedAt(t *testing.T) {
	w := newWorld(t).unled(t)
	w.tricks["orders"] = trick{do: func(*base, func() int64) (int64, error) { return 1, nil }}
	w.bases["orders"].rows["sales"][2]["created"] = "2020-01-01 00:00:00"
	did, err := w.r.Sweep(t.Context(), start)
	if err != nil || !slices.ContainsFunc(did, func(e Evidence) bool { return e.Reason == ReasonResidue && len(e.Residue) > 0 }) {
		t.Errorf("%v %+v", err, did)
	}
}

// TestSweepGoesOn: a store that fails holds up no other.
func TestSweepGoesOn(t *testing.T) {
	w := newWorld(t).unled(t)
	w.tricks["orders"] = failing("count")
	did, err := w.r.Sweep(t.Context(), start)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(did, func(e Evidence) bool { return e.Store == "orders" && e.Reason == ReasonUnreachable }) ||
		!slices.ContainsFunc(did, func(e Evidence) bool { return e.Store == "cache" }) {
		t.Errorf("%+v", did)
	}
}

// TestLimit: the longest period counts, and what is kept by no number has none.
func TestLimit(t *testing.T) {
	d := newWorld(t).declaration(t)
	for _, c := range []struct {
		store string
		items []law.ItemID
		want  declaration.Period
		timed bool
	}{
		{"orders", []law.ItemID{"recipient-name", "recipient-phone"}, "3y", true},
		{"orders", []law.ItemID{"recipient-name", "phone"}, "", false},
		{"cache", []law.ItemID{"browsing-history"}, "30d", true},
		{"cache", nil, "", false},
	} {
		at := slices.IndexFunc(d.Stores, func(s *declaration.Store) bool { return s.ID == c.store })
		if got, timed := plan.Limit(d, d.Stores[at], "", c.items, start); got != c.want || timed != c.timed {
			t.Errorf("%s %v: %q, %t", c.store, c.items, got, timed)
		}
	}
}

func (w *world) declaration(t *testing.T) *declaration.Declaration {
	t.Helper()
	d, _, err := w.r.Consent.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestEndedService: its last day is over, and nobody else needs what it had.
func TestEndedService(t *testing.T) {
	w := newWorld(t)
	d := w.declaration(t)
	if uses := plan.Over(d, start).Uses; len(uses) != 0 {
		t.Fatalf("%v", uses)
	}
	d.Services[0].Ended = "2026-11-20"
	if uses := plan.Over(d, start).Uses; len(uses) != 0 {
		t.Errorf("on the last day: %v", uses)
	}
	if uses := plan.Over(d, start.Add(24*time.Hour)).Uses; len(uses) != 6 {
		t.Errorf("afterwards: %v", uses)
	}
	did, err := w.r.Sweep(t.Context(), start.Add(24*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(w.bases["orders"].rows["users"]) + len(w.bases["orders"].rows["sales"]); n != 0 {
		t.Errorf("%d rows left; %+v", n, did)
	}
}

// TestSweepIsAnnounced: nothing is swept by a declaration that came into use a
// moment ago. What would go is counted and said.
func TestSweepIsAnnounced(t *testing.T) {
	w := newWorld(t).unled(t)
	w.r.Announced = 24 * time.Hour
	w.bases["orders"].rows["sales"][2]["created"] = "2020-01-01 00:00:00"
	before := w.of("", true)
	did, err := w.r.Sweep(t.Context(), start.Add(23*time.Hour))
	if err != nil || w.of("", true) != before || len(w.book.proofs[Swept]) > 0 {
		t.Errorf("swept too soon: %v %+v", err, did)
	}
	if !slices.ContainsFunc(did, func(e Evidence) bool {
		return e.Reason == ReasonAnnounced && e.Steps[0].Counted == 1 && e.Steps[0].Rows == 0
	}) {
		t.Errorf("not announced: %+v", did)
	}
	if _, err := w.r.Sweep(t.Context(), start.Add(24*time.Hour)); err != nil || w.of("", true) == before {
		t.Errorf("not swept when it was time: %v", err)
	}
}

// TestSweepWaitsForTheClock: where it is in doubt what time it is, nothing goes because
// of the time, neither rows nor tombstones; it is counted and said.
func TestSweepWaitsForTheClock(t *testing.T) {
	for _, c := range []struct {
		name         string
		doubts, hand bool
		theirs       time.Duration // before our clock; 0: the store has none
		waits        bool
	}{
		{"our own is doubted", true, false, 0, true},
		{"the store's is as ours", false, false, time.Minute, false},
		{"ours is ahead of the store's", false, false, ahead + time.Second, true},
		{"ours is ahead, and people looked", false, true, ahead + time.Second, false},
		{"ours is behind the store's", false, false, -240 * time.Hour, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t).unled(t)
			w.r.Waits = func(context.Context, time.Time) bool { return c.doubts }
			w.r.Unlimited = c.hand
			if c.theirs != 0 {
				w.clock = start.Add(-c.theirs)
			}
			w.book.graves = []Tombstone{{Number: 1, Expires: start.Add(-time.Hour)}}
			w.bases["orders"].rows["sales"][2]["created"] = "2020-01-01 00:00:00"
			before := w.of("", true)
			did, after := w.sweep(t)
			if says(did, "orders", "sales", ReasonClock) != c.waits || (after == before) != c.waits {
				t.Errorf("%+v", did)
			}
			if len(w.book.graves) == 1 != c.doubts {
				t.Errorf("%d tombstones", len(w.book.graves))
			}
		})
	}
}

// edit puts something else into the declaration and makes that the one in force.
func (w *world) edit(t *testing.T, was, is string) {
	t.Helper()
	text, err := os.ReadFile("testdata/shop.yaml")
	if err != nil || !strings.Contains(string(text), was) {
		t.Fatalf("no %q in the declaration: %v", was, err)
	}
	w.activate(t, strings.Replace(string(text), was, is, 1))
}

// unled takes the labels away, which are found by the numbers of sales alone.
func (w *world) unled(t *testing.T) *world {
	t.Helper()
	text, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for line := range strings.Lines(string(text)) {
		if !strings.Contains(line, "labels/{order}.pdf") && !strings.Contains(line, "recipient-address") {
			left = append(left, line)
		}
	}
	w.activate(t, strings.Join(left, ""))
	return w
}

// TestSweepStopsWhereItIsTooMuch: a digit is missing, and everything seems old.
func TestSweepStopsWhereItIsTooMuch(t *testing.T) {
	w := newWorld(t).unled(t)
	for i := range muchAtOnce + 1 {
		sn := "S-9" + strconv.Itoa(i)
		w.bases["orders"].rows["sales"] = append(w.bases["orders"].rows["sales"], plan.Record{"sn": sn, "user_id": "9", "order_sn": sn, "created": "2020-01-01 00:00:00"})
	}
	before := len(w.bases["orders"].rows["sales"])
	did, err := w.r.Sweep(t.Context(), start)
	if err != nil || len(w.bases["orders"].rows["sales"]) != before {
		t.Errorf("%d of %d rows left, %v", len(w.bases["orders"].rows["sales"]), before, err)
	}
	if !slices.ContainsFunc(did, func(e Evidence) bool { return e.Reason == ReasonMuch && e.Steps[0].Counted == muchAtOnce+1 }) {
		t.Errorf("not said: %+v", did)
	}
	w.r.Unlimited = true
	if _, err := w.r.Sweep(t.Context(), start); err != nil || len(w.bases["orders"].rows["sales"]) != before-muchAtOnce-1 {
		t.Errorf("by hand: %d rows left, %v", len(w.bases["orders"].rows["sales"]), err)
	}
}

// TestSweepByAnotherService: a service that ended takes nothing that another keeps,
// in its own store or in another.
func TestSweepByAnotherService(t *testing.T) {
	w := newWorld(t)
	w.edit(t, "recipients:", clubService+"\nrecipients:")
	before := w.of("", true)
	if did, err := w.r.Sweep(t.Context(), start.Add(48*time.Hour)); err != nil || w.of("", true) != before {
		t.Errorf("the club's end took what the shop keeps: %v %+v", err, did)
	}
	_, err := w.r.Open(t.Context(), Order{Subject: subject(t, "7"), Trigger: TriggerConsent, Event: start,
		Scope: plan.Narrow(w.declaration(t), []declaration.UseID{"club/news/phone/notify"}, consent.Standing{}, start)}, start)
	if err != nil {
		t.Fatal(err)
	}
	w.days(1)
	if !strings.Contains(w.of("", true), "id=7") || !strings.Contains(w.of("", true), "phone=13800000007") {
		t.Error("a consent withdrawn from the club took the shop's account")
	}
}

// clubService ended, and had telephone numbers, as the shop has; it says not where.
const clubService = `  club:
    name: {zh: 会员俱乐部, en: club}
    type: other
    ended: "2026-11-20"
    functions:
      news:
        name: {zh: 快讯, en: news}
        uses:
          - {item: phone, for: notify, kept: {for: 2y}}`
