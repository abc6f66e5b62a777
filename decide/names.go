package decide

import (
	"hash/maphash"

	"github.com/volens/volens/declaration"
)

// names finds rows by the ids of their uses. It does what a map does, and touches
// less memory on the way, which is most of what a decision costs: eight bytes for
// each slot, and the id beside what is read of the row anyway.
type names struct {
	seed  maphash.Seed
	slots []uint64 // half of the hash, and the row plus one; 0 for an empty slot
}

// name puts every row where find looks for it. At least half of the slots stay
// empty, so that a search ends soon.
func name(rows []row) names {
	size := 8
	for size < 2*len(rows) {
		size *= 2
	}
	n := names{maphash.MakeSeed(), make([]uint64, size)}
	for i := range rows {
		h := maphash.String(n.seed, string(rows[i].id))
		n.slots[n.at(rows, h, rows[i].id)] = h&^halfMask | uint64(i+1)
	}
	return n
}

const halfMask = 1<<32 - 1

// find returns the row of a use, or noRow.
func (n *names) find(rows []row, id declaration.UseID) int32 {
	h := maphash.String(n.seed, string(id))
	return int32(n.slots[n.at(rows, h, id)]&halfMask) - 1
}

// at returns the slot of a use, or the empty one where it belongs.
func (n *names) at(rows []row, h uint64, id declaration.UseID) uint64 {
	mask := uint64(len(n.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		s := n.slots[i&mask]
		if s == 0 || (s^h)>>32 == 0 && rows[s&halfMask-1].id == id {
			return i
		}
	}
}
