package workday

import (
	"fmt"
	"time"
)

// Shanghai is the time zone of every deadline: UTC+8 all year.
var Shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// A Day is a calendar day in Shanghai. Days are comparable.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// DayOf returns the day in Shanghai on which t falls.
func DayOf(t time.Time) Day {
	y, m, d := t.In(Shanghai).Date()
	return Day{y, m, d}
}

// ParseDay reads a day written as 2026-10-09.
func ParseDay(s string) (Day, error) {
	t, err := time.ParseInLocation(time.DateOnly, s, Shanghai)
	if err != nil {
		return Day{}, fmt.Errorf("%q is not a date like 2026-10-09", s)
	}
	return DayOf(t), nil
}

// String writes the day as 2026-10-09.
func (d Day) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// MarshalText writes the day as String does.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Day) UnmarshalText(b []byte) error {
	p, err := ParseDay(string(b))
	if err == nil {
		*d = p
	}
	return err
}

// Start returns 00:00 of the day in Shanghai.
func (d Day) Start() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, Shanghai) }

// End returns 24:00 of the day, which is 00:00 of the next.
func (d Day) End() time.Time { return d.Next().Start() }

// Next returns the day after.
func (d Day) Next() Day { return DayOf(time.Date(d.Year, d.Month, d.Day+1, 0, 0, 0, 0, Shanghai)) }

// Before reports whether d comes before other.
func (d Day) Before(other Day) bool { return d.Start().Before(other.Start()) }

func (d Day) weekend() bool {
	w := d.Start().Weekday()
	return w == time.Saturday || w == time.Sunday
}
