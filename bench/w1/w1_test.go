package w1

import (
	"math"
	"testing"

	"github.com/volens/volens/declaration"
)

// The workload is as its description says.
func TestTheShapeIsAsSaid(t *testing.T) {
	w, err := New(Functions)
	if err != nil {
		t.Fatal(err)
	}
	declared, sensitive := 0, 0
	for k, yes := range w.Declared {
		u, ok := w.Declaration.UseByID(w.Use(k))
		if ok != yes {
			t.Fatalf("%s: declared %v, found %v", w.Use(k), yes, ok)
		}
		if !ok {
			continue
		}
		declared++
		if u.Item.Sensitive {
			sensitive++
		}
		if u.ByConsent() == w.Necessary(k) {
			t.Errorf("%s rests on %s", u.ID, u.Basis)
		}
		if (u.Purpose.Class == declaration.Personalise) != w.Recommends(k) {
			t.Errorf("%s is of class %s", u.ID, u.Purpose.Class)
		}
	}
	if len(w.Declared) != 2400 || declared != 1920 || w.Slots() != 400 {
		t.Errorf("%d combinations, %d declared, %d slots", len(w.Declared), declared, w.Slots())
	}
	if share := float64(sensitive) / float64(declared); math.Abs(share-0.25) > 0.02 {
		t.Errorf("%.2f of the uses are sensitive", share)
	}
}

func TestPeopleAreAsSaid(t *testing.T) {
	w, err := New(Functions)
	if err != nil {
		t.Fatal(err)
	}
	const people = 5000
	var minors, guarded, closed, restricted, off, slots float64
	for n := range people {
		p := w.Person(n)
		for count, is := range map[*float64]bool{&minors: p.Minor, &guarded: p.Minor && p.Guardian, &closed: p.Erasing, &restricted: p.Restricted, &off: p.NoRecommendation} {
			if is {
				*count++
			}
		}
		slots += float64(len(p.Slots))
	}
	for what, got := range map[string][2]float64{
		"minors": {minors, 0.08}, "with a guardian": {guarded, 0.04}, "closed": {closed, 0.01},
		"restricted": {restricted, 0.01}, "recommendation off": {off, 0.25}, "slots": {slots, 20},
	} {
		if share := got[0] / people; math.Abs(share-got[1]) > 0.02 {
			t.Errorf("%s: %.3f, want %.3f", what, share, got[1])
		}
	}
}

// Half of the questions are about what the person uses, and both answers occur.
func TestQuestionsAreAnsweredBothWays(t *testing.T) {
	w, err := New(Functions)
	if err != nil {
		t.Fatal(err)
	}
	yes := 0.0
	all := w.Questions(1000, 4096)
	for _, q := range all {
		if w.Permitted(w.Person(q.Person), q.Triple) {
			yes++
		}
	}
	if share := yes / float64(len(all)); share < 0.2 || share > 0.5 {
		t.Errorf("%.2f are permitted", share)
	}
}
