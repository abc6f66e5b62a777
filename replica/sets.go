package replica

import (
	"slices"
	"strings"
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
	numbers map[string]set
	members map[set][]Printed
	open    map[string]set // by function: the set numbered last
	pages   uint32         // begun
}

func newSets() *sets { return &sets{map[string]set{}, map[set][]Printed{}, map[string]set{}, 0} }

// number returns the number of a set, and whether it is new; 0 where there are too
// many.
func (s *sets) number(members []Printed) (set, bool) {
	var key []byte
	for _, m := range members {
		key = append(append(append(append(key, m.Use...), 0), m.Fingerprint...), 0)
	}
	if n, ok := s.numbers[string(key)]; ok {
		return n, false
	}
	n := s.next(function(members[0].Use))
	if n != 0 {
		s.numbers[string(key)] = n
		s.members[n] = slices.Clone(members)
	}
	return n, n != 0
}

// next returns a number beside those of the same function.
func (s *sets) next(function string) set {
	n := s.open[function]
	if n != 0 && n.place() < pageSets-1 {
		n++
	} else {
		if s.pages+1 >= maxPages {
			return 0
		}
		s.pages++
		n = setOn(s.pages, 0)
	}
	s.open[function] = n
	return n
}

// function is what stands before the second slash of a use: its service and
// function.
func function(id declaration.UseID) string {
	s := string(id)
	i := strings.IndexByte(s, '/') + 1
	if j := strings.IndexByte(s[i:], '/'); j >= 0 {
		return s[:i+j]
	}
	return s
}

// A view is how the active declaration reads what people said. Readers take it as
// a whole, and it changes in one step.
type view struct {
	hash   string
	table  *decide.Table
	people *crowd
	home   []atomic.Uint32            // by row: the set that its choice makes, and elsewhere
	others []atomic.Pointer[[]holder] // by row: further sets, of which most rows have none
	group  []int32                    // by row: its choice
	size   []int                      // by choice: of how many uses
	stops  []consent.Stop
}

// elsewhere marks a home whose row has others.
const elsewhere = 1 << 31

// A holder is a set that holds a use.
type holder struct {
	set   set
	stale bool // what was said of it was said of another fingerprint
}

// newView reads the sets with a declaration.
func newView(hash string, t *decide.Table, s *sets, people *crowd, stops []consent.Stop) *view {
	n := t.Rows()
	v := &view{
		hash: hash, table: t, people: people, stops: stops,
		home: make([]atomic.Uint32, n), others: make([]atomic.Pointer[[]holder], n), group: make([]int32, n),
	}
	members := v.choices()
	v.size = make([]int, len(members))
	for g, all := range members {
		v.size[g] = len(all)
		var uses []Printed
		for _, row := range all {
			uses = append(uses, Printed{t.Use(row).ID, t.Fingerprint(row)})
		}
		number, _ := s.number(uses)
		for _, row := range all {
			v.home[row].Store(uint32(number))
		}
	}
	for number, members := range s.members {
		v.learn(number, members)
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

// homeOf is the set that the choice of a row makes; 0 where there were too many.
func (v *view) homeOf(row int32) set { return set(v.home[row].Load() &^ elsewhere) }

// learn notes which rows a set holds.
func (v *view) learn(number set, members []Printed) {
	for _, m := range members {
		row, ok := v.table.Row(m.Use)
		if !ok || v.homeOf(row) == number {
			continue
		}
		var all []holder
		if was := v.others[row].Load(); was != nil {
			all = append(all, *was...)
		}
		all = append(all, holder{number, m.Fingerprint != v.table.Fingerprint(row)})
		v.others[row].Store(&all)
		v.home[row].Or(elsewhere)
	}
}

// state returns what was said on a row.
func (v *view) state(said []uint64, row int32) decide.State {
	home := v.home[row].Load()
	if s := seek(said, set(home&^elsewhere)); s != decide.SaidNothing {
		return s
	}
	if home&elsewhere == 0 {
		return decide.SaidNothing
	}
	return v.stateElsewhere(said, row)
}

func (v *view) stateElsewhere(said []uint64, row int32) decide.State {
	for _, o := range *v.others[row].Load() {
		if s := seek(said, o.set); s != decide.SaidNothing {
			if o.stale {
				s |= decide.Stale
			}
			return s
		}
	}
	return decide.SaidNothing
}
