package law

import (
	"slices"
	"strings"
	"testing"
)

// TestEveryEntryHasKinds: a duty of which nobody says what can be done would
// fall out of every table of coverage.
func TestEveryEntryHasKinds(t *testing.T) {
	for _, i := range Instruments() {
		for _, a := range i.Articles {
			name := string(i.ID) + " " + a.Citation().Ref()
			if len(a.Kinds) == 0 {
				t.Errorf("%s has no kinds", name)
			}
			if !slices.IsSortedFunc(a.Kinds, func(x, y string) int {
				return slices.Index(Kinds(), x) - slices.Index(Kinds(), y)
			}) || len(slices.Compact(slices.Clone(a.Kinds))) != len(a.Kinds) {
				t.Errorf("%s: kinds %v are out of order or twice", name, a.Kinds)
			}
		}
	}
}

// no191Letters says how each of the 31 behaviours can be seen: S in the
// declaration, R at run time, A in the app, H by people.
const no191Letters = `
	I.1=SA I.2=RA I.3=SA I.4=AH
	II.1=SA II.2=SR II.3=SRA II.4=H
	III.1=RA III.2=R III.3=RA III.4=SA III.5=RA III.6=SA III.7=H III.8=SA III.9=SRA
	IV.1=SA IV.2=SR IV.3=SR IV.4=SRA IV.5=SH IV.6=SA
	V.1=RA V.2=SR V.3=SR
	VI.1=SA VI.2=SAH VI.3=R VI.4=R VI.5=SR`

func TestHowBehavioursAreSeen(t *testing.T) {
	counts := map[string]int{}
	pairs := strings.Fields(no191Letters)
	for _, pair := range pairs {
		ref, want, _ := strings.Cut(pair, "=")
		a, _ := Lookup(Cite(No191, ref))
		got := ""
		for _, l := range []struct{ letter, kind string }{
			{"S", KindLint}, {"R", KindEnforce}, {"A", KindScan}, {"H", KindHuman},
		} {
			if slices.Contains(a.Kinds, l.kind) {
				got += l.letter
				counts[l.letter]++
			}
		}
		if got != want {
			t.Errorf("%s is seen by %s, want %s", ref, got, want)
		}
	}
	if len(pairs) != 31 || counts["S"] != 20 || counts["R"] != 17 || counts["A"] != 19 || counts["H"] != 5 {
		t.Errorf("%d behaviours, letters %v", len(pairs), counts)
	}
}

func TestKindText(t *testing.T) {
	for _, k := range Kinds() {
		if text := KindText(k); text.ZH == "" || text.EN == "" || text.ZH == k {
			t.Errorf("%s has no words", k)
		}
	}
	if got := KindText("?"); got.ZH != "?" || got.EN != "?" {
		t.Errorf("unknown: %v", got)
	}
}
