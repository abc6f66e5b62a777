package decide

import (
	"hash/maphash"

	"github.com/volens/volens/declaration"
)

// names finds rows by the ids of their uses, as a map would, but reads one line of
// memory on the way where a map reads several and then the id itself: waiting for
// memory is most of what a decision costs. An id is known by 96 bits of two hashes
// with random seeds of this process. Two ids of a declaration never agree in them:
// then other seeds are drawn. That any other id does has a chance of one in 2⁹⁶,
// and nobody can look for one without the seeds.
type names struct {
	a, b  maphash.Seed
	slots []slot
}

// A slot is one use, or empty where row is 0.
type slot struct {
	a   uint64
	b   uint32
	row uint32 // plus one
}

// name makes every id findable. At least half of the slots stay empty, so that a
// search ends soon. Where an id comes twice the later counts.
func name(ids []declaration.UseID) names {
	for {
		n := names{maphash.MakeSeed(), maphash.MakeSeed(), make([]slot, slotsFor(len(ids)))}
		if n.fill(ids) {
			return n
		}
	}
}

func slotsFor(ids int) int {
	size := 8
	for size < 2*ids {
		size *= 2
	}
	return size
}

// fill reports whether all different ids got different slots.
func (n *names) fill(ids []declaration.UseID) bool {
	for i, id := range ids {
		a, b := n.hash(id)
		s := n.at(a, b)
		if s.row != 0 && ids[s.row-1] != id {
			return false
		}
		*s = slot{a, b, uint32(i + 1)}
	}
	return true
}

// find returns the row of a use, or noRow.
func (n *names) find(id declaration.UseID) int32 { return int32(n.at(n.hash(id)).row) - 1 }

func (n *names) hash(id declaration.UseID) (uint64, uint32) {
	return maphash.String(n.a, string(id)), uint32(maphash.String(n.b, string(id)))
}

// at returns the slot of a use, or the empty one where it belongs.
func (n *names) at(a uint64, b uint32) *slot {
	mask := uint64(len(n.slots) - 1)
	for i := a & mask; ; i = (i + 1) & mask {
		if s := &n.slots[i]; s.row == 0 || s.a == a && s.b == b {
			return s
		}
	}
}
