package redis

import (
	"strconv"
	"time"

	"github.com/volens/volens/erase/plan"
)

// shanghai is where a time without a zone is.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// forms are how software writes times into a hash.
var forms = []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999", time.DateOnly}

// timeOf reads a time, also as seconds or milliseconds since 1970.
func timeOf(text string) (time.Time, bool) {
	for _, form := range forms {
		if t, err := time.ParseInLocation(form, text, shanghai); err == nil {
			return t, true
		}
	}
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil || n <= 0:
		return time.Time{}, false
	case n < 1e11: // up to the year 5138 in seconds, from 1973 in milliseconds
		return time.Unix(n, 0), true
	}
	return time.UnixMilli(n), true
}

// inside reports whether a time, as text, lies in the window. What cannot be read
// is no time.
func inside(w plan.Window, text string) bool {
	at, ok := timeOf(text)
	if !ok {
		return w.Null
	}
	return (w.From.IsZero() || !at.Before(w.From)) && (w.To.IsZero() || at.Before(w.To))
}
