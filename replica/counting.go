package replica

import (
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
	s.mu.RLock()
	defer s.mu.RUnlock()
	n := int64(0)
	for _, e := range s.index {
		if e == 0 {
			continue
		}
		at := int(e >> tagBits)
		c.who = s.who(at, Key{s.arena[at], s.arena[at+1]})
		said := s.said(at)
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
	for i := range r.shards {
		s := &r.shards[i]
		s.mu.RLock()
		n += int64(s.live)
		s.mu.RUnlock()
	}
	return n
}
