package workday

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/volens/volens/lang"
)

// A Certainty says whether a date can still move when a notice is published.
// The values are stored: append only.
type Certainty string

// The certainties.
const (
	Final       Certainty = "final"       // every day it rests on is in a loaded notice
	Provisional Certainty = "provisional" // the earliest bound; may move later, never earlier
)

// Text says the certainty to people.
func (c Certainty) Text() lang.Text {
	if c == Final {
		return lang.Text{ZH: "确定", EN: "final"}
	}
	return lang.Text{ZH: "暂定：放假安排尚未载入，按最早可能的日期计", EN: "provisional: the holiday notice is not loaded yet; the earliest possible date"}
}

// A Deadline is the end of a period of working days.
type Deadline struct {
	At        time.Time `json:"at"`        // 24:00 of LastDay in Shanghai
	LastDay   Day       `json:"last_day"`  // the last day on which one is in time
	Certainty Certainty `json:"certainty"` //
}

// MaxDays is the longest period that After counts. No law comes near it; it
// keeps a wrong number from costing more than a moment.
const MaxDays = 10_000

// A Calendar knows the working days of the years loaded into it. It does not
// change: With returns another. The zero Calendar knows no year, and all it says
// is provisional.
type Calendar struct {
	years   map[int]year
	version string
}

//go:embed data/*.json
var embedded embed.FS

var china = sync.OnceValue(func() Calendar { return fromFiles(embedded) })

// China returns the calendar with all years that this release knows.
func China() Calendar { return china() }

// fromFiles reads the embedded years and panics where one is broken, which can
// only happen at build time.
func fromFiles(fsys fs.FS) Calendar {
	var c Calendar
	names, _ := fs.Glob(fsys, "data/*.json") // the pattern is right
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err == nil {
			c, err = c.With(bytes.NewReader(b))
		}
		if err != nil {
			panic("workday: " + name + ": " + err.Error())
		}
	}
	return c
}

// With returns the calendar with one more year, or with that year replaced. The
// file is as the embedded ones: {"year": 2027, "notice": the URL of the notice,
// "days": [{"date": "2027-01-01", "name": "元旦", "off": true}, …]}, where off
// false marks a weekend day that is worked. A file with any fault is refused
// whole.
func (c Calendar) With(r io.Reader) (Calendar, error) {
	y, err := readYear(r)
	if err != nil {
		return Calendar{}, err
	}
	years := maps.Clone(c.years)
	if years == nil {
		years = map[int]year{}
	}
	years[y.Year] = y
	return Calendar{years: years, version: fingerprint(years)}, nil
}

// fingerprint hashes the years in order.
func fingerprint(years map[int]year) string {
	h := sha256.New()
	enc := json.NewEncoder(h)
	for _, n := range slices.Sorted(maps.Keys(years)) {
		// A hash cannot fail to take bytes, nor can this type fail to encode.
		_ = enc.Encode(years[n])
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// Version identifies the loaded data: it changes whenever a year is added or
// differs. Store it beside a deadline to know what it was counted by.
func (c Calendar) Version() string { return c.version }

// Years returns the first and the last year loaded, both 0 where there is none.
func (c Calendar) Years() (first, last int) {
	if len(c.years) == 0 {
		return 0, 0
	}
	loaded := slices.Sorted(maps.Keys(c.years))
	return loaded[0], loaded[len(loaded)-1]
}

// Notice returns the URL of the notice that a year was loaded from.
func (c Calendar) Notice(year int) (string, bool) {
	y, ok := c.years[year]
	return y.Notice, ok
}

// Working reports whether a day is worked. For a day that no loaded notice
// settles it reports whether the day may be worked: all but 1 January may.
func (c Calendar) Working(d Day) (bool, Certainty) {
	// A notice reaches back into the last days of the year before, and being the
	// later word it is asked first.
	if off, listed := c.years[d.Year+1].off[d]; listed {
		return !off, Final
	}
	if off, listed := c.years[d.Year].off[d]; listed {
		return !off, Final
	}
	if d.Month == time.January && d.Day == 1 {
		return false, Final
	}
	if c.settled(d) {
		return !d.weekend(), Final
	}
	return true, Provisional
}

// settled reports whether the loaded notices say all there is to say of a day:
// that of its own year and, for the last days of December, that of the next.
func (c Calendar) settled(d Day) bool {
	_, own := c.years[d.Year]
	_, next := c.years[d.Year+1]
	return own && (next || !reachedBack(d))
}

// reachedBack reports whether the notice of the next year may still speak of a
// day: none so far has reached further back than 29 December.
func reachedBack(d Day) bool { return d.Month == time.December && d.Day >= 29 }

// After returns the deadline n working days after the event, whose own day in
// Shanghai is not counted. n is taken as 1 where it is less, and as MaxDays
// where it is more. A provisional deadline is the earliest bound: right for a
// time limit, but too early for a minimum length, which should wait for Final.
func (c Calendar) After(event time.Time, n int) Deadline {
	n = min(max(n, 1), MaxDays)
	d, certainty := DayOf(event), Final
	for n > 0 {
		d = d.Next()
		working, sure := c.Working(d)
		if sure == Provisional {
			certainty = Provisional
		}
		if working {
			n--
		}
	}
	return Deadline{At: d.End(), LastDay: d, Certainty: certainty}
}
