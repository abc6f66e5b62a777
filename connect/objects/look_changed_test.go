package objects

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/erase/plan"
)

// TestAnObjectThatWasToBeChangedIsResidue has objects that were to stay and change:
// they are as they were as long as they are there, whatever ground keeps them.
func TestAnObjectThatWasToBeChangedIsResidue(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		for _, path := range []string{"a/1.txt", "a/11.txt", "b/1/x", "b/1/y", "b/2/x"} {
			p.put(path, "x")
		}
		single, folder := plan.Target{Holding: "a/{person}.txt"}, plan.Target{Holding: "b/{person}/"}
		as := map[string]declaration.Transform{"content": "null"}
		s := plan.Search{By: person("1"), Spare: []plan.Target{single, folder}, Changed: []plan.Changed{{Target: single, As: as}}}
		if diff := cmp.Diff([]plan.Residue{{Where: "a/{person}.txt", Count: 1, How: "column"}}, p.residue(s)); diff != "" {
			t.Error(diff)
		}
		p.do(single, s.By)
		if left := p.residue(s); len(left) != 0 {
			t.Errorf("%v", left)
		}
		s.Changed = []plan.Changed{{Target: folder, As: as}}
		if left := p.residue(s); len(left) != 1 || left[0].Where != "b/{person}/" || left[0].Count < 2 || left[0].Count > 3 {
			t.Errorf("%v", left) // a folder on disk is there by itself too
		}
		s.Changed[0].As = nil // nothing was to be changed
		if left := p.residue(s); len(left) != 0 {
			t.Errorf("%v", left)
		}
	})
}
