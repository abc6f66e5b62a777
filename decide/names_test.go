package decide

import (
	"fmt"
	"hash/maphash"
	"testing"

	"pgregory.net/rapid"

	"github.com/volens/volens/declaration"
)

// Names are found as in a map, and what is not there is not.
func TestNamesAreAMap(t *testing.T) {
	id := rapid.Custom(func(t *rapid.T) declaration.UseID {
		return declaration.UseID(fmt.Sprintf("s/f%d/%s", rapid.IntRange(0, 40).Draw(t, "f"), rapid.SampledFrom([]string{"", "a", "ab/c", "ab/c>d", "名/称"}).Draw(t, "rest")))
	})
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOf(id).Draw(t, "ids")
		want := map[declaration.UseID]int32{}
		for i, id := range ids {
			want[id] = int32(i)
		}
		n := name(ids)
		for _, id := range append(rapid.SliceOf(id).Draw(t, "others"), ids...) {
			row, ok := want[id]
			if !ok {
				row = noRow
			}
			if got := n.find(id); got != row {
				t.Fatalf("%s is row %d, want %d", id, got, row)
			}
		}
	})
}

// Two ids that agree in their hashes are not taken for one.
func TestNamesThatAgreeAreNoticed(t *testing.T) {
	ids := []declaration.UseID{"a/b/c/d", "a/b/c/e"}
	n := names{maphash.MakeSeed(), maphash.MakeSeed(), make([]slot, 8)}
	a, b := n.hash(ids[1])
	*n.at(a, b) = slot{a, b, 1} // as if the first had the hashes of the second
	if n.fill(ids) {
		t.Error("one took the place of the other")
	}
}
