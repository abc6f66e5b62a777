package httpx_test

import (
	"testing"
	"time"

	"github.com/volens/volens/fault"
	"github.com/volens/volens/internal/httpx"
)

// TestAFloodIsHeldBack: thirty at once and ten a second, whatever the clock does.
func TestAFloodIsHeldBack(t *testing.T) {
	var v httpx.Dam
	at := time.Date(2026, 11, 21, 1, 0, 0, 0, time.UTC)
	let := func(tries int) (n int) {
		t.Helper()
		for range tries {
			switch err := v.Take(at); {
			case err == nil:
				n++
			case fault.KindOf(err) != fault.TooMany:
				t.Fatal(err)
			}
		}
		return n
	}
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{0, 30}, {0, 0}, {99 * time.Millisecond, 0}, {time.Millisecond, 1}, {time.Second, 10}, {time.Hour, 30}, {-10 * 365 * 24 * time.Hour, 30}, {time.Second, 10}} {
		at = at.Add(step.after)
		if n := let(100); n != step.want {
			t.Errorf("after %s: %d let through, want %d", step.after, n, step.want)
		}
	}
}
