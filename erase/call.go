package erase

import (
	"context"
	"errors"
	"time"

	"github.com/volens/volens/erase/patience"
)

// timeout is how long one call of a store may take.
func (r *Runner) timeout() time.Duration {
	if r.Timeout > 0 {
		return r.Timeout
	}
	return time.Minute
}

// call calls a store and waits for it as long as one call may take. A connector that
// does not heed its context is left behind: what it still does is idempotent.
func call[T any](ctx context.Context, r *Runner, store string, f func(context.Context) (T, error)) (T, error) {
	v, err := patience.Wait(ctx, &r.calls, store, r.timeout(), f)
	if errors.Is(err, patience.ErrHanging) {
		err = stop{ReasonHanging}
	}
	return v, err
}
