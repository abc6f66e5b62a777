package redis

import (
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/internal/testdb"
)

// TestWhatOthersOwnIsLeft: a phone number leads to a key, and the key says that it is
// somebody else's.
func TestWhatOthersOwnIsLeft(t *testing.T) {
	f := open(t, testdb.Redis(t).URL())
	f.run("hset cart:a uid 7 phone 13800138000", "hset cart:b uid 8 phone 13800138000", "hset cart:c uid 0 phone 13800138000",
		"hset cart:d phone 13800138000", "hset cart:e uid 7", "hset cart:f uid 8 phone 13900139000")
	mine := plan.Target{Holding: "cart:*", Owner: "uid",
		Found: []*declaration.Found{{In: "uid", By: "person"}, {In: "phone", By: "phone"}}}
	seven := plan.Keys{"person": {"7"}, "phone": {"13800138000"}}
	if n, err := f.Count(t.Context(), mine, seven); n != 4 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if n, err := f.Count(t.Context(), mine, plan.Keys{"phone": {"13800138000"}}); n != 2 || err != nil {
		t.Errorf("a visitor's: %d, %v", n, err)
	}
	if left := f.residue(plan.Search{Targets: []plan.Target{mine}, By: seven}); count(left) != 4 {
		t.Errorf("before: %v", left)
	}
	if n, err := f.Do(t.Context(), mine, seven, plan.Deed{}); n != 4 || err != nil {
		t.Errorf("%d done, %v", n, err)
	}
	if left := f.residue(plan.Search{Targets: []plan.Target{mine}, By: seven}); len(left) != 0 {
		t.Errorf("after: %v", left)
	}
	others := mine
	others.Others = true
	for value, want := range map[string]int64{"13800138000": 0, "13900139000": 1} {
		if left := f.residue(plan.Search{Values: []string{value}, Spare: []plan.Target{others}, By: seven}); count(left) != want {
			t.Errorf("%s: %v", value, left)
		}
	}
}

func count(left []plan.Residue) (n int64) {
	for _, r := range left {
		n += r.Count
	}
	return n
}
