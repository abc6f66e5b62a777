package replica

import (
	"errors"
	"sync/atomic"

	"github.com/volens/volens/decide"
)

// shards is into how many parts people are split by key, so that what has to be
// copied when a part grows is small.
const shards = 64

// crowd is everybody, by key.
type crowd [shards]shard

func (c *crowd) of(k Key) *shard { return &c[k.hi>>58] }

// A shard is written by one goroutine at a time and read by any number, who wait
// for nobody: what is published is never changed, but for the index, whose slots
// are each stored in one step.
type shard struct {
	now  atomic.Pointer[roll]
	live atomic.Int64 // people
}

// A roll is an open-addressed index into one arena of words. A person is three
// words, what they said, packed two entries to a word, and for few of them where
// among the rare they are:
//
//	key (hi) · key (lo) · version+1 (40 bits), words said (20 bits), flags (4 bits) · said… · rare
//
// An index slot holds where the person begins and six bits of the key; 0 is empty.
// Whoever changes is written anew at the end of the arena. When something is full
// the whole roll is copied, index included, so that whoever reads the old one
// reads it as it was.
type roll struct {
	index []uint32
	arena []uint64
	rare  []decide.Who // of the few people of whom more is known

	// Only the writer looks at these.
	used  int // words of the arena
	known int // of the rare
	waste int // words that belong to nobody any more
}

const (
	head      = 3
	tagBits   = 6
	tagMask   = 1<<tagBits - 1
	maxWords  = 1 << (32 - tagBits)
	maxSaid   = 1<<20 - 1
	hasRare   = 1
	saidShift = 4
	ageShift  = 24
)

var errFull = errors.New("the replica cannot hold more: a part of it, or one person in it, is too large")

// find returns where a person begins, or 0.
func (b *roll) find(k Key) int {
	at, _ := b.slot(k)
	return at
}

// slot returns where a person begins, and which slot says so; 0, and the slot that
// is theirs to take, for nobody.
func (b *roll) slot(k Key) (at int, slot uint64) {
	index, arena := b.index, b.arena
	mask := uint64(len(index) - 1)
	tag := uint32(k.hi & tagMask)
	for i := k.lo & mask; ; i = (i + 1) & mask {
		e := atomic.LoadUint32(&index[i])
		if e == 0 {
			return 0, i
		}
		if e&tagMask == tag {
			if at := int(e >> tagBits); arena[at] == k.hi && arena[at+1] == k.lo {
				return at, i
			}
		}
	}
}

func (b *roll) version(at int) int64 { return int64(b.arena[at+2]>>ageShift) - 1 }

// said returns what the person beginning at at said, packed.
func (b *roll) said(at int) []uint64 {
	n := int(b.arena[at+2]>>saidShift) & maxSaid
	return b.arena[at+head : at+head+n]
}

// who returns what else is known of the person.
func (b *roll) who(at int) *decide.Who {
	w := b.arena[at+2]
	if w&hasRare == 0 {
		return nil
	}
	return &b.rare[b.arena[at+head+int(w>>saidShift)&maxSaid]]
}

// words is how many words a person takes.
func (b *roll) words(at int) int {
	w := b.arena[at+2]
	return head + int(w>>saidShift)&maxSaid + int(w&hasRare)
}

// put sets a person, unless a later version is there already.
func (s *shard) put(k Key, version int64, said []uint32, who *decide.Who) error {
	need := head + (len(said)+1)/2 + 1
	if need > maxSaid {
		return errFull
	}
	b, err := s.room(need, who != nil)
	if err != nil {
		return err
	}
	at, slot := b.slot(k)
	switch {
	case at == 0:
		s.live.Add(1)
	case b.version(at) > version:
		return nil
	default:
		b.waste += b.words(at)
	}
	at = b.used
	b.used += b.write(at, k, version, said, who)
	atomic.StoreUint32(&b.index[slot], uint32(at)<<tagBits|uint32(k.hi&tagMask))
	return nil
}

// write writes a person where nobody reads yet, and returns how many words it took.
func (b *roll) write(at int, k Key, version int64, said []uint32, who *decide.Who) int {
	n := (len(said) + 1) / 2
	for i := range n {
		w := uint64(said[2*i])
		if 2*i+1 < len(said) {
			w |= uint64(said[2*i+1]) << 32
		}
		b.arena[at+head+i] = w
	}
	flags := uint64(0)
	if who != nil {
		b.rare[b.known] = *who
		b.arena[at+head+n] = uint64(b.known)
		b.known++
		flags = hasRare
	}
	b.arena[at], b.arena[at+1] = k.hi, k.lo
	b.arena[at+2] = uint64(version+1)<<ageShift | uint64(n)<<saidShift | flags
	return head + n + int(flags)
}

// room returns the roll with room for one more person, which is a new one where
// something was full.
func (s *shard) room(need int, rare bool) (*roll, error) {
	b := s.now.Load()
	if b == nil {
		b = &roll{index: make([]uint32, 64), arena: make([]uint64, 256), used: 1} // 0 means nowhere
		s.now.Store(b)
	}
	crowded := (int(s.live.Load())+1)*8 > len(b.index)*5
	tight := b.used+need > min(len(b.arena), maxWords)
	if !crowded && !tight && (!rare || b.known < len(b.rare)) {
		return b, nil
	}
	next := *b
	if tight && b.waste > b.used/4 {
		next = b.compacted()
		tight = next.used+need > len(next.arena)
	}
	next.reindex(crowded)
	if tight {
		if next.used+need > maxWords {
			return nil, errFull
		}
		next.arena = grown(next.arena, next.used, need)
	}
	if rare && next.known == len(next.rare) {
		next.rare = grown(next.rare, next.known, 1)
	}
	s.now.Store(&next)
	return &next, nil
}

// grown copies what is used into a slice with room for at least so many more.
func grown[T any](old []T, used, more int) []T {
	next := make([]T, used+max(more, used/8, 8))
	copy(next, old[:used])
	return next
}

// reindex gives the roll an index of its own, twice as large where asked.
func (b *roll) reindex(larger bool) {
	if !larger {
		b.index = append([]uint32(nil), b.index...)
		return
	}
	old := b.index
	b.index = make([]uint32, 2*len(old))
	for _, e := range old {
		if e != 0 {
			at := int(e >> tagBits)
			_, slot := b.slot(Key{b.arena[at], b.arena[at+1]})
			b.index[slot] = e
		}
	}
}

// compacted copies what is somebody's.
func (b *roll) compacted() roll {
	next := roll{
		index: make([]uint32, len(b.index)), used: 1,
		arena: make([]uint64, b.used-b.waste+b.used/16+256), rare: make([]decide.Who, b.known+8),
	}
	for i, e := range b.index {
		if e == 0 {
			continue
		}
		at, to := int(e>>tagBits), next.used
		n := copy(next.arena[to:], b.arena[at:at+b.words(at)])
		if who := b.who(at); who != nil {
			next.rare[next.known] = *who
			next.arena[to+n-1] = uint64(next.known)
			next.known++
		}
		next.index[i] = uint32(to)<<tagBits | e&tagMask
		next.used += n
	}
	return next
}
