package replica

import (
	"time"

	"github.com/volens/volens/consent"
	"github.com/volens/volens/declaration"
	"github.com/volens/volens/fault"
	"github.com/volens/volens/law"
)

// A Count is a number of people, each counted once.
type Count struct {
	People     int64
	NotChecked []declaration.UseID // uses on another basis than consent: whom they reach the replica does not know
	To         int64               // size of the log that it was counted from
	Since      time.Time           // the moment as of which
}

// ErrStale is the answer of a replica that may not answer.
var ErrStale = fault.New(fault.Unavailable, "副本太久没有得到消息，无法统计", "the replica has not heard from the primary for too long to count")

// Count tells how many people stand so on at least one of the uses: consent.Granted
// means a yes that is in force now, the others what was said last. It reads
// everybody.
//
// Errors: ErrStale.
func (r *Replica) Count(state consent.State, uses ...declaration.UseID) (Count, error) {
	return r.count(uses, func(c *counting, row int32, said []uint64) bool {
		s := c.v.state(said, row)
		if state == consent.Granted {
			return s.Granted() && c.v.table.InForce(row, s, c.who, c.now)
		}
		return s.Says(state)
	})
}

// Holding tells of how many people the item may be held: those who ever agreed to
// a use of it and have not withdrawn, in whatever form. The law's thresholds are
// numbers of people, so it counts rather too many than too few.
//
// Errors: ErrStale.
func (r *Replica) Holding(item law.ItemID) (Count, error) {
	t := r.Table()
	if t == nil {
		return Count{}, ErrStale
	}
	var uses []declaration.UseID
	for u := range t.Declaration().All() {
		if u.Item.ID == item {
			uses = append(uses, u.ID)
		}
	}
	return r.count(uses, func(c *counting, row int32, said []uint64) bool { return c.v.state(said, row).Granted() })
}

func (r *Replica) count(uses []declaration.UseID, stands func(c *counting, row int32, said []uint64) bool) (Count, error) {
	v := r.view.Load()
	if v == nil || !r.Fresh() {
		return Count{}, ErrStale
	}
	out := Count{To: r.To(), Since: r.Since()}
	var rows []int32
	for _, id := range uses {
		row, ok := v.table.Row(id)
		switch {
		case !ok:
		case v.table.Use(row).ByConsent():
			rows = append(rows, row)
		default:
			out.NotChecked = append(out.NotChecked, id)
		}
	}
	c := counting{v: v, now: r.clock.Wall()}
	for i := range v.people {
		out.People += c.shard(&v.people[i], rows, stands)
	}
	return out, nil
}
