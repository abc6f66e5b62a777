package decide

import (
	"hash/maphash"

	"github.com/volens/volens/declaration"
)

type names struct {
	a, b  maphash.Seed
	slots []slot
}

type slot struct {
	a   uint64
	b   uint32
	row uint32 // plus one
}

func name(rows []row) names {
	size := 8
	for size < 2*len(rows) {
		size *= 2
	}
	n := names{maphash.MakeSeed(), maphash.MakeSeed(), make([]slot, size)}
	for i := range rows {
		a, b := maphash.String(n.a, string(rows[i].id)), uint32(maphash.String(n.b, string(rows[i].id)))
		s := n.at(a, b)
		*s = slot{a, b, uint32(i + 1)}
	}
	return n
}

func (n *names) find(rows []row, id declaration.UseID) int32 {
	a, b := maphash.String(n.a, string(id)), uint32(maphash.String(n.b, string(id)))
	return int32(n.at(a, b).row) - 1
}

func (n *names) at(a uint64, b uint32) *slot {
	mask := uint64(len(n.slots) - 1)
	for i := a & mask; ; i = (i + 1) & mask {
		s := &n.slots[i&mask]
		if s.row == 0 || s.a == a && s.b == b {
			return s
		}
	}
}
