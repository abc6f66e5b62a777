package law

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestItems(t *testing.T) {
	for _, i := range Items() {
		if got, ok := ItemByID(i.ID); !ok || !cmp.Equal(got, i) {
			t.Errorf("%s finds %v", i.ID, got)
		}
		if i.Group.Text().ZH == "" || i.Family != "" && i.Family.Text().ZH == "" {
			t.Errorf("%s: group or family has no words", i.ID)
		}
	}
	for _, a := range AppTypes() {
		for _, n := range a.Necessary {
			if _, ok := ItemByID(n.Item); !ok {
				t.Errorf("%s needs %s, which is not in the taxonomy", a.Key, n.Item)
			}
		}
	}
	if _, ok := ItemByID("aura"); ok {
		t.Error("found an item that is not there")
	}
}

// TestModalities: draft 25 names five biometrics that must not be the only way in.
func TestModalities(t *testing.T) {
	want := map[string]bool{"face": true, "gait": true, "fingerprint": true, "iris": true, "voiceprint": true}
	for _, i := range Items() {
		if i.Family == Biometric {
			delete(want, i.Modality)
		}
	}
	if len(want) != 0 {
		t.Errorf("no item for %v", want)
	}
}

// TestSensitive holds where the sources agree and where they do not.
func TestSensitive(t *testing.T) {
	law := []Citation{Cite(Draft, "21(2)"), Cite(PIPL, "28")}
	with := func(cites ...Citation) []Citation { return append(slices.Clone(law), cites...) }
	wide, narrow := Cite(GBT35273, "B"), Cite(GBT45574, "")
	for _, c := range []struct {
		taxonomy Taxonomy
		item     ItemID
		family   Family // "" = not sensitive
		cites    []Citation
	}{
		{SixFamilies, "face", Biometric, law},
		{Wider, "face", Biometric, law},
		{Narrower, "religion", Religion, law},
		{"", "track", Track, law},
		{Narrower, "medical-record", Medical, law},
		{Narrower, "bank-card", FinancialAccount, law},
		{SixFamilies, "disability-status", SpecificIdentity, law},

		{SixFamilies, "id-number", SpecificIdentity, with(wide)},
		{Wider, "id-number", SpecificIdentity, with(wide)},
		{Narrower, "id-number", "", nil},
		{SixFamilies, "id-image", SpecificIdentity, with(wide, narrow)},
		{Narrower, "id-image", SpecificIdentity, with(narrow)},

		{Wider, "browsing-history", OtherSensitive, []Citation{wide}},
		{Wider, "contacts", OtherSensitive, []Citation{wide}},
		{Wider, "call-content", OtherSensitive, []Citation{wide}},
		{SixFamilies, "browsing-history", "", nil},
		{Narrower, "contacts", "", nil},

		{SixFamilies, "phone", "", nil},
		{Wider, "recipient-address", "", nil},
		{SixFamilies, "aura", "", nil},
	} {
		family, cites, ok := c.taxonomy.Sensitive(c.item)
		if family != c.family || ok != (c.family != "") {
			t.Errorf("%s: %s is in %q, want %q", c.taxonomy, c.item, family, c.family)
		}
		if diff := cmp.Diff(c.cites, cites); diff != "" {
			t.Errorf("%s: %s (-want +got):\n%s", c.taxonomy, c.item, diff)
		}
	}
}

// TestSixFamiliesIsSixFamilies: whatever a standard puts in a family of PIPL 28 is
// sensitive by default.
func TestSixFamiliesIsSixFamilies(t *testing.T) {
	if len(Taxonomies()) != 3 || Taxonomies()[0] != SixFamilies {
		t.Errorf("taxonomies %v", Taxonomies())
	}
	for _, i := range Items() {
		_, _, strict := SixFamilies.Sensitive(i.ID)
		for _, other := range Taxonomies() {
			family, cites, sensitive := other.Sensitive(i.ID)
			if sensitive && family != OtherSensitive && !strict {
				t.Errorf("%s is sensitive by %s and not by default", i.ID, other)
			}
			if sensitive && len(cites) == 0 {
				t.Errorf("%s is sensitive by %s without an article", i.ID, other)
			}
		}
	}
}
