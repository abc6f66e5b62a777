package law

import (
	"slices"
	"strings"
	"testing"
)

// TestEveryDutyIsThere: the 90 duties of the draft and the 38 of the regulation
// have permanent ids, each once.
func TestEveryDutyIsThere(t *testing.T) {
	for _, c := range []struct {
		instrument InstrumentID
		letter     string
		want       int
	}{{Draft, "D", 90}, {Order790, "F", 38}} {
		i, ok := InstrumentByID(c.instrument)
		if !ok {
			t.Fatalf("no instrument %s", c.instrument)
		}
		seen := map[string]bool{}
		for _, a := range i.Articles {
			if a.ID == "" {
				continue
			}
			if seen[a.ID] || !strings.HasPrefix(a.ID, c.letter) {
				t.Errorf("%s: id %q twice, or with another letter", c.instrument, a.ID)
			}
			seen[a.ID] = true
		}
		if len(seen) != c.want {
			t.Errorf("%s has %d duties with ids, want %d", c.instrument, len(seen), c.want)
		}
	}
}

// TestPermanentIDs pins a duty to its article: an id that moves would change what
// old records say.
func TestPermanentIDs(t *testing.T) {
	for id, c := range map[string]Citation{
		"D8":     Cite(Draft, "8"),
		"D11.2a": Cite(Draft, "11¶2(1)"),
		"D12.3":  Cite(Draft, "12(3)"),
		"D19.0":  Cite(Draft, "19"),
		"D19.3":  Cite(Draft, "19(3)"),
		"D20.4":  Cite(Draft, "20¶2(4)"),
		"D21.1":  Cite(Draft, "21(1)"),
		"D21.9":  Cite(Draft, "21¶2"),
		"D21.10": Cite(Draft, "21¶3"),
		"D22.5":  Cite(Draft, "22¶2"),
		"D32.2":  Cite(Draft, "32¶5"),
		"D73.8":  Cite(Draft, "73(8)"),
		"D73.10": Cite(Draft, "73(10)"),
		"F22":    Cite(Order790, "22"),
		"F62.7":  Cite(Order790, "62(7)"),
	} {
		if a, ok := Lookup(c); !ok || a.ID != id {
			t.Errorf("%s %s has id %q, want %q", c.Instrument, c.Ref(), a.ID, id)
		}
	}
}

// TestNoFineWithoutPenaltyArticle: no penalty article of the draft names 16, 17,
// 26, 50, 52, 57 or 58, so a finding on crawlers must not show a fine.
func TestNoFineWithoutPenaltyArticle(t *testing.T) {
	draft, _ := InstrumentByID(Draft)
	for _, a := range draft.Articles {
		if slices.Contains([]int{16, 17, 26, 50, 52, 57, 58}, a.Article) && a.Penalty != "" {
			t.Errorf("%s claims the penalty of article %s", a.Citation().Ref(), a.Penalty)
		}
	}
	if a, _ := Lookup(Cite(Draft, "19(3)")); a.Penalty != "61" {
		t.Errorf("19(3) is punished by %q, want 61", a.Penalty)
	}
}

// TestLiveCounterparts: what stands behind a draft duty today is never another
// draft, and the duties that were dropped without trace have none.
func TestLiveCounterparts(t *testing.T) {
	draft, _ := InstrumentByID(Draft)
	for _, a := range draft.Articles {
		for _, c := range a.Live {
			if c.Status() != StatusInForce && c.Status() != StatusReference {
				t.Errorf("%s: counterpart %s %s is %s", a.Citation().Ref(), c.Instrument, c.Ref(), c.Status())
			}
		}
	}
	if a, _ := Lookup(Cite(Draft, "19(3)")); !slices.Contains(a.Live, Cite(PIPL, "16")) {
		t.Errorf("19(3) lives on as %v, want PIPL 16", a.Live)
	}
	if a, _ := Lookup(Cite(Draft, "33")); len(a.Live) != 0 {
		t.Errorf("33 was dropped but has %v", a.Live)
	}
}

func TestBehavioursOfNo191(t *testing.T) {
	i, _ := InstrumentByID(No191)
	got := map[int]int{}
	for _, a := range i.Articles {
		if a.Item != 0 {
			got[a.Article]++
		}
	}
	total := 0
	for group, want := range []int{0, 4, 4, 9, 6, 3, 5} {
		if got[group] != want {
			t.Errorf("group %d has %d behaviours, want %d", group, got[group], want)
		}
		total += got[group]
	}
	if total != 31 {
		t.Errorf("%d behaviours, want 31", total)
	}
}

func TestAppTypes(t *testing.T) {
	var none []int
	for k, a := range AppTypes() {
		if a.No != k+1 || a.Cite != (Citation{Necessary39, 5, 0, a.No}) {
			t.Errorf("type %d: number %d, cited as %s", k+1, a.No, a.Cite.Ref())
		}
		if len(a.Necessary) == 0 {
			none = append(none, a.No)
		}
		if got, ok := AppTypeByKey(a.Key); !ok || got.No != a.No {
			t.Errorf("%s finds type %d", a.Key, got.No)
		}
		if entry, ok := Lookup(a.Cite); !ok || !strings.Contains(entry.Duty.ZH, a.Name.ZH) {
			t.Errorf("type %d and article %s disagree", a.No, a.Cite.Ref())
		}
	}
	if n := len(AppTypes()); n != 39 {
		t.Errorf("%d types", n)
	}
	if want := []int{21, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38}; !slices.Equal(none, want) {
		t.Errorf("types that need nothing: %v, want %v", none, want)
	}
	if _, ok := AppTypeByKey("notes"); ok {
		t.Error("there is no type for notes")
	}
}

// TestNecessary holds what implementers get wrong.
func TestNecessary(t *testing.T) {
	for _, c := range []struct {
		key  string
		item ItemID
		want bool
	}{
		{"online-shopping", "recipient-address", true},
		{"online-shopping", "id-number", false},
		{"online-payment", "location", false},
		{"mobile-banking", "location", false},
		{"hotel", "id-number", false},
		{"ride-hailing", "track", true},
		{"online-community", "phone", true},
		{"online-community", "name", false},
		{"fitness", "phone", false},
	} {
		a, ok := AppTypeByKey(c.key)
		if !ok || a.Needs(c.item) != c.want {
			t.Errorf("%s needs %s: %v, want %v", c.key, c.item, !c.want, c.want)
		}
	}
	car, _ := AppTypeByKey("car-use")
	k := slices.IndexFunc(car.Necessary, func(n NecessaryItem) bool { return n.Item == "driving-licence" })
	if k < 0 || car.Necessary[k].When.IsZero() {
		t.Error("a driving licence is necessary for shared and rented cars only")
	}
}

// TestInstruments: statuses decide what a finding may demand, so they are pinned.
func TestInstruments(t *testing.T) {
	want := map[InstrumentID]Status{
		Draft: StatusDraft, Order790: StatusInForce, PIPL: StatusInForce, No191: StatusReference,
		Necessary39: StatusInForce, Face: StatusInForce, Minors: StatusInForce, Algorithm: StatusInForce,
		Incident: StatusInForce, Audit: StatusInForce, OfficerFiling: StatusInForce, Export: StatusInForce,
		RiskAssessment: StatusInForce, SmallProcessors: StatusInForce, SDKNotice: StatusInForce,
		ServiceNotice: StatusInForce, CivilCode: StatusInForce, ECommerce: StatusInForce, FaceCases: StatusInForce,
		GBT35273: StatusReference, GBT45574: StatusReference, GBT43697: StatusReference, GBT42574: StatusReference,
		GBT41391: StatusReference, GBT43435: StatusReference, Practice: StatusPractice,
	}
	for _, i := range Instruments() {
		if want[i.ID] != i.Status {
			t.Errorf("%s is %s, want %s", i.ID, i.Status, want[i.ID])
		}
		delete(want, i.ID)
	}
	if len(want) != 0 {
		t.Errorf("missing: %v", want)
	}
	if d, _ := InstrumentByID(Draft); d.Effective != "" || d.Published != "2021-11-14" {
		t.Errorf("the draft is effective from %q", d.Effective)
	}
	if _, ok := InstrumentByID("cn-nothing"); ok {
		t.Error("found an instrument that is not there")
	}
}

func TestRulebooks(t *testing.T) {
	books := Rulebooks()
	if len(books) != 2 || books[0].ID != DraftRulebook || books[1].ID != LiveRulebook {
		t.Fatalf("rulebooks %v", rulebookIDs(books))
	}
	for _, i := range Instruments() {
		if books[0].Has(i.ID) != (i.ID == Draft) || books[1].Has(i.ID) == (i.ID == Draft) {
			t.Errorf("%s is in both rulebooks or in the wrong one", i.ID)
		}
	}
	for _, c := range []struct{ list, want string }{
		{"", "cn-draft-2021,cn-live"},
		{"cn-live", "cn-live"},
		{" cn-live , cn-draft-2021,cn-live", "cn-live,cn-draft-2021"},
	} {
		got, err := ParseRulebooks(c.list)
		if err != nil || strings.Join(rulebookIDs(got), ",") != c.want {
			t.Errorf("%q: %v %v, want %s", c.list, rulebookIDs(got), err, c.want)
		}
	}
	if _, err := ParseRulebooks("cn-live,eu-gdpr"); err == nil || !strings.Contains(err.Error(), `"eu-gdpr"`) {
		t.Errorf("unknown rulebook: %v", err)
	}
}
