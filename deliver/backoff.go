package deliver

import (
	"math/rand/v2"
	"time"
)

// How a delivery is repeated: after about five seconds, then twice as long each
// time up to six hours; after Attempts of them, about a day, it is given up.
const (
	Attempts   = 16
	firstRetry = 5 * time.Second
	lastRetry  = 6 * time.Hour
)

// retryAfter returns how long to wait after the nth attempt, from 1, failed. The
// quarter that is added or taken away at random keeps receivers that come back
// from being met by everything at once.
func retryAfter(n int) time.Duration {
	d := lastRetry
	if n = max(n, 1); n < 30 {
		d = min(firstRetry<<(n-1), lastRetry)
	}
	return d - d/4 + rand.N(d/2)
}
