package database

import (
	"fmt"
	"strings"
	"time"

	"github.com/volens/volens/erase/plan"
)

// Times as integers are seconds or milliseconds since 1970, told apart by their
// size. Smaller numbers (0, or 20240131) and greater ones are no times: a row is not
// taken for old because its number is small.
const (
	leastSeconds = 100_000_000 // 1973
	leastMillis  = 100_000_000_000
	mostMillis   = 100_000_000_000_000
)

// leastTime is the first that MySQL calls valid.
var leastTime = time.Date(1000, 1, 1, 0, 0, 0, 0, shanghai)

// open reports whether a window does not narrow.
func open(w plan.Window) bool { return w.From.IsZero() && w.To.IsZero() }

// between compares an expression with the bounds that a window has, each written by
// bound.
func between(expr string, w plan.Window, bound func(time.Time) string) string {
	var all []string
	if !w.From.IsZero() {
		all = append(all, expr+" >= "+bound(w.From))
	}
	if !w.To.IsZero() {
		all = append(all, expr+" < "+bound(w.To))
	}
	return strings.Join(all, " and ")
}

// inTimes is a window on a column of dates or times.
func inTimes(s *statement, c *column, w plan.Window, cast string) string {
	x := s.col(c)
	cond := between(x, w, func(t time.Time) string {
		switch c.class {
		case date:
			return s.arg(dayFrom(t)) + cast
		case zoned:
			return s.arg(zonedText(c, t)) + cast
		default:
			return s.arg(t.In(shanghai).Format(naiveForm)) + cast
		}
	})
	return orNull(cond, x, w)
}

// orNull lets rows without a time in where the window says so.
func orNull(cond, x string, w plan.Window) string {
	if w.Null {
		return "(" + cond + " or " + x + " is null)"
	}
	return "(" + cond + ")"
}

// dayFrom returns the first day that begins at t or after it.
func dayFrom(t time.Time) string {
	t = t.In(shanghai)
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, shanghai)
	if day.Before(t) {
		day = day.AddDate(0, 0, 1)
	}
	return day.Format(time.DateOnly)
}

// inNumbers is a window on a column of numbers.
func inNumbers(x string, w plan.Window) string {
	millis := func(t time.Time) string { return fmt.Sprint(t.UnixMilli()) }
	seconds := func(t time.Time) string { // whole seconds lie at their beginning
		return fmt.Sprint(t.Add(time.Second - time.Nanosecond).Unix())
	}
	cond := fmt.Sprintf("(%s >= %d and %s < %d and %s) or (%s >= %d and %s < %d and %s)",
		x, leastSeconds, x, leastMillis, between(x, w, seconds),
		x, leastMillis, x, mostMillis, between(x, w, millis))
	if w.Null {
		cond += fmt.Sprintf(" or %s is null or %s < %d or %s >= %d", x, x, leastSeconds, x, mostMillis)
	}
	return "(" + cond + ")"
}

// A textTimes says how an engine takes texts apart.
type textTimes struct {
	iso, utc string // conditions: the text is a time, with Shanghai's zone, UTC's, or none; it is UTC's
	body     string // the text from year to second and its parts, with a space between
}

// inTexts is a window on a column of ISO 8601 texts. Any other text, and any other
// zone, is no time.
func inTexts(s *statement, w plan.Window, tt textTimes) string {
	in := func(zone *time.Location) string {
		return between(tt.body, w, func(t time.Time) string { return s.arg(t.In(zone).Format(naiveForm)) })
	}
	cond := "case when not coalesce(" + tt.iso + ", false) then null when " + tt.utc + " then " + in(time.UTC) + " else " + in(shanghai) + " end"
	if w.Null {
		return "coalesce(" + cond + ", true)"
	}
	return "coalesce(" + cond + ", false)"
}
