package rights

import (
	"time"

	"github.com/volens/volens/workday"
)

const (
	// DefaultWindow is how long closing an account can be cancelled: our choice, not
	// law. It never stops the clock.
	DefaultWindow = 7 * 24 * time.Hour
	// leave is how many working days after receipt a window ends at the latest, so
	// that a third of the fifteen is left for erasing: our choice, not law.
	leave = 10
)

// windowEnd is when closing an account that was asked for then can no longer be
// cancelled. A letter that lay about leaves less time to change one's mind, or none:
// the deadline does not move for it.
func windowEnd(received, now time.Time, window time.Duration, cal workday.Calendar) time.Time {
	end := now.Add(window)
	if last := cal.After(received, leave).At; last.Before(end) {
		return last
	}
	return end
}
