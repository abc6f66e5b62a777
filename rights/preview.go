package rights

import (
	"context"
	"time"
)

// Preview says which clocks a request of a kind would have if it came now, and until
// when it could be cancelled: the zero time where its kind has no window. People are
// told before they ask.
func (k *Desk) Preview(ctx context.Context, kind Kind, now time.Time) (clocks []Clock, until time.Time, err error) {
	d, _, err := k.Consent.Current(ctx)
	if err != nil {
		return nil, time.Time{}, err
	}
	if kind == Close {
		until = milli(windowEnd(now, now, k.window(), k.calendar()))
	}
	return clocksOf(d, kind, BySelf, now, k.calendar()), until, nil
}
