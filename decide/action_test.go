package decide

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
	"github.com/volens/volens/ledger"
)

// person is somebody and what they said; each option adds something.
func person(t testing.TB, d *declaration.Declaration, opts ...func(*consent.Standing)) *consent.Standing {
	t.Helper()
	s := &consent.Standing{Version: 30, Consents: consent.Consents{}}
	for _, o := range opts {
		o(s)
	}
	for id, c := range s.Consents {
		u, ok := d.UseByID(id)
		if !ok {
			t.Fatalf("the fixture has no use %s", id)
		}
		if c.Use, c.Version = id, 9; c.Fingerprint == "" {
			c.Fingerprint = u.Fingerprint()
		}
		s.Consents[id] = c
	}
	return s
}

func spoken(state consent.State, by consent.Giver, ids ...declaration.UseID) func(*consent.Standing) {
	return func(s *consent.Standing) {
		for _, id := range ids {
			s.Consents[id] = consent.Consent{State: state, By: by}
		}
	}
}

func yes(ids ...declaration.UseID) func(*consent.Standing) {
	return spoken(consent.Granted, consent.ByPerson, ids...)
}

func guarded(ids ...declaration.UseID) func(*consent.Standing) {
	return spoken(consent.Granted, consent.ByGuardian, ids...)
}

func aged(b consent.Band) func(*consent.Standing) {
	return func(s *consent.Standing) {
		s.Age = consent.Age{Band: b, Lapses: now.Add(time.Hour), Version: 20}
	}
}

func lapsed(b consent.Band) func(*consent.Standing) {
	return func(s *consent.Standing) {
		s.Age = consent.Age{Band: b, Lapses: now, Version: 20}
	}
}

func held(m consent.Mode) func(*consent.Standing) {
	return func(s *consent.Standing) { s.Restriction = consent.Restriction{Mode: m, Version: 22} }
}

func guardian(s *consent.Standing) {
	s.Guardian = consent.Guardian{Lookup: ledger.Lookup{7}, Expires: now.Add(time.Hour), Version: 21}
}

const (
	photos    = "school/lessons/photos/publish"
	face      = "school/lessons/face/sign-in"
	position  = "school/lessons/location/teach"
	nickname  = "school/lessons/nickname/teach"
	clicks    = "school/for-you/click-record/recommend"
	searches  = "school/for-you/search-history/recommend"
	offers    = "school/for-you/email/promote"
	ads       = "school/for-you/device-id/advertise@ads-kit"
	phoneAt   = "school/lessons/phone/register"
	gateFace  = "gate/enter/face/sign-in"
	gatePrint = "gate/enter/fingerprint/identity-check"
	gateVoice = "gate/enter/voiceprint/sign-in"
)

func TestActions(t *testing.T) {
	d := family(t)
	table := Compile(d)
	cases := map[string]struct {
		q      Question
		who    *consent.Standing
		permit bool
		rules  []string
	}{
		"collect, often enough":     {Question{Action: ActionCollect, Use: position, LastAt: now.Add(-10 * time.Minute)}, person(t, d, yes(position)), true, []string{ConsentGranted, FrequencyKept}},
		"collect, too often":        {Question{Action: ActionCollect, Use: position, LastAt: now.Add(-9 * time.Minute)}, person(t, d, yes(position)), false, []string{ConsentGranted, FrequencyExceeded}},
		"collect, nobody knows":     {Question{Action: ActionCollect, Use: position}, person(t, d, yes(position)), true, []string{ConsentGranted, FrequencyNotChecked}},
		"collect, once is enough":   {Question{Action: ActionCollect, Use: "school/lessons/device-model/improve-quality", LastAt: now.Add(-9999 * time.Hour)}, person(t, d, yes("school/lessons/device-model/improve-quality")), false, []string{ConsentGranted, FrequencyExceeded}},
		"collect, when in use":      {Question{Action: ActionCollect, Use: photos}, person(t, d, yes(photos)), true, []string{ConsentGranted, FunctionInUse}},
		"collect, never declared":   {Question{Action: ActionCollect, Use: clicks}, person(t, d, yes(clicks)), true, []string{ConsentGranted, FrequencyNotChecked, FunctionInUse}},
		"provide to a third party":  {Question{Action: ActionProvide, Use: photos, Recipient: "lab"}, person(t, d, yes(photos)), false, []string{ConsentGranted, ConsentMissing}},
		"provide by its name":       {Question{Action: ActionProvide, Use: photos + ">lab"}, person(t, d, yes(photos, photos+">lab")), true, []string{ConsentGranted, ConsentGranted}},
		"provide to a court":        {Question{Action: ActionProvide, Use: nickname, Recipient: "court"}, person(t, d), false, []string{OtherBasis, OtherBasis, ApprovalMissing, ExportWithoutRoute}},
		"provide to a vendor":       {Question{Action: ActionProvide, Use: ads, Recipient: "ads-kit"}, person(t, d, yes(ads)), false, []string{ConsentGranted, ExportWithoutRoute, RecipientCovered}},
		"export to a laboratory":    {Question{Action: ActionExport, Use: photos, Recipient: "lab", Country: "DE"}, person(t, d, yes(photos, photos+">lab")), true, []string{ConsentGranted, ConsentGranted, ExportDeclared}},
		"export elsewhere":          {Question{Action: ActionExport, Use: photos, Recipient: "lab", Country: "US"}, person(t, d, yes(photos, photos+">lab")), false, []string{ConsentGranted, ConsentGranted, ExportUndeclared}},
		"export without consent":    {Question{Action: ActionExport, Use: photos, Recipient: "lab"}, person(t, d, yes(photos)), false, []string{ConsentGranted, ConsentMissing, ExportDeclared}},
		"export that stays":         {Question{Action: ActionExport, Use: photos}, person(t, d, yes(photos)), false, []string{ConsentGranted, ExportUndeclared}},
		"export to the cloud":       {Question{Action: ActionExport, Use: nickname, Recipient: "cloud"}, person(t, d), true, []string{OtherBasis, RecipientCovered, ExportDeclared}},
		"export to the teacher":     {Question{Action: ActionExport, Use: nickname, Recipient: "teacher"}, person(t, d), false, []string{OtherBasis, RecipientCovered, ExportUndeclared}},
		"export to nobody":          {Question{Action: ActionExport, Use: nickname, Recipient: "x"}, person(t, d), false, []string{OtherBasis, RecipientUndeclared}},
		"export without a route":    {Question{Action: ActionExport, Use: ads}, person(t, d, yes(ads)), false, []string{ConsentGranted, ExportWithoutRoute}},
		"recommend":                 {Question{Action: ActionRecommend, Use: clicks}, person(t, d, yes(clicks)), true, []string{ConsentGranted}},
		"recommend, switched off":   {Question{Action: ActionRecommend, Use: clicks}, person(t, d, spoken(consent.Withdrawn, "", clicks)), false, []string{ConsentWithdrawn}},
		"recommend unrefusably":     {Question{Action: ActionRecommend, Use: searches}, person(t, d), false, []string{OtherBasis, SeparateConsentNeeded}},
		"recommend by another use":  {Question{Action: ActionRecommend, Use: photos}, person(t, d, yes(photos)), false, []string{ConsentGranted, RecommendationUndeclared}},
		"recommend to a minor":      {Question{Action: ActionRecommend, Use: clicks}, person(t, d, yes(clicks), aged(consent.Under18)), true, []string{ConsentGranted, MinorRecommended}},
		"market to a minor":         {Question{Action: ActionProcess, Use: offers}, person(t, d, yes(offers), aged(consent.Under18)), false, []string{ConsentGranted, MinorMarketing}},
		"market to an adult":        {Question{Action: ActionProcess, Use: offers}, person(t, d, yes(offers), aged(consent.Adult)), true, []string{ConsentGranted}},
		"face":                      {Question{Action: ActionAuthenticate, Use: face}, person(t, d, yes(face)), true, []string{ConsentGranted, AnotherWay}},
		"face by its way":           {Question{Action: ActionAuthenticate, Function: "school/lessons", Item: "face"}, person(t, d), false, []string{ConsentMissing, AnotherWay}},
		"a code":                    {Question{Action: ActionAuthenticate, Function: "school/lessons", Item: "sms-code"}, person(t, d), true, []string{WayWithoutBiometrics}},
		"a way nobody offers":       {Question{Action: ActionAuthenticate, Function: "school/lessons", Item: "iris"}, person(t, d), false, []string{WayUndeclared}},
		"a function nobody offers":  {Question{Action: ActionAuthenticate, Function: "school/x", Item: "face"}, person(t, d), false, []string{UseUndeclared}},
		"only the face":             {Question{Action: ActionAuthenticate, Use: gateFace}, person(t, d, yes(gateFace)), false, []string{ConsentGranted, BiometricOnlyWay}},
		"only the finger, by law":   {Question{Action: ActionAuthenticate, Use: gatePrint}, person(t, d), true, []string{OtherBasis, BiometricByLaw}},
		"the voice by contract":     {Question{Action: ActionAuthenticate, Use: gateVoice}, person(t, d), false, []string{OtherBasis, SeparateConsentNeeded, BiometricOnlyWay}},
		"no biometric":              {Question{Action: ActionAuthenticate, Use: nickname}, person(t, d), true, []string{OtherBasis, WayWithoutBiometrics}},
		"ask":                       {Question{Action: ActionAsk, Use: photos}, person(t, d), true, []string{AskPossible, AskMoment}},
		"ask for the giving":        {Question{Action: ActionAsk, Use: photos + ">lab"}, person(t, d, yes(photos)), true, []string{AskPossible, AskMoment}},
		"ask again":                 {Question{Action: ActionAsk, Use: photos}, person(t, d, yes(photos)), false, []string{AskNothing}},
		"ask for a contract":        {Question{Action: ActionAsk, Use: nickname}, person(t, d), false, []string{AskNothing}},
		"ask a minor to be sold":    {Question{Action: ActionAsk, Use: offers}, person(t, d, aged(consent.Under18)), false, []string{MinorMarketing}},
		"ask a child":               {Question{Action: ActionAsk, Use: photos}, person(t, d, aged(consent.Under14)), false, []string{GuardianMissing}},
		"ask a guardian":            {Question{Action: ActionAsk, Use: photos}, person(t, d, aged(consent.Under14), guardian), true, []string{AskPossible, AskMoment}},
		"ask a child kept out":      {Question{Action: ActionAsk, Use: gateFace}, person(t, d, aged(consent.Under14), guardian), false, []string{ChildExcluded}},
		"ask whom we erase":         {Question{Action: ActionAsk, Use: photos}, person(t, d, func(s *consent.Standing) { s.Restriction.Mode = consent.Erasing }), false, []string{PersonErasing}},
		"a child":                   {Question{Action: ActionProcess, Use: photos}, person(t, d, guarded(photos), aged(consent.Under14), guardian), true, []string{ConsentGranted}},
		"a child by itself":         {Question{Action: ActionProcess, Use: photos}, person(t, d, yes(photos), aged(consent.Under14), guardian), false, []string{ConsentByChild}},
		"a child alone":             {Question{Action: ActionProcess, Use: photos}, person(t, d, guarded(photos), aged(consent.Under14)), false, []string{GuardianMissing}},
		"a child's lesson":          {Question{Action: ActionProcess, Use: nickname}, person(t, d, aged(consent.Under14)), false, []string{GuardianMissing, OtherBasis}},
		"a child, by law":           {Question{Action: ActionProcess, Use: "school/lessons/ip-address/security"}, person(t, d, aged(consent.Under14)), true, []string{OtherBasis}},
		"a band that lapsed":        {Question{Action: ActionProcess, Use: photos}, person(t, d, yes(photos), lapsed(consent.Under14)), false, []string{AgeLapsed}},
		"lapsed, on a contract":     {Question{Action: ActionProcess, Use: nickname}, person(t, d, lapsed(consent.Under14)), false, []string{OtherBasis, AgeLapsed}},
		"lapsed, by law":            {Question{Action: ActionProcess, Use: "school/lessons/ip-address/security"}, person(t, d, lapsed(consent.Under18)), true, []string{OtherBasis}},
		"lapsed, turned away":       {Question{Action: ActionRefuseService, Use: phoneAt}, person(t, d, spoken(consent.Refused, "", phoneAt), lapsed(consent.Under14)), false, []string{RefusalNotAsked}},
		"lapsed, ask":               {Question{Action: ActionAsk, Use: photos}, person(t, d, lapsed(consent.Under14)), false, []string{AgeLapsed}},
		"restricted, by law":        {Question{Action: ActionProcess, Use: "school/lessons/ip-address/security"}, person(t, d, held(consent.Restricted)), true, []string{OtherBasis, CompelledRestricted}},
		"erasing, by law":           {Question{Action: ActionProcess, Use: "school/lessons/ip-address/security"}, person(t, d, held(consent.Erasing)), false, []string{OtherBasis, PersonErasing}},
		"restricted, ask":           {Question{Action: ActionAsk, Use: photos}, person(t, d, held(consent.Restricted)), false, []string{PersonRestricted}},
		"a minor, ask to recommend": {Question{Action: ActionAsk, Use: clicks}, person(t, d, aged(consent.Under18)), false, []string{AskMinor}},
		"a child kept out":          {Question{Action: ActionRefuseService, Use: gatePrint}, person(t, d, aged(consent.Under14)), false, []string{RefusalNoGround, RefusalByAge}},
		"a child grown up":          {Question{Action: ActionProcess, Use: photos}, person(t, d, guarded(photos), aged(consent.Under18)), false, []string{ConsentLapsed}},
		"a contract for quality":    {Question{Action: ActionProcess, Use: "school/lessons/heart-rate/improve-quality"}, person(t, d), false, []string{BasisCannotCarry}},
		"turn a refuser away":       {Question{Action: ActionRefuseService, Use: phoneAt}, person(t, d, spoken(consent.Refused, "", phoneAt)), true, []string{RefusalNecessary}},
		"turn a child away":         {Question{Action: ActionRefuseService, Use: phoneAt}, person(t, d, spoken(consent.Refused, "", phoneAt), aged(consent.Under14)), false, []string{RefusalNotAsked}},
		"a guardian refused":        {Question{Action: ActionRefuseService, Use: phoneAt}, person(t, d, spoken(consent.Refused, consent.ByGuardian, phoneAt), aged(consent.Under14), guardian), true, []string{RefusalNecessary}},
		"a guardian of before":      {Question{Action: ActionRefuseService, Function: "school/lessons"}, person(t, d, spoken(consent.Refused, consent.ByGuardian, phoneAt), aged(consent.Under14)), false, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if err := c.q.Check(); err != nil {
				t.Fatal(err)
			}
			v := table.Judge(&c.q, c.who, nil, now)
			if v.Permit != c.permit {
				t.Errorf("permit = %v", v.Permit)
			}
			if c.rules != nil {
				if diff := cmp.Diff(c.rules, rules(v)); diff != "" {
					t.Errorf("reasons (-want +got):\n%s", diff)
				}
			}
			for _, r := range v.Reasons {
				if len(r.Cites) == 0 || r.Message.ZH == "" || r.Message.EN == "" || r.Permit && r.NotChecked {
					t.Errorf("reason %s lacks articles or words: %+v", r.Rule, r)
				}
			}
		})
	}
}

// What stands behind a reason is named: the age, the guardian, the stop.
func TestReasonsNameTheirRecord(t *testing.T) {
	d := family(t)
	table := Compile(d)
	record := func(v Verdict, rule string) int64 {
		i := slices.IndexFunc(v.Reasons, func(r Reason) bool { return r.Rule == rule })
		if i < 0 {
			t.Fatalf("no reason %s in %v", rule, rules(v))
		}
		return v.Reasons[i].Record
	}
	q := Question{Action: ActionProcess, Use: offers}
	s := person(t, d, yes(offers), aged(consent.Under14), guardian, func(s *consent.Standing) {
		s.Restriction, s.Guardian.Ended = consent.Restriction{Mode: consent.Restricted, Version: 22}, now
	})
	v := table.Judge(&q, s, []consent.Stop{{ID: "s", Service: "school", Version: 23}}, now)
	for rule, want := range map[string]int64{ConsentByChild: 9, MinorMarketing: 20, GuardianMissing: 21, PersonRestricted: 22, Stopped: 23} {
		if got := record(v, rule); got != want {
			t.Errorf("%s rests on %d, want %d", rule, got, want)
		}
	}
}

// A verdict holds no longer than the age and the guardian it rests on.
func TestVerdictEndsWithTheGuardian(t *testing.T) {
	d := family(t)
	q := Question{Action: ActionProcess, Use: photos}
	s := person(t, d, guarded(photos), aged(consent.Under14), guardian)
	s.Guardian.Expires = now.Add(2 * time.Second)
	if v := Compile(d).Judge(&q, s, nil, now); !v.Permit || !v.ValidUntil.Equal(now.Add(2*time.Second)) {
		t.Errorf("permit %v until %v", v.Permit, v.ValidUntil)
	}
	if v := Compile(d).Judge(&q, s, nil, now.Add(2*time.Second)); v.Permit {
		t.Error("permitted when the guardian could not answer any more")
	}
}

func TestFaceCitesTheMeasures(t *testing.T) {
	d := family(t)
	q := Question{Action: ActionAuthenticate, Use: gateFace}
	if v := Compile(d).Judge(&q, person(t, d, yes(gateFace)), nil, now); !cites(v, law.Cite(law.Face, "10")) || !cites(v, law.Cite(law.Draft, "25")) {
		t.Errorf("%+v", v.Reasons)
	}
}

// Draft 21 and Order 790 Art. 22 speak of consent: a use on another basis rests on
// PIPL 31 alone, and is said to be our reading.
func TestAGuardianIsNeededOnAnotherBasisByOneArticleOnly(t *testing.T) {
	d := family(t)
	for use, want := range map[declaration.UseID]bool{nickname: false, photos: true} {
		v := Compile(d).Judge(&Question{Action: ActionProcess, Use: use}, person(t, d, guarded(photos), aged(consent.Under14)), nil, now)
		if cites(v, law.Cite(law.Draft, "21(3)")) != want || cites(v, law.Cite(law.Order790, "22(3)")) != want || !cites(v, law.Cite(law.PIPL, "31")) {
			t.Errorf("%s: %+v", use, v.Reasons)
		}
	}
	v := Compile(d).Judge(&Question{Action: ActionAuthenticate, Use: face}, person(t, d, guarded(face), aged(consent.Under14)), nil, now)
	if !cites(v, law.Cite(law.Face, "7")) {
		t.Errorf("the face of a child: %+v", v.Reasons)
	}
}

// What only the draft forbids is not said to be forbidden by the law in force.
func TestWhatOnlyTheDraftForbidsIsSaidToBeThat(t *testing.T) {
	d := family(t)
	for rule, q := range map[string]Question{
		BiometricOnlyWay:      {Action: ActionAuthenticate, Use: gateVoice},
		SeparateConsentNeeded: {Action: ActionRecommend, Use: searches},
	} {
		v := Compile(d).Judge(&q, person(t, d), nil, now)
		i := slices.IndexFunc(v.Reasons, func(r Reason) bool { return r.Rule == rule })
		if i < 0 || !strings.Contains(v.Reasons[i].Message.ZH, "从未生效") || !strings.Contains(v.Reasons[i].Message.EN, "never in force") {
			t.Errorf("%s: %+v", rule, v.Reasons)
		}
	}
}

func TestRulingTellsWhatSettlesIt(t *testing.T) {
	table := Compile(family(t))
	q := Question{Action: ActionProcess, Use: clicks}
	r := table.Decide(&q, &consent.Standing{}, nil, now)
	if r.Rule() != ConsentMissing || !slices.Contains(r.Cites(), law.Cite(law.Draft, "49(1)")) {
		t.Errorf("%s %v", r.Rule(), r.Cites())
	}
	for _, r := range []Ruling{Behind(), Lapsed()} {
		if v := r.Verdict(now); v.Permit || len(v.Reasons) != 1 || v.Reasons[0].Rule != r.Rule() {
			t.Errorf("%+v", v)
		}
	}
}

func TestQuestionsThatAreNotWellFormed(t *testing.T) {
	for _, q := range []Question{
		{}, {Action: "eat", Use: photos}, {Action: ActionProcess}, {Action: ActionCollect, Function: "school/lessons"},
		{Action: ActionProvide, Use: photos}, {Action: ActionProcess, Use: photos + ">lab", Recipient: "lab"},
		{Action: ActionAsk, Use: photos, Recipient: "lab"}, {Action: ActionRefuseService}, {Action: ActionRefuseService, Use: photos, Function: "school/lessons"},
		{Action: ActionAuthenticate, Function: "school/lessons"}, {Action: ActionAuthenticate, Use: face, Item: "face"},
		{Action: ActionProcess, Use: photos, Item: "face"}, {Action: ActionProcess, Use: photos, Country: "US"},
		{Action: ActionProcess, Use: photos, LastAt: now}, {Action: ActionProcess, Use: photos, AtLeast: -2},
	} {
		if err := q.Check(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%+v: %v", q, err)
		}
	}
}

// TestAWayWithoutBiometricsEndsToo: no item is used, and still a stop or an erasure
// ends it.
func TestAWayWithoutBiometricsEndsToo(t *testing.T) {
	d := family(t)
	table := Compile(d)
	q := Question{Action: ActionAuthenticate, Function: "school/lessons", Item: "sms-code"}
	if v := table.Judge(&q, person(t, d), nil, now); !v.Permit {
		t.Fatalf("%v", rules(v))
	}
	if v := table.Judge(&q, person(t, d, held(consent.Erasing)), nil, now); v.Permit {
		t.Error("somebody who is being erased signs in")
	}
	for _, s := range []consent.Stop{{ID: "a", Service: "school", Reason: "r", At: now}, {ID: "b", Function: "school/lessons", Reason: "r", At: now}} {
		if v := table.Judge(&q, person(t, d), []consent.Stop{s}, now); v.Permit {
			t.Errorf("a stop of %s%s does not end it", s.Service, s.Function)
		}
	}
	for _, s := range []consent.Stop{{ID: "c", Service: "gate", Reason: "r", At: now}, {ID: "d", Service: "school", Item: "face", Reason: "r", At: now}, {ID: "e", Service: "school", Reason: "r", Lifted: true, At: now}} {
		if v := table.Judge(&q, person(t, d), []consent.Stop{s}, now); !v.Permit {
			t.Errorf("stop %s ends what it does not name", s.ID)
		}
	}
}
