package replica

import (
	"sync/atomic"
	"time"

	"github.com/volens/volens/decide"
)

// counting goes through everybody.
type counting struct {
	v   *view
	now time.Time
	who *decide.Who // of the person it is at
}

func (c *counting) shard(s *shard, rows []int32, stands func(c *counting, row int32, said []uint64) bool) int64 {
	b := s.now.Load()
	if b == nil {
		return 0
	}
	n := int64(0)
	for i := range b.index {
		e := atomic.LoadUint32(&b.index[i])
		if e == 0 {
			continue
		}
		at := int(e >> tagBits)
		c.who = b.who(at)
		said := b.said(at)
		for _, row := range rows {
			if stands(c, row, said) {
				n++
				break
			}
		}
	}
	return n
}

// People returns how many people the replica holds.
func (r *Replica) People() int64 {
	n := int64(0)
	people := r.crowd.Load()
	for i := range people {
		n += people[i].live.Load()
	}
	return n
}
