package plan_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

// Every row of a holding is in one of its two deeds, and in one only; one that is
// kept for three years is kept until the day three years later.
func TestKeptOrPast(t *testing.T) {
	inside := func(w plan.Window, at time.Time) bool {
		return (w.From.IsZero() || !at.Before(w.From)) && (w.To.IsZero() || at.Before(w.To))
	}
	rapid.Check(t, func(t *rapid.T) {
		ground := &declaration.Retention{For: rapid.SampledFrom([]declaration.Period{"3y", "6m", "90d", "8h"}).Draw(t, "for"), From: "completed_at"}
		now := time.Unix(rapid.Int64Range(1_600_000_000, 2_000_000_000).Draw(t, "now"), 0).UTC()
		at := now.Add(-time.Duration(rapid.Int64Range(0, 5*366*24*3600).Draw(t, "ago")) * time.Second)
		if rapid.Bool().Draw(t, "about then") {
			at = plan.Began(ground.For, now).Add(time.Duration(rapid.Int64Range(-3, 3).Draw(t, "seconds")) * time.Second)
		}
		kept := plan.Action{Keep: ground}.At(now).Within[0]
		past := plan.Action{Past: ground}.At(now).Within[0]
		if kept.Column != "completed_at" || past.Column != "completed_at" || kept.Null || !past.Null {
			t.Fatalf("%+v, %+v", kept, past)
		}
		if inside(kept, at) == inside(past, at) {
			t.Fatalf("at %s, %s: kept and past alike", now, at)
		}
		if at.Equal(plan.Began(ground.For, now)) && !inside(kept, at) {
			t.Fatal("the last moment is not kept")
		}
	})
}

func TestEnds(t *testing.T) {
	from := time.Date(2024, 2, 29, 10, 0, 0, 0, time.UTC)
	for p, want := range map[declaration.Period]string{
		"8h": "2024-02-29T18:00:00Z", "90d": "2024-05-29T10:00:00Z", "6m": "2024-08-29T10:00:00Z", "3y": "2027-03-01T10:00:00Z", "account": "2024-02-29T10:00:00Z",
	} {
		if got := plan.Ends(p, from).Format(time.RFC3339); got != want {
			t.Errorf("%s: %s, want %s", p, got, want)
		}
	}
}

// A target without a ground is as it was, and none is changed by narrowing it.
func TestAtChangesNothing(t *testing.T) {
	a := plan.Action{Target: plan.Target{Holding: "orders", Within: make([]plan.Window, 0, 4)}, Keep: &declaration.Retention{For: "3y", From: "a"}}
	now := time.Unix(1_700_000_000, 0)
	first := a.At(now)
	a.Keep, a.Past = nil, &declaration.Retention{For: "3y", From: "b"}
	a.At(now)
	if first.Within[0].Column != "a" || len(a.Target.Within) != 0 {
		t.Error("one window was written over another")
	}
	if diff := cmp.Diff(plan.Target{Holding: "x"}, plan.Action{Target: plan.Target{Holding: "x"}}.At(now)); diff != "" {
		t.Error(diff)
	}
}
