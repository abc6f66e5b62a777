package trials

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// A fault is something that was done to one node, and when.
type fault struct {
	kind  string
	node  int
	begun time.Time
	ended time.Time    // zero while it lasts
	hits  atomic.Int64 // requests to the node that failed, or took long, meanwhile
}

// kinds are what is done to nodes, in this order and over again.
var kinds = []string{"kill", "stop", "silence", "sever"}

// A mishap does one fault after another to the nodes of an installation, one at a
// time, and keeps a journal of them.
type mishap struct {
	nodes []*node
	links []*link // of each node to the database
	short bool    // whether to be done soon

	mu     sync.Mutex
	faults []*fault
}

// run does faults until enough is closed, and leaves everything whole. It does
// one of each kind in any case, and in a short run no more.
func (m *mishap) run(enough <-chan struct{}) {
	for i := 0; !m.short || i < len(kinds); i++ {
		select {
		case <-enough:
			if i >= len(kinds) {
				return
			}
		case <-time.After(m.rest()):
		}
		f := &fault{kind: kinds[i%len(kinds)], node: rand.IntN(len(m.nodes)), begun: time.Now()}
		m.mu.Lock()
		m.faults = append(m.faults, f)
		m.mu.Unlock()
		m.do(f)
		m.await(f.node)
		m.mu.Lock()
		f.ended = time.Now()
		m.mu.Unlock()
	}
}

// rest returns how long everything is whole between two faults.
func (m *mishap) rest() time.Duration {
	if m.short {
		return time.Second
	}
	return time.Duration(1+rand.IntN(8)) * time.Second
}

// lasts returns how long a fault is to last: where it can outlast the bound, it
// does so half of the time, and always in a short run.
func (m *mishap) lasts() time.Duration {
	if m.short || rand.IntN(2) == 0 {
		return bound + time.Duration(200+rand.IntN(1000))*time.Millisecond
	}
	return time.Duration(100+rand.IntN(4000)) * time.Millisecond
}

func (m *mishap) do(f *fault) {
	n, l := m.nodes[f.node], m.links[f.node]
	switch f.kind {
	case "kill":
		n.kill()
		pause(time.Duration(rand.IntN(1000)) * time.Millisecond)
		n.up()
	case "stop":
		n.signal(syscall.SIGSTOP)
		pause(m.lasts())
		n.signal(syscall.SIGCONT)
	case "silence":
		l.set(silent)
		pause(m.lasts())
		l.set(flowing)
	case "sever":
		l.set(severed)
		pause(m.lasts() / 3)
		l.set(flowing)
	}
}

// await returns when the node answers again.
func (m *mishap) await(i int) {
	for end := time.Now().Add(patience); time.Now().Before(end); pause(20 * time.Millisecond) {
		if _, err := m.nodes[i].decide("u-nobody", "shop/for-you/browsing-history/recommend", 0, time.Second); err == nil {
			return
		}
	}
}

// suffered notes that a request to a node failed or took long, and reports
// whether a fault explains it.
func (m *mishap) suffered(node int) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.faults) == 0 {
		return false
	}
	f := m.faults[len(m.faults)-1]
	if f.node != node || !f.ended.IsZero() {
		return false
	}
	f.hits.Add(1)
	return true
}

// under names the fault that really hit in a stretch of time, or "".
func (m *mishap) under(from, to time.Time) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := len(m.faults) - 1; i >= 0; i-- {
		f := m.faults[i]
		if f.hits.Load() > 0 && f.begun.Before(to) && (f.ended.IsZero() || f.ended.After(from)) {
			return f.kind
		}
	}
	return ""
}

// tally counts the faults of each kind, and those that hit nothing.
func (m *mishap) tally() (hit map[string]int, missed int) {
	hit = map[string]int{}
	for _, f := range m.faults {
		if f.hits.Load() > 0 {
			hit[f.kind]++
		} else {
			missed++
		}
	}
	return hit, missed
}

// String says what was done and what of it hit, for the log of a trial.
func (m *mishap) String() string {
	hit, missed := m.tally()
	return fmt.Sprintf("faults that hit: %v, faults that hit nothing: %d", hit, missed)
}

// journal lists every fault with when it began and how long it took to be over.
func (m *mishap) journal(since time.Time) (lines []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, f := range m.faults {
		lasted := "not over"
		if !f.ended.IsZero() {
			lasted = f.ended.Sub(f.begun).Round(time.Millisecond).String()
		}
		lines = append(lines, fmt.Sprintf("%v %s of node %d, %s, %d requests hit", f.begun.Sub(since).Round(time.Millisecond), f.kind, f.node, lasted, f.hits.Load()))
	}
	return lines
}
