package replica

import (
	"sync/atomic"
	"time"
)

// A Clock tells two times. Boot goes on while the process is stopped and while the
// machine sleeps, and nobody sets it: leases are measured by it. Wall is what
// people call the time.
type Clock interface {
	Wall() time.Time
	Boot() time.Duration
}

// System returns the clock of this machine.
func System() Clock { return &system{start: time.Now()} }

// glance is for how long Boot goes without asking the operating system. Go's own
// monotonic clock is ten times cheaper and differs only in standing still while
// the machine sleeps, so it fills the gaps: after a sleep a lease is off for at
// most this much running time.
const glance = time.Millisecond

type system struct {
	start  time.Time
	looked atomic.Int64 // start to the last look, by Go's clock; 0 for never
	ahead  atomic.Int64 // by how much the clock that never stops was ahead then
}

// Wall returns the time of day.
func (*system) Wall() time.Time { return time.Now() }

// blink is how long a look may take and still be remembered: by so much the time
// told in between may be wrong.
const blink = 50 * time.Microsecond

// Boot returns the time since the machine was started, sleep included, where the
// operating system can tell; elsewhere what Go counts.
func (s *system) Boot() time.Duration {
	run := time.Since(s.start)
	if last := s.looked.Load(); last != 0 && int64(run)-last < int64(glance) {
		return run + time.Duration(s.ahead.Load())
	}
	boot := boottime(run)
	if time.Since(s.start)-run < blink {
		s.ahead.Store(int64(boot - run))
		s.looked.Store(max(1, int64(run)))
	}
	return boot
}
