package decide

import (
	"time"

	"github.com/volens/volens/declaration"
)

// frequency holds a collection against what the use declares, by the caller's own
// word of when it collected last (draft 19(2), PIPL 6). Without that word nothing
// is checked. Whether the function is in use at this moment only the caller sees.
func frequency(u *declaration.Use, last, now time.Time) found {
	var c found
	if between := interval(u.When); between > 0 {
		switch {
		case last.IsZero():
			c = frequencyNotChecked.bit()
		case now.Sub(last) < between:
			c = frequencyExceeded.bit()
		default:
			c = frequencyKept.bit()
		}
		return c
	}
	switch u.When {
	case "once", "at-sign-up":
		switch {
		case last.IsZero():
			c = frequencyNotChecked.bit()
		default:
			c = frequencyExceeded.bit()
		}
	case "":
		c = set(frequencyNotChecked, functionInUse)
	default:
		c = functionInUse.bit()
	}
	return c
}

// interval is the shortest time between two collections; 0 for the words.
func interval(w declaration.When) time.Duration {
	n, unit, ok := w.Every()
	if !ok {
		return 0
	}
	of := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}[unit]
	return time.Duration(min(int64(n), int64(1<<62)/int64(of))) * of
}
