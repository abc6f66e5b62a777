package load

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func server(t *testing.T, h http.HandlerFunc) string {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://")
}

// Every request arrives whole and every answer is read to its end, whether its
// length is told or not.
func TestClosedAsksOverAndOver(t *testing.T) {
	var asked atomic.Int64
	addr := server(t, func(w http.ResponseWriter, r *http.Request) {
		if b, _ := io.ReadAll(r.Body); string(b) != "ask" || r.Header.Get("X-K") != "v" {
			w.WriteHeader(400)
		}
		if asked.Add(1)%2 == 0 {
			w.(http.Flusher).Flush()
		}
		_, _ = io.WriteString(w, strings.Repeat("x", 5000))
	})
	req := Post(addr, "/", "X-K: v\r\n", []byte("ask"))
	r, err := Closed(addr, 4, 50*time.Millisecond, func(int) []byte { return req })
	if err != nil || r.Failed > 0 || r.Done == 0 || int64(r.Done) != asked.Load() {
		t.Errorf("%d done of %d, %d failed: %v %v", r.Done, asked.Load(), r.Failed, r.First, err)
	}
}

func TestFailuresAreCounted(t *testing.T) {
	addr := server(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) })
	req := Get(addr, "/", "")
	if r, err := Closed(addr, 2, 20*time.Millisecond, func(int) []byte { return req }); err != nil || r.Failed != 2 || r.Done != 0 || r.First == nil {
		t.Errorf("%+v %v", r, err)
	}
}

// A server that stalls once is charged for everything that was due meanwhile, not
// for one slow answer.
func TestOpenCountsFromWhenARequestWasDue(t *testing.T) {
	const stall = 200 * time.Millisecond
	var asked atomic.Int64
	addr := server(t, func(http.ResponseWriter, *http.Request) {
		if asked.Add(1) == 1 {
			time.Sleep(stall)
		}
	})
	req := Get(addr, "/", "")
	r, err := Open(addr, 1, 500, 2*stall, func(int) []byte { return req })
	if err != nil || r.Failed > 0 || r.Done != 200 {
		t.Fatalf("%+v %v", r, err)
	}
	if p := r.Latency(0.75); p < stall/4 {
		t.Errorf("three in four took at most %v: the stall was forgotten", p)
	}
	if r.Latency(1) < stall || r.Latency(0) > r.Latency(1) {
		t.Errorf("from %v to %v", r.Latency(0), r.Latency(1))
	}
}
