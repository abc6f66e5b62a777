package consent

import (
	"context"
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/ledger"
)

// A late store has somebody speak between the reading of a person and that of
// their standing.
type late struct {
	*memory
	between func()
}

func (l *late) Standing(ctx context.Context, who ledger.Lookup) (Standing, error) {
	if say := l.between; say != nil {
		l.between = nil
		say()
	}
	return l.memory.Standing(ctx, who)
}

// TestAVersionIsThatOfWhatWasRead: whoever finds nothing left to withdraw, because
// somebody else just refused, gets a version that knows of it; with an older one a
// replica may still permit. So does whoever reads what was said.
func TestAVersionIsThatOfWhatWasRead(t *testing.T) {
	k, m := newDesk(t, shop(t))
	lin := subject(t, "lin")
	ask := open(t, k, lin, everything)
	choice := ask.Choices[0]
	answer := func(k *Desk, ask Ask, grant bool) int64 {
		t.Helper()
		r, err := k.Answer(t.Context(), ask.ID, ledger.Subject{}, []Answer{{Choice: choice.ID, Grant: grant, Evidence: Evidence{Act: "a"}}}, now)
		if err != nil {
			t.Fatal(err)
		}
		return r.Index
	}
	first := answer(k, ask, true)
	use := choice.Uses[0].Use
	end := func() int64 {
		t.Helper()
		v, _, err := k.Withdraw(t.Context(), lin, ledger.Subject{}, Target{Uses: []declaration.UseID{use}}, now)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	store := &late{memory: m}
	slow := &Desk{People: store, Record: k.Record, Versions: k.Versions, Random: k.Random}
	var theirs int64
	store.between = func() { theirs = end() }
	v, done, err := slow.Withdraw(t.Context(), lin, ledger.Subject{}, Target{Uses: []declaration.UseID{use}}, now)
	if err != nil || len(done) != 0 || theirs <= first || v < theirs {
		t.Errorf("nothing left to withdraw at version %d (%v, %v); it was ended at %d", v, done, err, theirs)
	}
	store.between = func() { theirs = end() }
	said, v, err := slow.Said(t.Context(), lin)
	if err != nil || v < said[use].Version {
		t.Errorf("what was said is of %d, and its version %d (%v)", said[use].Version, v, err)
	}
}
