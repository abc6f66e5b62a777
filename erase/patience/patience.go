// Package patience waits for calls of stores for so long and no longer, also for those
// that do not heed their context.
package patience

import (
	"context"
	"errors"
	"sync"
	"time"
)

// ErrHanging is returned without a call where an earlier one of the same store was
// given up on and has not come back.
var ErrHanging = errors.New("patience: an earlier call has not come back")

// Calls keeps count of calls that were given up on and have not come back: a store
// that hangs is not called again until it answers, so that it holds one goroutine and
// no more. The zero value is ready.
type Calls struct {
	mu   sync.Mutex
	lost map[string]int
}

// Hanging reports whether a call of the store has not come back.
func (c *Calls) Hanging(store string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lost[store] > 0
}

func (c *Calls) lose(store string, by int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lost == nil {
		c.lost = map[string]int{}
	}
	c.lost[store] += by
}

// answered is what a call came back with.
type answered[T any] struct {
	value T
	err   error
}

// Wait calls a store and waits for it as long as one call may take. A call that does
// not heed its context is left behind: what it still does must do no harm.
//
// Errors: ErrHanging; context.DeadlineExceeded or Canceled where it took too long; its
// own.
func Wait[T any](ctx context.Context, c *Calls, store string, most time.Duration, f func(context.Context) (T, error)) (T, error) {
	var none T
	if c.Hanging(store) {
		return none, ErrHanging
	}
	patient, cancel := context.WithTimeout(ctx, most)
	back := make(chan answered[T]) // nobody reads it where the call was given up on
	gone := make(chan struct{})
	go func() {
		defer cancel()
		v, err := f(patient)
		select {
		case back <- answered[T]{v, err}:
		case <-gone:
			c.lose(store, -1)
		}
	}()
	select {
	case a := <-back:
		return a.value, a.err
	case <-patient.Done():
	}
	// A call that heeds its context comes back about now.
	select {
	case a := <-back:
		return a.value, a.err
	default:
		c.lose(store, 1)
		close(gone)
		return none, patient.Err()
	}
}
