package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/volens/volens/lang"
)

// TestDoubt: what speaks against a clock, and what does not.
func TestDoubt(t *testing.T) {
	now := time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		s      sight
		doubts bool
	}{
		{"nothing is written yet", sight{now: now}, false},
		{"written a moment ago", sight{now: now, newest: now.Add(-time.Second)}, false},
		{"three days off", sight{now: now, newest: now.Add(-silence)}, false},
		{"longer off, or set ahead", sight{now: now, newest: now.Add(-silence - time.Second)}, true},
		{"a year ahead", sight{now: now.AddDate(1, 0, 0), newest: now}, true},
		{"another node is a little ahead", sight{now: now, newest: now.Add(time.Hour)}, false},
		{"before what was written", sight{now: now, newest: now.Add(time.Hour + time.Second)}, true},
		{"as time goes", sight{now: now, wall: 240 * time.Hour, passed: 240 * time.Hour}, false},
		{"corrected by minutes", sight{now: now, wall: time.Hour, passed: time.Minute}, false},
		{"set ahead", sight{now: now, wall: 2 * time.Hour, passed: time.Minute}, true},
		{"set back", sight{now: now, wall: -2 * time.Hour, passed: time.Minute}, true},
		{"ten years", sight{now: now, wall: 10 * 365 * 24 * time.Hour, passed: time.Second}, true},
	} {
		if got := c.s.doubt() != (lang.Text{}); got != c.doubts {
			t.Errorf("%s: doubted %t", c.name, got)
		}
	}
}

// TestWatch: a doubt lasts for the time of its own, whatever the clock says meanwhile,
// is said at once and every hour, and another begins it anew.
func TestWatch(t *testing.T) {
	var passed time.Duration
	var said bytes.Buffer
	start := time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)
	fails := errors.New("no record")
	w := &watch{wait: 24 * time.Hour, passed: func() time.Duration { return passed }, log: slog.New(slog.NewJSONHandler(&said, nil)),
		newest: func(context.Context) (time.Time, error) { return start, fails }}
	look := func(at, clock time.Duration, want bool, lines int) {
		t.Helper()
		passed = at
		said.Reset()
		if got := w.Waits(t.Context(), start.Add(clock)); got != want {
			t.Errorf("after %s, at %s: waits %t", at, clock, got)
		}
		if n := strings.Count(said.String(), `"level":"ERROR"`); n != lines || n > 0 && !strings.Contains(said.String(), "volens erase period") {
			t.Errorf("after %s: %d lines: %s", at, n, said.String())
		}
	}
	look(0, 0, true, 0) // the record cannot be read
	fails = nil
	look(time.Second, time.Second, false, 0)
	look(48*time.Hour, 48*time.Hour, false, 0)
	const year = 365 * 24 * time.Hour
	look(49*time.Hour, 49*time.Hour+year, true, 1)
	look(49*time.Hour+30*time.Minute, 49*time.Hour+30*time.Minute+year, true, 0)
	look(50*time.Hour, 50*time.Hour+year, true, 1)
	look(60*time.Hour, 60*time.Hour, true, 1) // set right
	look(83*time.Hour, 83*time.Hour, true, 1)
	look(84*time.Hour, 84*time.Hour, false, 0)

	w.began = false // another start, long after
	look(0, year, true, 1)
	look(24*time.Hour, year+24*time.Hour, false, 0)
}
