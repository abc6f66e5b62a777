package replica

import (
	"math"
	"slices"

	"github.com/volens/volens/decide"
)

// What somebody said is packed into entries of 32 bits, two to a word. Sets of
// uses stand on pages, fourteen to a page, those of one function together: a
// person who uses a function has mostly one entry for it, or one for each thing
// said of it.
//
//	pppp pppp pppp pp ssss mmmm mmmm mmmm mm    what was said of the sets of a page
//	1111 11hh hhhh hh llll llll llll llll ll    the page of the entry after this one,
//	0000 0000 0000 00 ssss mmmm mmmm mmmm mm    where its number is large
//
// Pages are numbered from 1, so that an entry of zeros is none.
const (
	pageSets  = 14 // how many sets a page has
	stateAt   = pageSets
	pageAt    = stateAt + 4
	longPages = 0x3F00 // pages from here on take two entries
	maxPages  = 1 << 23
	bitBits   = 4
)

// A set is the number of a set of uses: its page, and its place on the page in the
// last four bits. 0 is no set.
type set uint32

func setOn(page uint32, place int) set { return set(page<<bitBits | uint32(place)) }

func (s set) page() uint32 { return uint32(s >> bitBits) }
func (s set) place() int   { return int(s & (1<<bitBits - 1)) }

// pack adds entries for sets of which one thing was said. It sorts them.
func pack(entries []uint32, s decide.State, sets []set) []uint32 {
	slices.Sort(sets)
	for i := 0; i < len(sets); {
		page, mask := sets[i].page(), uint32(0)
		for ; i < len(sets) && sets[i].page() == page; i++ {
			mask |= 1 << sets[i].place()
		}
		e := uint32(s)<<stateAt | mask
		if page >= longPages {
			entries = append(entries, (longPages|page>>pageAt)<<pageAt|page&(1<<pageAt-1))
			page = 0
		}
		entries = append(entries, page<<pageAt|e)
	}
	return entries
}

// seek returns what was said of a set, or decide.SaidNothing.
func seek(said []uint64, of set) decide.State {
	page, place := of.page(), of.place()
	if page-1 >= longPages-1 { // no set is sought there as well, and not found
		return seekLong(said, page, place)
	}
	for _, w := range said {
		if e := uint32(w); e>>pageAt == page && e>>place&1 != 0 {
			return decide.State(e >> stateAt & 0xf)
		}
		if e := uint32(w >> 32); e>>pageAt == page && e>>place&1 != 0 {
			return decide.State(e >> stateAt & 0xf)
		}
	}
	return decide.SaidNothing
}

func seekLong(said []uint64, page uint32, place int) decide.State {
	want := (longPages|page>>pageAt)<<pageAt | page&(1<<pageAt-1)
	before := uint32(0)
	for _, w := range said {
		for range 2 {
			e := uint32(w & math.MaxUint32)
			if before == want && e>>place&1 != 0 {
				return decide.State(e >> stateAt & 0xf)
			}
			before, w = e, w>>32
		}
	}
	return decide.SaidNothing
}
