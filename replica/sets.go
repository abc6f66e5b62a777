package replica

import (
	"sync/atomic"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/decide"
	"github.com/volens/volens/declaration"
)

// sets numbers the sets of uses that people spoke of: single ones, and those that
// one choice covers. What a set means never changes, so that a new declaration
// rewrites nobody: it only tells anew which sets hold which use, and whether what
// was said of them is stale.
type sets struct {
	numbers map[string]uint32
	members [][]Printed // by number; 0 is no set
}

func newSets() *sets { return &sets{map[string]uint32{}, make([][]Printed, 1)} }

// number returns the number of a set, and whether it is new; 0 where there are too
// many.
func (s *sets) number(members []Printed) (uint32, bool) {
	var key []byte
	for _, m := range members {
		key = append(append(append(append(key, m.Use...), 0), m.Fingerprint...), 0)
	}
	if n, ok := s.numbers[string(key)]; ok {
		return n, false
	}
	n := uint32(len(s.members))
	if n >= maxSets {
		return 0, false
	}
	s.numbers[string(key)] = n
	s.members = append(s.members, append([]Printed(nil), members...))
	return n, true
}

// A view is how the active declaration reads what people said. Readers take it as
// a whole, and it changes in one step.
type view struct {
	hash  string
	table *decide.Table
	rows  []holders
	group []int32 // by row: its choice
	size  []int   // by choice: of how many uses
	stops []consent.Stop
}

// holders are the sets that hold the use of a row: the one that its choice makes,
// and further ones, of which most rows have none.
type holders struct {
	home   uint32
	others atomic.Pointer[[]holder]
}

// A holder is a set that holds a use.
type holder struct {
	set   uint32
	stale bool // what was said of it was said of another fingerprint
}

// newView reads the sets with a declaration.
func newView(hash string, t *decide.Table, s *sets, stops []consent.Stop) *view {
	n := t.Rows()
	v := &view{
		hash: hash, table: t, stops: stops,
		rows: make([]holders, n), group: make([]int32, n),
	}
	members := v.choices()
	v.size = make([]int, len(members))
	for g, all := range members {
		v.size[g] = len(all)
		var set []Printed
		for _, row := range all {
			set = append(set, Printed{t.Use(row).ID, t.Fingerprint(row)})
		}
		number, _ := s.number(set)
		for _, row := range all {
			v.rows[row].home = number
		}
	}
	for number := range s.members {
		v.learn(uint32(number), s.members[number])
	}
	return v
}

// choices groups rows by the choice that asks for them: each use that needs a
// separate consent alone, the others by function and purpose. Only how compactly
// people are held hangs on it.
func (v *view) choices() [][]int32 {
	type choice struct {
		function  *declaration.Function
		purpose   string
		component *declaration.Component
	}
	var all [][]int32
	of := map[choice]int32{}
	for row := range int32(v.table.Rows()) {
		u := v.table.Use(row)
		if u.ByConsent() && len(u.Separate()) == 0 {
			c := choice{u.Function, u.Purpose.ID, u.Component}
			if g, ok := of[c]; ok {
				all[g] = append(all[g], row)
				v.group[row] = g
				continue
			}
			of[c] = int32(len(all))
		}
		v.group[row] = int32(len(all))
		all = append(all, []int32{row})
	}
	return all
}

// learn notes which rows a set holds.
func (v *view) learn(number uint32, members []Printed) {
	for _, m := range members {
		row, ok := v.table.Row(m.Use)
		if !ok || v.rows[row].home == number {
			continue
		}
		var all []holder
		if was := v.rows[row].others.Load(); was != nil {
			all = append(all, *was...)
		}
		all = append(all, holder{number, m.Fingerprint != v.table.Fingerprint(row)})
		v.rows[row].others.Store(&all)
	}
}

// state returns what was said on a row.
func (v *view) state(said []uint64, row int32) decide.State {
	if s := seek(said, v.rows[row].home); s != decide.SaidNothing {
		return s
	}
	others := v.rows[row].others.Load()
	if others == nil {
		return decide.SaidNothing
	}
	for _, o := range *others {
		if s := seek(said, o.set); s != decide.SaidNothing {
			if o.stale {
				s |= decide.Stale
			}
			return s
		}
	}
	return decide.SaidNothing
}
