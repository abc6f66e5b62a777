package trials

import (
	"slices"
	"sync"
	"time"
)

// bound is the promise: this long after a withdrawal was acknowledged, nobody
// who does as documented relies on a permit given before.
const bound = 5 * time.Second

// A permit is one that a client received for what was then withdrawn. Times are
// readings of the trial's one clock.
type permit struct {
	node     string
	received time.Time
	until    time.Time // valid_until, on the same clock
}

// relied returns until when a client relies on a permit: as documented until
// valid_until, and not at all where that has passed on arrival. A client that
// does not look at valid_until relies on it when it arrives, whenever that is.
func (p permit) relied(looks bool) time.Time {
	switch {
	case !looks:
		return p.received
	case p.received.After(p.until):
		return time.Time{}
	}
	return p.until
}

// A late is a permit that was relied on past the bound.
type late struct {
	permit
	after time.Duration // from the acknowledgement
}

// An oracle judges every withdrawal by the permits that were seen for it.
type oracle struct {
	careless bool // whether the clients do not look at valid_until

	mu      sync.Mutex
	judged  int
	permits int             // received after the acknowledgement
	expired int             // of those, past valid_until on arrival
	late    []late          // past the bound
	healthy []time.Duration // from the acknowledgement to the last permit that a node gave
	faulty  []time.Duration // the same, where a fault was under way
	longest time.Duration   // from an acknowledgement to the last moment that anybody relied on a permit
	asUnder map[string]int  // withdrawals by the fault that was under way
}

// judge takes all permits for one withdrawal, acknowledged at acked. under names
// the fault that was under way, or is "".
func (o *oracle) judge(acked time.Time, permits []permit, under string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.judged++
	last := time.Duration(0)
	for _, p := range permits {
		if p.received.Before(acked) && !p.until.After(acked) {
			continue
		}
		if p.received.After(acked) {
			o.permits++
			if p.received.After(p.until) {
				o.expired++
			}
			last = max(last, p.received.Sub(acked))
		}
		if until := p.relied(!o.careless); !until.IsZero() {
			after := until.Sub(acked)
			if o.longest = max(o.longest, after); after > bound {
				o.late = append(o.late, late{p, after})
			}
		}
	}
	if under == "" {
		o.healthy = append(o.healthy, last)
		return
	}
	o.faulty = append(o.faulty, last)
	if o.asUnder == nil {
		o.asUnder = map[string]int{}
	}
	o.asUnder[under]++
}

// quantile returns the value below which the part q of all lies.
func quantile(all []time.Duration, q float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}
