package workday

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// An oracle knows nothing but the files, as strings, and goes day by day.
type oracle map[string]bool // date → off

func readOracle(t *testing.T) oracle {
	t.Helper()
	o := oracle{}
	for y := 2021; y <= 2026; y++ {
		b, err := os.ReadFile(fmt.Sprintf("data/%d.json", y))
		if err != nil {
			t.Fatal(err)
		}
		var f struct {
			Days []struct {
				Date string
				Off  bool
			}
		}
		if err := json.Unmarshal(b, &f); err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Days {
			o[d.Date] = d.Off
		}
	}
	return o
}

func (o oracle) working(t time.Time) bool {
	if off, ok := o[t.Format("2006-01-02")]; ok {
		return !off
	}
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday
}

// after returns 00:00 UTC of the last day, treating days as if they were in UTC.
func (o oracle) after(day time.Time, n int) time.Time {
	for n > 0 {
		day = day.Add(24 * time.Hour)
		if o.working(day) {
			n--
		}
	}
	return day
}

// draw picks a day and a length whose deadline lies in the loaded years.
func draw(t *rapid.T) (time.Time, int) {
	from := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	return from.Add(time.Duration(rapid.IntRange(0, 5*365+200).Draw(t, "day")) * 24 * time.Hour), rapid.IntRange(1, 60).Draw(t, "n")
}

// moment is some time of that day in Shanghai.
func moment(t *rapid.T, day time.Time) time.Time {
	y, m, d := day.Date()
	second := rapid.IntRange(0, 24*60*60-1).Draw(t, "second")
	return time.Date(y, m, d, 0, 0, second, 0, Shanghai)
}

func TestAfterAgreesWithNaiveLoop(t *testing.T) {
	o, c := readOracle(t), China()
	rapid.Check(t, func(t *rapid.T) {
		day, n := draw(t)
		got, want := c.After(moment(t, day), n), o.after(day, n)
		if got.LastDay.String() != want.Format(time.DateOnly) || got.Certainty != Final {
			t.Fatalf("%d days after %s: got %s %s, want %s", n, day.Format(time.DateOnly), got.LastDay, got.Certainty, want.Format(time.DateOnly))
		}
		if !got.At.Equal(want.Add(16 * time.Hour)) { // 24:00 in Shanghai is 16:00 UTC
			t.Fatalf("%s ends at %s", got.LastDay, got.At)
		}
	})
}

func TestAfterProperties(t *testing.T) {
	o, c := readOracle(t), China()
	rapid.Check(t, func(t *rapid.T) {
		day, n := draw(t)
		got := c.After(moment(t, day), n)
		if working, _ := c.Working(got.LastDay); !working {
			t.Fatalf("the last day %s is not a working day", got.LastDay)
		}
		back := 0
		for d := got.LastDay.Start(); d.After(day); d = d.Add(-24 * time.Hour) {
			if o.working(d) {
				back++
			}
		}
		if back != n {
			t.Fatalf("counting back from %s to %s gives %d, want %d", got.LastDay, day.Format(time.DateOnly), back, n)
		}
		if later := c.After(moment(t, day.Add(24*time.Hour)), n); later.At.Before(got.At) {
			t.Fatalf("a day later gives the earlier deadline %s", later.LastDay)
		}
		if longer := c.After(moment(t, day), n+1); !got.At.Before(longer.At) {
			t.Fatalf("one more day gives %s, not later than %s", longer.LastDay, got.LastDay)
		}
	})
}

// TestProvisionalIsNeverLate hides each year in turn: the bound given without it
// is at or before the deadline that the year then brings. Ordinary weeks would
// fail here, for make-up weekends bring the true deadline forward.
func TestProvisionalIsNeverLate(t *testing.T) {
	c := China()
	for hidden := 2021; hidden <= 2026; hidden++ {
		without := withoutYear(t, hidden)
		t.Run(fmt.Sprint(hidden), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				day, n := draw(t)
				event := moment(t, day)
				bound, truth := without.After(event, n), c.After(event, n)
				if bound.At.After(truth.At) {
					t.Fatalf("%d days after %s: bound %s is after the true %s", n, event, bound.LastDay, truth.LastDay)
				}
				if bound != truth && bound.Certainty != Provisional {
					t.Fatalf("%d days after %s: final %s moved to %s", n, event, bound.LastDay, truth.LastDay)
				}
			})
		})
	}
}

func withoutYear(t *testing.T, hidden int) Calendar {
	t.Helper()
	var c Calendar
	for y := 2021; y <= 2026; y++ {
		if y == hidden {
			continue
		}
		b, err := os.ReadFile(fmt.Sprintf("data/%d.json", y))
		if err != nil {
			t.Fatal(err)
		}
		if c, err = c.With(bytes.NewReader(b)); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// FuzzWith: no file makes the calendar panic or half-change.
func FuzzWith(f *testing.F) {
	f.Add([]byte(year2027))
	f.Add([]byte(`{"year": 1e9}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := China().With(bytes.NewReader(b))
		if err != nil && c.Version() != "" {
			t.Error("an error with a calendar")
		}
	})
}
