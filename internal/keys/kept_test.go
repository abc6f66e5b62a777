package keys

import (
	"testing"
	"time"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase"
	"github.com/volens/volens/erase/plan"
	"github.com/volens/volens/ledger"
)

// TestKept: whoever was erased with something kept is known until that is gone, and
// nobody else is.
func TestKept(t *testing.T) {
	ring, _, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	g, err := OpenGraves(t.TempDir(), ring)
	if err != nil {
		t.Fatal(err)
	}
	at := time.UnixMilli(1_800_000_000_000)
	want := func(id string, is bool) {
		t.Helper()
		s, err := ledger.NewSubject(id)
		if err != nil {
			t.Fatal(err)
		}
		since, kept, err := g.Kept(s)
		if err != nil || kept != is || is && !since.Equal(at) {
			t.Errorf("%s: %v %v %v", id, since, kept, err)
		}
	}
	bury := func(stone erase.Tombstone) {
		t.Helper()
		stone.At = at
		if _, err := g.Bury(stone); err != nil {
			t.Fatal(err)
		}
	}
	want("lin", false)
	bury(erase.Tombstone{Case: "1", Subject: "lin", Until: at.Add(time.Hour)})
	bury(erase.Tombstone{Case: "2", Subject: "mei"})
	bury(erase.Tombstone{Case: "3", Subject: "tan", Until: at.Add(time.Hour), Scope: plan.Scope{Uses: []declaration.UseID{"a/b/c/d"}}})
	want("lin", true)
	want("mei", false)
	want("tan", false) // a part of it was erased: the person is known
	bury(erase.Tombstone{Case: "1", Subject: "lin"})
	want("lin", false)
}
