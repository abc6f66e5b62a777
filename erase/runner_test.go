package erase

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/ledger"
)

// TestLastRow: one person goes from three stores, to the last row and object, and
// nobody else is touched.
func TestLastRow(t *testing.T) {
	w := newWorld(t)
	others := w.of("7", true)
	c := w.order()
	w.days(0.5)
	c = w.read(c.ID)
	if c.State != Closed || c.Ended.IsZero() {
		t.Fatalf("not closed: %+v", c.Stores)
	}
	if left := w.of("7", false); left != "" {
		t.Errorf("left:\n%s", left)
	}
	if diff := cmp.Diff(others, w.of("7", true)); diff != "" {
		t.Errorf("others were touched (-before +after):\n%s", diff)
	}
	if c.File.Keys != nil || c.File.Values != nil || !c.File.Subject.IsZero() || !c.Lookup.IsZero() {
		t.Error("what was known of the person outlives the case")
	}
	if w.book.forgot != 1 {
		t.Errorf("forgotten %d times", w.book.forgot)
	}
	if len(w.book.tasks) != 0 {
		t.Errorf("work is left: %v", w.book.tasks)
	}
	w.proved(t, c.ID)
}

// proved checks that each piece of evidence is what its leaf holds the hash of, and
// holds nothing of the person.
func (w *world) proved(t *testing.T, id CaseID) {
	t.Helper()
	for _, p := range w.book.proofs[id] {
		leaf := w.book.leaves[p.Index]
		if leaf.Kind != ledger.KindErasure || leaf.Evidence != ledger.Digest(p.Body) {
			t.Errorf("leaf %d does not hold the hash of its evidence", p.Index)
		}
		for _, mark := range []string{"13800000007", "七七七", "S-7000", "portraits/7"} {
			if strings.Contains(string(p.Body), mark) {
				t.Errorf("evidence holds %q: %s", mark, p.Body)
			}
		}
	}
}

// evidence opens the evidence of a case.
func (w *world) evidence(id CaseID) []Evidence { return Opened(w.book.proofs[id]) }

// TestEvidenceCounts: what was there is on record before it goes, and what went.
func TestEvidenceCounts(t *testing.T) {
	w := newWorld(t)
	c := w.order()
	w.days(0.5)
	got := map[string][2]int64{}
	for _, e := range w.evidence(c.ID) {
		for _, s := range e.Steps {
			n := got[s.Holding]
			if e.Phase == Collecting {
				n[0] += s.Counted
			} else {
				n[1] += s.Rows
			}
			got[s.Holding] = n
		}
	}
	want := map[string][2]int64{"users": {1, 1}, "sales": {2, 2}, "seen:{person}": {1, 1}, "portraits/{person}/": {1, 1}, "labels/{order}.pdf": {2, 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

// TestTombstoneComesFirst: before anything is destroyed, whoever restores a backup
// knows who is gone.
func TestTombstoneComesFirst(t *testing.T) {
	w := newWorld(t)
	w.order()
	w.days(0.5)
	bury, do := slices.Index(w.g.record, "bury"), slices.IndexFunc(w.g.record, func(s string) bool { return strings.HasSuffix(s, ".do") })
	if bury < 0 || do < bury {
		t.Fatalf("first tombstone at %d, first deed at %d", bury, do)
	}
	g := w.book.graves[0]
	if g.Subject != "7" || !g.At.Equal(start) || !slices.Equal(g.Keys["order"], []string{"S-70001", "S-70002"}) {
		t.Errorf("tombstone %+v", g)
	}
	if want := 90 * 24 * time.Hour; g.Expires.Sub(start) < want || g.Expires.Sub(start) > want+24*time.Hour {
		t.Errorf("expires %s, the last backup is gone after 90 days", g.Expires)
	}
}

// TestRecipientsHearWhatTheyWereGiven: no more of the person than they know.
func TestRecipientsHearWhatTheyWereGiven(t *testing.T) {
	w := newWorld(t)
	w.order()
	w.days(0.5)
	if len(w.told) != 1 {
		t.Fatalf("told %d times", len(w.told))
	}
	var n Notice
	if err := json.Unmarshal([]byte(w.told[0]), &n); err != nil {
		t.Fatal(err)
	}
	want := plan.Keys{"order": {"S-70001", "S-70002"}} // the courier has the orders, and neither the id nor the account's phone
	if diff := cmp.Diff(want, n.Keys); n.Recipient != "courier" || n.Person != "" || len(n.Items) != 2 || diff != "" {
		t.Errorf("told %+v: %s", n, diff)
	}
}

// TestNotice: the own id is for those who were given it, a contact for those who have
// it, and nobody hears of what is in no scope of theirs.
func TestNotice(t *testing.T) {
	text, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.NewReplacer(
		"kept: {in: orders, for: account}}\n          - {item: avatar", "kept: {in: orders, for: account}, gives: [courier]}\n          - {item: account-id, for: keep-account, basis: contract, kept: {in: orders, for: account}, gives: [shipper]}\n          - {item: avatar",
		"recipients:\n", "recipients:\n  shipper: {name: {zh: 货代, en: Shipper}, role: entrusted, told: {env: S}}\n").Replace(string(text))
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: changed}}})
	if err != nil {
		t.Fatal(err)
	}
	said := func(who, to string, uses ...declaration.UseID) Notice {
		c := Case{Scope: plan.Scope{Uses: uses}, File: File{Subject: subject(t, who), Keys: plan.Keys{"person": {who}, "phone": {"13800000007"}, "order": {"S-70001"}}}}
		_, given := recipient(d, to)
		return notice(d, c, to, given, start)
	}
	if n := said("7", "shipper"); n.Person != "7" || len(n.Items) != 1 {
		t.Errorf("%+v", n)
	}
	if n := said("visitor:phone:13800000007", "shipper"); n.Person != "" {
		t.Errorf("%+v", n)
	}
	if n := said("7", "courier"); n.Person != "" || len(n.Keys) != 2 || len(n.Items) != 3 {
		t.Errorf("%+v", n)
	}
	const name = "shop/order/recipient-name/ship"
	if n := said("7", "courier", name); len(n.Items) != 1 || n.Keys["phone"] == nil { // it was given, and tells whom it is about
		t.Errorf("%+v", n)
	}
	if told := plan.Compile(d, nil, plan.Scope{Uses: []declaration.UseID{name}}).Told; len(told) != 1 || told[0].ID != "courier" {
		t.Errorf("told %+v", told)
	}
}

// TestOpenIsIdempotent: the same request has one case for ever.
func TestOpenIsIdempotent(t *testing.T) {
	w := newWorld(t)
	first := w.order()
	if again := w.order(); again.ID != first.ID {
		t.Error("two cases of one request")
	}
	w.days(0.5)
	if again := w.order(); again.ID != first.ID || again.State != Closed {
		t.Error("a request that was carried out is carried out again")
	}
}

func TestOpenRefuses(t *testing.T) {
	w := newWorld(t)
	for name, o := range map[string]Order{
		"nobody":              {Trigger: TriggerRequest},
		"no trigger":          {Subject: subject(t, "7")},
		"event still to come": {Subject: subject(t, "7"), Trigger: TriggerRequest, Event: start.Add(time.Hour)},
	} {
		if _, err := w.r.Open(t.Context(), o, start); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
}
