package rule

import "github.com/volens/volens/declaration"

// LongerThan reports whether p is surely longer than n working days. Three weeks
// without a holiday hold fifteen, that is n/5 weeks hold n; a month and a year
// hold more than any such n. Nothing said is no promise, and not longer.
func LongerThan(p declaration.Period, workdays int) bool {
	n, unit, ok := p.Parts()
	switch {
	case !ok:
		return p == declaration.ForAccount || p == declaration.ForPurpose
	case unit == "wd":
		return n > workdays
	case unit == "d":
		return n*5 > workdays*7
	case unit == "h":
		return n*5 > workdays*7*24
	}
	return unit == "m" || unit == "y"
}
