package declaration

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/volens/volens/lang"
)

// Where people are and how they are erased there is how, not what: writing it down
// or changing it asks nobody again.
func TestHoldingsNeverChangeFingerprints(t *testing.T) {
	text := shop(t)
	held := with(t, text, "  orders:\n    engine: mysql\n", `  orders:
    engine: mysql
    url: {env: ORDERS}
    look-url: {file: /run/secrets/orders}
    replicas: [{env: REPLICA}]
    backups: 30d
    off: {zh: 迁移中, en: being moved}
    holds:
      orders:
        found: [{in: account_id, by: person}]
        born: created_at
        then: anonymise
        keep: {under: 电子商务法第三十一条, rank: law, for: 3y, from: completed_at}
        fields:
          address: {item: recipient-address, as: city}
          paid: {item: payment-record, kept: true}
`)
	held = with(t, held, "    vendor: {zh: 顶点公司", "    told: {env: PUSH}\n    vendor: {zh: 顶点公司")
	held = with(t, held, "role: third-party, contact", "role: third-party, told: {env: COURIER}, contact")
	held = with(t, held, "    type: online-shopping\n", "    type: online-shopping\n    ended: 2027-01-01\n")
	if diff := cmp.Diff(fingerprints(parse(t, text)), fingerprints(parse(t, held))); diff != "" {
		t.Error(diff)
	}
}

func TestHoldings(t *testing.T) {
	d := parse(t, minimal+heldIn("s3", `"a/{person}/{order}/{person}.jpg": {}, "b.c": {fields: {content: {item: avatar, gives: order}}}`))
	s := d.Stores[0]
	h, ok := s.Holding("a/{person}/{order}/{person}.jpg")
	if !ok {
		t.Fatal("the holding is not found")
	}
	if diff := cmp.Diff([]string{"person", "order"}, h.By()); diff != "" {
		t.Error(diff)
	}
	if h.Place.Path != "stores.db.holds.a/{person}/{order}/{person}·jpg" {
		t.Errorf("stands at %s", h.Place.Path)
	}
	h, _ = s.Holding("b.c")
	if f, ok := h.Field("content"); !ok || f.Gives != "order" || d.PlaceOf(f.Place.Path+".gives").Line != 12 {
		t.Errorf("field %+v", f)
	}
	for engine, want := range map[string][2]bool{"mysql": {true, false}, "redis": {false, false}, "s3": {false, true}, "files": {false, true}, "other": {false, false}} {
		if s := (&Store{Engine: engine}); s.Tables() != want[0] || s.Objects() != want[1] {
			t.Errorf("%s: tables %v, objects %v", engine, s.Tables(), s.Objects())
		}
	}
	for _, c := range []struct {
		store Store
		want  bool
	}{
		{Store{Engine: "other"}, true},
		{Store{Engine: "other", URL: Secret{Env: "CRM"}}, false},
		{Store{Engine: "mysql"}, true},
		{Store{Engine: "mysql", Holds: []*Holding{{}}}, false},
	} {
		if c.store.Manual() != c.want {
			t.Errorf("%+v: %v", c.store, !c.want)
		}
	}
}

// The check by hand and the pattern that the schema shows say the same, and no two
// names share a path.
func TestNamesOfHoldings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.StringMatching(`[a-z_.:/{}·\- 表*]{0,8}(\{[a-z-]{0,4}\})?[a-z\]\[é]{0,3}`).Draw(t, "name")
		if want := holdingPattern.MatchString(v); isHolding(v) != want {
			t.Fatalf("%q: %v", v, !want)
		}
		if isHolding(v) && strings.ContainsAny(child("x", v)[2:], ".[]") {
			t.Fatalf("%q: %s", v, child("x", v))
		}
	})
	if isHolding(strings.Repeat("a", maxHolding+1)) || isHolding("{"+strings.Repeat("a", maxID+1)+"}") {
		t.Error("too long a name passes")
	}
}

func TestRanks(t *testing.T) {
	if got := RankRegulation.Text(); got != (lang.Text{ZH: "行政法规", EN: "administrative regulation"}) {
		t.Errorf("%+v", got)
	}
}
