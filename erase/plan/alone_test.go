package plan_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/erase/plan"
)

func TestSingle(t *testing.T) {
	values := []string{"a", "b", "c", "d", "e"}
	asked := 0
	not := func(shared ...string) func([]string) (bool, error) {
		return func(some []string) (bool, error) {
			asked++
			return !slices.ContainsFunc(some, func(v string) bool { return slices.Contains(shared, v) }), nil
		}
	}
	for _, c := range []struct {
		shared []string
		most   int
		want   []string
	}{
		{nil, 1, values}, {[]string{"c"}, 64, []string{"a", "b", "d", "e"}}, {values, 64, nil}, {[]string{"c"}, 2, []string{"a", "b"}}, {nil, 0, nil},
	} {
		asked = 0
		got, err := plan.Single(values, c.most, not(c.shared...))
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil || asked > c.most {
			t.Errorf("%v: %v, %d questions: %s", c.shared, err, asked, diff)
		}
	}
	if cmp.Diff([]string{"a", "b", "c", "d", "e"}, values) != "" {
		t.Errorf("changed: %v", values)
	}
	failed := errors.New("no")
	if _, err := plan.Single(values, 8, func([]string) (bool, error) { return false, failed }); !errors.Is(err, failed) {
		t.Error(err)
	}
}

// What lies beside the holding is for whoever looks afterwards; only what others have in
// the holding itself is shared. It is looked for a second time only where it was found.
func TestApart(t *testing.T) {
	s := &plan.StorePlan{Finds: []*plan.Find{{Target: plan.Target{Holding: "captcha:{phone}"}}}}
	for name, c := range map[string]struct {
		inside, beside int64
		want           bool
		looks          int
	}{"nowhere": {0, 0, true, 1}, "in others' keys": {2, 0, false, 2}, "in a copy": {0, 1, true, 2}, "in both": {1, 1, false, 2}} {
		looks := 0
		got, err := s.Apart(t.Context(), func(_ context.Context, s plan.Search) (found []plan.Residue, _ error) {
			looks++
			everyone := slices.ContainsFunc(s.Spare, func(t plan.Target) bool { return t.Everyone })
			if c.inside > 0 && !everyone {
				found = append(found, plan.Residue{Where: "captcha:*", Count: c.inside})
			}
			if c.beside > 0 {
				found = append(found, plan.Residue{Where: "copy", Count: c.beside})
			}
			return found, nil
		}, "captcha:{phone}", nil, []string{"443322"})
		if got != c.want || err != nil || looks != c.looks {
			t.Errorf("%s: %t %v after %d looks", name, got, err, looks)
		}
	}
	failed := errors.New("no")
	if yes, err := s.Apart(t.Context(), func(context.Context, plan.Search) ([]plan.Residue, error) { return nil, failed }, "x", nil, nil); yes || !errors.Is(err, failed) {
		t.Errorf("%t %v", yes, err)
	}
}
