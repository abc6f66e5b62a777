package rule

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
)

func TestShorter(t *testing.T) {
	for _, c := range []struct {
		p, q declaration.Period
		want bool
	}{
		{"11m", "1y", true}, {"12m", "1y", false}, {"1y", "12m", false},
		{"364d", "1y", true}, {"365d", "1y", false}, {"1y", "365d", false}, {"1y", "367d", true},
		{"180d", "6m", true}, {"181d", "6m", false}, {"5m", "6m", true}, {"6m", "6m", false},
		{"24h", "1d", false}, {"23h", "1d", true},
		{"15wd", "1m", false}, {"15wd", "2m", true}, {"1m", "60wd", true},
		{"moment", "1h", true}, {"session", "2d", true}, {"session", "1h", false},
		{"account", "3y", false}, {"1d", "account", false}, {"purpose", "3y", false}, {"", "3y", false}, {"1d", "", false},
		{"99999999999999999999y", "1d", false},
	} {
		if got := Shorter(c.p, c.q); got != c.want {
			t.Errorf("%s shorter than %s: %v", c.p, c.q, got)
		}
	}
}

// However a period of months falls in the calendar, it lies between the bounds.
func TestHoursHoldTheCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := time.Date(2001, 1, 1+rapid.IntRange(0, 40000).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		n := rapid.IntRange(0, 130).Draw(t, "months")
		if from.Day() > 28 {
			from = from.AddDate(0, 0, -3) // a month from the 31st is another question
		}
		days := int(from.AddDate(0, n, 0).Sub(from).Hours() / 24)
		least, most := leastDays(n), mostDays(n)
		if days < least || days > most {
			t.Errorf("%d months from %s are %d days, not within %d and %d", n, from.Format(time.DateOnly), days, least, most)
		}
	})
}

func TestPeriodOf(t *testing.T) {
	for id, want := range map[string]declaration.Period{
		"logs-kept": "6m", "provision-records": "3y", "erasure-draft": "15wd", "incident-report-draft": "8h", "officer-people": "",
	} {
		if got := PeriodOf(law.Param(id)); got != want {
			t.Errorf("%s: %q", id, got)
		}
	}
}
