package replica

import (
	"time"

	"golang.org/x/sys/unix"
)

// boottime reads the clock that goes on while the machine sleeps.
func boottime(run time.Duration) time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &t) != nil {
		return run
	}
	return time.Duration(t.Nano())
}
