package decide

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

// A reference is the rules of verdicts written down a second time, slowly and from
// a person's whole standing: rule ids against, and rule ids for.
type reference struct {
	d     *declaration.Declaration
	q     Question
	s     consent.Standing
	stops []consent.Stop
	ids   []string
}

func (r *reference) say(ids ...string) { r.ids = append(r.ids, ids...) }

func (r *reference) band() consent.Band {
	if a := r.s.Age; a.Lapses.IsZero() || r.q.now().Before(a.Lapses) {
		return a.Band
	}
	return consent.AgeUnknown
}

func (q Question) now() time.Time { return now }

func (r *reference) lapsed() bool {
	return (r.s.Age.Band == consent.Under14 || r.s.Age.Band == consent.Under18) && r.band() == consent.AgeUnknown
}

// routed reports whether the use goes nowhere abroad without a route.
func routed(u declaration.Use) bool {
	ok := func(country string, e declaration.Export) bool { return country == declaration.Home || e.Route != "" }
	if u.Recipient != nil {
		return ok(u.Recipient.Country, u.Recipient.Export)
	}
	return (u.Store == nil || ok(u.Store.Country, u.Store.Export)) && (u.Component == nil || ok(u.Component.Country, u.Component.Export))
}

func (r *reference) child() bool    { return r.band() == consent.Under14 }
func (r *reference) guardian() bool { return r.s.Guardian.InForce(now) }

// one says whether a single use may be carried out.
func (r *reference) one(u declaration.Use) {
	byLaw := u.Basis == declaration.BasisLegalDuty || u.Basis == declaration.BasisEmergency || u.Basis == declaration.BasisOtherLaw
	if !u.Basis.Carries(u.Purpose.Class) {
		r.say(BasisCannotCarry)
	} else if !u.ByConsent() {
		r.say(OtherBasis)
	}
	if u.Recipient != nil && u.Recipient.Authority && u.Recipient.Approved == "" {
		r.say(ApprovalMissing)
	}
	if !routed(u) {
		r.say(ExportWithoutRoute)
	}
	if r.lapsed() && !byLaw {
		r.say(AgeLapsed)
	}
	if r.child() && !byLaw && u.Service.Children == declaration.ChildrenExcluded {
		r.say(ChildExcluded)
	}
	if r.child() && !byLaw && !r.guardian() {
		r.say(GuardianMissing)
	}
	if young := r.band() == consent.Under14 || r.band() == consent.Under18; young {
		if u.Purpose.Class == declaration.Market {
			r.say(MinorMarketing)
		}
		if u.Purpose.Class == declaration.Personalise {
			r.say(MinorRecommended)
		}
	}
	if u.ByConsent() {
		r.consent(u)
	}
}

func (r *reference) consent(u declaration.Use) {
	c := r.s.Consents[u.ID]
	switch c.State {
	case "":
		r.say(ConsentMissing)
		return
	case consent.Refused:
		r.say(ConsentRefused)
		return
	case consent.Withdrawn:
		r.say(ConsentWithdrawn)
		return
	case consent.Granted:
	}
	if r.lapsed() {
		return
	}
	good := true
	bad := func(id string) { good = false; r.say(id) }
	if c.Fingerprint != u.Fingerprint() {
		bad(ConsentStale)
	}
	if c.Quality == consent.General || c.Quality == consent.Specific && (len(u.Separate()) > 0 || r.child()) {
		bad(ConsentInsufficient)
	}
	if c.Quality != consent.General {
		if r.child() && c.By == consent.ByPerson {
			bad(ConsentByChild)
		}
		if !r.child() && c.By == consent.ByGuardian {
			bad(ConsentLapsed)
		}
	}
	if good && (!r.child() || r.guardian()) {
		r.say(ConsentGranted)
	}
}

// verdict answers process, provide and export, with which the others begin.
func (r *reference) verdict() {
	u, ok := r.d.UseByID(r.q.Use)
	if !ok {
		r.say(UseUndeclared)
		return
	}
	base, give := u, declaration.Use{}
	if u.Recipient != nil {
		b, _, _ := strings.Cut(string(u.ID), ">")
		base, _ = r.d.UseByID(declaration.UseID(b))
		give = u
	} else if r.q.Recipient != "" {
		give, _ = r.d.UseByID(u.ID + ">" + declaration.UseID(r.q.Recipient))
	}
	r.one(base)
	if give.ID != "" {
		r.one(give)
	} else if r.q.Recipient != "" {
		r.covered(base)
	}
	switch r.s.Restriction.Mode {
	case consent.Restricted:
		if base.Basis == declaration.BasisLegalDuty || base.Basis == declaration.BasisEmergency || base.Basis == declaration.BasisOtherLaw {
			r.say(CompelledRestricted)
		} else {
			r.say(PersonRestricted)
		}
	case consent.Erasing:
		r.say(PersonErasing)
	case consent.Free:
	}
	for _, s := range r.stops {
		r.stopped(s, base, give)
	}
}

func (r *reference) covered(u declaration.Use) {
	for _, g := range u.Gives {
		if g.ID == r.q.Recipient {
			r.say(RecipientCovered)
			if g.Authority && g.Approved == "" {
				r.say(ApprovalMissing)
			}
			if g.Country != declaration.Home && g.Export.Route == "" && routed(u) {
				r.say(ExportWithoutRoute)
			}
			return
		}
	}
	if u.Component != nil && u.Component.ID == r.q.Recipient {
		r.say(RecipientCovered)
		return
	}
	r.say(RecipientUndeclared)
}

func (r *reference) stopped(s consent.Stop, base, give declaration.Use) {
	if s.Lifted || !s.Until.IsZero() && !now.Before(s.Until) {
		return
	}
	var to []string
	reach := func(u declaration.Use, recipient string) bool {
		return (s.Service == "" || s.Service == u.Service.ID) && (s.Function == "" || s.Function == u.Service.ID+"/"+u.Function.ID) &&
			(s.Use == "" || s.Use == string(u.ID)) && (s.Item == "" || s.Item == string(u.Item.ID)) && (s.Recipient == "" || s.Recipient == recipient)
	}
	if base.Component != nil {
		to = append(to, base.Component.ID)
	}
	to = append(to, r.q.Recipient, "")
	hit := slices.ContainsFunc(to, func(x string) bool { return reach(base, x) }) || give.ID != "" && reach(give, give.Recipient.ID)
	switch {
	case hit && s.Recipient != "":
		r.say(RecipientSuspended)
	case hit:
		r.say(Stopped)
	}
}

func examples(t testing.TB) []*declaration.Declaration {
	t.Helper()
	names, err := filepath.Glob("../examples/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob("../examples/corpus/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := []*declaration.Declaration{shop(t), family(t)}
	for _, name := range append(names, more...) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: filepath.Base(name), Text: string(text)}}})
		if err != nil {
			continue // not a whole declaration
		}
		all = append(all, d)
	}
	if len(all) < 10 {
		t.Fatalf("only %d declarations to try", len(all))
	}
	return all
}

// standing draws a person.
func standing(t *rapid.T, d *declaration.Declaration) consent.Standing {
	s := consent.Standing{Version: 40, Consents: consent.Consents{}}
	for u := range d.All() {
		state := rapid.SampledFrom([]consent.State{"", consent.Granted, consent.Granted, consent.Refused, consent.Withdrawn}).Draw(t, "state")
		if state == "" {
			continue
		}
		s.Consents[u.ID] = consent.Consent{
			Use: u.ID, State: state, Version: rapid.Int64Range(0, 40).Draw(t, "version"),
			Fingerprint: rapid.SampledFrom([]declaration.Fingerprint{u.Fingerprint(), u.Fingerprint(), u.Fingerprint(), "fp1:old"}).Draw(t, "fingerprint"),
			By:          rapid.SampledFrom([]consent.Giver{consent.ByPerson, consent.ByGuardian}).Draw(t, "by"),
			Quality:     rapid.SampledFrom([]consent.Quality{consent.AskedHere, consent.AskedHere, consent.Separate, consent.Specific, consent.General}).Draw(t, "quality"),
		}
	}
	at := []time.Time{{}, now.Add(-time.Hour), now, now.Add(time.Hour)}
	s.Age.Band = rapid.SampledFrom([]consent.Band{consent.AgeUnknown, consent.Adult, consent.Under18, consent.Under14}).Draw(t, "band")
	s.Age.Lapses = rapid.SampledFrom(at).Draw(t, "lapses")
	if s.Age.Band == consent.Under14 && rapid.Bool().Draw(t, "guardian") {
		s.Guardian = consent.Guardian{Lookup: ledger.Lookup{1}, Expires: rapid.SampledFrom(at[1:]).Draw(t, "expires"), Ended: rapid.SampledFrom(at[:2]).Draw(t, "ended")}
	}
	s.Restriction.Mode = rapid.SampledFrom([]consent.Mode{consent.Free, consent.Free, consent.Restricted, consent.Erasing}).Draw(t, "mode")
	return s
}

func question(t *rapid.T, d *declaration.Declaration) Question {
	uses := d.Uses()
	q := Question{
		Action: rapid.SampledFrom([]Action{ActionProcess, ActionProvide}).Draw(t, "action"),
		Use:    rapid.SampledFrom(uses).Draw(t, "use").ID,
	}
	if rapid.IntRange(0, 9).Draw(t, "undeclared") == 0 {
		q.Use += "-x"
	}
	recipients := []string{"", "nobody"}
	for _, r := range d.Recipients {
		recipients = append(recipients, r.ID)
	}
	for _, c := range d.Components {
		recipients = append(recipients, c.ID)
	}
	if !strings.Contains(string(q.Use), ">") {
		q.Recipient = rapid.SampledFrom(recipients).Draw(t, "recipient")
	}
	if q.Action == ActionProvide && q.Recipient == "" && !strings.Contains(string(q.Use), ">") {
		q.Action = ActionProcess
	}
	return q
}

func stops(t *rapid.T, d *declaration.Declaration) []consent.Stop {
	var all []consent.Stop
	for range rapid.IntRange(0, 2).Draw(t, "stops") {
		u := rapid.SampledFrom(d.Uses()).Draw(t, "stopped")
		s := consent.Stop{ID: "s", Reason: "泄露", Until: rapid.SampledFrom([]time.Time{{}, now, now.Add(time.Second)}).Draw(t, "until"), Lifted: rapid.IntRange(0, 4).Draw(t, "lifted") == 0}
		switch rapid.IntRange(0, 4).Draw(t, "what") {
		case 0:
			s.Service = u.Service.ID
		case 1:
			s.Function = u.Service.ID + "/" + u.Function.ID
		case 2:
			s.Use = string(u.ID)
		case 3:
			s.Item = string(u.Item.ID)
		default:
			s.Recipient = "nobody"
			if u.Recipient != nil {
				s.Recipient = u.Recipient.ID
			}
		}
		all = append(all, s)
	}
	return all
}

// A table answers as the rules say, with every reason that they give.
func TestTableAnswersAsTheRulesSay(t *testing.T) {
	all := examples(t)
	tables := map[*declaration.Declaration]*Table{}
	for _, d := range all {
		tables[d] = Compile(d)
	}
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SampledFrom(all).Draw(t, "declaration")
		r := reference{d: d, q: question(t, d), s: standing(t, d), stops: stops(t, d)}
		if err := r.q.Check(); err != nil {
			t.Fatalf("%+v: %v", r.q, err)
		}
		v := tables[d].Judge(&r.q, &r.s, r.stops, now)
		r.verdict()
		slices.Sort(r.ids)
		got := rules(v)
		slices.Sort(got)
		if diff := cmp.Diff(slices.Compact(r.ids), slices.Compact(got)); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", r.q.Use, diff)
		}
		permit := !slices.ContainsFunc(v.Reasons, Reason.Against) && slices.ContainsFunc(v.Reasons, func(r Reason) bool { return r.Permit })
		if v.Permit != permit || v.Version != r.s.Version {
			t.Fatalf("permit %v, reasons %v, version %d", v.Permit, got, v.Version)
		}
		for _, why := range v.Reasons {
			if len(why.Cites) == 0 || why.Message.ZH == "" || why.Message.EN == "" {
				t.Fatalf("%s lacks articles or words", why.Rule)
			}
		}
	})
}

// Whatever a child's record says, nothing that rests on consent is permitted
// without a guardian in force who gave it.
func TestNoPermitForAChildWithoutGuardian(t *testing.T) {
	all := examples(t)
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SampledFrom(all).Draw(t, "declaration")
		s := standing(t, d)
		s.Age = consent.Age{Band: consent.Under14, Lapses: now.Add(time.Hour)}
		q := question(t, d)
		q.Action = rapid.SampledFrom([]Action{q.Action, ActionExport}).Draw(t, "export")
		v := Compile(d).Judge(&q, &s, nil, now)
		u, ok := d.UseByID(q.Use)
		if !v.Permit || !ok || !u.ByConsent() {
			return
		}
		if c := s.Consents[u.ID]; !s.Guardian.InForce(now) || c.By != consent.ByGuardian || c.Quality != consent.AskedHere && c.Quality != consent.Separate {
			t.Fatalf("permitted %s for a child: %+v, guardian in force: %v", q.Use, c, s.Guardian.InForce(now))
		}
	})
}

// family is a service for everybody with all that verdicts look at.
func family(t testing.TB) *declaration.Declaration {
	t.Helper()
	d, err := declaration.Parse(declaration.Source{Files: []declaration.File{{Name: "family.yaml", Text: familyText(t)}}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func familyText(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("testdata/family.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
