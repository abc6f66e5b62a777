package workday

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"
)

// readOthers reads a calendar that other people compiled from the same notices.
// testdata/chinese-days-1.5.7.txt names its source.
func readOthers(t testing.TB) oracle {
	t.Helper()
	text, err := os.ReadFile("testdata/chinese-days-1.5.7.txt")
	if err != nil {
		t.Fatal(err)
	}
	o := oracle{}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			o[line[1:]] = line[0] == '-'
		}
	}
	if len(o) < 200 {
		t.Fatalf("only %d days were read", len(o))
	}
	return o
}

// TestEveryDayAgreesWithOthers: no day of six years is worked by one and off by the
// other.
func TestEveryDayAgreesWithOthers(t *testing.T) {
	others, c := readOthers(t), China()
	for d := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() < 2027; d = d.AddDate(0, 0, 1) {
		if got, _ := c.Working(Day{d.Year(), d.Month(), d.Day()}); got != others.working(d) {
			t.Errorf("%s: worked %v, others say %v", d.Format(time.DateOnly), got, others.working(d))
		}
	}
}

// TestAMillionDeadlines counts each deadline twice: by the calendar, and day by day
// in a list that other people compiled. Moments are any millisecond of the years,
// told in any zone.
func TestAMillionDeadlines(t *testing.T) {
	n := 1_000_000
	if testing.Short() {
		n = 20_000
	}
	others, c := readOthers(t), China()
	memo := map[time.Time]bool{}
	working := func(d time.Time) bool {
		is, ok := memo[d]
		if !ok {
			is = others.working(d)
			memo[d] = is
		}
		return is
	}
	from := time.Date(2020, 12, 31, 16, 0, 0, 0, time.UTC) // 2021 begins in Shanghai
	span := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC).Sub(from)
	random := rand.New(rand.NewPCG(2021, 2026))
	for range n {
		event := from.Add(time.Duration(random.Int64N(int64(span/time.Millisecond))) * time.Millisecond)
		days := 1 + random.IntN(60)
		got := c.After(event.In(time.FixedZone("", (random.IntN(27)-12)*3600)), days)
		day := event.Add(8 * time.Hour).Truncate(24 * time.Hour)
		for left := days; left > 0; {
			if day = day.Add(24 * time.Hour); working(day) {
				left--
			}
		}
		if !got.At.Equal(day.Add(16*time.Hour)) || got.LastDay != (Day{day.Year(), day.Month(), day.Day()}) || got.Certainty != Final {
			t.Fatalf("%d working days after %s: %s (%s), others say %s", days, event, got.LastDay, got.Certainty, day.Format(time.DateOnly))
		}
	}
}
