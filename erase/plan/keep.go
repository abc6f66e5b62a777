package plan

import (
	"time"

	"github.com/volens/volens/declaration"
)

// At is the target at a time: narrowed to the rows that the ground of the action
// keeps then, or to those that it keeps no longer. A row without the time from
// which a ground counts is not kept: what never began has no end.
func (a Action) At(now time.Time) Target {
	t := a.Target
	switch {
	case a.Keep != nil:
		t.Within = append(t.Within[:len(t.Within):len(t.Within)], Window{Column: a.Keep.From, From: Began(a.Keep.For, now)})
	case a.Past != nil:
		t.Within = append(t.Within[:len(t.Within):len(t.Within)], Window{Column: a.Past.From, To: Began(a.Past.For, now), Null: true})
	}
	return t
}

// Began is when a period began that ends at the given time; the time itself where
// the period is no number of hours, days, months or years.
func Began(p declaration.Period, end time.Time) time.Time {
	t := shifted(p, end, -1)
	for Ends(p, t).After(end) { // months end on different days
		t = t.AddDate(0, 0, -1)
	}
	return t
}

// Ends is when a period ends that began at the given time: what is kept for it is
// kept until then. It is the time itself where the period is no number of hours,
// days, months or years.
func Ends(p declaration.Period, from time.Time) time.Time { return shifted(p, from, 1) }

func shifted(p declaration.Period, t time.Time, by int) time.Time {
	n, unit, ok := p.Parts()
	if !ok {
		return t
	}
	n *= by
	switch unit {
	case "h":
		return t.Add(time.Duration(n) * time.Hour)
	case "d":
		return t.AddDate(0, 0, n)
	case "m":
		return t.AddDate(0, n, 0)
	case "y":
		return t.AddDate(n, 0, 0)
	}
	return t
}
