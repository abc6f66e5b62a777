package law

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// dutyIDs are the permanent ids of the draft's 90 duties and the regulation's
// 38, each with its article: an id that moves would change what old records say.
var dutyIDs = map[InstrumentID]string{
	Draft: `
	D2=2 D5=5 D6=6 D8=8 D9=9 D10=10 D11.1=11¶1 D11.2a=11¶2(1) D11.2b=11¶2(2) D12.1=12(1) D12.2=12(2) D12.3=12(3)
	D13=13 D14=14 D15=15 D17.1=17¶1 D17.2=17¶2 D18.1=18¶1 D18.2=18¶2 D19.0=19 D19.1=19(1) D19.2=19(2) D19.3=19(3)
	D20.0=20¶1 D20.1=20¶2(1) D20.2=20¶2(2) D20.3=20¶2(3) D20.4=20¶2(4) D20.5=20¶2(5) D20.6=20¶2(6) D20.7=20¶2(7)
	D21.1=21(1) D21.2=21(2) D21.3=21(3) D21.4=21(4) D21.5=21(5) D21.6=21(6) D21.7=21(7) D21.8=21(8) D21.9=21¶2
	D21.10=21¶3 D22.1=22(1) D22.2=22(2) D22.3=22(3) D22.4=22(4) D22.5=22¶2 D23.1=23(1) D23.2=23(2) D23.3=23(3)
	D24=24 D25=25 D26=26 D28=28 D29=29 D30=30 D31=31 D32.1=32¶1 D32.2=32¶4 D33=33 D34=34 D35=35 D36=36 D37=37
	D39=39¶1 D39.2=39¶2 D40=40 D41=41 D42=42 D43.1=43¶1 D43.2=43¶2 D43.3=43¶3 D44=44 D46.1=46(1) D46.2=46(2)
	D46.3=46(3) D46.4=46(4) D47=47 D48=48 D49.0=49 D49.1=49(1) D49.2=49(2) D49.3=49(3) D50=50 D51=51 D53=53 D54=54
	D57=57¶3 D58=58 D73.8=73(8) D73.10=73(10)`,
	Order790: `
	F8=8 F9=9 F10=10 F11=11 F12=12 F13=13 F14=14 F16=16 F18=18 F19=19 F20=20 F21=21 F22=22 F23=23 F24=24 F25=25
	F26=26 F27=27 F28=28 F29=29 F30=30 F31=31 F32=32 F33=33 F35=35 F37=37 F38=38 F40=40 F41=41 F42=42 F43=43
	F44=44 F46=46 F50=50 F55=55 F62.4=62(4) F62.7=62(7) F62.8=62(8)`,
}

func TestPermanentIDs(t *testing.T) {
	for instrument, want := range map[InstrumentID]int{Draft: 90, Order790: 38} {
		pinned := strings.Fields(dutyIDs[instrument])
		if len(pinned) != want {
			t.Errorf("%s: %d ids are pinned, want %d", instrument, len(pinned), want)
		}
		var got []string
		i, _ := InstrumentByID(instrument)
		for _, a := range i.Articles {
			if a.ID != "" {
				got = append(got, a.ID+"="+a.Citation().Ref())
			}
		}
		slices.Sort(got)
		slices.Sort(pinned)
		if diff := cmp.Diff(pinned, got); diff != "" {
			t.Errorf("%s (-pinned +data):\n%s", instrument, diff)
		}
	}
	if a, _ := Lookup(Cite(Draft, "32¶5")); a.ID != "D32.2" {
		t.Errorf("32¶5 has id %q, want D32.2", a.ID)
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
		Incident: StatusInForce, Audit: StatusInForce, OfficerFiling: StatusInForce, FaceFiling: StatusInForce, MinorsAudit: StatusInForce, Export: StatusInForce,
		DSL: StatusInForce, CSL: StatusInForce, Children: StatusInForce, Contract: StatusInForce,
		Certification: StatusInForce, Review: StatusInForce, AppFiling: StatusInForce,
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

// TestSizes pins how many entries each instrument has, so that none is lost in
// an edit; whoever adds one changes the number here.
func TestSizes(t *testing.T) {
	want := map[InstrumentID]int{
		Draft: 120, Order790: 70, PIPL: 63, DSL: 13, CSL: 13, No191: 37, Necessary39: 43,
		Minors: 15, Children: 15, Face: 5, FaceCases: 5, Algorithm: 11, Incident: 3, Audit: 3,
		OfficerFiling: 1, FaceFiling: 1, MinorsAudit: 1, Export: 4, Contract: 1, Certification: 1, Review: 2, RiskAssessment: 1, SmallProcessors: 1,
		SDKNotice: 1, ServiceNotice: 1, AppFiling: 1, CivilCode: 11, ECommerce: 3, GBT35273: 3, GBT45574: 1,
		GBT43697: 1, GBT42574: 1, GBT41391: 1, GBT43435: 1, Practice: 1,
	}
	for _, i := range Instruments() {
		if got := len(i.Articles); got != want[i.ID] {
			t.Errorf("%s has %d entries, want %d", i.ID, got, want[i.ID])
		}
	}
}
