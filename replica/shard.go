package replica

import (
	"errors"
	"sync"

	"github.com/volens/volens/decide"
)

// shards is into how many parts people are split by key, so that a writer locks
// out few readers.
const shards = 64

// A shard is an open-addressed index into one arena of words. A person is three
// words and what they said, packed four to a word:
//
//	key (hi) · key (lo) · version+1 (40 bits), lanes (20 bits), flags (4 bits) · lanes…
//
// An index slot holds where the person begins and six bits of the key; 0 is empty.
type shard struct {
	mu    sync.RWMutex
	index []uint32
	arena []uint64
	rare  map[Key]*decide.Who // of the few people of whom more is known
	live  int                 // people
	waste int                 // words that belong to nobody any more
}

const (
	head      = 3
	tagBits   = 6
	tagMask   = 1<<tagBits - 1
	maxWords  = 1 << (32 - tagBits)
	maxLanes  = 1<<20 - 1
	hasRare   = 1
	laneShift = 4
	ageShift  = 24
)

var errFull = errors.New("the replica cannot hold more: a part of it, or one person in it, is too large")

func (k Key) shard() int { return int(k.hi >> 58) }

// find returns where a person begins, or 0.
func (s *shard) find(k Key) int {
	if len(s.index) == 0 {
		return 0
	}
	mask := uint64(len(s.index) - 1)
	tag := uint32(k.hi & tagMask)
	for i := k.lo & mask; ; i = (i + 1) & mask {
		e := s.index[i]
		if e == 0 {
			return 0
		}
		if e&tagMask == tag {
			if at := int(e >> tagBits); s.arena[at] == k.hi && s.arena[at+1] == k.lo {
				return at
			}
		}
	}
}

func words(lanes int) int { return head + (lanes+3)/4 }

// lanes is how many lanes the person beginning at at has.
func (s *shard) lanes(at int) int { return int(s.arena[at+2]>>laneShift) & maxLanes }

func (s *shard) version(at int) int64 { return int64(s.arena[at+2]>>ageShift) - 1 }

// said returns what the person beginning at at said, packed.
func (s *shard) said(at int) []uint64 {
	return s.arena[at+head : at+words(s.lanes(at))]
}

// who returns what else is known of the person.
func (s *shard) who(at int, k Key) *decide.Who {
	if s.arena[at+2]&hasRare == 0 {
		return nil
	}
	return s.rare[k]
}

// put sets a person, unless a later version is there already.
func (s *shard) put(k Key, version int64, lanes []uint16, who *decide.Who) error {
	if len(lanes) > maxLanes {
		return errFull
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.find(k)
	if at != 0 && s.version(at) > version {
		return nil
	}
	need := words(len(lanes))
	switch {
	case at == 0:
		if at = s.take(need); at == 0 {
			return errFull
		}
		s.insert(k, at)
	case need <= words(s.lanes(at)):
		s.waste += words(s.lanes(at)) - need
	default:
		s.waste += words(s.lanes(at))
		was := at
		if at = s.take(need); at == 0 {
			return errFull
		}
		s.move(k, was, at)
	}
	s.write(at, k, version, lanes, who)
	if s.waste > 4096 && s.waste > len(s.arena)/4 {
		s.compact()
	}
	return nil
}

func (s *shard) write(at int, k Key, version int64, lanes []uint16, who *decide.Who) {
	flags := uint64(0)
	if who != nil {
		if s.rare == nil {
			s.rare = map[Key]*decide.Who{}
		}
		s.rare[k] = who
		flags = hasRare
	} else {
		delete(s.rare, k)
	}
	s.arena[at], s.arena[at+1] = k.hi, k.lo
	s.arena[at+2] = uint64(version+1)<<ageShift | uint64(len(lanes))<<laneShift | flags
	for i := 0; i < len(lanes); i += 4 {
		var w uint64
		for j, lane := range lanes[i:min(i+4, len(lanes))] {
			w |= uint64(lane) << (16 * j)
		}
		s.arena[at+head+i/4] = w
	}
}

// take makes room at the end of the arena; 0 where it is full.
func (s *shard) take(need int) int {
	if len(s.arena) == 0 {
		s.arena = append(s.arena, 0) // 0 means nowhere
	}
	at := len(s.arena)
	if at+need > maxWords {
		return 0
	}
	if at+need > cap(s.arena) {
		grown := make([]uint64, at, at+max(need, at/8, 256))
		copy(grown, s.arena)
		s.arena = grown
	}
	s.arena = s.arena[:at+need]
	return at
}

func (s *shard) insert(k Key, at int) {
	if (s.live+1)*5 > len(s.index)*4 {
		s.grow()
	}
	s.live++
	s.link(k, at)
}

func (s *shard) link(k Key, at int) {
	mask := uint64(len(s.index) - 1)
	i := k.lo & mask
	for s.index[i] != 0 {
		i = (i + 1) & mask
	}
	s.index[i] = uint32(at)<<tagBits | uint32(k.hi&tagMask)
}

func (s *shard) grow() {
	old := s.index
	s.index = make([]uint32, max(64, 2*len(old)))
	for _, e := range old {
		if e != 0 {
			at := int(e >> tagBits)
			s.link(Key{s.arena[at], s.arena[at+1]}, at)
		}
	}
}

// move points the index at a person's new place.
func (s *shard) move(k Key, was, at int) {
	mask := uint64(len(s.index) - 1)
	for i := k.lo & mask; ; i = (i + 1) & mask {
		if int(s.index[i]>>tagBits) == was {
			s.index[i] = uint32(at)<<tagBits | uint32(k.hi&tagMask)
			return
		}
	}
}

// compact copies what is somebody's into a fresh arena.
func (s *shard) compact() {
	fresh := make([]uint64, 1, len(s.arena)-s.waste+len(s.arena)/16+256)
	for i, e := range s.index {
		if e == 0 {
			continue
		}
		at := int(e >> tagBits)
		s.index[i] = uint32(len(fresh))<<tagBits | e&tagMask
		fresh = append(fresh, s.arena[at:at+words(s.lanes(at))]...)
	}
	s.arena, s.waste = fresh, 0
}
