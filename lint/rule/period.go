package rule

import (
	"strconv"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
)

// PeriodOf is the period that a parameter sets, or "" where it counts no time
// that a declaration can write.
func PeriodOf(p law.Parameter) declaration.Period {
	unit, ok := map[law.Unit]string{law.Hour: "h", law.Day: "d", law.Workday: "wd", law.Month: "m", law.Year: "y"}[p.Unit]
	if !ok {
		return ""
	}
	return declaration.Period(strconv.Itoa(p.Value) + unit)
}

// Shorter reports whether p is surely shorter than q: a year has 365 days or 366,
// so 365d is not shorter than 1y and 364d is. Where it depends on the person, as
// with account and purpose, or on the calendar, it reports false.
func Shorter(p, q declaration.Period) bool {
	if a, ok := months(p); ok {
		if b, ok := months(q); ok {
			return a < b
		}
	}
	_, most, ok := Hours(p)
	least, _, known := Hours(q)
	return ok && known && most < least
}

// months returns the length of a period that is written in months or years.
func months(p declaration.Period) (n int, ok bool) {
	n, unit, ok := p.Parts()
	switch {
	case ok && unit == "y":
		return 12 * n, true
	case ok && unit == "m":
		return n, true
	}
	return 0, false
}

// longest is the length in years from which periods are all the same to us; it
// keeps numbers in range, whatever somebody writes.
const longest = 1000

// Hours returns the least and the most hours that a period can last, wherever in
// the calendar it begins. It returns false for a period that nobody can know, and
// for "". A visit is taken to end within a day.
func Hours(p declaration.Period) (least, most int, ok bool) {
	switch p {
	case declaration.ForMoment:
		return 0, 0, true
	case declaration.ForSession:
		return 0, 24, true
	}
	n, unit, ok := p.Parts()
	n = min(n, longest*366*24)
	switch unit {
	case "h":
		return n, n, ok
	case "d":
		return 24 * n, 24 * n, ok
	case "wd":
		return 24 * n, 24 * workdays(n), ok
	case "m", "y":
		n, ok = months(p)
		n = min(n, 12*longest)
		return 24 * leastDays(n), 24 * mostDays(n), ok
	}
	return 0, 0, false
}

// workdays returns more calendar days than n working days can take: at least half
// of all days are working days, save for one long holiday.
func workdays(n int) int { return 2*n + 10 }

// leastDays returns how few days n months can have.
func leastDays(n int) int {
	short := [12]int{0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334} // beginning with a February
	return n/12*365 + short[n%12]
}

// mostDays returns no fewer days than n months can have.
func mostDays(n int) int { return n/12*366 + n%12*31 }
