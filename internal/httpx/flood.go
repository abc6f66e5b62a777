package httpx

import (
	"sync"
	"time"

	"github.com/volens/volens/fault"
)

// How much one node takes of what anybody may send: our choice, not law. It is far more
// than people send, and far less than fills a disk or guesses a number.
const (
	burst  = 30
	refill = 100 * time.Millisecond // for one more: ten a second
)

// RetryAfter is how many seconds whoever was sent away with fault.TooMany waits.
const RetryAfter = "1"

var errFlood = fault.New(fault.TooMany, "此刻请求太多，与您填写的内容无关", "there are too many requests just now; it has nothing to do with what you sent").
	WithFix("过几秒再试；也可以写信或来电", "try again in some seconds; or write or call")

// A Dam lets so many requests of people who cannot log in through a node, whatever they
// say. Each page that anybody can open has one, and so has the API: a flood on a page
// keeps nobody out who comes through the service. The zero value is ready.
type Dam struct {
	mu   sync.Mutex
	free time.Time // when there is nothing more to wait for: each that is taken moves it on
}

// Take lets one request through.
//
// Errors: fault.TooMany, the same for everybody.
func (d *Dam) Take(now time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	full := now.Add(burst * refill)
	if d.free.Before(now) || d.free.After(full) { // after: the clock went back
		d.free = now
	}
	next := d.free.Add(refill)
	if next.After(full) {
		return errFlood
	}
	d.free = next
	return nil
}
