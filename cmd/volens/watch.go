package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/ledger"
	"github.com/volens/volens/store"
)

// Both numbers are our choice.
const (
	strayed = time.Hour          // by which a clock may differ from the time that has passed
	silence = 3 * 24 * time.Hour // after which, at the start, the time is doubted in which nothing was written
)

// A sight is one look at the clock of the machine.
type sight struct {
	now    time.Time
	newest time.Time     // entry of the record, at the start; zero where there is none, and later
	wall   time.Duration // that went by since the first look, by the clock
	passed time.Duration // that has passed since, by what nobody sets
}

// doubt is what speaks against the clock; nothing where nothing does. Whoever was
// away for long is in doubt as well: a clock that was set ahead looks the same.
func (s sight) doubt() lang.Text {
	away := s.wall - s.passed
	switch {
	case away > strayed || away < -strayed:
		return lang.Text{ZH: "系统时间与实际经过的时间相差超过一小时", EN: "the clock and the time that has passed differ by more than an hour"}
	case s.newest.IsZero():
	case s.now.Sub(s.newest) > silence:
		return lang.Text{ZH: "启动时，系统时间比存证最后一条晚三天以上", EN: "at the start the clock is more than three days after the newest entry of the record"}
	case s.newest.Sub(s.now) > strayed:
		return lang.Text{ZH: "启动时，系统时间早于存证最后一条", EN: "at the start the clock is before the newest entry of the record"}
	}
	return lang.Text{}
}

// A watch keeps what cannot be undone from being done by a wrong clock: as long as it
// is in doubt, nothing is swept or destroyed because of the time. It waits for people
// to look, and then goes on. What has to be done in time never waits for it.
type watch struct {
	newest func(context.Context) (time.Time, error) // entry of the record
	passed func() time.Duration                     // since the start, by what nobody sets
	wait   time.Duration                            // how long a doubt lasts
	log    *slog.Logger

	mu     sync.Mutex
	began  bool
	wall   time.Time     // the clock when it was last set against passed
	at     time.Duration // passed, then
	doubts bool
	since  time.Duration // by passed
	said   time.Duration
}

func newWatch(s *store.Store, wait time.Duration, log *slog.Logger) *watch {
	start := time.Now()
	return &watch{wait: wait, log: log, passed: func() time.Duration { return time.Since(start) },
		newest: func(ctx context.Context) (time.Time, error) { return newestEntry(ctx, s) }}
}

// newestEntry is the time of the newest entry of the record; zero where it is empty.
func newestEntry(ctx context.Context, s *store.Store) (time.Time, error) {
	n, err := s.Size(ctx)
	if err != nil || n == 0 {
		return time.Time{}, err
	}
	b, err := s.Leaf(ctx, n-1)
	if err != nil {
		return time.Time{}, err
	}
	l, err := ledger.ParseLeaf(b)
	return l.Time(), err
}

// Waits reports whether the clock is in doubt. A record that cannot be read says
// nothing for it.
func (w *watch) Waits(ctx context.Context, now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	passed := w.passed()
	s := sight{now: now, wall: now.Round(0).Sub(w.wall), passed: passed - w.at}
	if !w.began {
		newest, err := w.newest(ctx)
		if err != nil {
			return true
		}
		s.wall, s.passed, s.newest = 0, 0, newest
	}
	why := s.doubt()
	if again := why != (lang.Text{}); again || !w.began {
		w.began, w.wall, w.at = true, now.Round(0), passed
		if again {
			w.doubts, w.since = true, passed
			w.say(ctx, why, passed)
		}
	}
	switch {
	case w.doubts && passed-w.since >= w.wait:
		w.doubts = false
	case w.doubts && passed-w.said >= clearEvery:
		w.say(ctx, why, passed)
	}
	return w.doubts
}

// say tells whoever reads the log what is doubted, how long it waits, and what to do.
func (w *watch) say(ctx context.Context, why lang.Text, passed time.Duration) {
	w.said = passed
	attrs := []slog.Attr{slog.Duration("for", max(0, w.wait-(passed-w.since)))}
	if why != (lang.Text{}) {
		attrs = append(attrs, slog.String("why", why.Both()))
	}
	w.log.LogAttrs(ctx, slog.LevelError, "the clock is in doubt: nothing is swept or destroyed", append(attrs,
		slog.String("do", "核对系统时间；无误而不愿等，可用 volens erase period 自行办理 / look at the clock; where it is right and you will not wait, use volens erase period"))...)
}
