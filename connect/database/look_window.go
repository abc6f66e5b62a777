package database

import (
	"fmt"
	"strings"
	"time"

	"github.com/volens/volens/erase/plan"
)

// Two days before and after: what is written in another zone than the engine thinks
// is sent too, and decided here.
const doubt = 48 * time.Hour

// A span is a window as an engine is asked for it: somewhat wider than it is. A time
// that is zero does not bound it; null lets in what is no time.
type span struct {
	from, to time.Time
	null     bool
}

func spanOf(w plan.Window) span {
	s := span{null: w.Null}
	if from := w.From.Add(-doubt); !w.From.IsZero() && from.Year() > 0 {
		s.from = from
	}
	if to := w.To.Add(doubt); !w.To.IsZero() && to.Year() <= 9999 { // of a year of five digits no text tells the order
		s.to = to
	}
	return s
}

// days compares an expression with the days of a span, each put as the engine likes.
func (s span) days(x string, put func(day string) string) string {
	var all []string
	if !s.from.IsZero() {
		all = append(all, x+" >= "+put(s.from.UTC().Format(time.DateOnly)))
	}
	if !s.to.IsZero() {
		all = append(all, x+" < "+put(s.to.UTC().Format(time.DateOnly)))
	}
	return strings.Join(all, " and ")
}

// in narrows rows to the windows of a target, for an engine that could be asked for
// fewer rows that way. Each row that is sent is judged all the same.
func (g *glance) in(t sighting, q *question) string {
	all := ""
	for _, w := range t.Within {
		s := spanOf(w)
		if s.from.IsZero() && s.to.IsZero() {
			continue
		}
		if cond := g.eye.around(q, t.columns[strings.ToLower(w.Column)], s); cond != "" {
			all += " and (" + cond + ")"
		}
	}
	return all
}

// amount is true for numbers that are seconds or milliseconds in a span.
func amount(x string, s span) string {
	var all []string
	for _, unit := range []struct {
		least, most int64
		of          func(time.Time) int64
	}{{1e8, 1e11, time.Time.Unix}, {1e11, 1e14, time.Time.UnixMilli}} {
		from, to := unit.least, unit.most
		if !s.from.IsZero() {
			from = max(from, unit.of(s.from))
		}
		if !s.to.IsZero() {
			to = min(to, unit.of(s.to))
		}
		all = append(all, fmt.Sprintf("%s >= %d and %s < %d", x, from, x, to))
	}
	if s.null {
		all = append(all, fmt.Sprintf("%s is null or %s < %d or %s >= %d", x, x, int64(1e8), x, int64(1e14)))
	}
	return strings.Join(all, " or ")
}
