//go:build !linux

package replica

import "time"

// boottime is what Go counts: there is nothing better to read here.
func boottime(run time.Duration) time.Duration { return run }
