package replica

import (
	"math/bits"

	"github.com/volens/volens/decide"
)

// What somebody said is packed into lanes of 16 bits, in sections: a lane that
// names a state, then the sets of uses of which it was said. A set with a small
// number takes one lane with the top bit clear, any other two:
//
//	0sss ssss ssss ssss                      a set
//	100. .... .... ssss                      what was said of the sets that follow
//	11ss ssss ssss ssss 101s ssss ssss ssss  a set with a large number
//
// Sets are numbered from 1, so that the empty lanes at the end are none.
const (
	smallSets = 1 << 15
	maxSets   = 1 << 27
	stateLane = 0x8000
	longRest  = 0xA000
	longFirst = 0xC000
	restBits  = 13

	ones = 0x0001_0001_0001_0001
	lows = 0x7FFF_7FFF_7FFF_7FFF
)

// packSet adds a set to the section.
func packSet(lanes []uint16, set uint32) []uint16 {
	if set < smallSets {
		return append(lanes, uint16(set))
	}
	return append(lanes, longFirst|uint16(set>>restBits), longRest|uint16(set&(1<<restBits-1)))
}

// packState begins a section.
func packState(lanes []uint16, s decide.State) []uint16 { return append(lanes, stateLane|uint16(s)) }

// seek returns what was said of a set, or decide.SaidNothing.
func seek(said []uint64, set uint32) decide.State {
	if set >= smallSets {
		return seekLong(said, set)
	}
	want := uint64(set) * ones
	for i, w := range said {
		// A lane of x is zero where it is the set; t has the top bit of exactly
		// those lanes.
		x := w ^ want
		if t := ^((x&lows + lows) | x | lows); t != 0 {
			return section(said[:i+1], bits.TrailingZeros64(t)&^15)
		}
	}
	return decide.SaidNothing
}

// section returns what a section says, from a lane in the last of the words back
// to its beginning.
func section(said []uint64, lane int) decide.State {
	for i := len(said) - 1; i >= 0; i-- {
		for ; lane >= 0; lane -= 16 {
			if l := said[i] >> lane & 0xffff; l&0xE000 == stateLane {
				return decide.State(l & 0xf)
			}
		}
		lane = 48
	}
	return decide.SaidNothing
}

func seekLong(said []uint64, set uint32) decide.State {
	want := uint64(longFirst|uint16(set>>restBits)) | uint64(longRest|uint16(set&(1<<restBits-1)))<<16
	var before uint64 // the lane before
	var state decide.State
	for _, w := range said {
		for range 4 {
			lane := w & 0xffff
			if before|lane<<16 == want {
				return state
			}
			if lane&0xE000 == stateLane {
				state = decide.State(lane & 0xf)
			}
			before, w = lane, w>>16
		}
	}
	return decide.SaidNothing
}
