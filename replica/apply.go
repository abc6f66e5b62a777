package replica

import (
	"github.com/volens/volens/decide"
)

// A reading is what the uses of a chunk mean to the replica.
type reading struct {
	r     *Replica
	v     *view
	crowd *crowd
	uses  []Printed
	rows  []int32 // by use of the chunk: its row where it is as declared now, otherwise -1
	alone []set   // by use of the chunk: the set of it alone; 0 where not yet asked for

	count  []int          // by choice: how many of its uses were seen of this person
	state  []decide.State // by choice: what was said on the first of them
	mixed  []bool         // by choice: whether something else was said on another
	seen   []int32        // choices to wipe
	stamp  []int32        // by row: the last person of the chunk who spoke of it
	said   [16][]set      // by state: the sets of which it was said
	packed []uint32
}

// people takes in the people of a chunk.
func (r *Replica) people(c Chunk) error {
	if len(c.People) == 0 {
		return nil
	}
	in := r.read(c.Uses)
	for i := range c.People {
		p := &c.People[i]
		said, err := in.person(p, int32(i+1))
		if err != nil {
			return err
		}
		if err := in.crowd.of(p.Key).put(p.Key, p.Version, said, p.Who); err != nil {
			return err
		}
	}
	return nil
}

func (r *Replica) read(uses []Printed) *reading {
	in := &reading{r: r, v: r.view.Load(), crowd: r.crowd.Load(), uses: uses, rows: make([]int32, len(uses)), alone: make([]set, len(uses))}
	if in.v != nil {
		in.count, in.state, in.mixed = make([]int, len(in.v.size)), make([]decide.State, len(in.v.size)), make([]bool, len(in.v.size))
		in.stamp = make([]int32, len(in.v.home))
	}
	for i, u := range uses {
		in.rows[i] = -1
		if in.v == nil {
			continue
		}
		if row, ok := in.v.table.Row(u.Use); ok && in.v.table.Fingerprint(row) == u.Fingerprint {
			in.rows[i] = row
		}
	}
	return in
}

// person packs what somebody said: one entry for a whole choice where all of it
// stands alike, one for each use otherwise.
func (in *reading) person(p *Person, nth int32) ([]uint32, error) {
	for _, s := range p.Said {
		i, state := int(s>>4), decide.State(s&0xf)
		if i >= len(in.uses) || state == decide.SaidNothing || state > decide.WithdrawnGuardian {
			return nil, errChunk
		}
		if row := in.rows[i]; row >= 0 {
			if in.stamp[row] == nth {
				return nil, errChunk // twice the same would count as the rest of a choice
			}
			in.stamp[row] = nth
			g := in.v.group[row]
			if in.count[g] == 0 {
				in.state[g], in.mixed[g] = state, false
				in.seen = append(in.seen, g)
			}
			in.count[g]++
			in.mixed[g] = in.mixed[g] || in.state[g] != state
		}
	}
	for _, s := range p.Said {
		if err := in.sort(s); err != nil {
			return nil, err
		}
	}
	in.packed = in.packed[:0]
	for state, sets := range in.said {
		in.packed = pack(in.packed, decide.State(state), sets)
		in.said[state] = sets[:0]
	}
	for _, g := range in.seen {
		in.count[g] = 0
	}
	in.seen = in.seen[:0]
	return in.packed, nil
}

// sort puts what was said on one use with what was said alike: its choice where
// all of that stands alike, otherwise itself.
func (in *reading) sort(s Said) error {
	state := s & 0xf
	row := in.rows[s>>4]
	if row < 0 || !in.whole(row) {
		set, err := in.single(int(s >> 4))
		in.said[state] = append(in.said[state], set)
		return err
	}
	if g := in.v.group[row]; in.count[g] > 0 {
		in.said[state] = append(in.said[state], in.v.homeOf(row))
		in.count[g] = -in.count[g] // once is enough
	}
	return nil
}

// whole reports whether the person said the same on all of the choice of a row.
func (in *reading) whole(row int32) bool {
	g := in.v.group[row]
	return !in.mixed[g] && max(in.count[g], -in.count[g]) == in.v.size[g] && in.v.homeOf(row) != 0
}

// single returns the set of one use of the chunk alone.
func (in *reading) single(i int) (set, error) {
	if in.alone[i] != 0 {
		return in.alone[i], nil
	}
	number, fresh := in.r.sets.number(in.uses[i : i+1])
	if number == 0 {
		return 0, errFull
	}
	if fresh && in.v != nil {
		in.v.learn(number, in.uses[i:i+1])
	}
	in.alone[i] = number
	return number, nil
}
