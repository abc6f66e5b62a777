package replica

import (
	"context"
	"time"
)

// Reach waits until the replica knows of the entry at index version, and reports
// whether it does. It looks every millisecond: whoever waits has just waited for a
// disk.
func (r *Replica) Reach(ctx context.Context, version int64) bool {
	if r.To() > version {
		return true
	}
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for r.To() <= version {
		select {
		case <-ctx.Done():
			return false
		case <-look.C:
		}
	}
	return true
}
