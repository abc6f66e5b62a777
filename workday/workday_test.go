package workday

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func day(t *testing.T, s string) Day {
	t.Helper()
	d, err := ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestAfter holds dates that were counted by hand from the notices: long
// holidays, make-up weekends on both sides, two holidays in one period.
func TestAfter(t *testing.T) {
	for _, c := range []struct {
		event string
		want  map[int]string
	}{
		{"2021-11-15", map[int]string{3: "2021-11-18", 5: "2021-11-22", 15: "2021-12-06", 30: "2021-12-27"}},
		{"2024-02-08", map[int]string{3: "2024-02-19", 5: "2024-02-21", 15: "2024-03-06", 30: "2024-03-27"}},
		{"2025-09-30", map[int]string{3: "2025-10-11", 5: "2025-10-14", 15: "2025-10-28", 30: "2025-11-18"}},
		{"2026-02-12", map[int]string{3: "2026-02-24", 5: "2026-02-26", 15: "2026-03-11", 30: "2026-04-01"}},
		{"2026-09-11", map[int]string{3: "2026-09-16", 5: "2026-09-18", 15: "2026-10-09", 30: "2026-10-29"}},
		{"2026-09-24", map[int]string{3: "2026-09-30", 5: "2026-10-09", 15: "2026-10-22", 30: "2026-11-12"}},
	} {
		for n, want := range c.want {
			last := day(t, want)
			got := China().After(day(t, c.event).Start().Add(15*time.Hour), n)
			if diff := cmp.Diff(Deadline{At: last.End(), LastDay: last, Certainty: Final}, got); diff != "" {
				t.Errorf("%d working days after %s (-want +got):\n%s", n, c.event, diff)
			}
		}
	}
}

// TestWorkingDaysPerYear compares whole years with published counts.
func TestWorkingDaysPerYear(t *testing.T) {
	for year, want := range map[int]int{2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248} {
		got := 0
		for d := (Day{year, 1, 1}); d.Year == year; d = d.Next() {
			if working, _ := China().Working(d); working {
				got++
			}
		}
		if got != want {
			t.Errorf("%d has %d working days, want %d", year, got, want)
		}
	}
}

func TestWorking(t *testing.T) {
	for _, c := range []struct {
		day       string
		working   bool
		certainty Certainty
		why       string
	}{
		{"2026-11-20", true, Final, "a Friday"},
		{"2026-11-21", false, Final, "a Saturday"},
		{"2026-10-05", false, Final, "a Monday in a holiday"},
		{"2026-10-10", true, Final, "a Saturday that makes up"},
		{"2022-12-31", false, Final, "named by the notice of the next year"},
		{"2026-12-28", true, Final, "no notice reaches back so far"},
		{"2026-12-29", true, Provisional, "the notice of 2027 may speak of it"},
		{"2027-01-01", false, Final, "always a holiday"},
		{"2027-01-02", true, Provisional, "a Saturday of an unknown year may make up"},
		{"2020-06-25", true, Provisional, "before the first year"},
	} {
		working, certainty := China().Working(day(t, c.day))
		if working != c.working || certainty != c.certainty {
			t.Errorf("%s (%s): got %v, %s; want %v, %s", c.day, c.why, working, certainty, c.working, c.certainty)
		}
	}
}

// TestUnknownYear: New Year's Day is skipped, all else counts, and the answer
// says that it may move.
func TestUnknownYear(t *testing.T) {
	got := China().After(day(t, "2026-12-30").Start(), 4)
	want := day(t, "2027-01-04") // 31 Dec, 2 Jan, 3 Jan, 4 Jan
	if got.LastDay != want || got.Certainty != Provisional {
		t.Errorf("got %s %s, want %s provisional", got.LastDay, got.Certainty, want)
	}
	if got := (Calendar{}).After(day(t, "2026-06-01").Start(), 1); got.Certainty != Provisional || got.LastDay != day(t, "2026-06-02") {
		t.Errorf("zero calendar: %+v", got)
	}
}

// TestShanghai: the event's day is the day in Shanghai, whatever zone it is told in.
func TestShanghai(t *testing.T) {
	event := time.Date(2026, 9, 13, 16, 30, 0, 0, time.UTC) // Monday 14 September, 00:30, in Shanghai
	got := China().After(event, 1)
	if want := time.Date(2026, 9, 15, 16, 0, 0, 0, time.UTC); !got.At.Equal(want) {
		t.Errorf("deadline %s, want %s", got.At, want)
	}
}

func TestLengthIsBounded(t *testing.T) {
	event := day(t, "2026-01-05").Start()
	if got, want := China().After(event, 1<<62), China().After(event, MaxDays); got != want {
		t.Errorf("more than MaxDays: %v, want %v", got, want)
	}
	for _, n := range []int{0, -5} {
		if got, want := China().After(event, n), China().After(event, 1); got != want {
			t.Errorf("%d: %v, want %v", n, got, want)
		}
	}
}

const year2027 = `{
  "year": 2027,
  "notice": "https://example.org/notice",
  "days": [
    {"date": "2026-12-31", "name": "元旦", "off": true},
    {"date": "2027-01-01", "name": "元旦", "off": true},
    {"date": "2027-01-03", "name": "元旦", "off": false},
    {"date": "2027-05-01", "name": "劳动节", "off": true},
    {"date": "2027-10-01", "name": "国庆节", "off": true}
  ]
}
`

// TestWith: loading a year turns provisional into final, moves the deadline
// later or leaves it, and leaves the calendar it started from alone.
func TestWith(t *testing.T) {
	before := China()
	after, err := before.With(strings.NewReader(year2027))
	if err != nil {
		t.Fatal(err)
	}
	event := day(t, "2026-12-30").Start()
	if got := after.After(event, 2); got.LastDay != day(t, "2027-01-04") || got.Certainty != Final {
		t.Errorf("with 2027: %s %s", got.LastDay, got.Certainty)
	}
	if got := before.After(event, 2); got.Certainty != Provisional {
		t.Errorf("China() has changed: %s %s", got.LastDay, got.Certainty)
	}
	if _, last := after.Years(); last != 2027 {
		t.Errorf("last year %d", last)
	}
	if url, ok := after.Notice(2027); !ok || url != "https://example.org/notice" {
		t.Errorf("notice %q %v", url, ok)
	}
	again, err := after.With(strings.NewReader(strings.Replace(year2027, `"2027-01-03", "name": "元旦", "off": false`, `"2027-01-04", "name": "元旦", "off": true`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if before.Version() == after.Version() || after.Version() == again.Version() || len(after.Version()) != 16 {
		t.Errorf("versions %s %s %s", before.Version(), after.Version(), again.Version())
	}
	if working, _ := again.Working(day(t, "2027-01-03")); working {
		t.Error("a year loaded again keeps days of its first version")
	}
}

func TestYears(t *testing.T) {
	if first, last := China().Years(); first != 2021 || last != 2026 {
		t.Errorf("China knows %d to %d", first, last)
	}
	if first, last := (Calendar{}).Years(); first != 0 || last != 0 {
		t.Errorf("the zero calendar knows %d to %d", first, last)
	}
	for y := 2021; y <= 2026; y++ {
		if url, ok := China().Notice(y); !ok || !strings.HasPrefix(url, "https://www.gov.cn/") {
			t.Errorf("%d: notice %q", y, url)
		}
	}
}

func TestWithRefuses(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"not JSON", "2027,", "2027,,", "line 2: "},
		{"wrong type", `"off": false`, `"off": "no"`, "line 7: "},
		{"unknown field", `"notice"`, `"paper"`, `unknown field "paper"`},
		{"more after it", "]\n}\n", "]\n}\n{}", "line 12: something follows"},
		{"year out of range", "2027,", "20270,", "year 20270 is not from 1950 to 2200"},
		{"no notice", "https://example.org/notice", "", "notice is empty"},
		{"not a date", "2027-05-01", "2027-5-1", `days[3]: "2027-5-1" is not a date`},
		{"no such day", "2027-05-01", "2027-02-30", `days[3]: "2027-02-30" is not a date`},
		{"another year", "2027-05-01", "2028-05-01", "days[3]: 2028-05-01 is outside the year"},
		{"too far back", "2026-12-31", "2026-12-28", "days[0]: 2026-12-28 is outside the year"},
		{"the year mismatches", `"year": 2027`, `"year": 2026`, "days[1]: 2027-01-01 is outside the year"},
		{"twice", "2027-01-03", "2027-01-01", "days[2]: 2027-01-01 is named twice"},
		{"a weekday worked", "2027-01-03", "2027-01-04", "days[2]: 2027-01-04 is a weekday"},
		{"no first of May", "2027-05-01", "2027-05-02", "2027-05-01 is not named as off"},
		{"not off on National Day", `"国庆节", "off": true`, `"国庆节", "off": false`, "days[4]: 2027-10-01 is a weekday"},
		{"too large", "元旦", strings.Repeat("元", maxFile), "at most"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := China().With(strings.NewReader(strings.Replace(year2027, c.old, c.new, 1)))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want something with %q", err, c.want)
			}
		})
	}
	if _, err := China().With(iotest.ErrReader(fs.ErrClosed)); err == nil || !strings.Contains(err.Error(), "reading") {
		t.Errorf("a broken reader: %v", err)
	}
	if _, err := China().With(strings.NewReader(`{"year": 2027, "notice": "https://example.org", "days": []}`)); err == nil {
		t.Error("an empty year was accepted: its deadlines would have been final")
	}
}

func TestBrokenEmbeddedYearPanics(t *testing.T) {
	defer func() {
		if r := recover(); r == nil || !strings.Contains(fmt.Sprint(r), "data/2021.json") {
			t.Errorf("recovered %v", r)
		}
	}()
	fromFiles(fstest.MapFS{"data/2021.json": {Data: []byte("{}")}})
}

func TestDayText(t *testing.T) {
	var d Day
	if err := json.Unmarshal([]byte(`"2026-10-09"`), &d); err != nil {
		t.Fatal(err)
	}
	if b, _ := json.Marshal(d); !bytes.Equal(b, []byte(`"2026-10-09"`)) {
		t.Errorf("got %s", b)
	}
	if err := json.Unmarshal([]byte(`"9 October"`), &d); err == nil {
		t.Error("a date in words was read")
	}
	if !d.Before(d.Next()) || d.Before(d) {
		t.Error("Before")
	}
}

func TestCertaintyText(t *testing.T) {
	for _, c := range []Certainty{Final, Provisional} {
		if text := c.Text(); text.ZH == "" || text.EN == "" {
			t.Errorf("%s has no text in one language", c)
		}
	}
}
