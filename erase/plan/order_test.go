package plan

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Nothing comes before what it waits for unless all wait in a circle; everything
// comes once, and the same things always in the same order.
func TestSequence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 7).Draw(t, "n")
		waits := map[[2]int]bool{}
		for range rapid.IntRange(0, 12).Draw(t, "edges") {
			waits[[2]int{rapid.IntRange(0, 6).Draw(t, "x"), rapid.IntRange(0, 6).Draw(t, "y")}] = true
		}
		all := make([]int, n)
		for i := range all {
			all[i] = i
		}
		broken := map[[2]int]bool{}
		order := func() []int {
			return sequence(all, func(x, y int) bool { return waits[[2]int{x, y}] }, func(x int, unmet []int) {
				for _, y := range unmet {
					broken[[2]int{x, y}] = true
				}
			})
		}
		got := order()
		if sorted := slices.Sorted(slices.Values(got)); !slices.Equal(sorted, all) {
			t.Fatalf("%v of %v", got, all)
		}
		for pair := range waits {
			x, y := slices.Index(got, pair[0]), slices.Index(got, pair[1])
			if x >= 0 && y >= 0 && x < y && !broken[pair] {
				t.Fatalf("%v: %v waits, and nobody was told", got, pair)
			}
		}
		if again := order(); !slices.Equal(got, again) {
			t.Fatalf("%v, then %v", got, again)
		}
	})
}
