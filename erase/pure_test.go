package erase

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
	"github.com/volens/volens/workday"
)

// TestClocks: fifteen working days from the event, whatever the trigger, and the
// articles of each; those of the draft say that it was never in force.
func TestClocks(t *testing.T) {
	event := time.Date(2026, 9, 11, 7, 0, 0, 0, time.UTC)
	for _, tr := range []Trigger{TriggerRequest, TriggerAccount, TriggerService, TriggerPurpose, TriggerPeriod, TriggerUnavoidable, TriggerConsent, TriggerUnlawful, TriggerRestore} {
		k := clockOf(tr)
		if got := k.due(event, workday.China()); got.LastDay.String() != "2026-10-09" || got.Certainty != workday.Final {
			t.Errorf("%s: due %+v", tr, got)
		}
		inForce := false
		for _, c := range k.cites {
			inForce = inForce || c.Status() == "in-force"
		}
		if !inForce {
			t.Errorf("%s: %v", tr, k.cites)
		}
	}
	if got := clockOf(TriggerRequest).cites[0]; got != law.Cite(law.Draft, "23(3)") {
		t.Errorf("a request runs from receipt: %v", got)
	}
}

func TestOverdue(t *testing.T) {
	c := Case{Due: workday.Deadline{At: start}}
	if c.Overdue(start.Add(-time.Second)) || !c.Overdue(start) {
		t.Error("a deadline is over when its last day is")
	}
	if c.Ended = start; c.Overdue(start.AddDate(1, 0, 0)) {
		t.Error("what has ended is not overdue")
	}
}

func TestBackoff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(-3, 1000).Draw(t, "attempts")
		if d := backoff(n); d < 5*time.Second || d > time.Hour || backoff(n+1) < d {
			t.Fatalf("%d attempts: %s", n, d)
		}
	})
	if backoff(1) != 5*time.Second || backoff(2) != 10*time.Second || backoff(11) != time.Hour {
		t.Error("5 s, doubling to an hour")
	}
}

// TestAim: the two sets of an action have no row in common, whatever is known.
func TestAim(t *testing.T) {
	a := &plan.Action{Target: plan.Target{Holding: "h", Found: []*declaration.Found{{In: "u", By: "person"}, {In: "p", By: "phone"}, {In: "o", By: "order"}}},
		Born: "at", By: []string{"person", "phone", "order"}}
	b := &base{}
	rapid.Check(t, func(t *rapid.T) {
		flag := func(s string) bool { return rapid.Bool().Draw(t, s) }
		m := moment{now: start, cut: start, first: flag("first"), anew: flag("anew"), part: flag("part"), passes: map[string]bool{"phone": true}}
		by := plan.Keys{"person": {"7"}, "phone": {"138"}, "order": {"S"}}
		r := plan.Record{}
		for c, v := range map[string]string{"u": "7", "p": "138", "o": "S"} {
			if flag(c) {
				r[c] = v
			}
		}
		later := flag("later")
		switch {
		case flag("timeless"):
			later = false
		case later:
			r["at"] = start.Add(time.Hour).Format(time.RFC3339)
		default:
			r["at"] = start.Add(-time.Hour).Format(time.RFC3339)
		}
		hits := 0
		all, _ := m.aim(a)
		for _, target := range all {
			if b.matches(target, r, by) {
				hits++
			}
		}
		if hits > 1 {
			t.Fatalf("%v is in %d sets", r, hits)
		}
		if later && hits == 1 && r["o"] == "" && (r["u"] == "" || m.anew) {
			t.Fatalf("%v may be somebody else's", r)
		}
		if !later && r["at"] != "" && len(r) > 1 && hits == 0 {
			t.Fatalf("%v was the person's", r)
		}
		if later && r["o"] != "" && hits == 0 {
			t.Fatalf("%v has a number that is nobody else's", r)
		}
	})
}

// TestNobodysRows: an action without a single identifier aims at nobody, rather
// than at everybody.
func TestNobodysRows(t *testing.T) {
	if all, _ := (moment{first: true}).aim(&plan.Action{Target: plan.Target{Holding: "logs"}}); len(all) > 0 {
		t.Errorf("%+v", all)
	}
}

func TestKeysWith(t *testing.T) {
	k := plan.Keys{"person": {"7"}, "order": {"b"}}
	got, fresh := k.With(plan.Keys{"person": {"8"}, "order": {"a", "b", ""}, "phone": {""}})
	if diff := cmp.Diff(plan.Keys{"person": {"7"}, "order": {"a", "b"}}, got); diff != "" || !fresh {
		t.Errorf("%t %s", fresh, diff)
	}
	if _, fresh = got.With(plan.Keys{"order": {"a"}}); fresh {
		t.Error("nothing was new")
	}
}

func TestGiven(t *testing.T) {
	for in, want := range map[string][]string{
		"a":                                {"a"},
		"":                                 nil,
		`["http://x/a.jpg", "http://x/b"]`: {"http://x/a.jpg", "http://x/b"},
		"\n [\"a\"]":                       {"a"},
		"[]":                               nil,
		`[""]`:                             nil,
		"[a]":                              {"[a]"},
		`[1, 2]`:                           {"[1, 2]"},
		`[["a"]]`:                          {`[["a"]]`},
		`["a"] and more`:                   {`["a"] and more`},
		`{"a": "b"}`:                       {`{"a": "b"}`},
		`"a"`:                              {`"a"`},
		"[" + strings.Repeat("[", 100_000): {"[" + strings.Repeat("[", 100_000)},
	} {
		if diff := cmp.Diff(want, plan.Given([]string{in})); diff != "" {
			t.Errorf("%.40s: %s", in, diff)
		}
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, plan.Given([]string{"a", `["b","c"]`})); diff != "" {
		t.Error(diff)
	}
	k, fresh := plan.Keys{}.With(plan.Keys{"picture": {`["a.jpg","b.jpg"]`, "a.jpg"}})
	if diff := cmp.Diff(plan.Keys{"picture": {"a.jpg", "b.jpg"}}, k); diff != "" || !fresh {
		t.Error(diff)
	}
}

func TestVeil(t *testing.T) {
	f := File{Keys: plan.Keys{"person": {"7"}}, Values: []string{"13800000007"}}
	for where, want := range map[string]string{
		"avatars/7/a7.png":    "avatars/{person}/a7.png",
		"sms:13800000007":     "sms:{…}",
		"orders77.column7":    "orders77.column7",
		"7":                   "{person}",
		"photos/7/7/x":        "photos/{person}/{person}/x",
		"张7/avatar":           "张7/avatar",
		"users.phone":         "users.phone",
		"q:138000000071:cart": "q:138000000071:cart",
	} {
		if got := plan.Veiled([]plan.Residue{{Where: where}}, f.Values, f.Keys, f.Shared)[0].Where; got != want {
			t.Errorf("%s: %s, want %s", where, got, want)
		}
	}
}

func TestWritten(t *testing.T) {
	for text, want := range map[string]string{
		"2026-11-20 09:00:00":       "2026-11-20T01:00:00Z",
		"2026-11-20T09:00:00+08:00": "2026-11-20T01:00:00Z",
		"2026-11-20":                "2026-11-19T16:00:00Z",
		"2026-11-20 01:00:00Z":      "2026-11-20T01:00:00Z",
		"soon":                      "",
	} {
		at, ok := written(text)
		if got := at.UTC().Format(time.RFC3339); ok != (want != "") || ok && got != want {
			t.Errorf("%s: %s %t", text, got, ok)
		}
	}
}

func TestGrouped(t *testing.T) {
	if got := grouped(nil); got != nil {
		t.Errorf("%v", got)
	}
}

// TestReasonsOfStores has stores fail for reasons of their own: those that we know are
// shown, and nothing else that a store may say.
func TestReasonsOfStores(t *testing.T) {
	unavailable, invalid := fault.New(fault.Unavailable, "不行", "no"), fault.New(fault.Invalid, "不行", "no")
	for slug, kind := range map[string]*fault.Error{
		"object-lock": unavailable, "legal-hold": unavailable, "hard-link": unavailable, "redis-cluster": unavailable, "ambiguous-identifier": invalid, "unsafe-identifier": invalid,
	} {
		if got := reasonOf(fmt.Errorf("while erasing: %w", kind.Citing(slug))); got != slug {
			t.Errorf("%s: %q", slug, got)
		}
	}
	for slug, want := range map[string]Reason{"held": ReasonUnreachable, "13800138000": ReasonUnreachable, "no-right": ReasonUnreachable, "": ReasonUnreachable} {
		if got := reasonOf(unavailable.Citing(slug)); got != want {
			t.Errorf("%q: %q", slug, got)
		}
	}
	if got := reasonOf(invalid.Citing("symbolic-link")); got != ReasonRefused {
		t.Errorf("%q", got)
	}
}

// TestWhatIsLeftOfAnIdentifierLeadsNowhere has rows that stay: what a deed made of
// their identifiers is no identifier, and finds nobody else.
func TestWhatIsLeftOfAnIdentifierLeadsNowhere(t *testing.T) {
	f := &plan.Find{Target: plan.Target{Holding: "users"}, Gives: map[string]string{"phone": "phone", "no": "order", "mail": "mail"}}
	deeds := []*plan.Action{
		{Target: plan.Target{Holding: "users"}, Deed: plan.Deed{Change: map[string]declaration.Transform{"phone": "first:3", "mail": "fixed:0"}}},
		{Target: plan.Target{Holding: "other"}, Deed: plan.Deed{Change: map[string]declaration.Transform{"no": "fixed:7"}}},
	}
	got := plan.Keys{"phone": {"138", "13800138000", "12"}, "order": {"7"}, "mail": {"0", "a@example.com"}}
	want := plan.Keys{"phone": {"13800138000", "12"}, "order": {"7"}, "mail": {"a@example.com"}}
	if diff := cmp.Diff(want, f.Leading(deeds, got)); diff != "" {
		t.Error(diff)
	}
}

// TestWhatADeedLeavesIsNotLookedFor: what an address was made into before is in the
// addresses of others, and would be found there for ever.
func TestWhatADeedLeavesIsNotLookedFor(t *testing.T) {
	find := &plan.Find{Target: plan.Target{Holding: "orders"}}
	deeds := []*plan.Action{
		{Target: plan.Target{Holding: "orders"}, Deed: plan.Deed{Change: map[string]declaration.Transform{"address": "city", "name": "null"}}},
		{Target: plan.Target{Holding: "people"}, Deed: plan.Deed{Change: map[string]declaration.Transform{"name": "city"}}},
	}
	for column, want := range map[string]int{"address": 1, "name": 2, "other": 2} {
		mine := map[string]int64{"浙江省杭州市": 1, "浙江省杭州市西湖区山雀路 1 号": 2}
		if got := passingBy(deeds, find, column, mine); len(got) != want {
			t.Errorf("%s: %v", column, got)
		}
	}
}
