package decide

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/ledger"
)

// A primary is what a judge reads, and how often it did.
type primary struct {
	consent.People
	consent.Versions
	t      testing.TB
	who    map[ledger.Subject]*consent.Standing
	stops  []consent.Stop
	reads  int
	broken error
}

func (p *primary) Active(context.Context) (string, int64, bool, error) { return "h", 1, true, p.broken }

func (p *primary) Declaration(context.Context, string) (declaration.Source, error) {
	return declaration.Source{Files: []declaration.File{{Name: "family.yaml", Text: familyText(p.t)}}}, nil
}

func (p *primary) Stops(context.Context) ([]consent.Stop, error) { return p.stops, nil }

func (p *primary) Person(_ context.Context, s ledger.Subject) (consent.Person, error) {
	_, known := p.who[s]
	return consent.Person{Identity: ledger.Identity{Subject: s, Lookup: ledger.InstallationKey{}.Lookup(s)}, Known: known, Version: ledger.Absent}, nil
}

func (p *primary) Standing(_ context.Context, l ledger.Lookup) (consent.Standing, error) {
	p.reads++
	for s, is := range p.who {
		if (ledger.InstallationKey{}).Lookup(s) == l {
			return *is, nil
		}
	}
	return consent.Standing{Version: ledger.Absent}, nil
}

func judge(t testing.TB) (*Judge, *primary, ledger.Subject, ledger.Subject) {
	t.Helper()
	d := family(t)
	ming, err := ledger.NewSubject("ming")
	if err != nil {
		t.Fatal(err)
	}
	hong, _ := ledger.NewSubject("hong")
	p := &primary{t: t, who: map[ledger.Subject]*consent.Standing{ming: person(t, d, yes(photos, clicks))}}
	return &Judge{Desk: &consent.Desk{People: p, Versions: p}, Size: func(context.Context) (int64, error) { return 31, nil }}, p, ming, hong
}

// A batch is answered in order, each person being read once.
func TestJudgeAnswersABatch(t *testing.T) {
	j, p, ming, hong := judge(t)
	p.stops = []consent.Stop{{ID: "s", Use: clicks, Version: 3}}
	all, err := j.DecideAll(t.Context(), []Question{
		{Subject: ming, Action: ActionProcess, Use: photos},
		{Subject: hong, Action: ActionProcess, Use: photos},
		{Subject: ming, Action: ActionRecommend, Use: clicks},
		{Subject: ming, Action: ActionProcess, Use: photos, AtLeast: 30},
		{Subject: ming, Action: ActionProcess, Use: photos, AtLeast: 31},
		{Subject: hong, Action: ActionRefuseService, Function: "school/lessons"},
	}, now)
	if err != nil {
		t.Fatal(err)
	}
	type answer struct {
		Permit  bool
		Rule    string
		Version int64
	}
	var got []answer
	for _, v := range all {
		got = append(got, answer{v.Permit, v.Reasons[len(v.Reasons)-1].Rule, v.Version})
		if !v.ValidUntil.Equal(now.Add(Holds)) {
			t.Errorf("valid until %v", v.ValidUntil)
		}
	}
	want := []answer{{true, ConsentGranted, 30}, {false, ConsentMissing, -1}, {false, Stopped, 30}, {true, ConsentGranted, 30}, {false, RecordBehind, -1}, {false, RefusalNotAsked, -1}}
	if diff := cmp.Diff(want[:5], got[:5]); diff != "" {
		t.Error(diff)
	}
	if got[5].Permit {
		t.Error("turned away who never was asked")
	}
	if p.reads > 2 {
		t.Errorf("read people %d times", p.reads)
	}
}

func TestJudgeFailsRatherThanGuesses(t *testing.T) {
	j, p, ming, _ := judge(t)
	for _, q := range []Question{{Subject: ming, Action: "eat"}, {Subject: ming, Action: ActionRefuseService, Function: "school/x"}} {
		if _, err := j.Decide(t.Context(), q, now); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%+v: %v", q, err)
		}
	}
	p.broken = errors.New("cannot be reached")
	if v, err := j.Decide(t.Context(), Question{Subject: ming, Action: ActionProcess, Use: photos}, now); err == nil || v.Permit {
		t.Errorf("%+v %v", v, err)
	}
}

// TestKeptOfWhoWasErased: a contract permits nothing any more about what law keeps of
// somebody who was erased; without the hook, or about a stranger, it does.
func TestKeptOfWhoWasErased(t *testing.T) {
	j, _, _, hong := judge(t)
	var use declaration.UseID
	for u := range family(t).All() {
		if u.Item.ID == "nickname" && u.Basis == declaration.BasisContract && u.Recipient == nil {
			use = u.ID
		}
	}
	q := Question{Subject: hong, Action: ActionProcess, Use: use}
	if v, err := j.Decide(t.Context(), q, now); err != nil || !v.Permit {
		t.Fatalf("a stranger: %+v, %v", v, err)
	}
	j.Desk.Kept = func(s ledger.Subject) (time.Time, bool, error) { return now, s == hong, nil }
	v, err := j.Decide(t.Context(), q, now)
	if err != nil || v.Permit || v.Reasons[len(v.Reasons)-1].Rule != PersonRestricted {
		t.Errorf("%+v, %v", v, err)
	}
}
