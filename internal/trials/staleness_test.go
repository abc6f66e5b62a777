package trials

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/volens/volens/internal/testdb"
)

const (
	workers   = 8
	writeTime = 2 * time.Second  // a client gives a request up and goes to another node
	readTime  = 15 * time.Second // long: an answer that comes late is what is looked for
)

// A staleness is a trial of how long permits outlive a withdrawal.
type staleness struct {
	t      *testing.T
	nodes  []*node
	mishap *mishap
	oracle oracle

	shunned     [3]atomic.Int64 // until when clients go elsewhere with what any node can do, in Unix milliseconds
	people      atomic.Int64
	unexplained atomic.Int64 // requests that failed without a fault
	begun       atomic.Int64 // withdrawals
	abandoned   atomic.Int64 // people whose grant could not be had: no trial
	judging     sync.WaitGroup
}

// installation starts nodes on one PostgreSQL, each by a link of its own.
func installation(t *testing.T, size int) (nodes []*node, links []*link, args []string) {
	url, keys := testdb.Postgres(t), filepath.Join(t.TempDir(), "keys")
	for i := range size {
		l, through := toDatabase(t, url)
		nodes = append(nodes, newNode(t, fmt.Sprint("node ", i), "--database", through, "--keys", keys, "--declaration", shopFile).up())
		links = append(links, l)
	}
	return nodes, links, []string{"--database", url, "--keys", keys}
}

// TestNoPermitOutlivesTheBound withdraws under load on three nodes while they are
// killed, stopped and cut off from the database, one at a time.
func TestNoPermitOutlivesTheBound(t *testing.T) {
	t.Parallel()
	const short = 500
	count := howMany(t, "VOLENS_WITHDRAWALS", short)
	nodes, links, args := installation(t, 3)
	s := &staleness{t: t, nodes: nodes, mishap: &mishap{nodes: nodes, links: links, short: count <= short}}
	began := time.Now()
	s.run(int64(count))
	o := &s.oracle
	t.Logf("%d withdrawals in %v, %d of them while a fault hit %v; %d people without a grant: no trial",
		o.judged, time.Since(began).Round(time.Second), len(o.faulty), o.asUnder, s.abandoned.Load())
	t.Log(s.mishap)
	if s.mishap.short {
		t.Log(strings.Join(s.mishap.journal(began), "\n"))
	}
	t.Logf("healthy: last permit given after the acknowledgement: p50 %v, p99 %v, most %v",
		quantile(o.healthy, .5), quantile(o.healthy, .99), quantile(o.healthy, 1))
	t.Logf("under faults: p50 %v, p99 %v, most %v", quantile(o.faulty, .5), quantile(o.faulty, .99), quantile(o.faulty, 1))
	t.Logf("permits received after an acknowledgement: %d, of those past valid_until on arrival: %d; relied on for at most %v",
		o.permits, o.expired, o.longest)
	for i, l := range o.late {
		if i == 20 {
			t.Errorf("and %d more", len(o.late)-i)
			break
		}
		t.Errorf("%s: a permit was relied on until %v after the withdrawal was acknowledged", l.node, l.after)
	}
	if o.judged < count {
		t.Errorf("only %d of %d withdrawals were tried", o.judged, count)
	}
	hit, _ := s.mishap.tally()
	for _, kind := range kinds {
		if hit[kind] == 0 {
			t.Errorf("no fault of kind %s hit anything: it was not tried", kind)
		}
	}
	verified(t, args...)
}

// run makes withdrawals under faults until there are enough of both.
func (s *staleness) run(count int64) {
	enough, whole := make(chan struct{}), make(chan struct{})
	var clients, faults sync.WaitGroup
	faults.Go(func() {
		s.mishap.run(enough)
		close(whole)
	})
	for range workers {
		clients.Go(func() {
			for s.begun.Load() < count || !closed(whole) {
				s.person()
				if s.begun.Load() >= count {
					pause(20 * time.Millisecond) // the rest is load for the faults
				}
			}
		})
	}
	for s.begun.Load() < count {
		pause(50 * time.Millisecond)
	}
	close(enough)
	faults.Wait()
	clients.Wait()
	s.judging.Wait()
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// person grants everything as a new person, then takes back one use after another.
func (s *staleness) person() {
	subject := fmt.Sprint("u-", s.people.Add(1))
	i := s.pick()
	a, err := s.nodes[i].ask(subject, writeTime)
	var version int64
	if err == nil {
		version, _, err = s.nodes[i].answer(a, true, writeTime)
	}
	if err != nil {
		s.trouble(i, err)
		s.abandoned.Add(1)
		return
	}
	for _, use := range a.uses() {
		if !strings.Contains(use, ">") { // a giving ends with the use that it hangs on
			s.withdrawal(subject, use, version)
		}
	}
}

// pick returns a node that did not fail just now.
func (s *staleness) pick() int {
	i := rand.IntN(len(s.nodes))
	if s.shunned[i].Load() > time.Now().UnixMilli() {
		i = (i + 1 + rand.IntN(len(s.nodes)-1)) % len(s.nodes)
	}
	return i
}

// trouble has clients shun a node for a while. It checks that a failed request is explained by a fault. Where the primary
// is busy with a fault of one node, others may have to wait too.
func (s *staleness) trouble(node int, err error) {
	s.shunned[node].Store(time.Now().Add(time.Second).UnixMilli())
	if !s.mishap.suffered(node) && s.mishap.under(time.Now().Add(-time.Second), time.Now()) == "" {
		if s.unexplained.Add(1) <= 10 {
			s.t.Logf("without a fault: %s: %v", s.nodes[node].name, err)
		}
	}
}

// withdrawal takes one use back and has it watched on every node.
func (s *staleness) withdrawal(subject, use string, granted int64) {
	w := &watched{s: s, subject: subject, use: use, from: time.Now()}
	i := s.pick()
	if !w.look(i, granted, writeTime) {
		s.abandoned.Add(1)
		return // nobody permits: there is nothing to withdraw that anybody relies on
	}
	s.begun.Add(1)
	var nodes sync.WaitGroup
	for i := range s.nodes {
		nodes.Go(func() { w.watch(i) })
	}
	for {
		_, _, _, err := s.nodes[i].withdraw(subject, use, writeTime)
		if err == nil {
			break
		}
		s.trouble(i, err)
		i = s.pick()
	}
	acked := time.Now()
	w.acked.Store(&acked)
	s.judging.Go(func() {
		nodes.Wait()
		pause(time.Until(acked.Add(bound + 100*time.Millisecond)))
		for i := range s.nodes { // once more, when the bound is over
			w.look(i, 0, writeTime)
		}
		s.oracle.judge(acked, w.permits, s.mishap.under(w.from, acked.Add(bound)))
	})
}

// A watched is a withdrawal whose permits are being collected.
type watched struct {
	s            *staleness
	subject, use string
	from         time.Time
	acked        atomic.Pointer[time.Time]

	mu      sync.Mutex
	permits []permit
}

// look asks a node once and keeps a permit. It reports whether there was one.
func (w *watched) look(i int, atLeast int64, within time.Duration) bool {
	permit, _ := w.asks(i, atLeast, within)
	return permit
}

func (w *watched) asks(i int, atLeast int64, within time.Duration) (permitted bool, err error) {
	sent := time.Now()
	v, err := w.s.nodes[i].decide(w.subject, w.use, atLeast, within)
	received := time.Now()
	if err != nil || received.Sub(sent) > time.Second {
		w.s.mishap.suffered(i)
	}
	if err != nil || !v.Permit {
		return false, err
	}
	// The node's clock is that of this machine; readings of it are brought onto
	// ours at once, so that a clock being set cannot matter for long.
	until := received.Add(v.ValidUntil.Sub(received.Round(0)))
	w.mu.Lock()
	defer w.mu.Unlock()
	w.permits = append(w.permits, permit{w.s.nodes[i].name, received, until})
	return true, nil
}

// watch asks one node until it denies to somebody who asked after the
// acknowledgement, or the bound is well over.
func (w *watched) watch(i int) {
	for {
		acked := w.acked.Load()
		if acked != nil && time.Since(*acked) > bound+time.Second {
			return
		}
		permitted, err := w.asks(i, 0, readTime)
		switch {
		case err != nil:
			pause(100 * time.Millisecond)
		case !permitted && acked != nil:
			return
		case acked == nil:
			pause(30 * time.Millisecond)
		default:
			pause(5 * time.Millisecond)
		}
	}
}
