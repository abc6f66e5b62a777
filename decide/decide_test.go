package decide

import (
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
)

var now = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func shop(t testing.TB) *declaration.Declaration {
	t.Helper()
	b, err := os.ReadFile("../consent/testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "shop.yaml", Text: string(b)}}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// spoke is one person who said one thing on one use as it is declared now.
func spoke(t testing.TB, d *declaration.Declaration, id declaration.UseID, s consent.State) consent.Consents {
	t.Helper()
	u, ok := d.UseByID(id)
	if !ok {
		t.Fatalf("the fixture has no use %s", id)
	}
	return consent.Consents{id: {Use: id, Fingerprint: u.Fingerprint(), State: s, Version: 9}}
}

func rules(v Verdict) []string {
	var all []string
	for _, r := range v.Reasons {
		all = append(all, r.Rule)
	}
	return all
}

func cites(v Verdict, c law.Citation) bool {
	return slices.ContainsFunc(v.Reasons, func(r Reason) bool { return slices.Contains(r.Cites, c) })
}

const (
	recommend = "shop/for-you/browsing-history/recommend"
	heart     = "shop/for-you/heart-rate/recommend"
	phone     = "shop/order/recipient-phone/deliver"
	address   = "shop/order/recipient-address/deliver"
)

func TestProcess(t *testing.T) {
	d := shop(t)
	stale := spoke(t, d, recommend, consent.Granted)
	stale[recommend] = consent.Consent{Use: recommend, Fingerprint: "fp1:old", State: consent.Granted, Version: 9}
	cases := map[string]struct {
		use       declaration.UseID
		recipient string
		said      consent.Consents
		permit    bool
		rules     []string
	}{
		"undeclared":              {"shop/order/gender/statistics", "", nil, false, []string{UseUndeclared}},
		"granted":                 {recommend, "", spoke(t, d, recommend, consent.Granted), true, []string{ConsentGranted}},
		"never answered":          {recommend, "", nil, false, []string{ConsentMissing}},
		"refused":                 {recommend, "", spoke(t, d, recommend, consent.Refused), false, []string{ConsentRefused}},
		"withdrawn":               {recommend, "", spoke(t, d, recommend, consent.Withdrawn), false, []string{ConsentWithdrawn}},
		"stale":                   {recommend, "", stale, false, []string{ConsentStale}},
		"another's consent":       {recommend, "", spoke(t, d, heart, consent.Granted), false, []string{ConsentMissing}},
		"by contract":             {address, "", nil, true, []string{OtherBasis}},
		"to an entrusted party":   {address, "courier", nil, true, []string{OtherBasis, RecipientCovered}},
		"to a joint processor":    {address, "carrier", nil, true, []string{OtherBasis, RecipientCovered}},
		"to nobody declared":      {address, "ads", nil, false, []string{OtherBasis, RecipientUndeclared}},
		"to a third party":        {heart, "ads", spoke(t, d, heart, consent.Granted), false, []string{ConsentGranted, ConsentMissing}},
		"to a third party, alone": {heart, "ads", spoke(t, d, heart+">ads", consent.Granted), false, []string{ConsentMissing, ConsentGranted}},
		"the giving by its name":  {heart + ">ads", "", spoke(t, d, heart+">ads", consent.Granted), false, []string{ConsentMissing, ConsentGranted}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			v := Process(Compile(d), c.use, c.recipient, c.said, now)
			if v.Permit != c.permit {
				t.Errorf("permit = %v", v.Permit)
			}
			if diff := cmp.Diff(c.rules, rules(v)); diff != "" {
				t.Errorf("reasons (-want +got):\n%s", diff)
			}
			for _, r := range v.Reasons {
				if len(r.Cites) == 0 || r.Message.ZH == "" || r.Message.EN == "" {
					t.Errorf("reason %s lacks articles or words: %+v", r.Rule, r)
				}
			}
			if !v.ValidUntil.Equal(now.Add(Holds)) {
				t.Errorf("valid until %v", v.ValidUntil)
			}
		})
	}
}

func TestGivingToAThirdPartyNeedsBothConsents(t *testing.T) {
	d := shop(t)
	said := spoke(t, d, heart, consent.Granted)
	for id, c := range spoke(t, d, heart+">ads", consent.Granted) {
		said[id] = c
	}
	if v := Process(Compile(d), heart, "ads", said, now); !v.Permit {
		t.Errorf("both consents are there: %+v", v)
	}
}

func TestSensitiveRefusalCitesSeparateConsent(t *testing.T) {
	v := Process(Compile(shop(t)), heart, "", nil, now)
	for _, c := range []law.Citation{law.Cite(law.Draft, "21(2)"), law.Cite(law.PIPL, "29"), law.Cite(law.Draft, "49(1)")} {
		if !cites(v, c) {
			t.Errorf("no citation of %s %s in %+v", c.Instrument, c.Ref(), v.Reasons)
		}
	}
}

func TestRefuseUse(t *testing.T) {
	d := shop(t)
	cases := map[string]struct {
		use    declaration.UseID
		said   consent.Consents
		permit bool
		rule   string
	}{
		"an optional use, refused":        {recommend, spoke(t, d, recommend, consent.Refused), false, RefusalNoGround},
		"an optional use, never answered": {recommend, nil, false, RefusalNoGround},
		"a necessary use, refused":        {phone, spoke(t, d, phone, consent.Refused), true, RefusalNecessary},
		"a necessary use, granted":        {phone, spoke(t, d, phone, consent.Granted), false, RefusalNoGround},
		"a necessary use, never asked":    {phone, nil, false, RefusalNotAsked},
		"by contract":                     {address, nil, true, RefusalOtherBasis},
		"by contract, not on the list":    {"shop/order/gender/deliver", nil, false, RefusalOtherBasis},
		"undeclared":                      {"shop/order/gender/statistics", nil, false, RefusalNoGround},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			v := RefuseUse(Compile(d), c.use, c.said, now)
			if v.Permit != c.permit || !slices.Equal(rules(v), []string{c.rule}) {
				t.Errorf("got %v %v", v.Permit, rules(v))
			}
			if c.rule == RefusalNoGround && !(cites(v, law.Cite(law.Draft, "19(3)")) && cites(v, law.Cite(law.PIPL, "16"))) {
				t.Errorf("does not cite draft 19(3) and PIPL 16: %+v", v.Reasons)
			}
			if c.rule == RefusalOtherBasis && cites(v, law.Cite(law.Draft, "19(3)")) {
				t.Error("cites draft 19(3), which speaks of consent only")
			}
		})
	}
}

func TestRefuseFunction(t *testing.T) {
	d := shop(t)
	all := spoke(t, d, recommend, consent.Refused)
	for _, id := range []declaration.UseID{heart, "shop/order/email/invoice"} {
		for id, c := range spoke(t, d, id, consent.Refused) {
			all[id] = c
		}
	}
	for id, c := range spoke(t, d, phone, consent.Granted) {
		all[id] = c
	}
	if v, ok := RefuseFunction(Compile(d), "shop/order", all, now); !ok || v.Permit || !cites(v, law.Cite(law.Draft, "19(3)")) || !cites(v, law.Cite(law.PIPL, "16")) {
		t.Errorf("everything optional refused: %v %+v", ok, v)
	}
	if v, ok := RefuseFunction(Compile(d), "shop/order", spoke(t, d, phone, consent.Refused), now); !ok || !v.Permit {
		t.Errorf("what the function cannot work without refused: %v %+v", ok, v)
	}
	if v, ok := RefuseFunction(Compile(d), "shop/order", nil, now); !ok || v.Permit || !slices.Contains(rules(v), RefusalNotAsked) {
		t.Errorf("nobody asked yet: %v %+v", ok, v)
	}
	if v, ok := RefuseFunction(Compile(d), "shop/for-you", nil, now); !ok || v.Permit {
		t.Errorf("nothing said: %v %+v", ok, v)
	}
	if _, ok := RefuseFunction(Compile(d), "shop/teleport", nil, now); ok {
		t.Error("a function that is not declared")
	}
}

// Reason ids stand in other people's code and records: none may be renamed.
func TestReasonIDsArePermanent(t *testing.T) {
	want := []string{
		"use-undeclared", "recipient-undeclared", "consent-granted", "consent-missing", "consent-refused", "consent-withdrawn", "consent-stale",
		"consent-insufficient", "consent-lapsed", "consent-by-child", "guardian-missing", "child-excluded", "minor-marketing", "minor-recommended",
		"basis-cannot-carry", "other-basis", "recipient-covered", "approval-missing", "person-restricted", "person-erasing", "stopped", "recipient-suspended",
		"frequency-kept", "frequency-exceeded", "frequency-not-checked", "function-in-use", "export-declared", "export-undeclared", "export-without-route",
		"recommendation-undeclared", "separate-consent-needed", "another-way", "biometric-only-way", "biometric-by-law", "way-without-biometrics", "way-undeclared",
		"ask-possible", "ask-nothing", "ask-moment", "refusal-no-ground", "refusal-necessary", "refusal-other-basis", "refusal-other-basis", "refusal-not-asked",
		"record-behind", "replica-stale", "age-lapsed", "restriction-and-duty", "refusal-by-age", "ask-minor",
	}
	if diff := cmp.Diff(want, ids[:]); diff != "" {
		t.Error(diff)
	}
}

// The numbers of states are on the wire.
func TestStatesArePermanent(t *testing.T) {
	want := []State{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	got := []State{SaidNothing, Granted, GrantedByGuardian, SpecificConsent, SpecificGuardian, GeneralConsent, Refused, RefusedByGuardian, Withdrawn, WithdrawnGuardian}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
