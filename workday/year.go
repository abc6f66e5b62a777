package workday

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// year is one year's notice.
type year struct {
	Year   int     `json:"year"`
	Notice string  `json:"notice"`
	Days   []entry `json:"days"`

	off map[Day]bool // what Days says, by day
}

// entry is one day that the notice names: off, or worked to make up for one.
type entry struct {
	Date string `json:"date"`
	Name string `json:"name"`
	Off  bool   `json:"off"`
}

// maxFile is far above the four kilobytes of a real year.
const maxFile = 1 << 20

// readYear reads and checks one year, strictly.
func readYear(r io.Reader) (year, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return year{}, fmt.Errorf("reading a calendar year: %w", err)
	}
	if len(b) > maxFile {
		return year{}, fmt.Errorf("a calendar year has at most %d bytes", maxFile)
	}
	var y year
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&y); err != nil {
		return year{}, fmt.Errorf("calendar year, line %d: %w", line(b, dec, err), err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return year{}, fmt.Errorf("calendar year, line %d: something follows the year", line(b, dec, nil))
	}
	err = y.check()
	return y, err
}

// line finds where decoding stopped: where the error says so, and else how far
// the decoder had read.
func line(b []byte, dec *json.Decoder, err error) int {
	at := dec.InputOffset()
	if e := (*json.SyntaxError)(nil); errors.As(err, &e) {
		at = e.Offset
	} else if e := (*json.UnmarshalTypeError)(nil); errors.As(err, &e) {
		at = e.Offset
	}
	return 1 + bytes.Count(b[:min(int(at), len(b))], []byte("\n"))
}

func (y *year) check() error {
	if y.Year < 1950 || y.Year > 2200 {
		return fmt.Errorf("calendar year: year %d is not from 1950 to 2200", y.Year)
	}
	if y.Notice == "" {
		return fmt.Errorf("calendar year %d: notice is empty; give the URL of the official notice", y.Year)
	}
	y.off = make(map[Day]bool, len(y.Days))
	for i, e := range y.Days {
		if err := y.add(e); err != nil {
			return fmt.Errorf("calendar year %d, days[%d]: %w", y.Year, i, err)
		}
	}
	return y.checkFixed()
}

func (y *year) add(e entry) error {
	d, err := ParseDay(e.Date)
	if err != nil {
		return err
	}
	if d.Year != y.Year && (d.Year != y.Year-1 || !reachedBack(d)) {
		return fmt.Errorf("%s is outside the year; only 29 to 31 December before it may be named", d)
	}
	if _, twice := y.off[d]; twice {
		return fmt.Errorf("%s is named twice", d)
	}
	if !e.Off && !d.weekend() {
		return fmt.Errorf("%s is a weekday and worked anyway; only weekend days make up", d)
	}
	y.off[d] = e.Off
	return nil
}

// checkFixed refuses a year without the holidays that fall on the same date
// every year. An empty or half-written file would otherwise pass as a year of
// ordinary weeks, and its deadlines as final.
func (y *year) checkFixed() error {
	for _, m := range []time.Month{time.January, time.May, time.October} {
		if d := (Day{y.Year, m, 1}); !y.off[d] {
			return fmt.Errorf("calendar year %d: %s is not named as off; the file is not complete", y.Year, d)
		}
	}
	return nil
}
